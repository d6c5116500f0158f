#include "data/source/crs.h"

#include <geodesic.h>
#include <proj.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

#include "data/source/error.h"
#include "data/source/i18n.h"
#include "data/source/positions.h"

namespace data {
namespace {

struct FreeContext {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct FreePj {
  void operator()(PJ* pj) const { proj_destroy(pj); }
};
using Context = std::unique_ptr<PJ_CONTEXT, FreeContext>;
using Pj = std::unique_ptr<PJ, FreePj>;

Context new_context() {
  Context context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);  // the same grids everywhere, and no traffic a project did not ask for
  return context;
}

Pj new_crs(PJ_CONTEXT* context, const std::string& text) {
  Pj crs(proj_create(context, text.c_str()));
  if (!crs || !proj_is_crs(crs.get()))
    throw Error({.what = trf("Unknown coordinate reference system '{}'", text),
                 .hint = tr("write it as EPSG:4326 (longitude, latitude), EPSG:5897 (VN-2000 105°00′), EPSG:9209 (105°30′), EPSG:9213 (106°30′) or WKT")});
  return crs;
}

/// Everything Việt Nam's data can be in, seas included: it makes PROJ choose the national datum step over a ballpark one.
constexpr double viet_nam[4] = {102.0, 6.0, 118.0, 24.0};

}  // namespace

struct Transform::Impl {
  Impl(std::string from_crs, std::string to_crs);

  std::string from, to;
  Context context = new_context();
  Pj pj;  ///< none: the two are the same
};

Transform::Impl::Impl(std::string from_crs, std::string to_crs) : from(std::move(from_crs)), to(std::move(to_crs)) {
  const Pj source = new_crs(context.get(), from), target = new_crs(context.get(), to);
  if (from == to || proj_is_equivalent_to_with_ctx(context.get(), source.get(), target.get(), PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS)) return;
  const std::unique_ptr<PJ_AREA, decltype(&proj_area_destroy)> area(proj_area_create(), &proj_area_destroy);
  proj_area_set_bbox(area.get(), viet_nam[0], viet_nam[1], viet_nam[2], viet_nam[3]);
  // A ballpark step would be 200 m off between VN-2000 and WGS 84; better to fail than to shift a province.
  const char* options[] = {"ALLOW_BALLPARK=NO", nullptr};
  const Pj raw(proj_create_crs_to_crs_from_pj(context.get(), source.get(), target.get(), area.get(), options));
  if (!raw)
    throw Error({.what = trf("No way from {} to {}", from, to), .why = proj_context_errno_string(context.get(), proj_context_errno(context.get()))});
  pj.reset(proj_normalize_for_visualization(context.get(), raw.get()));
  if (!pj) throw Error({.what = trf("No way from {} to {}", from, to)});
}

/// Ways that were found and that nobody goes at the moment: PROJ takes 10 to 20 ms to find one in its database.
class Transform::Idle {
 public:
  std::unique_ptr<Impl> take(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(ways_.begin(), ways_.end(), [&](const auto& way) { return way->from == from && way->to == to; });
    if (found == ways_.end()) return nullptr;
    auto way = std::move(*found);
    ways_.erase(found);
    return way;
  }
  /// The last come is the first to be found; the eldest goes.
  void put(std::unique_ptr<Impl> way) {
    const std::lock_guard lock(mutex_);
    ways_.push_front(std::move(way));
    if (ways_.size() > most) ways_.pop_back();
  }
  static Idle& all() {
    static Idle& idle = *new Idle;  // never destroyed: work that nobody waits for may still hold a way when the program ends
    return idle;
  }

