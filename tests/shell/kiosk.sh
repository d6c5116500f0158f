#!/usr/bin/env bash
# On the wall: full screen from the start, and the picture stays as it is.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

"$binary" sample vinh-phuc -o sample --households 20000 >/dev/null
start_display
start ./sample --kiosk
wait_settled
until_true 20 "full screen" size_is 2400x1300
rests
settled=$(grep -c settled log)
changed=0
for _ in 1 2 3 4; do
  before=$(picture)
  rests
  [ "$(picture)" = "$before" ] || changed=$((changed + 1))
done
[ "$(grep -c settled log)" = "$settled" ] || fail "something stirred by itself"
[ "$changed" -le 1 ] || fail "the picture changed by itself $changed times"  # once is the clock
xdotool key ctrl+q
ends 0
