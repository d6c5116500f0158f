#include "viewer/window.h"

#include <epoxy/gl.h>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "viewer/canvas.h"
#include "viewer/clipboard.h"

namespace viewer {
namespace {

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::optional<Key> key_of(int key, int mods) {
  switch (key) {
    case GLFW_KEY_LEFT: return Key::left;
    case GLFW_KEY_RIGHT: return Key::right;
    case GLFW_KEY_UP: return Key::up;
    case GLFW_KEY_DOWN: return Key::down;
    case GLFW_KEY_EQUAL:
    case GLFW_KEY_KP_ADD: return Key::plus;
    case GLFW_KEY_MINUS:
    case GLFW_KEY_KP_SUBTRACT: return Key::minus;
    case GLFW_KEY_HOME: return Key::home;
    case GLFW_KEY_ESCAPE: return Key::escape;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER: return Key::enter;
    case GLFW_KEY_F5: return Key::f5;
    case GLFW_KEY_F11: return Key::f11;
    case GLFW_KEY_TAB: return Key::tab;
    case GLFW_KEY_SPACE: return Key::space;
    case GLFW_KEY_SLASH: return (mods & GLFW_MOD_SHIFT) != 0 ? std::optional(Key::question) : std::nullopt;
    case GLFW_KEY_F1: return Key::question;
    case GLFW_KEY_C: return Key::letter_c;
    case GLFW_KEY_L: return Key::letter_l;
    case GLFW_KEY_P: return Key::letter_p;
    case GLFW_KEY_S: return Key::letter_s;
    case GLFW_KEY_T: return Key::letter_t;
    case GLFW_KEY_Q: return Key::letter_q;
    default: return std::nullopt;
  }
}

/// Keys that mean the same while something is typed.
bool beside_typing(int key, bool ctrl) {
  return key == GLFW_KEY_ESCAPE || key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER || key == GLFW_KEY_TAB || (ctrl && key == GLFW_KEY_S);
}

/// GLFW and ImGui, taken down in the right order.
class Shell {
 public:
  explicit Shell(const WindowOptions& options) {
    glfwSetErrorCallback([](int, const char* text) { last_error = text; });
    if (!glfwInit()) fail();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "phusong");
    GLFWmonitor* monitor = monitor_at(options.monitor);
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    const int width = mode ? std::min(1920, mode->width) : 1600, height = mode ? std::min(1080, mode->height) : 900;
    window = glfwCreateWindow(width, height, "Phủ Sóng", nullptr, nullptr);
    if (window == nullptr) fail();
    if (options.full_screen) toggle_full_screen(options.monitor);
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~Shell() {
    if (ImGui::GetCurrentContext()) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui_ImplGlfw_Shutdown();
      ImGui::DestroyContext();
    }
    if (window) glfwDestroyWindow(window);
    glfwTerminate();
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void toggle_full_screen(int wanted_monitor) {
    if (glfwGetWindowMonitor(window)) {
      glfwSetWindowMonitor(window, nullptr, windowed_[0], windowed_[1], windowed_[2], windowed_[3], GLFW_DONT_CARE);
      return;
    }
    glfwGetWindowPos(window, &windowed_[0], &windowed_[1]);
    glfwGetWindowSize(window, &windowed_[2], &windowed_[3]);
    GLFWmonitor* monitor = monitor_at(wanted_monitor);
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    if (mode) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
  }

  GLFWwindow* window = nullptr;

 private:
  static GLFWmonitor* monitor_at(int wanted) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    return count > 0 ? monitors[std::clamp(wanted, 0, count - 1)] : nullptr;
  }
  [[noreturn]] static void fail() {
    const std::string why = last_error;
    glfwTerminate();
    throw data::Error({.what = data::tr("Cannot open a window"), .file = {}, .why = why,
                       .hint = data::tr("without a display, `phusong snapshot -o FILE.png` and `phusong report` still work")});
  }
  static inline std::string last_error;
  int windowed_[4] = {60, 60, 1600, 900};
};

/// How long the window did not answer: from an event being there to its picture being shown.
struct FrameTimes {
  double longest = 0;
  std::vector<double> all;
  void add(double s) {
    longest = std::max(longest, s);
    all.push_back(s);
  }
  double median() {
    if (all.empty()) return 0;
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
  }
};

class Loop {
 public:
  Loop(Shell& shell, const AppOptions& options, const WindowOptions& window) : shell_(shell), options_(window), app_(options, [] { glfwPostEmptyEvent(); }) {
    glfwSetWindowUserPointer(shell.window, this);
    glfwSetKeyCallback(shell.window, [](GLFWwindow* w, int key, int scan, int action, int mods) {
      ImGui_ImplGlfw_KeyCallback(w, key, scan, action, mods);
      auto* self = static_cast<Loop*>(glfwGetWindowUserPointer(w));
      const bool ctrl = (mods & GLFW_MOD_CONTROL) != 0;
      if (action == GLFW_RELEASE || (ImGui::GetIO().WantTextInput && !beside_typing(key, ctrl))) return;
      if (const auto known = key_of(key, mods)) on_key(*known, {ctrl, (mods & GLFW_MOD_SHIFT) != 0}, self->app_.state(), self->app_.requests());
    });
    // A press and its release may come in one batch; ImGui shows them in two frames and acts in a third.
    glfwSetMouseButtonCallback(shell.window, [](GLFWwindow* w, int button, int action, int mods) {
      ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
      static_cast<Loop*>(glfwGetWindowUserPointer(w))->pending_ = 3;
    });
    glfwSetWindowRefreshCallback(shell.window, [](GLFWwindow* w) { static_cast<Loop*>(glfwGetWindowUserPointer(w))->frame(); });
    glfwSetDropCallback(shell.window, [](GLFWwindow* w, int count, const char** paths) {
      if (count > 0) static_cast<Loop*>(glfwGetWindowUserPointer(w))->app_.handle(OpenProject{paths[0]});
    });
  }

