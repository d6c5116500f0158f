// Runs the program as its users do: arguments in, exit code and both streams out.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scratch.h"

namespace support {

struct Outcome {
  int code = -1;  ///< exit code, or minus the signal
  std::string out, err;
};

/// `environment` is set on top of this process's own; an empty value unsets. Given up (and killed) after `seconds`.
inline Outcome run(const std::vector<std::string>& command, const std::vector<std::pair<std::string, std::string>>& environment = {},
                   const fs::path& folder = {}, unsigned seconds = 240) {
  const Scratch streams;
  const std::string out = streams / "out", err = streams / "err";
  const pid_t child = fork();
  if (child == 0) {
    for (const auto& [key, value] : environment) value.empty() ? unsetenv(key.c_str()) : setenv(key.c_str(), value.c_str(), 1);
    if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
    const int none = open("/dev/null", O_RDONLY), to_out = open(out.c_str(), O_WRONLY | O_CREAT, 0600),
              to_err = open(err.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(none, 0), dup2(to_out, 1), dup2(to_err, 2);
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    alarm(seconds);  // survives exec
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), bytes_of(out), bytes_of(err)};
}

}  // namespace support
