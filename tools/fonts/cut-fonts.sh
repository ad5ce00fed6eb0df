#!/usr/bin/env bash
# Makes the fonts under app/src/main/resources/vethscope/app/fonts from Debian's packages of Inter, JetBrains Mono and
# Noto Sans CJK. Needs a Debian 12 with python3-fonttools; nothing is installed. The result is committed, so run this
# only to change which characters or weights are bundled:
#
#   sudo apt-get install python3-fonttools
#   tools/fonts/cut-fonts.sh
#
# What it does, and why:
#   - keeps the characters that cut_fonts.py lists: the Chinese font goes from 19 MB to less than 3;
#   - turns PostScript outlines into TrueType ones, which is what a PDF can embed;
#   - drops kerning, ligatures and hints, so that screen, SVG and PDF measure a text alike, on every machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fonts=$here/../../app/src/main/resources/vethscope/app/fonts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
apt-get download fonts-inter fonts-jetbrains-mono fonts-noto-cjk
for package in *.deb; do dpkg-deb -x "$package" .; done

mkdir -p "$fonts"
/usr/bin/python3 "$here/cut_fonts.py" "$work/usr/share/fonts" "$fonts"
ls -l "$fonts"
