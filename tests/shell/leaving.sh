#!/usr/bin/env bash
# Out of the window at once, although a server that was asked for a basemap never answers.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
perl -MIO::Socket::INET -e 1 2>/dev/null || { echo "perl is not installed"; exit 77; }

"$binary" sample vinh-phuc -o sample --households 20000 >/dev/null
perl -MIO::Socket::INET -e '
  $| = 1;
  my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 64) or die;
  print $server->sockport, "\n";
  while (my $client = $server->accept) { push @held, $client; print "asked\n"; }' >server &
server=$!
trap 'kill $server 2>/dev/null || true; finish' EXIT
until_true 10 "a server" eval '[ -s server ]'
export no_proxy=127.0.0.1
sed -i 's|"layers": \[|&{"id": "far", "kind": "raster", "source": "http://127.0.0.1:'"$(head -1 server)"'/{z}/{x}/{y}.png"},|' sample/project.json

start_display
start sample/project.json
until_true 60 "a request" grep -q asked server
before=$(date +%s%N)
xdotool key ctrl+q
ends 0
took=$((($(date +%s%N) - before) / 1000000))
echo "left after $took ms"
[ "$took" -lt 3000 ] || fail "leaving took $took ms"  # the wait for the server would be 6 s; a busy machine takes its time too
said "longest block on one input" || fail "the exit line is missing"
