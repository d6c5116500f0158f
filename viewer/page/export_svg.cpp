// SVG, by Cairo, with its ids counted anew: Cairo counts them through the life of the program, and the same page must be the same bytes.
#include <cairo-svg.h>
#include <fmt/format.h>

#include <cctype>
#include <map>
#include <string_view>

#include "data/source/error.h"
#include "data/source/xml.h"
#include "viewer/page/export_impl.h"
#include "viewer/page/sketch.h"

namespace viewer {
namespace {

/// Numbers every id by where it is first met, behind the letters that Cairo gave it.
class Renumber {
 public:
  std::string run(std::string_view svg) {
    static constexpr std::string_view marks[] = {" id=\"", "href=\"#", "url(#"};
    std::string out;
    out.reserve(svg.size());
    while (!svg.empty()) {
      std::size_t at = svg.size(), length = 0;
      for (const std::string_view mark : marks)
        if (const std::size_t found = svg.find(mark); found < at) at = found, length = mark.size();
      out += svg.substr(0, at + length);
      svg.remove_prefix(std::min(svg.size(), at + length));
      if (length == 0) break;
      const std::size_t end = svg.find_first_of("\")");
      out += name(std::string(svg.substr(0, end)));
      svg.remove_prefix(std::min(svg.size(), end));
    }
    return out;
  }

 private:
  const std::string& name(const std::string& old) {
    const auto [found, fresh] = names_.try_emplace(old);
    if (fresh) {
      std::string kind;
      for (const char c : old) {
        if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
        kind += c;
      }
      found->second = kind + std::to_string(++counts_[kind]);
    }
    return found->second;
  }
  std::map<std::string, std::string> names_;
  std::map<std::string, int> counts_;
};

/// What the document is, where readers and search engines look for it.
void describe(std::string& svg, const DocumentInfo& info) {
  const std::size_t root = svg.find("<svg"), end = root == std::string::npos ? root : svg.find('>', root);
  if (end == std::string::npos) return;
  svg.insert(end + 1, fmt::format("\n<title>{}</title>\n<desc>{}</desc>", data::escaped(info.title),
                                  data::escaped(info.keywords + ". phusong, " + data::iso_date(info.date))));
}

}  // namespace

void write_svg(const Sheet& sheet, layers::Map& map, const std::filesystem::path& file, const ExportOptions& options) {
  data::WholeFile out(file);
  std::string svg;
  CairoStream stream([&](const unsigned char* bytes, unsigned size) { svg.append(reinterpret_cast<const char*>(bytes), size); });
  {
    const Size points = points_of(sheet.spec);
    const CairoSurface surface(cairo_svg_surface_create_for_stream(CairoStream::write, &stream, points.w, points.h));
    cairo_svg_surface_restrict_to_version(surface.get(), CAIRO_SVG_VERSION_1_2);
    const Cairo cr(cairo_create(surface.get()));
    draw_in_points(cr.get(), sheet, map, options);
    stream.check(cairo_status(cr.get()));
    cairo_surface_finish(surface.get());
    stream.check(cairo_surface_status(surface.get()));
  }
  svg = Renumber().run(svg);
  describe(svg, info_of(sheet));
  out.write(svg.data(), svg.size());
  named_as_asked(out, [&] { data::require_well_formed(out.temporary(), "svg"); });
  out.keep();
}

}  // namespace viewer
