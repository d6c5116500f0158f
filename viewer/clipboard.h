// A picture on the clipboard of the desktop: X11's selection, owned on a connection and a thread of its own (ICCCM 2.0, chapter 2),
// because GLFW's clipboard holds nothing but text.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace viewer {

class PictureClipboard {
 public:
  PictureClipboard();
  ~PictureClipboard();  ///< what nobody pasted yet goes to the desktop's clipboard manager, where there is one
  PictureClipboard(const PictureClipboard&) = delete;
  PictureClipboard& operator=(const PictureClipboard&) = delete;

  /// From now on who pastes gets this PNG, until something else is copied anywhere. Throws data::Error where there is no X11 display: a
  /// Wayland desktop without Xwayland, or none.
  void offer(std::vector<std::uint8_t> png);

 private:
  class Owner;
  std::unique_ptr<Owner> owner_;
};

}  // namespace viewer
