#!/usr/bin/env bash
# Proves the installed program: builds the Debian package, unpacks it into a folder of its own, and checks that
#
#   - the menu entry, the icons and the file association are in it, and the association works,
#   - a verb answers with no display,
#   - the window opens on a sample (a picture of it goes to installer/target/window.png),
#   - the menu entry names the class of that window.
#
#   installer/test.sh                  builds, then tests
#   installer/test.sh FILE.deb         tests a package that is there
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
# shellcheck source=tools/setup.sh
source "$root/tools/setup.sh"

[[ $(uname -s) == Linux ]] || fail 'installer/test.sh tests the Debian package: run it on Debian or Ubuntu.'
command -v dpkg-deb >/dev/null || fail 'installer/test.sh tests the Debian package: run it on Debian or Ubuntu.'
need_window_libraries
command -v xdotool >/dev/null || install_packages 'Looking for the window' xdotool
command -v xprop >/dev/null || install_packages 'Looking at the window' x11-utils
command -v import >/dev/null || install_packages 'Taking a picture of the window' imagemagick
command -v update-mime-database >/dev/null || install_packages 'Testing the file association' shared-mime-info

package=${1:-$("$here/build.sh")}
samples=("$root"/samples/*/design.veth)
sample=${samples[0]}
place=$(mktemp -d)
PROGRAM_PID=
XVFB_PID=
finish() {
    local status=$?
    if [[ -n $PROGRAM_PID ]]; then kill "$PROGRAM_PID" 2>/dev/null || true; wait "$PROGRAM_PID" 2>/dev/null || true; fi
    if [[ -n $XVFB_PID ]]; then kill "$XVFB_PID" 2>/dev/null || true; fi
    if ((status != 0)) && [[ -s $place/errors ]]; then tail -n 30 "$place/errors" >&2; fi
    rm -rf "$place"
    if ((status != 0)); then say 'installer: FAILED.'; fi
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

check() {
    local what=$1
    shift
    "$@" >/dev/null 2>>"$place/errors" || fail "installer: not so: $what"
    say "installer: $what"
}

dpkg-deb -x "$package" "$place"
program=$place/opt/vethscope/bin/vethscope
desktop=$place/usr/share/applications/vethscope.desktop
export XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache XDG_STATE_HOME=$place/state XDG_DATA_HOME=$place/data
mkdir -p "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME" "$XDG_DATA_HOME"

check 'the program is in the package' test -x "$program"
check '/usr/bin/vethscope leads to it' test "$place$(readlink "$place/usr/bin/vethscope")" -ef "$program"
check 'the package asks for GTK 3' grep -q 'libgtk-3-0' <(dpkg-deb -f "$package" Depends)
for size in 16 24 32 48 64 128 256 512; do
    check "icon of $size pixels" test -s "$place/usr/share/icons/hicolor/${size}x$size/apps/vethscope.png"
done
check 'the menu entry opens files' grep -qx 'Exec=vethscope %F' "$desktop"
check 'the menu entry takes drawings' grep -q '^MimeType=.*application/x-vethscope;' "$desktop"
if command -v desktop-file-validate >/dev/null; then check 'the menu entry is valid' desktop-file-validate "$desktop"; fi
check 'the file type is well formed' update-mime-database "$place/usr/share/mime"
check '*.veth is a drawing' grep -q ':application/x-vethscope:\*\.veth$' "$place/usr/share/mime/globs2"

verb_works() { (unset DISPLAY WAYLAND_DISPLAY; "$program" check "$sample" --fail-on never) | grep -q .; }
check 'a verb answers with no display' verb_works

start_display
"$program" "$sample" >>"$place/errors" 2>&1 </dev/null &
PROGRAM_PID=$!
window=
for ((try = 0; try < 300; try++)); do
    kill -0 "$PROGRAM_PID" 2>/dev/null || fail 'installer: the program ended before its window came.'
    window=$(xdotool search --onlyvisible --name Vethscope 2>/dev/null | head -n 1) && [[ -n $window ]] && break
    sleep 0.1
done
check 'a window named Vethscope is there' test -n "$window"
sleep 3
mkdir -p "$here/target"
import -window "$window" "$here/target/window.png"
colours() { (($(identify -format '%k' "$here/target/window.png") >= 20)); }
check 'it shows something' colours
class=$(sed -n 's/^StartupWMClass=//p' "$desktop")
check "its class is that of the menu entry, $class" grep -qF "\"$class\"" <(xprop -id "$window" WM_CLASS)
check 'the program still runs' kill -0 "$PROGRAM_PID"
echo "installer: all well. $package; picture in installer/target/window.png"
