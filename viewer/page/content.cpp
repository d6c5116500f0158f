#include "viewer/page/content.h"

#include <glib.h>

#include <algorithm>
#include <tuple>

#include "data/gaps.h"
#include "data/model/words.h"
#include "data/source/crs.h"
#include "data/source/error.h"
#include "viewer/page/layout.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

std::string changed_case(const std::string& text, bool first_only, gunichar (*change)(gunichar)) {
  std::string out;
  for (const char* at = text.c_str(); *at; at = g_utf8_next_char(at)) {
    char bytes[6];
    const gunichar c = g_utf8_get_char(at);
    out.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(!first_only || at == text.c_str() ? change(c) : c, bytes)));
  }
  return out;
}

std::string upper(const std::string& text) { return changed_case(text, false, g_unichar_toupper); }

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string out;
  for (const std::string& part : parts) out += out.empty() ? part : between + part;
  return out;
}

int level_of(const data::UnitSet& units, int asked) {
  if (asked < 0) return units.deepest();
  if (asked <= units.deepest()) return asked;
  throw data::Error({.what = trf("The project has no unit level {}", asked), .hint = trf("it has {}", joined(units.levels, ", "))});
}

int focus_of(const data::UnitSet& units, const std::string& code) {
  if (code.empty()) return 0;
  for (int level = 0; level <= units.deepest(); ++level)
    if (const int found = units.find(level, code); found >= 0) return found;
  if (units.units[0].code == code) return 0;
  throw data::Error({.what = trf("No unit has the code '{}'", code), .hint = tr("`phusong report --format csv` lists the codes")});
}

const data::Indicator* find_indicator(const data::Dataset& dataset, const std::string& id) {
  const auto found = std::find_if(dataset.indicators.begin(), dataset.indicators.end(), [&](const auto& i) { return i.id == id; });
  return found == dataset.indicators.end() ? nullptr : &*found;
}

bool has_figures(const data::Loaded& loaded, const std::string& id) {
  const data::Answer* answer = loaded.answers.find(id);
  return answer && answer->why_not.empty() &&
         std::any_of(answer->by_unit.begin(), answer->by_unit.end(), [](const data::Share& s) { return s.value().has_value(); });
}

/// The indicator asked for; else the first target's that the layers can answer; else any that they can; else none.
const data::Indicator* indicator_for(const data::Loaded& loaded, const std::string& asked) {
  const data::Dataset& dataset = *loaded.dataset;
  if (!asked.empty()) {
    if (const data::Indicator* found = find_indicator(dataset, asked)) return found;
    std::vector<std::string> ids;
    for (const data::Indicator& indicator : dataset.indicators) ids.push_back(indicator.id);
    throw data::Error({.what = trf("The project has no indicator '{}'", asked), .hint = trf("it has {}", joined(ids, ", "))});
  }
  for (const data::ScoreRow& row : loaded.scorecard.rows)
    if (row.target.value && has_figures(loaded, row.target.indicator)) return find_indicator(dataset, row.target.indicator);
  for (const data::Indicator& indicator : dataset.indicators)
    if (has_figures(loaded, indicator.id)) return &indicator;
  return nullptr;
}

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

data::Box box_of(const data::UnitSet& units, const PageSpec& spec, int focus) {
  if (spec.area && !spec.area->empty()) return *spec.area;
  data::Box box = units.units[static_cast<std::size_t>(focus)].box;
  if (box.empty())
    for (const data::Unit& unit : units.units) box.include(unit.box);
  return box;
}

std::string layer_title(const data::LayerSource& source, data::Lang lang) {
  if (!source.name.empty()) return source.name.in(lang);
  switch (source.kind) {
    case data::LayerKind::digital_address: return tr("Digital addresses");
    case data::LayerKind::broadband_coverage: return tr("Broadband coverage");
    case data::LayerKind::fiber_household: return tr("Households and fibre lines");
    case data::LayerKind::villages: return tr("Villages");
    case data::LayerKind::sites: return tr("Schools, clinics, offices");
  }
  return source.id;
}

bool is_drawn(const data::LayerData& layer, const std::vector<std::string>& visible) {
  return layer.table && !layer.by_table() && std::find(visible.begin(), visible.end(), layer.source.id) != visible.end();
}

