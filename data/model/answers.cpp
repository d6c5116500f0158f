#include "data/model/answers.h"

#include "data/model/tallies.h"

namespace data {

std::vector<Answers> compute_answers(const Dataset& dataset, const std::vector<Date>& dates, unsigned threads, std::stop_token stop) {
  Tallies tallies(dataset, dates, threads);
  std::vector<Answers> out;
  for (const Date date : dates) out.push_back(tallies.answers(date, {}, stop));
  return out;
}

}  // namespace data
