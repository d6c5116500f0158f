#include "viewer/panels/tally.h"

#include <algorithm>
#include <array>

#include "viewer/panels/marks.h"

namespace viewer::ui {
namespace {

struct Part {
  data::Verdict verdict;
  int count;
};

/// Best first; the unknown last.
std::array<Part, 5> parts_of(const data::Tally& tally) {
  return {{{data::Verdict::met, tally.met},
           {data::Verdict::on_track, tally.on_track},
           {data::Verdict::behind, tally.behind},
           {data::Verdict::missed, tally.missed},
           {data::Verdict::no_data, tally.unknown}}};
}

std::string words_of(const Part& part) { return std::to_string(part.count) + " " + data::label_of(part.verdict); }

}  // namespace

void tally_bar(const Pen& pen, const Box& box, const data::Tally& tally) {
  if (tally.all() == 0) return hatch(pen, box, pen.px(3));
  // Every segment has room for its number; what is left over is shared out by how many there are.
  const float gap = pen.px(2), pad = pen.px(8);
  float rest = box.width() + gap;
  for (const Part& part : parts_of(tally))
    if (part.count > 0) rest -= width(Font::small_strong, std::to_string(part.count)) + pad + gap;
  float x = box.left;
  int drawn = 0;
  for (const Part& part : parts_of(tally)) {
    if (part.count == 0) continue;
    drawn += part.count;
    const std::string number = std::to_string(part.count);
    const float share = std::max(rest, 0.0F) * static_cast<float>(part.count) / static_cast<float>(tally.all());
    const float end = drawn == tally.all() ? box.right : x + std::round(width(Font::small_strong, number) + pad + share);
    const Box segment{x, box.top, std::min(end, box.right), box.bottom};
    const bool unknown = part.verdict == data::Verdict::no_data;
    if (unknown) hatch(pen, segment, pen.px(3));
    else pen.list->AddRectFilled(segment.min(), segment.max(), colour(pen.theme->of(part.verdict)), pen.px(3));
    text_centred(pen, Font::small_strong, segment.centre(), on_middle(Font::small_strong, segment.middle()),
                 unknown ? pen.text() : colour(pen.theme->panel), number);
    x = segment.right + gap;
  }
}

void tally_words(const Pen& pen, float left, float right, float middle, const data::Tally& tally) {
  if (tally.all() == 0) {
    text_fit(pen, Font::small, left, right, on_middle(Font::small, middle), pen.quiet(), data::tr("no targets"));
    return;
  }
  std::string whole;
  float x = left;
  bool all_fit = true;
  for (const Part& part : parts_of(tally)) {
    if (part.count == 0) continue;
    const std::string words = words_of(part);
    whole += (whole.empty() ? "" : " · ") + words;
    const float end = x + pen.px(18) + width(Font::small, words);
    all_fit = all_fit && end <= right;
    if (!all_fit) continue;
    verdict_icon(pen, part.verdict, {x + pen.px(7), middle}, pen.px(12));
    text(pen, Font::small, x + pen.px(18), on_middle(Font::small, middle), pen.quiet(), words);
    x = end + pen.px(14);
  }
  if (!all_fit) tooltip_here(pen, {left, middle - pen.px(10), right, middle + pen.px(10)}, whole);
}

}  // namespace viewer::ui
