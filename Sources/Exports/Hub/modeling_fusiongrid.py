"""A text-to-image U-ViT that fusiongrid trained, in PyTorch: network, frozen text encoder, sampler and noise.

    from modeling_fusiongrid import FusionGridModel
    model = FusionGridModel.from_pretrained(".")
    images = model.sample("two red circles", count=4, seed=1)  # [4, channels, side, side]

    python modeling_fusiongrid.py "two red circles" --count 4 --seed 1 --out red.png

Needs torch and numpy. The same caption, number and seed give the pictures of `fusiongrid sample`, up to rounding.

Shapes: B batch, N image tokens, T text tokens, D width, h heads. Sources: arXiv 2209.12152 (the backbone), arXiv 2403.16530
(where text enters), arXiv 2211.01095 and 2206.00927 (DPM-Solver++), arXiv 2207.12598 (guidance).
"""

from __future__ import annotations

import argparse
import json
import math
import struct
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


# The network. Parameter names are those of the weights file.


def timestep_embedding(timesteps: Tensor, width: int) -> Tensor:
    """[B] -> [B, D], `cat(cos(t f), sin(t f))`; an odd width ends in 0. Angles in float64: at t = 1000 float32 is off by 3e-5."""
    half = width // 2
    index = torch.arange(half, dtype=torch.float64, device=timesteps.device)
    angles = timesteps.double()[:, None] * torch.exp(-math.log(10000) / half * index)
    return F.pad(torch.cat((angles.cos(), angles.sin()), dim=-1), (0, width % 2))


class Attention(nn.Module):
    """`packed`: one projection for queries, keys and values; else one for queries and one for keys and values."""

    def __init__(self, width: int, heads: int, bias: bool, packed: bool) -> None:
        super().__init__()
        self.heads, self.width = heads, width
        if packed:
            self.qkv = nn.Linear(width, 3 * width, bias=bias)
        else:
            self.q = nn.Linear(width, width, bias=bias)
            self.kv = nn.Linear(width, 2 * width, bias=bias)
        self.packed = packed
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor, queries: int) -> Tensor:
        """[B, K, D] -> [B, Q, D]: the first rows query, all give keys and values."""
        if self.packed:
            q, k, v = self.qkv(x).split(self.width, dim=-1)
            q = q[:, :queries]
        else:
            q = self.q(x[:, :queries])
            k, v = self.kv(x).split(self.width, dim=-1)
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (q, k, v))
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class MLP(nn.Module):
    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """A pre-norm transformer block; a skip block first merges the output of its twin on the way in."""

    def __init__(self, width: int, heads: int, mlp_ratio: int = 4, bias: bool = False, packed: bool = True, skip: bool = False):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn = Attention(width, heads, bias, packed)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = MLP(width, mlp_ratio * width)
        self.skip_linear = nn.Linear(2 * width, width) if skip else None

    def forward(self, x: Tensor, skip: Tensor | None = None, text: Tensor | None = None) -> Tensor:
        """x, skip: [B, Q, D]. text: [B, T, D], tokens that are attended to and not updated."""
        if self.skip_linear is not None:
            x = self.skip_linear(torch.cat((x, skip), dim=-1))
        keys = x if text is None else torch.cat((x, text), dim=1)
        x = x + self.attn(self.norm1(keys), x.shape[1])
        return x + self.mlp(self.norm2(x))


