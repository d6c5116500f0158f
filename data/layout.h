// A page layout as its file states it: the sheet or screen, its margins, and the tree of rows and columns its parts stand in.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/source/i18n.h"

namespace data {

class JsonNode;

/// What can stand on a page. `notice` says why the map is not coloured; where there is a `score`, it stands in its place.
enum class PagePart { header, official, notice, score, strip, cards, map, table, text, footer };
const std::vector<std::string>& page_part_names();  ///< the spelling of every part, in the order of PagePart

/// A part, or a row or column of further ones. A part with nothing to say takes no room.
struct LayoutNode {
  enum class Kind { part, rows, columns };
  Kind kind = Kind::part;
  PagePart part = PagePart::map;
  std::vector<LayoutNode> children;  ///< of rows and columns
  double grow = 1;                   ///< share of the room that the others leave
  double min = 0, max = 0;           ///< shares of the room it stands in, 0..1; max 0: as large as it likes
  Text text;                         ///< of a text

  bool holds(PagePart wanted) const;
};

/// What lies on the map beside the map itself.
struct MapFurniture {
  bool legend = true, scale_bar = true, numeric_scale = true, north = true, locator = true;
};

struct PageLayout {
  std::filesystem::path file;  ///< it was read from; empty: written out in the project
  std::string id;
  Text name;
  bool paper = false;
  double width = 1920, height = 1080;  ///< millimetres of paper, pixels of a screen
  bool dark = true;                    ///< the theme when none is asked for
  /// Millimetres on paper; on screens pixels of a page whose shorter side has 1080. `gap` lies between neighbours.
  double top = 16, right = 16, bottom = 10, left = 16, gap = 14;
  double type_scale = 1;  ///< 1: text of 15 / 1080 of the page's shorter side, 8.3 pt on A4
  bool official = false;  ///< an administrative document by Decree 30/2020/NĐ-CP
  bool all_rows = false;  ///< the table lists every unit, not only those that miss the target
  MapFurniture map;
  LayoutNode body;
  std::optional<LayoutNode> tall, wide;  ///< for pages higher than wide, and for those at least 2.2 times as wide as high

  /// In any of its bodies.
  bool holds(PagePart part) const;
};

/// A layout out of a file or out of a project's "layouts". Throws Error naming the key path, what was found and what was expected.
PageLayout read_layout(const JsonNode& node);
PageLayout read_layout(const std::filesystem::path& path, std::vector<std::string>* warnings = nullptr);

/// The margins of Decree 30/2020/NĐ-CP, Annex I, section I.5, in millimetres; a binding edge at the left.
constexpr double official_top = 20, official_right = 15, official_bottom = 20, official_left = 30;

}  // namespace data
