"""Writes the files beside it, with Pillow: pictures with EXIF orientations and how Pillow turns them, JPEGs with restart markers."""
import base64
import io
import json
import pathlib
import random

from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
small = Image.new("RGB", (3, 2))
small.putdata([(10 * i, 200 - 10 * i, 7 * i) for i in range(6)])
cases = []
for orientation in range(1, 9):
    for endian in ("<", ">"):
        exif = Image.Exif()
        exif.endian = endian
        exif[0x010F] = "maker"  # an entry before the orientation
        exif[0x0112] = orientation
        out = io.BytesIO()
        small.save(out, "PNG", exif=exif.tobytes())
        turned = ImageOps.exif_transpose(Image.open(io.BytesIO(out.getvalue())))
        cases.append({
            "orientation": orientation, "exif": base64.b64encode(exif.tobytes()).decode(), "png": base64.b64encode(out.getvalue()).decode(),
            "width": turned.width, "height": turned.height, "pixels": list(turned.tobytes()),
        })
(here / "orientations.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")

draw = random.Random(1)
busy = Image.new("RGB", (72, 40))
busy.putdata([tuple(draw.randrange(256) for _ in range(3)) for _ in range(72 * 40)])
busy = busy.resize((90, 50), Image.BICUBIC)
busy.save(here / "restart.jpg", quality=60, subsampling=2, restart_marker_blocks=2)
busy.save(here / "restart-progressive.jpg", quality=60, subsampling=2, restart_marker_blocks=3, progressive=True)
busy.save(here / "progressive.jpg", quality=60, subsampling=1, progressive=True)
