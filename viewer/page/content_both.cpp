// A page in both languages: each text with its other one, each figure once.
#include "viewer/page/content.h"
#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

void join(CardContent& vi, const CardContent& en) {
  vi.name = stacked(vi.name, en.name);
  vi.verdict_word = stacked(vi.verdict_word, en.verdict_word);
  for (const auto part : {&CardContent::figure_note, &CardContent::figure_date, &CardContent::deadline, &CardContent::status,
                          &CardContent::target_line, &CardContent::gap, &CardContent::gap_things})
    vi.*part = woven(vi.*part, en.*part);
}

void join(std::vector<CardContent>& vi, const std::vector<CardContent>& en) {
  for (std::size_t i = 0; i < std::min(vi.size(), en.size()); ++i) join(vi[i], en[i]);
}

void join(LegendContent& vi, const LegendContent& en) {
  vi.heading = beside(vi.heading, en.heading), vi.count_heading = stacked(vi.count_heading, en.count_heading);
  vi.note = stacked(vi.note, en.note);
  for (const auto list : {&LegendContent::classes, &LegendContent::symbols})
    for (std::size_t i = 0; i < std::min((vi.*list).size(), (en.*list).size()); ++i)
      (vi.*list)[i].text = woven((vi.*list)[i].text, (en.*list)[i].text);
}

void join(TableContent& vi, const TableContent& en) {
  for (const auto part :
       {&TableContent::heading, &TableContent::none, &TableContent::name, &TableContent::parent, &TableContent::denominator,
        &TableContent::numerator, &TableContent::share, &TableContent::bar, &TableContent::needed})
    vi.*part = stacked(vi.*part, en.*part);
  vi.both_languages = true;
}

void join(PageWords& vi, const PageWords& en) {
  for (const auto part : {&PageWords::actual, &PageWords::target, &PageWords::verdict}) vi.*part = beside(vi.*part, en.*part);
  vi.no_target = stacked(vi.no_target, en.no_target), vi.scale = woven(vi.scale, en.scale);
}

}  // namespace

PageContent in_both(PageContent vi, const PageContent& en) {
  for (const auto part : {&PageContent::title, &PageContent::why_not, &PageContent::definition, &PageContent::source})
    vi.*part = stacked(vi.*part, en.*part);
  for (const auto part : {&PageContent::place, &PageContent::illustrative}) vi.*part = beside(vi.*part, en.*part);
  for (const auto part : {&PageContent::data_date, &PageContent::target_line, &PageContent::stamp}) vi.*part = woven(vi.*part, en.*part);
  if (vi.score && en.score) join(*vi.score, *en.score);
  join(vi.others, en.others), join(vi.strip, en.strip), join(vi.legend, en.legend), join(vi.table, en.table), join(vi.words, en.words);
  return vi;
}

}  // namespace viewer
