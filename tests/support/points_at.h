// A layer of points at given places, without a file and without columns. Its id is the name of its kind.
#pragma once

#include <memory>

#include "data/model/answers.h"

namespace support {

inline std::shared_ptr<data::LayerData> points_at(const data::Coordinates& places, data::LayerKind kind) {
  auto table = std::make_shared<data::Table>();
  table->rows = places.size(), table->shape = data::Shape::points;
  table->fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(table->rows));
  table->points = data::Points(places);
  auto layer = std::make_shared<data::LayerData>();
  layer->source.id = data::name_of(kind), layer->source.kind = kind;
  layer->table = std::move(table);
  return layer;
}

}  // namespace support
