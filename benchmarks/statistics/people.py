"""Values for Tests/Fixtures/people.json: win rates, scores, strengths and agreement by other programs.

    python people.py > ../../Tests/Fixtures/people.json      # needs numpy, scipy, statsmodels, krippendorff
"""

import json

import krippendorff
import numpy as np
import statsmodels.api as sm
from scipy import stats

rng = np.random.default_rng(7)
CELLS, RATERS, CAPTIONS = 3, 5, 8
votes = []
lean = rng.normal(0, 0.4, RATERS)
taste = rng.normal(0, 0.6, CAPTIONS)
truth = [0.0, 0.5, 0.9]
for rater in range(RATERS):
    for caption in range(CAPTIONS):
        for first, second in [(0, 1), (0, 2), (1, 2)]:
            if rng.random() < 0.15:
                continue
            p = 1 / (1 + np.exp(truth[second] - truth[first] - lean[rater] - taste[caption]))
            score = 0.5 if rng.random() < 0.1 else float(rng.random() < p)
            votes.append([rater, caption, first, second, score])
table = np.array(votes)
rater, caption, first, second = table[:, :4].astype(int).T
score = table[:, 4]
both = rater * CAPTIONS + caption


def clustered(model):
    """Variances between raters, captions and both, by statsmodels' sandwich without its own corrections."""

    def one(groups):
        count = len(np.unique(groups))
        fit = model().fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
        return np.asarray(fit.cov_params()) * count / (count - 1)

    return one(rater), one(caption), one(both)


def combined(weights, parts):
    r, c, v = (float(weights @ part @ weights) for part in parts)
    variance = max(r + c - v, r, c)
    freedom = max(variance**2 / (r**2 / (RATERS - 1) + c**2 / (CAPTIONS - 1)), min(RATERS, CAPTIONS) - 1)
    return variance, freedom


def estimate(value, variance, freedom, centre=0.0):
    half = stats.t.ppf(0.975, freedom) * variance**0.5
    p = 2 * stats.t.sf(abs(value - centre) / variance**0.5, freedom)
    return {"value": float(value), "low": float(value - half), "high": float(value + half), "p": float(p), "freedom": float(freedom)}


# The win rate of thing 0 over thing 1: a mean.
chosen = (first == 0) & (second == 1)
keep = rater, caption, both
rater, caption, both = rater[chosen], caption[chosen], both[chosen]
model = lambda: sm.OLS(score[chosen], np.ones(chosen.sum()))  # noqa: E731
win = estimate(score[chosen].mean(), *combined(np.ones(1), clustered(model)), centre=0.5)
rater, caption, both = keep

# Scores and strengths with thing 0 as reference: differences from it.
design = np.zeros((len(votes), CELLS))
design[np.arange(len(votes)), first] = 1
design[np.arange(len(votes)), second] = -1
linear = lambda: sm.OLS(2 * score - 1, design[:, 1:])  # noqa: E731
logistic = lambda: sm.GLM(score, design[:, 1:], family=sm.families.Binomial())  # noqa: E731
scores = linear().fit().params
fit = logistic().fit(tol=1e-14, maxiter=500)
score_parts, strength_parts = clustered(linear), clustered(logistic)
differences = [(scores[k], combined(np.eye(CELLS - 1)[k], score_parts)) for k in range(CELLS - 1)]
odds = [(fit.params[k], combined(np.eye(CELLS - 1)[k], strength_parts)) for k in range(CELLS - 1)]

counts = [[int(x) for x in rng.poisson(2, rng.integers(1, 6))] for _ in range(40)]
width = max(map(len, counts))
data = np.array([unit + [np.nan] * (width - len(unit)) for unit in counts]).T
print(
    json.dumps(
        {
            "votes": votes,
            "win_rate_0_1": win,
            "score_differences_from_0": [estimate(value, *spread) for value, spread in differences],
            "strength_differences_from_0": [estimate(value, *spread) for value, spread in odds],
            "units": counts,
            "alpha": {
                level: krippendorff.alpha(reliability_data=data, level_of_measurement=level)
                for level in ["nominal", "ordinal", "interval"]
            },
        },
    )
)
