// One point: a disc, a square or a diamond, hollow when it is not yet good; see layers/mark_shape.h. Several: a round or a rounded field for
// their number, and around it how large a part is good. The casing keeps marks apart on any ground.
uniform int shape;    // MarkShape
uniform float reach;  // of that shape
uniform int hollow;   // whether those of category 0 are
uniform float band;   // how wide their rim is: no wider where one is a frame around another
uniform vec4 casing;
uniform vec4 inside_colour;
uniform vec4 colour0;
uniform vec4 colour1;
uniform vec4 colour2;
uniform vec4 colour3;
uniform float ratio;
uniform float presence;
flat in vec4 mark;
flat in vec2 end;  // where the good part ends, seen from the middle
in vec2 away;
out vec4 colour;

const int square = 1, diamond = 2;

// How far out a point lies, the outline being as far out as a disc's.
float outwards(vec2 p, bool many) {
  vec2 a = abs(p);
  if (shape == diamond && !many) return (a.x + a.y) / reach;
  if (shape != square) return length(p);
  if (!many) return max(a.x, a.y) / reach;
  a *= a;
  return sqrt(sqrt(dot(a, a))) / reach;
}

vec4 several(vec2 p, float d, float outer) {
  float rim = max(2.2 * ratio, outer * 0.2);  // as number_room() has it
  // Clockwise from the top to where the good part ends.
  bool before_end = p.x * end.y >= p.y * end.x, right = p.x >= 0.0;
  bool good = mark.y <= 0.5 ? right && before_end && mark.y > 0.0 : right || before_end;
  vec4 hue = good ? colour1 : colour0;
  float hole = clamp(outer - max(1.0, ratio) - rim - d + 0.5, 0.0, 1.0);
  return mix(hue, inside_colour, hole);
}

void main() {
  vec2 p = away;
  float rim = max(1.0, ratio);
  bool many = mark.x > 1.5;
  float d = outwards(p, many);
  float outer = mark.w * 0.5;
  float disc = clamp(outer - rim - d + 0.5, 0.0, 1.0);
  float edge = clamp(outer - d + 0.5, 0.0, 1.0);
  if (edge <= 0.0) discard;
  int category = int(mark.z + 0.5);
  vec4 hue = category == 0 ? colour0 : category == 1 ? colour1 : category == 2 ? colour2 : colour3;
  vec4 inside = hue;
  if (many) {
    inside = several(p, d, outer);
  } else if (category == 0 && hollow == 1) {
    float hole = clamp(outer - rim - band - d + 0.5, 0.0, 1.0);
    inside = mix(hue, casing, hole);
  }
  colour = mix(vec4(casing.rgb, casing.a), inside, disc);
  colour.a *= edge * presence;
}
