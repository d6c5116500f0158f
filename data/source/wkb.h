// Well-known binary geometry -> flat arrays, without building an object per feature.
#pragma once

#include <cstddef>
#include <cstdint>

#include "data/source/geometry.h"

namespace data {

enum class WkbKind { empty, point, area, other, broken };

/// Reads the geometry's kind without reading its coordinates.
WkbKind wkb_kind(const std::uint8_t* bytes, std::size_t size);

/// Appends one row to `points`; the centre of a multi-point's first member. NaN for empty. False when it is no point.
bool append_point(const std::uint8_t* bytes, std::size_t size, Coordinates& points);

/// The same of what most points are, 21 bytes in this machine's order; anything else is left to append_point, and nothing is appended.
bool append_plain_point(const std::uint8_t* bytes, std::size_t size, Coordinates& points);

/// Appends one row to `areas` (polygon or multi-polygon, Z and M dropped; other members of a collection are skipped).
/// False when the bytes are broken, a coordinate is not finite, or they hold something but no polygon; the row is appended
/// all the same, empty.
bool append_area(const std::uint8_t* bytes, std::size_t size, Areas& areas);
/// Appends a row without geometry.
void append_empty_area(Areas& areas);

}  // namespace data
