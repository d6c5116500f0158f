#!/usr/bin/env bash
# Saving and copying from the real window: the dialog, the file beside the picture, and a picture on the clipboard of another program.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
command -v xclip >/dev/null || { echo "xclip is not installed"; exit 77; }

"$binary" sample vinh-phuc -o sample --households 20000 >/dev/null
start_display
start sample/project.json
wait_settled
rests

is_png() { [ "$(head -c 8 "$1" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]; }

# The first time Ctrl+S asks; then it saves at once.
changes "Ctrl+S" xdotool key ctrl+s
rests
[ -z "$(compgen -G '*.png')" ] || fail "a picture was saved before anyone chose"
xdotool key Return
picture_is_there() { compgen -G '*.png.json' >/dev/null; }
until_true 60 "a picture from the dialog" picture_is_there
until_true 20 "the message" said "Picture saved"
changes "Escape" xdotool key Escape
rests
xdotool key ctrl+s
two_are_there() { [ "$(compgen -G '*.png.json' | wc -l)" = 2 ]; }
until_true 60 "a second picture, at once" two_are_there
for file in *.png; do is_png "$file" || fail "$file is no PNG"; done
rests
changes "Ctrl+Shift+S" xdotool key ctrl+shift+s
rests

# The keyboard is enough: another format, then the name, the eighth field.
changes "Tab" xdotool key Tab
changes "Right" xdotool key Right
rests
xdotool key Tab Tab Tab Tab Tab Tab Tab
rests
xdotool type by-keys
rests
xdotool key Return
by_keys_is_there() { [ -e by-keys.pdf.json ]; }
until_true 60 "a PDF of that name" by_keys_is_there
[ "$(head -c 5 by-keys.pdf)" = "%PDF-" ] || fail "by-keys.pdf is no PDF"
rests
changes "Escape from the dialog" xdotool key Escape

# Every program that pastes asks first what there is, then for the picture; one larger than a request comes in pieces.
xdotool key ctrl+c
on_clipboard() { timeout 5 xclip -selection clipboard -t TARGETS -o 2>/dev/null | grep -qx image/png; }
until_true 60 "a picture on the clipboard" on_clipboard
timeout 20 xclip -selection clipboard -t image/png -o >pasted || fail "the picture cannot be pasted"
is_png pasted || fail "what is pasted is no PNG"
[ "$(stat -c %s pasted)" -gt 300000 ] || fail "the picture is too small to have come in pieces: $(stat -c %s pasted)"
cmp -s pasted "$(ls ./*.png | head -1)" || fail "what is pasted is not the picture that is saved"
timeout 20 xclip -selection clipboard -t image/png -o | cmp -s - pasted || fail "a second time it is another"
[ -n "$(timeout 5 xclip -selection clipboard -t TIMESTAMP -o | head -c 1)" ] || fail "nobody knows since when it is there"
! timeout 5 xclip -selection clipboard -t text/plain -o >/dev/null 2>&1 || fail "it offers text"

# Copied again, it is the newer one; copied elsewhere, the program lets go.
xdotool key t
rests
xdotool key ctrl+c
newer() { timeout 20 xclip -selection clipboard -t image/png -o >again 2>/dev/null && is_png again && ! cmp -s again pasted; }
until_true 60 "the newer picture" newer
echo elsewhere | xclip -selection clipboard
[ "$(timeout 5 xclip -selection clipboard -o)" = elsewhere ] || fail "the clipboard is not let go"
xdotool key ctrl+c
until_true 60 "a picture once more" on_clipboard

xdotool key ctrl+q
ends 0
! said "\[error\]" || fail "an error was logged"
