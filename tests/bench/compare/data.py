"""The same map for everybody: a generated province as GeoPackage and as FlatGeobuf, each with its index; in the map's own reference system,
so that nobody reprojects, and in degrees, as the sample is made and as most files come."""
import json
import sqlite3
import subprocess

CRS, DEGREES = "EPSG:5897", "EPSG:4326"
PROVINCE = "vinh-phuc"
COMMUNE = "08707"  # Tích Sơn, in the middle of the city
FORMATS = {"gpkg": "GPKG", "fgb": "FlatGeobuf"}
LAYERS = ("addresses", "coverage", "households")


def call(*command):
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL)


def make_sample(phusong, folder, households):
    if not (folder / "project.json").exists():
        call(phusong, "sample", PROVINCE, "-o", folder, "--households", households)
    return folder


def project_of(sample, extension, layers, unit_codes):
    """The sample's own project over the converted files, with nothing that only it would have to read."""
    project = json.loads((sample / "project.json").read_text(encoding="utf-8"))
    for key in ("targets", "actuals", "rankings", "crosswalk", "scenes", "layouts"):
        project.pop(key, None)
    project["indicators"] = str(sample / "indicators.json")
    kept = []
    for layer in project["layers"]:
        if layer["id"] not in layers:
            continue
        layer["source"] = f"{layer['id']}.{extension}"
        layer["visible"] = True
        if not unit_codes:
            layer["fields"].pop("unit", None)
        kept.append(layer)
    project["layers"] = kept
    return project


def make_format(sample, folder, extension, crs=CRS):
    """`ogr2ogr` builds the spatial index of both formats by itself."""
    if (folder / "project.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in LAYERS:
        source = next(path for path in (sample / f"{name}.fgb", sample / f"{name}.gpkg") if path.exists())
        target = folder / f"{name}.{extension}"
        target.unlink(missing_ok=True)
        call("ogr2ogr", "-q", "-f", FORMATS[extension], "-t_srs", crs, "-nln", name, "-nlt", "PROMOTE_TO_MULTI" if name == "coverage" else "POINT",
             target, source)
    (folder / "units.gpkg").write_bytes((sample / "units.gpkg").read_bytes())
    write_project(folder / "count.json", project_of(sample, extension, ["households"], unit_codes=False))
    write_project(folder / "project.json", project_of(sample, extension, LAYERS, unit_codes=True))
    return folder


def write_project(path, project):
    path.write_text(json.dumps(project, ensure_ascii=False, indent=2), encoding="utf-8")


def box_of_unit(units, level, code=None):
    """From the GeoPackage's own index of boxes."""
    with sqlite3.connect(f"file:{units}?mode=ro", uri=True) as file:
        where, values = ("WHERE code = ?", (code,)) if code else ("", ())
        return file.execute(f"SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_{level}_geom JOIN {level} ON {level}.fid = id {where}",
                            values).fetchone()


def parent_of(units, code):
    with sqlite3.connect(f"file:{units}?mode=ro", uri=True) as file:
        return file.execute("SELECT parent_code FROM commune WHERE code = ?", (code,)).fetchone()[0]


def point_inside(households, box):
    with sqlite3.connect(f"file:{households}?mode=ro", uri=True) as file:
        return file.execute("SELECT minx, miny FROM rtree_households_geom WHERE minx > ? AND miny > ? AND maxx < ? AND maxy < ? "
                            "ORDER BY abs(minx - ?) + abs(miny - ?) LIMIT 1",
                            (*box, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)).fetchone()


def scales_of(gpkg):
    """What the pictures show, from far to near: name -> box in the map's CRS."""
    units = gpkg / "units.gpkg"
    commune = box_of_unit(units, "commune", COMMUNE)
    x, y = point_inside(gpkg / "households.gpkg", commune)
    return {"province": box_of_unit(units, "province"), "district": box_of_unit(units, "district", parent_of(units, COMMUNE)),
            "commune": commune, "street": (x - 320, y - 180, x + 320, y + 180)}


def fitted(box, width, height, margin=1.06):
    """A box of the picture's shape round the given one."""
    scale = margin * max((box[2] - box[0]) / width, (box[3] - box[1]) / height)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (x - scale * width / 2, y - scale * height / 2, x + scale * width / 2, y + scale * height / 2)
