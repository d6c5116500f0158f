#include "layers/coverage_layer.h"

#include <algorithm>

#include "data/source/text.h"
#include "layers/coverage_shapes.h"
#include "layers/kept_union.h"

namespace layers {
namespace {

/// Edges closer together than this many pixels are left to the tint, and come in slowly above it.
constexpr double densest_edges = 14, clear_edges = 28;
/// From here on stripes lie twice, and three times, as far apart.
constexpr double wide_patches = 80, widest_patches = 320;

}  // namespace

CoverageLayer::CoverageLayer(std::shared_ptr<const data::LayerData> data, std::filesystem::path kept,
                             std::shared_ptr<const FillPainter> fills, std::shared_ptr<const LinePainter> lines)
    : Layer(data->source.id),
      data_(std::move(data)),
      kept_(data_->table->part ? std::filesystem::path{} : std::move(kept)),
      fill_painter_(std::move(fills)),
      line_painter_(std::move(lines)),
      technologies_(technologies_of(*data_)) {
  const data::Column* column = data_->column("technology");
  const auto* text = column ? std::get_if<data::TextColumn>(&column->cells) : nullptr;
  const std::string unnamed;
  std::vector<std::uint32_t> group(data_->table->rows);
  for (std::size_t row = 0; row < group.size(); ++row)
    group[row] = static_cast<std::uint32_t>(std::find(technologies_.begin(), technologies_.end(), text ? text->at(row) : unnamed) -
                                            technologies_.begin());
  group_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(group));
  over_.resize(technologies_.size());
  for (std::size_t t = 0; t < technologies_.size(); ++t)
    for (std::uint32_t o = 0; o < technologies_.size(); ++o)
      if (generation_of(technologies_[t]) > 0 && generation_of(technologies_[o]) > generation_of(technologies_[t])) over_[t].push_back(o);
  shown_.assign(technologies_.size(), 1);
  visible = data_->source.visible;
}

void CoverageLayer::set_technologies(const std::vector<std::string>& technologies) {
  for (std::size_t t = 0; t < technologies_.size(); ++t)
    shown_[t] = technologies.empty() || std::any_of(technologies.begin(), technologies.end(),
                                                    [&](const auto& wish) { return data::fold(wish) == data::fold(technologies_[t]); });
}

void CoverageLayer::set_over_classes(bool over) {
  if (over != over_classes_) coloured_for_ = {};
  over_classes_ = over;
}

Job CoverageLayer::unite_job() {
  union_ticket_ = next_ticket();
  return {id(), union_ticket_,
          [data = data_, group = group_, kept = kept_,
           groups = static_cast<std::uint32_t>(technologies_.size())](std::stop_token stop) -> Piece {
            auto areas = std::make_shared<const data::Areas>(unite_kept(data->table->areas, *group, groups, kept, stop));
            if (stop.stop_requested()) return {};
            return areas;
          }};
}

Job CoverageLayer::fill_job(std::uint64_t ticket, double tolerance) const {
  return {id(), ticket, [outline = outline_, over = over_, shown = shown_, tolerance](std::stop_token stop) -> Piece {
            if (stop.stop_requested()) return {};
            std::vector<std::uint32_t> label(shown.size());
            for (std::uint32_t t = 0; t < label.size(); ++t) label[t] = t;
            return fill_mesh(uncovered_parts(*outline, over, shown), label, tolerance);
          }};
}

std::vector<Job> CoverageLayer::wanted(const View& view) {
  std::vector<Job> jobs;
  if (!outline_) {
    if (union_ticket_ == 0) jobs.push_back(unite_job());
    return jobs;
  }
  const double tolerance = 2 * tolerance_for(view);
  if (const auto ticket = fills_.wish(shown_, tolerance)) jobs.push_back(fill_job(*ticket, tolerance));
  for (std::uint32_t t = 0; t < shown_.size(); ++t)
    if (shown_[t] != 0)
      if (const auto ticket = edges_.wish(t, tolerance))
        jobs.push_back({id(), *ticket, [outline = outline_, t, tolerance](std::stop_token stop) -> Piece {
                          if (stop.stop_requested()) return {};
                          std::vector<std::uint8_t> wanted(outline->size(), 0);
                          wanted[t] = 1;
                          return line_mesh(*outline, tolerance, wanted);
                        }});
  return jobs;
}

