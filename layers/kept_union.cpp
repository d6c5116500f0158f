#include "layers/kept_union.h"

#include <clipper.hpp>
#include <fmt/format.h>
#include <xxhash.h>

#include <span>

#include "data/source/column_cache.h"

namespace layers {
namespace {

class Fingerprint {
 public:
  Fingerprint() { XXH3_128bits_reset(state_.get()); }
  template <typename T>
  void add(std::span<const T> values) {
    const std::size_t size = values.size();
    XXH3_128bits_update(state_.get(), &size, sizeof size);
    XXH3_128bits_update(state_.get(), values.data(), values.size_bytes());
  }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

constexpr int revision = 4;  ///< of how areas are united here

/// Another version of Clipper may unite otherwise.
std::string key_of(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups) {
  Fingerprint print;
  for (const auto* values : {&areas.x, &areas.y}) print.add(std::span<const double>(*values));
  for (const auto* values : {&areas.first_polygon, &areas.first_ring, &areas.first_vertex, &group})
    print.add(std::span<const std::uint32_t>(*values));
  return fmt::format("{} areas united in {} groups\n{}\nClipper {}, {}", areas.size(), groups, print.text(), CLIPPER_VERSION, revision);
}

}  // namespace

data::Areas unite_kept(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups,
                       const std::filesystem::path& folder, std::stop_token stop) {
  if (folder.empty()) return unite(areas, group, groups, stop);
  const data::ColumnCache cache(folder);
  const std::string key = key_of(areas, group, groups);
  if (auto kept = cache.find(key); kept && kept->areas.size() == groups) return std::move(kept->areas);
  data::Table table;
  table.areas = unite(areas, group, groups, stop);
  table.rows = groups, table.shape = data::Shape::areas;
  if (!stop.stop_requested()) cache.keep(key, table);
  return std::move(table.areas);
}

}  // namespace layers
