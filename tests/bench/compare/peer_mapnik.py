"""mapnik in a process of its own: `peer_mapnik.py REQUEST.json`. Its OGR plug-in reads what GDAL reads and uses its spatial filter; one plain symbol a layer, and the cheapest that looks alike (a square)."""
import json
import sys

import mapnik


def rgb(colour):
    return "rgb({},{},{})".format(*colour)


def style_of(spec):
    if "mark" in spec:
        symbols = f'<MarkersSymbolizer fill="{rgb(spec["mark"])}" stroke-width="0" width="{spec["size"]}" height="{spec["size"]}" ' \
                  'marker-type="ellipse" allow-overlap="true" ignore-placement="true"/>'
    else:
        symbols = f'<PolygonSymbolizer fill="{rgb(spec["fill"])}"/>'
        if spec["line"]:
            symbols += f'<LineSymbolizer stroke="{rgb(spec["line"])}" stroke-width="1"/>'
    return f'<Style name="{spec["name"]}" opacity="{spec.get("opacity", 100) / 100}"><Rule>{symbols}</Rule></Style>'


def layer_of(spec):
    return f'<Layer name="{spec["name"]}" srs="{spec["proj"]}"><StyleName>{spec["name"]}</StyleName><Datasource><Parameter name="type">ogr</Parameter>' \
           f'<Parameter name="file">{spec["file"]}</Parameter><Parameter name="layer">{spec["name"]}</Parameter></Datasource></Layer>'


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    srs = request["proj"]
    xml = f'<Map srs="{srs}" background-color="white">' + "".join(style_of(spec) for spec in request["layers"]) + \
          "".join(layer_of(spec) for spec in request["layers"]) + "</Map>"
    picture = mapnik.Map(request["width"], request["height"])
    mapnik.load_map_from_string(picture, xml)
    picture.zoom_to_box(mapnik.Box2d(*request["box"]))
    mapnik.render_to_file(picture, request["out"], "png")


main()
