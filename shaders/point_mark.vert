// A mark for one point, or a larger one for several that would lie on each other; its size follows their number.
layout(location = 0) in vec2 place;   // map units from the tile's corner
layout(location = 1) in vec3 look;    // count, share of good ones, category
uniform vec2 corner;  // of the tile, map units from the view's centre
uniform vec2 scale;
uniform float size;   // of a single mark, pixels
uniform float ratio;  // device pixels to a design pixel
flat out vec4 mark;   // count, share, category, size
void main() {
  float wide = look.x > 1.5 ? clamp(12.0 + 3.6 * log2(look.x), 16.0, 38.0) * ratio : size;
  mark = vec4(look, wide);
  gl_Position = vec4((corner + place) * scale, 0.0, 1.0);
  gl_PointSize = wide + 2.0;
}
