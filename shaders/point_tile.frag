// A tile of counts as colours. A pixel on the edge between cells has of each as much as it covers, so that the picture is the same at every
// size.
uniform sampler2D colours;  // colour times opacity, mixed between cells by the sampler; with a rim of one cell
uniform float side;         // of the texture, cells
uniform float reach;        // half a pixel, in cells, and at most half a cell
uniform float presence;     // while marks take over
in vec2 at;                 // cells from the tile's corner
out vec4 colour;

void main() {
  vec2 low = floor(at - reach), high = floor(at + reach);
  vec2 beyond = (at + reach - high) / (2.0 * reach) * (high - low);
  colour = texture(colours, (low + 1.5 + beyond) / side) * presence;
}
