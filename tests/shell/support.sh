# Sourced by the tests of the window: a display of their own, the program on it, and waiting that ends when a thing has happened.
set -euo pipefail
binary=$1
for tool in Xvfb xdotool; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done

work=$(mktemp -d)
app= display=
finish() {
  [ -z "$app" ] || kill "$app" 2>/dev/null || true
  [ -z "$display" ] || kill "$display" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
cd "$work"
export XDG_CACHE_HOME=$work/cache LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
unset WAYLAND_DISPLAY

fail() {
  echo "FAILED: $*" >&2
  [ ! -s log ] || { echo "--- what the program said:" >&2; cat log >&2; }
  exit 1
}

# until_true SECONDS WHAT COMMAND…: asks again and again, and gives up with a word.
until_true() {
  local seconds=$1 what=$2 end
  shift 2
  end=$(($(date +%s) + seconds))
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || fail "$what did not happen within $seconds s"
    [ -z "$app" ] || kill -0 "$app" 2>/dev/null || fail "the program ended while waiting: $what"
    sleep 0.05
  done
}

# A screen larger than the window, so that full screen shows. Its memory is a file: pictures can be compared without a tool.
start_display() {
  mkdir screen
  # Without -noreset it starts anew when its last client goes, and turns away whoever comes just then.
  Xvfb -displayfd 3 -screen 0 2400x1300x24 -nolisten tcp -noreset -fbdir "$work/screen" 3>number >xvfb.log 2>&1 &
  display=$!
  local number_came='[ -s number ]'
  until_true 30 "a display" eval "$number_came"
  export DISPLAY=:$(cat number)
}

# start ARGUMENTS…: the program in the background; what it says on standard error goes to ./log.
start() {
  : >log
  "$binary" "$@" --verbose --lang en 2>log >out &
  app=$!
  until_true 60 "a window" find_window
  xdotool windowfocus --sync "$window" 2>/dev/null || xdotool windowfocus "$window"
}
find_window() { window=$(xdotool search --onlyvisible --pid "$app" 2>/dev/null | tail -1); [ -n "$window" ]; }

said() { grep -q -- "$1" log; }
wait_settled() { until_true 120 "settled" said settled; }
picture() { cksum <screen/Xvfb_screen0; }
# changes WHAT COMMAND…: does it, and waits for the screen to look different.
changes() {
  local what=$1 before
  shift
  before=$(picture)
  "$@"
  differs() { [ "$(picture)" != "$before" ]; }
  until_true 30 "a new picture after $what" differs
}
# The picture is the same twice in a row, some frames apart.
rests() {
  local last=
  still() { local now; now=$(picture); [ "$now" = "$last" ] && return 0; last=$now; sleep 0.3; return 1; }
  until_true 30 "a picture at rest" still
}
size_is() { xdotool getwindowgeometry "$window" | grep -q "Geometry: $1"; }

# ends CODE: waits for the program's own end.
ends() {
  local code=0 gone=$app
  until_gone() { ! kill -0 "$gone" 2>/dev/null; }
  app=
  until_true 30 "the end of the program" until_gone
  wait "$gone" || code=$?
  [ "$code" = "$1" ] || fail "the exit code is $code, not $1"
}
