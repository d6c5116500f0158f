#include "data/source/boolean_fields.h"

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
