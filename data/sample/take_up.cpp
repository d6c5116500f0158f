// Shares vary by commune and village but are calibrated: the province's total comes out exactly, whatever the seed.
#include "data/sample/take_up.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "data/sample/random.h"

namespace data {
namespace {

double logit(double p) { return std::log(p / (1 - p)); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

std::int32_t day_number(int year, unsigned month, unsigned day) {
  return static_cast<std::int32_t>(
      std::chrono::sys_days(std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)).time_since_epoch().count());
}

/// The shift that makes the weighted mean of logistic(base + shift), capped, equal `mean`.
template <typename Cap>
std::vector<double> calibrate(const std::vector<double>& base, const std::vector<double>& weight, double mean, Cap cap) {
  const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
  double low = -12, high = 12;
  std::vector<double> share(base.size());
  for (int step = 0; step < 60; ++step) {
    const double shift = (low + high) / 2;
    double total = 0;
    for (std::size_t i = 0; i < base.size(); ++i) total += weight[i] * (share[i] = std::min(logistic(base[i] + shift), cap(i)));
    (total < mean * sum ? low : high) = shift;
  }
  return share;
}

/// An S-curve over eleven years by their ends: slow at first, steep in the middle, flattening; 93 % of the lines of the
/// province's date were there a year before it.
std::int32_t connected_on(double quantile, Date date) {
  constexpr std::array<double, 12> done{0, 0.008, 0.024, 0.055, 0.11, 0.20, 0.33, 0.49, 0.66, 0.815, 0.9315, 1.0};
  const int last_year = static_cast<int>(std::chrono::year_month_day{date}.year());
  const auto last_day = static_cast<std::int32_t>(date.time_since_epoch().count()) - 3;
  std::size_t next = 1;
  while (next + 1 < done.size() && quantile > done[next]) ++next;
  const auto year_end = [&](std::size_t knot) { return day_number(last_year - 11 + static_cast<int>(knot), 12, 31); };
  const std::int32_t from = year_end(next - 1), to = std::min(year_end(next), last_day);
  const double t = std::clamp((quantile - done[next - 1]) / (done[next] - done[next - 1]), 0.0, 1.0);
  return std::clamp(from + static_cast<std::int32_t>(std::ceil(t * static_cast<double>(to - from))), from + 1, last_day);
}

/// `count` different members of [first, last), in a stable random order.
std::vector<std::uint32_t> pick(std::size_t first, std::size_t last, std::size_t count, Random& random) {
  std::vector<std::uint32_t> all(last - first);
  std::iota(all.begin(), all.end(), static_cast<std::uint32_t>(first));
  for (std::size_t i = 0; i < count; ++i) std::swap(all[i], all[i + random.below(static_cast<std::uint32_t>(all.size() - i))]);
  all.resize(count);
  return all;
}

struct Range {
  std::size_t first = 0, last = 0;
};

std::vector<Range> households_by_village(const Households& households, std::size_t villages) {
  std::vector<Range> ranges(villages);
  for (std::size_t h = 0; h < households.size(); ++h) {
    Range& range = ranges[households.village[h]];
    if (range.last == 0) range.first = h;
    range.last = h + 1;
  }
  return ranges;
}

/// Splits `total` over villages by share times households, never more than a village has; what is cut off goes to the others.
std::vector<std::uint64_t> spread(std::uint64_t total, const std::vector<double>& wanted, const std::vector<std::uint64_t>& most) {
  std::vector<std::uint64_t> given(wanted.size());
  std::vector<double> open = wanted;
  for (int round = 0; round < 50 && total > 0; ++round) {
    const std::vector<std::uint64_t> parts = apportion(total, open);
    total = 0;
    bool any = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      given[i] += parts[i];
      if (given[i] >= most[i]) total += given[i] - most[i], given[i] = most[i], open[i] = 0;
      any |= open[i] > 0;
    }
    if (!any) break;
  }
  return given;
}

std::vector<std::vector<std::size_t>> villages_by_commune(const SampleProvince& province, const std::vector<Village>& villages) {
  std::vector<std::vector<std::size_t>> out(province.communes.size());
  for (std::size_t v = 0; v < villages.size(); ++v) out[villages[v].commune].push_back(v);
  return out;
}

}  // namespace

