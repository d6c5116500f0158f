#include "viewer/page/layouts.h"

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "data/source/error.h"
#include "viewer/places.h"

namespace viewer {
namespace {

const data::PageLayout* with_id(const std::vector<data::PageLayout>& layouts, const std::string& id) {
  const auto found = std::find_if(layouts.begin(), layouts.end(), [&](const data::PageLayout& layout) { return layout.id == id; });
  return found == layouts.end() ? nullptr : &*found;
}

std::vector<data::PageLayout> read_shipped() {
  std::vector<data::PageLayout> out;
  for (const auto& entry : std::filesystem::directory_iterator(assets_dir() / "layouts"))
    if (entry.path().extension() == ".json") out.push_back(data::read_layout(entry.path()));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

[[noreturn]] void refuse(const std::string& name, const std::vector<data::PageLayout>& own) {
  std::vector<std::string> known;
  for (const auto* layouts : {&own, &shipped_layouts()})
    for (const data::PageLayout& layout : *layouts) known.push_back(layout.id);
  throw data::Error({.what = data::trf("Unknown page layout '{}'", name),
                     .hint = data::trf("it is one of {}, or a file that ends in .json", fmt::format("{}", fmt::join(known, ", ")))});
}

}  // namespace

const std::vector<data::PageLayout>& shipped_layouts() {
  static const std::vector<data::PageLayout> layouts = read_shipped();
  return layouts;
}

std::shared_ptr<const data::PageLayout> find_layout(const std::string& name, const std::vector<data::PageLayout>& own) {
  if (const data::PageLayout* found = with_id(own, name)) return std::make_shared<const data::PageLayout>(*found);
  if (const data::PageLayout* found = with_id(shipped_layouts(), layout_id(name)))
    return std::make_shared<const data::PageLayout>(*found);
  if (!is_layout_file(name)) refuse(name, own);
  std::vector<std::string> warnings;
  auto out = std::make_shared<const data::PageLayout>(data::read_layout(std::filesystem::path(name), &warnings));
  for (const std::string& warning : warnings) spdlog::warn("{}", warning);
  return out;
}

}  // namespace viewer
