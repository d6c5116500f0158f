// Coordinates between reference systems, through PROJ, in batches, with the datum step Việt Nam needs.
#pragma once

#include <memory>
#include <string>

#include "data/source/geometry.h"

namespace data {

/// Moves coordinates from one CRS to another. One transform per thread: never share an instance.
/// Axis order is always x = easting or longitude, y = northing or latitude, whatever the authority says.
class Transform {
 public:
  /// CRS by anything PROJ understands: "EPSG:5897", WKT, a PROJ string. Throws Error naming the CRS that is unknown.
  Transform(const std::string& from_crs, const std::string& to_crs);
  ~Transform();
  Transform(Transform&&) noexcept;
  Transform& operator=(Transform&&) noexcept;

  bool identity() const;
  /// In place. A coordinate that cannot be transformed becomes NaN; returns how many did.
  std::size_t apply(double* x, double* y, std::size_t count) const;
  Point apply(Point p) const;
  /// A box on the other side that holds all of `box`, a hundredth larger on each side than what its edges come to. Empty when a
  /// part of its edges has no place there.
  Box reach_of(const Box& box) const;
  /// PROJ's description of the operation in use, e.g. "Inverse of VN-2000 to WGS 84 (2) + …".
  std::string description() const;

 private:
  struct Impl;
  class Idle;
  std::unique_ptr<Impl> impl_;
};

struct CrsInfo {
  std::string name;         ///< "VN-2000 / TM-3 zone 482"
  std::string authority;    ///< "EPSG:5897", or empty
  bool projected = false;   ///< metres on a plane rather than degrees
  std::string short_name;   ///< for the status bar: "VN-2000 105°00′" or the name
};
/// Throws Error for an unknown CRS.
CrsInfo describe_crs(const std::string& crs);

/// The longitude and latitude that a CRS is itself made of, on its own datum: "EPSG:4756" for VN-2000. PROJ finds the way there at once, and
/// one to another datum in 10 ms. Throws Error for a CRS that is unknown, or has no longitude and latitude in degrees.
std::string degrees_of(const std::string& crs);

/// Metres between two points of a CRS, along the shortest way on its ellipsoid (PROJ's geodesic routines: Karney, "Algorithms for
/// geodesics", 2013). NaN when a point has no place on the earth. Throws Error for an unknown CRS.
double ground_distance(const std::string& crs, Point from, Point to);

/// Metres of the projection per true metre at `p`: its scale factor, 0.9999 on the central meridian of VN-2000 / TM-3. 1.0 when unknown.
double scale_factor(const std::string& crs, Point p);

}  // namespace data
