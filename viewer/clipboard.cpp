#include "viewer/clipboard.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace viewer {
namespace {

using Bytes = std::shared_ptr<const std::vector<std::uint8_t>>;

template <typename T>
struct Freed {
  void operator()(T* reply) const { std::free(reply); }
};
template <typename T>
using Reply = std::unique_ptr<T, Freed<T>>;

[[noreturn]] void fail() {
  const char* wayland = std::getenv("WAYLAND_DISPLAY");
  throw data::Error({.what = data::tr("Cannot copy the picture"),
                     .why = wayland && *wayland
                                ? data::tr("this Wayland desktop runs without Xwayland, and pictures are handed over through X11")
                                : data::tr("there is no X11 display"),
                     .hint = data::tr("save it as a file instead (Ctrl+S)")});
}

/// Both ends close, also where the making of their owner fails.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail();
  }
  ~Pipe() {
    for (const int end : ends) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
};

/// One transfer in pieces (INCR): a picture larger than a request may be.
struct Transfer {
  Bytes bytes;
  std::size_t sent = 0;
};

}  // namespace

/// Owns the selection from its making to its end.
class PictureClipboard::Owner {
 public:
  explicit Owner(std::vector<std::uint8_t> png) : png_(std::make_shared<const std::vector<std::uint8_t>>(std::move(png))) {
    connection_.reset(xcb_connect(nullptr, nullptr));
    if (xcb_connection_has_error(connection_.get())) fail();
    for (std::size_t i = 0; i < names.size(); ++i) atoms_[i] = intern(names[i]);
    const xcb_screen_t* screen = xcb_setup_roots_iterator(xcb_get_setup(connection_.get())).data;
    window_ = xcb_generate_id(connection_.get());
    const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
    xcb_create_window(connection_.get(), 0, window_, screen->root, 0, 0, 1, 1, 0, XCB_WINDOW_CLASS_INPUT_ONLY, XCB_COPY_FROM_PARENT,
                      XCB_CW_EVENT_MASK, &events);
    time_ = server_time();
    xcb_set_selection_owner(connection_.get(), window_, atom(clipboard), time_);
    const Reply<xcb_get_selection_owner_reply_t> now(
        xcb_get_selection_owner_reply(connection_.get(), xcb_get_selection_owner(connection_.get(), atom(clipboard)), nullptr));
    if (!now || now->owner != window_) fail();
    // In units of four bytes; no more than every program takes at once.
    piece_ = std::clamp<std::size_t>(2 * std::size_t{xcb_get_maximum_request_length(connection_.get())}, 4096, std::size_t{1} << 18);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }
  ~Owner() {
    thread_.request_stop();
    [[maybe_unused]] const auto told = ::write(wake_.ends[1], "", 1);
    if (thread_.joinable()) thread_.join();
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

 private:
  enum Name { clipboard, targets, multiple, timestamp, image_png, incr, atom_pair, manager, save_targets, own, count };
  static constexpr std::array<std::string_view, count> names{
      "CLIPBOARD", "TARGETS",   "MULTIPLE",          "TIMESTAMP",    "image/png",
      "INCR",      "ATOM_PAIR", "CLIPBOARD_MANAGER", "SAVE_TARGETS", "PHUSONG_CLIPBOARD"};
  xcb_atom_t atom(Name name) const { return atoms_[name]; }
  xcb_atom_t intern(std::string_view name) {
    const auto asked = xcb_intern_atom(connection_.get(), 0, static_cast<std::uint16_t>(name.size()), name.data());
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(connection_.get(), asked, nullptr));
    if (!reply) fail();
    return reply->atom;
  }

  /// A selection is owned from a moment of the server's clock, which only an event tells.
  xcb_timestamp_t server_time() {
    xcb_change_property(connection_.get(), XCB_PROP_MODE_APPEND, window_, atom(own), XCB_ATOM_STRING, 8, 0, nullptr);
    xcb_flush(connection_.get());
    while (const Reply<xcb_generic_event_t> event{xcb_wait_for_event(connection_.get())})
      if ((event->response_type & 0x7F) == XCB_PROPERTY_NOTIFY) return reinterpret_cast<xcb_property_notify_event_t*>(event.get())->time;
    fail();
  }

  void serve(const std::stop_token& stop) {
    while (owned_ || !transfers_.empty()) {
      if (stop.stop_requested()) return hand_over();
      take_events();
      if (xcb_connection_has_error(connection_.get())) return;
      wait(-1);
    }
  }

  void wait(int milliseconds) {
    std::array<pollfd, 2> wanted{{{xcb_get_file_descriptor(connection_.get()), POLLIN, 0}, {wake_.ends[0], POLLIN, 0}}};
    poll(wanted.data(), milliseconds < 0 ? 2 : 1, milliseconds);
  }

