"""Runs the PyTorch model on every parity case of a folder and prints its errors in float64 and float32.

    python check_parity.py ../../Tests/Fixtures/parity

Error = ||ours - recorded|| / ||recorded|| over all tensors of a kind. Exits 1 when one is over its limit, which is the
limit the engine has to hold. A key bias in float32 is shown, not judged.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from diffusion import NoiseSchedule
from recordings import ORIGINAL, Tensors, build, from_original, read_entry, record_case, record_samples

#: `train5.key_bias` is cut out of the trained parameters: softmax does not see a bias of the keys, so its gradient is
#: exactly zero, and in float32 AdamW takes steps along what rounding leaves of it. It has a limit in float64 only.
KEY_BIAS = "train5.key_bias"
LIMITS = {
    "pred": 5e-6, "loss_per_sample": 5e-6, "attn": 5e-6, "grad": 5e-6, "train5.losses": 5e-6, "train5.param": 1e-4,
    "train5.ema": 1e-4, KEY_BIAS: 1e-4, "samples": 5e-6,
}  # fmt: skip


def kind(name: str) -> str:
    if name.startswith("dpmpp_fast."):
        return "samples"
    return next(kind for kind in LIMITS if name == kind or name.startswith(kind + "."))


def parts(name: str, values: Tensor) -> list[tuple[str, Tensor]]:
    """The tensor by kind; a trained bias of q, k and v (or of k and v) is of two."""
    if not re.fullmatch(r"train5\.(param|ema)\..*\.attn\.(qkv|kv)\.bias", name):
        return [(kind(name), values)]
    *query, key, value = values.chunk(3 if ".qkv." in name else 2)
    return [(KEY_BIAS, key), (kind(name), torch.cat((*query, value)))]


def errors(ours: Tensors, recorded: Tensors) -> dict[str, float]:
    """By kind. Every recorded tensor must be there in its shape, and no other."""
    if ours.keys() != recorded.keys():
        raise SystemExit(f"tensors in one of both only: {sorted(ours.keys() ^ recorded.keys())}")
    sums = defaultdict(lambda: [0.0, 0.0])
    for name, theirs in recorded.items():
        if ours[name].shape != theirs.shape:
            raise SystemExit(f"{name}: {list(ours[name].shape)} here, {list(theirs.shape)} recorded")
        difference = ours[name].double() - theirs.double()
        for (label, error), (_, reference) in zip(parts(name, difference), parts(name, theirs.double())):
            sums[label][0] += float(error.square().sum())
            sums[label][1] += float(reference.square().sum())
    return {label: math.sqrt(sums[label][0] / sums[label][1]) for label in LIMITS if label in sums}


def case_errors(folder: Path, name: str, entry: dict, dtype: torch.dtype) -> dict[str, float]:
    config, recipe = read_entry(entry)

    def load(file: str) -> Tensors:
        tensors = load_file(folder / f"{name}.{file}.safetensors")
        return from_original(tensors, config) if entry["reference"] == ORIGINAL else tensors

    weights = load("weights")
    inputs = ("x0", "eps", "timesteps", "xt", "context")
    case = {key: value.to(dtype) if key in inputs else value for key, value in load("case").items()}
    ours = record_case(build(config, weights, dtype), recipe, case)
    result = errors(ours, {key: value for key, value in case.items() if key not in inputs})

    samples = load("samples")
    recorded = {key: value for key, value in samples.items() if key.startswith("dpmpp_fast.")}
    rest = {key: value.to(dtype) for key, value in samples.items() if key not in recorded}
    return result | errors(record_samples(build(config, weights, dtype), rest, list(recorded)), recorded)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="with index.json and its safetensors files")
    folder = parser.parse_args().folder
    torch.set_num_threads(1)
    over = 0
    for name, entry in sorted(json.loads((folder / "index.json").read_text()).items()):
        double, single = (case_errors(folder, name, entry, dtype) for dtype in (torch.float64, torch.float32))
        for label, in64 in double.items():
            limit, in32 = LIMITS[label], single[label]
            passes = in64 <= limit and (in32 <= limit or label == KEY_BIAS)
            over += not passes
            verdict = ("ok in float64" if label == KEY_BIAS else "ok") if passes else "OVER LIMIT"
            print(f"{name}  {label}  float64 {in64:.1e}  float32 {in32:.1e}  limit {limit:.0e}  {verdict}")
    if (folder / "schedule.safetensors").exists():
        schedule = NoiseSchedule()
        for name, theirs in sorted(load_file(folder / "schedule.safetensors").items()):
            error = float((torch.from_numpy(getattr(schedule, name)) / theirs - 1).abs().max())
            over += not error <= 1e-12
            print(f"schedule  {name}  float64 {error:.1e}  limit 1e-12  {'ok' if error <= 1e-12 else 'OVER LIMIT'}")
    if over:
        print(f"{over} result(s) over the limit", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
