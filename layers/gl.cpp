#include "layers/gl.h"

#include <string>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "layers/shaders.h"

namespace layers::gl {
namespace detail {
void delete_buffer(GLuint id) { glDeleteBuffers(1, &id); }
void delete_array(GLuint id) { glDeleteVertexArrays(1, &id); }
void delete_texture(GLuint id) { glDeleteTextures(1, &id); }
void delete_framebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }
void delete_program(GLuint id) { glDeleteProgram(id); }
}  // namespace detail

namespace {

GLuint generate(void (*make)(GLsizei, GLuint*)) {
  GLuint id = 0;
  make(1, &id);
  return id;
}

[[noreturn]] void fail(std::string_view name, const std::string& log) {
  throw data::Error({.what = data::trf("Shader '{}' does not build on this graphics driver", name),
                     .why = log,
                     .hint = data::tr("try LIBGL_ALWAYS_SOFTWARE=1, and report the driver")});
}

GLuint compile(GLenum kind, std::string_view name, std::string_view source) {
  const GLuint shader = glCreateShader(kind);
  std::string text(shaders::header);
  text += source;
  const char* begin = text.c_str();
  glShaderSource(shader, 1, &begin, nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good == GL_FALSE) {
    std::string log(4096, '\0');
    GLsizei length = 0;
    glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), &length, log.data());
    log.resize(static_cast<std::size_t>(length));
    glDeleteShader(shader);
    fail(name, log);
  }
  return shader;
}

GLuint link(std::string_view name) {
  const shaders::Pair* pair = shaders::find(name);
  if (pair == nullptr) fail(name, "no such shader");
  const GLuint vertex = compile(GL_VERTEX_SHADER, name, pair->vertex),
               fragment = compile(GL_FRAGMENT_SHADER, name, pair->fragment);
  const GLuint program = glCreateProgram();
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  glLinkProgram(program);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint good = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (good == GL_FALSE) {
    std::string log(4096, '\0');
    GLsizei length = 0;
    glGetProgramInfoLog(program, static_cast<GLsizei>(log.size()), &length, log.data());
    log.resize(static_cast<std::size_t>(length));
    glDeleteProgram(program);
    fail(name, log);
  }
  return program;
}

}  // namespace

Buffer::Buffer(GLenum target, const void* bytes, std::size_t size, GLenum usage) : Handle(generate(glGenBuffers)) {
  glBindBuffer(target, id());
  glBufferData(target, static_cast<GLsizeiptr>(size), bytes, usage);
}

VertexArray VertexArray::make() { return VertexArray(generate(glGenVertexArrays)); }

Texture::Texture(GLint internal_format, int width, int height, GLenum format, GLenum type, const void* pixels, GLint filter)
    : Handle(generate(glGenTextures)), width_(width), height_(height) {
  glBindTexture(GL_TEXTURE_2D, id());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, internal_format, width, height, 0, format, type, pixels);
}

void Texture::replace(int x, int y, int width, int height, GLenum format, GLenum type, const void* pixels) const {
  glBindTexture(GL_TEXTURE_2D, id());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, format, type, pixels);
}

void Texture::bind(int unit) const {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(GL_TEXTURE_2D, id());
}

Framebuffer::Framebuffer(int width, int height)
    : Handle(generate(glGenFramebuffers)), colour_(GL_RGBA8, width, height, GL_RGBA, GL_UNSIGNED_BYTE, nullptr, GL_NEAREST) {
  glBindFramebuffer(GL_FRAMEBUFFER, id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_.id(), 0);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    throw data::Error({.what = data::trf("The graphics driver cannot draw a picture of {} x {} pixels", width, height)});
}

void Framebuffer::bind() const { glBindFramebuffer(GL_FRAMEBUFFER, id()); }

Program::Program(std::string_view name) : Handle(link(name)) {}

void Program::use() const { glUseProgram(id()); }
GLint Program::uniform(const char* name) const { return glGetUniformLocation(id(), name); }
void Program::set(const char* name, float x) const { glUniform1f(uniform(name), x); }
void Program::set(const char* name, float x, float y) const { glUniform2f(uniform(name), x, y); }
void Program::set(const char* name, const std::array<float, 4>& v) const { glUniform4fv(uniform(name), 1, v.data()); }
void Program::set(const char* name, int x) const { glUniform1i(uniform(name), x); }

void begin_blend() {
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_STENCIL_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

void begin_premultiplied_blend() {
  begin_blend();
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

const char* renderer_name() {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return name ? name : "";
}

}  // namespace layers::gl
