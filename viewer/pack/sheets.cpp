#include "viewer/pack/sheets.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

#include "layers/headless_context.h"
#include "layers/map.h"
#include "viewer/page/export.h"
#include "viewer/page/thumbnail.h"

namespace viewer {
namespace {

/// On paper the colours of the units are the message; points over them only cost ink.
void hide_points(layers::Map& map, const data::Dataset& dataset) {
  for (const auto& layer : dataset.layers) map.set_visible(layer->source.id, false);
}

void make_sheet(const data::Loaded& loaded, layers::Map& map, const SheetPlan& plan, const PackContents& contents, PackFolder& folder,
                unsigned threads) {
  const Sheet sheet = prepare_sheet(loaded, map, sheet_spec(loaded, contents, plan.unit));
  ExportOptions options;
  options.threads = threads;
  if (!folder.has(plan.file)) {
    write_sheet(sheet, map, folder.place_for(plan.file), Format::pdf, options);
    folder.wrote(plan.file);
  }
  if (!folder.has(plan.thumbnail)) folder.write(plan.thumbnail, data::encode_png(thumbnail_of(sheet, map, thumbnail_width, options)));
}

/// What workers share: whose turn it is, how far they are, and what went wrong first.
struct Work {
  std::vector<const SheetPlan*> todo;
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<unsigned> busy{0};
  std::mutex mutex;
  std::exception_ptr trouble;
};

}  // namespace

PageSpec sheet_spec(const data::Loaded& loaded, const PackContents& contents, int unit) {
  PageSpec spec;
  spec.layout = contents.layout;
  spec.lang = data::language();
  spec.indicator = contents.indicator;
  if (unit != 0) spec.unit = loaded.dataset->units->units[static_cast<std::size_t>(unit)].code;
  return spec;
}

void make_sheets(const std::shared_ptr<const data::Loaded>& loaded, const std::vector<SheetPlan>& sheets, const PackContents& contents,
                 PackFolder& folder, unsigned jobs, const SheetProgress& progress) {
  Work work;
  for (const SheetPlan& sheet : sheets)
    if (!folder.has(sheet.file) || !folder.has(sheet.thumbnail)) work.todo.push_back(&sheet);
  if (work.todo.empty()) return;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const unsigned workers = std::clamp<unsigned>(jobs == 0 ? cores : jobs, 1, static_cast<unsigned>(work.todo.size()));
  const auto draw = [&] {
    try {
      const layers::HeadlessContext context;
      layers::Map map;
      map.set_dataset(loaded->dataset);
      hide_points(map, *loaded->dataset);
      for (std::size_t i = work.next++; i < work.todo.size(); i = work.next++, ++work.done)
        make_sheet(*loaded, map, *work.todo[i], contents, folder, std::max(1U, cores / workers));
    } catch (...) {
      const std::scoped_lock lock(work.mutex);
      if (!work.trouble) work.trouble = std::current_exception();
      work.next = work.todo.size();
    }
    --work.busy;
  };
  const std::size_t before = sheets.size() - work.todo.size();
  {
    std::vector<std::jthread> threads;
    work.busy = workers;
    for (unsigned i = 0; i < workers; ++i) threads.emplace_back(draw);
    while (work.busy > 0) {
      progress(before + work.done, sheets.size());
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  if (work.trouble) std::rethrow_exception(work.trouble);
  progress(sheets.size(), sheets.size());
}

}  // namespace viewer
