// A part of a tile on its place; gl_VertexID makes the corners.
uniform vec4 corners;  // left, bottom, right, top of the screen, -1..1
uniform vec4 texels;   // of the same corners in the tile

out vec2 texel;

void main() {
  vec2 share = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  texel = mix(texels.xy, texels.zw, share);
  gl_Position = vec4(mix(corners.xy, corners.zw, share), 0.0, 1.0);
}
