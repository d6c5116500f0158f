"""How each program is asked for the same picture: phusong by its command line, MapServer by a map file, QGIS and mapnik by a script."""
import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

from data import CRS, LAYERS, fitted

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1920, 1080
LAND, BORDER, COVER, ADDRESS, HOUSEHOLD = (238, 240, 235), (120, 125, 130), (70, 130, 220), (110, 90, 200), (25, 110, 60)
OUTER_BORDER, NAME, HALO = (27, 42, 63), (16, 26, 43), (255, 255, 255)
COVER_OPACITY, MARK, NAME_SIZE = 35, 3, 11  # per cent; pixels

# What of each layer is told apart in our own picture: field -> the values and their colours, the last for all others.
CLASSES = {"coverage": ("technology", [["3G", (107, 122, 144)], ["4G", (47, 111, 219)], ["5G", (168, 67, 124)], ["FTTH", (14, 138, 125)]]),
           "addresses": ("stage", [["collected", (122, 91, 208)], ["notified", (91, 63, 184)], ["sign_fixed", (58, 31, 140)]]),
           "households": ("fiber", [[False, (179, 60, 0)], [True, (18, 58, 107)]])}
FONT_FILE = "/usr/share/fonts/opentype/inter/Inter-Medium.otf"


def python_with(module):
    """A Python that has the module: this one, or the system's (where distributions install theirs)."""
    for python in dict.fromkeys([sys.executable, "/usr/bin/python3"]):
        if shutil.which(python) and subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0:
            return python
    return None


def find_peers():
    """name -> how it is called, or None where it is not installed."""
    return {"qgis": python_with("qgis.core"), "mapserver": shutil.which("map2img"), "mapnik": python_with("mapnik")}


def ours(phusong, project, box, out, cache=None, sidecar=False):
    """`cache`: a folder of kept columns; without it every source is read. `sidecar`: what the picture was made of too, beside it."""
    area = ["--area", ",".join(f"{v:.2f}" for v in box)] if box else []
    command = [phusong, "snapshot", project, "-o", out, "--size", f"{WIDTH}x{HEIGHT}", "--layout", "map", "--theme-by", "none", "--theme", "light",
               "--layers", ",".join(LAYERS), "--lang", "en", *area]
    return (command + ([] if cache else ["--no-cache"]) + ([] if sidecar else ["--no-sidecar"]), {"XDG_CACHE_HOME": str(cache)} if cache else {})


@functools.cache
def proj_string(crs):
    """For mapnik, which knows no codes of reference systems."""
    return subprocess.run(["gdalsrsinfo", "-o", "proj4", crs], check=True, capture_output=True, text=True).stdout.strip()


def picture_request(folder, extension, box, out, crs, full):
    """What the scripts of QGIS and mapnik are told, as JSON beside the picture. `crs`: of the three layers; the units are in the map's.
    `full`: what our picture tells apart is told apart, over the land, with borders and names above; else one plain symbol a layer."""
    def units(level, **look):
        return {"file": str(folder / "units.gpkg"), "name": level, "proj": proj_string(CRS), **look}

    layers = [units("commune", fill=LAND, line=None if full else BORDER, opacity=100)]
    looks = {"coverage": {"fill": COVER, "line": None, "opacity": COVER_OPACITY}, "addresses": {"mark": ADDRESS, "size": MARK},
             "households": {"mark": HOUSEHOLD, "size": MARK}}
    for name, look in looks.items():
        layers.append({"file": str(folder / f"{name}.{extension}"), "name": name, "proj": proj_string(crs), **look})
        if full:
            layers[-1]["field"], layers[-1]["classes"] = CLASSES[name]
    if full:
        layers += [units("commune", fill=None, line=BORDER, label="name", size=NAME_SIZE, colour=NAME, halo=HALO, font=FONT_FILE),
                   units("district", fill=None, line=OUTER_BORDER)]
    request = {"width": WIDTH, "height": HEIGHT, "box": fitted(box, WIDTH, HEIGHT), "crs": CRS, "proj": proj_string(CRS), "out": str(out), "layers": layers}
    path = out.with_suffix(".json")
    path.write_text(json.dumps(request), encoding="utf-8")
    return path


