// Frames of the real screen, panels shown, on a headless context: a scripted pan and zoom over the sample.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "tests/support/bench_project.h"
#include "viewer/offscreen.h"

namespace {

void pan_and_zoom(benchmark::State& state) {
  const layers::HeadlessContext context;
  viewer::AppOptions options;
  options.assets = PHUSONG_SHARE_DIR;
  options.project = support::bench_project();
  viewer::Offscreen screen(options, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), 1);
  screen.settle();
  const double cx = static_cast<double>(state.range(0)) * 0.42, cy = static_cast<double>(state.range(1)) * 0.4;
  std::vector<double> times;
  std::size_t step = 0;
  for (auto _ : state) {
    // In, across, out, across: every frame shows something new.
    const std::size_t phase = step / 20 % 4;
    viewer::Requests& requests = screen.app().requests();
    layers::View view = screen.app().state().view;
    if (phase == 0 || phase == 2) view = layers::zoom_at(view, {cx, cy}, phase == 0 ? 1 / 1.08 : 1.08, 0.01, 1e4);
    else view.centre.x += (phase == 1 ? 14 : -14) * view.metres_per_pixel;
    requests.push_back(viewer::LookAt{view, false});
    ++step;
    times.push_back(screen.frame());
  }
  std::sort(times.begin(), times.end());
  if (times.empty()) return;
  state.counters["median_ms"] = times[times.size() / 2] * 1000;
  state.counters["p99_ms"] = times[std::min(times.size() - 1, times.size() * 99 / 100)] * 1000;
  state.counters["worst_ms"] = times.back() * 1000;
  state.SetLabel(screen.app().state().renderer);
}
BENCHMARK(pan_and_zoom)->Args({1920, 1080})->Unit(benchmark::kMillisecond)->Iterations(240);

}  // namespace
