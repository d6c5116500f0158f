#include "viewer/panels/export_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "viewer/page/page_size.h"
#include "viewer/page/picture_format.h"
#include "viewer/panels/words.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;
using Kind = ExportField::Kind;

/// Where `wanted` stands among the items; -1: nowhere.
template <typename T, typename U>
int place_of(const T& items, const U& wanted) {
  const auto at = std::find(items.begin(), items.end(), wanted);
  return at == items.end() ? -1 : static_cast<int>(at - items.begin());
}

template <typename T>
const T& at(const std::vector<T>& items, int place) {
  return items[static_cast<std::size_t>(place)];
}

ExportField format_field(const ExportChoices& now) {
  ExportField field{.id = "format", .title = tr("Format")};
  for (const PictureFormat& format : picture_formats) {
    if (format.format == chosen_format(now)) field.chosen = static_cast<int>(field.names.size());
    field.names.emplace_back(format.name);
  }
  field.choose = [](ExportChoices& choices, int chosen) {
    choices.ending = picture_formats[static_cast<std::size_t>(chosen)].ending;
    if (format_named(choices.name)) choices.name = std::filesystem::path(choices.name).replace_extension(choices.ending).string();
  };
  return field;
}

ExportField layout_field(const State& state) {
  ExportField field{.id = "layout", .kind = Kind::list, .title = tr("Page layout")};
  std::vector<std::string> ids;
  for (const LayoutChoice& layout : layout_choices(state.export_choices, *state.loaded))
    field.names.push_back(layout.name), ids.push_back(layout.id);
  field.chosen = place_of(ids, chosen_layout(state.export_choices, *state.loaded).id);
  field.choose = [ids](ExportChoices& choices, int chosen) {
    choices.layout = at(ids, chosen), choices.size.clear(), choices.other_size = false;
  };
  return field;
}

std::string across(int width, int height) { return fmt::format("{}x{}", width, height); }
std::string shown_size(std::string size) { return size.replace(size.find('x'), 1, " × "); }

/// A wall brings the layout made for it where no other was chosen, as it does on the command line.
void choose_wall(ExportChoices& choices) {
  PageSpec page;
  page.layout = choices.layout;
  choices.size = "3x2@1920x1080";
  set_size(page, choices.size, choices.layout == ExportChoices{}.layout);
  choices.layout = page.layout;
}

ExportField line_field(const char* id, const std::string& title, double share, const std::string& text, const std::string& hint) {
  return {.id = id, .kind = Kind::line, .title = title, .share = share, .text = text, .hint = hint};
}

/// The layout's own size, common screens, a wall of them, and any other, which is then typed beside it.
void add_sizes(std::vector<ExportField>& out, const ExportChoices& now, const LayoutChoice& layout) {
  const std::string own = layout.width > 0 ? across(layout.width, layout.height) : std::string();
  ExportField field{.id = "size", .kind = Kind::list, .title = tr("Size")};
  std::vector<std::string> sizes{""};
  field.names.push_back(own.empty() ? tr("As the area has it") : shown_size(own));
  for (const char* common : {"1920x1080", "3840x2160"})
    if (own != common) sizes.emplace_back(common), field.names.push_back(shown_size(common));
  const int wall = static_cast<int>(sizes.size()), other = wall + 1;
  field.names.push_back(tr("Screen wall")), field.names.push_back(tr("Another size"));
  const std::size_t between = now.size.find('@');
  const int known = place_of(sizes, now.size);
  field.chosen = now.other_size ? other : between != std::string::npos ? wall : known >= 0 ? known : other;
  field.choose = [sizes, wall, other](ExportChoices& choices, int chosen) {
    choices.other_size = chosen == other;
    if (chosen < wall) choices.size = at(sizes, chosen);
    else if (chosen == wall) choose_wall(choices);
    else choices.size.clear();
  };
  field.share = field.chosen == wall ? 0.4 : field.chosen == other ? 0.6 : 1;
  out.push_back(field);
  if (field.chosen == other) {
    out.push_back(line_field("pixels", tr("Width x height"), 0.4, now.size, own.empty() ? "1920x1080" : own));
    out.back().type = [](ExportChoices& choices, const std::string& text) { choices.size = text, choices.other_size = true; };
  } else if (field.chosen == wall) {
    const std::string screens = now.size.substr(0, between), each = now.size.substr(between + 1);
    out.push_back(line_field("screens", tr("Screens"), 0.24, screens, "3x2"));
    out.back().type = [each](ExportChoices& choices, const std::string& text) { choices.size = text + "@" + each; };
    out.push_back(line_field("each", tr("Pixels of each"), 0.36, each, "1920x1080"));
    out.back().type = [screens](ExportChoices& choices, const std::string& text) { choices.size = screens + "@" + text; };
  }
}

