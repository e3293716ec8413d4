#!/usr/bin/env python3
"""Makes the fixtures of the frozen convolution networks with PyTorch in float64.

Usage: make.py [--efficientnet-code FOLDER]: the folder that holds the package efficientnet_lite_pytorch, if it is not installed.
Needs torch, torchvision, pytorch-fid, diffusers, safetensors.

Weights and pictures are a hash of their names, which the Swift tests compute, too; committed are the names and shapes that the peers
have, and what the peers return.
"""
import math
import os
import sys

import numpy as np
import torch
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))


def uniform(name, shape):
    """Values in [0, 1), a function of name and position: FNV-1a of the name, MurmurHash3's finaliser."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = np.arange(math.prod(shape), dtype=np.uint32) * np.uint32(0x9E3779B9) ^ np.uint32(seed)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> np.uint32(13)
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> np.uint32(16)
    return ((x >> np.uint32(8)).astype(np.float64) / 2**24).reshape(shape)


def weight(name, shape):
    u = uniform(name, shape)
    if len(shape) > 1:
        u = (u - 0.5) * math.sqrt(24 / math.prod(shape[1:]))
    elif name.endswith((".running_var", ".weight")):
        u = 0.5 + u
    else:
        u = 0.4 * (u - 0.5)
    return torch.from_numpy(u.astype(np.float32))


def fill(network, file):
    state = {name: value for name, value in network.state_dict().items() if not name.endswith(".num_batches_tracked")}
    with open(os.path.join(HERE, file), "w") as lines:
        for name, value in state.items():
            lines.write(f"{name} {','.join(map(str, value.shape))}\n")
    network.load_state_dict({name: weight(name, tuple(value.shape)) for name, value in state.items()}, strict=False)
    return network.eval().double()


def values(name, *shape):
    return torch.from_numpy((uniform(name, shape) * 2 - 1).astype(np.float32)).double()


def inception():
    sys.path.insert(0, os.path.join(HERE, "../../../scripts/parity"))
    import convolution_peers

    weights, network = convolution_peers.inception()
    fill(weights, "inception.txt")
    x = values("pixels", 2, 91, 107, 3).permute(0, 3, 1, 2)
    return {"inception.features": network.double()(x)[0].flatten(1)}


def lite0():
    from efficientnet_lite_pytorch import EfficientNet

    network = fill(EfficientNet.from_name("efficientnet-lite0", image_size=[65, 94]), "efficientnet-lite0.txt")
    x = values("pixels", 2, 65, 94, 3).permute(0, 3, 1, 2)
    features = network.extract_features(x).mean((2, 3))
    return {"efficientnet-lite0.features": features, "efficientnet-lite0.logits": network._fc(features)}


def autoencoder():
    from diffusers import AutoencoderKL

    network = AutoencoderKL(
        down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3, block_out_channels=[16, 32, 64],
        layers_per_block=1, latent_channels=3, norm_num_groups=8, scaling_factor=0.5, shift_factor=0.25)
    network.save_config(HERE)
    fill(network, "autoencoder.txt")
    moments = network.encode(values("pixels", 2, 3, 24, 40)).latent_dist
    noise, latents = values("noise", 2, 3, 6, 10), values("latents", 2, 3, 6, 10)
    drawn = (moments.mean + moments.std * noise - 0.25) * 0.5
    return {
        "autoencoder.moments": moments.parameters,
        "autoencoder.latents": drawn,
        "autoencoder.pictures": network.decode(latents / 0.5 + 0.25).sample,
    }


def resizing():
    """A few hundred of the resized pixels of one picture of 61 x 43. The older conventions by sampling at their places."""
    image = torch.from_numpy(np.floor(uniform("image", (43, 61, 3)) * 256)).permute(2, 0, 1)[None]

    def legacy(image, size, mode):
        height, width = image.shape[-2:]
        y, x = (torch.arange(size, dtype=torch.float64) * (source / size) for source in (height, width))
        grid = torch.stack(torch.meshgrid(2 * y / (height - 1) - 1, 2 * x / (width - 1) - 1, indexing="ij")[::-1], -1)
        return torch.nn.functional.grid_sample(image, grid[None], mode=mode, padding_mode="border", align_corners=True)

    crop = 43 * 7 // 8
    top, left = (43 - crop + 1) // 2, (61 - crop + 1) // 2
    found = {
        "resized.pytorch": torch.nn.functional.interpolate(image, size=(299, 299), mode="bilinear", align_corners=False) / 127.5 - 1,
        "resized.tensorflow": (legacy(image, 299, "bilinear") - 128) / 128,
        "resized.lite0": (legacy(image[..., top : top + crop, left : left + crop], 224, "bicubic") - 127) / 128,
    }
    return {name: pixels[0].permute(1, 2, 0).flatten()[::331] for name, pixels in found.items()}


if __name__ == "__main__":
    if "--efficientnet-code" in sys.argv:
        sys.path.insert(0, sys.argv[sys.argv.index("--efficientnet-code") + 1])
    with torch.inference_mode():
        found = {**inception(), **lite0(), **autoencoder(), **resizing()}
    save_file({name: value.float().contiguous() for name, value in found.items()}, os.path.join(HERE, "expected.safetensors"))
    for name, value in found.items():
        print(name, tuple(value.shape), f"deviation {value.std():.3g}, mean {value.mean():.3g}")
