// Lines of text: whole pixels on the screen, whole texels in the atlas, nothing resampled.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texel;
layout(location = 2) in vec4 colour;
layout(location = 3) in vec4 halo;

uniform vec2 size;

out vec2 place;
flat out vec4 ink, glow;

void main() {
  place = texel;
  ink = vec4(colour.rgb * colour.a, colour.a);
  glow = vec4(halo.rgb * halo.a, halo.a);
  vec2 at = position / size * 2.0 - 1.0;
  gl_Position = vec4(at.x, -at.y, 0.0, 1.0);
}
