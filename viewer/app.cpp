#include "viewer/app.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "data/source/error.h"
#include "viewer/commands.h"
#include "viewer/panels/export_form.h"
#include "viewer/places.h"
#include "viewer/units_table.h"

namespace viewer {
namespace {

constexpr double flight_seconds = 0.15;

/// Slow at both ends.
double ease(double t) { return t * t * (3 - 2 * t); }

layers::View between(const layers::View& a, const layers::View& b, double t) {
  layers::View view = b;
  // The scale changes by equal ratios; the centre keeps its place relative to it, so the path looks straight.
  view.metres_per_pixel = a.metres_per_pixel * std::pow(b.metres_per_pixel / a.metres_per_pixel, t);
  const double ratio = a.metres_per_pixel == b.metres_per_pixel ? t : (view.metres_per_pixel - a.metres_per_pixel) / (b.metres_per_pixel - a.metres_per_pixel);
  view.centre = {a.centre.x + (b.centre.x - a.centre.x) * ratio, a.centre.y + (b.centre.y - a.centre.y) * ratio};
  return view;
}

}  // namespace

App::App(AppOptions options, std::function<void()> wake) : options_(std::move(options)), map_(std::make_unique<layers::Map>()) {
  state_.lang = options_.lang;
  state_.theme = options_.dark ? &layers::dark_theme() : &layers::light_theme();
  state_.clock = options_.clock;
  state_.renderer = layers::gl::renderer_name();
  const unsigned threads = options_.threads ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  wake_ = wake;
  translations_ = std::make_shared<Translations>(options_.assets, options_.load);
  loader_ = std::make_unique<Loader>(threads, std::move(wake));
  opened_ = {{}, options_.project};
  open(opened_);
}

App::~App() = default;

/// On a worker even the looking: a sample may have to be generated first.
void App::open(const Wish& wish) {
  wish_ = wish;
  state_.loading = true;
  state_.load_step = state_.load_steps = 0;
  generated_ = std::make_shared<std::atomic<int>>(-1);
  const auto tell = [percent = generated_, wake = wake_](std::uint64_t done, std::uint64_t total) {
    const int now = total > 0 ? static_cast<int>(100 * done / total) : 0;
    if (percent->exchange(now) != now) wake();
  };
  const auto find = [wish, tell, assets = options_.assets] {
    return wish.province.empty() ? find_project(wish.path, assets, tell) : sample_project(wish.province, assets, tell);
  };
  loader_->open(find, options_.assets, options_.load);
}

void App::resize(int width, int height, double pixel_ratio) {
  if (width == layout_.width && height == layout_.height && pixel_ratio == pixel_ratio_) return;
  const bool first = layout_.width == 0;
  pixel_ratio_ = pixel_ratio;
  layout_ = layout_for(width, height, pixel_ratio, state_.panels_shown);
  layers::View view = state_.view;
  view.width = width, view.height = height, view.pixel_ratio = layout_.scale;
  state_.view = view;
  flight_.reset();
  map_changed_ = true;
  if (first || !fitted_) fit_to(state_.entered, false);
}

void App::update(double now) {
  now_ = now;
  take_finished();
  if (flight_) {
    if (flight_->start < 0) flight_->start = now;
    const double t = std::clamp((now - flight_->start) / flight_seconds, 0.0, 1.0);
    state_.view = t >= 1 ? flight_->to : between(flight_->from, flight_->to, ease(t));
    if (t >= 1) flight_.reset();
  }
  if (const data::LoadProgress* progress = loader_->progress()) state_.load_step = progress->step, state_.load_steps = progress->steps;
  state_.generated_percent = state_.loading && state_.load_steps == 0 ? generated_->load() : -1;
  state_.map_view = map_view();
  follow_choices();
  for (layers::Job& job : map_->wanted(map_view())) loader_->submit(std::move(job));
}

bool App::settled() const {
  return !state_.loading && !flight_ && !loader_->busy() && !map_->waiting() && requests_.empty() && !state_.preview.pending;
}

void App::draw() {
  draw_map();
  follow_pointer();
  draw_screen(state_, layout_, requests_);
  mouse_.update(state_, layout_, requests_);
  // What was asked while drawing is done after it: a panel never sees the state change under its hands.
  for (const Request& request : std::exchange(requests_, {})) handle(request);
}

void App::draw_map() {
  const layers::View view = map_view();
  if (!picture_ || picture_->colour().width() != view.width || picture_->colour().height() != view.height) {
    picture_.emplace(view.width, view.height);
    map_changed_ = true;
  }
  map_drawn_ = map_changed_ || !(drawn_view_ == view);
  if (!map_drawn_) return;
  picture_->bind();
  map_->draw(view, *state_.theme);
  drawn_view_ = view;
  map_changed_ = false;
}

MapPicture App::map_picture() const { return {*picture_, layout_.map, map_drawn_}; }

// --- Finished work ----------------------------------------------------------------------------------------------------

void App::take_finished() {
  for (Finished& finished : loader_->take()) {
    if (auto* piece = std::get_if<PieceDone>(&finished)) {
      map_->accept(piece->layer, piece->ticket, std::move(piece->piece));
      map_changed_ = true;
    } else if (auto* part = std::get_if<DataReady>(&finished)) {
      if (part->generation == loader_->generation()) accept(*part);
    } else if (auto* project = std::get_if<ProjectReady>(&finished)) {
      if (project->generation == loader_->generation()) accept(*project);
    } else if (auto* failed = std::get_if<ProjectFailed>(&finished)) {
      if (failed->generation == loader_->generation()) accept(*failed);
    } else if (auto* task = std::get_if<TaskDone>(&finished)) {
      accept(*task);
    } else if (auto* preview = std::get_if<Preview>(&finished)) {
      accept(*preview);
    }
  }
}

void App::accept(DataReady& ready) {
  const bool other = !state_.dataset || state_.dataset->project.path != ready.dataset->project.path;
  if (state_.loaded && !other) return;  // a reload: the old picture stays until the new one is whole
  state_.loaded.reset();  // it speaks of another place
  state_.source_shown = -1;
  show_dataset(std::move(ready.dataset), other);
  choose_indicator(state_.indicator);
}

/// What was there stays, or comes back when the units of another project had been shown already.
void App::accept(ProjectFailed& failed) {
  state_.loading = false;
  if (!state_.loaded && whole_) show_loaded(whole_);
  say(Message::Kind::error, failed.message);
  state_.messages_shown = true;
}

void App::accept(ProjectReady& ready) {
  state_.loading = false;
  state_.messages.clear();
  for (const std::string& error : ready.loaded->dataset->errors) say(Message::Kind::error, error);
  for (const std::string& warning : ready.loaded->dataset->warnings) say(Message::Kind::warning, warning);
  if (!ready.loaded->dataset->errors.empty()) state_.messages_shown = true;
  opened_ = wish_;
  whole_ = ready.loaded;
  show_loaded(ready.loaded);
  remember(ready.loaded->dataset->project);
}

void App::show_loaded(std::shared_ptr<const data::Loaded> loaded) {
  state_.loaded = std::move(loaded);
  state_.peers = {state_.loaded, &state_.loaded->peers};
  show_dataset(state_.loaded->dataset, !fitted_);
  const auto& indicators = state_.loaded->dataset->indicators;
  const bool known = std::any_of(indicators.begin(), indicators.end(), [&](const auto& i) { return i.id == state_.indicator; });
  choose_indicator(known ? state_.indicator : default_indicator(*state_.loaded));
}

/// Samples have their own lines in the menu; anything else is listed there while the program runs.
void App::remember(const data::Project& project) {
  constexpr std::size_t most = 5;
  std::erase_if(state_.recent, [&](const RecentProject& recent) { return recent.path == project.path; });
  if (!state_.province.empty()) return;
  state_.recent.insert(state_.recent.begin(), {project.path, project.title});
  if (state_.recent.size() > most) state_.recent.pop_back();
}

/// Units that still exist keep being selected and entered: a refresh must not move anything.
void App::show_dataset(std::shared_ptr<const data::Dataset> dataset, bool first) {
  const auto same_unit = [&](int unit) {
    if (unit <= 0 || !state_.dataset) return -1;
    const data::Unit& old = state_.dataset->units->units[static_cast<std::size_t>(unit)];
    return dataset->units->find(dataset->units->level_of(state_.dataset->units->levels[static_cast<std::size_t>(old.level)]), old.code);
  };
  const int selected = same_unit(state_.selected), entered = std::max(0, same_unit(state_.entered));
  const bool other = !state_.dataset || state_.dataset->project.path != dataset->project.path;
  state_.selected = other ? -1 : selected;
  state_.entered = other ? 0 : entered;
  state_.hovered = -1;
  if (other) state_.level = dataset->units->deepest(), state_.search.clear();
  state_.level = std::clamp(state_.level, 0, dataset->units->deepest());
  state_.dataset = std::move(dataset);
  state_.province.clear();
  if (state_.peers)
    for (const data::Peer& peer : state_.peers->provinces)
      if (sample_file(peer.id) == state_.dataset->project.path) state_.province = peer.id;
  map_->set_dataset(state_.dataset);
  map_->set_level(state_.level);
  map_->set_selected(state_.selected);
  state_.switchable = map_->switchable();
  state_.visible.clear(), state_.opacity.clear();
  for (const std::string& id : state_.switchable) {
    state_.visible.emplace_back(id, map_->visible(id));
    if (state_.basemap(id)) state_.opacity.emplace_back(id, map_->opacity(id));
  }
  to_wgs84_.reset();
  try {
    to_wgs84_.emplace(state_.dataset->project.crs, "EPSG:4326");
    state_.crs_name = data::describe_crs(state_.dataset->project.crs).short_name;
    state_.true_metres = 1 / data::scale_factor(state_.dataset->project.crs, state_.dataset->units->units[0].box.centre());
  } catch (const data::Error& error) {
    say(Message::Kind::warning, error.what());
  }
  if (first || other) fit_to(state_.entered, false);
  fitted_ = true;
  map_changed_ = true;
}

void App::say(Message::Kind kind, std::string text) {
  if (text.empty()) return;
  if (kind == Message::Kind::error) spdlog::error("{}", text);
  else if (kind == Message::Kind::warning) spdlog::debug("{}", text);
  else spdlog::info("{}", text);
  const auto same = [&](const Message& message) { return message.text == text; };
  if (std::none_of(state_.messages.begin(), state_.messages.end(), same)) state_.messages.push_back({kind, std::move(text)});
}

// --- Requests ---------------------------------------------------------------------------------------------------------

void App::handle(const Request& request) {
  map_changed_ = true;
  if (const auto* clear = std::get_if<KeepClear>(&request)) {  // nobody's action
    state_.kept_clear = clear->frames;
    return map_->keep_clear(clear->frames);
  }
  acted_ = true;
  if (const auto* r = std::get_if<OpenProject>(&request)) {
    open({{}, r->path});
  } else if (const auto* sample = std::get_if<OpenSample>(&request)) {
    open({sample->province, {}});
  } else if (std::get_if<Reload>(&request)) {
    open_again();
  } else if (const auto* select = std::get_if<SelectUnit>(&request)) {
    state_.selected = select->unit == state_.selected ? -1 : select->unit;
    map_->set_selected(state_.selected);
  } else if (const auto* into = std::get_if<EnterUnit>(&request)) {
    enter(into->unit);
  } else if (const auto* level = std::get_if<ShowLevel>(&request)) {
    if (!state_.dataset) return;
    state_.level = std::clamp(level->level, 0, state_.dataset->units->deepest());
    map_->set_level(state_.level);
    choose_indicator(state_.indicator);
  } else if (const auto* choice = std::get_if<ChooseIndicator>(&request)) {
    choose_indicator(choice->id);
  } else if (const auto* show = std::get_if<ShowLayer>(&request)) {
    map_->set_visible(show->id, show->visible);
    for (auto& [id, on] : state_.visible)
      if (id == show->id) on = show->visible;
  } else if (const auto* opacity = std::get_if<SetOpacity>(&request)) {
    map_->set_opacity(opacity->id, std::clamp(opacity->opacity, 0.0, 1.0));
    for (auto& [id, share] : state_.opacity) share = map_->opacity(id);
  } else if (const auto* look = std::get_if<LookAt>(&request)) {
    look_at(look->view, look->animate);
  } else if (std::get_if<FitAll>(&request)) {
    fit_to(state_.entered, true);
  } else if (const auto* source = std::get_if<ShowSource>(&request)) {
    state_.source_shown = source->row;
  } else if (const auto* pillar = std::get_if<ShowPillar>(&request)) {
    state_.pillar = pillar->pillar;
  } else if (const auto* lang = std::get_if<SetLanguage>(&request)) {
    state_.lang = lang->lang;
    data::set_language(lang->lang);
    // Reasons and warnings were written in the other language; reading again says them anew, and nothing moves.
    open_again();
    fill_table();
  } else if (const auto* theme = std::get_if<SetTheme>(&request)) {
    state_.theme = theme->dark ? &layers::dark_theme() : &layers::light_theme();
    choose_indicator(state_.indicator);
  } else if (const auto* sort = std::get_if<SortTable>(&request)) {
    state_.sort = static_cast<TableColumn>(sort->column);
    state_.descending = sort->descending;
    fill_table();
  } else if (const auto* search = std::get_if<SearchTable>(&request)) {
    state_.search = search->text;
    fill_table();
  } else if (const auto* panels = std::get_if<ShowPanels>(&request)) {
    state_.panels_shown = panels->shown;
    layout_ = layout_for(state_.view.width, state_.view.height, pixel_ratio_, state_.panels_shown);
  } else if (const auto* messages = std::get_if<ShowMessages>(&request)) {
    state_.messages_shown = messages->shown;
  } else if (const auto* help = std::get_if<ShowHelp>(&request)) {
    state_.help_shown = help->shown;
  } else if (const auto* switcher = std::get_if<ShowSwitcher>(&request)) {
    state_.switcher_shown = switcher->shown;
    state_.switcher_line = switcher->line;
  } else if (const auto* comparison = std::get_if<ShowComparison>(&request)) {
    state_.comparison_shown = comparison->shown;
    state_.comparison_shared_only = comparison->shared_only;
  } else if (std::get_if<DismissMessages>(&request)) {
    state_.messages.clear();
    state_.messages_shown = false;
  } else if (std::get_if<ToggleFullScreen>(&request)) {
    full_screen_toggle_ = true;
  } else if (std::get_if<SaveSnapshot>(&request)) {
    if (state_.exported || state_.export_shown) save_picture();
    else show_export(true);
  } else if (const auto* dialog = std::get_if<ShowExport>(&request)) {
    show_export(dialog->shown);
  } else if (const auto* choices = std::get_if<SetExport>(&request)) {
    state_.export_choices = choices->choices;
    state_.export_result.reset();
  } else if (const auto* hand = std::get_if<MoveExportHand>(&request)) {
    state_.export_hand = hand->hand;
  } else if (const auto* walk = std::get_if<WalkExport>(&request)) {
    state_.export_hand = hand_after(state_, walk->by);
  } else if (const auto* step = std::get_if<StepExport>(&request)) {
    if (auto next = choices_after(state_, step->by)) handle(SetExport{std::move(*next)});
  } else if (std::get_if<SaveExport>(&request)) {
    save_picture();
  } else if (std::get_if<CopyPicture>(&request)) {
    copy_picture();
  } else if (std::get_if<Quit>(&request)) {
    quit_ = true;
  }
}

void App::look_at(const layers::View& view, bool animate) {
  layers::View next = view;
  next.width = state_.view.width, next.height = state_.view.height, next.pixel_ratio = state_.view.pixel_ratio;
  if (animate) flight_ = Flight{state_.view, next, -1};
  else flight_.reset(), state_.view = next;
}

void App::fit_to(int unit, bool animate) {
  if (!state_.dataset || layout_.width == 0) return;
  look_at(layers::fit(state_.dataset->units->units[static_cast<std::size_t>(unit)].box, state_.view.width, state_.view.height, layout_.map, state_.view.pixel_ratio), animate);
}

void App::choose_indicator(const std::string& id) {
  state_.indicator = id;
  state_.choropleth.reset();
  if (state_.loaded)
    for (const data::Indicator& indicator : state_.loaded->dataset->indicators)
      if (indicator.id == id) state_.choropleth = layers::choropleth_of(*state_.loaded, indicator, state_.level, *state_.theme);
  map_->set_choropleth(state_.choropleth);
  map_changed_ = true;
  fill_table();
}

/// Into a unit with parts: its parts are listed. Into one without: the map goes there and it is selected.
void App::enter(int unit) {
  if (!state_.dataset || unit < 0) return;
  const data::Unit& entered = state_.dataset->units->units[static_cast<std::size_t>(unit)];
  if (entered.children.empty()) {
    state_.selected = unit;
    map_->set_selected(unit);
  } else {
    state_.entered = unit;
    if (state_.level <= entered.level) {
      state_.level = entered.level + 1;
      map_->set_level(state_.level);
      choose_indicator(state_.indicator);
    }
    fill_table();
  }
  fit_to(unit, true);
}

void App::fill_table() { state_.table = state_.loaded ? units_table(state_) : std::vector<UnitRow>{}; }

void App::follow_pointer() {
  const auto before = state_.hovered;
  state_.pointer = mouse_over_map(layout_) ? std::optional(state_.view.to_map(*mouse_over_map(layout_))) : std::nullopt;
  state_.pointer_wgs84.reset();
  state_.under_pointer.clear();
  if (state_.pointer && state_.dataset) {
    state_.hovered = state_.dataset->units->at(*state_.pointer, state_.level);
    if (to_wgs84_) state_.pointer_wgs84 = to_wgs84_->apply(*state_.pointer);
    state_.under_pointer = map_->points_under(state_.view, state_.view.to_screen(*state_.pointer));
  } else {
    state_.hovered = -1;
  }
  if (state_.hovered != before) {
    map_->set_hovered(state_.hovered);
    map_changed_ = true;
  }
}

}  // namespace viewer
