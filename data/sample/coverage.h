// Areas that networks reach: organic mobile cells with shadows and gaps, and fibre along the lanes of served villages.
#pragma once

#include <string>
#include <vector>

#include "data/sample/take_up.h"

namespace data {

struct CoverageArea {
  const char* technology = "";
  const char* network = "";  ///< the operator's name
  int download_mbps = 0;
  std::vector<Polygon> polygons;
};

/// Chooses the villages that no mobile network reaches (their `mobile` becomes false) and draws 4G and 5G cells round
/// all others.
std::vector<CoverageArea> draw_mobile(const SampleProvince& province, std::vector<Village>& villages, std::uint64_t seed);

/// One area per commune and operator. Every household of a served village lies inside, however many there are.
std::vector<CoverageArea> draw_fibre(const SampleProvince& province, const std::vector<Village>& villages, std::uint64_t seed);

}  // namespace data
