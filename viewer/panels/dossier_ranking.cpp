// Where a province stands among all of them, and by how little it misses the next place.
#include <algorithm>
#include <cmath>

#include "data/model/words.h"
#include "viewer/panels/dossier.h"
#include "viewer/panels/rank_chart.h"
#include "viewer/panels/words.h"

namespace viewer::ui {
namespace {

using data::tr;
using data::trf;

constexpr int published_decimals = 4;  // of the index

const data::Ranking* ranking_of(const State& state, const std::string& indicator) {
  for (const data::Ranking& ranking : state.loaded->rankings)
    if (ranking.indicator == indicator && !ranking.rows.empty()) return &ranking;
  return nullptr;
}

/// The rows of the newest year, best first.
std::vector<data::RankedValue> newest(const data::Ranking& ranking) {
  const int year = ranking.years().back();
  std::vector<data::RankedValue> out;
  for (const data::RankedValue& row : ranking.rows)
    if (row.year == year) out.push_back(row);
  return out;
}

std::string index_text(double value, data::Lang lang) { return data::format_number(value, published_decimals, lang); }

/// "to place 15: 0.0121 of the index short", or how far ahead of the first place that would miss the target.
std::string distance(const std::vector<data::RankedValue>& rows, const data::RankedValue& own, int target, data::Lang lang) {
  const int beside = own.place > target ? target : target + 1;
  const auto other = std::find_if(rows.begin(), rows.end(), [&](const data::RankedValue& row) { return row.place == beside; });
  if (other == rows.end()) return {};
  const std::string points = index_text(std::abs(other->value - own.value), lang);
  return own.place > target ? trf("{1} points of the index short of place {0}", beside, points)
                            : trf("{1} points of the index ahead of place {0}", beside, points);
}

void neighbour(Sheet& sheet, const data::RankedValue& row, const data::RankedValue& own) {
  if (sheet.drawn()) {
    const Pen& pen = sheet.pen;
    const bool self = row.scope == own.scope;
    const Font role = self ? Font::body_strong : Font::body;
    const float baseline = sheet.y + std::round((line(role) + capital(role)) / 2), left = sheet.body();
    const ImU32 c = self ? pen.text() : pen.quiet();
    text_right(pen, role, left + sheet.px(26), baseline, c, std::to_string(row.place));
    text_fit(pen, role, left + sheet.px(42), left + sheet.px(250), baseline, c, row.name);
    text_right(pen, role, left + sheet.px(330), baseline, c, index_text(row.value, sheet.lang()));
    if (!self)
      text_right(pen, Font::small, left + sheet.px(430), baseline, pen.quiet(),
                 (row.value >= own.value ? "+" : "−") + index_text(std::abs(row.value - own.value), sheet.lang()));
  }
  sheet.y += line(Font::body) + sheet.px(3);
}

void write_neighbours(Sheet& sheet, const data::Ranking& ranking, std::optional<int> target) {
  const std::vector<data::RankedValue> rows = newest(ranking);
  const auto own =
      std::find_if(rows.begin(), rows.end(), [&](const data::RankedValue& row) { return row.scope == sheet.row.target.scope; });
  if (own == rows.end()) return;
  if (target) field(sheet, tr("Distance"), distance(rows, *own, *target, sheet.lang()), Font::body_strong);
  if (sheet.drawn()) {
    const float baseline = sheet.y + std::round((line(Font::body) + capital(Font::small)) / 2);
    text_fit(sheet.pen, Font::small, sheet.left, sheet.body() - sheet.px(12), baseline, sheet.pen.quiet(), trf("Around it, {}", own->year));
  }
  const auto at = own - rows.begin(), last = static_cast<std::ptrdiff_t>(rows.size()) - 1;
  for (auto i = std::max<std::ptrdiff_t>(at - 2, 0); i <= std::min(at + 2, last); ++i)
    neighbour(sheet, rows[static_cast<std::size_t>(i)], *own);
  sheet.y += sheet.px(5);
}

}  // namespace

void write_ranking(Sheet& sheet) {
  const data::Ranking* ranking = ranking_of(sheet.state, sheet.row.indicator.id);
  if (ranking == nullptr) return;
  heading(sheet, tr("Among all provinces"));
  std::vector<std::string> peers;
  for (const data::Peer& peer : sheet.state.loaded->peers.provinces) peers.push_back(peer.code);
  const auto aim = data::aimed_at(sheet.row.target);
  const std::optional<int> target = aim ? std::optional(static_cast<int>(std::lround(*aim))) : std::nullopt;
  const float high = sheet.px(320);
  if (sheet.drawn())
    rank_chart(sheet.pen, {sheet.left, sheet.y, sheet.right, sheet.y + high},
               rank_chart_of(*ranking, sheet.row.target.scope, peers, target));
  sheet.y += high + sheet.px(10);
  write_neighbours(sheet, *ranking, target);
  if (!ranking->rows.empty()) field(sheet, tr("Published by"), ranking->rows.back().source);  // of the newest year
}

}  // namespace viewer::ui
