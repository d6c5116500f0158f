#!/usr/bin/env bash
# How loading, frames and memory grow with the number of points: a province generated at growing sizes, each measured by phusong_growth in
# processes of their own, alternately from the files and from kept columns; medians are told.
#   tests/bench/growth.sh [--quick] [--full] [--sizes N,N] [--runs N] [--out DIR] [--publish] …       (--help lists all)
# Written to the folder: growth.json, growth.md, growth.svg; --publish puts the table and the chart into docs/ too. A size that does not
# fit on the disk, or is not done within the limit, is told and left out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v python3 >/dev/null || { echo "growth: python3 is not installed"; exit 77; }
build=${PHUSONG_BUILD:-$here/../../build/release}
exec env PYTHONDONTWRITEBYTECODE=1 python3 "$here/compare/growth.py" --phusong "$build/bin/phusong" --bench "$build/bin/phusong_growth" "$@"
