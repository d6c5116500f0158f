// `phusong check`: what is wrong with a project's data, and whether its quotes are in their documents.
#pragma once

#include "viewer/commands.h"

namespace viewer {

struct CheckCommand {
  CommonOptions common;
  std::filesystem::path sources;  ///< folder of the documents; empty: "sources" beside the project, if there is one
  std::filesystem::path output = "-";
  std::string format = "table";
};
/// Without a project but with `sources`, the shipped targets are checked. Throws data::Error.
int run_check(const CheckCommand& options);

}  // namespace viewer
