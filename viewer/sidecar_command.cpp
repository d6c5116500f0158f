// `phusong snapshot --from-sidecar`: the picture that a sidecar describes, made again, and what is not as it was.
#include <fmt/format.h>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/version.h"
#include "viewer/sidecar.h"

namespace viewer {
namespace {

using data::trf;

/// What was asked for now goes before what the sidecar says, where both may be asked.
SnapshotOptions merged(SnapshotOptions again, const SnapshotOptions& asked) {
  if (!asked.output.empty()) again.output = asked.output;
  if (!asked.common.project.empty()) again.common.project = asked.common.project;
  again.common.assets = asked.common.assets, again.common.strict = asked.common.strict, again.common.verbose = asked.common.verbose;
  again.common.load.cache = asked.common.load.cache, again.common.load.tiles = asked.common.load.tiles;
  again.sidecar = asked.sidecar, again.world_file = asked.world_file;
  return again;
}

void say(const std::string& line) { fmt::print(stderr, "phusong: {}\n", line); }

/// Whether anything is not as it was. Says so.
bool tell_changes(const Sidecar& before, const Remade& now) {
  if (before.program != data::version)
    say(trf("{0} was made by version {1}; this is version {2}", before.picture.file, before.program, data::version));
  const std::vector<std::string> changes = changes_between(before.inputs, now.inputs);
  for (const std::string& change : changes) say(change);
  const bool other = !now.picture.sha256.empty() && !before.picture.digest.sha256.empty() && now.picture != before.picture.digest;
  if (other && changes.empty())
    say(data::tr("The inputs are the same, but the picture is not, byte for byte: fonts or libraries of this computer may be others"));
  return other || !changes.empty();
}

bool same_format(const std::filesystem::path& file, const Sidecar& sidecar) {
  return data::fold(file.extension().string()) == "." + sidecar.picture.format;
}

}  // namespace

int run_snapshot_again(const SnapshotOptions& asked) {
  const Sidecar before = read_sidecar(asked.from_sidecar);
  const auto folder = std::filesystem::absolute(asked.from_sidecar).lexically_normal().parent_path();
  const SnapshotOptions options = merged(options_of(before, folder), asked);
  Remade now;
  int code = exit_failed;
  {
    const data::LanguageHere words(before.page.lang);
    code = run_snapshot(options, &now);
  }
  if (!same_format(options.output, before)) now.picture = {};
  const bool changed = tell_changes(before, now);
  return code == exit_done && changed && options.common.strict ? exit_faults : code;
}

}  // namespace viewer