ExportField density_field(const ExportChoices& now) {
  static constexpr std::array densities{96, 150, 300, 600};
  ExportField field{.id = "dpi", .title = tr("Pixels per inch")};
  for (const int dpi : densities) field.names.push_back(fmt::format("{} dpi", dpi));
  field.chosen = place_of(densities, now.dpi > 0 ? now.dpi : 150);
  field.choose = [](ExportChoices& choices, int chosen) { choices.dpi = densities[static_cast<std::size_t>(chosen)]; };
  return field;
}

ExportField area_field(const State& state) {
  ExportField field{.id = "area", .title = tr("Area"), .names = {tr("On the screen"), tr("Everything")}};
  std::vector<ExportArea> areas{ExportArea::view, ExportArea::whole};
  if (const int unit = export_unit(state.export_choices, state); unit > 0) {
    field.names.insert(field.names.begin() + 1, at(state.units()->units, unit).name);
    areas.insert(areas.begin() + 1, ExportArea::unit);
  }
  field.chosen = place_of(areas, area_of(state.export_choices, state));
  field.choose = [areas](ExportChoices& choices, int chosen) { choices.area = at(areas, chosen); };
  return field;
}

/// Those that the layers can answer, and none.
ExportField indicator_field(const State& state) {
  ExportField field{.id = "indicator", .kind = Kind::list, .title = tr("Indicator on the map")};
  std::vector<std::string> ids;
  for (const data::Indicator& indicator : state.loaded->dataset->indicators) {
    const data::Answer* answer = state.loaded->answers.find(indicator.id);
    if (!indicator.computable() || !answer || !answer->why_not.empty()) continue;
    field.names.push_back(ui::name_of(indicator, state.lang)), ids.push_back(indicator.id);
  }
  field.names.push_back(tr("None: units keep the colour of land")), ids.emplace_back("none");
  const std::string& asked = state.export_choices.indicator;
  field.chosen = place_of(ids, asked.empty() ? state.indicator : asked);
  field.choose = [ids](ExportChoices& choices, int chosen) { choices.indicator = at(ids, chosen); };
  return field;
}

ExportField language_field(const State& state) {
  ExportField field{
      .id = "lang", .title = tr("Language"), .share = 0.67, .names = {"Tiếng Việt", "English", data::trc("languages", "Both")}};
  const ExportChoices& now = state.export_choices;
  field.chosen = now.both_languages ? 2 : now.lang.value_or(state.lang) == data::Lang::vi ? 0 : 1;
  field.choose = [](ExportChoices& choices, int chosen) {
    choices.both_languages = chosen == 2;
    if (chosen < 2) choices.lang = chosen == 0 ? data::Lang::vi : data::Lang::en;
  };
  return field;
}

ExportField colours_field(const State& state) {
  ExportField field{.id = "colours", .title = tr("Colours"), .share = 0.33, .names = {tr("Dark"), tr("Light")}};
  field.chosen = theme_of(state.export_choices, state)->id == "dark" ? 0 : 1;
  field.choose = [](ExportChoices& choices, int chosen) { choices.dark = chosen == 0; };
  return field;
}

ExportField name_field(const State& state) {
  ExportField field = line_field("name", tr("File name"), 1, state.export_choices.name, default_name(state.export_choices, state));
  field.type = [](ExportChoices& choices, const std::string& text) {
    choices.name = text;
    if (const PictureFormat* named = format_named(text)) choices.ending = named->ending;
  };
  return field;
}

std::string in_mm(double width, double height) { return fmt::format("{:g} × {:g} mm", width, height); }

/// Another paper than the layout's own, lying or standing.
void add_papers(std::vector<ExportField>& out, const ExportChoices& now, const LayoutChoice& layout) {
  const std::string upright = "-portrait";
  const bool stands = now.size.ends_with(upright);
  const std::string paper = stands ? now.size.substr(0, now.size.size() - upright.size()) : now.size;
  ExportField field{.id = "paper",
                    .kind = Kind::list,
                    .title = tr("Paper"),
                    .share = paper.empty() ? 1 : 0.5,
                    .rare = true,
                    .names = {trf("The layout's own: {}", in_mm(layout.width_mm, layout.height_mm))}};
  std::vector<std::string> sizes{""};
  for (const Paper& known : papers) {
    sizes.emplace_back(known.name);
    field.names.push_back(fmt::format("A{} · {}", known.name + 1, in_mm(known.width_mm, known.height_mm)));
  }
  field.chosen = place_of(sizes, paper);
  field.choose = [sizes, stands, upright](ExportChoices& choices, int chosen) {
    choices.size = at(sizes, chosen) + (chosen > 0 && stands ? upright : "");
  };
  out.push_back(field);
  if (paper.empty()) return;
  ExportField way{.id = "way", .title = tr("Orientation"), .share = 0.5, .rare = true, .names = {tr("Landscape"), tr("Portrait")}};
  way.chosen = stands ? 1 : 0;
  way.choose = [paper, upright](ExportChoices& choices, int chosen) { choices.size = paper + (chosen == 1 ? upright : ""); };
  out.push_back(way);
}

