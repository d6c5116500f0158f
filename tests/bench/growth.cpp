// One project, opened once in a process of its own, and what it takes: seconds, frames, memory, as JSON on standard output.
//   phusong_growth load PROJECT [CACHE]      the project alone, from project.json to the scorecard
//   phusong_growth screen PROJECT [CACHE]    the real screen on a headless context: until its picture is complete, then 160 frames of a
//   scripted
//                                            pan and zoom
// With a folder of kept columns as CACHE they are used, and made where they are missing. tests/bench/growth.sh runs this for growing
// provinces.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/load.h"
#include "layers/headless_context.h"
#include "tests/support/pan_and_zoom.h"
#include "viewer/offscreen.h"
#include "viewer/places.h"

namespace {

using Json = nlohmann::ordered_json;
constexpr double mib = 1024.0 * 1024.0;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of this process, in MiB. "anonymous" is its own; the rest of what is resident are pages of files, which the system takes back when
/// it needs them.
std::map<std::string, double> memory() {
  std::map<std::string, double> out;
  std::ifstream in("/proc/self/smaps_rollup");
  for (std::string line; std::getline(in, line);)
    for (const char* key : {"Rss", "Pss", "Anonymous", "Private_Dirty", "Private_Clean", "Shared_Clean"})
      if (line.starts_with(std::string(key) + ":")) out[key] = std::stod(line.substr(line.find(':') + 1)) / 1024;
  return out;
}

std::uint64_t bytes_of(const data::Column& column, std::size_t rows) {
  return std::visit(
      [&](const auto& cells) -> std::uint64_t {
        using Cells = std::decay_t<decltype(cells)>;
        if constexpr (std::is_same_v<Cells, data::TextColumn>) return rows * sizeof(cells.code[0]);
        else if constexpr (std::is_same_v<Cells, data::DateColumn>) return rows * sizeof(cells.day[0]);
        else return rows * sizeof(cells.value[0]);
      },
      column.cells);
}

/// Points, and the bytes of the columns that are in use beside them.
Json holdings(const data::Dataset& dataset) {
  std::uint64_t points = 0, columns = 0;
  for (const auto& layer : dataset.layers) {
    if (!layer->table || layer->table->shape != data::Shape::points) continue;
    points += layer->table->rows;
    for (const data::Column& column : layer->table->columns) columns += bytes_of(column, layer->table->rows);
  }
  return {{"points", points}, {"column_mib", static_cast<double>(columns) / mib}};
}

void add_memory(Json& out, const std::map<std::string, double>& before) {
  for (const auto& [key, value] : memory()) out["memory"][key] = value;
  for (const auto& [key, value] : before) out["memory_before"][key] = value;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  out["peak_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
  out["cpu"] = static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

Json load(const std::filesystem::path& project, const data::LoadOptions& options) {
  const auto before = memory();
  const auto start = std::chrono::steady_clock::now();
  const auto loaded = data::load_project(project, viewer::assets_dir(), options);
  Json out = {{"seconds", seconds_since(start)}, {"errors", loaded->dataset->errors}};
  out.update(holdings(*loaded->dataset));
  add_memory(out, before);
  return out;
}

Json look(const std::filesystem::path& project, const data::LoadOptions& options) {
  constexpr int width = 1920, height = 1080;
  const layers::HeadlessContext context;
  viewer::AppOptions app;
  app.assets = viewer::assets_dir(), app.project = project, app.load = options;
  const auto before = memory();
  const auto start = std::chrono::steady_clock::now();
  viewer::Offscreen screen(app, width, height, 1);
  double first_picture = 0;
  while (first_picture == 0 && seconds_since(start) < 600) {
    screen.frame();
    if (screen.app().shows_layers()) first_picture = seconds_since(start);
  }
  screen.settle(600);
  Json out = {{"seconds", seconds_since(start)}, {"first_picture", first_picture}};
  if (!screen.app().state().loaded) return {{"errors", {"the project did not load"}}};
  out["errors"] = screen.app().state().loaded->dataset->errors;
  out.update(holdings(*screen.app().state().dataset));
  std::vector<double> times;
  for (std::size_t step = 0; step < 160; ++step) {
    support::pan_or_zoom(screen, step, width, height);
    times.push_back(screen.frame() * 1000);
  }
  screen.settle();
  std::sort(times.begin(), times.end());
  out["frame_median_ms"] = times[times.size() / 2], out["frame_p99_ms"] = times[times.size() * 99 / 100],
  out["frame_worst_ms"] = times.back();
  out["renderer"] = screen.app().state().renderer;
  add_memory(out, before);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[1] : "";
  if (what != "load" && what != "screen") return std::fputs("phusong_growth load|screen PROJECT [CACHE]\n", stderr), 2;
  data::LoadOptions options;
  if (argc > 3) options.cache = argv[3];
  try {
    const Json out = what == "load" ? load(argv[2], options) : look(argv[2], options);
    std::puts(out.dump().c_str());
    return out.at("errors").empty() ? 0 : 1;
  } catch (const std::exception& error) { return std::fprintf(stderr, "%s\n", error.what()), 1; }
}
