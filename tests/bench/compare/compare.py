"""The same map drawn and the same points counted by phusong and by what else is installed: see compare.sh, which calls this."""
import argparse
import csv
import json
import os
import shutil
import sys
import time
from pathlib import Path

import data
import page
import peers
from measure import alternate, machine, run, words_of

COLUMNS = {"households": "fiber", "addresses": "stage", "coverage": "technology"}  # what the picture needs of each


def arguments():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__)
    parser.add_argument("--phusong", required=True, type=Path, help="the program")
    parser.add_argument("--floor", required=True, type=Path, help="phusong_floor, built beside it")
    parser.add_argument("--households", type=int, default=1_200_000)
    parser.add_argument("--runs", type=int, default=5, help="of each, after one to warm up; medians are told")
    parser.add_argument("--limit", type=float, default=300, help="seconds until a run is given up")
    parser.add_argument("--formats", default="gpkg,fgb")
    parser.add_argument("--only", default="qgis,mapserver,mapnik", help="these peers, where installed; empty: none")
    parser.add_argument("--out", type=Path, default=Path("compare-out"))
    parser.add_argument("--publish", action="store_true", help="the table into docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="100,000 households, one run: to see that everything works")
    options = parser.parse_args()
    if options.quick:
        options.households, options.runs = min(options.households, 100_000), 1
    return options


class Comparison:
    def __init__(self, options):
        self.options, self.out = options, options.out.resolve()
        self.pictures, self.logs = self.out / "pictures", self.out / "logs"
        for folder in (self.pictures, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        wanted = options.only.split(",")
        self.peers = {name: found if name in wanted else None for name, found in peers.find_peers().items()}
        self.cases, self.wishes = [], []
        self.sample = data.make_sample(options.phusong, self.out / f"sample-{options.households}", options.households)
        self.folders = {ext: data.make_format(self.sample, self.out / f"{ext}-{options.households}", ext) for ext in data.FORMATS}
        self.in_degrees = {ext: data.make_format(self.sample, self.out / f"{ext}-{options.households}-degrees", ext, data.DEGREES) for ext in data.FORMATS}
        self.scales = data.scales_of(self.folders["gpkg"])

    def say(self, text):
        print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def measure(self, title, contestants):
        print(f"{title}", file=sys.stderr, flush=True)
        results = alternate(contestants, self.options.runs, self.options.limit, self.logs, self.say)
        self.cases.append({"case": title, "results": results})
        return results

    def floor(self, folder, extension, wishes):
        return ([self.options.floor] + [f"{folder}/{name}.{extension}:{fields}" for name, fields in wishes.items()], {})

    def wish(self, text, results, ours, most):
        """`most`: seconds from the results, or None where the peer is not there."""
        have = results.get(ours, {}).get("wall")
        if have is not None and most is not None:
            self.wishes.append({"wish": text, "ours": have, "at_most": most, "met": have <= most})

    def province(self, extension, folder, crs, scale, title, full=False):
        """`full`: the others draw what our picture shows (classes, borders, names), not the least that shows the layers."""
        title += ", the whole map" if full else ""
        contestants = peers.painters(self.peers, self.options.phusong, folder, extension, scale, self.scales["province"], self.pictures, crs, full)
        contestants["floor"] = self.floor(folder, extension, COLUMNS)
        results = self.measure(f"1 {title}, cold, {extension}", contestants)
        wall = {name: result["wall"] for name, result in results.items() if "wall" in result}
        self.wish(f"{title} {extension}: an eighth of QGIS", results, "phusong", wall["qgis"] / 8 if "qgis" in wall else None)
        self.wish(f"{title} {extension}: a sixth of MapServer", results, "phusong", wall["mapserver"] / 6 if "mapserver" in wall else None)
        self.wish(f"{title} {extension}: 1.5 x floor + 0.4 s", results, "phusong", 1.5 * wall["floor"] + 0.4 if "floor" in wall else None)

    def from_cache(self, extension):
        folder, cache = self.folders[extension], self.out / f"cache-{extension}"
        shutil.rmtree(cache, ignore_errors=True)
        for name in data.LAYERS:  # what changed just now is not kept
            os.utime(folder / f"{name}.{extension}", (time.time() - 3600,) * 2)
        os.utime(folder / "units.gpkg", (time.time() - 3600,) * 2)
        results = self.measure(f"2 province, kept columns, {extension}",
                               {"phusong": peers.ours(self.options.phusong, folder / "project.json", None,
                                                      self.pictures / f"province-{extension}-phusong-kept.png", cache)})
        self.wish(f"kept {extension}: 0.5 s", results, "phusong", 0.5)

    def near(self, extension, scale, title):
        results = self.measure(f"{title}, cold, {extension}", peers.painters(self.peers, self.options.phusong, self.folders[extension], extension, scale,
                                                                             self.scales[scale], self.pictures))
        if scale == "commune":
            self.wish(f"commune {extension}: MapServer", results, "phusong", results.get("mapserver", {}).get("wall"))

    def counting(self, extension):
        folder = self.folders[extension]
        points = folder / f"households.{extension}"
        ours_out, qgis_out = self.out / f"count-{extension}.csv", self.out / f"count-{extension}-qgis.json"
        contestants = {"phusong": ([self.options.phusong, "report", folder / "count.json", "--no-cache", "--format", "csv", "-o", ours_out], {}),
                       "floor": self.floor(folder, extension, {"households": "fiber,connected_on"})}
        if self.peers["qgis"]:
            contestants["qgis"] = ([self.peers["qgis"], peers.HERE / "peer_qgis.py", "--count", f"{folder}/units.gpkg|layername=commune",
                                    points, qgis_out], {"QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(self.out / "qgis-profile")})
        results = self.measure(f"4 counting by position, {extension}", contestants)
        wall = {name: result["wall"] for name, result in results.items() if "wall" in result}
        self.wish(f"counting {extension}: 1.6 x floor", results, "phusong", 1.6 * wall["floor"] if "floor" in wall else None)
        self.wish(f"counting {extension}: a thirtieth of QGIS", results, "phusong", wall["qgis"] / 30 if "qgis" in wall else None)
        if "qgis" in wall and "phusong" in wall:
            self.cases[-1]["differences"] = differences(ours_out, qgis_out)

    def environment(self):
        options = self.options
        versions = {"phusong": words_of([options.phusong, "--version"]), "mapserver": words_of(["map2img", "-v"]).split(" OUTPUT")[0] if self.peers["mapserver"] else None}
        if self.peers["qgis"]:
            versions["qgis"] = "QGIS " + words_of([self.peers["qgis"], "-c", "from qgis.core import Qgis; print(Qgis.QGIS_VERSION)"])
        if self.peers["mapnik"]:
            versions["mapnik"] = "mapnik " + words_of([self.peers["mapnik"], "-c", "import mapnik; print(mapnik.mapnik_version_string())"])
        log = self.logs / "renderer.log"
        command, environment = peers.ours(options.phusong, self.folders["gpkg"] / "project.json", self.scales["street"], self.out / "renderer.png")
        run(command + ["--verbose"], environment, options.limit, log)
        drawn_by = [line.split("drawn by ", 1)[1].strip() for line in log.read_text(errors="replace").splitlines() if "drawn by " in line]
        return {**machine(), "renderer": drawn_by[0] if drawn_by else "", "versions": {k: v for k, v in versions.items() if v}}


def differences(ours, qgis):
    """Communes whose number of households is not the same in both; empty is what is wanted."""
    counted = json.loads(qgis.read_text(encoding="utf-8"))
    out = {}
    with open(ours, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] in counted and row["indicator"] == "fibre_hh_use" and int(float(row["denominator"] or 0)) != counted[row["code"]]:
                out[row["code"]] = [row["denominator"], counted[row["code"]]]
    return out


def rows(comparison):
    """For the page: a line a case and program."""
    lines = ["| case | program | median, s | least, s | processor, s | peak, MiB | times ours |", "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for case in comparison.cases:
        ours = case["results"].get("phusong", {}).get("wall")
        for name, r in case["results"].items():
            if "failed" in r:
                lines.append(f"| {case['case']} | {name} | {r['failed']} | | | | |")
            else:
                lines.append(f"| {case['case']} | {name} | {r['wall']:.3f} | {r['least']:.3f} | {r['user'] + r['system']:.2f} | {r['peak_mib']:.0f} | "
                             f"{r['wall'] / ours:.2f} |" if ours else f"| {case['case']} | {name} | {r['wall']:.3f} | | | | |")
    return lines + [""] + [f"- {'met' if w['met'] else 'not met'}: {w['wish']}, {w['ours']:.2f} s of at most {w['at_most']:.2f} s" for w in comparison.wishes]


def table(comparison):
    lines = []
    for case in comparison.cases:
        ours = case["results"].get("phusong", {}).get("wall")
        lines += ["", case["case"], f"  {'':24}{'median s':>10}{'least':>8}{'cpu s':>8}{'peak MiB':>10}{'x ours':>8}"]
        for name, result in case["results"].items():
            if "failed" in result:
                lines.append(f"  {name:24}{result['failed']}")
                continue
            ratio = f"{result['wall'] / ours:8.2f}" if ours else ""
            lines.append(f"  {name:24}{result['wall']:10.3f}{result['least']:8.3f}{result['user'] + result['system']:8.2f}{result['peak_mib']:10.0f}{ratio}")
        if "differences" in case:
            lines.append(f"  communes counted differently by QGIS: {len(case['differences'])}")
    lines += ["", "Wanted"] + [f"  {'met' if w['met'] else 'NOT MET':9}{w['wish']:44}{w['ours']:8.3f} s of at most {w['at_most']:.3f}" for w in comparison.wishes]
    return lines


def main():
    options = arguments()
    comparison = Comparison(options)
    about = comparison.environment()
    absent = [name for name, found in comparison.peers.items() if not found]
    for extension in options.formats.split(","):
        for full in (False, True):
            comparison.province(extension, comparison.folders[extension], data.CRS, "province", "province", full)
            comparison.province(extension, comparison.in_degrees[extension], data.DEGREES, "province-degrees", "province from degrees", full)
        comparison.from_cache(extension)
        comparison.near(extension, "commune", "3 a commune")
        comparison.near(extension, "district", "3 a district")
        comparison.near(extension, "street", "3 a street")
        comparison.counting(extension)
    about["load_at_end"] = os.getloadavg()[0]
    head = [f"{options.households} households, medians of {options.runs}, page cache warm", f"{about['cores']} cores, {about['processor']}, {about['memory']}",
            f"{about['system']}, {about['gdal']}", f"drawn by {about['renderer']}", f"load {about['load']:.1f} at the start, {about['load_at_end']:.1f} at the end",
            ", ".join(about["versions"].values()), f"not compared: {', '.join(absent) or 'none'}"]
    text = "\n".join(head + table(comparison))
    print(text)
    (comparison.out / "compare.txt").write_text(text + "\n", encoding="utf-8")
    (comparison.out / "compare.json").write_text(json.dumps({"machine": about, "absent": absent, "households": options.households, "runs": options.runs,
                                                             "cases": comparison.cases, "wishes": comparison.wishes}, indent=1), encoding="utf-8")
    if options.publish:
        page.publish("comparison", page.machine_lines(about, f"{options.households:,} households, medians of {options.runs}") + [""] + rows(comparison))
    failed = [case["case"] for case in comparison.cases if "failed" in case["results"]["phusong"]]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