bool serves(std::size_t fibre_operator, const SampleProvince& province, const Village& village, std::uint64_t seed) {
  if (!village.fibre) return false;
  const SampleCommune& commune = province.communes[village.commune];
  Random random(scramble(scramble(seed, fibre_operator), hash_text(village.code)));
  const double density = commune.centre_density();
  switch (fibre_operator) {
    case 0:
      return true;  // one network reaches every village that any reaches
    case 1:
      return random.unit() < 0.93;
    case 2:
      return random.unit() < std::clamp(0.1 + density * 0.12 + commune.urban_share * 0.5, 0.0, 0.95);
    default:
      return commune.urban_share > 0.5 && random.unit() < 0.75;
  }
}

std::vector<double> plan_fibre(const SampleProvince& province, std::vector<Village>& villages, std::uint64_t seed) {
  const std::size_t n = province.communes.size();
  std::vector<double> base(n), weight(n);
  for (std::size_t c = 0; c < n; ++c) {
    const SampleCommune& commune = province.communes[c];
    Random random(scramble(seed, hash_text(commune.code)));
    weight[c] = static_cast<double>(commune.census_households);
    base[c] = logit(std::clamp(province.districts[commune.district].fibre_use / 100, 0.02, 0.98)) + 0.55 * (commune.urban_share - 0.3) +
              0.18 * std::log(commune.centre_density() / 2.5) + 0.36 * random.normal();
  }
  std::vector<double> share = calibrate(base, weight, province.fibre_use / 100, [](std::size_t) { return 0.975; });

  // What fibre does not reach lies where take-up is low, and a commune can only be left out as far as its take-up allows.
  std::vector<double> gap_base(n);
  for (std::size_t c = 0; c < n; ++c) gap_base[c] = 1.6 * logit(1 - share[c]);
  const std::vector<double> gap =
      calibrate(gap_base, weight, 1 - province.fibre_cover / 100, [&](std::size_t c) { return std::max(0.0, 1 - share[c] / 0.93); });
  double carried = 0;
  const std::vector<std::vector<std::size_t>> by_commune = villages_by_commune(province, villages);
  for (std::size_t c = 0; c < n; ++c) {
    std::vector<std::size_t> remote_first = by_commune[c];
    std::stable_sort(remote_first.begin(), remote_first.end(),
                     [&](std::size_t a, std::size_t b) { return villages[a].remoteness > villages[b].remoteness; });
    carried += gap[c] * weight[c];
    double left_out = 0;
    for (const std::size_t v : remote_first) {
      const double own = villages[v].weight;
      villages[v].fibre = !(carried >= own / 2 && (left_out + own) / weight[c] < 1 - share[c] / 0.96);
      if (!villages[v].fibre) carried -= own, left_out += own;
    }
  }
  return share;
}

void connect(const SampleProvince& province, const std::vector<Village>& villages, const std::vector<double>& share, Households& households,
             std::uint64_t seed) {
  std::vector<double> wanted(province.communes.size());
  for (std::size_t c = 0; c < wanted.size(); ++c) wanted[c] = share[c] * static_cast<double>(province.communes[c].households);
  const auto total = static_cast<std::uint64_t>(std::llround(static_cast<double>(province.households()) * province.fibre_use / 100));
  const std::vector<std::uint64_t> by_commune = apportion(total, wanted);
  const std::vector<Range> ranges = households_by_village(households, villages.size());

  struct Line {
    double order;
    std::uint32_t household;
  };
  std::vector<Line> lines;
  lines.reserve(total);
  const std::vector<std::vector<std::size_t>> members = villages_by_commune(province, villages);
  for (std::size_t c = 0; c < members.size(); ++c) {
    Random random(scramble(seed, hash_text(province.communes[c].code)));
    std::vector<double> pull(members[c].size());
    std::vector<std::uint64_t> most(members[c].size());
    for (std::size_t i = 0; i < pull.size(); ++i) {
      const Village& village = villages[members[c][i]];
      const double lean = std::exp(0.16 * random.normal() - 0.2 * village.remoteness);
      if (village.fibre) most[i] = village.households, pull[i] = static_cast<double>(village.households) * lean;
    }
    const std::vector<std::uint64_t> counts = spread(by_commune[c], pull, most);
    const double late = 0.5 * (1 - share[c]) + 0.06 * random.normal();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::size_t v = members[c][i];
      if (counts[i] == 0) continue;
      std::array<double, fibre_operators.size()> offer{};
      double offers = 0;
      for (std::size_t o = 0; o < offer.size(); ++o)
        if (serves(o, province, villages[v], seed)) offers += offer[o] = fibre_operators[o].share * random.range(0.6, 1.4);
      for (const std::uint32_t h : pick(ranges[v].first, ranges[v].last, counts[i], random)) {
        double draw = random.unit() * offers;
        std::size_t o = 0;
        while (o + 1 < offer.size() && draw >= offer[o]) draw -= offer[o++];
        while (offer[o] == 0) --o;  // rounding may have carried the draw past the last offer
        households.fibre_operator[h] = static_cast<std::uint8_t>(o);
        lines.push_back({random.unit() + late, h});
      }
    }
  }
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.order != b.order ? a.order < b.order : a.household < b.household; });
  for (std::size_t i = 0; i < lines.size(); ++i)
    households.since[lines[i].household] = connected_on((static_cast<double>(i) + 0.5) / static_cast<double>(lines.size()), province.date);
}

