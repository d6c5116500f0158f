// One thing's meshes at several levels of detail: which is wanted, which is being made, which is the best one to draw now.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "layers/layer.h"

namespace layers {

/// `Key` tells the things apart (a unit level, a unit); `Buffer` is made from the mesh on the GL thread.
template <typename Key, typename Buffer>
class Lods {
 public:
  explicit Lods(std::size_t kept = 8) : kept_(kept) {}

  /// The ticket of a new wish, or nothing when this mesh is here or on its way.
  std::optional<std::uint64_t> wish(const Key& key, double tolerance) {
    const Name name{key, tolerance};
    if (const auto found = std::find_if(ready_.begin(), ready_.end(), [&](const Ready& r) { return r.name == name; });
        found != ready_.end()) {
      std::rotate(found, found + 1, ready_.end());  // used last, dropped last
      return std::nullopt;
    }
    for (const auto& [ticket, pending] : pending_)
      if (pending == name) return std::nullopt;
    const std::uint64_t ticket = next_ticket();
    pending_.emplace(ticket, name);
    return ticket;
  }

  /// False when the ticket is not one of ours. A piece of another kind (a job that was stopped) only ends the wait.
  template <typename Mesh>
  bool accept(std::uint64_t ticket, const Mesh* mesh) {
    const auto found = pending_.find(ticket);
    if (found == pending_.end()) return false;
    if (mesh) {
      ready_.push_back({found->second, Buffer(*mesh)});
      if (ready_.size() > kept_) ready_.erase(ready_.begin());
    }
    pending_.erase(found);
    return true;
  }

  /// The mesh for `key` whose detail is nearest to what is asked; null when there is none yet.
  const Buffer* best(const Key& key, double tolerance) const {
    const Ready* best = nullptr;
    double least = 0;
    for (const Ready& r : ready_) {
      const double off = std::abs(std::log2(std::max(r.name.tolerance, 1e-3) / std::max(tolerance, 1e-3)));
      if (r.name.key == key && (!best || off < least)) best = &r, least = off;
    }
    return best ? &best->buffer : nullptr;
  }
  bool waiting() const { return !pending_.empty(); }
  void clear() { ready_.clear(), pending_.clear(); }

 private:
  struct Name {
    Key key;
    double tolerance;
    bool operator==(const Name&) const = default;
  };
  struct Ready {
    Name name;
    Buffer buffer;
  };
  std::size_t kept_;
  std::vector<Ready> ready_;  ///< least recently wished for first
  std::map<std::uint64_t, Name> pending_;
};

}  // namespace layers
