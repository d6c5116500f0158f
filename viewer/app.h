// The program without a window: it holds the map and the state, carries out requests, and turns finished work into pictures.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "data/source/crs.h"
#include "layers/map.h"
#include "viewer/input.h"
#include "viewer/loader.h"
#include "viewer/panels/panels.h"
#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer {

struct AppOptions {
  std::filesystem::path assets;
  std::filesystem::path project;   ///< empty: the bundled sample
  data::LoadOptions load;
  data::Lang lang = data::Lang::vi;
  bool dark = true;
  unsigned threads = 0;            ///< workers; 0: one per core
  std::string clock;               ///< instead of the time of day, for pictures that must come out the same
};

/// The map as last drawn, and where it lies on the screen: a frame of whole device pixels.
struct MapPicture {
  const layers::gl::Framebuffer& picture;
  layers::Frame frame;
  bool changed = false;  ///< since the frame before
};

/// Lives on the GL thread with a context and an ImGui context current. One frame is: resize, update, draw.
class App {
 public:
  App(AppOptions options, std::function<void()> wake);
  ~App();

  /// Device pixels of the framebuffer and device pixels per design pixel.
  void resize(int width, int height, double pixel_ratio);
  /// Takes finished work, moves the camera, hands out new work. `now` in seconds, any origin.
  void update(double now);
  /// Draws the map into a picture of its own and the panels into ImGui's geometry, between ImGui::NewFrame and Render; what
  /// people did is carried out at the end. A canvas shows both.
  void draw();
  /// The map as the last draw() left it.
  MapPicture map_picture() const;

  void handle(const Request& request);
  const State& state() const { return state_; }
  const ScreenLayout& layout() const { return layout_; }
  /// Nothing is loading, computed, animated or asked for: the picture is final until someone acts.
  bool settled() const;
  /// The layers are on the map, whole, though they may not be counted yet.
  bool shows_layers() const {
    const data::Dataset* dataset = state_.dataset.get();
    const bool whole = dataset && !dataset->layers.empty() && dataset->layers.size() == dataset->project.layers.size();
    return whole && !map_changed_ && !map_->waiting();
  }
  /// True while another frame should follow soon.
  bool animating() const { return flight_.has_value(); }
  bool quit_asked() const { return quit_; }
  /// True once after something asked was carried out: the next frame shows it.
  bool take_acted() { return std::exchange(acted_, false); }
  /// The PNG that is to go on the clipboard, once; whoever puts it there says how that went.
  std::optional<std::vector<std::uint8_t>> take_copied() { return std::exchange(copied_, std::nullopt); }
  void told_copied(const std::string& error);
  /// True once after ToggleFullScreen.
  bool take_full_screen_toggle() { return std::exchange(full_screen_toggle_, false); }
  Requests& requests() { return requests_; }

 private:
  struct Flight {
    layers::View from, to;
    double start = 0;
  };
  /// What to read: the sample of a province, or what `path` says.
  struct Wish {
    std::string province;
    std::filesystem::path path;
  };
  void open(const Wish& wish);
  /// Reads again what is being read, or what was read last.
  void open_again() { open(state_.loading ? wish_ : opened_); }
  void take_finished();
  void accept(DataReady& ready);
  void accept(ProjectReady& ready);
  void accept(ProjectFailed& failed);
  void show_loaded(std::shared_ptr<const data::Loaded> loaded);
  void remember(const data::Project& project);
  void show_dataset(std::shared_ptr<const data::Dataset> dataset, bool first);
  void choose_indicator(const std::string& id);
  void enter(int unit);
  void fill_table();
  void fit_to(int unit, bool animate);
  void look_at(const layers::View& view, bool animate);
  void follow_pointer();
  /// The part of the view that no panel covers: all that is drawn of the map.
  layers::View map_view() const { return layers::part_of(state_.view, layout_.map); }
  void draw_map();
  void say(Message::Kind kind, std::string text);
  // Pictures, in app_export.cpp.
  void show_export(bool shown);
  void make_picture(TaskDone::Kind kind, const std::string& meanwhile, std::function<TaskDone(SnapshotRequest)> make);
  void save_picture();
  void copy_picture();
  void accept(TaskDone& done);
  void accept(Preview& preview);
  void follow_choices();
  void announce(Message::Kind kind, const std::string& text);

  AppOptions options_;
  State state_;
  ScreenLayout layout_;
  Requests requests_;
  MapMouse mouse_;
  std::optional<Flight> flight_;
  double now_ = 0;
  double pixel_ratio_ = 0;           ///< of the screen, as told; the view's own is what the layout makes of it
  bool fitted_ = false, quit_ = false, full_screen_toggle_ = false, acted_ = false;
  std::optional<data::Transform> to_wgs84_;
  Wish wish_, opened_;               ///< asked for last; read to its end last, or the first one asked for
  std::shared_ptr<const data::Loaded> whole_;         ///< read to its end last: what stays when another cannot be read
  std::shared_ptr<std::atomic<int>> generated_;       ///< percent of a sample being generated; negative while none is
  std::function<void()> wake_;

  std::optional<layers::gl::Framebuffer> picture_;  ///< the map as last drawn: pointing at panels does not redraw it
  bool map_changed_ = true, map_drawn_ = false;       ///< asks for a new picture; the last frame made one
  layers::View drawn_view_;

  /// What a preview shows: it is made anew when this changes.
  struct Previewed {
    PageSpec page;
    std::vector<std::string> layers;
    std::vector<std::pair<std::string, double>> opacity;
    std::shared_ptr<const data::Loaded> loaded;
    int width = 0, height = 0;
    bool operator==(const Previewed&) const = default;
  };
  std::optional<Previewed> previewed_;
  std::uint64_t preview_ticket_ = 0;
  layers::gl::Texture preview_;
  std::optional<std::vector<std::uint8_t>> copied_;
  double notice_until_ = 0;
  std::shared_ptr<Translations> translations_;

  std::unique_ptr<layers::Map> map_;
  std::unique_ptr<Loader> loader_;        ///< last but one: its threads stop before anything they use goes
  std::unique_ptr<Previewer> previewer_;  ///< made when the dialog is opened first; delivers into the loader's inbox, so it ends before
};

}  // namespace viewer
