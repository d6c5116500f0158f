// Counts -> colour: the share decides the hue, the number the strength. A cell with one lone point is still plainly visible.
uniform usampler2D counts;
uniform vec4 bad_colour;
uniform vec4 good_colour;
in vec2 uv;
out vec4 colour;
void main() {
  ivec2 size = textureSize(counts, 0);
  uvec2 n = texelFetch(counts, min(ivec2(uv * vec2(size)), size - 1), 0).rg;
  if (n.r == 0u) discard;
  float share = float(n.g) / float(n.r);
  vec4 hue = mix(bad_colour, good_colour, share);
  float strength = clamp(0.26 + 0.11 * log2(float(n.r)), 0.0, 0.85);
  // What is missing must not drown among what is there.
  strength = max(strength, (1.0 - share) * 0.55);
  colour = vec4(hue.rgb, hue.a * strength);
}
