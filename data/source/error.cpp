#include "data/source/error.h"

#include <utility>

namespace data {
namespace {

std::string one_line(const Error::Parts& parts) {
  std::string line = parts.what;
  if (!parts.file.empty()) line += ": " + parts.file;
  if (!parts.why.empty()) line += ": " + parts.why;
  if (!parts.hint.empty()) line += " → " + parts.hint;
  return line;
}

}  // namespace

Error::Error(Parts parts) : std::runtime_error(one_line(parts)), parts_(std::move(parts)) {}

}  // namespace data
