// Which page layouts there are: the project's own, the shipped ones, and any file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/layout.h"

namespace viewer {

/// By id among `own`, then among the shipped, where "a4" is a4-landscape; a name that ends in .json is a file.
/// Throws data::Error naming those there are.
std::shared_ptr<const data::PageLayout> find_layout(const std::string& name, const std::vector<data::PageLayout>& own = {});

/// "a4" is a4-landscape; any other name is itself.
inline std::string layout_id(const std::string& name) { return name == "a4" ? "a4-landscape" : name; }

/// Whether --layout was given a file.
inline bool is_layout_file(const std::string& name) { return name.ends_with(".json"); }

/// The shipped layouts in the order of their ids; read once.
const std::vector<data::PageLayout>& shipped_layouts();

}  // namespace viewer
