layout(location = 0) in vec3 mark;  // metres from the view's centre, category
uniform vec2 scale;
uniform float size;
flat out int category;
void main() {
  category = int(mark.z);
  gl_Position = vec4(mark.xy * scale, 0.0, 1.0);
  gl_PointSize = size + 2.0;
}
