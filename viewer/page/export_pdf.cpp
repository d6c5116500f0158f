// PDF: letters stay letters, lines stay lines; one page, or a book of many.
#include <cairo-pdf.h>
#include <fmt/format.h>

#include <charconv>
#include <fstream>

#include "data/source/error.h"
#include "viewer/page/export_impl.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

std::string read_tail(std::ifstream& in, std::streamoff length) {
  in.seekg(0, std::ios::end);
  const std::streamoff size = in.tellg(), from = std::max<std::streamoff>(0, size - length);
  std::string out(static_cast<std::size_t>(size - from), '\0');
  in.seekg(from);
  in.read(out.data(), size - from);
  return out;
}

/// The page tree is the last thing but the catalogue that Cairo writes, and says how many there are.
int pages_in(const std::string& tail) {
  const std::size_t tree = tail.rfind("/Type /Pages");
  const std::size_t count = tree == std::string::npos ? tree : tail.find("/Count ", tree);
  int out = -1;
  if (count != std::string::npos) std::from_chars(tail.data() + count + 7, tail.data() + tail.size(), out);
  return out;
}

void check_pdf(const std::filesystem::path& file, int pages) {
  std::ifstream in(file, std::ios::binary);
  std::string head(5, '\0');
  in.read(head.data(), 5);
  const std::string tail = in ? read_tail(in, 4 << 20) : std::string();
  const std::size_t last = tail.find_last_not_of("\r\n");
  const bool ends = last != std::string::npos && last >= 4 && tail.compare(last - 4, 5, "%%EOF") == 0;
  if (in && head == "%PDF-" && ends && tail.find("trailer") != std::string::npos && pages_in(tail) == pages) return;
  throw data::Error({.what = data::tr("The PDF does not read back as it was written"), .file = file.string()});
}

}  // namespace

struct Book::Impl {
  explicit Impl(const std::filesystem::path& asked)
      : file(asked), stream([this](const unsigned char* bytes, unsigned size) { file.write(bytes, size); }) {}

  void say(cairo_pdf_metadata_t key, const std::string& value) const {
    if (!value.empty()) cairo_pdf_surface_set_metadata(surface.get(), key, value.c_str());
  }

  data::WholeFile file;
  CairoStream stream;
  CairoSurface surface;
  Cairo cr;
  int pages = 0;
};

Book::Book(const std::filesystem::path& file, const DocumentInfo& info) : impl_(std::make_unique<Impl>(file)) {
  impl_->surface.reset(cairo_pdf_surface_create_for_stream(CairoStream::write, &impl_->stream, 595, 842));
  cairo_pdf_surface_restrict_to_version(impl_->surface.get(), CAIRO_PDF_VERSION_1_5);
  impl_->say(CAIRO_PDF_METADATA_TITLE, info.title);
  impl_->say(CAIRO_PDF_METADATA_SUBJECT, info.subject);
  impl_->say(CAIRO_PDF_METADATA_KEYWORDS, info.keywords);
  impl_->say(CAIRO_PDF_METADATA_AUTHOR, "phusong");
  impl_->say(CAIRO_PDF_METADATA_CREATOR, "phusong");
  const std::string day = data::iso_date(info.date) + "T00:00:00Z";
  impl_->say(CAIRO_PDF_METADATA_CREATE_DATE, day);
  impl_->say(CAIRO_PDF_METADATA_MOD_DATE, day);
}

Book::~Book() = default;

int Book::pages() const { return impl_->pages; }

int Book::add(Size points, const std::function<void(cairo_t*)>& draw, const BookMark& mark) {
  cairo_surface_t* surface = impl_->surface.get();
  cairo_pdf_surface_set_size(surface, points.w, points.h);
  if (!impl_->cr) impl_->cr.reset(cairo_create(surface));
  if (!mark.label.empty()) cairo_pdf_surface_set_page_label(surface, mark.label.c_str());
  cairo_save(impl_->cr.get());
  draw(impl_->cr.get());
  cairo_restore(impl_->cr.get());
  cairo_show_page(impl_->cr.get());
  impl_->stream.check(cairo_status(impl_->cr.get()));
  ++impl_->pages;
  if (mark.title.empty()) return 0;
  return cairo_pdf_surface_add_outline(
      surface, mark.parent, mark.title.c_str(), fmt::format("page={} pos=[0 0]", impl_->pages).c_str(),
      mark.parent == CAIRO_PDF_OUTLINE_ROOT ? CAIRO_PDF_OUTLINE_FLAG_OPEN : static_cast<cairo_pdf_outline_flags_t>(0));
}

int Book::add(const Sheet& sheet, layers::Map& map, const BookMark& mark, const ExportOptions& options) {
  return add(
      points_of(sheet.spec), [&](cairo_t* cr) { draw_in_points(cr, sheet, map, options); }, mark);
}

void Book::finish() {
  impl_->cr.reset();
  cairo_surface_finish(impl_->surface.get());
  impl_->stream.check(cairo_surface_status(impl_->surface.get()));
  named_as_asked(impl_->file, [&] { check_pdf(impl_->file.temporary(), impl_->pages); });
  impl_->file.keep();
}

void write_pdf(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options) {
  Book book(file, info_of(sheet));
  book.add(sheet, map, {}, options);
  book.finish();
}

}  // namespace viewer
