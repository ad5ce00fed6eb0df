#!/usr/bin/env bash
# Makes the PNG icons from the SVG ones; the result is committed. Needs rsvg-convert (Debian: librsvg2-bin).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../app/src/main/resources/vethscope/app/icons"
for size in 16 24 32; do rsvg-convert -w $size -h $size vethscope-small.svg -o vethscope-$size.png; done
for size in 48 64 128 256 512; do rsvg-convert -w $size -h $size vethscope.svg -o vethscope-$size.png; done
for size in 32 48 128; do rsvg-convert -w $size -h $size vethscope-document.svg -o vethscope-document-$size.png; done
