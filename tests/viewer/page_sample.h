// A small province made in memory, pages of it, and what every page has to keep to.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "viewer/page/content.h"
#include "viewer/page/page.h"

namespace viewer {

using data::Lang;

inline data::LevelTable level_table(const std::string& level, const std::string& parent_field) {
  data::LevelTable out;
  out.level = level, out.code_field = "code", out.name_field = "name", out.parent_field = parent_field;
  out.table.shape = data::Shape::areas;
  for (const char* name : {"code", "name", "parent"}) out.table.columns.push_back({name, data::TextColumn{}});
  return out;
}

inline void add_square(data::LevelTable& level, const std::array<std::string, 3>& cells, double x, double y, double side) {
  data::Table& table = level.table;
  table.fid.push_back(static_cast<std::int64_t>(table.rows++));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto& column = std::get<data::TextColumn>(table.columns[i].cells);
    column.dictionary.push_back(cells[i]);
    column.code.push_back(static_cast<std::uint32_t>(column.dictionary.size() - 1));
  }
  for (const auto& [dx, dy] : {std::pair{0.0, 0.0}, {side, 0.0}, {side, side}, {0.0, side}})
    table.areas.x.push_back(x + dx), table.areas.y.push_back(y + dy);
  table.areas.first_vertex.push_back(static_cast<std::uint32_t>(table.areas.x.size()));
  table.areas.first_ring.push_back(static_cast<std::uint32_t>(table.areas.first_vertex.size() - 1));
  table.areas.first_polygon.push_back(static_cast<std::uint32_t>(table.areas.first_ring.size() - 1));
}

/// Four districts of nine communes each, a square province of 42 km a side in Vĩnh Phúc's own zone.
inline data::UnitSet sample_units() {
  data::LevelTable districts = level_table("district", ""), communes = level_table("commune", "parent");
  for (int d = 0; d < 4; ++d) {
    const double x = 535000 + 21000 * (d % 2), y = 2340000 + 21000 * (d / 2);
    const std::string code = "24" + std::to_string(d);
    add_square(districts, {code, d == 0 ? "Huyện Tam Đảo" : "Thành phố Số " + std::to_string(d), ""}, x, y, 21000);
    for (int c = 0; c < 9; ++c) {
      const std::string name = c == 4 ? "Thị trấn Nông trường Việt Nam Hữu nghị Phía Bắc" : "Xã Ấp Ỷ Ngỡ " + std::to_string(c);
      add_square(communes, {code + std::to_string(c), name, code}, x + 7000 * (c % 3), y + 7000 * (c / 3), 7000);
    }
  }
  std::vector<data::LevelTable> levels;
  levels.push_back(std::move(districts)), levels.push_back(std::move(communes));
  return data::build_units(std::move(levels), "26", "Tỉnh Vĩnh Phúc");
}

inline data::Indicator fibre() {
  data::Indicator out;
  out.id = "fibre_hh_use", out.name = {"Hộ gia đình có cáp quang", "Households with fibre"}, out.things = {"hộ", "households"};
  out.definition = {"Số hộ có đường Internet cáp quang đang hoạt động trên tổng số hộ.",
                    "Households with a working fibre line over all households."};
  out.numerator.emplace(), out.denominator.emplace();
  return out;
}

inline data::Target at_least_70() {
  data::Target out;
  out.id = "T01", out.indicator = "fibre_hh_use", out.scope = "26", out.value = 70, out.unit = "%", out.status = "draft";
  out.deadline = data::parse_date("2022-12-31");
  out.source.document = "Dự thảo Kế hoạch chuyển đổi số quốc gia năm 2022", out.source.issuer = "Ủy ban Quốc gia về chuyển đổi số";
  return out;
}

inline void add_answers(data::Loaded& loaded) {
  const data::UnitSet& units = *loaded.dataset->units;
  data::Answer answer;
  answer.indicator = "fibre_hh_use";
  answer.by_unit.resize(units.units.size());
  int n = 0;
  for (const int unit : units.of_level(units.deepest())) {
    const double denominator = 1000 + 37 * n, numerator = std::floor(denominator * (35 + (n * 7) % 60) / 100);
    if (n++ == 5) continue;  // one commune nobody has counted
    for (int at = unit; at >= 0; at = units.units[static_cast<std::size_t>(at)].parent) {
      data::Share& share = answer.by_unit[static_cast<std::size_t>(at)];
      share.numerator = share.numerator.value_or(0) + numerator, share.denominator = share.denominator.value_or(0) + denominator;
    }
  }
  loaded.answers.answers.push_back(std::move(answer));
}

inline void add_row(data::Loaded& loaded, const data::Target& target, const data::Indicator& indicator, std::optional<double> value) {
  data::ScoreRow row;
  row.target = target, row.indicator = indicator;
  if (value) {
    data::Actual actual;
    actual.indicator = indicator.id, actual.date = loaded.date, actual.value = *value, actual.source = "DTI 2022";
    row.actual = actual, row.trend = {actual, actual, actual};
  }
  row.gap = data::gap_of(target, row.actual);
  row.verdict = data::judge(target, row.actual, loaded.date, {}, &row.reason);
  loaded.scorecard.rows.push_back(row);
}

enum class Case { full, no_target, no_indicator, long_names };

