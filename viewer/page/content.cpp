#include "viewer/page/content.h"

#include <glib.h>

#include <optional>
#include <utility>

#include "data/model/words.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "viewer/page/layout.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

/// "Tỷ lệ hộ gia đình có cáp quang theo xã, phường": a share says that it is one, unless its name does already.
std::string title_of(const data::Loaded& loaded, const data::Indicator& indicator, int level, data::Lang lang) {
  const std::string& name = indicator.name.in(lang);
  const std::string folded = data::fold(name), by = lowered(loaded.level_name(level));
  const bool says_so =
      folded.starts_with("ty le") || folded.starts_with("share") || folded.starts_with("proportion") || folded.starts_with("%");
  if (indicator.unit == "%" && !says_so) return trf("Share of {0} by {1}", lowered(name), by);
  return trf("{0} by {1}", name, by);
}

std::string place_of(const data::Loaded& loaded, int focus, data::Lang lang) {
  const data::UnitSet& units = *loaded.dataset->units;
  const std::string& title = loaded.dataset->project.title.in(lang);
  if (focus == 0) return title.empty() ? units.units[0].name : title;
  if (title.empty()) return units.path_of(focus);
  // "Huyện Tam Đảo, tỉnh Vĩnh Phúc": the kind of unit is no name, but a title that begins with a name keeps its capital.
  const bool kind_first = title.starts_with("Tỉnh ") || title.starts_with("Thành phố ");
  return units.path_of(focus) + ", " + (kind_first ? lowered(title) : title);
}

/// The scorecard's row that the page is about: the one whose target colours the map.
const data::ScoreRow* row_of(const data::Loaded& loaded, const PageContent& page, const data::Indicator& indicator) {
  const std::string id = page.choropleth && page.choropleth->target ? page.choropleth->target->id : std::string();
  const data::ScoreRow* found = nullptr;
  for (const data::ScoreRow& row : loaded.scorecard.rows) {
    if (row.target.indicator != indicator.id) continue;
    if (!id.empty() && row.target.id == id) return &row;
    if (!found && row.target.value) found = &row;
  }
  return found;
}

/// Why the map has no colours that mean something.
std::string why_plain(const data::Loaded& loaded, const data::Indicator* indicator) {
  if (!indicator) return tr("The map is not coloured: the layers of this project hold nothing that an indicator could be counted from.");
  const data::Answer* answer = loaded.answers.find(indicator->id);
  return trf("The map is not coloured: {}",
             answer && !answer->why_not.empty() ? answer->why_not : tr("the layers of this project do not hold what it is counted from"));
}

std::string crs_text(const std::string& crs) {
  try {
    const data::CrsInfo info = data::describe_crs(crs);
    return info.authority.empty() ? info.name : info.name + " (" + info.authority + ")";
  } catch (const data::Error&) { return crs; }
}

PageWords words_of() {
  return {.actual = tr("Actual"),
          .target = tr("Target"),
          .verdict = tr("Verdict"),
          .no_target = tr("No target is set for this indicator"),
          .north = data::trc("north", "N"),
          .grid_north = tr("grid N"),
          .scale = tr("Scale {}")};
}

/// Decree 30/2020/NĐ-CP, Annex I: "Số: …", "Vĩnh Yên, ngày 05 tháng 01 năm 2023"; days under 10 and months 1 and 2 with a nought before.
/// What the project does not say is left open, to be written by hand.
OfficialContent official_of(const data::Project& project, const PageSpec& spec) {
  if (!project.official)
    throw data::Error({.what = tr("The project does not say whose document this is"),
                       .file = project.path.string(),
                       .hint = tr("add \"official\": {\"parent\": …, \"agency\": …, \"number\": …, \"place\": …, \"date\": …}")});
  const data::Official& own = *project.official;
  std::string day = "ngày      tháng      năm 20   ";
  if (own.date) {
    const std::chrono::year_month_day date{*own.date};
    const unsigned month = static_cast<unsigned>(date.month());
    day = fmt::format("ngày {:02} tháng {} năm {}", static_cast<unsigned>(date.day()),
                      month < 3 ? fmt::format("{:02}", month) : std::to_string(month), static_cast<int>(date.year()));
  }
  return {.parent = upper(own.parent),
          .agency = upper(own.agency),
          .number = "Số: " + (own.number.empty() ? std::string("      /      ") : own.number),
          .place_date = (own.place.empty() ? std::string("          ") : own.place) + ", " + day,
          .point = spec.dpi / 72 / scale_of(spec)};
}

}  // namespace