  void take_events() {
    while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(connection_.get())}) {
      switch (event->response_type & 0x7F) {
        case XCB_SELECTION_REQUEST: answer(*reinterpret_cast<xcb_selection_request_event_t*>(event.get())); break;
        case XCB_SELECTION_CLEAR: owned_ = false; break;  // something else was copied
        case XCB_SELECTION_NOTIFY: handed_over_ = true; break;
        case XCB_PROPERTY_NOTIFY: go_on(*reinterpret_cast<xcb_property_notify_event_t*>(event.get())); break;
        default: break;
      }
    }
    xcb_flush(connection_.get());
  }

  /// When the program ends, a manager that runs on the desktop takes the picture over; half a second is enough for one that does.
  void hand_over() {
    take_events();  // it may be owned by another already
    if (!owned_) return;
    const xcb_atom_t wanted = atom(image_png);
    xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, window_, atom(own), XCB_ATOM_ATOM, 32, 1, &wanted);
    xcb_convert_selection(connection_.get(), window_, atom(manager), atom(save_targets), atom(own), time_);
    xcb_flush(connection_.get());
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    while (!handed_over_ && std::chrono::steady_clock::now() < end && !xcb_connection_has_error(connection_.get())) wait(20), take_events();
  }

  void answer(const xcb_selection_request_event_t& request) {
    const xcb_atom_t property = request.property != XCB_ATOM_NONE ? request.property : request.target;  // clients of before 1988
    xcb_selection_notify_event_t notice{};
    notice.response_type = XCB_SELECTION_NOTIFY;
    notice.time = request.time, notice.requestor = request.requestor, notice.selection = request.selection, notice.target = request.target;
    notice.property = convert(request.requestor, request.target, property) ? property : static_cast<xcb_atom_t>(XCB_ATOM_NONE);
    // Events are 32 bytes, whatever is in them.
    std::array<char, 32> sent{};
    static_assert(sizeof notice <= sizeof sent);
    std::copy_n(reinterpret_cast<const char*>(&notice), sizeof notice, sent.begin());
    xcb_send_event(connection_.get(), 0, request.requestor, XCB_EVENT_MASK_NO_EVENT, sent.data());
    xcb_flush(connection_.get());
  }

  bool convert(xcb_window_t requestor, xcb_atom_t target, xcb_atom_t property) {
    if (target == atom(targets)) {
      const std::array<xcb_atom_t, 4> offered{atom(targets), atom(multiple), atom(timestamp), atom(image_png)};
      return put(requestor, property, XCB_ATOM_ATOM, 32, static_cast<std::uint32_t>(offered.size()), offered.data());
    }
    if (target == atom(timestamp)) return put(requestor, property, XCB_ATOM_INTEGER, 32, 1, &time_);
    if (target == atom(multiple)) return convert_several(requestor, property);
    if (target != atom(image_png)) return false;
    if (png_->size() <= piece_) return put(requestor, property, target, 8, static_cast<std::uint32_t>(png_->size()), png_->data());
    const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
    xcb_change_window_attributes(connection_.get(), requestor, XCB_CW_EVENT_MASK, &events);
    transfers_[{requestor, property}] = {png_, 0};
    const auto size = static_cast<std::uint32_t>(png_->size());
    return put(requestor, property, atom(incr), 32, 1, &size);
  }

  bool put(xcb_window_t window, xcb_atom_t property, xcb_atom_t type, std::uint8_t bits, std::uint32_t items, const void* at) {
    xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, window, property, type, bits, items, at);
    return true;
  }

  /// The property holds pairs of a target and where it is to go; what cannot be had is marked there.
  bool convert_several(xcb_window_t requestor, xcb_atom_t property) {
    const auto asked = xcb_get_property(connection_.get(), 0, requestor, property, atom(atom_pair), 0, 64);
    const Reply<xcb_get_property_reply_t> pairs(xcb_get_property_reply(connection_.get(), asked, nullptr));
    if (!pairs || pairs->format != 32) return false;
    auto* atoms = static_cast<xcb_atom_t*>(xcb_get_property_value(pairs.get()));
    for (std::uint32_t i = 0; i + 1 < pairs->value_len; i += 2)
      if (atoms[i] == atom(multiple) || !convert(requestor, atoms[i], atoms[i + 1])) atoms[i + 1] = XCB_ATOM_NONE;
    return put(requestor, property, atom(atom_pair), 32, pairs->value_len, atoms);
  }

  /// Who pastes takes a piece by deleting the property; an empty one is the end.
  void go_on(const xcb_property_notify_event_t& event) {
    const auto found = transfers_.find({event.window, event.atom});
    if (event.state != XCB_PROPERTY_DELETE || found == transfers_.end()) return;
    Transfer& transfer = found->second;
    const std::size_t size = std::min(piece_, transfer.bytes->size() - transfer.sent);
    put(event.window, event.atom, atom(image_png), 8, static_cast<std::uint32_t>(size), transfer.bytes->data() + transfer.sent);
    transfer.sent += size;
    if (size == 0) transfers_.erase(found);
  }

  struct Disconnect {
    void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
  };
  std::unique_ptr<xcb_connection_t, Disconnect> connection_;
  Bytes png_;
  Pipe wake_;
  std::array<xcb_atom_t, count> atoms_{};
  xcb_window_t window_ = 0;
  xcb_timestamp_t time_ = 0;
  std::size_t piece_ = 0;
  bool owned_ = true, handed_over_ = false;
  std::map<std::pair<xcb_window_t, xcb_atom_t>, Transfer> transfers_;
  std::jthread thread_;  ///< last: ends first
};

PictureClipboard::PictureClipboard() = default;
PictureClipboard::~PictureClipboard() = default;

/// A new owner takes the selection from the old one, which is then told so and needs no manager.
void PictureClipboard::offer(std::vector<std::uint8_t> png) {
  auto next = std::make_unique<Owner>(std::move(png));
  owner_ = std::move(next);
}

}  // namespace viewer
