// Flatbuffers (flatbuffers.dev, Internals) of unknown making: every look says whether there is anything to see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace data {

/// A flatbuffer: numbers anywhere in it, and fields of its tables; nothing where it ends before.
class FlatBuffer {
 public:
  explicit FlatBuffer(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <typename T>
  std::optional<T> at(std::uint64_t place) const {
    if (place > bytes_.size() || bytes_.size() - place < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data() + place, sizeof value);  // little-endian, as the machines GDAL's driver runs on
    return value;
  }
  /// Where a reference leads: it counts from where it stands.
  std::optional<std::uint64_t> follow(std::uint64_t place) const {
    const auto ahead = at<std::uint32_t>(place);
    return ahead ? std::optional(place + *ahead) : std::nullopt;
  }
  /// Where a field of the table stands; nothing when it has its default.
  std::optional<std::uint64_t> field(std::uint64_t table, int number) const {
    const auto back = at<std::int32_t>(table);
    if (!back || (*back > 0 && static_cast<std::uint64_t>(*back) > table)) return std::nullopt;
    const std::uint64_t offsets = table - static_cast<std::uint64_t>(std::int64_t{*back}),
                        slot = 4 + 2 * static_cast<std::uint64_t>(number);
    const auto size = at<std::uint16_t>(offsets), offset = at<std::uint16_t>(offsets + slot);
    if (!size || !offset || slot + 2 > *size || *offset == 0) return std::nullopt;
    return table + *offset;
  }

  /// What a vector of bytes or a text holds, its length before it; nothing when it ends beyond the buffer.
  std::optional<std::string_view> bytes(std::uint64_t place) const {
    const auto size = at<std::uint32_t>(place);
    if (!size || bytes_.size() - place - sizeof *size < *size) return std::nullopt;
    return std::string_view{reinterpret_cast<const char*>(bytes_.data()) + place + sizeof *size, *size};
  }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace data
