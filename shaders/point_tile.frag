// Counts -> colour: the share decides the hue, the density the strength. A cell with one lone point is still plainly visible.
uniform sampler2D counts;  // 1 + 8 log2(points), share of good ones; with a rim of one cell
uniform vec4 bad_colour;
uniform vec4 good_colour;
uniform float thinning;    // log2 of the cell's area over that of 2 x 2 design pixels: zooming in does not make a crowd
uniform float presence;    // while marks take over
in vec2 at;                // cells from the tile's corner
out vec4 colour;

vec2 counted(vec2 cell) { return texelFetch(counts, ivec2(cell) + 1, 0).rg; }

vec4 seen(vec2 count) {
  float density = (count.r * 255.0 - 1.0) / 8.0 - thinning;
  float strength = clamp(0.26 + 0.11 * density, 0.26, 0.85);
  // What is missing must not drown among what is there.
  strength = max(strength, (1.0 - count.g) * 0.55);
  vec4 hue = mix(bad_colour, good_colour, count.g);
  return vec4(hue.rgb, hue.a * strength * presence);
}

// Where nothing is, software renderers stop at the discard; so it comes before all that costs.
#ifdef FINE
uniform float reach;  // half a pixel, in cells, and at most half a cell

/// Colour times opacity, which can be mixed.
vec4 light(vec2 count) {
  vec4 c = seen(count);
  return count.r == 0.0 ? vec4(0.0) : vec4(c.rgb * c.a, c.a);
}

/// A pixel on the edge between cells has of each as much as it covers, so that the picture is the same at every size.
void main() {
  vec2 low = floor(at - reach), high = floor(at + reach);
  vec2 a = counted(low), b = counted(vec2(high.x, low.y)), c = counted(vec2(low.x, high.y)), d = counted(high);
  if (a.r + b.r + c.r + d.r == 0.0) discard;
  vec2 beyond = (at + reach - high) / (2.0 * reach) * vec2(notEqual(high, low));
  vec4 all = mix(mix(light(a), light(b), beyond.x), mix(light(c), light(d), beyond.x), beyond.y);
  if (all.a == 0.0) discard;
  colour = vec4(all.rgb / all.a, all.a);
}
#else
void main() {
  vec2 count = counted(floor(at));
  if (count.r == 0.0) discard;
  colour = seen(count);
}
#endif
