#include "viewer/panels/card_tabs.h"

#include <algorithm>
#include <array>

#include "data/model/words.h"
#include "viewer/panels/marks.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trc;
using data::Verdict;

constexpr float one_line_high = 34, stacked_high = 46, tally_high = 26, pad = 14, to_count = 5;

std::string pillar_of(const data::ScoreRow& row) {
  const auto& known = data::pillars();
  return std::find(known.begin(), known.end(), row.indicator.pillar) != known.end() ? row.indicator.pillar : "general";
}

void figures_first(std::vector<int>& rows, const data::Scorecard& scorecard) {
  std::stable_partition(rows.begin(), rows.end(), [&](int row) { return has_figure(scorecard.rows[static_cast<std::size_t>(row)]); });
}

/// Not where the only pillar would hold the same targets as the tab of all.
bool pillars_divide(const std::vector<CardTab>& tabs) { return tabs.front().headline || tabs.size() > 2; }

std::string name_of(const CardTab& tab, data::Lang lang) {
  if (!tab.pillar.empty()) return data::pillar_text(tab.pillar, lang);
  return tab.headline ? tr("Headline targets", lang) : tr("All targets", lang);
}

/// What is left of the name where everybody knows that all of it is digital.
std::string short_name_of(const CardTab& tab, data::Lang lang) {
  if (tab.pillar == "infrastructure") return trc("short pillar", "Infrastructure", lang);
  if (tab.pillar == "government") return trc("short pillar", "Government", lang);
  if (tab.pillar == "economy") return trc("short pillar", "Economy", lang);
  if (tab.pillar == "society") return trc("short pillar", "Society", lang);
  if (tab.pillar == "general") return trc("short pillar", "General", lang);
  return tab.headline ? trc("targets", "Headline", lang) : trc("targets", "All", lang);
}

Icon icon_of(const CardTab& tab) {
  if (tab.pillar == "infrastructure") return Icon::mast;
  if (tab.pillar == "government") return Icon::columns;
  if (tab.pillar == "economy") return Icon::coins;
  if (tab.pillar == "society") return Icon::people;
  return tab.pillar == "general" ? Icon::dots : Icon::star;
}

enum class Form { names, short_names, stacked, icons };  ///< stacked: the count beneath the short name

struct Label {
  std::string words, count;
  float width = 0;
};

Label label_of(const Pen& pen, const CardTab& tab, Form form, data::Lang lang) {
  Label out{.words = {}, .count = std::to_string(tab.rows.size()), .width = 0};
  if (form != Form::icons) out.words = form == Form::names ? name_of(tab, lang) : short_name_of(tab, lang);
  const float mark = form == Form::icons ? pen.px(15) : width(Font::small_strong, out.words), count = width(Font::small, out.count);
  out.width = form == Form::stacked ? std::max(mark, count) : mark + pen.px(to_count) + count;
  return out;
}

float tally_width(const Pen& pen, const std::vector<VerdictCount>& tally) {
  float out = -pen.px(14);
  for (const VerdictCount& one : tally) out += pen.px(15 + 6 + 14) + width(Font::small_strong, std::to_string(one.count));
  return out;
}

void draw_tally(const Pen& pen, float right, float middle, const std::vector<VerdictCount>& tally) {
  float x = right - tally_width(pen, tally);
  for (const VerdictCount& one : tally) {
    const float left = x;
    verdict_icon(pen, one.verdict, {x + pen.px(7.5F), middle}, pen.px(15));
    x = text(pen, Font::small_strong, x + pen.px(15 + 6), on_middle(Font::small_strong, middle), pen.text(), std::to_string(one.count));
    tooltip_here(pen, {left, middle - pen.px(10), x, middle + pen.px(10)}, data::label_of(one.verdict));
    x += pen.px(14);
  }
}

struct Tabs {
  Form form = Form::names;
  float gap = 0, width = 0;
  std::vector<Label> labels;
};

/// By the longest names that fit.
Tabs lay_out(const Pen& pen, const std::vector<CardTab>& tabs, float room, data::Lang lang) {
  Tabs out;
  for (const Form form : {Form::names, Form::short_names, Form::stacked, Form::icons}) {
    out = {.form = form, .gap = pen.px(form == Form::names || form == Form::icons ? 22 : 14), .width = 0, .labels = {}};
    for (const CardTab& tab : tabs) out.labels.push_back(label_of(pen, tab, form, lang));
    out.width = out.gap * static_cast<float>(tabs.size() - 1);
    for (const Label& label : out.labels) out.width += label.width;
    if (out.width <= room) break;
  }
  return out;
}

