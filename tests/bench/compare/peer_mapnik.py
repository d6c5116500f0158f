"""mapnik in a process of its own: `peer_mapnik.py REQUEST.json`. Its OGR plug-in reads what GDAL reads and uses its spatial filter; a plain symbol a layer, or one a class of it, and names."""
import json
import sys

import mapnik


def rgb(colour):
    return "rgb({},{},{})".format(*colour)


def symbols(spec, colour):
    if "mark" in spec:
        return f'<MarkersSymbolizer fill="{rgb(colour)}" stroke-width="0" width="{spec["size"]}" height="{spec["size"]}" ' \
               'marker-type="ellipse" allow-overlap="true" ignore-placement="true"/>'
    out = f'<PolygonSymbolizer fill="{rgb(colour)}"/>' if colour else ""
    if spec["line"]:
        out += f'<LineSymbolizer stroke="{rgb(spec["line"])}" stroke-width="1"/>'
    if "label" in spec:
        out += f'<TextSymbolizer face-name="Inter Medium" size="{spec["size"]}" fill="{rgb(spec["colour"])}" halo-fill="{rgb(spec["halo"])}" ' \
               f'halo-radius="1.5" placement="interior">[{spec["label"]}]</TextSymbolizer>'
    return out


def rules(spec):
    if "classes" not in spec:
        return f"<Rule>{symbols(spec, spec.get('mark') or spec['fill'])}</Rule>"
    *known, (_, rest) = spec["classes"]
    out = ""
    for value, colour in known:
        value = int(value) if isinstance(value, bool) else f"'{value}'"
        out += f"<Rule><Filter>[{spec['field']}] = {value}</Filter>{symbols(spec, colour)}</Rule>"
    return out + f"<Rule><ElseFilter/>{symbols(spec, rest)}</Rule>"


def style_of(spec, name):
    return f'<Style name="{name}" opacity="{spec.get("opacity", 100) / 100}">{rules(spec)}</Style>'


def layer_of(spec, name):
    return f'<Layer name="{name}" srs="{spec["proj"]}"><StyleName>{name}</StyleName><Datasource><Parameter name="type">ogr</Parameter>' \
           f'<Parameter name="file">{spec["file"]}</Parameter><Parameter name="layer">{spec["name"]}</Parameter></Datasource></Layer>'


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    srs = request["proj"]
    xml = f'<Map srs="{srs}" background-color="white">' + "".join(style_of(spec, f"l{i}") for i, spec in enumerate(request["layers"])) + \
          "".join(layer_of(spec, f"l{i}") for i, spec in enumerate(request["layers"])) + "</Map>"
    for spec in request["layers"]:
        if "font" in spec:
            mapnik.FontEngine.register_font(spec["font"])
    picture = mapnik.Map(request["width"], request["height"])
    mapnik.load_map_from_string(picture, xml)
    picture.zoom_to_box(mapnik.Box2d(*request["box"]))
    mapnik.render_to_file(picture, request["out"], "png")


main()
