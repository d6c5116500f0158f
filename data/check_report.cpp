#include "data/check_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "data/source/csv.h"
#include "data/source/i18n.h"

namespace data {
namespace {

using Json = nlohmann::ordered_json;

std::string integer(std::uint64_t value) { return format_integer(static_cast<std::int64_t>(value)); }

// For machines ----------------------------------------------------------------------------------------------------

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json findings_json(const std::vector<Finding>& findings) {
  Json out = Json::array();
  for (const Finding& finding : findings) {
    Json rows = Json::array();
    for (const FindingRow& row : finding.rows)
      rows.push_back({{"fid", row.fid ? Json(*row.fid) : Json(nullptr)}, {"code", text_or_null(row.code)}, {"detail", row.detail}});
    out.push_back({{"kind", finding.kind}, {"count", finding.count}, {"rows", std::move(rows)}});
  }
  return out;
}

Json layer_json(const LayerCheck& layer) {
  Json out{{"id", layer.id},
           {"source", layer.source},
           {"read", layer.read ? Json(*layer.read) : Json(nullptr)},
           {"used", layer.used ? Json(*layer.used) : Json(nullptr)},
           {"encoding", text_or_null(layer.encoding)},
           {"crs", text_or_null(layer.crs)},
           {"findings", findings_json(layer.findings)}};
  if (!layer.error.empty()) out["error"] = layer.error;
  return out;
}

void write_csv_rows(const char* what, const std::string& id, const std::string& source, const std::vector<Finding>& findings,
                    std::ostream& out) {
  for (const Finding& finding : findings)
    for (const FindingRow& row : finding.rows)
      out << what << ',' << csv_cell(id) << ',' << csv_cell(source) << ',' << finding.kind << ',' << finding.count << ','
          << (row.fid ? std::to_string(*row.fid) : std::string{}) << ',' << csv_cell(row.code) << ',' << csv_cell(row.detail) << "\r\n";
}

// For people ------------------------------------------------------------------------------------------------------

template <typename Rule>
const Rule& rule_of(const std::vector<Rule>& rules, const std::string& kind) {
  return *std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return kind == rule.kind; });
}

/// A CRS without a code is a page of text; its name is what a person knows it by.
std::string short_crs(const std::string& crs) {
  const std::size_t begin = crs.find("[\"");
  return begin == std::string::npos ? crs : crs.substr(begin + 2, crs.find('"', begin + 2) - begin - 2);
}

template <typename Rule>
void write_finding(const Finding& finding, const Rule& rule, std::ostream& out) {
  out << "  ✖ " << trf(rule.says, integer(finding.count)) << "  [" << finding.kind << "]\n";
  for (const FindingRow& row : finding.rows) {
    out << "      ";
    if (row.fid) out << trf("row {}", *row.fid) << "  ";
    if (!row.code.empty()) out << row.code << "  ";
    out << row.detail << "\n";
  }
  if (finding.count > finding.rows.size()) out << "      " << trf("… and {} more", integer(finding.count - finding.rows.size())) << "\n";
  out << "    → " << tr(rule.advice) << "\n";
}

void write_basemap(const LayerCheck& basemap, std::ostream& out) {
  if (!basemap.error.empty()) {
    out << "  ✖ " << basemap.error << "\n";
    return;
  }
  out << "  " << tr("basemap");
  if (basemap.crs.empty()) out << " · " << tr("comes from a network and was not looked at");
  else out << " · CRS: " << short_crs(basemap.crs);
  out << "\n";
  if (basemap.findings.empty() && !basemap.crs.empty()) out << "  ✔ " << tr("nothing found") << "\n";
  for (const Finding& finding : basemap.findings) write_finding(finding, rule_of(raster_rules(), finding.kind), out);
}

void write_layer(const LayerCheck& layer, std::ostream& out) {
  out << layer.id << "  " << layer.source << "\n";
  if (layer.basemap) return write_basemap(layer, out);
  if (!layer.read) {
    out << "  ✖ " << layer.error << "\n";
    return;
  }
  out << "  " << trf("{} rows read, {} used", integer(*layer.read), integer(*layer.used));
  out << " · " << trf("encoding: {}", layer.encoding.empty() ? tr("unknown") : layer.encoding);
  if (!layer.crs.empty()) out << " · CRS: " << short_crs(layer.crs);
  out << "\n";
  if (layer.findings.empty()) out << "  ✔ " << tr("nothing found") << "\n";
  for (const Finding& finding : layer.findings) write_finding(finding, rule_of(layer_rules(), finding.kind), out);
}

void write_quotes(const QuoteCheck& quotes, std::ostream& out) {
  if (quotes.sources.empty()) {
    out << tr("Quotes: not checked; name the folder of the documents with --sources, or put it beside the project as \"sources\"") << "\n";
    return;
  }
  const auto checked = static_cast<std::uint64_t>(quotes.targets.size());
  const auto found = static_cast<std::uint64_t>(
      std::count_if(quotes.targets.begin(), quotes.targets.end(), [](const TargetCheck& target) { return target.findings.empty(); }));
  out << trf("Quotes: {} checked in {}, {} found", integer(checked), quotes.sources.string(), integer(found)) << "\n";
  for (const TargetCheck& target : quotes.targets)
    for (const Finding& finding : target.findings)
      for (const FindingRow& row : finding.rows)
        out << "  ✖ " << target.id << "  " << target.file << ": " << row.detail << "  [" << finding.kind << "]\n";
  if (found < checked) out << "    → " << tr("compare with the document; correct the quote, its file, or the text of the document") << "\n";
  if (quotes.address_only > 0) out << "  " << trf("{} not checked here (address only)", integer(quotes.address_only)) << "\n";
  if (quotes.unquoted > 0) out << "  " << trf("{} without a quote that could be checked", integer(quotes.unquoted)) << "\n";
}

}  // namespace

void write_check_json(const Check& check, std::ostream& out) {
  Json layers = Json::array(), targets = Json::array();
  for (const LayerCheck& layer : check.layers) layers.push_back(layer_json(layer));
  for (const TargetCheck& target : check.quotes.targets)
    targets.push_back({{"id", target.id}, {"file", target.file}, {"findings", findings_json(target.findings)}});
  const Json report{{"layers", std::move(layers)}, {"targets", std::move(targets)}, {"faults", check.faults()}};
  out << report.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

void write_check_csv(const Check& check, std::ostream& out) {
  out << "what,id,source,kind,count,fid,code,detail\r\n";
  for (const LayerCheck& layer : check.layers) {
    if (!layer.error.empty())
      out << "layer," << csv_cell(layer.id) << ',' << csv_cell(layer.source) << ",error,,,," << csv_cell(layer.error) << "\r\n";
    write_csv_rows("layer", layer.id, layer.source, layer.findings, out);
  }
  for (const TargetCheck& target : check.quotes.targets) write_csv_rows("target", target.id, target.file, target.findings, out);
}

void write_check_table(const Check& check, std::ostream& out) {
  for (const LayerCheck& layer : check.layers) {
    write_layer(layer, out);
    out << "\n";
  }
  write_quotes(check.quotes, out);
  const auto broken = static_cast<std::uint64_t>(
      std::count_if(check.layers.begin(), check.layers.end(), [](const LayerCheck& layer) { return !layer.error.empty(); }));
  out << "\n";
  if (broken > 0) out << trf("Layers that did not load: {}", integer(broken)) << "\n";
  out << (check.faults() > 0 ? trf("Faults: {}", integer(check.faults())) : tr("No faults")) << "\n";
}

}  // namespace data