ExportField toggle_field(const char* id, const std::string& title, bool ExportChoices::*what, const ExportChoices& now,
                         const std::string& why_not) {
  ExportField field{.id = id, .kind = Kind::toggle, .title = title, .rare = true, .chosen = now.*what ? 1 : 0, .why_not = why_not};
  if (!why_not.empty()) field.chosen = 0;
  field.choose = [what](ExportChoices& choices, int on) { choices.*what = on != 0; };
  return field;
}

/// Where the hand can be, in the order of Tab.
std::vector<std::string> stops_of(const State& state) {
  std::vector<std::string> out;
  const auto fields = export_fields(state);
  const auto add = [&](bool rare) {
    for (const ExportField& field : fields)
      if (field.rare == rare && field.why_not.empty()) out.push_back(field.id);
  };
  add(false);
  out.emplace_back(export_fold);
  if (state.export_hand.more) add(true);
  out.emplace_back(export_copy), out.emplace_back(export_save);
  return out;
}

}  // namespace

std::vector<ExportField> export_fields(const State& state) {
  const ExportChoices& now = state.export_choices;
  const LayoutChoice layout = chosen_layout(now, *state.loaded);
  std::vector<ExportField> out{format_field(now), layout_field(state)};
  if (layout.on_paper) out.push_back(density_field(now));
  else add_sizes(out, now, layout);
  for (auto field : {area_field, indicator_field, language_field, colours_field, name_field}) out.push_back(field(state));
  if (layout.on_paper) add_papers(out, now, layout);
  out.push_back(toggle_field("official", tr("Headed as a document (Decree 30/2020)"), &ExportChoices::official, now,
                             why_not_official(now, *state.loaded)));
  if (layout.official) out.back().chosen = 1;
  out.push_back(
      toggle_field("world", tr("With a world file (.pgw), for map programs"), &ExportChoices::world_file, now, why_no_world_file(now)));
  out.push_back(toggle_field("sidecar", tr("With a file that says what it was made of"), &ExportChoices::sidecar, now, {}));
  return out;
}

void ask_for(const State& state, const ExportField& field, int chosen, Requests& requests) {
  ExportChoices next = state.export_choices;
  field.choose(next, chosen);
  requests.push_back(SetExport{next});
}

ExportHand hand_after(const State& state, int by) {
  ExportHand hand = state.export_hand;
  if (!state.loaded) return hand;
  const auto stops = stops_of(state);
  const int count = static_cast<int>(stops.size()), now = place_of(stops, hand.field);
  hand.field = at(stops, now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count);
  hand.by_keys = true;
  return hand;
}

std::optional<ExportChoices> choices_after(const State& state, int by) {
  if (!state.loaded) return std::nullopt;
  const auto fields = export_fields(state);
  const auto field =
      std::find_if(fields.begin(), fields.end(), [&](const ExportField& each) { return each.id == state.export_hand.field; });
  if (field == fields.end() || !field->choose || !field->why_not.empty()) return std::nullopt;
  const int last = field->kind == Kind::toggle ? 1 : static_cast<int>(field->names.size()) - 1;
  ExportChoices next = state.export_choices;
  if (const int chosen = std::clamp(field->chosen + by, 0, last); chosen != field->chosen) field->choose(next, chosen);
  return next;
}

void save_export(const State& state, Requests& requests) {
  ExportHand hand = state.export_hand;
  if (!hand.field.empty()) hand.field = export_save, requests.push_back(MoveExportHand{hand});
  requests.push_back(SaveExport{});
}

void press_export_field(const State& state, Requests& requests) {
  if (!state.loaded) return;
  ExportHand hand = state.export_hand;
  if (hand.field == export_save) requests.push_back(SaveExport{});
  if (hand.field == export_copy) requests.push_back(CopyPicture{});
  if (hand.field == export_fold) hand.more = !hand.more, requests.push_back(MoveExportHand{hand});
  for (const ExportField& field : export_fields(state))
    if (field.id == hand.field && field.kind == Kind::toggle && field.why_not.empty()) ask_for(state, field, 1 - field.chosen, requests);
}

}  // namespace viewer
