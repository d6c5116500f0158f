// Move-only owners of OpenGL 3.3 objects. Constructors succeed or throw; created and destroyed on the GL thread only.
#pragma once

#include <epoxy/gl.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace layers::gl {

/// One id, deleted by `Delete`; 0 is empty.
template <void (*Delete)(GLuint)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(GLuint id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ != 0) Delete(id_);
  }
  GLuint id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

 private:
  GLuint id_ = 0;
};

namespace detail {
void delete_buffer(GLuint id);
void delete_array(GLuint id);
void delete_texture(GLuint id);
void delete_framebuffer(GLuint id);
void delete_program(GLuint id);
}  // namespace detail

class Buffer : public Handle<detail::delete_buffer> {
 public:
  Buffer() = default;
  Buffer(GLenum target, const void* bytes, std::size_t size, GLenum usage = GL_STATIC_DRAW);
  template <typename T>
  Buffer(GLenum target, const std::vector<T>& values, GLenum usage = GL_STATIC_DRAW) : Buffer(target, values.data(), values.size() * sizeof(T), usage) {}
};

class VertexArray : public Handle<detail::delete_array> {
 public:
  VertexArray() = default;
  static VertexArray make();

 private:
  using Handle::Handle;
};

class Texture : public Handle<detail::delete_texture> {
 public:
  Texture() = default;
  /// 2-D, clamped to its edge; `filter` is GL_NEAREST or GL_LINEAR. `pixels` may be null.
  Texture(GLint internal_format, int width, int height, GLenum format, GLenum type, const void* pixels, GLint filter);
  void replace(int x, int y, int width, int height, GLenum format, GLenum type, const void* pixels) const;
  void bind(int unit) const;
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  int width_ = 0, height_ = 0;
};

/// A colour target (RGBA8) with depth/stencil left out; `samples` 0 or 1 for none.
class Framebuffer : public Handle<detail::delete_framebuffer> {
 public:
  Framebuffer() = default;
  Framebuffer(int width, int height);
  void bind() const;
  const Texture& colour() const { return colour_; }

 private:
  Texture colour_;
};

class Program : public Handle<detail::delete_program> {
 public:
  Program() = default;
  /// `name` is the pair in shaders/: name.vert and name.frag. Throws data::Error with the driver's log.
  explicit Program(std::string_view name);
  void use() const;
  GLint uniform(const char* name) const;
  void set(const char* name, float x) const;
  void set(const char* name, float x, float y) const;
  void set(const char* name, const std::array<float, 4>& v) const;
  void set(const char* name, int x) const;
};

/// Alpha blending of straight (not premultiplied) colours, no depth, no cull: what every layer draws with.
void begin_blend();
/// The same of colours that are multiplied by their opacity already.
void begin_premultiplied_blend();
/// The name of the renderer, e.g. "llvmpipe (LLVM 15.0.6, 256 bits)".
const char* renderer_name();

}  // namespace layers::gl
