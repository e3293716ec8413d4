"""Parity cases: what a case file records, computed by the PyTorch model in any precision.

`make_parity.py` writes what these functions return, `check_parity.py` compares it with what a file holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor

from diffusion import NoiseSchedule, dpm_solver_fast, guided
from uvit import AttentionMaps, UViT, UViTConfig

#: `reference` of an index entry, by conditioning.
REFERENCES = {"concat": "uvit_t2i", "cross-attention": "uvit_t2i_cross"}
#: The original U-ViT: other block names, tokens in the order [time, text, image].
ORIGINAL = "uvit_t2i_old"

Tensors = dict[str, Tensor]


@dataclass(frozen=True)
class Recipe:
    """`training` of an index entry. The rate of step s, from 0, is `lr * min(s / warmup_steps, 1)`."""

    lr: float
    weight_decay: float
    betas: tuple[float, float]
    eps: float
    warmup_steps: int
    ema: float
    steps: int


def read_entry(entry: dict[str, Any]) -> tuple[UViTConfig, Recipe]:
    """The model and the training of an index entry."""
    conditioning = "cross-attention" if entry["reference"] == REFERENCES["cross-attention"] else "concat"
    recipe = Recipe(**{field.name: entry["training"][field.name] for field in fields(Recipe)})
    return UViTConfig(**entry["config"], conditioning=conditioning), recipe


def build(config: UViTConfig, weights: Tensors, dtype: torch.dtype) -> UViT:
    model = UViT(config).to(dtype)
    model.load_state_dict(weights)
    return model


def record_case(model: UViT, recipe: Recipe, inputs: Tensors) -> Tensors:
    """Everything a case file holds beside its inputs. Trains the model.

    inputs: xt, eps [B, C, H, W]; timesteps [B]; context [B, T, clip_dim], in the model's precision.
    """
    arguments = inputs["xt"], inputs["timesteps"], inputs["context"]
    maps: AttentionMaps = {}
    with torch.no_grad():
        model(*arguments, maps=maps)
    out = {f"attn.{name}": values for name, values in maps.items()}

    parameters = dict(model.named_parameters())
    average = {name: value.detach().clone() for name, value in parameters.items()}
    optimizer = torch.optim.AdamW(
        parameters.values(), lr=recipe.lr, betas=tuple(recipe.betas), eps=recipe.eps, weight_decay=recipe.weight_decay
    )
    losses = []
    for step in range(recipe.steps):
        optimizer.zero_grad()
        prediction = model(*arguments)
        per_sample = (prediction - inputs["eps"]).square().flatten(1).mean(dim=1)
        per_sample.mean().backward()
        losses.append(per_sample.detach().mean())
        if step == 0:
            out |= {"pred": prediction.detach(), "loss_per_sample": per_sample.detach()}
            out |= {f"grad.{name}": value.grad.clone() for name, value in parameters.items()}
        rate = min(step / recipe.warmup_steps, 1) if recipe.warmup_steps else 1
        optimizer.param_groups[0]["lr"] = recipe.lr * rate
        optimizer.step()
        for name, value in parameters.items():
            average[name].mul_(recipe.ema).add_(value.detach(), alpha=1 - recipe.ema)
    out["train5.losses"] = torch.stack(losses)
    out |= {f"train5.param.{name}": value.detach() for name, value in parameters.items()}
    out |= {f"train5.ema.{name}": value for name, value in average.items()}
    return out


def record_samples(model: UViT, inputs: Tensors, names: list[str]) -> Tensors:
    """The samples called `dpmpp_fast.stepsN.scaleS`. Scales the model's `decoder_pred`.

    inputs: z_init [B, C, H, W], context [B, T, clip_dim], empty_context [1, T, clip_dim], decoder_pred_scale [1].
    """
    with torch.no_grad():
        for parameter in model.decoder_pred.parameters():
            parameter *= inputs["decoder_pred_scale"]
    schedule = NoiseSchedule()
    out = {}
    for name in names:
        match = re.fullmatch(r"dpmpp_fast\.steps(\d+)\.scale([\d.]+)", name)
        if match is None:
            raise ValueError(f"{name}: expected dpmpp_fast.stepsN.scaleS")
        noise_model = guided(model, inputs["context"], inputs["empty_context"], float(match[2]))
        out[name] = dpm_solver_fast(noise_model, inputs["z_init"], int(match[1]), schedule)
    return out


def from_original(tensors: Tensors, config: UViTConfig) -> Tensors:
    """A file of the original U-ViT in this model's names and token order [image, time, text]."""
    text = config.num_clip_token
    order = [*range(1 + text, 1 + text + config.image_tokens), 0, *range(1, 1 + text)]
    out = {}
    for name, value in tensors.items():
        if name.endswith("pos_embed"):
            value = value[:, order]
        elif name.startswith("attn."):
            value = value[:, :, order][..., order]
        name = re.sub(r"\bin_blocks\.", "joint_blocks.", name)
        out[re.sub(r"\bout_blocks\.", "joint_skip_blocks.", name)] = value
    return out
