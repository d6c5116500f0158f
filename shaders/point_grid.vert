// One quad over the grid of counts; gl_VertexID makes the corners.
uniform vec2 viewport;
uniform vec2 corner;
uniform vec2 extent;
out vec2 uv;
void main() {
  uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 pixel = corner + uv * extent;
  gl_Position = vec4(pixel.x / viewport.x * 2.0 - 1.0, 1.0 - pixel.y / viewport.y * 2.0, 0.0, 1.0);
}
