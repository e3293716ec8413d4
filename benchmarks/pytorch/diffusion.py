"""The noise schedule and the DPM-Solver++ sampler, in float64 coefficients around a model of any precision."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

#: (noisy [B, C, H, W], timesteps [B]) -> predicted noise [B, C, H, W].
NoiseModel = Callable[[Tensor, Tensor], Tensor]


class NoiseSchedule:
    """`x_t = alpha(t) x0 + sigma(t) eps`; timestep i lies at time i / 1000, log alpha is linear in between."""

    def __init__(self, timesteps: int = 1000) -> None:
        self.timesteps = timesteps
        self.betas = np.linspace(math.sqrt(0.00085), math.sqrt(0.0120), timesteps, dtype=np.float64) ** 2
        self.alphas_cumprod = np.cumprod(1 - self.betas)
        self._times = np.arange(1, timesteps + 1) / timesteps
        self._log_alphas = 0.5 * np.cumsum(np.log(1 - self.betas))

    def log_alpha(self, time: float) -> float:
        return float(np.interp(time, self._times, self._log_alphas))

    def alpha(self, time: float) -> float:
        return math.exp(self.log_alpha(time))

    def sigma(self, time: float) -> float:
        return math.sqrt(-math.expm1(2 * self.log_alpha(time)))

    def log_snr(self, time: float) -> float:
        """`log(alpha / sigma)`, the solver's own time."""
        return self.log_alpha(time) - math.log(self.sigma(time))

    def add_noise(self, x0: Tensor, eps: Tensor, timesteps: Tensor) -> Tensor:
        """x0, eps [B, C, H, W]; timesteps [B], whole, from 1."""
        kept = torch.from_numpy(self.alphas_cumprod).to(x0)[timesteps.long() - 1][:, None, None, None]
        return kept.sqrt() * x0 + (1 - kept).sqrt() * eps


def guided(
    model: Callable[[Tensor, Tensor, Tensor], Tensor], context: Tensor, empty: Tensor, scale: float
) -> NoiseModel:
    """`cond + s (cond - uncond)`, both halves in one batch; scale 0 is the conditional model alone.

    context: [B, T, clip_dim]. empty: [1, T, clip_dim].
    """
    if scale == 0:
        return lambda x, timesteps: model(x, timesteps, context)
    both = torch.cat((context, empty.expand_as(context)))

    def predict(x: Tensor, timesteps: Tensor) -> Tensor:
        cond, uncond = model(torch.cat((x, x)), torch.cat((timesteps, timesteps)), both).chunk(2)
        return cond + scale * (cond - uncond)

    return predict


def solver_orders(evaluations: int) -> list[int]:
    """Third-order steps, the last ones lower so that the orders sum up to the evaluations."""
    thirds, rest = divmod(evaluations, 3)
    return [3] * thirds + [rest] if rest else [3] * (thirds - 1) + [2, 1]


@torch.no_grad()
def dpm_solver_fast(model: NoiseModel, noise: Tensor, evaluations: int, schedule: NoiseSchedule) -> Tensor:
    """Samples [B, C, H, W] from standard normal noise by singlestep DPM-Solver++ in data prediction.

    Every evaluation, also inside a step, lies on one even grid of time from 1 to 1 / 1000.
    Source: arXiv 2211.01095 (data prediction), arXiv 2206.00927 (singlestep orders 1 to 3).
    """

    def data(x: Tensor, time: float) -> Tensor:
        timesteps = torch.full((len(x),), schedule.timesteps * time, dtype=x.dtype)
        return (x - schedule.sigma(time) * model(x, timesteps)) / schedule.alpha(time)

    times = np.linspace(1, 1 / schedule.timesteps, evaluations + 1).tolist()
    x, first = noise, 0
    for order in solver_orders(evaluations):
        x = _solver_step(data, x, times[first : first + order + 1], schedule)
        first += order
    return x


def _solver_step(
    data: Callable[[Tensor, float], Tensor], x: Tensor, nodes: list[float], schedule: NoiseSchedule
) -> Tensor:
    """One step from the first node to the last; its order is the number of nodes less one.

    At a node whose log SNR lies h above the start, `phi1 = e^-h - 1` belongs to the integral of a constant estimate of
    the data, `phi2 = phi1 / h + 1` to that of its slope.
    """
    start = nodes[0]
    h = [schedule.log_snr(node) - schedule.log_snr(start) for node in nodes]
    alpha = [schedule.alpha(node) for node in nodes]
    phi1 = [math.expm1(-value) for value in h]

    def constant(node: int) -> Tensor:
        """The state at a node if the data estimate stayed what it is at the start."""
        return schedule.sigma(nodes[node]) / schedule.sigma(start) * x - alpha[node] * phi1[node] * m0

    m0 = data(x, start)
    if len(nodes) == 2:
        return constant(1)
    change = data(constant(1), nodes[1]) - m0
    if len(nodes) == 3:
        return constant(2) - 0.5 * h[2] / h[1] * alpha[2] * phi1[2] * change
    middle = constant(2) + h[2] / h[1] * alpha[2] * (phi1[2] / h[2] + 1) * change
    change = data(middle, nodes[2]) - m0
    return constant(3) + h[3] / h[2] * alpha[3] * (phi1[3] / h[3] + 1) * change
