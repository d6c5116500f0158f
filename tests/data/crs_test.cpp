// The expected coordinates were computed outside PROJ: ellipsoid to earth-centred, the seven published parameters of
// VN-2000 (coordinate-frame rotation), back to the ellipsoid, and Krueger's series for the transverse Mercator projection.
#include "data/source/crs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "tests/support/scratch.h"

namespace data {
namespace {

struct Known {
  const char* crs;
  Point degrees, metres;
};
// Vĩnh Yên, Hưng Yên, Hà Tĩnh, Thái Nguyên.
const Known known[] = {{"EPSG:5897", {105.6, 21.3}, {562055.1871, 2356283.3111}},
                       {"EPSG:9209", {106.06, 20.65}, {558156.9289, 2284307.7450}},
                       {"EPSG:9209", {105.9, 18.34}, {542080.2267, 2028567.3968}},
                       {"EPSG:9213", {105.84, 21.59}, {431463.3028, 2388417.9052}},
                       {"EPSG:3405", {105.6, 21.3}, {562036.5687, 2355576.3555}}};

constexpr double centimetre = 0.01;

TEST(Crs, Wgs84ToVn2000WithTheDatumStep) {
  for (const Known& k : known) {
    const Point p = Transform("EPSG:4326", k.crs).apply(k.degrees);
    EXPECT_NEAR(p.x, k.metres.x, centimetre) << k.crs;
    EXPECT_NEAR(p.y, k.metres.y, centimetre) << k.crs;
  }
}

TEST(Crs, Vn2000ToWgs84AndBack) {
  for (const Known& k : known) {
    const Point p = Transform(k.crs, "EPSG:4326").apply(k.metres);
    EXPECT_NEAR(p.x, k.degrees.x, 1e-7) << k.crs;  // a centimetre of longitude
    EXPECT_NEAR(p.y, k.degrees.y, 1e-7) << k.crs;
  }
}

TEST(Crs, LeavingTheDatumStepOutWouldShiftByTwoHundredMetres) {
  // The same numbers taken as VN-2000 degrees: only the projection is left.
  const Point with = Transform("EPSG:4326", "EPSG:5897").apply({105.6, 21.3}),
              without = Transform("EPSG:4756", "EPSG:5897").apply({105.6, 21.3});
  EXPECT_NEAR(without.x, 562251.3562, centimetre);
  EXPECT_NEAR(without.y, 2356175.3389, centimetre);
  EXPECT_NEAR(std::hypot(with.x - without.x, with.y - without.y), 223.92, centimetre);
}

TEST(Crs, XIsAlwaysEastWhateverTheAuthoritySays) {
  // EPSG:4326 and EPSG:4756 put latitude first; VN-2000 zones put northing first. We never do.
  const Point p = Transform("EPSG:4326", "EPSG:4756").apply({105.6, 21.3});
  EXPECT_NEAR(p.x, 105.5981132793, 1e-7);
  EXPECT_NEAR(p.y, 21.3009819482, 1e-7);
  const Point zone = Transform("EPSG:5897", "EPSG:9209").apply({562055.1871, 2356283.3111});
  EXPECT_LT(zone.x, 562055.1871 - 50000);  // half a degree further west of its meridian
  EXPECT_NEAR(zone.y, 2356283, 400);
}

TEST(Crs, SameSystemInAnySpellingIsIdentity) {
  EXPECT_TRUE(Transform("EPSG:5897", "EPSG:5897").identity());
  EXPECT_TRUE(Transform("EPSG:4326", "OGC:CRS84").identity());
  EXPECT_FALSE(Transform("EPSG:4326", "EPSG:5897").identity());
  EXPECT_FALSE(Transform("EPSG:5897", "EPSG:9209").identity());
  const Point p = Transform("EPSG:4326", "EPSG:4326").apply({105.6, 21.3});
  EXPECT_EQ(p, (Point{105.6, 21.3}));
}

TEST(Crs, ABatchIsTheSameAsItsPointsAndCountsWhatIsLost) {
  std::vector<double> x{105.6, 105.6, std::nan(""), 106.06}, y{21.3, 2000, 21.3, 20.65};
  const Transform transform("EPSG:4326", "EPSG:5897");
  EXPECT_EQ(transform.apply(x.data(), y.data(), 4), 2u);
  EXPECT_NEAR(x[0], 562055.1871, centimetre);
  EXPECT_TRUE(std::isnan(x[1]) && std::isnan(y[1]));
  EXPECT_TRUE(std::isnan(x[2]) && std::isnan(y[2]));
  EXPECT_TRUE(std::isfinite(x[3]) && std::isfinite(y[3]));
  EXPECT_EQ(transform.apply(nullptr, nullptr, 0), 0u);
}

TEST(Crs, SaysWhichOperationIsUsed) {
  const Transform transform("EPSG:5897", "EPSG:4326");
  transform.apply({562055, 2356283});
  EXPECT_NE(transform.description().find("VN-2000 to WGS 84"), std::string::npos) << transform.description();
  EXPECT_EQ(transform.description().find("allpark"), std::string::npos) << transform.description();
}

TEST(Crs, UnknownNamesAreToldWithWhatToWrite) {
  set_language(Lang::en);
  for (const auto& way : {std::pair{"EPSG:999999", "EPSG:4326"}, std::pair{"EPSG:4326", "EPSG:999999"}}) {
    const std::string error = support::error_of([&] { Transform(way.first, way.second); });
    EXPECT_NE(error.find("EPSG:999999"), std::string::npos) << error;
    EXPECT_NE(error.find("EPSG:5897"), std::string::npos) << error;
  }
  EXPECT_NE(support::error_of([] { describe_crs("Vĩnh Phúc"); }).find("Vĩnh Phúc"), std::string::npos);
  EXPECT_NE(support::error_of([] { describe_crs("EPSG:6960"); }).find("EPSG:6960"), std::string::npos);  // a transformation is no CRS
  EXPECT_NE(support::error_of([] { Transform("", "EPSG:4326"); }), "no error");
}

TEST(Crs, NamesForPeopleCarryTheMeridian) {
  EXPECT_EQ(describe_crs("EPSG:5897").short_name, "VN-2000 105°00′");
  EXPECT_EQ(describe_crs("EPSG:9209").short_name, "VN-2000 105°30′");
  EXPECT_EQ(describe_crs("EPSG:9213").short_name, "VN-2000 106°30′");
  EXPECT_EQ(describe_crs("EPSG:4326").short_name, "WGS 84");
  const CrsInfo info = describe_crs("EPSG:5897");
  EXPECT_EQ(info.authority, "EPSG:5897");
  EXPECT_TRUE(info.projected);
  EXPECT_FALSE(describe_crs("EPSG:4326").projected);
  EXPECT_FALSE(describe_crs("EPSG:4756").projected);
}

TEST(ScaleFactor, IsTheSystemsOwnOnItsMeridian) {
  EXPECT_NEAR(scale_factor("EPSG:5897", {500000, 2356057}), 0.9999, 1e-7);
  EXPECT_NEAR(scale_factor("EPSG:9213", {500000, 2388000}), 0.9999, 1e-7);
  EXPECT_NEAR(scale_factor("EPSG:3405", {500000, 2356057}), 0.9996, 1e-7);
  // 62 km east of the meridian, by the difference of two projected points a hair apart.
  EXPECT_NEAR(scale_factor("EPSG:5897", {562251.3562, 2356175.3389}), 0.9999479, 1e-7);
}

TEST(GroundDistance, IsThatOfTheEllipsoid) {
  // WGS 84's own figures: a quarter of a meridian, and a degree of the equator.
  EXPECT_NEAR(ground_distance("EPSG:4326", {105, 0}, {105, 90}), 10001965.729, 0.001);
  EXPECT_NEAR(ground_distance("EPSG:4326", {105, 0}, {106, 0}), 111319.491, 0.001);
  // A degree of the parallel of 21° 18′: (π / 180) a cos φ / √(1 − e² sin² φ), less the hand by which the shortest way cuts the parallel.
  EXPECT_NEAR(ground_distance("EPSG:4326", {105.0, 21.3}, {106.0, 21.3}), 103761.1, 0.3);
}

TEST(GroundDistance, TakesTheProjectionsScaleOut) {
  // On zone 482's meridian 10 km of the grid are 10 000 / 0.9999 m of ground; in Web Mercator at 21° 18′ far fewer than they seem.
  EXPECT_NEAR(ground_distance("EPSG:5897", {495000, 2356057}, {505000, 2356057}), 10001.0, 0.05);
  EXPECT_NEAR(ground_distance("EPSG:3857", {11750000, 2427000}, {11760000, 2427000}), 9321.4, 0.5);
  EXPECT_TRUE(std::isnan(ground_distance("EPSG:5897", {std::nan(""), 0}, {500000, 2356057})));
}

/// Systems as other programs write them: with a datum step of their own, or none.
TEST(GroundDistance, NeedsNoCodeOfASystem) {
  const std::string plane = "+proj=tmerc +lat_0=0 +lon_0=105 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs";
  for (const char* step : {"", " +towgs84=-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"}) {
    const std::string crs = plane + step + " +type=crs";
    EXPECT_NEAR(ground_distance(crs, {495000, 2356057}, {505000, 2356057}), 10001.0, 0.05) << crs;
    EXPECT_FALSE(Transform(crs, degrees_of(crs)).identity());
  }
  EXPECT_EQ(degrees_of("EPSG:5897"), "EPSG:4756");
}

TEST(ScaleFactor, IsOneWhereItMakesNoSense) { EXPECT_EQ(scale_factor("EPSG:5897", {std::nan(""), 0}), 1.0); }

}  // namespace
}  // namespace data
