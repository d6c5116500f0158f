// Words looked up in a page's language, whatever the program's is.
#pragma once

#include "data/source/i18n.h"

namespace viewer {

class LanguageScope {
 public:
  explicit LanguageScope(data::Lang lang) : before_(data::language()) {
    if (lang != before_) data::set_language(lang);
  }
  ~LanguageScope() {
    if (data::language() != before_) data::set_language(before_);
  }
  LanguageScope(const LanguageScope&) = delete;
  LanguageScope& operator=(const LanguageScope&) = delete;

 private:
  data::Lang before_;
};

}  // namespace viewer
