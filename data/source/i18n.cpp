#include "data/source/i18n.h"

#include <libintl.h>

#include <atomic>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "data/source/text.h"

namespace data {
namespace {

constexpr const char* domain = "phusong";
std::atomic<Lang> current{Lang::vi};
thread_local int here = -1;  ///< this thread's own; negative: it speaks as the others do
locale_t vietnamese{};       ///< none until start_i18n

/// While it lives, gettext and the C library speak Vietnamese on this thread.
class VietnameseHere {
 public:
  VietnameseHere() : before_(uselocale(vietnamese)) {}
  ~VietnameseHere() { uselocale(before_); }
  VietnameseHere(const VietnameseHere&) = delete;
  VietnameseHere& operator=(const VietnameseHere&) = delete;

 private:
  locale_t before_;
};

}  // namespace

void start_i18n(const std::filesystem::path& locale_dir) {
  // C.UTF-8 exists on every Debian; with it glibc's gettext obeys LANGUAGE without a vi_VN locale installed.
  // English needs no catalogue (it is the msgid), so LANGUAGE never changes again and tr() is free of races.
  std::setlocale(LC_ALL, "C.UTF-8");
  std::setlocale(LC_NUMERIC, "C");
  // The libraries' own messages hold words of the system's: those stay in the one language that all of them have.
  std::setlocale(LC_MESSAGES, "C");
  if (!vietnamese) vietnamese = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
  setenv("LANGUAGE", "vi", 1);
  bindtextdomain(domain, locale_dir.c_str());
  bind_textdomain_codeset(domain, "UTF-8");
}

void set_language(Lang lang) { current = lang; }
Lang language() { return here < 0 ? current.load() : static_cast<Lang>(here); }

LanguageHere::LanguageHere(Lang lang) : before_(std::exchange(here, static_cast<int>(lang))) {}
LanguageHere::~LanguageHere() { here = before_; }

std::string tr(const char* msgid, Lang lang) {
  if (*msgid == '\0') return {};
  if (lang == Lang::en) return msgid;
  const VietnameseHere words;
  return dgettext(domain, msgid);
}

std::string tr(const char* msgid) { return tr(msgid, language()); }

std::string trc(const char* context, const char* msgid) { return trc(context, msgid, language()); }

std::string trc(const char* context, const char* msgid, Lang lang) {
  if (lang == Lang::en) return msgid;
  const std::string key = std::string(context) + '\004' + msgid;
  const VietnameseHere words;
  const char* found = dgettext(domain, key.c_str());
  return found == key.c_str() ? msgid : found;
}

std::string trn(const char* one, const char* many, long n) {
  const char* form = n == 1 ? one : many;
  if (language() == Lang::vi) {
    const VietnameseHere words;
    form = dngettext(domain, one, many, static_cast<unsigned long>(n < 0 ? -n : n));
  }
  return fmt::format(fmt::runtime(form), format_integer(n));
}

std::string system_message(int error_number) {
  if (language() == Lang::en) return std::strerror(error_number);
  const VietnameseHere words;
  return std::strerror(error_number);
}

}  // namespace data
