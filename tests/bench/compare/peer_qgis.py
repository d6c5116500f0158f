"""QGIS in a process of its own, without a display: `peer_qgis.py REQUEST.json` draws a picture with its parallel renderer,
`peer_qgis.py --count POLYGONS|layername=NAME POINTS OUT.json` counts points in polygons with native:countpointsinpolygon.

A fair chance: no project, no plug-ins, plain symbols (a fill, or a circle without an outline), one a layer or one a class of it; the provider uses the files' spatial indexes by itself."""
import json
import sys
import time

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsMapRendererParallelJob,
                       QgsMapSettings, QgsMarkerSymbol, QgsPalLayerSettings, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRectangle,
                       QgsRendererCategory, QgsSingleSymbolRenderer, QgsTextFormat, QgsUnitTypes, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QFont


def symbol_of(spec, colour):
    if "mark" in spec:
        return QgsMarkerSymbol.createSimple({"name": "circle", "size": str(spec["size"]), "size_unit": "Pixel", "outline_style": "no",
                                             "color": ",".join(str(c) for c in colour)})
    style = {"color": ",".join(str(c) for c in colour)} if colour else {"style": "no"}
    style["outline_style"] = "solid" if spec["line"] else "no"
    if spec["line"]:
        style.update({"outline_color": ",".join(str(c) for c in spec["line"]), "outline_width": "1", "outline_width_unit": "Pixel"})
    return QgsFillSymbol.createSimple(style)


def renderer_of(spec):
    if "classes" not in spec:
        return QgsSingleSymbolRenderer(symbol_of(spec, spec.get("mark") or spec["fill"]))
    return QgsCategorizedSymbolRenderer(spec["field"], [QgsRendererCategory(value, symbol_of(spec, colour), str(value)) for value, colour in spec["classes"]])


def names_of(spec):
    """Its defaults, with letters and a halo like ours."""
    text = QgsTextFormat()
    text.setFont(QFont("Inter"))
    text.setSize(spec["size"])
    text.setSizeUnit(QgsUnitTypes.RenderPixels)
    text.setColor(QColor(*spec["colour"]))
    halo = text.buffer()
    halo.setEnabled(True)
    halo.setSize(1.5)
    halo.setSizeUnit(QgsUnitTypes.RenderPixels)
    halo.setColor(QColor(*spec["halo"]))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = spec["label"]
    settings.setFormat(text)
    return QgsVectorLayerSimpleLabeling(settings)


def layer_of(spec):
    source = spec["file"] + (f"|layername={spec['name']}" if spec["file"].endswith(".gpkg") else "")
    layer = QgsVectorLayer(source, spec["name"], "ogr")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {source}")
    layer.setRenderer(renderer_of(spec))
    if "label" in spec:
        layer.setLabeling(names_of(spec))
        layer.setLabelsEnabled(True)
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
