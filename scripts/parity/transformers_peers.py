#!/usr/bin/env python3
"""CLIP and BERT of this project against transformers, at full size: relative errors and speeds.

usage: transformers_peers.py PROBE [--bert FOLDER]... [--only WORD] [--time ROUNDS]

Networks get random weights (norms and biases too, so that none hides); FOLDER is a BertModel's with real ones. The reference is the same
network in float64; transformers' own float32 stands beside it. Speeds are medians of alternating passes, both on all cores.
"""
import argparse
import gc
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import torch
from PIL import Image
from safetensors.numpy import load_file, save_file
from transformers import BertConfig, BertModel, CLIPConfig, CLIPModel
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.utils import logging

LIMIT = 1e-5
failed = []


def randomise(model: torch.nn.Module, seed: int) -> None:
    """Weights as large as trained ones, and no bias or norm at its start."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif parameter.dim() == 1 and "norm" in name.lower():
                parameter.copy_(1 + 0.1 * noise)
            elif "embedding" in name and parameter.dim() <= 2:
                parameter.copy_(0.5 * noise)
            elif parameter.dim() > 1:
                parameter.copy_(noise * (parameter[0].numel() ** -0.5))


class Case:
    """One forward pass, ours and theirs."""

    def __init__(self, name, network, folder, inputs, theirs, output, timed=True):
        self.name, self.network, self.folder = name, network, folder
        self.inputs, self.theirs, self.output, self.timed = inputs, theirs, output, timed

    def probe(self, probe, work, timed):
        save_file({k: numpy.ascontiguousarray(v) for k, v in self.inputs.items()}, work / "inputs.safetensors")
        command = [probe, self.network, self.folder, work / "inputs.safetensors", work / "outputs.safetensors"]
        process = subprocess.Popen(command + (["--time"] if timed else []), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if process.stdout.readline() != "ready\n":
            sys.exit(f"{self.name}: the probe failed")
        return process, load_file(work / "outputs.safetensors")[self.output]


def relative(a, b):
    a, b = a.astype(numpy.float64), b.astype(numpy.float64)
    return numpy.linalg.norm(a - b) / numpy.linalg.norm(b)


def folder_name(folder):
    path = pathlib.Path(folder).resolve()
    return path.parent.name if path.name == "model" else path.name


def compare(case: Case, model, probe, work, rounds) -> None:
    with torch.inference_mode():
        single = case.theirs(model).numpy()
        exact = case.theirs(model.double()).numpy()
        model.float()
        rounds = rounds if case.timed else 0
        process, ours = case.probe(probe, work, rounds > 0)
        assert ours.shape == exact.shape, (ours.shape, exact.shape)
        error, peer = relative(ours, exact), relative(single, exact)
        speeds = ""
        if rounds:
            own, other = [], []
            for _ in range(rounds):
                process.stdin.write("\n")
                process.stdin.flush()
                own.append(float(process.stdout.readline()))
                start = time.perf_counter()
                case.theirs(model)
                other.append(time.perf_counter() - start)
            ratio = statistics.median(other) / statistics.median(own)
            speeds = f"{statistics.median(own) * 1e3:9.1f} {statistics.median(other) * 1e3:9.1f} {ratio:6.2f}"
        process.communicate("")
    if not error <= LIMIT:
        failed.append(case.name)
    print(f"{case.name:44} {error:9.1e} {peer:9.1e} {speeds}", flush=True)


def clip_cases(name, model, folder, captions, images):
    generator = torch.Generator().manual_seed(5)
    end = model.config.text_config.eos_token_id
    end = model.config.text_config.vocab_size - 1 if end == 2 else end
    positions = model.config.text_config.max_position_embeddings
    tokens = torch.full((captions, positions), end)
    for row in range(captions):
        length = 1 + (row * 7) % (positions - 1)
        tokens[row, :length] = torch.randint(0, end - 1, (length,), generator=generator)
    side = model.config.vision_config.image_size
    pixels = torch.randn((images, 3, side, side), generator=generator)
    text, vision = {"tokens": tokens.numpy()}, {"pixels": pixels.numpy()}
    middle = numpy.array([model.config.text_config.num_hidden_layers // 2])

    def dtype(model):
        return next(model.parameters()).dtype

    yield Case(f"{name} text", "clip-text", folder, text, lambda m: m.text_model(tokens).last_hidden_state, "hidden")
    yield Case(f"{name} text, middle layer", "clip-text", folder, text | {"layer": middle},
               lambda m: m.text_model(tokens, output_hidden_states=True).hidden_states[middle[0]], "hidden", timed=False)
    yield Case(f"{name} text features", "clip-text-features", folder, text,
               lambda m: m.get_text_features(tokens).pooler_output, "features")
    yield Case(f"{name} vision", "clip-vision", folder, vision,
               lambda m: m.vision_model(pixels.to(dtype(m))).last_hidden_state, "hidden")
    yield Case(f"{name} image features", "clip-vision-features", folder, vision,
               lambda m: m.get_image_features(pixels.to(dtype(m))).pooler_output, "features")


def picture_cases(folder):
    generator = numpy.random.default_rng(7)
    for width, height in ((640, 480), (256, 256), (150, 1000)):
        coarse = generator.integers(0, 256, (8, height // 4 + 1, width // 4 + 1, 3), dtype=numpy.uint8)
        images = coarse.repeat(4, 1).repeat(4, 2)[:, :height, :width] + generator.integers(0, 16, (8, height, width, 3), dtype=numpy.uint8)
        processor = CLIPImageProcessorPil()
        pictures = [Image.fromarray(image) for image in images]
        processor.save_pretrained(folder)
        yield Case(f"CLIP pictures of {width} x {height}", "clip-pictures", folder, {"images": images},
                   lambda m: torch.from_numpy(numpy.stack(processor(pictures)["pixel_values"])), "pixels")


def bert_cases(name, model, folder, captions, length):
    generator = torch.Generator().manual_seed(6)
    tokens = torch.randint(1, model.config.vocab_size, (captions, length), generator=generator)
    for lengths, kind in ((torch.full((captions,), length), "full"), (1 + (torch.arange(captions) * 7) % length, "padded")):
        mask = (torch.arange(length)[None] < lengths[:, None]).long()
        inputs = {"tokens": tokens.numpy(), "lengths": lengths.numpy()}

        def means(m, mask=mask):
            states = m(tokens, attention_mask=mask).last_hidden_state
            return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

        yield Case(f"{name} {kind}", "bert", folder, inputs,
                   lambda m, mask=mask: m(tokens, attention_mask=mask).last_hidden_state[mask.bool()], "hidden")
        yield Case(f"{name} {kind}, layer 2", "bert", folder, inputs | {"layer": numpy.array([2])},
                   lambda m, mask=mask: m(tokens, attention_mask=mask, output_hidden_states=True).hidden_states[2][mask.bool()],
                   "hidden", timed=False)
        yield Case(f"{name} {kind}, means", "bert-means", folder, inputs, means, "means")


def clip(text, vision, projection, **more):
    return CLIPModel(CLIPConfig(text_config=text | more, vision_config=vision | more, projection_dim=projection))


NETWORKS = {
    "CLIP ViT-B/32": lambda: clip({"hidden_size": 512, "eos_token_id": 2}, {}, 512),
    "CLIP ViT-L/14": lambda: clip(
        {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12},
        {"hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 24, "patch_size": 14}, 768),
    "CLIP ViT-B/16, exact GELU": lambda: clip({}, {"patch_size": 16}, 512, hidden_act="gelu"),
    "BERT base": lambda: BertModel(BertConfig()),
}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("probe")
    arguments.add_argument("--bert", action="append", default=[])
    arguments.add_argument("--only", default="")
    arguments.add_argument("--time", type=int, default=0, metavar="ROUNDS")
    options = arguments.parse_args()
    torch.manual_seed(0)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    print(f"relative errors against float64 (limit {LIMIT:.0e}); milliseconds, and how many times faster\n"
          f"{'':44} {'ours':>9} {'float32':>9} {'ours':>9} {'torch':>9} {'ratio':>6}")
    makers = dict(NETWORKS)
    for folder in options.bert:
        makers[f"BERT with the weights of {folder_name(folder)}"] = lambda folder=folder: BertModel.from_pretrained(folder)
    if options.only in "CLIP pictures":
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            for case in picture_cases(work):
                compare(case, torch.nn.Identity(), options.probe, work, options.time)
    for name, make in makers.items():
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            model = make().eval()
            if name in NETWORKS:
                randomise(model, 1)
            model.save_pretrained(work)
            cases = clip_cases(name, model, work, 32, 8) if isinstance(model, CLIPModel) else bert_cases(name, model, work, 32, 77)
            for case in cases:
                compare(case, model, options.probe, work, options.time)
            del model
            gc.collect()
    if failed:
        sys.exit(f"beyond the limit: {', '.join(failed)}")


if __name__ == "__main__":
    main()
