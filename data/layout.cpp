#include "data/layout.h"

#include <algorithm>
#include <set>

#include "data/source/error.h"
#include "data/source/json_reader.h"

namespace data {
namespace {

struct PaperSize {
  const char* name;
  double width, height;  ///< upright, in millimetres
};
constexpr PaperSize paper_sizes[] = {{"A5", 148, 210}, {"A4", 210, 297}, {"A3", 297, 420},
                                     {"A2", 420, 594}, {"A1", 594, 841}, {"A0", 841, 1189}};

double number_between(const JsonNode& node, double least, double most) {
  const std::string expected = trf("a number from {0} to {1}", least, most);
  const double value = node.number(expected);
  if (!(value >= least && value <= most)) node.fail(expected);
  return value;
}

void read_number(const JsonNode& node, const char* key, double least, double most, double& out) {
  if (const auto found = node.find(key)) out = number_between(*found, least, most);
}

void read_flag(const JsonNode& node, const char* key, bool& out) {
  if (const auto found = node.find(key)) out = found->boolean();
}

/// "A4", {"size": "A4", "orientation": "portrait"} or {"width": 297, "height": 210}.
void read_paper(PageLayout& layout, const JsonNode& node) {
  layout.paper = true, layout.dark = false;
  layout.top = layout.right = layout.left = 9, layout.bottom = 7, layout.gap = 3.5;
  if (!node.is_string()) {
    node.object(tr("a size such as \"A4\", or an object with \"size\" and \"orientation\", or \"width\" and \"height\""))
        .warn_unknown({"size", "orientation", "width", "height"});
    if (!node.find("size")) {
      layout.width = number_between(node.at("width", tr("millimetres")), 50, 3000);
      layout.height = number_between(node.at("height", tr("millimetres")), 50, 3000);
      return;
    }
  }
  std::vector<std::string> names;
  for (const PaperSize& size : paper_sizes) names.emplace_back(size.name);
  const PaperSize& size = paper_sizes[(node.is_string() ? node : *node.find("size")).one_of(names)];
  const auto orientation = node.is_string() ? std::nullopt : node.find("orientation");
  const bool upright = orientation && orientation->one_of({"portrait", "landscape"}) == 0;
  layout.width = upright ? size.width : size.height, layout.height = upright ? size.height : size.width;
}

void read_screen(PageLayout& layout, const JsonNode& node) {
  node.object(tr("an object with \"width\" and \"height\"")).warn_unknown({"width", "height"});
  layout.width = static_cast<double>(node.at("width", tr("pixels")).integer(640, tr("pixels, at least 640")));
  layout.height = static_cast<double>(node.at("height", tr("pixels")).integer(480, tr("pixels, at least 480")));
}

void read_margins(PageLayout& layout, const JsonNode& node) {
  node.object(tr("an object with \"top\", \"right\", \"bottom\" and \"left\"")).warn_unknown({"top", "right", "bottom", "left"});
  const double most = layout.paper ? 0.2 * std::min(layout.width, layout.height) : 200;
  read_number(node, "top", 0, most, layout.top), read_number(node, "right", 0, most, layout.right);
  read_number(node, "bottom", 0, most, layout.bottom), read_number(node, "left", 0, most, layout.left);
}

void read_part(PageLayout& layout, LayoutNode& out, const JsonNode& node, std::set<PagePart>& taken) {
  const JsonNode part = node.at("part", tr("the name of a part"));
  out.part = static_cast<PagePart>(part.one_of(page_part_names()));
  std::vector<std::string> known{"part", "grow", "min", "max"};
  if (out.part != PagePart::text && !taken.insert(out.part).second) part.fail(tr("a part that does not stand on the page already"));
  if (out.part == PagePart::text) {
    known.emplace_back("text");
    out.text = node.at("text", tr("the text, in one or both languages")).text();
  }
  if (out.part == PagePart::map) {
    known.insert(known.end(), {"legend", "scale_bar", "numeric_scale", "north", "locator"});
    read_flag(node, "legend", layout.map.legend), read_flag(node, "scale_bar", layout.map.scale_bar),
        read_flag(node, "north", layout.map.north);
    read_flag(node, "numeric_scale", layout.map.numeric_scale), read_flag(node, "locator", layout.map.locator);
  }
  if (out.part == PagePart::table) {
    known.emplace_back("rows");
    if (const auto rows = node.find("rows")) layout.all_rows = rows->one_of({"below_target", "all"}) == 1;
  }
  node.warn_unknown(known);
}

LayoutNode read_node(PageLayout& layout, const JsonNode& node, std::set<PagePart>& taken) {
  LayoutNode out;
  node.object(tr("an object with \"part\", \"rows\" or \"columns\""));
  read_number(node, "grow", 0, 100, out.grow), read_number(node, "min", 0, 1, out.min), read_number(node, "max", 0, 1, out.max);
  if (out.max > 0 && out.max < out.min) node.at("max", "").fail(tr("no less than \"min\""));
  // The rows of a table are no rows of parts.
  if (node.find("part")) return read_part(layout, out, node, taken), out;
  const char* key = node.find("rows") ? "rows" : "columns";
  const auto list = node.find(key);
  if (!list) node.fail_missing("part", tr("\"part\", \"rows\" or \"columns\""));
  node.warn_unknown({key, "grow", "min", "max"});
  out.kind = std::string_view(key) == "rows" ? LayoutNode::Kind::rows : LayoutNode::Kind::columns;
  for (const JsonNode& child : list->items()) out.children.push_back(read_node(layout, child, taken));
  if (out.children.empty()) list->fail(tr("at least one part"));
  return out;
}

LayoutNode read_body(PageLayout& layout, const JsonNode& node) {
  std::set<PagePart> taken;
  LayoutNode out = read_node(layout, node, taken);
  // The header holds the mark that says when data is illustrative: no page goes out without it.
  for (const PagePart needed : {PagePart::header, PagePart::map})
    if (!taken.contains(needed)) node.fail_why(trf("a page needs the part \"{}\"", page_part_names()[static_cast<std::size_t>(needed)]));
  return out;
}

}  // namespace

const std::vector<std::string>& page_part_names() {
  static const std::vector<std::string> names{"header", "official", "notice", "score", "strip", "cards", "map", "table", "text", "footer"};
  return names;
}

bool LayoutNode::holds(PagePart wanted) const {
  if (kind == Kind::part) return part == wanted;
  return std::any_of(children.begin(), children.end(), [&](const LayoutNode& child) { return child.holds(wanted); });
}

bool PageLayout::holds(PagePart wanted) const {
  return body.holds(wanted) || (tall && tall->holds(wanted)) || (wide && wide->holds(wanted));
}

PageLayout read_layout(const JsonNode& node) {
  node.object(tr("a layout"))
      .warn_unknown({"$schema", "version", "id", "name", "paper", "screen", "theme", "margins", "gap", "type", "official", "body",
                     "body_tall", "body_wide"});
  PageLayout layout;
  layout.id = node.at("id", tr("the name that --layout calls it by")).string();
  if (const auto name = node.find("name")) layout.name = name->text();
  else layout.name.vi = layout.id;
  const auto paper = node.find("paper"), screen = node.find("screen");
  if (paper && screen) screen->fail_why(tr("a page is paper or a screen, not both"));
  if (!paper && !screen) node.fail_missing("paper", tr("\"paper\" or \"screen\""));
  if (paper) read_paper(layout, *paper);
  else read_screen(layout, *screen);
  if (const auto official = node.find("official")) {
    layout.official = official->boolean();
    if (layout.official && !layout.paper) official->fail_why(tr("only paper can be an administrative document"));
  }
  if (layout.official)
    layout.top = official_top, layout.right = official_right, layout.bottom = official_bottom, layout.left = official_left;
  if (const auto theme = node.find("theme")) layout.dark = theme->one_of({"dark", "light"}) == 0;
  if (const auto margins = node.find("margins")) read_margins(layout, *margins);
  read_number(node, "gap", 0, 60, layout.gap);
  if (const auto type = node.find("type")) {
    type->object(tr("an object with \"scale\"")).warn_unknown({"scale"});
    read_number(*type, "scale", 0.5, 2, layout.type_scale);
  }
  layout.body = read_body(layout, node.at("body", tr("rows or columns of parts")));
  if (const auto tall = node.find("body_tall")) layout.tall = read_body(layout, *tall);
  if (const auto wide = node.find("body_wide")) layout.wide = read_body(layout, *wide);
  return layout;
}

PageLayout read_layout(const std::filesystem::path& path, std::vector<std::string>* warnings) {
  const JsonFile file = JsonFile::read(path, tr("Cannot read the page layout"));
  file.require_version(1);
  PageLayout layout = read_layout(file.root());
  layout.file = path;
  if (warnings)
    for (const std::string& warning : file.warnings()) warnings->push_back(path.filename().string() + ": " + warning);
  return layout;
}

}  // namespace data
