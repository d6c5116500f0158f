// OpenGL with no display: an EGL surfaceless context, for snapshots, reports in pictures and tests.
#pragma once

#include <memory>

namespace layers {

/// Current on this thread from construction to destruction. Throws data::Error when no EGL device offers GL 3.3 core.
class HeadlessContext {
 public:
  HeadlessContext();
  ~HeadlessContext();
  HeadlessContext(const HeadlessContext&) = delete;
  HeadlessContext& operator=(const HeadlessContext&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace layers