 private:
  static constexpr std::size_t most = 16;  // some pairs of systems, each on some threads
  std::mutex mutex_;
  std::deque<std::unique_ptr<Impl>> ways_;
};

Transform::Transform(const std::string& from_crs, const std::string& to_crs) : impl_(Idle::all().take(from_crs, to_crs)) {
  if (!impl_) impl_ = std::make_unique<Impl>(from_crs, to_crs);
}

Transform::~Transform() {
  if (impl_) Idle::all().put(std::move(impl_));
}
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;

bool Transform::identity() const { return impl_->pj == nullptr; }

std::size_t Transform::apply(double* x, double* y, std::size_t count) const {
  if (identity() || count == 0) return 0;
  proj_trans_generic(impl_->pj.get(), PJ_FWD, x, sizeof(double), count, y, sizeof(double), count, nullptr, 0, 0, nullptr, 0, 0);
  std::size_t lost = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_position(x[i], y[i])) continue;
    x[i] = y[i] = std::nan("");
    ++lost;
  }
  return lost;
}

Point Transform::apply(Point p) const {
  apply(&p.x, &p.y, 1);
  return p;
}

Box Transform::reach_of(const Box& box) const {
  constexpr int pieces = 32;  // straight lines bend: an edge of 100 km bows by some ten metres, far less than the hundredth
  std::vector<double> x, y;
  for (int i = 0; i <= pieces; ++i) {
    const double along_x = std::lerp(box.min_x, box.max_x, i / double{pieces}), along_y = std::lerp(box.min_y, box.max_y, i / double{pieces});
    x.insert(x.end(), {along_x, along_x, box.min_x, box.max_x});
    y.insert(y.end(), {box.min_y, box.max_y, along_y, along_y});
  }
  if (box.empty() || apply(x.data(), y.data(), x.size()) > 0) return {};
  Box out;
  for (std::size_t i = 0; i < x.size(); ++i) out.include(Point{x[i], y[i]});
  // And a metre or so, for a box that is no wider than what the way there and back loses.
  const double least = 1e-7 * std::max({std::abs(out.min_x), std::abs(out.max_x), std::abs(out.min_y), std::abs(out.max_y)});
  return out.grown(std::max(least, 0.01 * std::max(out.width(), out.height())));
}

std::string Transform::description() const {
  if (identity()) return "identity";
  const Pj last(proj_trans_get_last_used_operation(impl_->pj.get()));
  const char* text = proj_pj_info(last ? last.get() : impl_->pj.get()).description;
  return text ? text : "";
}

namespace {

CrsInfo described(const std::string& crs) {
  const Context context = new_context();
  const Pj pj = new_crs(context.get(), crs);
  CrsInfo info;
  if (const char* name = proj_get_name(pj.get())) info.name = name;
  const char* authority = proj_get_id_auth_name(pj.get(), 0);
  const char* code = proj_get_id_code(pj.get(), 0);
  if (authority && code) info.authority = std::string(authority) + ":" + code;
  const PJ_TYPE type = proj_get_type(pj.get());
  info.projected = type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS;
  info.short_name = info.name;
  // The zone numbers of VN-2000 say nothing to a reader; the central meridian does.
  if (info.projected && info.name.find("VN-2000") != std::string::npos) {
    const Pj conversion(proj_crs_get_coordoperation(context.get(), pj.get()));
    double lon0 = 0;
    const int index = conversion ? proj_coordoperation_get_param_index(context.get(), conversion.get(), "Longitude of natural origin") : -1;
    if (index >= 0 && proj_coordoperation_get_param(context.get(), conversion.get(), index, nullptr, nullptr, nullptr, &lon0, nullptr, nullptr, nullptr,
                                                    nullptr, nullptr, nullptr)) {
      const int minutes = static_cast<int>(std::lround(lon0 * 60));
      info.short_name = fmt::format("VN-2000 {}°{:02}′", minutes / 60, minutes % 60);
    }
  }
  return info;
}

/// What a scale is computed from.
class Scale {
 public:
  explicit Scale(const std::string& crs) : crs_(new_crs(context_.get(), crs)) {
    // proj_factors wants longitude and latitude in radians, on the CRS's own datum.
    const Pj geodetic(proj_crs_get_geodetic_crs(context_.get(), crs_.get()));
    if (!geodetic) return;
    const Pj raw(proj_create_crs_to_crs_from_pj(context_.get(), crs_.get(), geodetic.get(), nullptr, nullptr));
    if (raw) inverse_.reset(proj_normalize_for_visualization(context_.get(), raw.get()));
  }
  double at(Point p) const {
    if (!inverse_) return 1.0;
    const PJ_COORD degrees = proj_trans(inverse_.get(), PJ_FWD, proj_coord(p.x, p.y, 0, 0));
    const PJ_FACTORS factors = proj_factors(crs_.get(), proj_coord(proj_torad(degrees.lp.lam), proj_torad(degrees.lp.phi), 0, 0));
    const double scale = std::sqrt(std::abs(factors.areal_scale));
    return std::isfinite(scale) && scale > 0 ? scale : 1.0;
  }

