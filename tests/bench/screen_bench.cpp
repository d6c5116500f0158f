// Frames of the real screen, panels shown, on a headless context: a scripted pan and zoom over the sample.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "tests/support/bench_project.h"
#include "tests/support/pan_and_zoom.h"
#include "viewer/offscreen.h"

namespace {

void pan_and_zoom(benchmark::State& state) {
  const layers::HeadlessContext context;
  viewer::AppOptions options;
  options.assets = PHUSONG_SHARE_DIR;
  options.project = support::bench_project();
  viewer::Offscreen screen(options, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), 1);
  screen.settle();
  std::vector<double> times;
  std::size_t step = 0;
  for (auto _ : state) {
    support::pan_or_zoom(screen, step++, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
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
