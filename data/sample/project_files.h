// The text files of a sample: the project file itself, the figures it is judged by and a note on what is real in it.
#pragma once

#include <filesystem>

#include "data/sample/province.h"

namespace data {

void write_project_json(const SampleProvince& province, const std::filesystem::path& folder);
void write_readme(const SampleProvince& province, const std::filesystem::path& folder);

/// indicators.json from the program's defaults, targets.json and actuals.csv from the province's folder.
void copy_figures(const SampleProvince& province, const std::filesystem::path& assets, const std::filesystem::path& folder);

}  // namespace data
