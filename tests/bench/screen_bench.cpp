// Frames of the real screen, panels shown, on a headless context: a scripted walk as people look at a map. In to the streets of
// a town, along them, out again, across the province; then the same at another town. Every frame shows something new. And the
// pointer, running over map and panels.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "tests/support/bench_project.h"
#include "viewer/offscreen.h"

namespace {

constexpr double street_scale = 1.2;  ///< metres per design pixel
constexpr std::size_t zoom_frames = 60, pan_frames = 45, walk_frames = 2 * zoom_frames + 2 * pan_frames;
constexpr double pan_step = 14;  ///< design pixels a frame

/// Units of the deepest level, the smallest first: towns are where units are small.
std::vector<data::Point> towns_of(const data::UnitSet& units) {
  std::vector<const data::Unit*> found;
  for (const int unit : units.of_level(units.deepest())) found.push_back(&units.units[static_cast<std::size_t>(unit)]);
  const auto size = [](const data::Unit* unit) { return unit->box.width() * unit->box.height(); };
  std::stable_sort(found.begin(), found.end(), [&](const auto* a, const auto* b) { return size(a) < size(b); });
  std::vector<data::Point> out;
  for (const data::Unit* unit : found) out.push_back(unit->label);
  return out;
}

/// Where the camera is at each step. Zooming keeps the town in its place on the screen while it comes closer.
class Walk {
 public:
  Walk(const layers::View& whole, std::vector<data::Point> towns) : whole_(whole), towns_(std::move(towns)) {}

  layers::View at(std::size_t step) const {
    const std::size_t round = step / walk_frames, here = step % walk_frames;
    const data::Point town = towns_.empty() ? whole_.centre : towns_[(round * 7) % towns_.size()];
    const double near = street_scale / whole_.pixel_ratio;
    const auto zoomed = [&](double share) {
      layers::View view = whole_;
      view.metres_per_pixel = whole_.metres_per_pixel * std::pow(near / whole_.metres_per_pixel, share);
      const double left = (view.metres_per_pixel - near) / (whole_.metres_per_pixel - near);
      view.centre = {town.x + (whole_.centre.x - town.x) * left, town.y + (whole_.centre.y - town.y) * left};
      return view;
    };
    const auto panned = [&](layers::View view, std::size_t frames, double x, double y) {
      const double way = static_cast<double>(frames) * pan_step * view.pixel_ratio * view.metres_per_pixel;
      view.centre.x += x * way, view.centre.y += y * way;
      return view;
    };
    const auto share = [](std::size_t frame) { return static_cast<double>(frame) / static_cast<double>(zoom_frames); };
    if (here < zoom_frames) return zoomed(share(here + 1));
    if (here < zoom_frames + pan_frames) return panned(zoomed(1), here - zoom_frames + 1, 0.8, 0.6);
    if (here < 2 * zoom_frames + pan_frames) return zoomed(1 - share(here - zoom_frames - pan_frames + 1));
    return panned(whole_, here - 2 * zoom_frames - pan_frames + 1, round % 2 == 0 ? 0.9 : -0.9, 0.3);
  }

 private:
  layers::View whole_;
  std::vector<data::Point> towns_;
};

/// Enough frames for a 99th percentile; fewer where only running counts.
std::int64_t frames_wanted() {
  const char* given = std::getenv("PHUSONG_BENCH_FRAMES");
  return given ? std::max(1L, std::strtol(given, nullptr, 10)) : 3 * static_cast<std::int64_t>(walk_frames);
}

viewer::AppOptions bench_options() {
  viewer::AppOptions options;
  options.assets = PHUSONG_SHARE_DIR;
  options.project = support::bench_project();
  return options;
}

/// Opens the project, asks for `first`, then times frames: what `prepare` returns draws the one of a step and says its seconds.
template <typename Prepare>
void time_frames(benchmark::State& state, const viewer::Requests& first, const Prepare& prepare) {
  const layers::HeadlessContext context;
  const auto width = static_cast<int>(state.range(0)), height = static_cast<int>(state.range(1));
  viewer::Offscreen screen(bench_options(), width, height, static_cast<double>(state.range(2)));
  screen.settle();
  for (const viewer::Request& request : first) screen.app().handle(request);
  screen.settle();
  const auto frame = prepare(screen);
  std::vector<double> times;
  for (auto _ : state) {
    times.push_back(frame(times.size()));
    state.SetIterationTime(times.back());
  }
  std::sort(times.begin(), times.end());
  if (times.empty()) return;
  state.counters["median_ms"] = times[times.size() / 2] * 1000;
  state.counters["p99_ms"] = times[std::min(times.size() - 1, times.size() * 99 / 100)] * 1000;
  state.counters["worst_ms"] = times.back() * 1000;
  state.SetLabel(screen.app().state().renderer);
}

void walk(benchmark::State& state, const viewer::Requests& first) {
  time_frames(state, first, [](viewer::Offscreen& screen) {
    return [&screen, path = Walk(screen.app().state().view, towns_of(*screen.app().state().units()))](std::size_t step) {
      screen.app().handle(viewer::LookAt{path.at(step), false});
      return screen.frame();
    };
  });
}

/// The pointer runs over the map and every panel, a few pixels a frame.
void point(benchmark::State& state, const viewer::Requests& first) {
  time_frames(state, first, [](viewer::Offscreen& screen) {
    return [&screen](std::size_t step) {
      const double t = static_cast<double>(step), w = screen.app().layout().width, h = screen.app().layout().height;
      return screen.move_pointer(w * (0.5 + 0.49 * std::sin(t * 0.017)), h * (0.5 + 0.49 * std::sin(t * 0.041)));
    };
  });
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"width", "height", "ratio"})->Args({1920, 1080, 1})->Args({3840, 2160, 2});
  bench->Unit(benchmark::kMillisecond)->UseManualTime()->MeasureProcessCPUTime()->Iterations(frames_wanted());
}

BENCHMARK_CAPTURE(walk, panels, {})->Apply(sizes);
BENCHMARK_CAPTURE(walk, dossier, {viewer::ShowSource{0}})->Apply(sizes);
BENCHMARK_CAPTURE(walk, comparison, {viewer::ShowComparison{true, true}})->Apply(sizes);
BENCHMARK_CAPTURE(point, panels, {})->Apply(sizes);
BENCHMARK_CAPTURE(point, dossier, {viewer::ShowSource{0}})->Apply(sizes);

}  // namespace
