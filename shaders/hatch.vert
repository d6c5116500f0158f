// Stripes over areas, in any direction, pinned to the map: neither panning nor drawing in parts moves them.
layout(location = 0) in vec2 position;

uniform float scale, phase;
uniform vec2 offset, size, across;

out float sum;  // of pixels across the stripes

void main() {
  vec2 pixel = position * scale + offset;
  sum = dot(pixel, across) + phase;
  gl_Position = vec4(pixel / size * 2.0 - 1.0, 0.0, 1.0);
}