void CoverageLayer::accept(std::uint64_t ticket, Piece&& piece) {
  if (ticket == union_ticket_) {
    union_ticket_ = 0;
    if (auto* areas = std::get_if<std::shared_ptr<const data::Areas>>(&piece)) outline_ = std::move(*areas);
    return;
  }
  if (!fills_.accept(ticket, std::get_if<FillMesh>(&piece))) edges_.accept(ticket, std::get_if<LineMesh>(&piece));
}

double CoverageLayer::spacing(const LineBuffer& edges, const View& view) {
  return edges.spacing() / view.metres_per_pixel / view.pixel_ratio;
}

float CoverageLayer::edge_presence(const LineBuffer& edges, const View& view) {
  return static_cast<float>(std::clamp((spacing(edges, view) - densest_edges) / (clear_edges - densest_edges), 0.0, 1.0));
}

Stripes CoverageLayer::spread(Stripes stripes, std::uint32_t technology, const View& view) const {
  const LineBuffer* edges = edges_.best(technology, 2 * tolerance_for(view));
  const double apart = edges ? spacing(*edges, view) : 0;
  stripes.period *= apart < wide_patches ? 1 : apart < widest_patches ? 2 : 3;
  return stripes;
}

bool CoverageLayer::describe(const View& view, const Theme& theme, std::vector<Painted>& out) const {
  if (!outline_) return false;
  const double tolerance = 2 * tolerance_for(view);
  const std::vector<CoverageLook> looks = this->looks(theme);
  out.emplace_back(painted_areas(uncovered_parts(*outline_, over_, shown_), tolerance, view.extent(), [&](std::size_t row) {
    const auto& stripes = looks[row].stripes;
    return PaintedArea{{}, looks[row].tint, stripes ? std::optional(spread(*stripes, static_cast<std::uint32_t>(row), view)) : std::nullopt};
  }));
  for (std::uint32_t t = 0; t < shown_.size(); ++t) {
    const LineBuffer* buffer = shown_[t] != 0 ? edges_.best(t, tolerance) : nullptr;
    const float seen = buffer ? edge_presence(*buffer, view) : 0;
    if (seen <= 0) continue;
    std::vector<std::uint8_t> wanted(outline_->size(), 0);
    wanted[t] = 1;
    const std::vector<Polyline> lines = lines_within(polylines(simplified(*outline_, tolerance, wanted)), view.extent());
    const CoverageLook& look = looks[t];
    if (look.glow_width > 0 && seen >= 1) out.emplace_back(PaintedLines{lines, look.glow, look.glow_width});
    out.emplace_back(PaintedLines{lines, faded(look.edge, seen), look.edge_width});
  }
  return true;
}

void CoverageLayer::draw(const View& view, const Theme& theme) {
  if (coloured_for_ != theme.id) {
    looks_ = looks(theme);
    std::vector<Colour> tints;
    for (const CoverageLook& look : looks_) tints.push_back(look.tint);
    colours_.set(tints);
    coloured_for_ = theme.id;
  }
  const double tolerance = 2 * tolerance_for(view);
  if (const FillBuffer* buffer = fills_.best(shown_, tolerance)) {
    fill_painter_->draw(*buffer, colours_, view);
    for (std::uint32_t t = 0; t < looks_.size(); ++t)
      if (looks_[t].stripes) fill_painter_->draw_stripes(*buffer, {&t, 1}, view, spread(*looks_[t].stripes, t, view));
  }
  for (std::uint32_t t = 0; t < shown_.size(); ++t)
    if (const LineBuffer* buffer = shown_[t] != 0 ? edges_.best(t, tolerance) : nullptr) {
      const float seen = edge_presence(*buffer, view);
      if (seen <= 0) continue;
      const CoverageLook& look = looks_[t];
      if (look.glow_width > 0 && seen >= 1) line_painter_->draw(*buffer, view, look.glow, look.glow_width * view.pixel_ratio);
      line_painter_->draw(*buffer, view, faded(look.edge, seen), look.edge_width * view.pixel_ratio);
    }
}

}  // namespace layers
