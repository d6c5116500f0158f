// A plain set of slides for whoever presents: what was promised, where we stand, what is missing and what would close it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

/// Design pixels of a slide, and its size on paper in points: the 13.33 x 7.5 inches that projectors' slides have.
constexpr double slide_width = 1920, slide_height = 1080, slide_points = 960;

struct SlideBar {
  std::string name, within, figure;  ///< "Xã Đạo Trù", "Huyện Tam Đảo", "812 hộ"
  double share = 0;                  ///< of the longest bar, 0..1
};

struct TitleSlide {
  std::string title, subtitle, date, illustrative;
  std::vector<std::string> sources;
};
/// All headlines on one page.
struct OverviewSlide {
  std::string title;
  std::array<std::string, 4> columns;
  std::vector<CardContent> cards;
};
struct KnownLine {
  std::string text;
  std::optional<data::Verdict> verdict;  ///< of a part; nothing for a figure that only stands beside
};
/// One headline: what was promised, where we are, what would close the gap.
struct TargetSlide {
  CardContent card;
  std::string quote, document, origin, change, top_heading, known_heading;
  /// Where no unit can be named: the parts it is made of, or what else is known: the country, earlier figures, related ones.
  std::vector<KnownLine> known;
  std::vector<SlideBar> top;
};
/// The map of an indicator, drawn as a page by whoever holds a map.
struct MapSlide {
  std::string indicator, title;
};
/// Who lacks most.
struct GapSlide {
  std::string title, summary;
  std::vector<SlideBar> bars;
};
struct SourceSlide {
  std::string title;
  std::vector<std::string> lines, notes;
};

struct Slide {
  std::variant<TitleSlide, OverviewSlide, TargetSlide, MapSlide, GapSlide, SourceSlide> what;
  std::string footer, number;  ///< "Tỉnh Vĩnh Phúc · số liệu 31/12/2022", "3 / 17"
  const std::string& title() const;
};

/// In the order they are shown. `indicator`: whose map comes first; empty: that of the first headline with one.
std::vector<Slide> slides_of(const data::Loaded& loaded, const std::string& indicator);

/// Draws everything but a map slide's page on a canvas of slide_width x slide_height design pixels.
void draw_slide(Canvas& canvas, const Slide& slide);

}  // namespace viewer
