// Errors of the outside world end here: one line on standard error, and the exit code.
#include <fmt/format.h>

#include <exception>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/run_aside.h"
#include "viewer/cli.h"
#include "viewer/commands.h"
#include "viewer/places.h"

namespace {

int run(int argc, char** argv) {
  data::start_i18n(viewer::locale_dir());
  try {
    return viewer::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "phusong: {}\n", error.what());
    return viewer::exit_failed;
  }
}

}  // namespace

int main(int argc, char** argv) { data::end_program(run(argc, argv)); }
