#include "viewer/pack/slides.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "data/gaps.h"
#include "data/model/words.h"
#include "data/version.h"
#include "viewer/pack/headlines.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr std::size_t most_top = 7, most_bars = 12, most_sources = 9, most_known = 4, most_parts = 8;

std::string illustrative_of(const data::Loaded& loaded) {
  return loaded.dataset->project.illustrative ? tr("Illustrative data, not real figures") : std::string();
}

/// The deepest units that miss the target of a scorecard's row, the most things first.
std::vector<data::UnitGap> gaps_of(const data::Loaded& loaded, const data::ScoreRow& row) {
  const auto index = static_cast<std::size_t>(&row - loaded.scorecard.rows.data());
  auto out = data::unit_gaps(loaded, loaded.dataset->units->deepest(), {row.target.indicator});
  std::erase_if(out, [&](const data::UnitGap& gap) { return gap.row != index; });
  return out;
}

std::vector<SlideBar> bars_of(const data::Loaded& loaded, const std::vector<data::UnitGap>& gaps, std::size_t most) {
  const data::UnitSet& units = *loaded.dataset->units;
  std::vector<SlideBar> out;
  const double longest = gaps.empty() ? 1 : std::max<double>(1, static_cast<double>(gaps.front().gap.things.value_or(0)));
  for (std::size_t i = 0; i < std::min(most, gaps.size()); ++i) {
    const data::Unit& unit = units.units[static_cast<std::size_t>(gaps[i].unit)];
    const std::int64_t things = gaps[i].gap.things.value_or(0);
    out.push_back({unit.name, unit.parent > 0 ? units.units[static_cast<std::size_t>(unit.parent)].name : std::string(),
                   data::format_integer(things), static_cast<double>(things) / longest});
  }
  return out;
}

std::int64_t sum_of(const std::vector<data::UnitGap>& gaps, std::size_t first) {
  std::int64_t out = 0;
  for (std::size_t i = 0; i < std::min(first, gaps.size()); ++i) out += gaps[i].gap.things.value_or(0);
  return out;
}

std::string missing_units(const std::vector<data::UnitGap>& gaps) {
  return data::trn("{} unit misses it", "{} units miss it", static_cast<long>(gaps.size()));
}

std::string document_of(const data::ScoreRow& row) {
  return document_words(row.target.source) + (row.target.status == "draft" ? ", " + tr("draft") : std::string());
}

/// Figures beside the one that is judged: each with its place, its day and who says so.
std::vector<KnownLine> known_beside(const data::ScoreRow& row) {
  const data::Lang lang = data::language();
  std::vector<KnownLine> out;
  const auto add = [&](const std::string& what, const data::Actual& figure, const data::Indicator& indicator) {
    if (out.size() < most_known)
      out.push_back(
          {trf("{0}: {1} ({2})", what, data::figure_text(figure, indicator, lang), data::origin_text(figure, indicator, lang)), {}});
  };
  if (row.later) add(tr("After the deadline"), *row.later, row.indicator);
  if (row.country) add(tr("The whole country"), *row.country, row.indicator);
  for (const data::RelatedFigure& other : row.related)
    add(trf("Related, not the same: {}", other.indicator.name.in(lang)), other.actual, other.indicator);
  for (auto figure = row.published.rbegin(); figure != row.published.rend(); ++figure)
    if (!row.actual || figure->computed != row.actual->computed || figure->date != row.actual->date || figure->value != row.actual->value)
      add(tr("Published"), *figure, row.indicator);
  return out;
}

/// What a target of several is made of, each with its own verdict.
std::vector<KnownLine> parts_of(const data::ScoreRow& row) {
  std::vector<KnownLine> out;
  const std::size_t shown = row.parts.size() > most_parts ? most_parts - 1 : row.parts.size();
  for (std::size_t i = 0; i < shown; ++i)
    out.push_back({row.parts[i].label + ": " + data::label_of(row.parts[i].verdict), row.parts[i].verdict});
  if (shown < row.parts.size()) out.push_back({trf("… and {} more", row.parts.size() - shown), {}});
  return out;
}

TargetSlide target_slide(const data::Loaded& loaded, const data::ScoreRow& row) {
  TargetSlide slide{
      card_of(row, data::language()), row.target.source.quote, document_of(row), origin_words(row), row.change, {}, {}, {}, {}};
  if (slide.origin.empty()) slide.origin = row.reason;
  const auto gaps = gaps_of(loaded, row);
  if (gaps.empty()) {
    slide.known = row.parts.empty() ? known_beside(row) : parts_of(row);
    slide.known_heading = row.parts.empty() ? tr("What else is known") : tr("What it is made of");
    return slide;
  }
  slide.top = bars_of(loaded, gaps, most_top);
  slide.top_heading = trf("Most is missing in ({0}; {1})", missing_units(gaps), row.indicator.things.in(data::language()));
  return slide;
}

