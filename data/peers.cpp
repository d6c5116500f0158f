#include "data/peers.h"

#include <algorithm>
#include <tuple>

#include "data/model/figures.h"
#include "data/sample/sample.h"
#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

namespace fs = std::filesystem;

/// What one folder under provinces/ holds, and the national one with it.
struct Folder {
  std::vector<Indicator> indicators;
  std::vector<Target> targets;
  std::vector<Actual> reported;

  void read(const fs::path& folder, std::vector<std::string>& warnings) {
    std::error_code ignored;
    const auto add = [](auto& to, auto from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    if (fs::exists(folder / "indicators.json", ignored)) add(indicators, read_indicators(folder / "indicators.json", &warnings));
    if (fs::exists(folder / "targets.json", ignored)) add(targets, read_targets(folder / "targets.json", &warnings));
    if (fs::exists(folder / "actuals.csv", ignored)) add(reported, read_actuals(folder / "actuals.csv", warnings));
    if (!fs::exists(folder / "rankings.csv", ignored)) return;
    for (const Ranking& ranking : read_rankings(folder / "rankings.csv", warnings)) add(reported, places_of(ranking));
  }
};

Peer read_peer(const fs::path& folder, Folder figures, Date date, std::vector<Indicator>& all, std::vector<std::string>& warnings) {
  const JsonFile file = JsonFile::read(folder / "province.json", tr("Cannot read the province"));
  Peer peer;
  peer.id = folder.filename().string();
  peer.code = file.root().at("code", tr("the code of the province")).code();
  peer.name = file.root().at("name", tr("text, or an object with \"vi\" and \"en\"")).text();
  figures.read(folder, warnings);
  Dataset dataset;  // no map: only what was published
  dataset.project.scope = peer.code;
  dataset.indicators = figures.indicators;
  peer.scorecard = score(dataset, figures.targets, figures.reported, date, 1);
  const Figures known(dataset, figures.reported, date);
  for (const Indicator& indicator : figures.indicators)
    for (Actual& actual : known.published(indicator, known.area(peer.code))) peer.published.push_back(std::move(actual));
  for (Indicator& indicator : figures.indicators)
    if (std::none_of(all.begin(), all.end(), [&](const Indicator& each) { return each.id == indicator.id; }))
      all.push_back(std::move(indicator));
  return peer;
}

bool is_held_to(const Peer& peer, const ScoreRow& row) { return row.target.scope == peer.code && row.target.status != "superseded"; }

bool is_own(const ScoreRow& row) { return row.target.set_for.empty() || row.target.set_for == row.target.scope; }

/// Greater is the target to show. A composite one needs no value of its own.
auto weight(const ScoreRow& row, Date day) {
  const Target& target = row.target;
  const bool composite = target.comparator == Comparator::inherits || target.comparator == Comparator::named_units ||
                         target.comparator == Comparator::majority;
  const bool to_come = target.deadline && *target.deadline >= day;
  const auto near = target.deadline ? std::abs((*target.deadline - day).count()) : 0;
  return std::tuple(target.value || composite, is_own(row), target.status == "in_force", to_come ? 2 : target.deadline ? 0 : 1, -near);
}

int target_of(const Peer& peer, const std::string& indicator, Date day) {
  int best = -1;
  const auto& rows = peer.scorecard.rows;
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const ScoreRow& row = rows[static_cast<std::size_t>(i)];
    if (row.indicator.id != indicator || !is_held_to(peer, row)) continue;
    if (best < 0 || weight(row, day) > weight(rows[static_cast<std::size_t>(best)], day)) best = i;
  }
  return best;
}

bool has_own_target(const Peer& peer, const std::string& indicator) {
  return std::any_of(peer.scorecard.rows.begin(), peer.scorecard.rows.end(),
                     [&](const ScoreRow& row) { return row.indicator.id == indicator && is_held_to(peer, row) && is_own(row); });
}

ComparedCell cell_of(const Peer& peer, const std::string& indicator, Date day) {
  ComparedCell cell;
  for (const Actual& actual : peer.published)
    if (actual.indicator == indicator && actual.date <= day && (!cell.figure || actual.date >= cell.figure->date)) cell.figure = actual;
  cell.target = target_of(peer, indicator, day);
  return cell;
}

auto pillar_place(const Indicator& indicator) {
  return std::find(pillars().begin(), pillars().end(), indicator.pillar) - pillars().begin();
}

}  // namespace

Tally tally_of(const Peer& peer, bool headline_only) {
  Tally out;
  for (const ScoreRow& row : peer.scorecard.rows) {
    if (!is_held_to(peer, row) || (headline_only && !row.target.headline)) continue;
    switch (row.verdict) {
      case Verdict::met: ++out.met; break;
      case Verdict::on_track: ++out.on_track; break;
      case Verdict::behind: ++out.behind; break;
      case Verdict::missed: ++out.missed; break;
      case Verdict::not_computable:
      case Verdict::no_data: ++out.unknown;
    }
  }
  return out;
}

std::vector<ComparedRow> compare(const Peers& peers) {
  std::vector<ComparedRow> out;
  for (const Indicator& indicator : peers.indicators) {
    ComparedRow row{.indicator = indicator, .cells = {}, .provinces = 0};
    if (indicator.pillar.empty()) row.indicator.pillar = "general";
    bool any = false;
    for (const Peer& peer : peers.provinces) {
      const ComparedCell cell = cell_of(peer, indicator.id, peers.date);
      any = any || cell.figure || cell.target >= 0;
      row.provinces += cell.figure || has_own_target(peer, indicator.id);
      row.cells.push_back(cell);
    }
    if (any) out.push_back(std::move(row));
  }
  std::stable_sort(out.begin(), out.end(), [](const ComparedRow& a, const ComparedRow& b) {
    return std::pair(pillar_place(a.indicator), -a.provinces) < std::pair(pillar_place(b.indicator), -b.provinces);
  });
  return out;
}

Peers read_peers(const fs::path& assets, Date date, std::vector<std::string>& warnings) {
  Peers out;
  out.date = date;
  const std::vector<std::string> samples = sample_provinces(assets);
  std::error_code failed;
  std::vector<fs::path> folders;
  for (fs::directory_iterator at(assets / "provinces", failed), end; !failed && at != end; at.increment(failed))
    if (fs::exists(at->path() / "province.json", failed)) folders.push_back(at->path());
  std::sort(folders.begin(), folders.end());
  try {
    Folder national;
    national.indicators = read_indicators(assets / "indicators" / "default.json", &warnings);
    national.read(assets / "provinces" / "vn", warnings);
    for (const fs::path& folder : folders) {
      try {
        out.provinces.push_back(read_peer(folder, national, date, out.indicators, warnings));
        Peer& peer = out.provinces.back();
        peer.has_sample = std::find(samples.begin(), samples.end(), peer.id) != samples.end();
      } catch (const Error& error) { warnings.emplace_back(error.what()); }
    }
  } catch (const Error& error) { warnings.emplace_back(error.what()); }
  out.compared = compare(out);
  return out;
}

}  // namespace data
