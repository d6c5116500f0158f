#!/usr/bin/env bash
# The same map drawn and the same points counted by phusong and, where they are installed, by QGIS, MapServer and mapnik.
#   tests/bench/compare.sh [--quick] [--households N] [--runs N] [--out DIR] [--phusong FILE] …       (--help lists all)
# Everybody gets the same files (a generated province, as GeoPackage and as FlatGeobuf, each with its spatial index), in the map's
# own reference system, so that nobody reprojects, and in degrees; a process of its own for every picture. phusong draws its usual page; the
# others one plain symbol a layer and no names, and then the whole map: what phusong tells apart, borders and names. Runs take turns,
# after one each to warm the page cache; medians are told. "Cold" is a process that starts with nothing of its own kept; the files are in the
# system's page cache for all.
#   phusong    snapshot --layout map --theme-by none, with and without kept columns; report for the counts
#   QGIS       QgsMapRendererParallelJob through PyQGIS, offscreen; native:countpointsinpolygon for the counts
#   MapServer  map2img with a map file; its OGR reader, and its own reader of FlatGeobuf beside it
#   mapnik     its Python module with the OGR plug-in
#   floor      phusong_floor: GDAL's column batches alone, which no program that reads through GDAL goes below
# Written to the folder: compare.txt, compare.json, pictures/ (province, district, commune, street, by each), logs/, and the data.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for tool in python3 ogr2ogr; do
  command -v "$tool" >/dev/null || { echo "compare: $tool is not installed (Debian: python3, gdal-bin)"; exit 77; }
done
build=${PHUSONG_BUILD:-$here/../../build/release}
exec env PYTHONDONTWRITEBYTECODE=1 python3 "$here/compare/compare.py" --phusong "$build/bin/phusong" --floor "$build/bin/phusong_floor" "$@"
