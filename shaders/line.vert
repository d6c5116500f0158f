// One quad round each segment. What does not depend on the scale was worked out when the line was uploaded.
layout(location = 0) in vec2 end;        // the end of the segment this corner belongs to
layout(location = 1) in vec3 direction;  // unit vector along the segment, and its length
layout(location = 2) in vec4 bisectors;  // normals of the joints' bisectors, along and across; zero where nothing is cut

uniform float scale, reach;
uniform vec2 offset, size;

out vec2 place;         // along and across the segment, from its start, in pixels
flat out float extent;  // its length
flat out vec4 cuts;

void main() {
  extent = direction.z * scale;
  cuts = bisectors;
  int corner = gl_VertexID & 3;
  vec2 away = vec2((corner & 1) == 0 ? -reach : reach, (corner & 2) == 0 ? -reach : reach);
  place = vec2((corner & 1) == 0 ? away.x : extent + away.x, away.y);
  vec2 along = direction.xy;
  vec2 pixel = end * scale + offset + along * away.x + vec2(-along.y, along.x) * away.y;
  gl_Position = vec4(pixel / size * 2.0 - 1.0, 0.0, 1.0);
}