def by_script(python, script, request):
    return ([python, HERE / script, request], {"QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(request.parent / "qgis-profile")})


def colour(rgb):
    return " ".join(str(c) for c in rgb)


def map_layer(file, name, kind, style, native, crs, opacity=100):
    see_through = f"COMPOSITE OPACITY {opacity} END" if opacity < 100 else ""  # of the layer, not of each area: overlaps are no darker
    reader = f'CONNECTIONTYPE FLATGEOBUF\n  DATA "{file}"' if native else f'CONNECTIONTYPE OGR\n  CONNECTION "{file}"\n  DATA "{name}"'
    return f"""
 LAYER
  NAME "{name}"
  TYPE {kind}
  STATUS DEFAULT
  {reader}
  PROJECTION "{crs.lower()}" END
  {style}
  {see_through}
 END"""


def map_file(folder, extension, box, path, native, crs, full):
    """`native`: by MapServer's own reader of FlatGeobuf instead of GDAL's. `full`: as for picture_request."""
    flat = native and extension == "fgb"
    line = f"OUTLINECOLOR {colour(BORDER)} WIDTH 1"
    area = f"CLASS STYLE COLOR {colour(LAND)} {'' if full else line} END END"

    def styles(name, rgb, symbol=""):
        def one(condition, of):
            return f"CLASS {condition} STYLE {symbol} COLOR {colour(of)} END END"

        if not full:
            return one("", rgb)
        field, classes = CLASSES[name]
        values = [(str(int(value)) if isinstance(value, bool) else value, of) for value, of in classes]
        return "\n  ".join([f'CLASSITEM "{field}"'] + [one(f'EXPRESSION "{value}"', of) for value, of in values[:-1]] + [one("", values[-1][1])])

    dot = f'SYMBOL "dot" SIZE {MARK}'
    above = ""
    if full:
        fonts = path.with_suffix(".fonts")
        fonts.write_text(f"inter {FONT_FILE}\n", encoding="utf-8")
        name = f'LABEL TYPE TRUETYPE FONT "inter" SIZE {NAME_SIZE * 0.75:g} COLOR {colour(NAME)} OUTLINECOLOR {colour(HALO)} OUTLINEWIDTH 2 POSITION CC END'
        names = f'LABELITEM "name"\n  CLASS STYLE {line} END {name} END'
        above = map_layer(folder / "units.gpkg", "commune", "POLYGON", names, False, CRS) + \
            map_layer(folder / "units.gpkg", "district", "POLYGON", f"CLASS STYLE OUTLINECOLOR {colour(OUTER_BORDER)} WIDTH 1.6 END END", False, CRS)
    x0, y0, x1, y1 = fitted(box, WIDTH, HEIGHT)
    path.write_text(f"""MAP
 NAME "compare"
 SIZE {WIDTH} {HEIGHT}
 EXTENT {x0:.3f} {y0:.3f} {x1:.3f} {y1:.3f}
 UNITS METERS
 PROJECTION "{CRS.lower()}" END
 IMAGECOLOR 255 255 255
 IMAGETYPE "png"
 {f'FONTSET "{path.with_suffix(".fonts")}"' if full else ""}
 OUTPUTFORMAT NAME "png" DRIVER "AGG/PNG" IMAGEMODE RGB END
 SYMBOL NAME "dot" TYPE ELLIPSE FILLED TRUE POINTS 1 1 END END
{map_layer(folder / "units.gpkg", "commune", "POLYGON", area, False, CRS)}
{map_layer(folder / f"coverage.{extension}", "coverage", "POLYGON", styles("coverage", COVER), flat, crs, COVER_OPACITY)}
{map_layer(folder / f"addresses.{extension}", "addresses", "POINT", styles("addresses", ADDRESS, dot), flat, crs)}
{map_layer(folder / f"households.{extension}", "households", "POINT", styles("households", HOUSEHOLD, dot), flat, crs)}
{above}
END
""", encoding="utf-8")
    return path


def painters(found, phusong, folder, extension, scale, box, out, crs=CRS, full=False):
    """Everybody who can draw this: name -> (command, environment). The province is ours by default, a box is asked for like the others'.
    `full`: the others draw what we always do (classes, borders, names), not the least that shows the layers."""
    contestants = {"phusong": ours(phusong, folder / "project.json", None if scale.startswith("province") else box, out / f"{scale}-{extension}-phusong.png")}

    if scale.startswith("province") and not full:
        contestants["phusong-and-sidecar"] = ours(phusong, folder / "project.json", None, out / f"{scale}-{extension}-phusong-sidecar.png", sidecar=True)

    def picture(name):
        return out / f"{scale}-{extension}-{name}{'-full' if full else ''}.png"

    if found["qgis"]:
        contestants["qgis"] = by_script(found["qgis"], "peer_qgis.py", picture_request(folder, extension, box, picture("qgis"), crs, full))
    if found["mapnik"]:
        contestants["mapnik"] = by_script(found["mapnik"], "peer_mapnik.py", picture_request(folder, extension, box, picture("mapnik"), crs, full))
    if found["mapserver"]:
        for name, native in (("mapserver", False),) + ((("mapserver-own-reader", True),) if extension == "fgb" else ()):
            path = map_file(folder, extension, box, picture(name).with_suffix(".map"), native, crs, full)
            contestants[name] = ([found["mapserver"], "-m", path, "-o", picture(name)], {})
    return contestants
