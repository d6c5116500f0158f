// Pictures of what the window shows: the dialog's preview, saving and copying. None of it is made on the drawing thread.
#include "data/source/error.h"
#include "viewer/app.h"
#include "viewer/commands.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr double notice_seconds = 6;

}  // namespace

void App::show_export(bool shown) {
  state_.export_shown = shown && state_.loaded;
  state_.export_result.reset();
  state_.export_hand = {};
  if (shown && !state_.loaded) announce(Message::Kind::note, tr("There is nothing to save yet: no project has been read."));
}

/// Asks for a preview when something that it shows is no longer as it was.
void App::follow_choices() {
  if (state_.notice && now_ > notice_until_) state_.notice.reset();
  if (!state_.loaded) state_.export_shown = false;
  if (!state_.export_shown) {
    if (previewer_ && previewed_) previewer_->rest();
    previewed_.reset();
    state_.preview = {};
    preview_ = {};
    return;
  }
  SnapshotRequest request;
  try {
    request = export_request(state_.export_choices, state_);
  } catch (const data::Error& error) {
    previewed_ = Previewed{};  // of nothing: what was shown before has to come back when this is mended
    state_.preview.error = error.what(), state_.preview.pending = false;
    return;
  }
  const auto pixels = [&](float design) { return static_cast<int>(design * layout_.scale); };
  Previewed now{request.page, request.layers, request.opacity, request.loaded, pixels(preview_width), pixels(preview_height)};
  if (previewed_ == now) return;
  if (!previewer_)
    previewer_ = std::make_unique<Previewer>(translations_, [this](Preview preview) { loader_->deliver(std::move(preview)); });
  preview_ticket_ = previewer_->ask(std::move(request), now.width, now.height);
  previewed_ = std::move(now);
  state_.preview.pending = true;
}

void App::accept(Preview& preview) {
  if (!previewed_ || !previewed_->loaded) return;  // nobody waits for one any more
  state_.preview.pending = preview.ticket != preview_ticket_;
  state_.preview.error = preview.error;
  if (!preview.error.empty()) return;
  // Another texture under another name: whoever draws only what changed sees that it did.
  layers::gl::Texture next(GL_RGBA8, preview.picture.width, preview.picture.height, GL_RGBA, GL_UNSIGNED_BYTE,
                           preview.picture.pixels.data(), GL_LINEAR);
  state_.preview.texture = next.id(), state_.preview.width = next.width(), state_.preview.height = next.height();
  state_.preview.page_width = preview.width, state_.preview.page_height = preview.height;
  state_.preview.paper_width = preview.paper_mm.w, state_.preview.paper_height = preview.paper_mm.h;
  preview_ = std::move(next);
}

/// Makes the picture that was chosen on another thread, in the page's language.
void App::make_picture(TaskDone::Kind kind, const std::string& meanwhile, std::function<TaskDone(SnapshotRequest)> make) {
  if (!state_.loaded || state_.saving) return;
  try {
    SnapshotRequest request = export_request(state_.export_choices, state_);
    state_.saving = true;
    announce(Message::Kind::note, meanwhile);
    loader_->run_task(kind, [request = std::move(request), make = std::move(make), translations = translations_]() mutable {
      return make(translated(std::move(request), *translations));
    });
  } catch (const data::Error& error) { announce(Message::Kind::error, error.what()); }
}

void App::save_picture() {
  make_picture(TaskDone::Kind::picture_saved, tr("Saving the picture…"), [](SnapshotRequest request) {
    request.file = free_path(request);
    save_page(request);
    return TaskDone{TaskDone::Kind::picture_saved, true, trf("Picture saved: {}", request.file.string())};
  });
}

void App::copy_picture() {
  make_picture(TaskDone::Kind::picture_copied, tr("Copying the picture…"), [](const SnapshotRequest& request) {
    return TaskDone{TaskDone::Kind::picture_copied, true, {}, png_of(request)};
  });
}

void App::accept(TaskDone& done) {
  acted_ = true;
  if (done.kind == TaskDone::Kind::layer) {
    say(done.good ? Message::Kind::note : Message::Kind::error, done.message);
    if (!done.good) state_.messages_shown = true;
    return;
  }
  state_.saving = false;
  if (done.kind == TaskDone::Kind::picture_copied && done.good) {
    copied_ = std::move(done.bytes);
    return;
  }
  if (done.good) state_.exported = true, state_.export_choices.name.clear();
  announce(done.good ? Message::Kind::note : Message::Kind::error, done.message);
}

void App::told_copied(const std::string& error) {
  acted_ = true;
  if (error.empty()) announce(Message::Kind::note, tr("The picture is on the clipboard: paste it where it is wanted."));
  else announce(Message::Kind::error, error);
}

/// Where it is seen at once: in the dialog while that is open, else over the map. What is under way is not kept in the list.
void App::announce(Message::Kind kind, const std::string& text) {
  const Message message{kind, text};
  if (!state_.saving || kind == Message::Kind::error) say(kind, text);
  if (state_.export_shown) {
    state_.export_result = message;
  } else {
    state_.notice = message;
    notice_until_ = now_ + notice_seconds;
  }
}

}  // namespace viewer
