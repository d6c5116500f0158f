#include "viewer/pack/headlines.h"

#include <algorithm>

#include "data/model/words.h"

namespace viewer {
namespace {

using data::trf;

constexpr std::size_t most_without_headlines = 8;

}  // namespace

std::vector<const data::ScoreRow*> headline_rows(const data::Loaded& loaded) {
  std::vector<const data::ScoreRow*> out;
  for (const data::ScoreRow& row : loaded.scorecard.rows)
    if (row.target.headline && row.target.status != "superseded") out.push_back(&row);
  for (const data::ScoreRow& row : loaded.scorecard.rows)
    if (row.actual && row.target.status != "superseded" && out.size() < most_without_headlines &&
        std::none_of(out.begin(), out.end(), [](const auto* r) { return r->target.headline; }))
      out.push_back(&row);
  return out;
}

std::string actual_words(const data::ScoreRow& row) {
  if (!row.actual) return "–";
  return data::figure_text(*row.actual, row.indicator, data::language(), data::aimed_at(row.target));
}

std::string origin_words(const data::ScoreRow& row) {
  return row.actual ? data::origin_text(*row.actual, row.indicator, data::language()) : std::string();
}

std::string document_words(const data::Provenance& source) {
  std::string out = source.document;
  for (const std::string& part : {source.issuer, data::given_date_text(source.date, data::language())})
    if (!part.empty()) out += ", " + part;
  return out;
}

std::vector<std::string> source_lines(const data::Loaded& loaded) {
  std::vector<std::string> out;
  for (const auto& layer : loaded.dataset->layers) {
    if (!layer->table) continue;
    const std::string& name = layer->source.name.in(data::language());
    const auto date = layer->source.date ? layer->source.date : loaded.dataset->project.date;
    const std::string rows = data::format_integer(static_cast<std::int64_t>(layer->table->rows));
    out.push_back(date ? trf("Layer {0}: {1} rows, as of {2}", name.empty() ? layer->source.id : name, rows, data::format_date(*date))
                       : trf("Layer {0}: {1} rows", name.empty() ? layer->source.id : name, rows));
  }
  for (const data::ScoreRow* row : headline_rows(loaded)) {
    const std::string line = document_words(row->target.source);
    if (std::find(out.begin(), out.end(), line) == out.end()) out.push_back(line);
  }
  return out;
}

}  // namespace viewer