/// Names as long as no Vietnamese unit, indicator or document has, in place of everything a page says of its own data.
inline void give_long_names(data::Loaded& loaded) {
  auto dataset = std::make_shared<data::Dataset>(*loaded.dataset);
  data::UnitSet units = sample_units();
  for (data::Unit& unit : units.units) unit.name = "Thị trấn Nông trường Việt Nam Hữu nghị Phía Bắc và Khu kinh tế mới " + unit.code;
  dataset->units = std::make_shared<const data::UnitSet>(std::move(units));
  dataset->project.title = {"Vùng kinh tế trọng điểm Trung du và Đồng bằng Bắc Bộ, Khu vực Số Một",
                            "Key economic region of the northern midlands and delta, area number one"};
  const data::Text name{"Hộ gia đình có đường truyền Internet băng rộng cáp quang tốc độ tối thiểu một gigabit mỗi giây đang hoạt động",
                        "Households with a working fibre-optic broadband line of at least one gigabit per second, in use today"};
  for (data::Indicator& indicator : dataset->indicators) indicator.name = name;
  for (data::ScoreRow& row : loaded.scorecard.rows) {
    row.indicator.name = name;
    row.target.source.document = "Nghị quyết về chủ trương, giải pháp đẩy mạnh chuyển đổi số và phát triển hạ tầng số giai đoạn tới";
  }
  loaded.dataset = dataset;
}

inline data::Loaded sample(Case which = Case::full) {
  auto dataset = std::make_shared<data::Dataset>();
  dataset->project.title = {"Tỉnh Vĩnh Phúc", "Vĩnh Phúc province"}, dataset->project.crs = "EPSG:5897",
  dataset->project.illustrative = true;
  dataset->units = std::make_shared<const data::UnitSet>(sample_units());
  dataset->indicators = {fibre()};
  data::Loaded loaded;
  loaded.dataset = dataset, loaded.date = *data::parse_date("2022-12-31"), loaded.answers.date = loaded.scorecard.date = loaded.date;
  if (which == Case::no_indicator) return loaded;
  add_answers(loaded);
  if (which == Case::no_target) return loaded;
  add_row(loaded, at_least_70(), fibre(), loaded.answers.answers[0].by_unit[0].value());
  for (int i = 0; i < 5; ++i) {
    data::Indicator other = fibre();
    other.id = "other" + std::to_string(i),
    other.name = {"Thuê bao băng rộng di động trên một trăm dân số trung bình", "Mobile-broadband subscriptions per 100 people"};
    data::Target target = at_least_70();
    target.id = "T1" + std::to_string(i), target.indicator = other.id;
    if (i == 3) target.value.reset();
    add_row(loaded, target, other, i == 2 ? std::nullopt : std::optional<double>(12.5 * i));
  }
  if (which == Case::long_names) give_long_names(loaded);
  return loaded;
}

inline const std::vector<std::string> visible{"fill", "borders", "labels"};

inline MapPainter blank() {
  return [](const layers::View& view, const std::vector<layers::Frame>&) {
    data::Image out(view.width, view.height);
    std::fill(out.pixels.begin(), out.pixels.end(), std::uint8_t{255});
    return out;
  };
}

inline PageRecord record_of(const data::Loaded& loaded, const PageSpec& spec, data::Image* image = nullptr) {
  PageRecord record;
  data::Image drawn = compose_page(loaded, visible, spec, blank(), &record);
  if (image) *image = std::move(drawn);
  return record;
}

inline PageSpec spec_of(const std::string& layout, int width = 0, int height = 0, Lang lang = Lang::vi) {
  PageSpec spec;
  spec.layout = layout, spec.width = width, spec.height = height, spec.lang = lang;
  return spec;
}

enum class Tongue { vi, en, both };

inline PageSpec page_in(const std::string& layout, Tongue tongue, int width = 0, int height = 0) {
  PageSpec spec = spec_of(layout, width, height, tongue == Tongue::en ? Lang::en : Lang::vi);
  spec.both_languages = tongue == Tongue::both;
  return spec;
}

inline std::vector<std::string> texts_of(const PageRecord& record, const std::string& part) {
  std::vector<std::string> out;
  for (const Placed& text : record.texts)
    if (text.part == part) out.push_back(text.text);
  return out;
}

inline void expect_tidy(const PageRecord& record, const std::string& what) {
  const Rect page{0, 0, record.width, record.height};
  for (std::size_t i = 0; i < record.texts.size(); ++i) {
    const Placed& a = record.texts[i];
    EXPECT_TRUE(page.contains(a.box, 0.05)) << what << ": " << a.part << " '" << a.text << "' leaves the page";
    EXPECT_TRUE(a.room.contains(a.box, 1.0)) << what << ": " << a.part << " '" << a.text << "' leaves its box";
    for (std::size_t j = i + 1; j < record.texts.size(); ++j)
      EXPECT_FALSE(a.box.intersects(record.texts[j].box, 0.3)) << what << ": '" << a.text << "' lies over '" << record.texts[j].text << "'";
  }
  for (const Rect& piece : record.furniture)
    if (piece.h > 0) { EXPECT_TRUE(record.map.contains(piece, 0.5)) << what << ": furniture leaves the map's frame"; }
}

}  // namespace viewer
