// Premultiplied, so that opacity is one factor.
in vec2 texel;

uniform sampler2D tile;
uniform float opacity, saturation;

out vec4 colour;

void main() {
  vec4 here = texture(tile, texel);
  float grey = dot(here.rgb, vec3(0.2126, 0.7152, 0.0722));
  colour = vec4(mix(vec3(grey), here.rgb, saturation), here.a) * opacity;
}
