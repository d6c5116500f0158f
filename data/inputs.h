// Everything a project was read from, and whether it is still the same: what a picture rests on.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "data/load.h"
#include "data/source/sha256.h"

namespace data {

/// One file, one folder read as one thing, or one source that is elsewhere.
struct Input {
  std::filesystem::path path;      ///< absolute; empty for what is not on this computer
  std::string source;              ///< then what the project calls it, without passwords
  std::vector<std::string> parts;  ///< of the project that read it: "project", "units[0]", "layers[2]", "targets", …
};

/// In the order in which a project is read, each once: project.json, units, layers and basemaps, indicators, crosswalk, targets, actuals,
/// rankings. What was left closed, because the page needed no part of it, is not among them; what failed to open is.
std::vector<Input> inputs_of(const Loaded& loaded, const std::filesystem::path& layout = {});

/// Fingerprints made on a thread of its own, which gives way to whoever draws meanwhile.
class InputDigests {
 public:
  /// `kept`: folder of what is kept between runs; empty: every file is read.
  explicit InputDigests(std::vector<Input> inputs, std::filesystem::path kept = {});
  ~InputDigests() = default;  ///< stops early
  InputDigests(const InputDigests&) = delete;
  InputDigests& operator=(const InputDigests&) = delete;

  const std::vector<Input>& inputs() const { return inputs_; }
  /// Waits for them. By input; nothing for what is elsewhere or gone.
  const std::vector<std::optional<FileDigest>>& wait();

 private:
  std::vector<Input> inputs_;
  std::vector<std::optional<FileDigest>> digests_;
  std::jthread worker_;  ///< last: ends before what it writes to goes
};

}  // namespace data
