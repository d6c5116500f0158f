#include "viewer/offscreen.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <chrono>
#include <thread>

#include "layers/renderer.h"
#include "viewer/canvas.h"

namespace viewer {

Offscreen::Offscreen(const AppOptions& options, int width, int height, double pixel_ratio) : width_(width), height_(height), pixel_ratio_(pixel_ratio) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.MousePos = {-1, -1};
  ImGui_ImplOpenGL3_Init("#version 330 core");
  canvas_ = std::make_unique<Canvas>();
  app_ = std::make_unique<App>(options, [] {});
}

Offscreen::~Offscreen() {
  app_.reset();
  canvas_.reset();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

double Offscreen::frame() {
  const auto start = std::chrono::steady_clock::now();
  clock_ += 1.0 / 60;
  app_->resize(width_, height_, pixel_ratio_);
  if (app_->layout().scale != fonts_scale_) {
    build_fonts(app_->layout().scale);
    if (fonts_scale_ > 0) {
      ImGui_ImplOpenGL3_DestroyFontsTexture();
      ImGui_ImplOpenGL3_CreateFontsTexture();
      canvas_->forget();
    }
  }
  if (app_->layout().scale != fonts_scale_ || styled_ != app_->state().theme) apply_style(*app_->state().theme, app_->layout().scale);
  fonts_scale_ = app_->layout().scale;
  styled_ = app_->state().theme;
  app_->update(clock_);
  ImGui::GetIO().DeltaTime = 1.0F / 60;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  app_->draw();
  ImGui::Render();
  canvas_->draw(app_->map_picture(), *ImGui::GetDrawData(), width_, height_);
  glFinish();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Offscreen::settle(double limit_seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(limit_seconds);
  int quiet = 0;
  while (quiet < 3 && std::chrono::steady_clock::now() < end) {
    frame();
    quiet = app_->settled() ? quiet + 1 : 0;
    if (quiet == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

double Offscreen::move_pointer(double x, double y) {
  ImGui::GetIO().MousePos = {static_cast<float>(x), static_cast<float>(y)};
  return frame();
}

void Offscreen::click(double x, double y) {
  move_pointer(x, y);
  frame();
  ImGui::GetIO().MouseDown[0] = true;
  frame();
  frame();
  ImGui::GetIO().MouseDown[0] = false;
  frame();
  frame();
}

void Offscreen::wheel(double x, double y, double steps) {
  move_pointer(x, y);
  ImGui::GetIO().MouseWheel = static_cast<float>(steps);
  frame();
}

void Offscreen::drag(double x0, double y0, double x1, double y1, int steps) {
  move_pointer(x0, y0);
  ImGui::GetIO().MouseDown[0] = true;
  frame();
  for (int i = 1; i <= steps; ++i) move_pointer(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps);
  ImGui::GetIO().MouseDown[0] = false;
  frame();
}

void Offscreen::type(const std::string& text) {
  ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
  frame();
}

data::Image Offscreen::picture() {
  canvas_->picture().bind();
  data::Image image = layers::read_pixels(width_, height_);
  for (std::size_t i = 3; i < image.pixels.size(); i += 4) image.pixels[i] = 255;
  return image;
}

}  // namespace viewer
