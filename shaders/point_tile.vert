// One quad over a tile of counts, or over a part of it; gl_VertexID makes the corners.
uniform vec2 viewport;
uniform vec4 place;  // left, top, right, bottom, pixels
uniform vec4 part;   // cells of the tile, in the same order
out vec2 at;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  at = mix(part.xy, part.zw, corner);
  vec2 pixel = mix(place.xy, place.zw, corner);
  gl_Position = vec4(pixel.x / viewport.x * 2.0 - 1.0, 1.0 - pixel.y / viewport.y * 2.0, 0.0, 1.0);
}
