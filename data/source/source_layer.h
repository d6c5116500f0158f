// What a source offers: its layers, its fields, and how its text is written. What a project asks for is looked up here, and what is
// missing is told with what there is.
#pragma once

#include <string>
#include <vector>

#include "data/source/gdal.h"
#include "data/source/read_table.h"

namespace data {

/// " (layers[2].fields.unit)" for the end of a message; empty for none.
std::string with_key(const std::string& key);

/// The layer that was asked for, or the only one. Throws Error listing them.
OGRLayerH find_layer(GDALDatasetH dataset, const ReadRequest& request);

std::vector<std::string> field_names(OGRFeatureDefnH definition);
/// Exactly, else ignoring case and accents; the name as the source spells it, or empty.
std::string resolve_field(const std::vector<std::string>& names, const std::string& wish);
[[noreturn]] void missing_field(const ReadRequest& request, const std::string& field, const std::string& key,
                                const std::vector<std::string>& names);

/// The pair of columns that hold positions, as given or by their usual names. `degrees` when the names say so.
struct CoordinateFields {
  std::string x, y;
  bool degrees = false;
};
CoordinateFields coordinate_fields(const ReadRequest& request, const std::vector<std::string>& names);

/// The ICU name of what the project or a .cpg beside the shapefile says, or empty when they say nothing usable. GDAL is told
/// not to recode (see open_read_only).
std::string encoding_of(const ReadRequest& request);

}  // namespace data
