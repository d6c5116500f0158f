#include "data/source/boolean_fields.h"

#include <fmt/format.h>
#include <gdal_version.h>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace data {

bool garbles_booleans(const std::string& driver) {
  return GDAL_VERSION_NUM < GDAL_COMPUTE_VERSION(3, 8, 3) && (driver == "GPKG" || driver == "FlatGeobuf");
}

bool is_boolean(OGRLayerH layer, const std::string& field) {
  OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
  return OGR_Fld_GetSubType(OGR_FD_GetFieldDefn(definition, OGR_FD_GetFieldIndex(definition, field.c_str()))) == OFSTBoolean;
}

std::optional<int> BooleanFields::value_of(OGRFeatureH feature, int field) {
  if (OGR_F_IsFieldSetAndNotNull(feature, field) == 0) return std::nullopt;
  return OGR_F_GetFieldAsInteger(feature, field);
}

namespace {

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) (out += c) += c == '"' ? "\"" : "";
  return out + '"';
}

/// The one value that a query gives; nothing when it fails, without a word.
std::optional<std::string> answer(GDALDatasetH dataset, const std::string& query) {
  const GdalErrors unheard;
  OGRLayerH result = GDALDatasetExecuteSQL(dataset, query.c_str(), nullptr, nullptr);
  if (result == nullptr) return std::nullopt;
  std::optional<std::string> out;
  if (OGRFeatureH row = OGR_L_GetNextFeature(result)) {
    if (OGR_F_IsFieldSetAndNotNull(row, 0) != 0) out = OGR_F_GetFieldAsString(row, 0);
    OGR_F_Destroy(row);
  }
  GDALDatasetReleaseResultSet(dataset, result);
  return out;
}

}  // namespace

/// All values as one text, a digit each, 2 for null; 9 is no boolean, and GDAL knows what to make of it. Another index than the rows' own
/// would change their order.
bool BooleanFields::query(GDALDatasetH dataset, OGRLayerH layer, const std::vector<std::string>& names) {
  std::string digits;
  for (const std::string& name : names)
    digits +=
        fmt::format("{0}CASE {1} WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE iif({1} IS NULL, 2, 9) END", digits.empty() ? "" : " || ", quoted(name));
  const auto text = answer(dataset, fmt::format("SELECT group_concat({}, '') FROM {} NOT INDEXED", digits, quoted(OGR_L_GetName(layer))));
  if (!text || text->size() % names.size() != 0 || text->find('9') != std::string::npos) return false;
  for (std::size_t i = 0; i < text->size(); ++i)
    values_[i % names.size()].push_back((*text)[i] == '2' ? null : static_cast<std::int8_t>((*text)[i] == '1'));
  return true;
}

BooleanFields::BooleanFields(std::string source, std::vector<std::string> names, bool ids, Prepare prepare, std::stop_token stop)
    : values_(names.size()) {
  reading_ = std::async(std::launch::async, [this, source = std::move(source), names = std::move(names), ids, prepare = std::move(prepare),
                                             stop = std::move(stop), lang = language()] {
    const LanguageHere words(lang);
    read(source, names, ids, prepare, stop);
  });
}

BooleanFields::~BooleanFields() {
  give_up_ = true;
  if (reading_.valid()) reading_.wait();
}

void BooleanFields::read(const std::string& source, const std::vector<std::string>& names, bool ids, const Prepare& prepare,
                         const std::stop_token& stop) {
  const GdalDataset own = open_read_only(source);
  OGRLayerH layer = prepare(own.get());
  if (is_geopackage(GDALGetDriverShortName(GDALGetDatasetDriver(own.get()))) && query(own.get(), layer, names)) return;
  std::vector<int> fields;
  for (const std::string& name : names) fields.push_back(OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name.c_str()));
  GdalErrors errors;
  while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
    for (std::size_t i = 0; i < fields.size(); ++i)
      values_[i].push_back(static_cast<std::int8_t>(value_of(feature, fields[i]).value_or(null)));
    if (ids) ids_.push_back(OGR_F_GetFID(feature));
    OGR_F_Destroy(feature);
    if (give_up_ || stop.stop_requested()) throw Error({.what = tr("Reading was stopped"), .file = source});
  }
  if (const std::string trouble = errors.first_error(); !trouble.empty()) throw Error({.what = {}, .file = source, .why = trouble});
}

}  // namespace data
