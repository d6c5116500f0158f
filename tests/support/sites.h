// A layer of sites at given places, without a file.
#pragma once

#include <memory>

#include "data/model/answers.h"

namespace support {

inline std::shared_ptr<data::LayerData> sites_at(const data::Coordinates& places) {
  auto table = std::make_shared<data::Table>();
  table->rows = places.size(), table->shape = data::Shape::points;
  table->fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(table->rows));
  table->points = data::Points(places);
  auto layer = std::make_shared<data::LayerData>();
  layer->source.id = "sites", layer->source.kind = data::LayerKind::sites;
  layer->table = std::move(table);
  return layer;
}

}  // namespace support