 private:
  Context context_ = new_context();
  Pj crs_, inverse_;
};

/// What is known of a CRS stays known: PROJ opens its database for each question.
template <typename T>
struct Known {
  std::mutex mutex;
  std::map<std::string, T> by_crs;

  /// Found out by `ask(crs)` the first time. What it returns stays.
  template <typename F>
  const T& of(const std::string& crs, F ask) {
    const std::lock_guard lock(mutex);
    const auto found = by_crs.find(crs);
    return found != by_crs.end() ? found->second : by_crs.emplace(crs, ask(crs)).first->second;
  }
};

}  // namespace

CrsInfo describe_crs(const std::string& crs) {
  static Known<CrsInfo> known;
  return known.of(crs, described);
}

namespace {

struct Earth {
  std::string degrees;  ///< the geographic CRS
  geod_geodesic shape{};
};

/// Longitude and latitude may also be in grads.
bool in_degrees(PJ_CONTEXT* context, PJ* geodetic) {
  const Pj axes(proj_crs_get_coordinate_system(context, geodetic));
  double radians = 0;
  return axes && proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, nullptr, &radians, nullptr, nullptr, nullptr) != 0 &&
         std::abs(radians - proj_torad(1)) < 1e-12;
}

Earth earth_of(const std::string& crs) {
  const Context context = new_context();
  const Pj pj = new_crs(context.get(), crs);
  const Pj geodetic(proj_crs_get_geodetic_crs(context.get(), pj.get()));
  const Pj ellipsoid(geodetic ? proj_get_ellipsoid(context.get(), geodetic.get()) : nullptr);
  double axis = 0, flattening = 0;  // 1 / f, and 0 for a ball
  if (!ellipsoid || !in_degrees(context.get(), geodetic.get()) ||
      proj_ellipsoid_get_parameters(context.get(), ellipsoid.get(), &axis, nullptr, nullptr, &flattening) == 0)
    throw Error({.what = trf("No way from {} to {}", crs, tr("longitude and latitude"))});
  Earth out;
  const char *authority = proj_get_id_auth_name(geodetic.get(), 0), *code = proj_get_id_code(geodetic.get(), 0);
  if (authority && code) out.degrees = std::string(authority) + ":" + code;
  else if (const char* wkt = proj_as_wkt(context.get(), geodetic.get(), PJ_WKT2_2019, nullptr)) out.degrees = wkt;
  geod_init(&out.shape, axis, flattening > 0 ? 1 / flattening : 0);
  return out;
}

const Earth& known_earth(const std::string& crs) {
  static Known<Earth> known;
  return known.of(crs, earth_of);
}

}  // namespace

std::string degrees_of(const std::string& crs) { return known_earth(crs).degrees; }

double ground_distance(const std::string& crs, Point from, Point to) {
  const Earth& earth = known_earth(crs);
  const Transform out(crs, earth.degrees);
  const Point a = out.apply(from), b = out.apply(to);
  double metres = 0;
  geod_inverse(&earth.shape, a.y, a.x, b.y, b.x, &metres, nullptr, nullptr);
  return metres;
}

double scale_factor(const std::string& crs, Point p) {
  static Known<Scale> known;
  const std::lock_guard lock(known.mutex);
  return known.by_crs.try_emplace(crs, crs).first->second.at(p);
}

}  // namespace data
