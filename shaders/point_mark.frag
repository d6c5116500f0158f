// Disc: good. Ring: not yet. Diamond: a place. The casing keeps marks apart on any ground.
uniform float size;
uniform int diamond;
uniform vec4 casing;
uniform vec4 colour0;
uniform vec4 colour1;
uniform vec4 colour2;
uniform vec4 colour3;
flat in int category;
out vec4 colour;
void main() {
  vec2 p = (gl_PointCoord - 0.5) * (size + 2.0);
  float d = diamond == 1 ? (abs(p.x) + abs(p.y)) * 0.82 : length(p);
  float outer = size * 0.5;
  float disc = clamp(outer - 1.0 - d + 0.5, 0.0, 1.0);
  float edge = clamp(outer - d + 0.5, 0.0, 1.0);
  if (edge <= 0.0) discard;
  vec4 hue = category == 0 ? colour0 : category == 1 ? colour1 : category == 2 ? colour2 : colour3;
  vec4 inside = hue;
  if (category == 0 && diamond == 0) {
    float hole = clamp(outer - 1.0 - max(1.4, size * 0.18) - d + 0.5, 0.0, 1.0);
    inside = mix(hue, casing, hole);
  }
  colour = mix(vec4(casing.rgb, casing.a), inside, disc);
  colour.a *= edge;
}