GapSlide gap_slide(const data::Loaded& loaded, const data::ScoreRow& row, const std::vector<data::UnitGap>& gaps) {
  const std::int64_t all = sum_of(gaps, gaps.size()), first = sum_of(gaps, most_bars);
  const std::string things = row.indicator.things.in(data::language());
  GapSlide slide{trf("Where the gap is: {0}, {1}", row.indicator.name.in(data::language()),
                     data::aim_text(row.target, row.indicator, data::language())),
                 {},
                 bars_of(loaded, gaps, most_bars)};
  slide.summary = trf("{0}; missing in all: {1} {2}.", missing_units(gaps), data::format_integer(all), things);
  if (gaps.size() > most_bars && all > 0)
    slide.summary += " " + trf("The {0} shown hold {1} of that.", most_bars,
                               data::format_percent(100.0 * static_cast<double>(first) / static_cast<double>(all), 0));
  return slide;
}

/// Indicators that can be coloured, each once: the one asked for, then those of the headlines.
std::vector<std::string> mapped(const data::Loaded& loaded, const std::string& first, const std::vector<const data::ScoreRow*>& headlines) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& id) {
    const data::Answer* answer = loaded.answers.find(id);
    const bool known =
        answer && answer->why_not.empty() &&
        std::any_of(answer->by_unit.begin(), answer->by_unit.end(), [](const data::Share& s) { return s.value().has_value(); });
    if (known && std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  };
  add(first);
  for (const data::ScoreRow* row : headlines) add(row->target.indicator);
  return out;
}

SourceSlide source_slide(const data::Loaded& loaded) {
  SourceSlide slide{tr("Where the figures come from"), source_lines(loaded), {}};
  if (slide.lines.size() > 2 * most_sources) slide.lines.resize(2 * most_sources);
  slide.notes = {tr("Covered, can get and has are three indicators; none of them is shown for another."),
                 tr("A target whose deadline has passed is judged by the figure of that day."), trf("Made by phusong {}.", data::version)};
  return slide;
}

std::string name_of_indicator(const data::Loaded& loaded, const std::string& id) {
  for (const data::Indicator& indicator : loaded.dataset->indicators)
    if (indicator.id == id) return indicator.name.in(data::language());
  return id;
}

}  // namespace

const std::string& Slide::title() const {
  return std::visit(
      [](const auto& slide) -> const std::string& {
        if constexpr (std::is_same_v<std::decay_t<decltype(slide)>, TargetSlide>) return slide.card.name;
        else return slide.title;
      },
      what);
}

std::vector<Slide> slides_of(const data::Loaded& loaded, const std::string& indicator) {
  const auto headlines = headline_rows(loaded);
  std::vector<Slide> out;
  const auto add = [&](auto slide) { out.push_back({std::move(slide), {}, {}}); };
  add(TitleSlide{loaded.title(), tr("What was promised, where we stand, what is missing"), loaded.date_words(), illustrative_of(loaded),
                 source_lines(loaded)});
  if (!headlines.empty()) {
    OverviewSlide overview{tr("The targets at a glance"), {tr("Target"), tr("Promised"), tr("Actual"), tr("Verdict")}, {}};
    for (const data::ScoreRow* row : headlines) overview.cards.push_back(card_of(*row, data::language()));
    add(std::move(overview));
  }
  for (const data::ScoreRow* row : headlines) add(target_slide(loaded, *row));
  for (const std::string& id : mapped(loaded, indicator, headlines)) {
    add(MapSlide{id, name_of_indicator(loaded, id)});
    for (const data::ScoreRow* row : headlines)
      if (row->target.indicator == id)
        if (const auto gaps = gaps_of(loaded, *row); !gaps.empty()) add(gap_slide(loaded, *row, gaps));
  }
  add(source_slide(loaded));
  std::string footer = loaded.title() + " · " + loaded.date_words();
  if (const std::string mark = illustrative_of(loaded); !mark.empty()) footer += " · " + mark;
  for (std::size_t i = 0; i < out.size(); ++i) out[i].footer = footer, out[i].number = fmt::format("{} / {}", i + 1, out.size());
  return out;
}

}  // namespace viewer
