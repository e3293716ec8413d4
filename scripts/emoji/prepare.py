"""Makes the data sets of scripts/prepare-emoji.sh from the installed packages."""

import argparse
import hashlib
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalogue import Emoji, emoji
from noto import Noto
from openmoji import OpenMoji
from PIL import Image
from wording import captions, noun_caption

SIDE = 128  # of a picture; halves and quarters of it are exact averages
MARGIN = 10
STAMP_SIDE = 96
GREY = (128, 128, 128)  # the middle of the pixels' range: what a network draws before it has learned anything
TESTED = 0.15


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--openmoji", type=Path, help="wheel or folder; without it there is one style")
    parser.add_argument("--names", type=int, help="only so many names")
    options = parser.parse_args()
    styles = {"noto": Noto()} | ({"openmoji": OpenMoji(options.openmoji)} if options.openmoji else {})

    # By hash of the name: a new version of a package moves hardly any emoji from one split to the other.
    listed = sorted(emoji(), key=lambda one: hashlib.sha256(one.name.encode()).hexdigest())
    if options.names:
        # Nouns first, so that a few names make scenes too.
        listed = sorted(listed, key=lambda one: noun_caption(one) is None)[: options.names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        drawn = list(pool.map(lambda one: {style: source.picture(one.points) for style, source in styles.items()}, listed))
    complete = [(one, {style: cut(picture) for style, picture in pictures.items()})
                for one, pictures in zip(listed, drawn) if all(pictures.values())]
    print(f"{len(complete)} names in {' and '.join(styles)}; {len(listed) - len(complete)} left out for want of a picture")

    write_pictures(options.folder / "pictures", complete)
    write_stamps(options.folder / "stamps", complete)
    sheet(complete).save(options.folder / "sheet.png", optimize=True)


def write_pictures(folder: Path, drawn: list[tuple[Emoji, dict[str, Image.Image]]]) -> None:
    """Tested is one style of some names, whose other style training shows: of so many names, now this style, now that one.
    With a single style, tested are names that training does not show."""
    lines = {"train": [], "test": []}
    for number, (one, pictures) in enumerate(drawn):
        styles = list(pictures)
        tested = styles[number % len(styles)] if number < round(TESTED * len(drawn)) else None
        for style, picture in pictures.items():
            split = "test" if style == tested else "train"
            name = f"{one.code}-{style}.png"
            save(on_grey(picture), folder / split / name)
            lines[split].append({"file_name": name, "text": captions(one, style)})
    for split, rows in lines.items():
        write_lines(folder / split / "metadata.jsonl", rows)
    print(f"{folder.name}: {len(lines['train'])} pictures for training, {len(lines['test'])} for testing")


def write_stamps(folder: Path, drawn: list[tuple[Emoji, dict[str, Image.Image]]]) -> None:
    rows = []
    for one, pictures in drawn:
        caption = noun_caption(one)
        for style, picture in pictures.items() if caption else ():
            name = f"{one.code}-{style}.png"
            save(fitted(picture, STAMP_SIDE), folder / name)
            rows.append({"file_name": name, "text": caption})
    write_lines(folder / "metadata.jsonl", rows)
    print(f"{folder.name}: {len(rows)} cut-outs of {len({row['text'].split(' ')[-1] for row in rows})} nouns")


def cut(picture: Image.Image) -> Image.Image:
    """Without what is transparent around it."""
    return picture.crop(picture.getchannel("A").point(lambda alpha: 255 if alpha >= 32 else 0).getbbox())


def fitted(picture: Image.Image, side: int) -> Image.Image:
    scale = side / max(picture.size)
    return picture.resize([max(1, round(length * scale)) for length in picture.size], Image.Resampling.LANCZOS)


def on_grey(picture: Image.Image) -> Image.Image:
    small = fitted(picture, SIDE - 2 * MARGIN)
    ground = Image.new("RGB", (SIDE, SIDE), GREY)
    ground.paste(small, ((SIDE - small.width) // 2, (SIDE - small.height) // 2), small)
    return ground


def sheet(drawn: list[tuple[Emoji, dict[str, Image.Image]]], columns: int = 16, rows: int = 4, side: int = 48) -> Image.Image:
    """Some names, each style of a name below the other."""
    styles = len(drawn[0][1])
    out = Image.new("RGB", (columns * side, rows * styles * side), GREY)
    for place, (_, pictures) in enumerate(drawn[: columns * rows]):
        for below, picture in enumerate(pictures.values()):
            corner = (place % columns * side, (place // columns * styles + below) * side)
            out.paste(on_grey(picture).resize((side, side), Image.Resampling.BOX), corner)
    return out


def save(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, compress_level=9)


def write_lines(path: Path, rows: list[dict]) -> None:
    rows = sorted(rows, key=lambda row: row["file_name"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
