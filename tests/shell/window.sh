#!/usr/bin/env bash
# The real window under a virtual display: open, drag, zoom, keys, and out. Pictures are export.sh's.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

"$binary" sample vinh-phuc -o sample --households 20000 >/dev/null
start_display
start sample/project.json
wait_settled
until_true 10 "the title" eval 'xdotool getwindowname "$window" | grep -q "Phủ Sóng"'
size_is 1920x1080 || fail "the window is $(xdotool getwindowgeometry "$window")"
rests

drag() {
  xdotool mousemove --sync 900 400 mousedown 1
  local i
  for i in 1 2 3 4 5 6 7 8; do xdotool mousemove_relative --sync -- 20 12; done
  xdotool mouseup 1
}
changes "a drag" drag
rests
changes "the wheel" xdotool click 4 click 4 click 4
rests
changes "the wheel back" xdotool click 5
rests
changes "Home" xdotool key Home
rests

changes "F11" xdotool key F11
until_true 20 "full screen" size_is 2400x1300
rests
changes "F11 again" xdotool key F11
until_true 20 "the window's own size" size_is 1920x1080
rests
changes "Ctrl+Tab" xdotool key ctrl+Tab
rests
changes "Ctrl+Tab again" xdotool key ctrl+Tab
rests
changes "T" xdotool key t
rests
changes "Ctrl+P" xdotool key ctrl+p
rests
changes "Escape from the menu" xdotool key Escape
rests
changes "C" xdotool key c
rests
changes "C again" xdotool key c
rests

xdotool key ctrl+q
ends 0
said "longest block on one input" || fail "the exit line is missing"
longest=$(sed -n 's/.*longest block on one input \([0-9]*\).*/\1/p' log)
[ -n "$longest" ] && [ "$longest" -lt 5000 ] || fail "one input blocked the window for $longest ms"
! said "error" || fail "an error was logged"
