// Threads whose work can wait.
#pragma once

namespace data {

/// From now on this thread, and those it starts, give way to all others: Linux gives each thread a priority of its own.
void give_way();

}  // namespace data
