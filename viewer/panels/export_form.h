// What the export dialog asks, as values: the panel draws them, and keys walk through them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "viewer/request.h"
#include "viewer/state.h"

namespace viewer {

struct ExportField {
  enum class Kind { segments, list, line, toggle };
  std::string id{};
  Kind kind = Kind::segments;
  std::string title{};               ///< above it; beside a toggle
  double share = 1;                  ///< of the row's width: fields stand side by side until the row is full
  bool rare = false;                 ///< below the fold
  std::vector<std::string> names{};  ///< of segments and lists
  int chosen = -1;                   ///< one of the names, or none of them; of a toggle 0 or 1
  std::string text{}, hint{};        ///< of a line
  std::string why_not{};             ///< not empty: it cannot be chosen, and why
  std::function<void(ExportChoices&, int)> choose{};
  std::function<void(ExportChoices&, const std::string&)> type{};
};

/// All of them from the top down, also those below the fold. Needs state.loaded.
std::vector<ExportField> export_fields(const State& state);

/// Asks for the choices as they would be with this one made.
void ask_for(const State& state, const ExportField& field, int chosen, Requests& requests);

/// What else the hand can be on.
constexpr const char *export_fold = "more", *export_copy = "copy", *export_save = "save";

/// Tab: where the hand comes next (or was before), round and round.
ExportHand hand_after(const State& state, int by);
/// Arrows: the choices with the next one of the field that the hand is on; nothing where it is on nothing that arrows change.
std::optional<ExportChoices> choices_after(const State& state, int by);
/// Space: presses what the hand is on.
void press_export_field(const State& state, Requests& requests);
/// Enter: saves, wherever the hand is; a line that was typed into is done.
void save_export(const State& state, Requests& requests);

}  // namespace viewer
