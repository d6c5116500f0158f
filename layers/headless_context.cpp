#include "layers/headless_context.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <array>
#include <string>
#include <string_view>

#include "data/source/error.h"
#include "data/source/i18n.h"

namespace layers {

struct HeadlessContext::Impl {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  EGLSurface surface = EGL_NO_SURFACE;  ///< only where the driver insists on one

  ~Impl() { release(); }
  void release() {
    // The display itself stays: EGL hands every context of the process the same one.
    if (context == EGL_NO_CONTEXT) return;
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
    eglDestroyContext(display, context);
    context = EGL_NO_CONTEXT, surface = EGL_NO_SURFACE;
  }
};

namespace {

bool offers(const char* extensions, std::string_view name) {
  std::string_view rest = extensions ? extensions : "";
  for (std::size_t at = rest.find(name); at != std::string_view::npos; at = rest.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || rest[at - 1] == ' ') && (end == rest.size() || rest[end] == ' ')) return true;
  }
  return false;
}

std::string egl_error() {
  switch (eglGetError()) {
    case EGL_NOT_INITIALIZED: return "EGL_NOT_INITIALIZED";
    case EGL_BAD_MATCH: return "EGL_BAD_MATCH";
    case EGL_BAD_ALLOC: return "EGL_BAD_ALLOC";
    case EGL_BAD_CONFIG: return "EGL_BAD_CONFIG";
    case EGL_BAD_ATTRIBUTE: return "EGL_BAD_ATTRIBUTE";
    default: return "EGL";
  }
}

/// Makes a GL 3.3 core context current on this display. On failure returns false with the reason in `why`.
template <typename Impl>
bool start(Impl& impl, EGLDisplay display, std::string& why) {
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE || eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) {
    why = egl_error();
    return false;
  }
  const char* extensions = eglQueryString(display, EGL_EXTENSIONS);
  const bool surfaceless = offers(extensions, "EGL_KHR_surfaceless_context");
  const std::array<EGLint, 5> wish{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, surfaceless ? 0 : EGL_PBUFFER_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (eglChooseConfig(display, wish.data(), &config, 1, &count) == EGL_FALSE || count == 0) {
    if (!offers(extensions, "EGL_KHR_no_config_context")) {
      why = egl_error();
      return false;
    }
    config = nullptr;  // EGL_NO_CONFIG_KHR
  }
  const std::array<EGLint, 7> version{
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  impl.display = display;
  impl.context = eglCreateContext(display, config, EGL_NO_CONTEXT, version.data());
  if (impl.context != EGL_NO_CONTEXT && !surfaceless) {
    const std::array<EGLint, 5> size{EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
    impl.surface = eglCreatePbufferSurface(display, config, size.data());
  }
  if (impl.context != EGL_NO_CONTEXT && eglMakeCurrent(display, impl.surface, impl.surface, impl.context) == EGL_TRUE) return true;
  why = egl_error();
  impl.release();
  return false;
}

}  // namespace

HeadlessContext::HeadlessContext() : impl_(std::make_unique<Impl>()) {
  std::string why;
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (offers(client, "EGL_MESA_platform_surfaceless") &&
      start(*impl_, eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr), why))
    return;
  if (offers(client, "EGL_EXT_platform_device") &&
      (offers(client, "EGL_EXT_device_enumeration") || offers(client, "EGL_EXT_device_base"))) {
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint count = 0;
    if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
      for (EGLint i = 0; i < count; ++i)
        if (start(*impl_, eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr), why)) return;
  }
  throw data::Error({.what = data::tr("Cannot draw without a display: no EGL device offers OpenGL 3.3"),
                     .why = why,
                     .hint = data::tr("install Mesa's software renderer (package libgl1-mesa-dri) or a graphics driver with EGL")});
}

HeadlessContext::~HeadlessContext() = default;

}  // namespace layers
