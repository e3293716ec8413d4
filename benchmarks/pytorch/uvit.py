"""A U-ViT with text in PyTorch: early, intermediate and mid-only fusion, by concatenation or cross-attention.

The model that this project's engine is checked against and timed against, written from the papers
(arXiv 2209.12152, the backbone; arXiv 2403.16530, where text enters). Parameter names are the published ones.

Shapes: B batch, N image tokens, T text tokens, D width, h heads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

#: Attention probabilities by block name, each [B, h, queries, keys].
AttentionMaps = dict[str, Tensor]


@dataclass(frozen=True)
class UViTConfig:
    """Everything that decides the parameters and the arithmetic. Field names are those of a parity index."""

    img_size: int
    in_chans: int
    patch_size: int
    embed_dim: int
    depth: int  # blocks beside the middle one, even
    num_heads: int
    clip_dim: int  # width of a frozen text feature
    num_clip_token: int
    caption_depth: int = 0  # c: trainable text blocks
    image_only_depth: int = 0  # v: 0 is early fusion, depth / 2 mid-only
    mlp_ratio: int = 4
    qkv_bias: bool = False
    mlp_time_embed: bool = False
    conditioning: Literal["concat", "cross-attention"] = "concat"

    def __post_init__(self) -> None:
        for whole, part in (("img_size", "patch_size"), ("embed_dim", "num_heads")):
            if getattr(self, whole) % getattr(self, part):
                raise ValueError(f"{part} {getattr(self, part)} does not divide {whole} {getattr(self, whole)}")
        for name in ("depth", "embed_dim"):
            if getattr(self, name) % 2:
                raise ValueError(f"{name} {getattr(self, name)} is odd")
        if not 0 <= self.image_only_depth <= self.depth // 2:
            raise ValueError(f"image_only_depth {self.image_only_depth} is outside 0...{self.depth // 2}")

    @property
    def grid(self) -> int:
        """Patches along one side of the image."""
        return self.img_size // self.patch_size

    @property
    def image_tokens(self) -> int:
        return self.grid**2


def timestep_embedding(timesteps: Tensor, width: int) -> Tensor:
    """[B] -> [B, D], `cat(cos(t f), sin(t f))`. Always float64: at t = 1000 a float32 angle is off by 3e-5."""
    half = width // 2
    index = torch.arange(half, dtype=torch.float64, device=timesteps.device)
    angles = timesteps.double()[:, None] * torch.exp(-math.log(10000) / half * index)
    return torch.cat((angles.cos(), angles.sin()), dim=-1)


class SelfAttention(nn.Module):
    """Attention of concat fusion: every token queries, one projection for q, k and v."""

    def __init__(self, width: int, heads: int, bias: bool) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=bias)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor, queries: int) -> tuple[Tensor, Tensor, Tensor]:
        """[B, K, D] -> q, k, v [B, h, K, D/h]; `queries` is K."""
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        return q, k, v


class CrossAttention(nn.Module):
    """Attention of cross-attention fusion: the first tokens query, all give keys and values."""

    def __init__(self, width: int, heads: int, bias: bool) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width, bias=bias)
        self.kv = nn.Linear(width, 2 * width, bias=bias)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor, queries: int) -> tuple[Tensor, Tensor, Tensor]:
        """[B, K, D] -> q [B, h, Q, D/h], k and v [B, h, K, D/h]."""
        q = self.q(x[:, :queries]).unflatten(-1, (self.heads, -1)).transpose(1, 2)
        k, v = self.kv(x).unflatten(-1, (2, self.heads, -1)).permute(2, 0, 3, 1, 4)
        return q, k, v


class MLP(nn.Module):
    """[..., D] -> [..., D] with exact (erf) GELU."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """A pre-norm transformer block; a skip block first merges the output of its twin on the way in."""

    def __init__(self, config: UViTConfig, skip: bool = False) -> None:
        super().__init__()
        width = config.embed_dim
        attention = SelfAttention if config.conditioning == "concat" else CrossAttention
        self.norm1 = nn.LayerNorm(width)
        self.attn = attention(width, config.num_heads, config.qkv_bias)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = MLP(width, config.mlp_ratio * width)
        self.skip_linear = nn.Linear(2 * width, width) if skip else None
        self.name = ""  # set by UViT; the key of this block's attention map

    def forward(
        self, x: Tensor, skip: Tensor | None = None, text: Tensor | None = None, maps: AttentionMaps | None = None
    ) -> Tensor:
        """Updates x.

        x, skip: [B, Q, D]. text: [B, T, D], tokens that are attended to and not updated.
        maps: when given, receives the probabilities [B, h, Q, Q + T] under the block's name.
        """
        if self.skip_linear is not None:
            x = self.skip_linear(torch.cat((x, skip), dim=-1))
        keys = x if text is None else torch.cat((x, text), dim=1)
        x = x + self._attend(self.norm1(keys), x.shape[1], maps)
        return x + self.mlp(self.norm2(x))

    def _attend(self, x: Tensor, queries: int, maps: AttentionMaps | None) -> Tensor:
        q, k, v = self.attn(x, queries)
        if maps is None:
            out = F.scaled_dot_product_attention(q, k, v)
        else:
            maps[self.name] = (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5).softmax(dim=-1)
            out = maps[self.name] @ v
        return self.attn.proj(out.transpose(1, 2).flatten(2))


class PatchEmbed(nn.Module):
    """[B, C, H, W] -> [B, N, D]."""

    def __init__(self, config: UViTConfig) -> None:
        super().__init__()
        self.proj = nn.Conv2d(config.in_chans, config.embed_dim, config.patch_size, stride=config.patch_size)

    def forward(self, image: Tensor) -> Tensor:
        return self.proj(image).flatten(2).transpose(1, 2)


class UViT(nn.Module):
    """Predicts the noise in an image from the image, the time and a caption's frozen features."""

    def __init__(self, config: UViTConfig) -> None:
        super().__init__()
        self.config = config
        width, joint = config.embed_dim, config.depth // 2 - config.image_only_depth

        def blocks(count: int, skip: bool = False) -> nn.ModuleList:
            return nn.ModuleList(Block(config, skip) for _ in range(count))

        self.patch_embed = PatchEmbed(config)
        self.context_embed = nn.Linear(config.clip_dim, width)
        self.time_embed = (
            nn.Sequential(nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width))
            if config.mlp_time_embed
            else nn.Identity()
        )
        self.pos_embed = nn.Parameter(torch.zeros(1, config.image_tokens + 1 + config.num_clip_token, width))
        self.image_blocks = blocks(config.image_only_depth)
        self.caption_blocks = blocks(config.caption_depth)
        self.joint_blocks = blocks(joint)
        self.mid_block = Block(config)
        self.joint_skip_blocks = blocks(joint, skip=True)
        self.image_skip_blocks = blocks(config.image_only_depth, skip=True)
        self.norm = nn.LayerNorm(width)
        self.decoder_pred = nn.Linear(width, config.patch_size**2 * config.in_chans)
        self.final_layer = nn.Conv2d(config.in_chans, config.in_chans, 3, padding=1)

        for name, module in self.named_modules():
            if isinstance(module, Block):
                module.name = name
            elif isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=0.02, a=-2, b=2)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        nn.init.trunc_normal_(self.pos_embed, std=0.02, a=-2, b=2)

    @property
    def block_names(self) -> list[str]:
        """In execution order."""
        return [module.name for module in self.modules() if isinstance(module, Block)]

    def forward(
        self, image: Tensor, timesteps: Tensor, context: Tensor, maps: AttentionMaps | None = None
    ) -> Tensor:
        """image [B, C, H, W], timesteps [B] in 1...1000, context [B, T, clip_dim] -> [B, C, H, W].

        Timesteps are whole in training and fractional when sampling. `maps`, when given, receives every block's attention.
        """
        return self.denoise(image, timesteps, self.encode_text(context, maps), maps)

    def encode_text(self, context: Tensor, maps: AttentionMaps | None = None) -> Tensor:
        """[B, T, clip_dim] -> [B, T, D]. Depends on the caption alone: a sampler needs it once."""
        text = self.context_embed(context) + self.pos_embed[:, self.config.image_tokens + 1 :]
        for block in self.caption_blocks:
            text = block(text, maps=maps)
        return text

    def denoise(
        self, image: Tensor, timesteps: Tensor, text: Tensor, maps: AttentionMaps | None = None
    ) -> Tensor:
        """image [B, C, H, W], timesteps [B], text [B, T, D] from `encode_text` -> [B, C, H, W]."""
        config = self.config
        stream = config.image_tokens + 1
        time = timestep_embedding(timesteps, config.embed_dim).to(image.dtype)
        x = torch.cat((self.patch_embed(image), self.time_embed(time)[:, None]), dim=1) + self.pos_embed[:, :stream]

        skips: list[Tensor] = []
        for block in self.image_blocks:
            x = block(x, maps=maps)
            skips.append(x)
        keys = text
        if config.conditioning == "concat":
            x, keys = torch.cat((x, text), dim=1), None
        for block in self.joint_blocks:
            x = block(x, text=keys, maps=maps)
            skips.append(x)
        x = self.mid_block(x, text=keys, maps=maps)
        for block in self.joint_skip_blocks:
            x = block(x, skips.pop(), keys, maps)
        x = x[:, :stream]
        for block in self.image_skip_blocks:
            x = block(x, skips.pop(), maps=maps)

        patches = self.decoder_pred(self.norm(x[:, : config.image_tokens]))
        return self.final_layer(self._unpatchify(patches))

    def _unpatchify(self, patches: Tensor) -> Tensor:
        """[B, N, p * p * C] -> [B, C, H, W]."""
        grid, patch = self.config.grid, self.config.patch_size
        x = patches.unflatten(-1, (patch, patch, -1)).unflatten(1, (grid, grid))
        return x.permute(0, 5, 1, 3, 2, 4).flatten(4, 5).flatten(2, 3)
