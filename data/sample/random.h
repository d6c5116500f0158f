// Our own random numbers and noise: the standard library's distributions differ between versions, and a sample may not.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace data {

/// One step of splitmix64: a good hash of any 64-bit value.
constexpr std::uint64_t scramble(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

constexpr std::uint64_t scramble(std::uint64_t a, std::uint64_t b) { return scramble(scramble(a) ^ (b * 0xD6E8FEB86659FD93ULL)); }

/// A stable hash of a code, so that what is drawn for one unit does not depend on the units before it.
constexpr std::uint64_t hash_text(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return scramble(hash);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(scramble(seed)) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    return scramble(state_);
  }
  /// Evenly in [0, 1).
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double range(double low, double high) { return low + (high - low) * unit(); }
  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>((next() >> 32) * count >> 32); }
  /// Roughly normal with mean 0 and deviation 1, never beyond 3.5: no library function whose last bit could differ.
  double normal() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508075688772; }

 private:
  std::uint64_t state_;
};

/// Smooth noise over the plane in about [-1, 1]; one unit of x or y is one lump.
inline double noise(double x, double y, std::uint64_t seed) {
  const double floor_x = std::floor(x), floor_y = std::floor(y);
  const auto corner = [&](double dx, double dy) {
    const auto ix = static_cast<std::int64_t>(floor_x + dx), iy = static_cast<std::int64_t>(floor_y + dy);
    const std::uint64_t hash = scramble(seed ^ (static_cast<std::uint64_t>(ix) * 0x8DA6B343ULL) ^ (static_cast<std::uint64_t>(iy) << 32));
    // A gradient per corner: values alone would leave the lattice visible as flat spots.
    const double gx = static_cast<double>(hash & 0xFFFF) / 32767.5 - 1.0, gy = static_cast<double>(hash >> 16 & 0xFFFF) / 32767.5 - 1.0;
    return gx * (x - floor_x - dx) + gy * (y - floor_y - dy);
  };
  const auto ease = [](double t) { return t * t * t * (t * (t * 6 - 15) + 10); };
  const double u = ease(x - floor_x), v = ease(y - floor_y);
  const double low = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u, high = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
  return (low + (high - low) * v) * 1.6;
}

/// Noise with finer and finer detail on top; the sum stays in about [-1, 1].
inline double fractal(double x, double y, int octaves, std::uint64_t seed) {
  double sum = 0, weight = 1, total = 0;
  for (int octave = 0; octave < octaves; ++octave, weight *= 0.5, x *= 2.03, y *= 2.03) {
    sum += weight * noise(x, y, seed + static_cast<std::uint64_t>(octave));
    total += weight;
  }
  return sum / total;
}

}  // namespace data
