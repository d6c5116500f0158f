// The head of an administrative document by Decree 30/2020/NĐ-CP, Annex I: agencies, national title and motto, number, place and date.
#pragma once

#include "viewer/page/canvas.h"
#include "viewer/page/content.h"

namespace viewer {

double official_height(const Canvas& canvas, const OfficialContent& content, double width);
void draw_official(Canvas& canvas, const Rect& rect, const OfficialContent& content);

/// Centred in the top margin from the second page on, in 13 points.
void draw_page_number(Canvas& canvas, const Rect& page, const PageContent& content);

}  // namespace viewer
