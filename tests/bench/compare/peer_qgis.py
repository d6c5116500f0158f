"""QGIS in a process of its own, without a display: `peer_qgis.py REQUEST.json` draws a picture with its parallel renderer,
`peer_qgis.py --count POLYGONS|layername=NAME POINTS OUT.json` counts points in polygons with native:countpointsinpolygon.

A fair chance: no project, no labels, no plug-ins, one plain symbol a layer (a fill, or a circle without an outline); the provider uses the files' spatial indexes by itself."""
import json
import sys
import time

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsMapRendererParallelJob, QgsMapSettings, QgsMarkerSymbol,
                       QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRectangle, QgsSingleSymbolRenderer, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def symbol_of(spec):
    if "mark" in spec:
        return QgsMarkerSymbol.createSimple({"name": "circle", "size": str(spec["size"]), "size_unit": "Pixel", "outline_style": "no",
                                             "color": ",".join(str(c) for c in spec["mark"])})
    style = {"color": ",".join(str(c) for c in spec["fill"]), "outline_style": "solid" if spec["line"] else "no"}
    if spec["line"]:
        style.update({"outline_color": ",".join(str(c) for c in spec["line"]), "outline_width": "1", "outline_width_unit": "Pixel"})
    return QgsFillSymbol.createSimple(style)


def layer_of(spec):
    source = spec["file"] + (f"|layername={spec['name']}" if spec["file"].endswith(".gpkg") else "")
    layer = QgsVectorLayer(source, spec["name"], "ogr")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {source}")
    layer.setRenderer(QgsSingleSymbolRenderer(symbol_of(spec)))
    layer.setOpacity(spec.get("opacity", 100) / 100)
    return layer


def draw(request):
    layers = [layer_of(spec) for spec in request["layers"]]
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))  # the first is on top
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(request["crs"]))
    settings.setOutputSize(QSize(request["width"], request["height"]))
    settings.setExtent(QgsRectangle(*request["box"]))
    settings.setBackgroundColor(QColor(255, 255, 255))
    start = time.perf_counter()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    if job.errors() or not job.renderedImage().save(request["out"]):
        sys.exit("QGIS did not draw: " + "; ".join(error.message for error in job.errors()))
    print(f"drawing and writing {time.perf_counter() - start:.3f} s")


def count(polygons, points, out):
    QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms())
    algorithm = QgsApplication.processingRegistry().algorithmById("native:countpointsinpolygon")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    project = QgsProject.instance()
    context.setProject(project)
    start = time.perf_counter()
    result, done = algorithm.run({"POLYGONS": polygons, "POINTS": points, "FIELD": "n", "OUTPUT": "TEMPORARY_OUTPUT"}, context, feedback)
    if not done:
        sys.exit("QGIS did not count: " + feedback.textLog())
    counts = {f["code"]: int(f["n"]) for f in context.takeResultLayer(result["OUTPUT"]).getFeatures()}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(counts, file)
    print(f"counting {time.perf_counter() - start:.3f} s")


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    if sys.argv[1] == "--count":
        count(*sys.argv[2:5])
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            draw(json.load(file))
    sys.stdout.flush()
    application.exitQgis()


main()
