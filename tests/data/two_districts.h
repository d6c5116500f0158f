// A province small enough to count by hand: two districts and ten households, six of them connected, on known days.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/model/answers.h"

namespace two_districts {

inline data::Date day(const char* text) { return *data::parse_date(text); }

inline data::LevelTable level(const char* name, const std::vector<std::string>& codes) {
  data::LevelTable out;
  out.level = name;
  out.code_field = "code";
  out.name_field = "name";
  data::TextColumn column;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    column.code.push_back(static_cast<std::uint32_t>(column.dictionary.size()));
    column.dictionary.push_back(codes[i]);
    const double left = 10.0 * static_cast<double>(i), right = codes.size() == 1 ? 20.0 : left + 10.0;
    for (const double x : {left, right, right, left}) out.table.areas.x.push_back(x);
    for (const double y : {0.0, 0.0, 10.0, 10.0}) out.table.areas.y.push_back(y);
    const auto next = static_cast<std::uint32_t>(i + 1);
    out.table.areas.first_polygon.push_back(next);
    out.table.areas.first_ring.push_back(next);
    out.table.areas.first_vertex.push_back(4 * next);
  }
  out.table.rows = codes.size();
  out.table.shape = data::Shape::areas;
  out.table.columns = {{"code", column}, {"name", column}};
  return out;
}

inline data::Indicator counted_indicator(const char* id, data::LayerKind kind, std::optional<bool> connected) {
  data::Indicator indicator;
  indicator.id = id;
  indicator.numerator = data::Count{.layer = kind, .connected = connected, .where = {}, .coverage = {}};
  indicator.denominator = data::Count{.layer = data::LayerKind::fiber_household, .connected = {}, .where = {}, .coverage = {}};
  indicator.name = {.vi = std::string("Chỉ số ") + id, .en = std::string("Indicator ") + id};
  indicator.things = {.vi = "hộ", .en = "households"};
  return indicator;
}

/// Connected by the end of 2022: 4 of 10 (40 %); by the day before: 3; by the end of June 2023: 6 of 10, 4 of them in district 243.
inline data::Dataset make(bool dated = true) {
  data::Dataset dataset;
  dataset.project.date = day("2023-06-30");
  dataset.project.scope = "VP";
  std::vector<data::LevelTable> levels;
  levels.push_back(level("province", {"26"}));
  levels.push_back(level("district", {"243", "244"}));
  dataset.units = std::make_shared<data::UnitSet>(data::build_units(std::move(levels), "", ""));
  const std::vector<const char*> since{"2021-06-01", "2022-03-15", "2022-12-01", "2023-02-01", "", "", "2022-12-31", "2023-03-01", "", ""};
  auto table = std::make_shared<data::Table>();
  data::Coordinates places;
  data::FlagColumn fiber;
  data::DateColumn connected_on;
  auto layer = std::make_shared<data::LayerData>();
  for (std::size_t i = 0; i < since.size(); ++i) {
    const bool first = i < 6;
    table->fid.push_back(static_cast<std::int64_t>(i));
    places.x.push_back(first ? 5 : 15), places.y.push_back(5);
    fiber.value.push_back(*since[i] != '\0');
    connected_on.day.push_back(*since[i] != '\0' ? static_cast<std::int32_t>(day(since[i]).time_since_epoch().count())
                                                 : data::DateColumn::none);
    layer->unit.push_back(dataset.units->find(1, first ? "243" : "244"));
  }
  table->points = data::Points(places);
  table->rows = since.size();
  table->shape = data::Shape::points;
  table->columns = {{"fiber", fiber}, {"connected_on", connected_on}};
  layer->source.id = "households";
  layer->source.kind = data::LayerKind::fiber_household;
  layer->source.fields = {{"connected", "fiber"}};
  if (dated) layer->source.fields["since"] = "connected_on";
  layer->table = table;
  dataset.layers.push_back(layer);
  dataset.indicators.push_back(counted_indicator("use", data::LayerKind::fiber_household, true));
  dataset.indicators.push_back(counted_indicator("addresses", data::LayerKind::digital_address, {}));
  data::Indicator rank;
  rank.id = "dti_rank";
  rank.name = {.vi = "Xếp hạng", .en = "Rank"};
  rank.unit = "rank";
  dataset.indicators.push_back(rank);
  return dataset;
}

}  // namespace two_districts