/// "Digital addresses, broadband coverage"; of a map without layers, what else it shows.
std::string title_of_layers(const data::Loaded& loaded, const std::vector<std::string>& visible, const std::string& without,
                            data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (is_drawn(*layer, visible))
      names.push_back(names.empty() ? layer_title(layer->source, lang) : lowered(layer_title(layer->source, lang)));
  return names.empty() ? without : joined(names, ", ");
}

std::string named_with_date(const data::Loaded& loaded, const data::LayerData& layer, data::Lang lang) {
  return fmt::format("“{}” ({})", layer_title(layer.source, lang), data::format_date(layer.source.date.value_or(loaded.date), lang));
}

std::string source_of_layers(const data::Loaded& loaded, const std::vector<std::string>& visible, data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (is_drawn(*layer, visible)) names.push_back(named_with_date(loaded, *layer, lang));
  return names.empty() ? std::string{} : trf("Layers: {}.", joined(names, ", "));
}

/// The layers an indicator is counted from, each once.
std::string layers_behind(const data::Loaded& loaded, const data::Indicator& indicator, data::Lang lang) {
  std::vector<data::LayerKind> kinds;
  for (const auto& count : {indicator.numerator, indicator.denominator}) {
    if (!count) continue;
    kinds.push_back(count->layer);
    if (count->coverage) kinds.push_back(count->coverage->layer);
  }
  std::vector<std::string> names;
  for (const auto& layer : loaded.dataset->layers)
    if (layer->table && std::find(kinds.begin(), kinds.end(), layer->source.kind) != kinds.end())
      names.push_back(named_with_date(loaded, *layer, lang));
  return joined(names, ", ");
}

std::string status_text(const std::string& status) {
  if (status == "draft") return tr("draft");
  if (status == "in_force") return tr("in force");
  if (status == "superseded") return tr("superseded");
  return status;
}

std::string source_of(const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row, data::Lang lang) {
  std::vector<std::string> out;
  if (row) {
    std::vector<std::string> parts;
    for (const std::string& part : {row->target.source.document, data::given_date_text(row->target.source.date, lang),
                                    row->target.source.issuer, status_text(row->target.status)})
      if (!part.empty()) parts.push_back(part);
    if (!parts.empty()) out.push_back(trf("Target: {}.", joined(parts, ", ")));
  }
  if (row && row->actual && !row->actual->computed) {
    out.push_back(trf("Actual: published figure, {0}, {1}.", row->actual->source, data::given_date_text(row->actual->date_text, lang)));
  } else if (indicator) {
    if (const std::string names = layers_behind(loaded, *indicator, lang); !names.empty())
      out.push_back(trf("Actual: computed on the map from {}.", names));
  }
  if (indicator && !indicator->definition.empty()) out.push_back(trf("Definition: {}", indicator->definition.in(lang)));
  return joined(out, " ");
}

/// "Basemap: © OpenStreetMap." of those that are drawn; empty when nobody has to be named.
std::string credit_of(const data::Dataset& dataset, const std::vector<std::string>& visible, data::Lang lang) {
  std::vector<std::string> names;
  for (const auto& raster : dataset.rasters)
    if (const std::string& by = raster->source.attribution.in(lang);
        !by.empty() && std::find(visible.begin(), visible.end(), raster->source.id) != visible.end())
      names.push_back(by);
  return names.empty() ? std::string() : trf("Basemap: {}.", joined(names, ", "));
}

/// A unit smaller than the project has no target of its own: it is set beside the whole area's, and says so.
CardContent card_of_unit(const data::Share& share, data::Date date, const data::Indicator& indicator,
                         const std::optional<data::Target>& target, bool whole_area, data::Lang lang) {
  data::ScoreRow row;
  row.indicator = indicator;
  if (share.value()) row.actual = data::counted(indicator.id, share, date);
  if (target && target->value) {
    row.target = *target;
    if (row.target.comparator == data::Comparator::each_unit) row.target.comparator = data::Comparator::at_least;
    row.gap = data::gap_of(row.target, row.actual);
    if (row.actual) row.verdict = row.gap && row.gap->value <= 0 ? data::Verdict::met : data::Verdict::missed;
  }
  CardContent card = card_of(row, lang);
  if (!row.target.value || !row.actual) return card;
  card.verdict_word = row.verdict == data::Verdict::met ? tr("At the target") : tr("Short of the target");
  if (!whole_area) card.status = tr("for the whole area");
  return card;
}