std::string upper(const std::string& text) {
  gchar* raised = g_utf8_strup(text.c_str(), static_cast<gssize>(text.size()));
  std::string out(raised);
  g_free(raised);
  return out;
}

std::string lowered(const std::string& name) {
  if (name.empty()) return name;
  const char* second = g_utf8_next_char(name.c_str());
  if (*second && (g_unichar_isupper(g_utf8_get_char(second)) || g_unichar_isdigit(g_utf8_get_char(second)))) return name;
  char first[6];
  const auto length = static_cast<std::size_t>(g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(name.c_str())), first));
  return std::string(first, length) + second;
}

std::vector<int> units_within(const data::UnitSet& units, int focus, int level) {
  const int own = units.units[static_cast<std::size_t>(focus)].level;
  if (level <= own) return {focus};
  std::vector<int> out;
  for (const int unit : units.of_level(level))
    if (focus == 0 || units.ancestor(unit, own) == focus) out.push_back(unit);
  return out;
}

namespace {

/// In one language.
PageContent gather_in(data::Lang lang, const data::Loaded& loaded, const std::vector<std::string>& visible, const Subject& subject,
                      PageSpec spec) {
  const data::LanguageHere words(lang);
  spec.lang = lang;
  const data::Dataset& dataset = *loaded.dataset;
  const data::Indicator* indicator = subject.indicator;
  PageContent page;
  page.level = subject.level, page.focus = subject.focus;
  page.box = spec.area && !spec.area->empty() ? *spec.area : box_of(*dataset.units, page.focus);
  page.place = place_of(loaded, page.focus, lang);
  page.data_date = loaded.dated ? trf("data as of {}", data::format_date(loaded.date, lang)) : tr("date of the data not stated");
  if (dataset.project.illustrative) page.illustrative = tr("illustrative data");

  const data::ScoreRow* row = nullptr;
  if (indicator) {
    page.title = title_of(loaded, *indicator, page.level, lang), page.definition = indicator->definition.in(lang);
    if (subject.counted) page.choropleth = layers::choropleth_of(loaded, *indicator, page.level, *spec.theme);
    row = row_of(loaded, page, *indicator);
    if (row && row->target.value) {
      page.target = {row->target.id, row->verdict};
      page.target_line = trf("target {}", data::aim_text(row->target, row->indicator, lang));
      if (row->target.deadline) page.target_line += ", " + trf("due {}", data::format_date(*row->target.deadline, lang));
    }
  } else {
    page.title = trf("Administrative units by {}", lowered(loaded.level_name(page.level)));
  }
  if (spec.plain) page.title = title_of_layers(loaded, visible, page.title, lang);
  else if (!page.choropleth) page.why_not = why_plain(loaded, indicator);
  if (!spec.map_only()) add_cards(page, loaded, indicator, row, lang);
  page.legend = legend_of(loaded, page, visible, spec);
  if (page.choropleth && !spec.map_only()) page.table = table_of(loaded, page, spec);
  page.source = source_line(loaded, indicator, page.focus == 0 || (row && row->target.value) ? row : nullptr, visible, spec);
  page.crs = crs_text(dataset.project.crs);
  if (!spec.generated.empty()) page.stamp = trf("printed {}", spec.generated);
  if (spec.of > 1) page.number = fmt::format("{}/{}", spec.number, spec.of);
  page.words = words_of(), page.first = spec.number <= 1;
  return page;
}

}  // namespace

PageContent gather_content(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec) {
  // What cannot be is said first, and in the language of whoever asked: the page's own is for its words alone.
  const Subject subject = subject_of(loaded, spec);
  std::optional<OfficialContent> official;
  if (spec.official) official = official_of(loaded.dataset->project, spec);
  const auto gathered = [&](data::Lang lang) { return gather_in(lang, loaded, visible, subject, spec); };
  PageContent page = spec.both_languages ? in_both(gathered(data::Lang::vi), gathered(data::Lang::en)) : gathered(spec.lang);
  page.official = std::move(official);
  return page;
}

}  // namespace viewer
