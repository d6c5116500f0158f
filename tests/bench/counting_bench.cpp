// Counting: what all indicators ask of all rows once, and what another day or another filter costs after that.
#include <benchmark/benchmark.h>

#include <thread>

#include "data/load.h"
#include "data/model/tallies.h"
#include "tests/support/bench_project.h"

namespace {

const data::Loaded& loaded() {
  static const auto out = data::load_project(support::bench_project(), PHUSONG_SHARE_DIR, {});
  return *out;
}

data::Date day_after(int days) { return loaded().date - std::chrono::days{1000} + std::chrono::days{days % 1000}; }

data::RowFilter of_operator(bool one) {
  return {data::LayerKind::fiber_household,
          {{"operator", one ? std::vector<std::string>{"VNPT"} : std::vector<std::string>{"Viettel", "FPT"}}}};
}

void count_once(benchmark::State& state) {
  const data::Dataset& dataset = *loaded().dataset;
  for (auto _ : state) {
    data::Tallies tallies(dataset, {}, std::thread::hardware_concurrency());
    benchmark::DoNotOptimize(tallies.answers(loaded().date));
  }
}

void count_another_day(benchmark::State& state) {
  data::Tallies tallies(*loaded().dataset, {}, std::thread::hardware_concurrency());
  tallies.answers(loaded().date);
  int days = 0;
  for (auto _ : state) benchmark::DoNotOptimize(tallies.answers(day_after(++days)));
  state.counters["passes"] = static_cast<double>(tallies.passes());
}

void count_another_filter(benchmark::State& state) {
  data::Tallies tallies(*loaded().dataset, {}, std::thread::hardware_concurrency());
  tallies.answers(loaded().date, {of_operator(true)});
  int turn = 0;
  for (auto _ : state) benchmark::DoNotOptimize(tallies.answers(day_after(++turn), {of_operator(turn % 2 == 0)}));
  state.counters["passes"] = static_cast<double>(tallies.passes());
}

BENCHMARK(count_once)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(count_another_day)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(count_another_filter)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
