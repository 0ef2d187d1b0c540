#!/bin/sh
# A browser (headless Chromium) loads the page of the example WebPage: images, a part of a file, events.
# Checks what the page says of itself, and leaves its picture in examples/target/page.png to be looked at.
#   examples/browser.sh
set -eu

home=$(dirname "$(dirname "$(readlink -f "$0")")")
target=$home/examples/target
mkdir -p "$target"
for browser in chromium chromium-browser google-chrome; do
  command -v "$browser" >/dev/null && break
done
command -v "$browser" >/dev/null ||
  { echo "needs Chromium (Debian: apt-get install chromium)" >&2; exit 1; }

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
"$home/gulliver" example WebPage 0 >"$work/said" &
server=$!
until grep -q '^listening on ' "$work/said"; do
  kill -0 "$server" || exit 1
  sleep 0.2
done
url=http://$(sed -n 's/^listening on //p' "$work/said")/

browse() {
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
    --hide-scrollbars --window-size=600,400 --virtual-time-budget=5000 "$@" "$url" 2>"$work/log"
}
browse --screenshot="$target/page.png" >/dev/null || { tail "$work/log" >&2; exit 1; }
browse --dump-dom >"$work/page" || { tail "$work/log" >&2; exit 1; }

failed=0
expect() { # expect WHAT TEXT
  if grep -qF "$2" "$work/page"; then
    echo "$1: as expected"
  else
    echo "$1: not as expected; the page says: $(grep -F "id=\"$1\"" "$work/page")" >&2
    failed=1
  fi
}
expect part '206 world'
expect images '128x64,64x64'
expect events '1 2 3 '
echo "picture: $target/page.png"
exit "$failed"
