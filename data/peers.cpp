#include "data/peers.h"

#include <algorithm>

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
    const auto add = [](auto& to, auto from) { to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end())); };
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
  for (Indicator& indicator : figures.indicators)
    if (std::none_of(all.begin(), all.end(), [&](const Indicator& each) { return each.id == indicator.id; })) all.push_back(std::move(indicator));
  return peer;
}

}  // namespace

Peers read_peers(const fs::path& assets, Date date, std::vector<std::string>& warnings) {
  Peers out;
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
      } catch (const Error& error) {
        warnings.emplace_back(error.what());
      }
    }
  } catch (const Error& error) {
    warnings.emplace_back(error.what());
  }
  return out;
}

}  // namespace data
