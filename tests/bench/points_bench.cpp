// How long the pieces of a point layer take, against a plain floor: one pass over the coordinates.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "data/model/area_index.h"
#include "layers/point_grid.h"

namespace {

data::Points scattered(std::size_t n) {
  std::mt19937_64 random(2022);
  const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  data::Points points;
  for (std::size_t i = 0; i < n; ++i) {
    points.x.push_back(533000 + 49000 * unit());
    points.y.push_back(2339000 + 48000 * unit());
  }
  return points;
}

layers::View province_view() {
  layers::View view;
  view.centre = {557500, 2363000};
  view.metres_per_pixel = 50;
  view.width = 1920, view.height = 1080;
  return view;
}

/// The floor: read every coordinate once.
void floor_pass(benchmark::State& state) {
  const data::Points points = scattered(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += points.x[i] + points.y[i];
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(floor_pass)->Arg(300'000)->Arg(1'200'000)->Unit(benchmark::kMillisecond);

void index_points(benchmark::State& state) {
  const data::Points points = scattered(static_cast<std::size_t>(state.range(0)));
  const std::vector<std::uint8_t> category(points.size(), 1);
  for (auto _ : state) benchmark::DoNotOptimize(layers::index_points(points, category));
}
BENCHMARK(index_points)->Arg(300'000)->Arg(1'200'000)->Unit(benchmark::kMillisecond);

void count_points(benchmark::State& state) {
  const data::Points points = scattered(static_cast<std::size_t>(state.range(0)));
  const layers::PointIndex index = layers::index_points(points, std::vector<std::uint8_t>(points.size(), 1));
  for (auto _ : state) benchmark::DoNotOptimize(layers::count_points(index, province_view(), 2, 0.12));
}
BENCHMARK(count_points)->Arg(300'000)->Arg(1'200'000)->Unit(benchmark::kMillisecond);

/// A honeycomb-like mosaic of 137 cells, about what a province has.
void point_in_unit(benchmark::State& state) {
  data::Areas areas;
  for (int i = 0; i < 12; ++i)
    for (int j = 0; j < 12; ++j) {
      const double x = 533000 + i * 49000.0 / 12, y = 2339000 + j * 48000.0 / 12;
      for (const auto& [dx, dy] : {std::pair{0.0, 0.0}, {49000.0 / 12, 0.0}, {49000.0 / 12, 4000.0}, {0.0, 4000.0}}) {
        areas.x.push_back(x + dx);
        areas.y.push_back(y + dy);
      }
      areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
      areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1));
      areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1));
    }
  const data::AreaIndex index(areas);
  const data::Points points = scattered(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    long sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += index.find({points.x[i], points.y[i]});
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(point_in_unit)->Arg(300'000)->Arg(1'200'000)->Unit(benchmark::kMillisecond);

}  // namespace
