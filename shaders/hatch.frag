in float diagonal;

uniform float period;
uniform vec4 stripe;

out vec4 colour;

void main() {
  float off = abs(mod(diagonal, period) - period * 0.5);  // 0 in the middle of a stripe
  colour = vec4(stripe.rgb, stripe.a * clamp((period * 0.17 - off) * 0.7071 + 0.5, 0.0, 1.0));
}
