#include "data/source/xml.h"

#include <cpl_minixml.h>

#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/i18n.h"

namespace data {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

void require_well_formed(const std::filesystem::path& file, const std::string& root) {
  start_gdal();
  const GdalErrors errors;
  CPLXMLNode* tree = CPLParseXMLFile(file.c_str());
  const bool found = tree != nullptr && CPLGetXMLNode(tree, ("=" + root).c_str()) != nullptr;
  CPLDestroyXMLNode(tree);
  if (found && errors.first_error().empty()) return;
  throw Error({.what = tr("The file does not read back as it was written"), .file = file.string(), .why = errors.first_error()});
}

}  // namespace data
