// One quad over a tile of counts, or over a part of it; gl_VertexID makes the corners.
uniform vec2 viewport;
uniform vec4 place;  // left, top, right, bottom, pixels
uniform vec4 part;   // of the tile, 0..1, in the same order
out vec2 uv;
void main() {
  vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  uv = mix(part.xy, part.zw, at);
  vec2 pixel = mix(place.xy, place.zw, at);
  gl_Position = vec4(pixel.x / viewport.x * 2.0 - 1.0, 1.0 - pixel.y / viewport.y * 2.0, 0.0, 1.0);
}
