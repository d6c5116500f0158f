// A made-up province of square kilometres whose every pixel can be worked out by hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/load.h"
#include "data/model/units.h"

namespace test {

inline void add_ring(data::Areas& areas, const std::vector<data::Point>& ring) {
  for (const data::Point& p : ring) areas.x.push_back(p.x), areas.y.push_back(p.y);
  areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
}
inline void end_polygon(data::Areas& areas) { areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1)); }
inline void end_row(data::Areas& areas) { areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1)); }

inline void add_area(data::Areas& areas, const std::vector<std::vector<data::Point>>& rings) {
  for (const auto& ring : rings) add_ring(areas, ring);
  end_polygon(areas);
  end_row(areas);
}
inline std::vector<data::Point> box_ring(double x0, double y0, double x1, double y1) { return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}; }

inline data::TextColumn text_column(const std::vector<std::string>& values) {
  data::TextColumn out;
  for (const std::string& value : values) {
    out.dictionary.push_back(value);
    out.code.push_back(static_cast<std::uint32_t>(out.dictionary.size() - 1));
  }
  return out;
}

inline data::LevelTable level(const std::string& name, const std::vector<std::string>& names, data::Areas areas) {
  data::LevelTable out{name, {}, "code", "name", ""};
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < names.size(); ++i) codes.push_back(name + std::to_string(i));
  out.table.rows = names.size();
  out.table.shape = data::Shape::areas;
  out.table.areas = std::move(areas);
  out.table.columns.push_back({"code", text_column(codes)});
  out.table.columns.push_back({"name", text_column(names)});
  return out;
}

/// Two districts side by side, each of `side` / 2 x `side` communes of 1 km, numbered row by row from the lower left corner.
/// Unit 0 is the whole, 1 and 2 are the districts, 3 onwards the communes.
inline data::UnitSet squares(int side = 4, const std::string& name = "Xã Ô ") {
  data::Areas districts, communes;
  const double km = 1000, half = side * km / 2;
  add_area(districts, {box_ring(0, 0, half, side * km)});
  add_area(districts, {box_ring(half, 0, side * km, side * km)});
  std::vector<std::string> names;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      add_area(communes, {box_ring(x * km, y * km, (x + 1) * km, (y + 1) * km)});
      names.push_back(name + std::to_string(y * side + x));
    }
  std::vector<data::LevelTable> levels;
  levels.push_back(level("district", {"Huyện Tây", "Thành phố Đông"}, std::move(districts)));
  levels.push_back(level("commune", names, std::move(communes)));
  return data::build_units(std::move(levels), "01", "Tỉnh Vuông");
}

inline std::shared_ptr<data::Dataset> dataset_of(data::UnitSet units) {
  auto out = std::make_shared<data::Dataset>();
  out->units = std::make_shared<const data::UnitSet>(std::move(units));
  return out;
}

}  // namespace test
