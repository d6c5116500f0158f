// OGR through its C interface: handles with owners, one transaction per layer, and a look back at what reached the disk.
#include "data/sample/vector_file.h"

#include <cpl_conv.h>
#include <ogr_srs_api.h>

#include <chrono>
#include <utility>

#include "data/source/error.h"
#include "data/source/gdal.h"
#include "data/source/i18n.h"

namespace data {
namespace {

struct FreeFeature {
  void operator()(void* feature) const { OGR_F_Destroy(feature); }
};
using Feature = std::unique_ptr<void, FreeFeature>;

struct FreeSrs {
  void operator()(void* srs) const { OSRDestroySpatialReference(srs); }
};
using Srs = std::unique_ptr<void, FreeSrs>;

struct FreeField {
  void operator()(void* field) const { OGR_Fld_Destroy(field); }
};
using Field = std::unique_ptr<void, FreeField>;

/// The files' own time stamp for as long as this lives, on this thread only.
class Stamp {
 public:
  explicit Stamp(Date date) { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", (iso_date(date) + "T00:00:00.000Z").c_str()); }
  ~Stamp() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr); }
  Stamp(const Stamp&) = delete;
  Stamp& operator=(const Stamp&) = delete;
};

OGRGeometryH to_geometry(const std::vector<Polygon>& polygons) {
  OGRGeometryH multi = OGR_G_CreateGeometry(wkbMultiPolygon);
  for (const Polygon& polygon : polygons) {
    OGRGeometryH part = OGR_G_CreateGeometry(wkbPolygon);
    for (const Ring& ring : polygon) {
      OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
      OGR_G_SetPointCount(line, static_cast<int>(ring.size()) + 1);
      for (std::size_t i = 0; i <= ring.size(); ++i)
        OGR_G_SetPoint_2D(line, static_cast<int>(i), ring[i % ring.size()].x, ring[i % ring.size()].y);
      OGR_G_AddGeometryDirectly(part, line);
    }
    OGR_G_AddGeometryDirectly(multi, part);
  }
  return multi;
}

}  // namespace

struct VectorFile::Impl {
  explicit Impl(std::filesystem::path path, Date date) : file(std::move(path)), stamp(date) {}

  [[noreturn]] void fail() const {
    throw Error({.what = tr("Cannot write the file"),
                 .file = file.string(),
                 .why = errors.message().empty() ? tr("the disk took less than was written") : errors.message(),
                 .hint = tr("check that the disk has room and that the folder may be written to")});
  }
  void put(OGRGeometryH geometry) {
    if (OGR_F_SetGeometryDirectly(feature.get(), geometry) != OGRERR_NONE || OGR_L_CreateFeature(layer, feature.get()) != OGRERR_NONE)
      fail();
    ++rows.back();
    OGR_F_SetFID(feature.get(), OGRNullFID);
    for (int column = 0; column < columns; ++column) OGR_F_SetFieldNull(feature.get(), column);
  }

  std::filesystem::path file;
  GdalErrors errors;
  Stamp stamp;
  GdalDataset dataset;
  OGRLayerH layer = nullptr;
  Feature feature;
  int columns = 0;
  std::vector<std::uint64_t> rows;  ///< by layer
};

