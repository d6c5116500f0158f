"""What was measured, on the page that tells it: docs/benchmarks.md keeps a place for each table between two marks."""
import shutil
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"


def machine_lines(about, how):
    versions = ", ".join(v for v in about.get("versions", {}).values() if v)
    return [f"{about['cores']} cores of {about['processor']}, {about['memory']}; {about['system']}; {about['gdal']}; drawn by {about['renderer']}; {versions}. "
            f"{how[0].upper() + how[1:]}; the files were in the page cache; load {about['load']:.1f} at the start and {about['load_at_end']:.1f} at the end."]


def publish(mark, lines, chart=None):
    path = DOCS / "benchmarks.md"
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    head, rest = text.split(begin, 1)
    tail = rest.split(end, 1)[1]
    path.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + tail, encoding="utf-8")
    if chart:
        shutil.copyfile(chart, DOCS / chart.name)
