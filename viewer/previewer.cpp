#include "viewer/previewer.h"

#include <algorithm>

#include "data/source/error.h"
#include "data/source/give_way.h"
#include "data/source/i18n.h"
#include "layers/headless_context.h"
#include "layers/map.h"
#include "viewer/page/thumbnail.h"

namespace viewer {
std::shared_ptr<const data::Loaded> Translations::in(data::Lang lang, const std::shared_ptr<const data::Loaded>& loaded) {
  if (loaded->spoken == lang) return loaded;
  const std::lock_guard lock(mutex_);
  if (original_ != loaded || !translated_ || translated_->spoken != lang) {
    translated_.reset();
    const data::LanguageHere words(lang);
    translated_ = data::load_project(loaded->dataset->project.path, assets_, options_);
    original_ = loaded;
  }
  return translated_;
}

SnapshotRequest translated(SnapshotRequest request, Translations& translations) {
  if (request.loaded->dataset->errors.empty()) request.loaded = translations.in(request.page.lang, request.loaded);
  const std::vector<std::string>& errors = request.loaded->dataset->errors;
  if (!errors.empty())
    throw data::Error(
        {.what = data::tr("No picture can be made, because not everything in the project could be read"), .why = errors.front()});
  return request;
}

/// The map keeps what it prepared from one preview to the next.
struct Previewer::Studio {
  layers::HeadlessContext context;
  layers::Map map;
};

Previewer::Previewer(std::shared_ptr<Translations> translations, std::function<void(Preview)> done)
    : translations_(std::move(translations)), done_(std::move(done)), worker_([this](const std::stop_token& stop) { work(stop); }) {}

std::uint64_t Previewer::ask(SnapshotRequest request, int width, int height) {
  const std::lock_guard lock(mutex_);
  rest_ = false;
  wish_ = Wish{++ticket_, std::move(request), width, height};
  something_.notify_all();
  return ticket_;
}

void Previewer::rest() {
  const std::lock_guard lock(mutex_);
  rest_ = true;
  wish_.reset();
  delivered_ = ticket_;
  something_.notify_all();
}

bool Previewer::busy() const {
  const std::lock_guard lock(mutex_);
  return delivered_ != ticket_;
}

Preview Previewer::make(Studio& studio, const Wish& wish) const {
  Preview out{.ticket = wish.ticket, .picture = {}, .error = {}};
  try {
    const SnapshotRequest request = translated(wish.request, *translations_);
    const Sheet sheet = prepare_sheet(*request.loaded, studio.map, dress_map(request, studio.map));
    out.width = sheet.spec.width, out.height = sheet.spec.height;
    if (sheet.spec.on_paper()) out.paper_mm = {points_of(sheet.spec).w / 72 * 25.4, points_of(sheet.spec).h / 72 * 25.4};
    // What would keep the page from being written is said before anyone asks for it.
    require_sound(sheet, studio.map, {});
    out.picture = preview_of(sheet, studio.map, wish.width, wish.height);
  } catch (const std::exception& error) { out.error = error.what(); }
  return out;
}

void Previewer::work(const std::stop_token& stop) {
  data::give_way();  // to the screen; the driver's own threads inherit it
  std::unique_ptr<Studio> studio;
  while (true) {
    Wish wish;
    bool rest = false;
    {
      std::unique_lock lock(mutex_);
      const auto asked = [&] { return wish_.has_value() || (rest_ && studio); };
      if (!something_.wait(lock, stop, asked) || stop.stop_requested()) return;
      rest = !wish_.has_value();
      if (!rest) wish = std::move(*wish_), wish_.reset();
    }
    if (rest) {
      studio.reset();
      continue;
    }
    Preview preview{.ticket = wish.ticket, .picture = {}, .error = {}};
    try {
      if (!studio) studio = std::make_unique<Studio>(), studio->map.set_stop(stop);
      preview = make(*studio, wish);
    } catch (const std::exception& error) { preview.error = error.what(); }
    {
      const std::lock_guard lock(mutex_);
      if (wish.ticket <= delivered_) continue;  // nobody looks any more
    }
    done_(std::move(preview));
    const std::lock_guard lock(mutex_);
    delivered_ = std::max(delivered_, wish.ticket);
  }
}

}  // namespace viewer
