// Values of one column, in a row in memory: our own, or those of a file that is mapped there.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace data {

/// Like a vector to whoever reads it. Only values of our own can grow; a view keeps what it looks at alive, and a copy of it is cheap.
template <typename T>
class Cells {
 public:
  using value_type = T;

  Cells() = default;
  Cells(std::vector<T> values) : own_(std::move(values)) { look(); }
  Cells(std::initializer_list<T> values) : own_(values) { look(); }
  /// `count` values from `at` on, which stay where they are for as long as `keeper` lives.
  Cells(const T* at, std::size_t count, std::shared_ptr<const void> keeper) : keeper_(std::move(keeper)), data_(at), size_(count) {}

  /// `count` values that `fill(T* to)` puts there. Nobody has touched their memory before: where several threads fill it, they share that too.
  template <typename Fill>
  static Cells filled(std::size_t count, const Fill& fill) {
    const auto values = std::make_shared_for_overwrite<T[]>(count);
    fill(values.get());
    return Cells(values.get(), count, values);
  }

  Cells(const Cells& other) : own_(other.own_), keeper_(other.keeper_), data_(other.data_), size_(other.size_) {
    if (!keeper_) look();
  }
  Cells(Cells&& other) noexcept
      : own_(std::move(other.own_)), keeper_(std::move(other.keeper_)), data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {
    other.own_.clear();
  }
  Cells& operator=(Cells other) noexcept {
    std::swap(own_, other.own_), std::swap(keeper_, other.keeper_), std::swap(data_, other.data_), std::swap(size_, other.size_);
    return *this;
  }
  ~Cells() = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* data() const { return data_; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  const T& front() const { return data_[0]; }
  const T& back() const { return data_[size_ - 1]; }

  void reserve(std::size_t count) { own_.reserve(count), look(); }
  void push_back(const T& value) { own_.push_back(value), look(); }

  bool operator==(const Cells& other) const {
    if (size_ != other.size_) return false;
    for (std::size_t i = 0; i < size_; ++i)
      if (!(data_[i] == other.data_[i])) return false;
    return true;
  }

 private:
  void look() { data_ = own_.data(), size_ = own_.size(); }

  std::vector<T> own_;
  std::shared_ptr<const void> keeper_;  ///< null: the values are our own
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace data
