// The tree of rows and columns, stood into a room. What can be measured takes what it needs; the map takes its shape; cards and table
// share what is left, so that neither is squeezed and none of the page stays empty that they could use.
#include <algorithm>
#include <numeric>

#include "viewer/page/cards.h"
#include "viewer/page/furniture.h"
#include "viewer/page/layout.h"
#include "viewer/page/official.h"
#include "viewer/page/strip.h"
#include "viewer/page/table.h"
#include "viewer/page/two_languages.h"

namespace viewer {
namespace {

using data::LayoutNode;
using data::PagePart;

constexpr double panel_padding = 14;
constexpr int fewest_rows = 8;                    ///< the table keeps this many before cards get their room
constexpr double map_share = 0.58;                ///< of what map, cards and table share, the map may claim this much whatever they need
constexpr double least_map = 190, corner = 14;    ///< a map lower than this shows nothing; room round what stands in its corners
constexpr double map_air_x = 60, map_air_y = 20;  ///< beside the map's own shape, for what lies in its corners

bool is_part(const LayoutNode& node, PagePart part) { return node.kind == LayoutNode::Kind::part && node.part == part; }
bool shares_out(const LayoutNode& node) { return is_part(node, PagePart::cards) || is_part(node, PagePart::table); }

/// Shares `room` by weight, each within its least and most; what one does not take goes to the others.
std::vector<double> shared(double room, const std::vector<const LayoutNode*>& nodes) {
  std::vector<double> out(nodes.size(), 0);
  std::vector<bool> settled(nodes.size(), false);
  const double whole = room;
  for (std::size_t round = 0; round <= nodes.size(); ++round) {
    double weights = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) weights += settled[i] ? 0 : std::max(nodes[i]->grow, 1e-6);
    bool held = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (settled[i]) continue;
      const double fair = room * std::max(nodes[i]->grow, 1e-6) / weights, most = nodes[i]->max > 0 ? nodes[i]->max * whole : whole;
      out[i] = std::clamp(fair, nodes[i]->min * whole, std::max(nodes[i]->min * whole, most));
      if (out[i] != fair && !held) settled[i] = held = true, room -= out[i];
    }
    if (!held) break;
  }
  return out;
}

class Arranger {
 public:
  Arranger(PagePlan& plan, const Canvas& canvas, const PageContent& page, const PageSpec& spec)
      : plan_(plan),
        canvas_(canvas),
        page_(page),
        spec_(spec),
        on_paper_(spec.on_paper()),
        gap_(spec.design->gap * unit_of(spec, canvas.scale())),
        aspect_(page.box.height() > 0 ? std::clamp(page.box.width() / page.box.height(), 0.4, 3.0) : 1) {}

  void whole(const LayoutNode& body, Rect room) {
    if (page_.official && page_.first && !body.holds(PagePart::official))
      plan_.official = take_top(room, official_height(canvas_, *page_.official, room.w));
    const bool head_first = body.kind == LayoutNode::Kind::rows && is_part(body.children.front(), PagePart::header);
    if (on_paper_ || !head_first) return lay(body, room);
    // On a screen the header is a bar across the whole of it.
    plan_.header = {0, 0, plan_.page.w, header_height(canvas_, page_, false, plan_.page.w)};
    const double top = plan_.header.bottom() + gap_;
    LayoutNode rest = body;
    rest.children.erase(rest.children.begin());
    lay(rest, {room.x, top, room.w, room.bottom() - top});
  }

 private:
  using Nodes = std::vector<const LayoutNode*>;

  Rect take_top(Rect& room, double height) const {
    const Rect out{room.x, room.y, room.w, height};
    room.y += height + gap_, room.h -= height + gap_;
    return out;
  }

  bool shown(const LayoutNode& node) const {
    if (node.kind != LayoutNode::Kind::part)
      return std::any_of(node.children.begin(), node.children.end(), [&](const LayoutNode& child) { return shown(child); });
    switch (node.part) {
      case PagePart::header:
      case PagePart::footer:
      case PagePart::map: return true;
      case PagePart::official: return page_.official && page_.first;
      case PagePart::notice: return !page_.why_not.empty() && !spec_.design->holds(PagePart::score);
      case PagePart::score: return page_.score || !page_.why_not.empty();
      case PagePart::strip: return !page_.strip.empty();
      case PagePart::cards: return !page_.others.empty();
      case PagePart::table: return page_.choropleth.has_value();
      case PagePart::text: return !node.text.empty();
    }
    return false;
  }

