// FILE.json beside every picture: what it was made of and how, so that anyone can check it and make it again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/inputs.h"
#include "viewer/commands.h"

namespace viewer {

/// One thing the project was read from.
struct SidecarInput {
  std::vector<std::string> parts;          ///< of the project that read it: "project", "layers[2]", …
  std::string path;                        ///< as the project's folder sees it, else absolute; of a shipped file as the assets' folder does
  bool shipped = false;                    ///< one of the program's own files
  std::string source;                      ///< instead of a path: what lies elsewhere, without passwords and without a fingerprint
  std::optional<data::FileDigest> digest;  ///< nothing: it is elsewhere, or was gone
  bool operator==(const SidecarInput&) const = default;
  const std::string& name() const { return path.empty() ? source : path; }
};

/// A layer that is drawn: one of the project's, or "fill", "borders", "labels".
struct SidecarLayer {
  std::string id;
  std::optional<data::Date> date;  ///< of its data
  std::optional<double> opacity;   ///< of a basemap
  bool operator==(const SidecarLayer&) const = default;
};

/// A target whose figure stands on the page.
struct SidecarTarget {
  std::string id, indicator, document, issuer, date, quote, verdict;
  bool operator==(const SidecarTarget&) const = default;
};

struct Sidecar {
  std::string program;  ///< version
  struct Picture {
    std::string file, format;  ///< the name alone; "png"
    int width = 0, height = 0;
    double dpi = 0;  ///< 0: a screen
    double width_mm = 0, height_mm = 0;  ///< of paper whose size is not the pixels' own; 0: none
    data::FileDigest digest;
    bool operator==(const Picture&) const = default;
  } picture;
  struct Project {
    std::string path, sample;  ///< one of them: as the sidecar's folder sees it or absolute; the id of a sample of the program's own
    data::Text title;
    bool operator==(const Project&) const = default;
  } project;
  std::optional<data::Date> date;  ///< the figures are as of this day; nothing: the project says of none
  std::vector<SidecarInput> inputs;
  std::vector<std::pair<std::string, std::string>> where;  ///< filters: part of the project, condition
  struct Page {
    std::string layout;  ///< an id, or a file as the sidecar's folder sees it; empty: the map alone, edge to edge
    std::string theme, level, unit, indicator, printed;
    data::Lang lang = data::Lang::vi;
    bool plain = false;
    bool both_languages = false, official = false;
    std::optional<data::Box> area;
    bool operator==(const Page&) const = default;
  } page;
  struct Camera {
    std::string crs;
    data::Point centre;
    double metres_per_pixel = 1;
    data::Box extent;
    bool operator==(const Camera&) const = default;
  } camera;
  std::vector<SidecarLayer> layers;  ///< all that are drawn, lowest first
  std::vector<SidecarTarget> targets;
  bool operator==(const Sidecar&) const = default;
};

/// One input, as the sidecar has it.
nlohmann::ordered_json json_of(const SidecarInput& input);
/// The format and its version are those of assets/schema/sidecar.schema.json.
std::string to_json(const Sidecar& sidecar);
/// Throws data::Error: no such file, no JSON, a later version, a key that is missing or of another kind.
Sidecar read_sidecar(const std::filesystem::path& path);

/// "map.png" -> "map.png.json".
std::filesystem::path sidecar_path(const std::filesystem::path& picture);

/// What was asked for and what became of it. Waits for the fingerprints, and writes the sidecar beside the picture, which is there
/// already, when the request wants that. Throws data::Error when it cannot be written.
Sidecar account_for(const SnapshotRequest& request, const PageSpec& page, const PageRecord& drawn, data::InputDigests& inputs);

/// The command that makes the picture again; `folder` is the sidecar's.
SnapshotOptions options_of(const Sidecar& sidecar, const std::filesystem::path& folder);

/// What a page is made of, its layout too where that is a file.
std::vector<data::Input> inputs_of(const data::Loaded& loaded, const PageSpec& page);
/// The same as a sidecar names it, fingerprints included.
std::vector<SidecarInput> sidecar_inputs(const data::Loaded& loaded, const PageSpec& page);

/// What a snapshot made again was made of.
struct Remade {
  std::vector<SidecarInput> inputs;
  data::FileDigest picture;  ///< empty when there is none, or on standard output
};

/// What is not as it was, one line each, for people; empty when the inputs are the same.
std::vector<std::string> changes_between(const std::vector<SidecarInput>& before, const std::vector<SidecarInput>& now);

}  // namespace viewer