data::Share share_of(const data::Answer& answer, int unit) {
  return static_cast<std::size_t>(unit) < answer.by_unit.size() ? answer.by_unit[static_cast<std::size_t>(unit)] : data::Share{};
}

/// Everything else that was counted in a unit, beside the whole area's target or, without one, beside its figure.
std::vector<CardContent> cards_of_unit(const data::Loaded& loaded, int unit, const data::Indicator* shown, data::Lang lang) {
  std::vector<CardContent> with_target, without;
  for (const data::Answer& answer : loaded.answers.answers) {
    const data::Indicator* indicator = find_indicator(*loaded.dataset, answer.indicator);
    const data::Share share = share_of(answer, unit);
    if (!indicator || indicator == shown || !share.value()) continue;
    std::optional<data::Target> target;
    bool headline = false;
    for (const data::ScoreRow& row : loaded.scorecard.rows) {
      if (row.target.indicator != answer.indicator) continue;
      const auto its = data::unit_target(row.target);
      const bool leads = row.target.headline && row.target.status != "superseded";
      if (its && (!target || (leads && !headline))) target = its, headline = leads;
    }
    CardContent card = card_of_unit(share, loaded.date, *indicator, target, false, lang);
    // A small card has room for a short word; the large one says it in full.
    card.verdict_word = !target ? std::string() : card.verdict == data::Verdict::met ? tr("Reached") : tr("Not reached");
    if (const auto whole = share_of(answer, 0).value()) {
      const std::string beside = trf("whole area {}", data::figure_text(*whole, *indicator, lang));
      card.target_line = target ? trf("target {}", card.target) + " · " + beside : beside;
    }
    (target ? with_target : without).push_back(std::move(card));
  }
  with_target.insert(with_target.end(), without.begin(), without.end());
  return with_target;
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

void add_cards(PageContent& page, const data::Loaded& loaded, const data::Indicator* indicator, const data::ScoreRow* row,
               data::Lang lang) {
  const data::Answer* answer = indicator ? loaded.answers.find(indicator->id) : nullptr;
  if (row && page.focus == 0) {
    page.score = card_of(*row, lang);
  } else if (answer && answer->why_not.empty() && static_cast<std::size_t>(page.focus) < answer->by_unit.size()) {
    page.score = card_of_unit(share_of(*answer, page.focus), loaded.date, *indicator,
                              page.choropleth ? page.choropleth->target : std::nullopt, page.focus == 0, lang);
  }
  if (page.focus != 0) {
    page.others = cards_of_unit(loaded, page.focus, indicator, lang);
    return;
  }
  // Headline targets that something is known of come first; one whose figure nobody has seen is still a promise.
  std::vector<const data::ScoreRow*> others;
  for (const data::ScoreRow& other : loaded.scorecard.rows)
    if (&other != row && other.target.status != "superseded") others.push_back(&other);
  const auto rank = [](const data::ScoreRow* other) { return std::tuple(!other->target.value, !other->actual, !other->target.headline); };
  std::stable_sort(others.begin(), others.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  // What two documents promise alike would be the same card twice.
  const auto same = [](const data::Target& a, const data::Target& b) {
    return a.value && a.indicator == b.indicator && a.value == b.value && a.comparator == b.comparator && a.deadline == b.deadline;
  };
  for (auto other = others.begin(); other != others.end();) {
    const bool again = (row && same(row->target, (*other)->target)) ||
                       std::any_of(others.begin(), other, [&](const auto* earlier) { return same(earlier->target, (*other)->target); });
    other = again ? others.erase(other) : other + 1;
  }
  for (const data::ScoreRow* other : others) page.others.push_back(card_of(*other, lang));
  const bool some = std::any_of(others.begin(), others.end(), [](const auto* other) { return other->target.headline; });
  for (const data::ScoreRow* other : others)
    if (other->target.headline || !some) page.strip.push_back(card_of(*other, lang));
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

std::string lowered(const std::string& name) {
  if (name.empty()) return name;
  const char* second = g_utf8_next_char(name.c_str());
  if (*second && (g_unichar_isupper(g_utf8_get_char(second)) || g_unichar_isdigit(g_utf8_get_char(second)))) return name;
  return changed_case(name, true, g_unichar_tolower);
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
PageContent gather_in(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec) {
  const data::Dataset& dataset = *loaded.dataset;
  const data::UnitSet& units = *dataset.units;
  PageContent page;
  page.level = level_of(units, spec.level), page.focus = focus_of(units, spec.unit);
  page.box = box_of(units, spec, page.focus), page.place = place_of(loaded, page.focus, spec.lang);
  page.data_date = loaded.dated ? trf("data as of {}", data::format_date(loaded.date, spec.lang)) : tr("date of the data not stated");
  if (dataset.project.illustrative) page.illustrative = tr("illustrative data");

  const data::Indicator* indicator = spec.plain ? nullptr : indicator_for(loaded, spec.indicator);
  const data::ScoreRow* row = nullptr;
  if (indicator) {
    page.title = title_of(loaded, *indicator, page.level, spec.lang), page.definition = indicator->definition.in(spec.lang);
    if (has_figures(loaded, indicator->id)) page.choropleth = layers::choropleth_of(loaded, *indicator, page.level, *spec.theme);
    row = row_of(loaded, page, *indicator);
    if (row && row->target.value) {
      page.target = {row->target.id, row->verdict};
      page.target_line = trf("target {}", data::aim_text(row->target, row->indicator, spec.lang));
      if (row->target.deadline) page.target_line += ", " + trf("due {}", data::format_date(*row->target.deadline, spec.lang));
    }
    const data::Answer* answer = loaded.answers.find(indicator->id);
    if (!page.choropleth) {
      const std::string why =
          answer && !answer->why_not.empty() ? answer->why_not : tr("the layers of this project do not hold what it is counted from");
      page.why_not = trf("The map is not coloured: {}", why);
    }
  } else {
    page.title = trf("Administrative units by {}", lowered(loaded.level_name(page.level)));
    if (!spec.plain)
      page.why_not = tr("The map is not coloured: the layers of this project hold nothing that an indicator could be counted from.");
  }
  if (spec.plain) page.title = title_of_layers(loaded, visible, page.title, spec.lang);
  if (!spec.map_only()) add_cards(page, loaded, indicator, row, spec.lang);
  page.legend = legend_of(loaded, page, visible, spec);
  if (page.choropleth && !spec.map_only()) page.table = table_of(loaded, page, spec);
  page.source = spec.plain ? source_of_layers(loaded, visible, spec.lang)
                           : source_of(loaded, indicator, page.focus == 0 || (row && row->target.value) ? row : nullptr, spec.lang);
  if (const std::string credit = credit_of(dataset, visible, spec.lang); !credit.empty())
    page.source += (page.source.empty() ? "" : " ") + credit;
  try {
    const data::CrsInfo crs = data::describe_crs(dataset.project.crs);
    page.crs = crs.authority.empty() ? crs.name : crs.name + " (" + crs.authority + ")";
  } catch (const data::Error&) { page.crs = dataset.project.crs; }
  if (!spec.generated.empty()) page.stamp = trf("printed {}", spec.generated);
  if (spec.of > 1) page.number = fmt::format("{}/{}", spec.number, spec.of);
  page.words = words_of(), page.first = spec.number <= 1;
  if (spec.official) page.official = official_of(dataset.project, spec);
  return page;
}

}  // namespace

PageContent gather_content(const data::Loaded& loaded, const std::vector<std::string>& visible, const PageSpec& spec) {
  if (!spec.both_languages) return gather_in(loaded, visible, spec);
  PageSpec one = spec;
  one.lang = data::Lang::vi;
  PageContent vi = gather_in(loaded, visible, one);
  one.lang = data::Lang::en;
  const PageContent en = [&] {
    const data::LanguageHere words(data::Lang::en);
    return gather_in(loaded, visible, one);
  }();
  return in_both(std::move(vi), en);
}

}  // namespace viewer
