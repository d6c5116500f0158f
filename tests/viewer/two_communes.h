// Two communes side by side and their households, as files that a project of a test is made of.
#pragma once

#include "tests/support/geojson.h"
#include "tests/support/scratch.h"

namespace viewer {

/// in/communes.geojson, in/households.csv: 950 of 1500 households connected.
inline void write_two_communes(const support::Scratch& scratch) {
  scratch.write("in/communes.geojson",
                support::GeoJson()
                    .box(105.6, 21.3, 105.7, 21.4, {{"code", "08707"}, {"name", "Phường Tích Sơn"}, {"parent", "26"}})
                    .box(105.7, 21.3, 105.8, 21.4, {{"code", "08710"}, {"name", "Phường Liên Bảo"}, {"parent", "26"}})
                    .text());
  scratch.write("in/households.csv", "code,households,fiber\n08707,1000,850\n08710,500,100\n");
}

}  // namespace viewer
