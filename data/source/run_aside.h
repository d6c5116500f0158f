// Work that cannot be interrupted, so that nobody has to wait for it: a server that never answers holds GDAL until a time limit.
#pragma once

#include <functional>
#include <stop_token>

namespace data {

/// Runs `work` on a thread of its own, in the caller's language, and returns true when it has ended; throws what it threw. On a stop
/// request returns false at once and the work goes on by itself: it must own, or share, all that it uses, its results too. At most
/// `most_aside` are under way at once; the next waits its turn. Without anything that could stop it the work is done here.
bool run_aside(std::function<void()> work, const std::stop_token& stop);
constexpr int most_aside = 32;

/// How many are under way, waited for or not.
int running_aside();

/// Ends the program with that exit code. As std::exit does, unless some work was left to itself: that must not see the libraries it
/// is in being taken down, so the process goes without.
[[noreturn]] void end_program(int code);

}  // namespace data
