// pack.json: what a pack was made of and which of its files are done, so that a run that was cut short goes on where it stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "viewer/sidecar.h"

namespace viewer {

/// What everything in a pack depends on. Two packs with the same one hold the same bytes.
struct PackRecipe {
  std::string version, program;  ///< program: fingerprint of what draws and speaks: the binary, its assets, its translations
  std::string lang, date, layout, level, indicator;
  std::vector<std::string> formats;
  std::vector<SidecarInput> inputs;

  /// False: an input has no fingerprint, for it is not on this computer, and may have changed without a trace.
  bool repeatable() const;
};

/// The folder of a pack. Every file in it appears whole or not at all; those of another recipe, and halves that a kill left behind,
/// are taken away first. Files that no pack wrote are never touched. Safe from several threads.
class PackFolder {
 public:
  /// Throws data::Error when the folder cannot be written, or holds other things and no pack.
  PackFolder(std::filesystem::path folder, PackRecipe recipe);

  /// Names what will be written, so that whatever a kill leaves behind can be told from other people's files.
  void expect(const std::vector<std::string>& files);
  /// The file is there from an earlier run of the same recipe, as that run wrote it.
  bool has(const std::string& file) const;
  std::filesystem::path path_of(const std::string& file) const { return folder_ / file; }
  /// Writes it whole and remembers it. Throws data::Error.
  void write(const std::string& file, const std::vector<std::uint8_t>& bytes);
  void write(const std::string& file, const std::string& text);
  /// Remembers a file that somebody else wrote there whole. Throws data::Error when it is not there.
  void wrote(const std::string& file);
  /// A place for such a file, its folder made.
  std::filesystem::path place_for(const std::string& file) const;
  /// How many files were kept from earlier runs, and how large the pack is.
  std::size_t kept() const { return kept_; }
  std::uint64_t bytes() const;
  /// Everything is there: pack.json says so.
  void finish();

 private:
  struct Made {
    std::uint64_t bytes = 0;
    std::string sha256;  ///< empty: expected, not there yet
  };
  void adopt();
  void tidy(const std::map<std::string, Made>& earlier);
  void save(bool complete);

  std::filesystem::path folder_;
  PackRecipe recipe_;
  mutable std::mutex mutex_;
  std::map<std::string, Made> made_;
  std::size_t kept_ = 0;
};

}  // namespace viewer
