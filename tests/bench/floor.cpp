// How long GDAL alone takes to hand out the columns of a map: what no program that reads the files through it can go below.
//   phusong_floor [--in-turn] FILE:FIELD,FIELD … — a process of its own, every file on a thread of its own unless --in-turn; the
// geometry comes with the fields, in Arrow batches that nobody looks at. Prints the rows, and the seconds without the start.
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_recordbatch.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Wish {
  std::string file;
  std::vector<std::string> fields;
};

Wish wish_of(const std::string& argument) {
  const std::size_t colon = argument.rfind(':');
  Wish out{argument.substr(0, colon), {}};
  for (std::size_t at = colon; at != std::string::npos && at + 1 < argument.size(); at = argument.find(',', at + 1))
    out.fields.push_back(argument.substr(at + 1, argument.find(',', at + 1) - at - 1));
  return out;
}

/// -1 when the file cannot be read.
std::int64_t rows_of(const Wish& wish) {
  const char* open_options[] = {wish.file.ends_with(".gpkg") ? "NOLOCK=YES" : nullptr, nullptr};
  const std::unique_ptr<void, decltype(&GDALClose)> file(
      GDALOpenEx(wish.file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, open_options, nullptr), &GDALClose);
  OGRLayerH layer = file ? GDALDatasetGetLayer(file.get(), 0) : nullptr;
  if (!layer) return -1;
  CPLStringList ignored;
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  for (int i = 0; i < OGR_FD_GetFieldCount(definition); ++i) {
    const std::string name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
    if (std::find(wish.fields.begin(), wish.fields.end(), name) == wish.fields.end()) ignored.AddString(name.c_str());
  }
  OGR_L_SetIgnoredFields(layer, const_cast<const char**>(ignored.List()));
  ArrowArrayStream stream;
  if (!OGR_L_GetArrowStream(layer, &stream, nullptr)) return -1;
  std::int64_t rows = 0;
  for (ArrowArray batch; stream.get_next(&stream, &batch) == 0 && batch.release; batch.release(&batch)) rows += batch.length;
  stream.release(&stream);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "OFF");
  GDALAllRegister();
  std::vector<Wish> wishes;
  bool in_turn = false;
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--in-turn") == 0) in_turn = true;
    else wishes.push_back(wish_of(argv[i]));
  std::vector<std::int64_t> rows(wishes.size());
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      threads.emplace_back([&, i] { rows[i] = rows_of(wishes[i]); });
      if (in_turn) threads.back().join();
    }
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (rows[i] < 0) return std::fprintf(stderr, "cannot read %s\n", wishes[i].file.c_str()), 1;
    std::printf("%s %lld\n", std::filesystem::path(wishes[i].file).filename().c_str(), static_cast<long long>(rows[i]));
  }
  std::printf("seconds %.4f\n", taken.count());
  return wishes.empty() ? 2 : 0;
}
