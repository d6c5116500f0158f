// What can be wrong with a basemap.
#include "data/check.h"
#include "data/source/i18n.h"

namespace data {
namespace {

Finding one(const std::string& detail) { return {.kind = {}, .count = 1, .rows = {{.fid = {}, .code = {}, .detail = detail}}}; }

Finding beside_the_map(const Dataset& dataset, const RasterData& raster) {
  const RasterInfo& info = raster.raster->info();
  const Box& units = dataset.units->units[0].box;
  if (!info.box || units.empty() || info.box->intersects(units)) return {};
  return one(trf("taken as {}, it lies outside every unit", info.crs));
}

Finding no_overviews(const Dataset&, const RasterData& raster) {
  const RasterInfo& info = raster.raster->info();
  if (info.overviews > 0 || std::int64_t{info.width} * info.height <= pixels_without_overviews) return {};
  return one(trf("{0} x {1} pixels", format_integer(info.width), format_integer(info.height)));
}

}  // namespace

const std::vector<RasterRule>& raster_rules() {
  static const std::vector<RasterRule> rules{
      {"suspect_crs", beside_the_map, mark("the basemap lies beside the map"), mark("is its \"crs\" another one?")},
      {"no_overviews", no_overviews, mark("the basemap is big and has no overviews: it is slow to show whole"),
       mark("run gdaladdo on the file")}};
  return rules;
}

LayerCheck check_basemap(const Dataset& dataset, const RasterData& raster) {
  LayerCheck check{.id = raster.source.id,
                   .basemap = true,
                   .source = raster.source.source,
                   .read = {},
                   .used = {},
                   .encoding = {},
                   .crs = {},
                   .findings = {},
                   .error = raster.error};
  if (!raster.raster) return check;
  check.crs = raster.raster->info().crs;
  for (const RasterRule& rule : raster_rules()) {
    Finding finding = rule.find(dataset, raster);
    finding.kind = rule.kind;
    if (finding.count > 0) check.findings.push_back(std::move(finding));
  }
  return check;
}

}  // namespace data
