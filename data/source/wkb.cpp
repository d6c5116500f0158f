#include "data/source/wkb.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace data {
namespace {

/// Walks WKB of either byte order; every read checks the end.
class Reader {
 public:
  Reader(const std::uint8_t* bytes, std::size_t size) : at_(bytes), end_(bytes + size) {}
  bool good() const { return good_; }

  /// Byte order and type of the next geometry; leaves the reader at its content.
  std::uint32_t header() {
    swap_ = (take<std::uint8_t>() == 1) != (std::endian::native == std::endian::little);
    std::uint32_t type = number();
    dimensions_ = 2;
    if (type & 0x80000000U) ++dimensions_;  // the old 2.5D flags
    if (type & 0x40000000U) ++dimensions_;
    type &= 0x0FFFFFFFU;
    const std::uint32_t iso = type / 1000;
    if (iso == 1 || iso == 2) ++dimensions_;
    if (iso == 3) dimensions_ += 2;
    return type % 1000;
  }
  std::uint32_t number() {
    const auto value = take<std::uint32_t>();
    return swap_ ? __builtin_bswap32(value) : value;
  }
  double real() {
    auto bits = take<std::uint64_t>();
    if (swap_) bits = __builtin_bswap64(bits);
    return std::bit_cast<double>(bits);
  }
  Point position() {
    Point p;
    p.x = real();
    p.y = real();
    for (int extra = 2; extra < dimensions_; ++extra) real();
    return p;
  }
  /// A count that the rest of the bytes can hold, else the reader goes bad: broken files must not allocate gigabytes.
  std::uint32_t count(std::size_t bytes_each) {
    const std::uint32_t n = number();
    if (static_cast<std::size_t>(end_ - at_) / bytes_each < n) good_ = false;
    return good_ ? n : 0;
  }
  void fail() { good_ = false; }

 private:
  template <typename T>
  T take() {
    T value{};
    if (!good_ || static_cast<std::size_t>(end_ - at_) < sizeof(T)) {
      good_ = false;
      return value;
    }
    std::memcpy(&value, at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }
  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool good_ = true, swap_ = false;
  int dimensions_ = 2;
};

void polygon(Reader& reader, Areas& areas) {
  const std::uint32_t rings = reader.count(4);
  bool any = false;
  for (std::uint32_t r = 0; r < rings && reader.good(); ++r) {
    const std::uint32_t n = reader.count(16);
    const std::size_t begin = areas.x.size();
    for (std::uint32_t i = 0; i < n && reader.good(); ++i) {
      const Point p = reader.position();
      if (!std::isfinite(p.x) || !std::isfinite(p.y)) reader.fail();
      areas.x.push_back(p.x);
      areas.y.push_back(p.y);
    }
    std::size_t kept = areas.x.size() - begin;
    if (kept > 1 && areas.x[begin] == areas.x.back() && areas.y[begin] == areas.y.back()) --kept;
    if (kept < 3) kept = 0;
    areas.x.resize(begin + kept);
    areas.y.resize(begin + kept);
    if (kept == 0) continue;
    areas.first_vertex.push_back(static_cast<std::uint32_t>(areas.x.size()));
    any = true;
  }
  if (any) areas.first_ring.push_back(static_cast<std::uint32_t>(areas.first_vertex.size() - 1));
}

constexpr int deepest_collection = 8;

void skip_positions(Reader& reader) {
  const std::uint32_t n = reader.count(16);
  for (std::uint32_t i = 0; i < n && reader.good(); ++i) reader.position();
}

/// Takes the polygons and steps over points and lines: repaired polygons often leave some behind.
void collect(Reader& reader, Areas& areas, int depth) {
  const std::uint32_t type = reader.header();
  if (type == 3) return polygon(reader, areas);
  if (type == 1 && depth > 0) {
    reader.position();
  } else if (type == 2 && depth > 0) {
    skip_positions(reader);
  } else if ((type == 6 || type == 7 || (depth > 0 && (type == 4 || type == 5))) && depth < deepest_collection) {
    const std::uint32_t parts = reader.count(5);
    for (std::uint32_t i = 0; i < parts && reader.good(); ++i) collect(reader, areas, depth + 1);
  } else {
    reader.fail();
  }
}

}  // namespace

WkbKind wkb_kind(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return WkbKind::empty;
  Reader reader(bytes, size);
  const std::uint32_t type = reader.header();
  if (!reader.good()) return WkbKind::broken;
  if (type == 1 || type == 4) return WkbKind::point;
  if (type == 3 || type == 6 || type == 7) {  // a collection may hold polygons; append_area decides
    const bool none = reader.number() == 0;
    return !reader.good() ? WkbKind::broken : none ? WkbKind::empty : WkbKind::area;
  }
  return WkbKind::other;
}

bool append_point(const std::uint8_t* bytes, std::size_t size, Coordinates& points) {
  Point p{std::nan(""), std::nan("")};
  bool good = size == 0;
  if (size > 0) {
    Reader reader(bytes, size);
    std::uint32_t type = reader.header();
    if (type == 4 && reader.count(21) > 0) type = reader.header();
    if (type == 1) p = reader.position();
    good = reader.good() && type == 1;
    if (!good) p = {std::nan(""), std::nan("")};
  }
  points.x.push_back(p.x);
  points.y.push_back(p.y);
  return good;
}

bool append_plain_point(const std::uint8_t* bytes, std::size_t size, Coordinates& points) {
  static constexpr std::uint8_t head[] = {1, 1, 0, 0, 0};  // little-endian, a point
  if (size != sizeof head + 2 * sizeof(double) || std::endian::native != std::endian::little || std::memcmp(bytes, head, sizeof head) != 0)
    return false;
  double place[2];
  std::memcpy(place, bytes + sizeof head, sizeof place);
  points.x.push_back(place[0]);
  points.y.push_back(place[1]);
  return true;
}

bool append_area(const std::uint8_t* bytes, std::size_t size, Areas& areas) {
  if (size == 0) {
    append_empty_area(areas);
    return true;
  }
  const std::size_t vertices = areas.x.size(), rings = areas.first_vertex.size(), polygons = areas.first_ring.size();
  Reader reader(bytes, size);
  collect(reader, areas, 0);
  const bool good = reader.good() && (areas.first_ring.size() > polygons || wkb_kind(bytes, size) == WkbKind::empty);
  if (!good) {
    areas.x.resize(vertices);
    areas.y.resize(vertices);
    areas.first_vertex.resize(rings);
    areas.first_ring.resize(polygons);
  }
  areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1));
  return good;
}

void append_empty_area(Areas& areas) { areas.first_polygon.push_back(static_cast<std::uint32_t>(areas.first_ring.size() - 1)); }

}  // namespace data