Addresses give_addresses(const SampleProvince& province, const std::vector<Village>& villages, const Households& households,
                         std::uint64_t seed) {
  const std::size_t n = province.communes.size();
  std::vector<double> base(n), weight(n);
  for (std::size_t c = 0; c < n; ++c) {
    Random random(scramble(seed, hash_text(province.communes[c].code)));
    weight[c] = static_cast<double>(province.communes[c].households);
    base[c] = 0.9 * random.normal() + 0.5 * province.communes[c].urban_share + 0.25 * std::log(province.communes[c].centre_density() / 2.5);
  }
  std::vector<double> wanted = calibrate(base, weight, province.address / 100, [](std::size_t) { return 0.985; });
  for (std::size_t c = 0; c < n; ++c) wanted[c] *= weight[c];
  const auto total = static_cast<std::uint64_t>(std::llround(static_cast<double>(province.households()) * province.address / 100));
  const std::vector<std::uint64_t> by_commune = apportion(total, wanted);
  const std::vector<Range> ranges = households_by_village(households, villages.size());

  Addresses out;
  std::vector<double> progress;
  const std::vector<std::vector<std::size_t>> members = villages_by_commune(province, villages);
  for (std::size_t c = 0; c < n; ++c) {
    Random random(scramble(scramble(seed, 7), hash_text(province.communes[c].code)));
    const double ahead = 0.3 * random.normal() + 0.3 * province.communes[c].urban_share;
    std::vector<double> pull;
    std::vector<std::uint64_t> most;
    for (const std::size_t v : members[c]) {
      most.push_back(villages[v].households);
      pull.push_back(static_cast<double>(villages[v].households) * std::exp(0.25 * random.normal()));
    }
    const std::vector<std::uint64_t> counts = spread(by_commune[c], pull, most);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      for (const std::uint32_t h : pick(ranges[members[c][i]].first, ranges[members[c][i]].last, counts[i], random)) {
        out.household.push_back(h);
        progress.push_back(random.normal() + 1.5 * ahead);
      }
    }
  }
  // The further along, the earlier collected; stages are cut at fixed shares of the whole.
  std::vector<std::uint32_t> order(out.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return progress[a] != progress[b] ? progress[a] < progress[b] : a < b; });
  out.stage.resize(out.size()), out.since.resize(out.size()), out.code.resize(out.size());
  const std::int32_t end = static_cast<std::int32_t>(province.date.time_since_epoch().count());
  Random random(scramble(seed, 8));
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double along = (static_cast<double>(rank) + 0.5) / static_cast<double>(order.size());
    out.stage[order[rank]] = along < 0.55 ? AddressStage::collected : along < 0.85 ? AddressStage::notified : AddressStage::sign_fixed;
    const double back = std::clamp(0.75 * along + 0.25 * random.unit(), 0.0, 1.0);
    out.since[order[rank]] = end - 4 - static_cast<std::int32_t>(back * 296);
  }
  // A step that shares no factor with ten billion visits every ten-digit number once: unique codes, some with leading zeros.
  constexpr std::uint64_t numbers = 10'000'000'000, stride = 6'180'339'887;
  std::uint64_t number = scramble(seed, 9) % numbers;
  for (std::uint64_t& code : out.code) code = number = (number + stride) % numbers;
  return out;
}

}  // namespace data
