// Villages and the households along their lanes: invented places that keep to their commune and to its real numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/sample/ground.h"
#include "data/sample/province.h"

namespace data {

struct Lane {
  std::vector<Point> line;
  double length = 0;
};

struct Village {
  std::string code, name;
  std::size_t commune = 0;
  Point centre;
  double weight = 0;             ///< census households; decisions go by it, so that they do not change with the sample's size
  std::uint64_t households = 0;  ///< as generated
  double remoteness = 0;         ///< 0 at the commune's heart, 1 far from it
  double spacing = 0;            ///< metres to the next village of the commune
  std::vector<Lane> lanes;
  bool fibre = false;  ///< a fibre network reaches it
  bool mobile = true;  ///< its centre has mobile broadband
};

/// Households stand at most this far from a lane of their village, metres.
constexpr double lane_reach = 60;
/// … and at least this far from the border of their commune.
constexpr double border_margin = 4;

/// Households as columns, village by village in the order of the villages.
struct Households {
  std::vector<double> x, y;  ///< in the province's CRS
  std::vector<std::uint32_t> village;
  std::vector<std::int32_t> since;           ///< days since 1970-01-01; DateColumn::none where not connected
  std::vector<std::uint8_t> fibre_operator;  ///< index into fibre_operators(); meaningless where not connected
  std::size_t size() const { return x.size(); }
};

std::vector<Village> settle(const SampleProvince& province, const std::vector<Ground>& grounds, std::uint64_t seed);
Households place_households(const SampleProvince& province, const std::vector<Ground>& grounds, const std::vector<Village>& villages,
                            std::uint64_t seed);

}  // namespace data
