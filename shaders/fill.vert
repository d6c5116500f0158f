// Areas: each vertex looks its area's colour up in a table.
layout(location = 0) in vec2 position;
layout(location = 1) in uint row;

uniform float scale;
uniform vec2 offset, size;
uniform sampler2D colours;

flat out vec4 fill;

void main() {
  fill = texelFetch(colours, ivec2(row & 255u, row >> 8), 0);
  gl_Position = vec4((position * scale + offset) / size * 2.0 - 1.0, 0.0, 1.0);
}
