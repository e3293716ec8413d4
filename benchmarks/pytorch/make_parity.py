"""Records parity cases from the PyTorch model in float64: the options and sizes that the published cases leave out.

    python make_parity.py ../../Tests/Fixtures/parity-options

Everything is drawn from each case's seed, rounded to float32 and only then used: files hold exactly
what was computed with.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from diffusion import NoiseSchedule
from recordings import REFERENCES, Recipe, Tensors, build, record_case, record_samples
from uvit import UViT, UViTConfig

RECIPE = Recipe(lr=2e-3, weight_decay=0.03, betas=(0.9, 0.9), eps=1e-8, warmup_steps=4, ema=0.9, steps=5)
OTHER_RECIPE = Recipe(lr=1e-3, weight_decay=0.1, betas=(0.8, 0.95), eps=1e-7, warmup_steps=2, ema=0.7, steps=5)
#: Step counts that leave each remainder by the solver's order.
SAMPLES = [
    "dpmpp_fast.steps2.scale0", "dpmpp_fast.steps7.scale1.5", "dpmpp_fast.steps12.scale0", "dpmpp_fast.steps50.scale1",
]  # fmt: skip
DECODER_SCALE = 0.3

#: name -> model, batch, training.
CASES: dict[str, tuple[UViTConfig, int, Recipe]] = {
    # Biases of q, k and v in every kind of block; heads of 10 features; one image.
    "concat_bias": (
        UViTConfig(
            img_size=8, in_chans=3, patch_size=2, embed_dim=20, depth=2, num_heads=2, clip_dim=10, num_clip_token=12,
            caption_depth=1, image_only_depth=0, qkv_bias=True,
        ), 1, RECIPE,
    ),
    # Heads of 9 features, an MLP of three times the width, one text token, patches of one pixel.
    "concat_time": (
        UViTConfig(
            img_size=4, in_chans=3, patch_size=1, embed_dim=18, depth=4, num_heads=2, clip_dim=12, num_clip_token=1,
            caption_depth=0, image_only_depth=1, mlp_ratio=3, mlp_time_embed=True,
        ), 2, RECIPE,
    ),
    # Mid-only fusion behind three text blocks; heads of 3; patches of four pixels.
    "concat_bias_time_mid": (
        UViTConfig(
            img_size=8, in_chans=3, patch_size=4, embed_dim=12, depth=4, num_heads=4, clip_dim=12, num_clip_token=12,
            caption_depth=3, image_only_depth=2, qkv_bias=True, mlp_time_embed=True,
        ), 5, OTHER_RECIPE,
    ),
    # Three heads of 12; another MLP ratio; one text token, fused without text blocks.
    "concat_bias_heads": (
        UViTConfig(
            img_size=6, in_chans=3, patch_size=2, embed_dim=36, depth=2, num_heads=3, clip_dim=8, num_clip_token=1,
            caption_depth=0, image_only_depth=1, mlp_ratio=2, qkv_bias=True,
        ), 2, RECIPE,
    ),
    # Heads of 7; one channel; one text token through text blocks, where attention is constant.
    "cross_bias": (
        UViTConfig(
            img_size=6, in_chans=1, patch_size=2, embed_dim=14, depth=4, num_heads=2, clip_dim=9, num_clip_token=1,
            caption_depth=2, image_only_depth=1, mlp_ratio=3, qkv_bias=True, conditioning="cross-attention",
        ), 5, RECIPE,
    ),
    # Early fusion behind three text blocks; a single head; an odd image side; one image.
    "cross_time": (
        UViTConfig(
            img_size=5, in_chans=3, patch_size=1, embed_dim=10, depth=2, num_heads=1, clip_dim=7, num_clip_token=3,
            caption_depth=3, image_only_depth=0, mlp_time_embed=True, conditioning="cross-attention",
        ), 1, OTHER_RECIPE,
    ),
    # Mid-only fusion of depth 2; heads of 5; four image tokens and twelve of text.
    "cross_bias_time_mid": (
        UViTConfig(
            img_size=8, in_chans=3, patch_size=4, embed_dim=20, depth=2, num_heads=4, clip_dim=12, num_clip_token=12,
            caption_depth=1, image_only_depth=1, qkv_bias=True, mlp_time_embed=True, conditioning="cross-attention",
        ), 5, RECIPE,
    ),
}  # fmt: skip


def normal(generator: torch.Generator, *shape: int) -> Tensor:
    """Float64 values that float32 holds exactly."""
    return torch.randn(*shape, generator=generator, dtype=torch.float64).float().double()


def draw_weights(config: UViTConfig, generator: torch.Generator) -> Tensors:
    """No tensor at its initial value, so that each shows: biases and norms too; activations stay near 1."""
    weights = {}
    for name, parameter in UViT(config).named_parameters():
        values = normal(generator, *parameter.shape)
        if name == "pos_embed":
            values *= 0.2
        elif parameter.dim() > 1:
            values *= parameter[0].numel() ** -0.5
        else:
            values = 0.1 * values + (1 if "norm" in name and name.endswith("weight") else 0)
        weights[name] = values.float().double()
    return weights


def draw_inputs(config: UViTConfig, batch: int, generator: torch.Generator) -> Tensors:
    image = (batch, config.in_chans, config.img_size, config.img_size)
    x0, eps = normal(generator, *image), normal(generator, *image)
    timesteps = torch.tensor([437.0, 1.0, 1000.0, 90.0, 812.0], dtype=torch.float64)[:batch]
    return {
        "x0": x0,
        "eps": eps,
        "timesteps": timesteps,
        "xt": NoiseSchedule().add_noise(x0, eps, timesteps).float().double(),
        "context": normal(generator, batch, config.num_clip_token, config.clip_dim),
    }


def draw_sampling(config: UViTConfig, context: Tensor, generator: torch.Generator) -> Tensors:
    image = (len(context), config.in_chans, config.img_size, config.img_size)
    return {
        "z_init": normal(generator, *image),
        "context": context,
        "empty_context": normal(generator, 1, config.num_clip_token, config.clip_dim),
        "decoder_pred_scale": torch.tensor([DECODER_SCALE]).double(),
    }


def save(path: Path, tensors: Tensors) -> None:
    save_file({name: value.float().contiguous() for name, value in tensors.items()}, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="a folder; files of the same names are replaced")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    index = {}
    for seed, (name, (config, batch, recipe)) in enumerate(CASES.items(), start=1):
        generator = torch.Generator().manual_seed(seed)
        weights = draw_weights(config, generator)
        inputs = draw_inputs(config, batch, generator)
        sampling = draw_sampling(config, inputs["context"], generator)
        model = build(config, weights, torch.float64)
        index[name] = {
            "reference": REFERENCES[config.conditioning],
            "config": {key: value for key, value in asdict(config).items() if key != "conditioning"},
            "parameters": sum(parameter.numel() for parameter in model.parameters()),
            "blocks": model.block_names,
            "training": {"optimizer": "AdamW", **asdict(recipe)},
        }
        save(out / f"{name}.weights.safetensors", weights)
        save(out / f"{name}.case.safetensors", inputs | record_case(model, recipe, inputs))
        samples = record_samples(build(config, weights, torch.float64), sampling, SAMPLES)
        save(out / f"{name}.samples.safetensors", sampling | samples)
    (out / "index.json").write_text(json.dumps(index, indent=1) + "\n")


if __name__ == "__main__":
    main()