  Nodes shown_children(const LayoutNode& node) const {
    Nodes out;
    for (const LayoutNode& child : node.children)
      if (shown(child)) out.push_back(&child);
    return out;
  }

  std::string words_of(const LayoutNode& node) const {
    return spec_.both_languages ? stacked(node.text.vi, node.text.en) : node.text.in(spec_.lang);
  }

  double score_part_height(double width) const {
    const double notice = page_.why_not.empty() ? 0 : notice_height(canvas_, page_.why_not, width);
    const double score = page_.score ? score_height(*page_.score, width) : 0;
    return notice + score + (notice > 0 && score > 0 ? gap_ : 0);
  }

  /// The height of what can be measured; nothing for map, cards and table, and for what holds one of them.
  std::optional<double> height_of(const LayoutNode& node, double width) const {
    if (node.kind == LayoutNode::Kind::part) switch (node.part) {
        case PagePart::header: return header_height(canvas_, page_, on_paper_, width);
        case PagePart::official: return official_height(canvas_, *page_.official, width);
        case PagePart::notice: return notice_height(canvas_, page_.why_not, width);
        case PagePart::score: return score_part_height(width);
        case PagePart::strip: return strip_height(page_.strip);
        case PagePart::text: return text_height(canvas_, words_of(node), width);
        case PagePart::footer: return footer_height(canvas_, page_, width);
        default: return std::nullopt;
      }
    const Nodes children = shown_children(node);
    const bool rows = node.kind == LayoutNode::Kind::rows;
    const std::vector<double> widths = rows ? std::vector<double>(children.size(), width) : widths_of(children, width, 0);
    double out = rows ? gap_ * (static_cast<double>(children.size()) - 1) : 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const auto height = height_of(*children[i], widths[i]);
      if (!height) return std::nullopt;
      out = rows ? out + *height : std::max(out, *height);
    }
    return out;
  }

  double table_frame() const { return on_paper_ ? 0 : 2 * panel_padding; }

  double table_least(double width) const {
    const int rows = std::min(fewest_rows, static_cast<int>(page_.table.listed));
    return table_height(canvas_, page_.table, width - table_frame(), rows) + table_frame();
  }

  /// With every row it can have in `room`: all of them, or only those that belong there.
  double table_most(double width, double room) const {
    const auto height = [&](std::size_t rows) {
      return table_height(canvas_, page_.table, width - table_frame(), static_cast<int>(rows)) + table_frame();
    };
    const double whole = height(page_.table.rows.size());
    return whole <= room ? whole + airy_row * static_cast<double>(page_.table.rows.size())
                         : height(page_.table.listed) + airy_row * static_cast<double>(page_.table.listed);
  }

  /// Cards and table, in whichever order they stand, in the room that is theirs alone. Returns the heights, 0 for what finds none.
  std::pair<double, double> share_out(bool has_cards, bool has_table, double width, double room) const {
    const double least = has_table ? table_least(width) : 0, between = has_table ? gap_ : 0;
    double cards = 0;
    if (has_cards) {
      const double card_height = least_card_height(page_.others);
      const int count = static_cast<int>(page_.others.size()), across = cards_across(width), down = (count + across - 1) / across;
      const int fit = static_cast<int>((room - least - between + card_gap) / (card_height + card_gap)), shown = std::min(down, fit);
      if (shown > 0) {
        const double snug = shown * (card_height + card_gap) - card_gap;
        const double spare = has_table ? room - between - snug - table_most(width, room - between - snug) : room - snug;
        const double most = has_table ? shown * (small_card_height(page_.others) - card_height) : spare;
        cards = snug + std::clamp(spare, 0.0, std::max(0.0, most));
      }
    }
    const double rest = room - (cards > 0 ? cards + gap_ : 0);
    if (!has_table || rest < table_height(canvas_, page_.table, width - table_frame(), 0) + table_frame()) return {cards, 0};
    // A short table takes a little air between its rows, and no more of the page than that.
    return {cards, std::min(rest, table_most(width, rest))};
  }

  void lay(const LayoutNode& node, Rect room) {
    if (node.kind == LayoutNode::Kind::columns) return lay_columns(shown_children(node), room);
    if (node.kind == LayoutNode::Kind::rows) return lay_rows(shown_children(node), room);
    switch (node.part) {
      case PagePart::header: plan_.header = room; return;
      case PagePart::official: plan_.official = room; return;
      case PagePart::notice: plan_.notice = room; return;
      case PagePart::score: return lay_score(room);
      case PagePart::strip: plan_.strip = room; return;
      case PagePart::cards: plan_.cards = room; return;
      case PagePart::map: plan_.map = room; return;
      case PagePart::table: plan_.table = {room.x, room.y, room.w, std::min(room.h, table_most(room.w, room.h))}; return;
      case PagePart::text: plan_.texts.emplace_back(room, words_of(node)); return;
      case PagePart::footer: plan_.footer = room; return;
    }
  }

  void lay_score(Rect room) {
    if (!page_.why_not.empty()) plan_.notice = take_top(room, notice_height(canvas_, page_.why_not, room.w));
    if (page_.score) plan_.score = take_top(room, score_height(*page_.score, room.w));
  }

  /// What holds the map is as wide as the map's shape makes it; the others share the rest.
  std::vector<double> widths_of(const Nodes& children, double width, double height) const {
    double rest = width - gap_ * (static_cast<double>(children.size()) - 1);
    std::vector<double> out(children.size(), 0);
    Nodes sharing;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const LayoutNode& child = *children[i];
      if (!child.holds(PagePart::map) || children.size() == 1 || height <= 0 || child.kind != LayoutNode::Kind::part) continue;
      out[i] = std::clamp(height * aspect_ + map_air_x, child.min * width, (child.max > 0 ? child.max : 0.75) * width);
    }
    for (std::size_t i = 0; i < children.size(); ++i)
      if (out[i] > 0) rest -= out[i];
      else sharing.push_back(children[i]);
    const std::vector<double> shares = shared(rest, sharing);
    for (std::size_t i = 0, next = 0; i < children.size(); ++i)
      if (out[i] <= 0) out[i] = shares[next++];
    return out;
  }

  void lay_columns(const Nodes& children, const Rect& room) {
    const std::vector<double> widths = widths_of(children, room.w, room.h);
    double x = room.x;
    for (std::size_t i = 0; i < children.size(); ++i) {
      // What can be measured stands at the top; it is not stretched.
      const auto height = height_of(*children[i], widths[i]);
      lay(*children[i], {x, room.y, widths[i], height ? std::min(*height, room.h) : room.h});
      x += widths[i] + gap_;
    }
  }

  /// How high something with a map in it wants to be at that width.
  double wanted_height(const LayoutNode& node, double width, double room) const {
    if (const auto height = height_of(node, width)) return *height;
    if (is_part(node, PagePart::map)) return width / aspect_ + map_air_y + legend_below(width);
    if (node.kind == LayoutNode::Kind::part) return room;
    const Nodes children = shown_children(node);
    double out = 0;
    if (node.kind == LayoutNode::Kind::rows) {
      for (const LayoutNode* child : children) out += wanted_height(*child, width, room);
      return out + gap_ * (static_cast<double>(children.size()) - 1);
    }
    const std::vector<double> widths = widths_of(children, width, room);
    for (std::size_t i = 0; i < children.size(); ++i)
      if (children[i]->holds(PagePart::map) || height_of(*children[i], widths[i]))
        out = std::max(out, wanted_height(*children[i], widths[i], room));
    return out > 0 ? out : room;
  }

  /// In a narrow frame the legend finds no place beside the map, only above or below it.
  double legend_below(double width) const {
    const Size legend = spec_.design->map.legend ? legend_size(canvas_, page_.legend, std::min(300.0, 0.45 * width)) : Size{};
    return legend.w > 0.35 * width ? map_least(width) : 0;
  }

  /// As high as its legend and its scale bar together.
  double map_least(double width) const {
    const data::MapFurniture& wanted = spec_.design->map;
    const double legend = wanted.legend ? legend_size(canvas_, page_.legend, std::min(300.0, 0.45 * width)).h : 0;
    const double bar = wanted.scale_bar ? scale_bar_size(on_paper_ && wanted.numeric_scale).h : 0;
    return std::max(least_map, legend + bar + 3 * corner);
  }

  /// Parts that find no room are left out, the least needed first.
  Nodes that_fit(Nodes children, const Rect& room) const {
    const auto spare = [&] {
      double out = room.h - gap_ * (static_cast<double>(children.size()) - 1);
      for (const LayoutNode* child : children)
        if (const auto height = height_of(*child, room.w)) out -= *height;
        else if (child->holds(PagePart::map)) out -= map_least(room.w);
      return out;
    };
    for (const PagePart part : {PagePart::text, PagePart::strip, PagePart::score})
      for (std::size_t i = children.size(); i-- > 0 && spare() < 0;)
        if (is_part(*children[i], part)) children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    return children;
  }

  void lay_rows(const Nodes& all, const Rect& room) {
    const Nodes children = that_fit(all, room);
    std::vector<double> heights(children.size(), 0);
    Nodes spaces;
    bool has_cards = false, has_table = false;
    double rest = room.h - gap_ * (static_cast<double>(children.size()) - 1);
    for (std::size_t i = 0; i < children.size(); ++i) {
      has_cards |= is_part(*children[i], PagePart::cards), has_table |= is_part(*children[i], PagePart::table);
      if (const auto height = height_of(*children[i], room.w)) rest -= heights[i] = *height;
      else if (!shares_out(*children[i])) spaces.push_back(children[i]);
    }
    const bool both = has_cards && has_table, sharing = has_cards || has_table;
    std::vector<double> given = shared(rest, spaces);
    if (sharing) {
      const double need = (has_table ? table_least(room.w) : 0) + (has_cards ? least_card_height(page_.others) : 0);
      const double most = std::max({map_share * rest, rest - need, std::min(rest, map_least(room.w))});
      for (std::size_t i = 0; i < spaces.size(); ++i)
        given[i] = std::clamp(std::min(wanted_height(*spaces[i], room.w, rest), most), spaces[i]->min * rest,
                              std::max(spaces[i]->min, spaces[i]->max > 0 ? spaces[i]->max : 1.0) * rest);
      rest -= std::accumulate(given.begin(), given.end(), 0.0);
    }
    const double free = sharing ? rest + (both ? gap_ : 0) : 0;
    const auto [cards, table] = share_out(has_cards, has_table, room.w, free);
    // What a short table leaves goes to the map, even beyond what it may take from a long one.
    const double left = free - cards - table - (cards > 0 && table > 0 ? gap_ : 0);
    for (double& height : given) height += sharing && table > 0 ? std::max(0.0, left) / static_cast<double>(given.size()) : 0;
    stand(children, heights, given, room, cards, table);
  }

  void stand(const Nodes& children, const std::vector<double>& heights, const std::vector<double>& given, const Rect& room, double cards,
             double table) {
    // From the bottom up to the first part that grows, from the top down to it: what is left over lies under cards and table.
    double bottom = room.bottom();
    std::size_t last = children.size();
    while (last > 0 && heights[last - 1] > 0) {
      --last;
      bottom -= heights[last];
      lay(*children[last], {room.x, bottom, room.w, heights[last]});
      bottom -= gap_;
    }
    double y = room.y;
    for (std::size_t i = 0, space = 0; i < last; ++i) {
      const bool is_cards = is_part(*children[i], PagePart::cards), is_table = is_part(*children[i], PagePart::table);
      const double height = is_cards ? cards : is_table ? table : heights[i] > 0 ? heights[i] : given[space++];
      if (height <= 0) continue;
      lay(*children[i], {room.x, y, room.w, height});
      y += height + gap_;
    }
  }

  PagePlan& plan_;
  const Canvas& canvas_;
  const PageContent& page_;
  const PageSpec& spec_;
  bool on_paper_;
  double gap_, aspect_;
};

}  // namespace

void arrange(PagePlan& plan, const Canvas& canvas, const PageContent& page, const PageSpec& spec, const LayoutNode& body, Rect room) {
  Arranger(plan, canvas, page, spec).whole(body, room);
}

}  // namespace viewer
