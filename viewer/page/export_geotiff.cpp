// GeoTIFF: the map by itself, or a whole page that lies on the ground as its map does.
#include "data/source/write_geotiff.h"
#include "viewer/page/export_impl.h"

namespace viewer {

void write_geotiff(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options) {
  data::WholeFile out(file);
  const data::GeoTiffHead head{sheet.spec.width, sheet.spec.height, sheet.corner(), sheet.plan.place.view.metres_per_pixel,
                               sheet.crs,        sheet.spec.dpi,    sheet.title()};
  tune_map(sheet, map);
  named_as_asked(out, [&] {
    data::GeoTiffWriter writer(out.temporary(), head);
    draw_bands(sheet, map, options.threads, [&](const data::Image& band) { writer.rows(band); });
    writer.finish();
    data::check_geotiff(out.temporary(), head);
  });
  out.keep();
}

}  // namespace viewer
