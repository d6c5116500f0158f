#!/usr/bin/env bash
# Every string for people is translated, with the placeholders of the original. Works on a copy: the tree stays as it is.
set -euo pipefail
binary=$1 source=$2
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

# Prints the lines on standard input under a heading, if there are any.
list() {
  local lines
  lines=$(cat)
  [ -n "$lines" ] || return 0
  printf '%s\n%s\n\n' "$1" "$lines" >&2
  failed=1
}

mkdir "$copy/assets"
cp -r "$source/.ci" "$source/data" "$source/layers" "$source/viewer" "$copy"
cp -r "$source/assets/locale" "$copy/assets"
"$copy/.ci/translations" 2>"$copy/statistics" || { cat "$copy/statistics" >&2; exit 1; }
po=$copy/assets/locale/vi.po

list "Not translated (run .ci/translations, then fill in assets/locale/vi.po):" \
  < <(msgattrib --untranslated --no-wrap "$po" | sed '1,/^$/d' | grep -v '^msgstr')
list "Marked fuzzy:" < <(msgattrib --only-fuzzy --no-wrap "$po" | sed '1,/^$/d')

# The placeholders are fmt's, which msgfmt does not know: {} and {:spec} count on from 0, {n} names its argument.
# A lost one hides a figure; one too many, or a mixture of both kinds, throws at run time.
cat >"$copy/placeholders.awk" <<'AWK'
function arguments(words,    n, i, following, counted, named, found, spec, part, swap, out) {
  gsub(/\{\{|\}\}/, "", words)
  n = following = counted = named = 0
  while (match(words, /\{[0-9]*(:[^{}]*)?\}/)) {
    spec = found = substr(words, RSTART + 1, RLENGTH - 2)
    words = substr(words, 1, RSTART - 1) substr(words, RSTART + RLENGTH)
    sub(/^[0-9]*/, "", spec)
    sub(/:.*/, "", found)
    if (found == "") { found = following++; counted = 1 } else named = 1
    part[++n] = found spec
    for (i = n; i > 1 && part[i] < part[i - 1]; --i) { swap = part[i]; part[i] = part[i - 1]; part[i - 1] = swap }
  }
  for (i = 1; i <= n; ++i) if (i == 1 || part[i] != part[i - 1]) out = out " " part[i]
  return out (counted && named ? " mixed" : "") (words ~ /[{}]/ ? " brace" : "")
}
function judge() {
  if (id != "" && words != "" && arguments(words) != arguments(id)) printf "msgid \"%s\"\nmsgstr \"%s\"\n", id, words
  words = ""
}
/^msg/ {
  if (kind == "msgstr") judge()
  kind = $1
  sub(/\[.*/, "", kind)
  if (kind != "msgstr") id = ""
}
/^msg|^"/ {
  sub(/^[^"]*"/, "")
  sub(/"$/, "")
  if (kind == "msgstr") words = words $0
  else id = id $0
}
END { judge() }
AWK
list "Placeholders differ:" < <(awk -f "$copy/placeholders.awk" "$po")

# And the program finds the catalogue.
if [ "$("$binary" --help --lang vi)" = "$("$binary" --help --lang en)" ]; then
  echo "$binary speaks English with --lang vi" >&2
  failed=1
fi
exit "$failed"