void draw_tab(const Pen& pen, const Box& box, const CardTab& tab, Form form, const Label& label, bool chosen, bool hovered,
              data::Lang lang) {
  const layers::Colour tone = chosen || hovered ? pen.theme->text : pen.theme->quiet;
  const float middle = form == Form::stacked ? box.top + box.height() * 0.30F : box.middle();
  float x = box.left;
  if (form == Form::icons) {
    icon(pen, icon_of(tab), {x + pen.px(7.5F), middle}, pen.px(15), tone);
    x += pen.px(15);
    tooltip_here(pen, box, name_of(tab, lang));
  } else {
    x = text(pen, chosen ? Font::small_strong : Font::small, x, on_middle(Font::small_strong, middle), colour(tone), label.words);
  }
  if (form == Form::stacked)
    text(pen, Font::small, box.left, on_middle(Font::small, box.top + box.height() * 0.70F), pen.quiet(), label.count);
  else text(pen, Font::small, x + pen.px(to_count), on_middle(Font::small, middle), pen.quiet(), label.count);
  if (chosen)
    pen.list->AddRectFilled({box.left, box.bottom - pen.px(2)}, {box.left + label.width, box.bottom}, colour(pen.theme->accent), pen.px(1));
}

}  // namespace

std::vector<CardTab> card_tabs(const data::Scorecard& scorecard) {
  std::vector<CardTab> out(1);
  const int rows = static_cast<int>(scorecard.rows.size());
  const auto row = [&](int i) -> const data::ScoreRow& { return scorecard.rows[static_cast<std::size_t>(i)]; };
  CardTab& first = out.front();
  first.headline = std::any_of(scorecard.rows.begin(), scorecard.rows.end(), [](const auto& r) { return r.target.headline; });
  for (int i = 0; i < rows; ++i)
    if (!first.headline || row(i).target.headline) first.rows.push_back(i);
  for (const std::string& pillar : data::pillars()) {
    CardTab tab{.pillar = pillar, .headline = false, .rows = {}};
    for (int i = 0; i < rows; ++i)
      if (pillar_of(row(i)) == pillar) tab.rows.push_back(i);
    if (!tab.rows.empty()) out.push_back(std::move(tab));
  }
  if (!pillars_divide(out)) out.resize(1);
  for (CardTab& tab : out) figures_first(tab.rows, scorecard);
  return out;
}

std::size_t tab_of(const std::vector<CardTab>& tabs, const std::string& pillar) {
  const auto found = std::find_if(tabs.begin(), tabs.end(), [&](const CardTab& tab) { return tab.pillar == pillar; });
  return found == tabs.end() ? 0 : static_cast<std::size_t>(found - tabs.begin());
}

std::vector<VerdictCount> verdicts_of(const data::Scorecard& scorecard, const std::vector<int>& rows) {
  std::vector<VerdictCount> out;
  for (const Verdict verdict : {Verdict::met, Verdict::on_track, Verdict::behind, Verdict::missed, Verdict::no_data}) {
    const auto count = std::count_if(rows.begin(), rows.end(), [&](int i) {
      const Verdict its = scorecard.rows[static_cast<std::size_t>(i)].verdict;
      return its == verdict || (verdict == Verdict::no_data && its == Verdict::not_computable);
    });
    if (count > 0) out.push_back({verdict, static_cast<int>(count)});
  }
  return out;
}

float draw_tabs(const Pen& pen, const Box& box, const State& state, const std::vector<CardTab>& tabs, std::size_t chosen,
                Requests& requests) {
  const float left = box.left + pen.px(pad), right = box.right - pen.px(pad);
  const std::vector<VerdictCount> tally = verdicts_of(state.loaded->scorecard, tabs[chosen].rows);
  const Tabs plan = lay_out(pen, tabs, right - left, state.lang);
  const float high = pen.px(plan.form == Form::stacked ? stacked_high : one_line_high), of_tally = tally_width(pen, tally);
  const bool beside = plan.width + pen.px(30) + of_tally <= right - left;
  const float used = high + (beside ? 0 : pen.px(tally_high));
  panel_frame(pen, {box.left, box.top, box.right, box.top + used});
  float x = left;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const Box place{x, box.top + pen.px(5), x + plan.labels[i].width, box.top + high - pen.px(1)};
    const Press press = ui::press(2000 + static_cast<int>(i), place.inset(-plan.gap / 2, 0));
    draw_tab(pen, place, tabs[i], plan.form, plan.labels[i], i == chosen, press.hovered, state.lang);
    if (press.clicked && i != chosen) requests.push_back(ShowPillar{tabs[i].pillar});
    x += plan.labels[i].width + plan.gap;
  }
  const float middle = box.top + (beside ? high / 2 + pen.px(2) : high + pen.px(tally_high) / 2);
  draw_tally(pen, right, middle, tally);
  if (beside) return used;
  rule(pen, box.left + pen.hair(), box.right - pen.hair(), box.top + high - pen.hair());
  text_fit(pen, Font::small, left, right - of_tally - pen.px(14), on_middle(Font::small, middle), pen.quiet(),
           name_of(tabs[chosen], state.lang));
  return used;
}

}  // namespace viewer::ui
