#include "data/source/positions.h"

#include <cstddef>
#include <mutex>
#include <thread>

#include "data/source/share_out.h"

namespace data {

Box box_of(const std::vector<double>& x, const std::vector<double>& y) {
  Box box;
  std::mutex mutex;
  share_out(x.size(), std::thread::hardware_concurrency(), [&](std::size_t begin, std::size_t end) {
    Box part;
    for (std::size_t i = begin; i < end; ++i)
      if (is_position(x[i], y[i])) part.include(Point{x[i], y[i]});
    const std::lock_guard lock(mutex);
    box.include(part);
  });
  return box;
}

}  // namespace data
