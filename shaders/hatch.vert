// Stripes over areas without data, pinned to the map: neither panning nor drawing in parts moves them.
layout(location = 0) in vec2 position;

uniform float scale, phase;
uniform vec2 offset, size;

out float diagonal;  // pixels along x + y

void main() {
  vec2 pixel = position * scale + offset;
  diagonal = pixel.x + pixel.y + phase;
  gl_Position = vec4(pixel / size * 2.0 - 1.0, 0.0, 1.0);
}