  void run() {
    while (!glfwWindowShouldClose(shell_.window) && !app_.quit_asked()) {
      const double start = seconds();
      frame();
      // The first frame builds fonts and shaders: the start, which answers no input.
      if (started_ == 0) started_ = seconds() - start;
      else times_.add(seconds() - start);
      report_settled();
      if (quit_at_ > 0 && seconds() > quit_at_) break;
      // ImGui needs a second frame after an input to show what it caused; then the loop sleeps.
      if (pending_ > 0) --pending_, glfwPollEvents();
      else if (app_.animating()) glfwPollEvents();
      else wait();
    }
    if (options_.verbose)
      spdlog::info("frames {}: first {:.1f} ms, then median {:.1f} ms, longest block on one input {:.1f} ms ({})", times_.all.size(), started_ * 1000,
                   times_.median() * 1000, times_.longest * 1000, app_.state().renderer);
  }

 private:
  void wait() {
    // The clock on the bar changes once a minute; a blinking caret twice a second, and a notice goes by itself.
    const bool soon = ImGui::GetIO().WantTextInput || app_.state().notice;
    glfwWaitEventsTimeout(quit_at_ > 0 ? 0.05 : soon ? 0.5 : 15.0);
    pending_ = std::max(pending_, 2);
  }

  void frame() {
    int width = 0, height = 0;
    glfwGetFramebufferSize(shell_.window, &width, &height);
    if (width == 0 || height == 0) return;  // minimised
    float ratio = 1, ignored = 1;
    glfwGetWindowContentScale(shell_.window, &ratio, &ignored);
    app_.resize(width, height, static_cast<double>(ratio));
    if (app_.layout().scale != fonts_scale_ || app_.state().theme != styled_) renew_fonts();
    app_.update(seconds());
    if (app_.take_full_screen_toggle()) shell_.toggle_full_screen(options_.monitor);
    if (auto png = app_.take_copied()) copy(std::move(*png));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    app_.draw();
    if (app_.take_acted()) pending_ = std::max(pending_, 2);
    ImGui::Render();
    canvas_.draw(app_.map_picture(), *ImGui::GetDrawData(), width, height);
    canvas_.show();
    glfwSwapBuffers(shell_.window);
    retitle();
  }

  void copy(std::vector<std::uint8_t> png) {
    try {
      clipboard_.offer(std::move(png));
      app_.told_copied({});
    } catch (const data::Error& error) { app_.told_copied(error.what()); }
  }

  void renew_fonts() {
    if (app_.layout().scale != fonts_scale_) {
      build_fonts(app_.layout().scale);
      if (fonts_scale_ > 0) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
        canvas_.forget();
      }
    }
    apply_style(*app_.state().theme, app_.layout().scale);
    fonts_scale_ = app_.layout().scale;
    styled_ = app_.state().theme;
  }

  void retitle() {
    const std::string title = app_.state().dataset ? app_.state().dataset->project.title.in(app_.state().lang) + " – Phủ Sóng" : "Phủ Sóng";
    if (title == title_) return;
    title_ = title;
    glfwSetWindowTitle(shell_.window, title.c_str());
  }

  void report_settled() {
    if (!app_.settled()) {
      said_settled_ = false;
      return;
    }
    if (said_settled_) return;
    said_settled_ = true;
    if (options_.verbose) {
      spdlog::info("settled: frames {}, longest {:.1f} ms", times_.all.size(), times_.longest * 1000);
    }
    if (options_.quit_after > 0 && quit_at_ == 0) quit_at_ = seconds() + options_.quit_after;
  }

  Shell& shell_;
  const WindowOptions& options_;
  App app_;
  Canvas canvas_;
  PictureClipboard clipboard_;
  FrameTimes times_;
  double fonts_scale_ = 0, quit_at_ = 0, started_ = 0;
  const layers::Theme* styled_ = nullptr;
  std::string title_;
  bool said_settled_ = false;
  int pending_ = 2;
};

}  // namespace

bool has_display() {
  const char* x11 = std::getenv("DISPLAY");
  const char* wayland = std::getenv("WAYLAND_DISPLAY");
  return (x11 && *x11) || (wayland && *wayland);
}

void run_window(const AppOptions& app, const WindowOptions& options) {
  Shell shell(options);
  Loop(shell, app, options).run();
}

}  // namespace viewer
