#!/bin/sh
# Fills data/stamps with the images and English captions of Debian's tuxpaint-stamps-default: some 780 PNG pictures
# (photos and drawings) and a metadata.jsonl. Installs the package when it is missing (160 MB download; root or sudo).
# Usage: scripts/prepare-stamps.sh [FOLDER]      (default data/stamps)
set -eu

folder=${1:-data/stamps}
package=tuxpaint-stamps-default
source=/usr/share/tuxpaint/stamps

"$(dirname "$0")/install-packages.sh" "$package"

if [ -e "$folder" ] && [ ! -e "$folder/.tuxpaint-stamps" ]; then
    echo "$0: $folder exists and was not made by this script; name another folder" >&2
    exit 2
fi

# Everything goes to a new folder first: an interrupted run leaves no half-filled one.
mkdir -p "$(dirname "$folder")"
fresh=$folder.partial
rm -rf "$fresh"
mkdir "$fresh"
: >"$fresh/.tuxpaint-stamps"

find "$source" -name '*.png' -type f | LC_ALL=C sort | while IFS= read -r image; do
    text=${image%.png}.txt
    [ -f "$text" ] || continue # mirrored variants and a few others have no caption of their own
    caption=$(sed -n '/[^[:space:]]/{s/^\xef\xbb\xbf//;s/^[[:space:]]*//;s/[[:space:]]*$//;p;q;}' "$text")
    [ -n "$caption" ] || continue
    name=$(printf '%s' "${image#"$source"/}" | tr '/ ' '__')
    if [ -e "$fresh/$name" ]; then
        echo "$0: two images would be called $name" >&2
        exit 1
    fi
    ln "$image" "$fresh/$name" 2>/dev/null || cp "$image" "$fresh/$name"
    escaped=$(printf '%s' "$caption" | sed 's/\\/\\\\/g; s/"/\\"/g; s/\t/\\t/g')
    printf '{"file_name": "%s", "text": "%s"}\n' "$name" "$escaped" >>"$fresh/metadata.jsonl"
done

rm -rf "$folder"
mv "$fresh" "$folder"
echo "$folder: $(wc -l <"$folder/metadata.jsonl") captioned images"
