// Letters over their halo; premultiplied.
in vec2 place;
flat in vec4 ink, glow;

uniform sampler2D atlas;

out vec4 colour;

void main() {
  vec2 cover = texelFetch(atlas, ivec2(place), 0).rg;
  vec4 letters = ink * cover.r;
  colour = letters + glow * (cover.g * (1.0 - letters.a));
}
