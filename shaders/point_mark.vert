// A mark for one point, or a larger one for several that would lie on each other; its size follows their number. A square round each,
// one instance a mark: points of GL end at a size that paper goes beyond, and vanish when their middle leaves the picture.
layout(location = 0) in vec2 place;   // map units from the tile's corner
layout(location = 1) in vec4 look;    // count, share of good ones, category; size of several in design pixels, of one in `size`
uniform vec2 corner;  // of the tile, map units from the view's centre
uniform vec2 scale;
uniform vec2 pixel;   // the size of one, -1..1 being the view
uniform float size;   // of a single mark, pixels
uniform float ratio;  // device pixels to a design pixel
flat out vec4 mark;   // count, share, category, size
flat out vec2 end;    // where the good part ends, seen from the middle, y down
out vec2 away;        // pixels from the middle, y down
void main() {
  float wide = look.x > 1.5 ? look.w * ratio : look.w * size;
  mark = vec4(look.xyz, wide);
  end = vec2(sin(6.2831853 * look.y), -cos(6.2831853 * look.y));
  vec2 at = (vec2(gl_VertexID & 1, gl_VertexID >> 1) - 0.5) * (wide + 2.0);
  away = vec2(at.x, -at.y);
  gl_Position = vec4((corner + place) * scale + at * pixel, 0.0, 1.0);
}
