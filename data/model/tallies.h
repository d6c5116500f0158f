// The counting behind the answers, kept in such a way that another day or another filter does not go through the rows again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "data/model/answers.h"

namespace data {

/// Only these rows of the layers of a kind: by role, the accepted values, compared accent-blind. Of several filters all hold.
struct RowFilter {
  LayerKind layer = LayerKind::fiber_household;
  std::map<std::string, std::vector<std::string>> where;
};

/// Counts of one dataset. What is asked first goes through the rows once for each thing that indicators count, and leaves, for every unit,
/// how many there are by every day on which that changes (and, filtered, by every value of the roles filtered by); what is asked next, of
/// whatever day and whatever values of those roles, is looked up. One thread at a time. The dataset must stay.
class Tallies {
 public:
  static constexpr std::size_t most_numbers = std::size_t{8} << 20U;

  /// `days`: those that will surely be asked for. They alone are told apart where all days of a count would take more than `most` numbers
  /// of 4 bytes; any other day is then counted when it is asked for, and so are other values of a role that has very many.
  Tallies(const Dataset& dataset, const std::vector<Date>& days, unsigned threads, std::size_t most = most_numbers);
  ~Tallies();
  Tallies(const Tallies&) = delete;
  Tallies& operator=(const Tallies&) = delete;

  /// Every computable indicator as of that day. Throws Error when it is stopped.
  Answers answers(Date day, const std::vector<RowFilter>& filters = {}, std::stop_token stop = {});

  /// How often the rows of a layer have been gone through so far.
  std::uint64_t passes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace data
