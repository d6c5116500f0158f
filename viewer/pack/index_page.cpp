#include "viewer/pack/index_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "data/gaps.h"
#include "data/model/words.h"
#include "data/source/xml.h"
#include "data/version.h"
#include "viewer/pack/headlines.h"

namespace viewer {
namespace {

using data::tr;
using data::trf;

constexpr std::size_t open_rows = 10;  ///< of a table of gaps; the rest unfolds

constexpr const char* style = R"(
:root{--ink:#17212b;--quiet:#51606d;--line:#ccd5dc;--ground:#fff;--wash:#f2f5f7;--link:#0b5394}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;font:1rem/1.5 Inter,"Noto Sans","Segoe UI",Roboto,Arial,sans-serif;color:var(--ink);background:var(--ground)}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:2px solid var(--line);padding-bottom:.25rem}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}p{margin:.3rem 0}a{color:var(--link)}.quiet{color:var(--quiet)}
.mark{display:inline-block;border:2px solid #8a4b00;color:#8a4b00;font-weight:600;padding:.1rem .6rem;border-radius:.3rem}
nav ul,.files{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem 1.5rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}caption{text-align:left;color:var(--quiet);padding:.2rem 0}
th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}thead th{border-bottom:2px solid var(--quiet)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.scroll{overflow-x:auto}
.met{color:#0b6b3a}.missed{color:#a3231a}.behind{color:#8a4b00}.on_track{color:#0b5394}.verdict{font-weight:600;white-space:nowrap}
details{margin:.4rem 0}summary{cursor:pointer;color:var(--link)}
.sheets{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:1rem}
.sheets a{display:block;border:1px solid var(--line);border-radius:.4rem;padding:.4rem;text-decoration:none;background:var(--wash)}
.sheets a:hover,.sheets a:focus{border-color:var(--link);outline:2px solid var(--link)}
.sheets img{display:block;width:100%;height:auto;border:1px solid var(--line);background:#fff}.sheets span{display:block;margin-top:.3rem}
#search{font:inherit;padding:.35rem .6rem;width:100%;max-width:26rem;border:1px solid var(--quiet);border-radius:.3rem}
footer{margin-top:2.5rem;border-top:2px solid var(--line);padding-top:.6rem;font-size:.9rem}
@page{size:A4 landscape;margin:14mm}
@media print{body{max-width:none;padding:0;font-size:9.5pt}table{font-size:9pt}nav,.search,#sheets,summary{display:none}a{color:inherit;text-decoration:none}h2,h3{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}}
)";

/// Shows what is searched for, by words without accents. The field is hidden until it can do something.
constexpr const char* script = R"(
(function(){var f=document.getElementById('search');if(!f)return;f.parentNode.hidden=false;
function plain(t){return t.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g,'').replace(/\u0111/g,'d');}
var all=[].slice.call(document.querySelectorAll('[data-name]')).map(function(e){return [e,plain(e.getAttribute('data-name'))];});
f.addEventListener('input',function(){var w=plain(f.value).split(/\s+/);
all.forEach(function(p){p[0].hidden=!w.every(function(x){return p[1].indexOf(x)>=0;});});
[].forEach.call(document.querySelectorAll('details'),function(d){d.open=f.value!=='';});});})();
)";

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000000) return data::format_number(std::max(1.0, static_cast<double>(bytes) / 1000), 0) + " kB";
  return data::format_number(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

class Page {
 public:
  Page(const data::Loaded& loaded, const std::vector<SheetPlan>& sheets, const std::vector<PackFile>& files)
      : loaded_(loaded), sheets_(sheets), files_(files) {}

  std::string text() {
    head();
    file_list();
    targets();
    gaps();
    if (!sheets_.empty()) sheet_list();
    foot();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void add(const char* form, Args&&... args) {
    out_ += fmt::format(fmt::runtime(form), std::forward<Args>(args)...);
  }

  void head() {
    const char* lang = data::language() == data::Lang::vi ? "vi" : "en";
    add("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n",
        lang);
    add("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n", data::escaped(trf("{}: meeting pack", loaded_.title())),
        style);
    add("<h1>{}</h1>\n<p>{} · {}</p>\n", data::escaped(loaded_.title()), data::escaped(tr("Meeting pack")),
        data::escaped(loaded_.date_words()));
    if (loaded_.dataset->project.illustrative)
      add("<p><strong class=\"mark\">{}</strong></p>\n", data::escaped(tr("Illustrative data, not real figures")));
    add("</header>\n<nav aria-label=\"{}\"><ul>\n", data::escaped(tr("Contents")));
    const auto link = [&](const char* to, const std::string& words) { add("<li><a href=\"#{}\">{}</a></li>\n", to, data::escaped(words)); };
    link("files", tr("Files")), link("targets", tr("Targets")), link("gaps", tr("Who is missing what"));
    if (!sheets_.empty()) link("sheets", tr("Sheets"));
    out_ += "</ul></nav>\n<main>\n";
  }

  void file_list() {
    add("<section id=\"files\"><h2>{}</h2>\n<ul class=\"files\">\n", data::escaped(tr("Files")));
    for (const PackFile& file : files_)
      add("<li><a href=\"{0}\">{1}</a> <span class=\"quiet\">{0}, {2}</span></li>\n", data::escaped(file.file), data::escaped(file.title),
          size_text(file.bytes));
    out_ += "</ul></section>\n";
  }

  void headings(const std::vector<std::pair<std::string, bool>>& headings) {
    out_ += "<thead><tr>";
    for (const auto& [words, number] : headings) add("<th scope=\"col\"{}>{}</th>", number ? " class=\"n\"" : "", data::escaped(words));
    out_ += "</tr></thead>\n";
  }

  void targets() {
    const data::Lang lang = data::language();
    add("<section id=\"targets\"><h2>{}</h2>\n<div class=\"scroll\"><table>\n<caption>{}</caption>\n", data::escaped(tr("Targets")),
        data::escaped(tr("Headline targets beside the latest figure that speaks for them; all targets are in the tables.")));
    headings({{tr("Target"), false},
              {tr("Promised"), true},
              {tr("Actual"), true},
              {tr("Gap"), true},
              {tr("Verdict"), false},
              {tr("Deadline"), false},
              {tr("Document and clause"), false}});
    out_ += "<tbody>\n";
    for (const data::ScoreRow* row : headline_rows(loaded_)) {
      const std::string deadline = data::deadline_text(row->target, lang);
      add("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"verdict {}\">{} "
          "{}</td><td>{}</td><td>{}{}</td></tr>\n",
          data::escaped(row->indicator.name.in(lang)), data::escaped(data::aim_text(row->target, row->indicator, lang)), data::escaped(actual_words(*row)),
          data::escaped(data::gap_text(*row, lang)), data::name_of(row->verdict), data::symbol_of(row->verdict),
          data::escaped(data::label_of(row->verdict)), data::escaped(deadline.empty() ? "–" : deadline), data::escaped(row->target.source.document),
          quoted(row->target.source.quote));
    }
    out_ += "</tbody></table></div></section>\n";
  }

  static std::string quoted(const std::string& quote) {
    return quote.empty() ? "" : fmt::format("<br><q lang=\"vi\">{}</q>", data::escaped(quote));
  }

  /// By target, the units of the deepest level that has sheets or figures.
  void gaps() {
    const data::UnitSet& units = *loaded_.dataset->units;
    add("<section id=\"gaps\"><h2>{}</h2>\n", data::escaped(tr("Who is missing what")));
    add("<p class=\"search\" hidden><label for=\"search\">{}</label><br><input id=\"search\" type=\"search\" autocomplete=\"off\"></p>\n",
        data::escaped(tr("Find a unit")));
    std::map<std::size_t, std::vector<data::UnitGap>> by_target;
    for (const data::UnitGap& gap : data::unit_gaps(loaded_, units.deepest())) by_target[gap.row].push_back(gap);
    if (by_target.empty()) add("<p>{}</p>\n", data::escaped(tr("No unit is known to be below a target.")));
    const auto among = headline_rows(loaded_);
    for (const auto& [index, rows] : by_target) {
      const data::ScoreRow& row = loaded_.scorecard.rows[index];
      if (std::find(among.begin(), among.end(), &row) == among.end()) continue;
      gap_table(row, rows);
    }
    add("<p class=\"quiet\">{}</p>\n</section>\n", data::escaped(tr("Other targets are in the tables' sheet of gaps.")));
  }

  void gap_table(const data::ScoreRow& row, const std::vector<data::UnitGap>& rows) {
    const data::Lang lang = data::language();
    std::int64_t sum = 0;
    for (const data::UnitGap& gap : rows) sum += gap.gap.things.value_or(0);
    const std::string things = data::format_integer(sum, lang) + " " + row.indicator.things.in(lang);
    const std::string missing = data::trn("{} unit misses it", "{} units miss it", static_cast<long>(rows.size()));
    add("<h3>{} {}</h3>\n<p>{}</p>\n", data::escaped(row.indicator.name.in(lang)), data::escaped(data::aim_text(row.target, row.indicator, lang)),
        data::escaped(row.indicator.higher_is_better ? trf("{0} · {1} more for all to reach it", missing, things)
                                               : trf("{0} · {1} fewer for all to reach it", missing, things)));
    gap_rows(row, rows, 0, std::min(open_rows, rows.size()));
    if (rows.size() <= open_rows) return;
    add("<details><summary>{}</summary>\n", data::escaped(trf("{} more units", rows.size() - open_rows)));
    gap_rows(row, rows, open_rows, rows.size());
    out_ += "</details>\n";
  }

  void gap_rows(const data::ScoreRow& row, const std::vector<data::UnitGap>& rows, std::size_t from, std::size_t to) {
    const data::Lang lang = data::language();
    const data::UnitSet& units = *loaded_.dataset->units;
    out_ += "<div class=\"scroll\"><table>";
    headings({{loaded_.level_name(units.deepest()), false},
              {tr("Actual"), true},
              {tr("Counted"), true},
              {tr("Gap in points"), true},
              {trf("Gap in {}", row.indicator.things.in(lang)), true}});
    out_ += "<tbody>\n";
    for (std::size_t i = from; i < to; ++i) {
      const data::UnitGap& gap = rows[i];
      const std::string name = data::escaped(units.path_of(gap.unit));
      const auto sheet = std::find_if(sheets_.begin(), sheets_.end(), [&](const SheetPlan& plan) { return plan.unit == gap.unit; });
      const std::string link = sheet == sheets_.end() ? name : fmt::format("<a href=\"{}\">{}</a>", data::escaped(sheet->file), name);
      add("<tr data-name=\"{}\"><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
          "class=\"n\">{}</td></tr>\n",
          name, link, data::escaped(data::figure_text(gap.value, row.indicator, lang, row.target.value)),
          data::escaped(trf("{0} of {1}", data::format_integer(std::llround(gap.share.numerator.value_or(0)), lang),
                      data::format_integer(std::llround(gap.share.denominator.value_or(0)), lang))),
          data::format_number(gap.gap.value, 1, lang), gap.gap.things ? data::format_integer(*gap.gap.things, lang) : "–");
    }
    out_ += "</tbody></table></div>\n";
  }

  /// Below which heading a sheet stands: its own or that of the unit of the first level that holds it; units that hold nothing share one.
  std::string group_of(std::size_t index) const {
    const data::UnitSet& units = *loaded_.dataset->units;
    std::size_t leader = index;
    while (leader > 0 && sheets_[leader].depth > 1) --leader;
    const SheetPlan& lead = sheets_[leader];
    const data::Unit& unit = units.units[static_cast<std::size_t>(lead.unit)];
    return lead.depth > 0 && unit.level == units.deepest() ? loaded_.level_name(unit.level) : lead.title;
  }

  void sheet_list() {
    add("<section id=\"sheets\"><h2>{}</h2>\n", data::escaped(tr("Sheets")));
    std::string open;
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      const SheetPlan& sheet = sheets_[i];
      if (const std::string group = group_of(i); group != open) {
        if (i > 0) out_ += "</ul>\n";
        add("<h3>{}</h3>\n<ul class=\"sheets\">\n", data::escaped(open = group));
      }
      add("<li data-name=\"{}\"><a href=\"{}\"><img src=\"{}\" alt=\"{}\" loading=\"lazy\" width=\"{}\"><span>{}</span></a></li>\n",
          data::escaped(loaded_.dataset->units->path_of(sheet.unit)), data::escaped(sheet.file), data::escaped(sheet.thumbnail),
          data::escaped(trf("The sheet of {}: its map, figures and table", sheet.title)), thumbnail_width, data::escaped(sheet.title));
    }
    out_ += "</ul></section>\n";
  }

  void foot() {
    add("</main>\n<footer>\n<h2>{}</h2>\n<ul>\n", data::escaped(tr("Sources")));
    for (const std::string& source : source_lines(loaded_)) add("<li>{}</li>\n", data::escaped(source));
    add("</ul>\n<p class=\"quiet\">{}</p>\n</footer>\n<script>{}</script>\n</body>\n</html>\n",
        data::escaped(trf("Made by phusong {}.", data::version)), script);
  }

  const data::Loaded& loaded_;
  const std::vector<SheetPlan>& sheets_;
  const std::vector<PackFile>& files_;
  std::string out_;
};

}  // namespace

std::string index_page(const data::Loaded& loaded, const std::vector<SheetPlan>& sheets, const std::vector<PackFile>& files) {
  return Page(loaded, sheets, files).text();
}

}  // namespace viewer
