// Reading a layer of households: GDAL alone (the floor of any program that reads the file), our columns, and columns kept before.
#include <unistd.h>

#include <benchmark/benchmark.h>
#include <ogr_recordbatch.h>

#include <filesystem>

#include "data/load.h"
#include "data/source/column_cache.h"
#include "data/source/gdal.h"
#include "tests/support/bench_project.h"

namespace {

namespace fs = std::filesystem;

std::string households() { return (support::bench_project().parent_path() / "households.fgb").string(); }

data::ReadRequest request() {
  data::ReadRequest out;
  out.source = households(), out.map_crs = "EPSG:5897", out.shape = data::Shape::points, out.key = "layers[0]";
  out.fields = {{"commune_code", data::FieldType::text, true, ""}, {"fiber", data::FieldType::flag, true, ""},
                {"connected_on", data::FieldType::date, true, ""}, {"operator", data::FieldType::text, true, ""}};
  return out;
}

/// Every column in Arrow batches, looked at by nobody.
void gdal_alone(benchmark::State& state) {
  data::start_gdal();
  std::int64_t rows = 0;
  for (auto _ : state) {
    const data::GdalDataset file(GDALOpenEx(households().c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));  // as anybody does
    ArrowArrayStream stream;
    OGR_L_GetArrowStream(GDALDatasetGetLayer(file.get(), 0), &stream, nullptr);
    ArrowArray batch;
    for (rows = 0; stream.get_next(&stream, &batch) == 0 && batch.release; batch.release(&batch)) rows += batch.length;
    stream.release(&stream);
  }
  state.counters["rows"] = static_cast<double>(rows);
}
BENCHMARK(gdal_alone)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void our_columns(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(data::read_table(request()));
}
BENCHMARK(our_columns)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

/// A folder of kept columns that is gone afterwards.
struct Kept {
  fs::path folder = fs::temp_directory_path() / ("phusong-bench-columns-" + std::to_string(getpid()));
  ~Kept() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

void kept_columns(benchmark::State& state) {
  const Kept kept;
  const data::ColumnCache cache(kept.folder);
  fs::last_write_time(households(), fs::file_time_type::clock::now() - std::chrono::hours(1));
  data::read_table(request(), cache);
  for (auto _ : state) benchmark::DoNotOptimize(data::read_table(request(), cache));
}
BENCHMARK(kept_columns)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

/// The whole project from project.json to the scorecard, without (0) and with (1) kept columns.
void open_project(benchmark::State& state) {
  const Kept kept;
  data::LoadOptions options;
  if (state.range(0) == 1) options.cache = kept.folder;
  for (const auto& file : fs::directory_iterator(support::bench_project().parent_path()))
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
  data::load_project(support::bench_project(), PHUSONG_SHARE_DIR, options);
  for (auto _ : state) benchmark::DoNotOptimize(data::load_project(support::bench_project(), PHUSONG_SHARE_DIR, options));
}
BENCHMARK(open_project)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
