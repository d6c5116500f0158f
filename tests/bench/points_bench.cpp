// How long the pieces of a point layer take, against a plain floor: one pass over the coordinates.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "data/model/area_index.h"
#include "data/source/curve.h"
#include "layers/point_tile.h"

namespace {

constexpr std::int64_t sizes[] = {300'000, 1'200'000, 5'000'000};

data::Coordinates scattered(std::size_t n) {
  std::mt19937_64 random(2022);
  const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  data::Coordinates points;
  for (std::size_t i = 0; i < n; ++i) {
    points.x.push_back(533000 + 49000 * unit());
    points.y.push_back(2339000 + 48000 * unit());
  }
  return points;
}

data::Table table_of(std::size_t n) {
  data::Table table;
  table.rows = n, table.shape = data::Shape::points;
  table.points = data::Points(scattered(n));
  table.fid = data::Cells<std::int64_t>(std::vector<std::int64_t>(n));
  return table;
}

std::shared_ptr<const layers::PointTree> tree_of(std::size_t n) {
  auto layer = std::make_shared<data::LayerData>();
  layer->table = std::make_shared<data::Table>(table_of(n));
  return std::make_shared<const layers::PointTree>(std::move(layer));
}

layers::View province_view(double metres) {
  layers::View view;
  view.centre = {557500, 2363000};
  view.metres_per_pixel = metres;
  view.width = 1920, view.height = 1080;
  return view;
}

/// The floor: read every coordinate once.
void floor_pass(benchmark::State& state) {
  const data::Coordinates points = scattered(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += points.x[i] + points.y[i];
    benchmark::DoNotOptimize(sum);
  }
}

void order_along_curve(benchmark::State& state) {
  const data::Table table = table_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    data::Table copy = table;
    data::order_along_curve(copy, 2);
    benchmark::DoNotOptimize(copy);
  }
}

/// Every tile of a whole screen, at a province's scale, a commune's and a street's.
template <typename Make>
void screenful(benchmark::State& state, double metres, Make make) {
  const auto tree = tree_of(static_cast<std::size_t>(state.range(0)));
  const layers::View view = province_view(metres);
  const int exponent = layers::tile_exponent(view);
  const layers::Cell first = layers::cell_at({view.extent().min_x, view.extent().min_y}, exponent);
  const layers::Cell last = layers::cell_at({view.extent().max_x, view.extent().max_y}, exponent);
  for (auto _ : state)
    for (std::int64_t y = first.y; y <= last.y; ++y)
      for (std::int64_t x = first.x; x <= last.x; ++x) benchmark::DoNotOptimize(make(*tree, layers::Cell{exponent, x, y}));
}

void count_province(benchmark::State& state) { screenful(state, 50, layers::count_tile); }
void count_commune(benchmark::State& state) { screenful(state, 8, layers::count_tile); }
void mark_streets(benchmark::State& state) {
  screenful(state, 2, [](const layers::PointTree& tree, const layers::Cell& cell) { return layers::mark_tile(tree, cell, {}); });
}

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
  const data::Coordinates points = scattered(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    long sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += index.find({points.x[i], points.y[i]});
    benchmark::DoNotOptimize(sum);
  }
}

void sizes_of(benchmark::internal::Benchmark* bench) {
  for (const std::int64_t n : sizes) bench->Arg(n);
  bench->Unit(benchmark::kMillisecond);
}
BENCHMARK(floor_pass)->Apply(sizes_of);
BENCHMARK(order_along_curve)->Apply(sizes_of);
BENCHMARK(count_province)->Apply(sizes_of);
BENCHMARK(count_commune)->Apply(sizes_of);
BENCHMARK(mark_streets)->Apply(sizes_of);
BENCHMARK(point_in_unit)->Apply(sizes_of);

}  // namespace
