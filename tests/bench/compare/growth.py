"""How loading, frames and memory grow with the number of points: see growth.sh, which calls this."""
import argparse
import json
import math
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

import page
from chart import Panel, picture
from data import PROVINCE
from measure import good, machine, run, words_of

SIZES, FULL = (100_000, 300_000, 1_200_000, 5_000_000), 30_000_000
BYTES_ON_DISK = 700  # of a household: itself, its address and its kept columns, and some air
MOST_BYTES, MOST_GIB = 24, 2


def arguments():
    parser = argparse.ArgumentParser(prog="growth.sh", description=__doc__)
    parser.add_argument("--phusong", required=True, type=Path, help="the program")
    parser.add_argument("--bench", required=True, type=Path, help="phusong_growth, built beside it")
    parser.add_argument("--sizes", default=",".join(str(n) for n in SIZES), help="numbers of households")
    parser.add_argument("--full", action="store_true", help=f"{FULL:,} households too")
    parser.add_argument("--runs", type=int, default=5, help="of each; medians are told")
    parser.add_argument("--limit", type=float, default=900, help="seconds until a run is given up")
    parser.add_argument("--out", type=Path, default=Path("growth-out"))
    parser.add_argument("--keep", action="store_true", help="the generated provinces")
    parser.add_argument("--publish", action="store_true", help="the table and the chart into docs/")
    parser.add_argument("--quick", action="store_true", help="20,000 and 100,000 households, one run: to see that everything works")
    options = parser.parse_args()
    options.sizes = [int(n) for n in options.sizes.split(",")] + ([FULL] if options.full else [])
    if options.quick:
        options.sizes, options.runs = [n for n in (20_000, 100_000) if n <= max(options.sizes)], 1
    return options


def say(text):
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def generate(options, folder, households):
    """Seconds it took; 0 when it was there already."""
    if (folder / "project.json").exists():
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    if shutil.disk_usage(options.out).free < households * BYTES_ON_DISK + (1 << 30):
        return None
    result = run([options.phusong, "sample", PROVINCE, "-o", folder, "--households", households], limit=2 * options.limit, log=options.out / "sample.log")
    if not good(result):
        return None
    for file in folder.iterdir():  # what changed just now is not kept
        os.utime(file, (time.time() - 3600,) * 2)
    return result["wall"]


def once(options, what, project, cache):
    log = options.out / f"{what}.log"
    result = run([options.bench, what, project] + ([cache] if cache else []), {"XDG_CACHE_HOME": str(options.out / "no-cache")}, options.limit, log)
    if not good(result):
        say(f"{what} {'given up' if result['late'] else 'failed'}: {log.read_text(errors='replace').strip()[-300:]}")
        return None
    told = json.loads(log.read_text().splitlines()[-1])
    told["wall"] = result["wall"]
    return told


def middle(runs):
    """Of several runs of one kind, number by number."""
    runs = [r for r in runs if r]
    if not runs:
        return None
    out = {}
    for key, value in runs[0].items():
        if isinstance(value, dict):
            out[key] = {k: statistics.median(r[key][k] for r in runs) for k in value}
        elif isinstance(value, (int, float)):
            out[key] = statistics.median(r[key] for r in runs)
        else:
            out[key] = value
    return out


def measure(options, households):
    folder, cache = options.out / f"{PROVINCE}-{households}", options.out / "columns"
    say(f"{households:,} households: generating")
    generated = generate(options, folder, households)
    if generated is None:
        say("left out: no room on the disk, or not done in time")
        return None
    shutil.rmtree(cache, ignore_errors=True)
    once(options, "load", folder / "project.json", cache)  # keeps the columns, warms the page cache
    kinds = [("load", None), ("load", cache), ("screen", None), ("screen", cache)]
    runs = {kind: [] for kind in kinds}
    for turn in range(options.runs):
        say(f"{households:,} households: round {turn + 1} of {options.runs}")
        for kind in kinds:
            if turn == 0 or runs[kind][0]:
                runs[kind].append(once(options, kind[0], folder / "project.json", kind[1]))
    size = {"households": households, "generated": generated, "kept_mib": sum(f.stat().st_size for f in cache.iterdir()) / 2**20 if cache.exists() else 0,
            "files_mib": sum(f.stat().st_size for f in folder.iterdir()) / 2**20}
    for (what, kept), told in runs.items():
        size[f"{what}_{'kept' if kept else 'cold'}"] = middle(told)
    if not options.keep:
        shutil.rmtree(folder)
    shutil.rmtree(cache, ignore_errors=True)
    return size if size["load_cold"] else None


def own(told):
    return told["memory"]["Anonymous"] if told else None


def file_pages(told):
    return told["memory"]["Rss"] - told["memory"]["Anonymous"] if told else None


def per_point(sizes, value):
    """From one size to the next, in bytes: what does not grow with the points drops out."""
    out = [None]
    for before, after in zip(sizes, sizes[1:]):
        a, b = value(before), value(after)
        more = after["load_cold"]["points"] - before["load_cold"]["points"]
        out.append((b - a) * 2**20 / more if a is not None and b is not None else None)
    return out


def number(value, digits=1):
    return "–" if value is None else f"{value:,.{digits}f}"


