// What a province's folder says about it: the real names, codes and figures that every sample starts from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/source/geometry.h"
#include "data/source/i18n.h"
#include "data/source/text.h"

namespace data {

struct SampleDistrict {
  std::string code, name;
  double fibre_use = 0;  ///< percent, illustrative
  double area_ha = 0;    ///< the sum of its communes
};

struct SampleCommune {
  std::string code, name;
  std::size_t district = 0;  ///< index into SampleProvince::districts
  std::uint64_t census_households = 0;
  std::uint64_t households = 0;  ///< as generated
  double urban_share = 0;        ///< of households, 0 to 1
  double area_ha = 0;
  Point centre;  ///< in the province's CRS

  double centre_density() const { return static_cast<double>(census_households) / area_ha; }  ///< households per hectare
};

struct SampleProvince {
  std::string id, code, crs;
  Text name;
  Date date;
  double fibre_use = 0, fibre_cover = 0, address = 0, households_5g = 0;  ///< percent of households, illustrative
  std::size_t villages_without_mobile = 0;
  std::vector<SampleDistrict> districts;  ///< in the order of the table
  std::vector<SampleCommune> communes;    ///< in the order of the table
  std::filesystem::path folder;

  std::uint64_t households() const;
  double area_ha() const;
};

/// Reads the folder of `id`. `households` as in SampleOptions. Throws Error: unknown province, unreadable or wrong table.
SampleProvince read_province(const std::string& id, const std::filesystem::path& assets, std::uint64_t households);

/// Splits `total` in proportion to `weights` into whole numbers that add up to it exactly (largest remainders first).
std::vector<std::uint64_t> apportion(std::uint64_t total, const std::vector<double>& weights);

}  // namespace data
