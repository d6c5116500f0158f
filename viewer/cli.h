// The command line: what was asked for, as values.
#pragma once

namespace viewer {

/// Parses, runs and returns the exit code. Throws data::Error for what main reports.
int run_command_line(int argc, char** argv);

}  // namespace viewer
