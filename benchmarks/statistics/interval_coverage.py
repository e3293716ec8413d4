"""How often 95 % intervals for a mean hold it: Student t, percentile, BCa and studentised bootstrap.

Usage: python3 interval_coverage.py    (numpy, scipy; about 20 minutes)
Prints, for each distribution and number of values, the share of 1,500 data sets whose interval holds the true mean and
the mean width (for the studentised bootstrap the median: with few values it is often infinite).
"""
import numpy as np
from scipy import stats

DATA_SETS, RESAMPLES = 1500, 1999
rng = np.random.default_rng(1)
DISTRIBUTIONS = {
    "normal": (lambda n: rng.normal(size=n), 0),
    "skewed": (lambda n: rng.exponential(size=n), 1),
    "uniform": (lambda n: rng.uniform(-1, 1, size=n), 0),
}


def intervals(x):
    n, mean, deviation = len(x), x.mean(), x.std(ddof=1)
    error = deviation / n**0.5
    half = stats.t.ppf(0.975, n - 1) * error
    yield "student", mean - half, mean + half

    resampled = x[rng.integers(0, n, size=(RESAMPLES, n))]
    means = np.sort(resampled.mean(1))
    yield "percentile", *np.quantile(means, [0.025, 0.975])

    below = (means < mean).mean() + 0.5 * (means == mean).mean()
    bias = stats.norm.ppf(min(max(below, 1 / (RESAMPLES + 1)), RESAMPLES / (RESAMPLES + 1)))
    jackknife = np.array([np.delete(x, i).mean() for i in range(n)])
    offsets = jackknife.mean() - jackknife
    acceleration = (offsets**3).sum() / (6 * (offsets**2).sum() ** 1.5)
    z = bias + stats.norm.ppf([0.025, 0.975])
    yield "BCa", *np.quantile(means, stats.norm.cdf(bias + z / (1 - acceleration * z)))

    errors = resampled.std(1, ddof=1) / n**0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = (resampled.mean(1) - mean) / errors
    ratios = np.sort(np.where(errors < 1e-12, np.where(resampled.mean(1) > mean, np.inf, -np.inf), ratios))
    cut = int(0.025 * (RESAMPLES + 1))
    yield "bootstrap-t", mean - ratios[RESAMPLES - cut] * error, mean - ratios[cut - 1] * error


for name, (draw, truth) in DISTRIBUTIONS.items():
    for n in (3, 4, 5, 6, 8, 10, 15, 20):
        held, widths = {}, {}
        for _ in range(DATA_SETS):
            for method, low, high in intervals(draw(n)):
                held[method] = held.get(method, 0) + (low <= truth <= high)
                widths.setdefault(method, []).append(high - low)
        text = "  ".join(
            f"{m} {held[m] / DATA_SETS:.3f} ({(np.median if m == 'bootstrap-t' else np.mean)(widths[m]):.2f})" for m in held)
        print(f"{name:8} {n:3}  {text}", flush=True)
