"""Times the PyTorch U-ViT on what `fusiongrid bench` times, and prints one JSON object with `images_per_second`.

    contestant.py train|sample --preset small|paper [--conditioning C --image-depth V --text-depth C]
                  [--batch B --steps N --evaluations E --threads T --compile]

Training: forward, backward, AdamW and an averaged copy of the weights (both as PyTorch's fused multi-tensor calls).
Sampling: the reference algorithm, the whole network once an evaluation with both guidance halves in one batch.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Callable

import torch

from diffusion import NoiseSchedule, dpm_solver_fast, guided
from uvit import UViT, UViTConfig

PRESETS = {
    "paper": dict(img_size=32, in_chans=4, patch_size=2, embed_dim=512, depth=12, num_heads=8, clip_dim=768, num_clip_token=77),
    "small": dict(img_size=32, in_chans=3, patch_size=4, embed_dim=128, depth=6, num_heads=4, clip_dim=128, num_clip_token=16),
}


def timed(body: Callable[[], None], repetitions: int, warm_up: int) -> float:
    """Median seconds of `body`."""
    for _ in range(warm_up):
        body()
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def train_step(config: UViTConfig, batch: int, compiled: bool) -> Callable[[], None]:
    model = UViT(config)
    run = torch.compile(model) if compiled else model
    parameters = list(model.parameters())
    average = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(parameters, lr=2e-4, betas=(0.9, 0.9), eps=1e-8, weight_decay=0.03, fused=True)
    noisy = torch.randn(batch, config.in_chans, config.img_size, config.img_size)
    target = torch.randn_like(noisy)
    context = torch.randn(batch, config.num_clip_token, config.clip_dim)
    timesteps = torch.tensor([1.0 + (row * 997) % 1000 for row in range(batch)])

    def step() -> None:
        optimizer.zero_grad()
        (run(noisy, timesteps, context) - target).square().flatten(1).mean(dim=1).mean().backward()
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1e-4)

    return step


def sampling_run(config: UViTConfig, batch: int, evaluations: int) -> Callable[[], None]:
    model = UViT(config).eval()
    noise = torch.randn(batch, config.in_chans, config.img_size, config.img_size)
    context = torch.randn(batch, config.num_clip_token, config.clip_dim)
    predict = guided(model, context, torch.zeros(1, config.num_clip_token, config.clip_dim), 1.0)
    schedule = NoiseSchedule()

    def run() -> None:
        dpm_solver_fast(predict, noise, evaluations, schedule)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("train", "sample"))
    parser.add_argument("--preset", choices=PRESETS, default="small")
    parser.add_argument("--conditioning", choices=("concat", "cross-attention"), default="concat")
    parser.add_argument("--image-depth", type=int, default=0)
    parser.add_argument("--text-depth", type=int, default=0)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--evaluations", type=int, default=50)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    config = UViTConfig(
        **PRESETS[options.preset], caption_depth=options.text_depth, image_only_depth=options.image_depth,
        conditioning=options.conditioning,
    )
    if options.kind == "train":
        seconds = timed(train_step(config, options.batch, options.compile), options.steps, 2)
    else:
        seconds = timed(sampling_run(config, options.batch, options.evaluations), options.steps, 1)
    print(json.dumps({"images_per_second": options.batch / seconds, "torch": torch.__version__, "compile": options.compile}))


if __name__ == "__main__":
    main()
