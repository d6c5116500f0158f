"""Small line charts with logarithmic axes, as one SVG, with nothing but text."""
import math
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 300, 62, 110, 46, 44
COLOURS = ("#1f5fa8", "#c4572a", "#2f7d4f", "#7a4fa3")


def short(value):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def decades(values):
    low, high = math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)


class Panel:
    """`lines`: name -> [(x, y)]; `wanted`: y of a line that should not be crossed, with its words."""

    def __init__(self, title, unit, lines, wanted=None):
        self.title, self.unit, self.wanted = title, unit, wanted
        self.lines = {name: [(x, y) for x, y in points if y and y > 0] for name, points in lines.items()}
        self.lines = {name: points for name, points in self.lines.items() if points}
        ys = [y for points in self.lines.values() for _, y in points] + ([wanted[0]] if wanted else [])
        xs = [x for points in self.lines.values() for x, _ in points]
        self.x, self.y = decades(xs), decades(ys)

    def at(self, x, y):
        across = (math.log10(x) - self.x[0]) / (self.x[1] - self.x[0])
        up = (math.log10(y) - self.y[0]) / (self.y[1] - self.y[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def grid(self):
        left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
        for power in range(self.x[0], self.x[1] + 1):
            x, _ = self.at(10 ** power, 10 ** self.y[0])
            yield f'<path d="M{x:.1f} {top}V{bottom}" stroke="#dde2e8"/><text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{short(10 ** power)}</text>'
        for power in range(self.y[0], self.y[1] + 1):
            _, y = self.at(10 ** self.x[0], 10 ** power)
            yield f'<path d="M{left} {y:.1f}H{right}" stroke="#dde2e8"/><text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{short(10 ** power)}</text>'
        yield f'<text x="{(left + right) / 2}" y="{bottom + 34}" text-anchor="middle" fill="#5b6672">points</text>'

    def names(self):
        """At the lines' ends, kept apart."""
        ends = sorted(((self.at(*points[-1])[1], name, i) for i, (name, points) in enumerate(self.lines.items())))
        below = -1e9
        for y, name, i in ends:
            below = max(y, below + 14)
            yield f'<text x="{self.at(*self.lines[name][-1])[0] + 8:.1f}" y="{below + 4:.1f}" fill="{COLOURS[i]}" font-weight="600">{escape(name)} {self.lines[name][-1][1]:.3g}</text>'

    def svg(self):
        yield f'<text x="{LEFT - 44}" y="20" font-size="14" font-weight="600">{escape(self.title)}</text>'
        yield f'<text x="{LEFT - 44}" y="34" fill="#5b6672">{escape(self.unit)}</text>'
        yield from self.grid()
        if self.wanted:
            _, y = self.at(10 ** self.x[0], self.wanted[0])
            yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#8a94a0" stroke-dasharray="5 4"/>'
            yield f'<text x="{LEFT + 4}" y="{y - 5:.1f}" fill="#5b6672">{escape(self.wanted[1])}</text>'
        for i, points in enumerate(self.lines.values()):
            corners = [self.at(x, y) for x, y in points]
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
            yield f'<path d="M{path}" fill="none" stroke="{COLOURS[i]}" stroke-width="2"/>'
            yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{COLOURS[i]}"/>' for x, y in corners)
        yield from self.names()


def picture(panels, across=2):
    down = (len(panels) + across - 1) // across
    width, height = across * WIDTH, down * HEIGHT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
           'font-family="Inter, DejaVu Sans, sans-serif" font-size="11" fill="#1c2733">', f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for i, panel in enumerate(panels):
        out += [f'<g transform="translate({i % across * WIDTH} {i // across * HEIGHT})">', *panel.svg(), "</g>"]
    return "\n".join([*out, "</svg>", ""])
