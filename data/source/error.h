// The one error the outside world can cause: what failed, on which file, why, and what to try next.
#pragma once

#include <stdexcept>
#include <string>

namespace data {

/// Thrown for anything a file, a setting or a device can get wrong; our own mistakes are asserts.
/// `what()` is one sentence-like line for people, in the current language: "what: file: why (hint)".
class Error : public std::runtime_error {
 public:
  struct Parts {
    std::string what{};  ///< what could not be done, e.g. "Cannot read layer 'households'"
    std::string file{};  ///< the file or source it was done to; may be empty
    std::string why{};   ///< the library's or our own words for the cause
    std::string hint{};  ///< what a person can try; may be empty
  };

  explicit Error(Parts parts);
  const Parts& parts() const { return parts_; }

 private:
  Parts parts_;
};

}  // namespace data
