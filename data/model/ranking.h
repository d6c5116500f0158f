// League tables an authority publishes: an index per province and year, and the place it gives.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/model/target.h"

namespace data {

struct RankedValue {
  std::string scope, name;
  int year = 0;
  double value = 0;  ///< the published index
  std::string source;
  int place = 0;     ///< 1 is the highest value of the year; equal values share the better place
};

struct Ranking {
  std::string indicator;
  std::vector<RankedValue> rows;  ///< year by year, best first

  std::vector<int> years() const;
  int ranked_in(int year) const;  ///< how many were ranked
};

/// Columns indicator,scope,name,year,value,source. Rows that cannot be read are left out and named in `warnings`.
/// Throws Error when the file cannot be read or a column is missing.
std::vector<Ranking> read_rankings(const std::filesystem::path& path, std::vector<std::string>& warnings);

/// Every place as a figure of its year's last day: counted here from the published values, so "derived".
std::vector<Actual> places_of(const Ranking& ranking);

}  // namespace data
