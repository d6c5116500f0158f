// Who has fibre since when and from whom, and which households have an address: invented, summing to the wanted shares.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "data/sample/villages.h"

namespace data {

struct FibreOperator {
  const char* name;
  double share;
};
constexpr std::array<FibreOperator, 4> fibre_operators{{{"VNPT", 0.36}, {"Viettel", 0.40}, {"FPT", 0.18}, {"SCTV", 0.06}}};

/// Where an operator offers fibre; always no where no network reaches the village.
bool serves(std::size_t fibre_operator, const SampleProvince& province, const Village& village, std::uint64_t seed);

/// Marks the villages that fibre reaches, leaving out the most remote, and returns the wanted share of connected
/// households by commune (0 to 1).
std::vector<double> plan_fibre(const SampleProvince& province, std::vector<Village>& villages, std::uint64_t seed);

/// Connects households of reached villages: the given share in every commune, the province's share in all, dates along
/// an S-curve from 2012 on.
void connect(const SampleProvince& province, const std::vector<Village>& villages, const std::vector<double>& share, Households& households,
             std::uint64_t seed);

enum class AddressStage : std::uint8_t { collected, notified, sign_fixed };

struct Addresses {
  std::vector<std::uint32_t> household;
  std::vector<std::uint64_t> code;  ///< to be written with ten digits
  std::vector<AddressStage> stage;
  std::vector<std::int32_t> since;  ///< days since 1970-01-01
  std::size_t size() const { return household.size(); }
};
Addresses give_addresses(const SampleProvince& province, const std::vector<Village>& villages, const Households& households,
                         std::uint64_t seed);

}  // namespace data
