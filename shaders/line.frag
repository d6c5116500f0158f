// A capsule: the share of the pixel that lies within reach of the segment. A joint of two segments is cut along its bisector,
// so that each pixel is drawn once and translucent lines stay even.
in vec2 place;
flat in float extent;
flat in vec4 cuts;

uniform float reach;
uniform vec4 colour;

out vec4 result;

void main() {
  vec2 beyond = vec2(place.x - clamp(place.x, 0.0, extent), place.y);
  float cover = clamp(reach - length(beyond), 0.0, 1.0);
  if (dot(place, cuts.xy) < 0.0 || dot(place - vec2(extent, 0.0), cuts.zw) > 0.0) cover = 0.0;
  result = vec4(colour.rgb, colour.a * cover);
}
