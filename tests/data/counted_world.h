// Layers made of rows that were spelled out, placed on two districts: 243 is x 0 to 10, 244 is x 10 to 20, y 0 to 10.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/model/answers.h"
#include "data/source/i18n.h"
#include "tests/data/two_districts.h"

namespace data {

using two_districts::day;

inline std::int32_t days(const char* text) {
  return *text ? static_cast<std::int32_t>(day(text).time_since_epoch().count()) : DateColumn::none;
}

inline TextColumn text_column(const std::vector<std::string>& values) {
  TextColumn column;
  for (const std::string& value : values) {
    std::uint32_t code = 0;
    while (code < column.dictionary.size() && column.dictionary[code] != value) ++code;
    if (code == column.dictionary.size()) column.dictionary.push_back(value);
    column.code.push_back(code);
  }
  return column;
}

struct Row {
  double x, y;
  std::uint8_t flag;
  const char* since;
  const char* code;
  const char* company;
};

/// Eight households; by position five stand in 243, two in 244 and one outside both.
inline const std::vector<Row> rows{
    {1, 1, 1, "2020-05-01", "243", "VNPT"},     {2, 2, 1, "2022-12-31", "243", "Viettel"}, {3, 3, 0, "", "243", ""},
    {4, 4, 2, "2021-01-01", "243", "VNPT"},     {5, 5, 1, "", "243", "viettel"},           {15, 5, 1, "2021-07-01", "244", "Viettel"},
    {16, 5, 0, "2019-01-01", "244", "Viettel"}, {50, 50, 1, "2020-01-01", "", "VNPT"}};

struct Fields {
  bool since = true, unit = false, connected = true, company = true;
};

inline std::shared_ptr<LayerData> points(const std::string& id, LayerKind kind, const std::vector<Row>& from, Fields fields = {}) {
  auto table = std::make_shared<Table>();
  Coordinates places;
  FlagColumn flag;
  DateColumn since;
  std::vector<std::string> codes, companies;
  for (const Row& row : from) {
    table->fid.push_back(static_cast<std::int64_t>(table->fid.size()));
    places.x.push_back(row.x), places.y.push_back(row.y);
    flag.value.push_back(row.flag), since.day.push_back(days(row.since));
    codes.emplace_back(row.code), companies.emplace_back(row.company);
  }
  table->points = Points(places);
  table->rows = from.size(), table->shape = Shape::points;
  table->columns = {{"fiber", flag}, {"connected_on", since}, {"commune", text_column(codes)}, {"company", text_column(companies)}};
  auto layer = std::make_shared<LayerData>();
  layer->source.id = id, layer->source.kind = kind, layer->table = table;
  if (fields.connected) layer->source.fields["connected"] = "fiber";
  if (fields.since) layer->source.fields["since"] = "connected_on";
  if (fields.unit) layer->source.fields["unit"] = "commune";
  if (fields.company) layer->source.fields["operator"] = "company";
  return layer;
}

struct Line {
  const char* code;
  double households, connected;
};
inline std::shared_ptr<LayerData> by_unit(const std::vector<Line>& lines, LayerKind kind = LayerKind::fiber_household) {
  auto table = std::make_shared<Table>();
  NumberColumn households, connected;
  std::vector<std::string> codes;
  for (const Line& line : lines) {
    codes.emplace_back(line.code);
    households.value.push_back(line.households), connected.value.push_back(line.connected);
  }
  table->rows = lines.size();
  table->columns = {{"code", text_column(codes)}, {"total", households}, {"with", connected}};
  auto layer = std::make_shared<LayerData>();
  layer->source.id = "table", layer->source.kind = kind, layer->table = table;
  layer->source.fields = {{"unit", "code"}, {"households", "total"}, {"connected", "with"}};
  return layer;
}

struct Patch {
  double x0, y0, x1, y1;
  const char* technology;
};
inline std::shared_ptr<LayerData> coverage(const std::vector<Patch>& patches) {
  auto table = std::make_shared<Table>();
  std::vector<std::string> technologies;
  for (const Patch& p : patches) {
    for (const Point v : {Point{p.x0, p.y0}, Point{p.x1, p.y0}, Point{p.x1, p.y1}, Point{p.x0, p.y1}})
      table->areas.x.push_back(v.x), table->areas.y.push_back(v.y);
    table->areas.first_vertex.push_back(static_cast<std::uint32_t>(table->areas.x.size()));
    table->areas.first_ring.push_back(static_cast<std::uint32_t>(table->areas.first_vertex.size() - 1));
    table->areas.first_polygon.push_back(static_cast<std::uint32_t>(table->areas.first_ring.size() - 1));
    technologies.emplace_back(p.technology);
  }
  table->rows = patches.size(), table->shape = Shape::areas;
  table->columns = {{"tech", text_column(technologies)}};
  auto layer = std::make_shared<LayerData>();
  layer->source.id = "coverage", layer->source.kind = LayerKind::broadband_coverage, layer->table = table;
  layer->source.fields = {{"technology", "tech"}};
  return layer;
}

struct World {
  Dataset dataset;
  std::vector<std::string> warnings;

  explicit World(const std::vector<std::shared_ptr<LayerData>>& layers) {
    set_language(Lang::en);
    std::vector<LevelTable> levels;
    levels.push_back(two_districts::level("province", {"26"}));
    levels.push_back(two_districts::level("district", {"243", "244"}));
    dataset.units = std::make_shared<const UnitSet>(build_units(std::move(levels), "", ""));
    for (const auto& layer : layers) {
      if (layer->table) place_rows(*layer, *dataset.units, warnings, 2);
      dataset.layers.push_back(layer);
    }
  }
  Answer ask(const std::optional<Count>& numerator, const std::optional<Count>& denominator, const char* date = "2023-06-30") {
    return ask_on(numerator, denominator, {date}).front();
  }
  std::vector<Answer> ask_on(const std::optional<Count>& numerator, const std::optional<Count>& denominator,
                             const std::vector<const char*>& dates) {
    Indicator indicator;
    indicator.id = "asked", indicator.numerator = numerator, indicator.denominator = denominator;
    dataset.indicators = {indicator};
    std::vector<Date> when;
    for (const char* date : dates) when.push_back(day(date));
    std::vector<Answer> out;
    for (Answers& answers : compute_answers(dataset, when, 2)) out.push_back(answers.answers.at(0));
    return out;
  }
  const Share& of(const Answer& answer, int level, const char* code) const {
    return answer.by_unit[static_cast<std::size_t>(dataset.units->find(level, code))];
  }
};

inline Count all(LayerKind kind = LayerKind::fiber_household) { return Count{.layer = kind, .connected = {}, .where = {}, .coverage = {}}; }
inline Count connected(bool yes = true) {
  return Count{.layer = LayerKind::fiber_household, .connected = yes, .where = {}, .coverage = {}};
}
inline Count inside(bool yes, const std::map<std::string, std::vector<std::string>>& where = {}) {
  Count count = all();
  count.coverage = Count::Coverage{.inside = yes, .layer = LayerKind::broadband_coverage, .where = where};
  return count;
}

}  // namespace data
