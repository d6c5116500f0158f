#include "data/inputs.h"

#include <algorithm>

#include "data/source/give_way.h"
#include "data/source/kept_digest.h"
#include "data/source/source_files.h"

namespace data {
namespace {

namespace fs = std::filesystem;

class InputList {
 public:
  void add(const fs::path& path, const std::string& part) { add({path, {}, {}}, part); }
  void add(const std::vector<fs::path>& files, const std::string& source, const std::string& part) {
    for (const fs::path& file : files) add(file, part);
    if (files.empty()) add({{}, without_secrets(source), {}}, part);
  }
  std::vector<Input> take() { return std::move(inputs_); }

 private:
  void add(Input input, const std::string& part) {
    auto found = std::find_if(inputs_.begin(), inputs_.end(),
                              [&](const Input& other) { return other.path == input.path && other.source == input.source; });
    if (found == inputs_.end()) found = inputs_.insert(found, std::move(input));
    if (std::find(found->parts.begin(), found->parts.end(), part) == found->parts.end()) found->parts.push_back(part);
  }
  std::vector<Input> inputs_;
};

}  // namespace

std::vector<Input> inputs_of(const Loaded& loaded, const fs::path& layout) {
  const Dataset& dataset = *loaded.dataset;
  const Project& project = dataset.project;
  InputList list;
  list.add(project.path, "project");
  for (const UnitSource& unit : project.units) list.add(files_of_source(unit.source), unit.source, unit.key);
  for (const auto& layer : dataset.layers)
    if (layer->table || !layer->error.empty()) list.add(files_of_source(layer->source.source), layer->source.source, layer->source.key);
  for (const auto& raster : dataset.rasters) list.add(files_of_raster(raster->request), raster->source.source, raster->source.key);
  for (const PageLayout& own : project.layouts)
    if (!own.file.empty()) list.add(own.file, "layouts");
  if (!layout.empty()) list.add(layout, "layout");
  for (const fs::path& file : project.indicators) list.add(file, "indicators");
  if (!project.crosswalk.path.empty()) list.add(project.crosswalk.path, "crosswalk");
  if (loaded.extent) return list.take();  // nothing was judged, so nothing of this was read
  for (const fs::path& file : project.targets) list.add(file, "targets");
  for (const fs::path& file : project.actuals) list.add(file, "actuals");
  for (const fs::path& file : project.rankings) list.add(file, "rankings");
  return list.take();
}

InputDigests::InputDigests(std::vector<Input> inputs, fs::path kept)
    : inputs_(std::move(inputs)), digests_(inputs_.size()), worker_([this, kept = std::move(kept)](const std::stop_token& stop) {
        give_way();
        for (std::size_t i = 0; i < inputs_.size() && !stop.stop_requested(); ++i)
          if (!inputs_[i].path.empty()) digests_[i] = kept_digest_of(inputs_[i].path, kept, stop);
      }) {}

const std::vector<std::optional<FileDigest>>& InputDigests::wait() {
  if (worker_.joinable()) worker_.join();
  return digests_;
}

}  // namespace data
