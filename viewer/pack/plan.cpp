#include "viewer/pack/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/report_rows.h"

namespace viewer {
namespace {

class Atlas {
 public:
  Atlas(const data::Loaded& loaded, int deepest) : loaded_(loaded), deepest_(deepest) {}

  std::vector<SheetPlan> sheets() {
    const data::Unit& root = units()[0];
    const std::string& title = loaded_.dataset->project.title.in(data::language());
    const std::string& name = root.name.empty() ? title : root.name;
    // A root that was made for the whole area is called as the project is.
    add(0, 0, "00-" + data::slug(root.area_row < 0 && !title.empty() ? title : name), root.area_row < 0 && !title.empty() ? title : name);
    add_within(0, 1, "");
    return std::move(out_);
  }

 private:
  const std::vector<data::Unit>& units() const { return loaded_.dataset->units->units; }

  void add(int unit, int depth, const std::string& stem, const std::string& title) {
    out_.push_back({unit, depth, title, "sheets/" + stem + ".pdf", "thumbnails/" + stem + ".png"});
  }

  void add_within(int above, int depth, const std::string& prefix) {
    const std::vector<int>& children = units()[static_cast<std::size_t>(above)].children;
    const int digits = std::max(2, static_cast<int>(std::to_string(children.size()).size()));
    for (std::size_t i = 0; i < children.size(); ++i) {
      const data::Unit& unit = units()[static_cast<std::size_t>(children[i])];
      if (unit.level > deepest_) continue;
      const std::string number = fmt::format("{}{:0{}}", prefix, i + 1, digits);
      const std::string code = data::slug(unit.code);
      add(children[i], depth, fmt::format("{}-{}{}{}", number, data::slug(unit.name), code.empty() ? "" : "-", code), unit.name);
      add_within(children[i], depth + 1, number + "-");
    }
  }

  const data::Loaded& loaded_;
  int deepest_;
  std::vector<SheetPlan> out_;
};

}  // namespace

const std::vector<std::string>& pack_format_names() {
  static const std::vector<std::string> names{"pdf", "slides", "xlsx", "csv", "json", "html"};
  return names;
}

std::vector<SheetPlan> plan_sheets(const data::Loaded& loaded, const std::string& level) {
  const data::UnitSet& units = *loaded.dataset->units;
  const int asked = data::chosen_level(units, level);
  return Atlas(loaded, asked < 0 ? units.deepest() : asked).sheets();
}

}  // namespace viewer
