#!/usr/bin/env bash
# A project that cannot be read: the window opens all the same, says so, lives on, and closes when its cross is clicked.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

start_display
echo '{"version": 1, "crs": 5897' >bad.json
start bad.json
wait_settled
said bad.json || fail "the file is not named"
rests
kill -0 "$app" || fail "the program is gone"
changes "T" xdotool key t
rests
xdotool key F5
rests
xdotool mousemove --sync 900 400 click 1 click 4
xdotool key ctrl+s
rests
! compgen -G '*.png' >/dev/null || fail "a picture of nothing"
kill -0 "$app" || fail "the program is gone"

# What a window manager sends when the cross is clicked; older xdotools cannot, and the keyboard does as well.
xdotool windowquit "$window" 2>/dev/null || xdotool key ctrl+q
ends 0
said "longest block on one input" || fail "the exit line is missing"