VectorFile::VectorFile(const std::filesystem::path& file, const char* format, Date stamp) {
  start_gdal();
  impl_ = std::make_unique<Impl>(file, stamp);
  GDALDriverH driver = GDALGetDriverByName(format);
  if (!driver)
    throw Error({.what = tr("Cannot write the file"),
                 .file = file.string(),
                 .why = trf("this GDAL has no driver for {}", format),
                 .hint = tr("install GDAL's vector drivers")});
  impl_->dataset.reset(GDALCreate(driver, file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!impl_->dataset) impl_->fail();
}

VectorFile::~VectorFile() = default;

void VectorFile::begin(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns, bool points) {
  if (impl_->layer && GDALDatasetCommitTransaction(impl_->dataset.get()) != OGRERR_NONE) impl_->fail();
  const Srs srs(OSRNewSpatialReference(nullptr));
  if (OSRSetFromUserInput(srs.get(), crs.c_str()) != OGRERR_NONE) impl_->fail();
  OSRSetAxisMappingStrategy(srs.get(), OAMS_TRADITIONAL_GIS_ORDER);  // x is longitude or easting, whatever the authority says
  impl_->feature.reset();
  impl_->layer = GDALDatasetCreateLayer(impl_->dataset.get(), layer, srs.get(), points ? wkbPoint : wkbMultiPolygon, nullptr);
  if (!impl_->layer) impl_->fail();
  for (const FileColumn& column : columns) {
    constexpr OGRFieldType types[] = {OFTString, OFTInteger64, OFTReal, OFTInteger, OFTDate};
    const Field field(OGR_Fld_Create(column.name, types[static_cast<int>(column.type)]));
    if (column.type == FileField::flag) OGR_Fld_SetSubType(field.get(), OFSTBoolean);
    if (OGR_L_CreateField(impl_->layer, field.get(), 0) != OGRERR_NONE) impl_->fail();
  }
  impl_->columns = static_cast<int>(columns.size());
  impl_->rows.push_back(0);
  // One transaction per layer; formats without transactions say so and write as they go.
  if (GDALDatasetTestCapability(impl_->dataset.get(), ODsCTransactions) &&
      GDALDatasetStartTransaction(impl_->dataset.get(), 0) != OGRERR_NONE)
    impl_->fail();
  impl_->feature.reset(OGR_F_Create(OGR_L_GetLayerDefn(impl_->layer)));
}

void VectorFile::begin_points(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns) {
  begin(layer, crs, columns, true);
}
void VectorFile::begin_areas(const char* layer, const std::string& crs, const std::vector<FileColumn>& columns) {
  begin(layer, crs, columns, false);
}

void VectorFile::set(int column, const char* text) { OGR_F_SetFieldString(impl_->feature.get(), column, text); }
void VectorFile::set(int column, std::int64_t value) { OGR_F_SetFieldInteger64(impl_->feature.get(), column, value); }
void VectorFile::set(int column, double value) { OGR_F_SetFieldDouble(impl_->feature.get(), column, value); }

void VectorFile::set_date(int column, std::int32_t day) {
  const std::chrono::year_month_day ymd{Date{std::chrono::days{day}}};
  OGR_F_SetFieldDateTime(impl_->feature.get(), column, static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                         static_cast<int>(static_cast<unsigned>(ymd.day())), 0, 0, 0, 0);
}

void VectorFile::put(Point p) {
  OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
  OGR_G_SetPoint_2D(point, 0, p.x, p.y);
  impl_->put(point);
}

void VectorFile::put(const std::vector<Polygon>& polygons) { impl_->put(to_geometry(polygons)); }

void VectorFile::close() {
  if (GDALDatasetTestCapability(impl_->dataset.get(), ODsCTransactions) &&
      GDALDatasetCommitTransaction(impl_->dataset.get()) != OGRERR_NONE)
    impl_->fail();
  impl_->feature.reset();
  impl_->layer = nullptr;
  impl_->dataset.reset();
  if (!impl_->errors.message().empty()) impl_->fail();
  const GdalDataset written = open_read_only(impl_->file.string());
  if (GDALDatasetGetLayerCount(written.get()) != static_cast<int>(impl_->rows.size())) impl_->fail();
  for (std::size_t i = 0; i < impl_->rows.size(); ++i)
    if (static_cast<std::uint64_t>(OGR_L_GetFeatureCount(GDALDatasetGetLayer(written.get(), static_cast<int>(i)), 1)) != impl_->rows[i])
      impl_->fail();
  if (!impl_->errors.message().empty()) impl_->fail();
}

}  // namespace data
