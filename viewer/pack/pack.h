// `phusong pack`: everything a meeting needs in one folder.
#pragma once

#include "viewer/commands.h"
#include "viewer/pack/plan.h"

namespace viewer {

struct PackCommand {
  CommonOptions common;
  std::filesystem::path output;
  PackContents contents;
  unsigned jobs = 0;  ///< sheets drawn at once; 0: one a core
};

/// Loads, draws what the folder lacks, says where it is on standard output. Throws data::Error; what was done by then stays and is
/// taken up by the next run.
int run_pack(const PackCommand& options);

}  // namespace viewer