def tables(sizes):
    def at(size, kind, key, scale=1.0):
        return size[kind][key] * scale if size[kind] else None

    lines = ["| households | points | generated, s | load from files, s | load from kept columns, s | window until the points are drawn (files / kept), s "
             "| window until all is counted (files / kept), s | frame, median / 99th percentile, ms |", "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for size in sizes:
        lines.append(f"| {size['households']:,} | {int(size['load_cold']['points']):,} | {number(size['generated'] or None)} | {number(at(size, 'load_cold', 'seconds'), 2)} "
                     f"| {number(at(size, 'load_kept', 'seconds'), 2)} | {number(at(size, 'screen_cold', 'first_picture'), 2)} / {number(at(size, 'screen_kept', 'first_picture'), 2)} "
                     f"| {number(at(size, 'screen_cold', 'seconds'), 2)} / {number(at(size, 'screen_kept', 'seconds'), 2)} | {number(at(size, 'screen_kept', 'frame_median_ms'))} / {number(at(size, 'screen_kept', 'frame_p99_ms'))} |")
    lines += ["", "| points | columns in use, MiB | loaded from files: own / peak, MiB | loaded from kept: own / pages of files, MiB "
              "| window, kept: own / pages of files, MiB | own bytes a point beyond columns, from files | own bytes a point, window, kept |",
              "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    beyond = per_point(sizes, lambda s: own(s["load_cold"]) - s["load_cold"]["column_mib"])
    kept = per_point(sizes, lambda s: own(s["screen_kept"]))
    for size, one, other in zip(sizes, beyond, kept):
        lines.append(f"| {int(size['load_cold']['points']):,} | {number(size['load_cold']['column_mib'])} | {number(own(size['load_cold']))} / {number(at(size, 'load_cold', 'peak_mib'), 0)} "
                     f"| {number(own(size['load_kept']))} / {number(file_pages(size['load_kept']))} | {number(own(size['screen_kept']))} / {number(file_pages(size['screen_kept']))} "
                     f"| {number(one)} | {number(other)} |")
    return lines


def wishes(sizes):
    beyond = per_point(sizes, lambda s: own(s["load_cold"]) - s["load_cold"]["column_mib"])
    out = []
    if len(sizes) > 1:
        out.append(f"bytes a point beyond the columns in use: {number(beyond[-1])}, wanted at most {MOST_BYTES}")
    last = sizes[-1]
    if last["screen_kept"] and sizes[0]["screen_kept"]:
        frames = [size["screen_kept"]["frame_median_ms"] for size in sizes if size["screen_kept"]]
        out.append(f"frames from {sizes[0]['households']:,} to {last['households']:,} households: the slowest median is {max(frames) / min(frames):.2f} times the fastest, wanted at most 1.5")
        first, grown = sizes[0]["load_cold"], last["load_cold"]
        n, m = first["points"], grown["points"]
        more = grown["seconds"] / first["seconds"] / (m * math.log(m) / (n * math.log(n)))
        out.append(f"loading from {int(n):,} to {int(m):,} points takes {more:.2f} times what n log n foretells, wanted at most 1")
        out.append(f"the points of {last['households']:,} households are drawn {last['screen_kept']['first_picture']:.2f} s after the window opens, from kept columns; wanted at most 1 s at {FULL:,}")
    if last["screen_kept"]:
        out.append(f"own memory of the window at {last['households']:,} households: {number(own(last['screen_kept']) / 1024, 2)} GiB, wanted at most {MOST_GIB} at {FULL:,}")
    return out


def chart(sizes):
    def line(kind, value):
        return [(s["load_cold"]["points"], value(s[kind])) for s in sizes if s[kind]]

    return picture([
        Panel("Loading", "seconds, from project.json to the scorecard", {"from files": line("load_cold", lambda t: t["seconds"]), "kept": line("load_kept", lambda t: t["seconds"]),
                                                                                 "points drawn": line("screen_kept", lambda t: t["first_picture"])}),
        Panel("Frames", "milliseconds, panning and zooming at 1920 x 1080", {"median": line("screen_kept", lambda t: t["frame_median_ms"]),
                                                                             "99 %": line("screen_kept", lambda t: t["frame_p99_ms"])}),
        Panel("Memory of the window", "MiB, from kept columns", {"own": line("screen_kept", own), "files": line("screen_kept", file_pages)},
              (MOST_GIB * 1024, f"{MOST_GIB} GiB")),
        Panel("Generating the province", "seconds", {"sample": [(s["load_cold"]["points"], s["generated"]) for s in sizes]}) if any(s["generated"] for s in sizes) else
        Panel("Memory while loading", "MiB at most, from files", {"peak": line("load_cold", lambda t: t["peak_mib"])})])


def main():
    options = arguments()
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    about = machine()
    sizes = [size for size in (measure(options, n) for n in options.sizes) if size]
    if not sizes:
        return 1
    about["load_at_end"] = os.getloadavg()[0]
    about["renderer"] = (sizes[0]["screen_cold"] or {}).get("renderer", "")
    about["versions"] = {"phusong": words_of([options.phusong, "--version"])}
    text = page.machine_lines(about, f"medians of {options.runs}") + [""] + tables(sizes) + [""] + [f"- {wish}" for wish in wishes(sizes)]
    (options.out / "growth.json").write_text(json.dumps({"machine": about, "runs": options.runs, "sizes": sizes}, indent=1), encoding="utf-8")
    (options.out / "growth.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    (options.out / "growth.svg").write_text(chart(sizes), encoding="utf-8")
    print("\n".join(text))
    if options.publish:
        page.publish("growth", text, options.out / "growth.svg")
    return 0 if len(sizes) == len(options.sizes) else 1


if __name__ == "__main__":
    sys.exit(main())