class UViT(nn.Module):
    """The prediction (noise, velocity or clean image) for a noisy image, its time and a caption's frozen features."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        c = self.config = config
        width, point = c["width"], c["fusion_point"]
        self.concat = c["conditioning"] == "concat"
        self.grid = c["image_size"] // c["patch_size"]
        self.image_tokens = self.grid**2

        def block(skip: bool = False) -> Block:
            return Block(width, c["heads"], c["mlp_ratio"], c["qkv_bias"], self.concat, skip)

        def blocks(count: int, skip: bool = False) -> nn.ModuleList:
            return nn.ModuleList(block(skip) for _ in range(count))

        joint = c["depth"] // 2 - point
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(c["channels"], width, c["patch_size"], stride=c["patch_size"])})
        self.context_embed = nn.Linear(c["text_width"], width)
        self.time_embed = (
            nn.Sequential(nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width)) if c["time_mlp"] else nn.Identity()
        )
        self.pos_embed = nn.Parameter(torch.zeros(1, self.image_tokens + 1 + c["text_tokens"], width))
        self.image_blocks = blocks(point)
        self.caption_blocks = blocks(c["text_depth"])
        self.joint_blocks = blocks(joint)
        self.mid_block = block()
        self.joint_skip_blocks = blocks(joint, skip=True)
        self.image_skip_blocks = blocks(point, skip=True)
        self.norm = nn.LayerNorm(width)
        self.decoder_pred = nn.Linear(width, c["patch_size"] ** 2 * c["channels"])
        self.final_layer = nn.Conv2d(c["channels"], c["channels"], 3, padding=1)

    def encode_text(self, context: Tensor) -> Tensor:
        """[B, T, text_width] -> [B, T, D]. Depends on the caption alone: a sampler needs it once."""
        text = self.context_embed(context) + self.pos_embed[:, self.image_tokens + 1 :]
        for block in self.caption_blocks:
            text = block(text)
        return text

    def denoise(self, image: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        """image [B, C, S, S], timesteps [B] in 1...1000 (fractional while sampling), text of `encode_text` -> [B, C, S, S]."""
        stream = self.image_tokens + 1
        time = self.time_embed(timestep_embedding(timesteps, self.config["width"]).to(image.dtype))
        patches = self.patch_embed["proj"](image).flatten(2).transpose(1, 2)
        x = torch.cat((patches, time[:, None]), dim=1) + self.pos_embed[:, :stream]
        skips: list[Tensor] = []
        for block in self.image_blocks:
            x = block(x)
            skips.append(x)
        keys = None if self.concat else text
        if self.concat:
            x = torch.cat((x, text), dim=1)
        for block in self.joint_blocks:
            x = block(x, text=keys)
            skips.append(x)
        x = self.mid_block(x, text=keys)
        for block in self.joint_skip_blocks:
            x = block(x, skips.pop(), keys)
        x = x[:, :stream]
        for block in self.image_skip_blocks:
            x = block(x, skips.pop())
        out = self.decoder_pred(self.norm(x[:, : self.image_tokens]))
        out = out.unflatten(-1, (self.config["patch_size"],) * 2 + (-1,)).unflatten(1, (self.grid, self.grid))
        return self.final_layer(out.permute(0, 5, 1, 3, 2, 4).flatten(4, 5).flatten(2, 3))

    def forward(self, image: Tensor, timesteps: Tensor, context: Tensor) -> Tensor:
        return self.denoise(image, timesteps, self.encode_text(context))


# Captions.


def words_of(caption: str) -> list[str]:
    """Runs of letters and digits, apostrophes and hyphens between them included, are words; any other visible character is one."""
    words: list[str] = []
    word, joint = "", None

    def finish() -> None:
        nonlocal word, joint
        if word:
            words.append(word)
        word = ""
        if joint:
            words.append(joint)
        joint = None

    for character in _characters(caption.lower()):
        first = character[0]
        if first.isalpha() or unicodedata.numeric(first, None) is not None:
            word, joint = word + (joint or "") + character, None
        elif character in "'\u2019-" and word and joint is None:
            joint = character
        else:
            finish()
            if not first.isspace():
                words.append(character)
    finish()
    return words


def _characters(text: str) -> list[str]:
    """What people count as characters: marks and joined signs belong to the one before."""
    characters: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        belongs = unicodedata.category(sign) in ("Mn", "Mc", "Me") or sign == "\u200d" or "\U0001f3fb" <= sign <= "\U0001f3ff"
        joins = characters and characters[-1].endswith("\u200d")
        # Two letters make a flag.
        flag = characters and len(characters[-1]) == 1 and all("\U0001f1e6" <= one <= "\U0001f1ff" for one in (characters[-1], sign))
        if characters and (belongs or joins or flag):
            characters[-1] += sign
        else:
            characters.append(sign)
    return characters


class TextEncoder(nn.Module):
    """The frozen encoder: captions to [T, text_width]. `table`: a vector a word; `tower`: a small transformer over words;
    `contexts`: another program or a published network makes the features (`identity` says which), and callers give them."""

    def __init__(self, config: dict, vocabulary: list[str], tensors: dict[str, Tensor]) -> None:
        super().__init__()
        c = config["text_encoder"]
        self.kind, self.tokens, self.width = c["kind"], config["text_tokens"], config["text_width"]
        self.numbers = {unicodedata.normalize("NFC", word): number for number, word in enumerate(vocabulary)}
        if self.kind == "table":
            self.register_buffer("table", torch.zeros(len(vocabulary), self.width))
        elif self.kind == "tower":
            self.register_buffer("words", torch.zeros(len(vocabulary), self.width))
            self.register_buffer("positions", torch.zeros(self.tokens, self.width))
            self.blocks = nn.ModuleList(Block(self.width, c["heads"]) for _ in range(c["depth"]))
            self.norm = nn.LayerNorm(self.width)
        elif self.kind == "contexts":
            self.register_buffer("empty", torch.zeros(self.tokens, self.width))
        else:
            raise ValueError(f"text encoder {self.kind!r} is not known: use the modeling file of the same export")
        self.load_state_dict(tensors)

    def unknown_words(self, caption: str) -> list[str]:
        return [word for word in words_of(caption) if word not in self.numbers]

    def encode(self, caption: str) -> Tensor:
        """[T, text_width]; the empty caption gives the empty context of guidance."""
        if self.kind == "contexts":
            if caption:
                raise ValueError("this model's contexts are made elsewhere (config.json: text_encoder.identity): pass `context` [T, text_width]")
            return self.empty
        # 0 pads, 1 is any unknown word.
        known = [self.numbers.get(word, 1) for word in words_of(caption)][: self.tokens]
        row = torch.tensor(known + [0] * (self.tokens - len(known)))
        if self.kind == "table":
            return self.table[row]
        x = (self.words[row] + self.positions)[None]
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[0]


# Noise: Philox4x32-10 counters, so that picture i of a seed is the same whatever is drawn beside it.

_SAMPLING = 7  # what the random numbers are for


def philox(counter: np.ndarray, key: tuple[int, int]) -> np.ndarray:
    """counter [4, n] of uint64 below 2^32 -> [4, n]. Source: Salmon et al., SC 2011."""
    mask = np.uint64(0xFFFFFFFF)
    c0, c1, c2, c3 = counter.astype(np.uint64)
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (p1 >> np.uint64(32)) ^ c1 ^ np.uint64(k0), p1 & mask, (p0 >> np.uint64(32)) ^ c3 ^ np.uint64(k1), p0 & mask
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack((c0, c1, c2, c3))


def initial_noise(seed: int, picture: int, count: int) -> np.ndarray:
    """Standard normal [count], float32: the noise from which picture number `picture` of a seed is drawn."""
    words = np.array([[0], [0], [picture & 0xFFFFFFFF], [picture >> 32]], dtype=np.uint64)
    seed &= 0xFFFFFFFFFFFFFFFF
    stream = philox(words, (seed & 0xFFFFFFFF, seed >> 32))[:, 0].tolist()
    blocks = 8 * ((count + 31) // 32)
    counter = np.empty((4, blocks), dtype=np.uint64)
    counter[0], counter[1], counter[2], counter[3] = np.arange(blocks), _SAMPLING << 24, stream[2], stream[3]
    bits = philox(counter, (stream[0], stream[1]))

    def box_muller(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = ((a >> np.uint64(1)).astype(np.float32) + np.float32(0.5)).astype(np.float64) * 2.0**-31
        radius, angle = np.sqrt(np.maximum(-2 * np.log(u), 0)), b.astype(np.float64) * (2 * np.pi * 2.0**-32)
        return radius * np.cos(angle), radius * np.sin(angle)

    # Value 8 w + i of 32 comes from word w of block i.
    values = np.stack((*box_muller(bits[0], bits[1]), *box_muller(bits[2], bits[3])))
    return values.reshape(4, -1, 8).transpose(1, 0, 2).reshape(-1)[:count].astype(np.float32)


# Sampling.


class NoiseSchedule:
    """`x_t = alpha(t) x0 + sigma(t) eps`; timestep i lies at time i / 1000, log alpha is linear in between."""

    steps = 1000

    def __init__(self) -> None:
        betas = np.linspace(math.sqrt(0.00085), math.sqrt(0.0120), self.steps, dtype=np.float64) ** 2
        self._times = np.arange(1, self.steps + 1) / self.steps
        self._log_alphas = 0.5 * np.cumsum(np.log(1 - betas))

    def log_alpha(self, time: float) -> float:
        return float(np.interp(time, self._times, self._log_alphas))

    def alpha(self, time: float) -> float:
        return math.exp(self.log_alpha(time))

    def sigma(self, time: float) -> float:
        return math.sqrt(-math.expm1(2 * self.log_alpha(time)))

    def log_snr(self, time: float) -> float:
        return self.log_alpha(time) - math.log(self.sigma(time))


def solver_orders(sampler: str, evaluations: int) -> list[int]:
    """The order of each step; they sum up to the network evaluations."""
    if sampler == "ddim":
        return [1] * evaluations
    if sampler != "dpm-solver++":
        raise ValueError(f"sampler {sampler!r} is not known: use dpm-solver++ or ddim")
    thirds, rest = divmod(evaluations, 3)
    return [3] * thirds + [rest] if rest else [3] * (thirds - 1) + [2, 1]


def integrate(data, x: Tensor, sampler: str, evaluations: int) -> Tensor:
    """Noise to images by singlestep DPM-Solver++ on an even grid of time; order 1 throughout is DDIM.

    data: (x, time) -> the clean images that the network sees.
    """
    schedule = NoiseSchedule()
    times = np.linspace(1, 1 / schedule.steps, evaluations + 1).tolist()
    first = 0
    for order in solver_orders(sampler, evaluations):
        nodes = times[first : first + order + 1]
        first += order
        h = [schedule.log_snr(node) - schedule.log_snr(nodes[0]) for node in nodes]
        alpha = [schedule.alpha(node) for node in nodes]
        phi = [math.expm1(-value) for value in h]

        def constant(node: int) -> Tensor:
            return schedule.sigma(nodes[node]) / schedule.sigma(nodes[0]) * x - alpha[node] * phi[node] * m0

        m0 = data(x, nodes[0])
        if order == 1:
            x = constant(1)
        elif order == 2:
            x = constant(2) - 0.5 * h[2] / h[1] * alpha[2] * phi[2] * (data(constant(1), nodes[1]) - m0)
        else:
            change = data(constant(1), nodes[1]) - m0
            middle = constant(2) + h[2] / h[1] * alpha[2] * (phi[2] / h[2] + 1) * change
            change = data(middle, nodes[2]) - m0
            x = constant(3) + h[3] / h[2] * alpha[3] * (phi[3] / h[3] + 1) * change
    return x


class FusionGridModel(nn.Module):
    """Network and text encoder of one job; `config` is config.json."""

    def __init__(self, config: dict, vocabulary: list[str], tensors: dict[str, Tensor]) -> None:
        super().__init__()
        prefix = "text_encoder."
        self.config = config
        self.network = UViT(config)
        self.network.load_state_dict({name: value for name, value in tensors.items() if not name.startswith(prefix)})
        self.text_encoder = TextEncoder(
            config, vocabulary, {name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)}
        )
        self.schedule = NoiseSchedule()
        self.requires_grad_(False).eval()

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> FusionGridModel:
        folder = Path(folder)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
        return cls(config, vocabulary, read_safetensors(folder / "model.safetensors"))

    @torch.no_grad()
    def sample(
        self, caption: str = "", count: int = 1, seed: int = 1, guidance: float | None = None, steps: int | None = None,
        noise: Tensor | None = None, context: Tensor | None = None,
    ) -> Tensor:
        """[count, channels, side, side]: pixels in [-1, 1], or latents as their decoder takes them.

        guidance, steps: the job's own when None. noise: [count, channels, side, side] instead of the seed's.
        context: [T, text_width] instead of the caption's features.
        """
        c = self.config
        guidance = c["guidance"] if guidance is None else guidance
        shape = (c["channels"], c["image_size"], c["image_size"])
        if noise is None:
            drawn = np.stack([initial_noise(seed, picture, math.prod(shape)) for picture in range(count)])
            noise = torch.from_numpy(drawn).view(count, *shape)
        weights = self.network.pos_embed
        own = self.text_encoder.encode(caption) if context is None else context
        contexts = torch.stack([own.to(weights)] * len(noise))
        if guidance:
            contexts = torch.cat((contexts, self.text_encoder.encode("").to(weights).expand_as(contexts)))
        text = self.network.encode_text(contexts)

        def data(x: Tensor, time: float) -> Tensor:
            rows = x.to(weights)
            timesteps = torch.full((len(text),), self.schedule.steps * time, dtype=weights.dtype, device=weights.device)
            out = self.network.denoise(torch.cat((rows, rows)) if guidance else rows, timesteps, text).to(x)
            if guidance:
                conditional, unconditional = out.chunk(2)
                out = conditional + guidance * (conditional - unconditional)
            alpha, sigma = self.schedule.alpha(time), self.schedule.sigma(time)
            return {"epsilon": lambda: (x - sigma * out) / alpha, "v": lambda: alpha * x - sigma * out, "x0": lambda: out}[
                c["prediction"]
            ]()

        # The state in float64, as the engine keeps it.
        x = integrate(data, noise.to(weights.device).double(), c["sampler"], steps or c["sampling_steps"])
        return (x / c["latent_scale"]).float()


# Files.


def read_safetensors(path: Path) -> dict[str, Tensor]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":
            raise ValueError(f"{path}: {name} is {entry['dtype']}, expected F32")
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data, dtype="<f4", count=(end - begin) // 4, offset=8 + length + begin)
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def write_png(path: Path, images: Tensor, zoom: int = 4) -> None:
    """A row of RGB images [B, 3, S, S] in [-1, 1]."""
    pixels = ((images.clamp(-1, 1) + 1) * 127.5).round().byte().repeat_interleave(zoom, 2).repeat_interleave(zoom, 3)
    pixels = F.pad(pixels, (zoom, zoom, zoom, zoom), value=255).permute(2, 0, 3, 1).flatten(1, 2).numpy()
    height, width, _ = pixels.shape

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw pictures of a caption.")
    parser.add_argument("caption")
    parser.add_argument("--model", type=Path, default=Path(__file__).parent, help="the exported folder")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--out", type=Path, required=True, help="a .png, or a .npy with the network's own values")
    options = parser.parse_args()
    model = FusionGridModel.from_pretrained(options.model)
    if unknown := model.text_encoder.unknown_words(options.caption):
        print("not in the training captions:", ", ".join(unknown))
    images = model.sample(options.caption, options.count, options.seed, options.guidance, options.steps)
    if options.out.suffix == ".npy":
        np.save(options.out, images.numpy())
    elif images.shape[1] == 3:
        write_png(options.out, images)
    else:
        parser.error("latents are no picture: write a .npy and decode it")


if __name__ == "__main__":
    main()
