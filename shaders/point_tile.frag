// Counts -> colour: the share decides the hue, the density the strength. A cell with one lone point is still plainly visible.
uniform sampler2D counts;  // 1 + 8 log2(points), share of good ones
uniform vec4 bad_colour;
uniform vec4 good_colour;
uniform float thinning;    // log2 of the cell's area over that of 2 x 2 design pixels: zooming in does not make a crowd
uniform float presence;    // while marks take over
in vec2 uv;
out vec4 colour;
void main() {
  vec2 cell = texture(counts, uv).rg;
  if (cell.r == 0.0) discard;
  float density = (cell.r * 255.0 - 1.0) / 8.0 - thinning;
  float strength = clamp(0.26 + 0.11 * density, 0.26, 0.85);
  // What is missing must not drown among what is there.
  strength = max(strength, (1.0 - cell.g) * 0.55);
  vec4 hue = mix(bad_colour, good_colour, cell.g);
  colour = vec4(hue.rgb, hue.a * strength * presence);
}
