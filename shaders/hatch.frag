in float sum;

uniform float period, pixels, reach;  // pixels: to one of the sum; reach: half a stripe and half a pixel, where the edge fades
uniform vec4 stripe;

out vec4 colour;

void main() {
  float off = abs(mod(sum, period) - period * 0.5) * pixels;  // from the middle of a stripe
  colour = vec4(stripe.rgb, stripe.a * clamp(reach - off, 0.0, 1.0));
}
