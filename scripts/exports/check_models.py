#!/usr/bin/env python3
"""Exports jobs as PyTorch models and compares what both draw: every way of fusing, prediction, sampler and text encoder.

Usage: check_models.py FUSIONGRID SPEC; trains a few more tiny jobs beside the spec's.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

tool, spec = sys.argv[1:]
#: Largest difference, relative to the largest value of the picture where that is above 1.
LIMIT = 1e-5
CAPTION = "two red circles, one Blue square"

BASE = ["seeds=[1]", "sample.images=2", "evaluate.probe_count=0"]
#: name -> overrides that name one job.
CASES = {
    "concat, early, no text blocks, v, DDIM": ["fusion.point=0", "fusion.conditioning=concat", "fusion.text_depth=0"],
    "concat, middle, 2 text blocks, v, DDIM": ["fusion.point=2", "fusion.conditioning=concat", "fusion.text_depth=2"],
    "cross-attention, early, 2 text blocks": ["fusion.point=0", "fusion.conditioning=cross-attention", "fusion.text_depth=2"],
    "cross-attention, middle, no text blocks": ["fusion.point=2", "fusion.conditioning=cross-attention", "fusion.text_depth=0"],
    "x0, DPM-Solver++ 8": [
        "fusion.point=1", "fusion.conditioning=concat", "fusion.text_depth=1", "train.prediction=x0", "sample.sampler=dpm-solver++",
        "sample.steps=8",
    ],
    "noise, DPM-Solver++ 9, biases, time MLP": [
        "fusion.point=1", "fusion.conditioning=cross-attention", "fusion.text_depth=1", "train.prediction=epsilon",
        "sample.sampler=dpm-solver++", "sample.steps=9", "model.qkv_bias=true", "model.time_mlp=true",
    ],
    "v, DPM-Solver++ 10, guidance 0": [
        "fusion.point=1", "fusion.conditioning=concat", "fusion.text_depth=1", "sample.sampler=dpm-solver++", "sample.steps=10", "sample.guidance=0",
    ],
    "mini-clip, guidance 2": [
        "fusion.point=1", "fusion.conditioning=concat", "fusion.text_depth=1", "text.encoder=mini-clip", "text.encoder_steps=20",
        "sample.guidance=2",
    ],
}  # fmt: skip


def run(*arguments: str) -> str:
    done = subprocess.run([tool, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(arguments)}: {done.stderr}"
    return done.stdout


def module_of(folder: Path):
    """The folder's own module, not another one's."""
    place = importlib.util.spec_from_file_location(f"modeling_{folder.name.replace('-', '_')}", folder / "modeling_fusiongrid.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def job_of(overrides: list[str], spec: str = spec) -> str:
    arguments = [spec, *BASE, *overrides]
    run("run", *arguments, "--quiet")
    jobs = json.loads(run("status", *arguments, "--json"))
    assert len(jobs) == 1, jobs
    return jobs[0]["key"]


def main() -> None:
    worst = 0.0
    for number, (name, overrides) in enumerate(CASES.items()):
        key, folder = job_of(overrides), Path(f"hub-{number}")
        run("model", "export", key, "--format", "hub", "--out", str(folder))
        run("sample", key, "--caption", CAPTION, "--count", "3", "--seed", "5", "--out", f"engine-{number}.npy")
        module = module_of(folder)
        model = module.FusionGridModel.from_pretrained(folder)
        engine, torch = np.load(f"engine-{number}.npy"), model.sample(CAPTION, count=3, seed=5).numpy()
        assert engine.shape == torch.shape and np.isfinite(engine).all() and np.ptp(engine) > 0.1
        difference = abs(engine - torch).max() / max(1, abs(engine).max())
        worst = max(worst, difference)
        print(f"{'ok  ' if difference <= LIMIT else 'FAIL'}  {name}: {difference:.1e}")
        card = (folder / "README.md").read_text(encoding="utf-8")
        assert key in card and card.startswith("---\n") and (folder / "spec.yaml").exists()
    worst = max(worst, run_latents())
    assert worst <= LIMIT, f"PyTorch draws something else: {worst:.1e}, allowed {LIMIT:.0e}"
    run_words()


def run_latents() -> float:
    """A network on latents and contexts that other programs computed: callers give the contexts."""
    generator = np.random.default_rng(1)
    for split, count in (("train", 16), ("val", 8)):
        Path("features", split).mkdir(parents=True, exist_ok=True)
        for item in range(count):
            np.save(f"features/{split}/{item}.npy", generator.standard_normal((4, 16, 16), dtype=np.float32))
            np.save(f"features/{split}/{item}_0.npy", generator.standard_normal((3, 8), dtype=np.float32))
    np.save("features/empty_context.npy", generator.standard_normal((3, 8), dtype=np.float32))
    Path("latents.yaml").write_text(
        "name: latents\nbase:\n"
        "  data: {kind: features, path: features, image_size: 16, train: 0, test: 8}\n"
        "  model: {patch_size: 4, width: 32, depth: 2, heads: 2}\n"
        "  text: {encoder: precomputed, max_tokens: 3, width: 8}\n"
        "  train: {steps: 10, batch_size: 8, warmup_steps: 2, lanes: 2}\n"
        "  sample: {steps: 5}\n"
        "  evaluate: {every: 10, validation: 8}\n"
    )
    key = job_of([], "latents.yaml")
    run("model", "export", key, "--format", "hub", "--out", "hub-latents")
    run("sample", key, "--caption", "val/1_0", "--count", "2", "--seed", "3", "--out", "engine-latents.npy")
    import torch

    model = module_of(Path("hub-latents")).FusionGridModel.from_pretrained("hub-latents")
    drawn = model.sample(count=2, seed=3, context=torch.from_numpy(np.load("features/val/1_0.npy"))).numpy()
    engine = np.load("engine-latents.npy")
    difference = abs(engine - drawn).max() / max(1, abs(engine).max())
    print(f"{'ok  ' if difference <= LIMIT else 'FAIL'}  latents and contexts of other programs: {difference:.1e}")
    return difference


def run_words() -> None:
    """Words, pictures and errors of one model."""
    module = module_of(Path("hub-0"))
    model = module.FusionGridModel.from_pretrained("hub-0")
    assert module.words_of("Two cats' dog-house. 3½ naïve") == ["two", "cats", "'", "dog-house", ".", "3½", "naïve"]
    assert model.text_encoder.unknown_words("two elephants") == ["elephants"]
    # A process that has nothing but the folder.
    for out in ("red.png", "red.npy"):
        subprocess.run(
            [sys.executable, "-B", "hub-0/modeling_fusiongrid.py", CAPTION, "--count", "3", "--seed", "5", "--out", out], check=True,
            stdout=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    assert Path("red.png").read_bytes().startswith(b"\x89PNG")
    assert abs(np.load("red.npy") - np.load("engine-0.npy")).max() <= LIMIT
    # Philox's known answer (Random123) and the shape of its noise.
    assert module.philox(np.zeros((4, 1), dtype=np.uint64), (0, 0))[:, 0].tolist() == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    noise = module.initial_noise(1, 0, 100_000)
    assert abs(noise.mean()) < 0.02 and abs(noise.std() - 1) < 0.01
    assert (module.initial_noise(1, 0, 77) == noise[:77]).all() and (module.initial_noise(-1, 0, 9) != noise[:9]).all()


if __name__ == "__main__":
    main()
