// Small GeoJSON files, for tests that have no GDAL at hand.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace support {

class GeoJson {
 public:
  GeoJson& box(double x0, double y0, double x1, double y1, const nlohmann::json& properties) {
    return add("Polygon", {{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}, properties);
  }
  GeoJson& point(double x, double y, const nlohmann::json& properties) { return add("Point", {x, y}, properties); }
  std::string text() const { return nlohmann::json{{"type", "FeatureCollection"}, {"features", features_}}.dump(); }

 private:
  GeoJson& add(const char* type, const nlohmann::json& coordinates, const nlohmann::json& properties) {
    features_.push_back({{"type", "Feature"}, {"properties", properties}, {"geometry", {{"type", type}, {"coordinates", coordinates}}}});
    return *this;
  }
  nlohmann::json features_ = nlohmann::json::array();
};

}  // namespace support
