// Every string a person reads passes here: English in the source, Vietnamese in assets/locale/vi.po through gettext.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace data {

enum class Lang { vi, en };

/// A value that a file gives in both languages, e.g. a project's title.
struct Text {
  std::string vi, en;
  const std::string& in(Lang lang) const { return lang == Lang::en && !en.empty() ? en : (vi.empty() ? en : vi); }
  bool empty() const { return vi.empty() && en.empty(); }
  bool operator==(const Text&) const = default;
};

/// Binds the catalogue below `locale_dir` (…/vi/LC_MESSAGES/phusong.mo). Call once, before any thread starts:
/// it sets LANGUAGE and the locale, numbers as in C, for the whole process; what libraries say by themselves is English.
void start_i18n(const std::filesystem::path& locale_dir);

/// The language of people's output; Vietnamese until set. Safe to call from any thread.
void set_language(Lang lang);
/// That of this thread, where it has one of its own.
Lang language();

/// While it lives, words on this thread are in this language, whatever the rest of the program speaks.
class LanguageHere {
 public:
  explicit LanguageHere(Lang lang);
  ~LanguageHere();
  LanguageHere(const LanguageHere&) = delete;
  LanguageHere& operator=(const LanguageHere&) = delete;

 private:
  int before_;
};

/// The message in the current language, or in the one given. `context` tells two uses of one English word apart.
std::string tr(const char* msgid);
std::string tr(const char* msgid, Lang lang);
std::string trc(const char* context, const char* msgid);
std::string trc(const char* context, const char* msgid, Lang lang);
/// Singular or plural by `n`, with "{}" in the message replaced by the number written for people.
std::string trn(const char* one, const char* many, long n);

/// tr() then fmt::format: trf("Cannot read layer '{}'", name).
template <typename... Args>
std::string trf(const char* msgid, Args&&... args) {
  return fmt::format(fmt::runtime(tr(msgid)), std::forward<Args>(args)...);
}

/// What the system calls an error (errno, or the value of a std::error_code of files) in the current language. Its Vietnamese is the C
/// library's own (Debian's libc-l10n), English where that is not installed.
std::string system_message(int error_number);

/// Marks a string for xgettext where it is only stored; tr() it where it is shown.
constexpr const char* mark(const char* msgid) { return msgid; }

}  // namespace data
