// Outlines kept between runs: uniting a province's coverage takes longer than reading everything else from kept columns.
#pragma once

#include <filesystem>

#include "layers/coverage_shapes.h"

namespace layers {

/// unite(), or what it gave before. It is filed under what it is made of, not under the name or time of a file, so it needs no trust in
/// either. An empty folder: nothing is kept or found.
data::Areas unite_kept(const data::Areas& areas, const std::vector<std::uint32_t>& group, std::uint32_t groups,
                       const std::filesystem::path& folder, std::stop_token stop = {});

}  // namespace layers
