"""Writes a folder like MS-COCO's and small networks of the real architectures with random weights, for check-materials.sh.

Usage: make.py OUT      (run in the root of the project; the standard library is enough)
  OUT/coco/             train2014/, val2014/, annotations/: three real pictures under many names
  OUT/autoencoder/      an AutoencoderKL of 16 to 64 channels that divides by 4
  OUT/clip/             a CLIP of 16 and 24 channels
  OUT/efficientnet-lite0.safetensors
"""

import json
import math
import random
import shutil
import struct
import sys
from array import array
from pathlib import Path

fixtures = Path("Tests/Fixtures")
out = Path(sys.argv[1])


def coco(split, names):
    folder = out / "coco" / f"{split}2014"
    folder.mkdir(parents=True)
    pictures = sorted((fixtures / "pictures").glob("*.jpg"))
    images, annotations = [], []
    for number, name in enumerate(names):
        file = f"COCO_{split}2014_{number:012}.jpg"
        shutil.copy(pictures[number % len(pictures)], folder / file)
        images.append({"id": number, "file_name": file})
        for wording in (f"a picture of {name}", f"{name}, seen from afar 🎈"):
            annotations.append({"id": len(annotations), "image_id": number, "caption": wording})
    place = out / "coco" / "annotations"
    place.mkdir(exist_ok=True)
    text = json.dumps({"images": images, "annotations": annotations}, ensure_ascii=False)
    (place / f"captions_{split}2014.json").write_text(text, encoding="utf-8")


def values(name, shape):
    """Random numbers of a size that keeps signals alive; running variances and scales around 1."""
    numbers = random.Random(name)
    count = math.prod(shape)
    if name.endswith(("running_var", "norm.weight", "norm1.weight", "norm2.weight")) or len(shape) == 1 and name.endswith(".weight"):
        return array("f", (0.5 + numbers.random() for _ in range(count)))
    deviation = 0.1 if len(shape) == 1 else 1.6 / math.sqrt(math.prod(shape[1:]))
    return array("f", (deviation * (2 * numbers.random() - 1) for _ in range(count)))


def safetensors(path, listing, reshape=lambda name, shape: shape):
    header, data = {}, bytearray()
    for line in listing.read_text().splitlines():
        name, _, extents = line.partition(" ")
        shape = reshape(name, [int(extent) for extent in extents.split(",") if extent])
        bytes_ = values(name, shape).tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(bytes_)]}
        data += bytes_
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def with_four_latents(name, shape):
    """The listing's autoencoder has three latent channels."""
    swap = {3: 4, 6: 8}
    if name.startswith(("quant_conv", "post_quant_conv", "encoder.conv_out", "decoder.conv_in")):
        latent = {"encoder.conv_out": (0,), "decoder.conv_in": (1,)}
        places = latent.get(name.rsplit(".", 1)[0], (0, 1))
        if name == "decoder.conv_in.bias":
            return shape
        return [swap.get(e, e) if i in places else e for i, e in enumerate(shape)]
    return shape


coco("train", [f"{number} bicycles" for number in range(10)])
coco("val", [f"{number} buses on a mountain" for number in range(12)])

(out / "autoencoder").mkdir()
configuration = json.loads((fixtures / "convolutions/config.json").read_text())
configuration["latent_channels"] = 4
(out / "autoencoder/config.json").write_text(json.dumps(configuration))
safetensors(
    out / "autoencoder/diffusion_pytorch_model.safetensors", fixtures / "convolutions/autoencoder.txt", with_four_latents)
(out / "clip").mkdir()
for name in ("config.json", "preprocessor_config.json", "vocab.json", "merges.txt", "model.safetensors"):
    shutil.copy(fixtures / "transformers/clip" / name, out / "clip")
safetensors(out / "efficientnet-lite0.safetensors", fixtures / "convolutions/efficientnet-lite0.txt")
