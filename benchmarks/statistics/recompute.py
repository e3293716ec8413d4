"""Recomputes every number and verdict of `fusiongrid compare` and `fusiongrid claims` from exported CSVs, with NumPy and SciPy.

Usage: export.sh TOOL STORE SPEC DIR [OVERRIDE ...]; python3 recompute.py DIR [--claims FILE] [--show]
Prints for each column how many rows were compared and the greatest relative deviation; exits with 1 when a number deviates by more
than 1e-9 (1e-6 where both sides solve for it) or a word differs. What is defined where: docs/statistics.md, docs/claims.md.
"""
import argparse
import csv
import math
import re
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from scipy import optimize, stats

LEVEL, POWER = 0.05, 0.8
BOOTSTRAP_FROM, RESAMPLES = 10, 9_999
EXACT_UP_TO, DRAWS = 20, 99_999
BOOTSTRAP_PURPOSE = 14


# Random numbers: Philox4x32-10, keyed as the tool keys it.

def philox(counter, key):
    c = [np.asarray(word, dtype=np.uint64) for word in counter]
    k = [np.asarray(word, dtype=np.uint64) for word in key]
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ k[0], p1 & low, (p0 >> np.uint64(32)) ^ c[3] ^ k[1], p0 & low]
        k = [(k[0] + np.uint64(0x9E3779B9)) & low, (k[1] + np.uint64(0xBB67AE85)) & low]
    return c


def check_philox():
    """Random123's known answers."""
    ones = 0xFFFFFFFF
    pi = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)
    for (counter, key), answer in {
        ((0,) * 4, (0,) * 2): (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
        ((ones,) * 4, (ones,) * 2): (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
        pi: (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    }.items():
        assert tuple(int(word) for word in philox(counter, key)) == answer, "Philox does not give its known answers"


def random_words(step, samples, indices):
    """64 random bits for every sample (rows) and index (columns)."""
    samples = np.arange(samples, dtype=np.uint64)
    zero = np.zeros_like(samples)
    stream = philox((zero + np.uint64(step), zero, samples, zero), (zero, zero))
    stream = [word[:, None] for word in stream]
    index = np.arange(indices, dtype=np.uint64)[None, :]
    bits = philox((index, np.full_like(index, BOOTSTRAP_PURPOSE << 24), stream[2], stream[3]), (stream[0], stream[1]))
    return bits[1] << np.uint64(32) | bits[0]


@lru_cache(maxsize=None)
def resample_places(count):
    words = random_words(0, RESAMPLES, count)
    # The upper half of the product with `count`.
    high, low = words >> np.uint64(32), words & np.uint64(0xFFFFFFFF)
    return ((high * np.uint64(count) + (low * np.uint64(count) >> np.uint64(32))) >> np.uint64(32)).astype(np.int64)


@lru_cache(maxsize=None)
def drawn_signs(seeds):
    """[draws, seeds]"""
    words = random_words(1, DRAWS, -(-seeds // 62)) >> np.uint64(2)
    bits = [words[:, seed // 62] >> np.uint64(seed % 62) & np.uint64(1) for seed in range(seeds)]
    return 1.0 - 2.0 * np.stack(bits, 1).astype(float)


def all_signs(seeds, halved):
    """In parts; with `halved` the first seed keeps its sign."""
    count, part = 1 << (seeds - 1 if halved else seeds), 1 << 15
    for start in range(0, count, part):
        number = np.arange(start, min(start + part, count))
        if halved:
            number = number << 1
        yield 1.0 - 2.0 * (number[:, None] >> np.arange(seeds)[None, :] & 1)


# Procedures.

def smallest_p(pairs):
    return 1.0 if pairs < 1 else max(2.0 ** (1 - min(pairs, 1000)), 1 / (1 + DRAWS))


PAIRS_NEEDED = next(n for n in range(1, 100) if smallest_p(n) <= LEVEL)


def alike(values):
    """But for rounding."""
    return np.abs(values - values[0]).max() <= 1e-12 * np.abs(values).max()


def mean_intervals(values, levels=(0.95, 0.9)):
    """By level; and the method. None where there is no spread."""
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n < 2 or not np.isfinite(values).all() or alike(values):
        return [None] * len(levels), ""
    mean, deviation = values.mean(), values.std(ddof=1)
    if n >= BOOTSTRAP_FROM:
        drawn = values[resample_places(n)]
        offset, spread = drawn.mean(1) - mean, drawn.std(1, ddof=1)
        flat = spread <= 1e-12 * deviation
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(flat, np.where(offset == 0, 0, np.sign(offset) * np.inf), offset / spread)
        ratio.sort()
        ends = []
        for level in levels:
            cut = round((RESAMPLES + 1) * (1 - level) / 2)
            ends.append((mean - ratio[RESAMPLES - cut] * deviation, mean - ratio[cut - 1] * deviation))
        if np.isfinite(ends).all():
            return ends, "bootstrap-t"
    return [stats.t.interval(level, n - 1, loc=mean, scale=stats.sem(values)) for level in levels], "student"


def sign_flips(offsets, upper=False):
    """Of questions (rows) to seeds (columns, NaN without an answer): p alone, p step-down, the maxima, whether exact."""
    offsets = np.asarray(offsets, dtype=float)
    offsets = np.nan_to_num(offsets[:, ~np.isnan(offsets).all(0)])
    size = np.sqrt((offsets ** 2).sum(1, keepdims=True))
    unit = np.divide(offsets, size, out=offsets.copy(), where=size > 0)
    seeds = unit.shape[1]
    fold = (lambda sums: sums) if upper else np.abs
    observed = fold(unit.sum(1))
    limit = observed - 1e-11
    order = np.argsort(-observed, kind="stable")
    exact = seeds <= EXACT_UP_TO
    alone, together, maxima = np.zeros(len(unit)), np.zeros(len(unit)), []
    for signs in all_signs(seeds, not upper) if exact else [drawn_signs(seeds)]:
        found = fold(signs @ unit.T)
        alone += (found >= limit).sum(0)
        # The greatest of each question and all that are smaller than it.
        greatest = np.maximum.accumulate(found[:, order[::-1]], axis=1)[:, ::-1]
        together[order] += (greatest >= limit[order]).sum(0)
        maxima.append(found.max(1))
    maxima = np.concatenate(maxima + ([] if exact else [[observed.max()]]))
    if not exact:
        alone, together = alone + 1, together + 1
    p, step_down = alone / len(maxima), together / len(maxima)
    step_down[order] = np.maximum.accumulate(step_down[order])
    return p, step_down, maxima, exact


def flips_alone(differences):
    """SciPy's own count over all assignments."""
    total = lambda values, axis: values.sum(axis=axis)
    return stats.permutation_test((differences,), total, vectorized=True, permutation_type="samples", n_resamples=np.inf).pvalue


def critical_statistic(maxima):
    """The least statistic that at most a share LEVEL of the assignments reaches."""
    falling = np.sort(maxima)[::-1]
    allowed = math.floor(LEVEL * len(falling) + 1e-9)
    for count in range(allowed, 0, -1):
        if count == len(falling) or falling[count] < falling[count - 1] - 1e-11:
            return falling[count - 1]
    return None


def power(shift, freedom, critical):
    # Far out the other tail may come as NaN; there it is nothing.
    return stats.nct.sf(critical, freedom, shift) + np.nan_to_num(stats.nct.cdf(-critical, freedom, shift))


def effect_found(n, critical, deviation):
    """The difference that these seeds find with POWER."""
    excess = lambda shift: power(shift, n - 1, critical) - POWER
    if excess(0) >= 0:
        return 0.0
    high = critical + 2
    while excess(high) < 0:
        high *= 2
    return optimize.brentq(excess, 0, high, xtol=1e-13, rtol=1e-13) * deviation / math.sqrt(n)


def seeds_needed(effect, level, most=100_000):
    """The fewest seeds that find an effect of so many deviations."""
    def enough(n):
        if smallest_p(n) > max(level, smallest_p(EXACT_UP_TO)):
            return False
        return power(effect * math.sqrt(n), n - 1, stats.t.isf(level / 2, n - 1)) >= POWER
    low, high = 1, 2
    while not enough(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def holm(values):
    known = sorted((i for i, p in enumerate(values) if p is not None), key=lambda i: values[i])
    adjusted, least = [None] * len(values), 0.0
    for rank, i in enumerate(known):
        least = max(least, min(1.0, (len(values) - rank) * values[i]))
        adjusted[i] = least
    return adjusted


class Answer:
    """One question of a family: `differences` by seed (NaN without one), what counts as no effect, what counts as like it."""

    def __init__(self, differences, centre=0.0, margin=None):
        self.offsets = np.asarray(differences, dtype=float) - centre
        self.centre, self.margin = centre, margin
        own = self.offsets[~np.isnan(self.offsets)] + centre
        self.seeds = len(own)
        self.mean = own.mean() if self.seeds else None
        self.deviation = None if self.seeds < 2 else 0.0 if alike(own) else own.std(ddof=1)
        (self.wide, self.narrow), self.method = mean_intervals(own) if self.seeds else ([None, None], "")
        self.p = self.adjusted = self.error = self.equivalence = self.effect = self.critical = None
        self.verdict, self.reason = "undecided", "no pair"

    def decide(self):
        if smallest_p(self.seeds) > LEVEL:
            return "undecided", "few"
        if self.wide is None:
            return "undecided", "spread"
        if self.wide[0] <= self.centre <= self.wide[1]:
            return "undecided", "interval"
        if self.adjusted > LEVEL:
            return "undecided", "p"
        return ("above" if self.wide[0] > self.centre else "below"), ""

    def words(self):
        if self.reason == "few":
            return (f"{self.seeds} {'seed reaches' if self.seeds == 1 else 'seeds reach'} p {p_text(smallest_p(self.seeds))} at best, "
                    f"{PAIRS_NEEDED} are needed")
        return {"no pair": "no seed has all compared cells", "spread": "all differences are alike: no spread to judge by",
                "interval": f"the interval holds {'0' if self.centre == 0 else 'the claimed size'}",
                "p": f"adjusted p is above {LEVEL}"}[self.reason]

    def seeds_for_margin(self):
        if self.margin is None or not self.deviation:
            return None
        return seeds_needed(abs(self.margin) / self.deviation, self.own_level)


def judge(family):
    asked = [answer for answer in family if answer.seeds]
    if asked:
        p, adjusted, maxima, exact = sign_flips([answer.offsets for answer in asked])
    for i, answer in enumerate(asked):
        answer.p, answer.adjusted, n = p[i], adjusted[i], answer.seeds
        if exact and 1 < n <= 12:
            answer.p = flips_alone(answer.offsets[~np.isnan(answer.offsets)])
        answer.error = None if exact else math.sqrt(p[i] * (1 - p[i]) / len(maxima))
        answer.verdict, answer.reason = answer.decide()
    # Decided questions have left, but for one that stands for any of them.
    decided = [i for i, answer in enumerate(asked) if answer.verdict != "undecided"]
    last = max(decided, key=lambda i: (asked[i].adjusted, i), default=None)
    # Without their means: with few seeds the observed assignment is a large share of all.
    left = [answer.offsets - np.nanmean(answer.offsets) for i, answer in enumerate(asked)
            if (i == last or answer.verdict == "undecided") and answer.deviation]
    statistic = critical_statistic(sign_flips(left)[2]) if left else None
    for answer in asked:
        n = answer.seeds
        answer.own_level = LEVEL / max(len(family), 1)
        if statistic is not None and statistic ** 2 < n and n > 1:
            answer.critical = statistic * math.sqrt((n - 1) / (n - statistic ** 2))
            answer.own_level = 2 * stats.t.sf(answer.critical, n - 1)
            answer.effect = effect_found(n, answer.critical, answer.deviation) if answer.deviation else None
    # All that are still open are one family, in one step; those without a margin only make it larger.
    unsettled = [answer for answer in asked if answer.verdict == "undecided" and answer.reason != "few"]
    if any(answer.margin is not None for answer in unsettled):
        # Of both one-sided tests the one against the nearer border has the greater p.
        offsets = [
            a.offsets if a.margin is None else a.margin - a.offsets if a.mean >= a.centre else a.margin + a.offsets for a in unsettled]
        _, _, maxima, _ = sign_flips(offsets, upper=True)
        for answer, row in zip(unsettled, offsets):
            if answer.margin is None:
                continue
            row = row[~np.isnan(row)]
            observed = row.sum() / np.sqrt((row ** 2).sum()) if row.any() else 0.0
            value = (maxima >= observed - 1e-11).mean()
            answer.equivalence = value
            inside = answer.narrow and answer.narrow[0] > answer.centre - answer.margin and answer.narrow[1] < answer.centre + answer.margin
            if inside and value <= LEVEL:
                answer.verdict, answer.reason = "within", ""


def p_text(p):
    return "<0.0001" if p < 0.0001 else f"{p:.3g}"


# Metrics: only what CSVs do not say.

FIRST_SPLITS = [
    (r"loss|text_use_gap|loss_bucket_.*|x0_.*|objective.*", "validation"), (r"knockout_.*", "generated"), (r"attention_energy_.*", "probes"),
    (r"attention_(pointing|iou).*|oracle_crop_accuracy|block_probe_.*|token_(cka|norm).*|word_attention_.*|oracle_.*_(real|chance)",
     "test"),
    (r"attention_(text_mass|entropy|effective_rank)|images_per_second|.*_gflops|peak_bytes|.*_seconds", None),
    (r"parameters|.*_flops", "cost"), (r"items", "train"), (r"skipped_files", "data"), (r"truncated_captions", "train"),
]
JUDGED = ("frechet_distance", "kernel_inception_distance", "cmmd", "clip_score", "retrieval_", "precision", "recall", "density", "coverage")
LOWER_IS_BETTER = (
    r"loss|loss_bucket_.*|x0_error|x0_error_bucket_.*|objective|objective_bucket_.*|frechet_distance_infinity|cmmd|frechet_distance|kernel_inception_distance|retrieval_rank|parameters|.*_flops|peak_bytes|(wall|cpu)_seconds")
HIGHER_IS_BETTER = (
    r"text_use_gap|x0_text_use_gap.*|density|coverage|oracle_(?!crop|images|.*_images|.*_real|.*_chance).*|clip_score|precision|recall|retrieval_.*|attention_(pointing|iou)|images_per_second|"
    r"executed_gflops")


class Metric:
    def __init__(self, name):
        base = name.split("/")[0]
        split = name.split("/")[1] if "/" in name else next((s for pattern, s in FIRST_SPLITS if re.fullmatch(pattern, base)), "all")
        self.id = base if split is None else f"{base}/{split}"
        self.is_exact = split == "cost"
        self.is_measured = split is None and not base.startswith("attention_")
        self.is_judged = base.startswith(JUDGED) or base.endswith(("_frechet_distance", "_clip_score"))
        self.has_zero = not re.fullmatch(r"(x0_)?text_use_gap|kernel_inception_distance|cmmd|frechet_distance_infinity|knockout_cost_.*|word_attention_.*_minus_inner|block_probe_.*_inner_minus_outer", base)
        self.better = ("lower" if re.fullmatch(LOWER_IS_BETTER, base) else "higher" if re.fullmatch(HIGHER_IS_BETTER, base) else None)


# The grid and its values.

class Cell:
    def __init__(self, coordinates):
        self.coordinates, self.jobs, self.options = coordinates, [], {}

    def option(self, path):
        return self.coordinates.get(path, self.options.get(path))


class Grid:
    def __init__(self, folder, paths):
        self.paths = paths
        ends = Counter(path.split(".")[-1] for path in paths)
        self.short = {path: path.split(".")[-1] if ends[path.split(".")[-1]] == 1 else path for path in paths}
        long = {short: path for path, short in self.short.items()}
        options = defaultdict(dict)
        for row in rows(folder / "options.csv"):
            options[row["job"]][row["path"]] = row["value"]
        self.states, cells, seeds = {}, {}, {}
        for row in rows(folder / "jobs.csv"):
            self.states[row["job"]] = "pending" if row["state"] == "new" else row["state"]
            starts = [match for match in re.finditer(r"(?:^| )([\w.]+)=", row["cell"]) if match[1] in long]
            ends = [match.start() for match in starts[1:]] + [len(row["cell"])]
            coordinates = {long[match[1]]: row["cell"][match.end():end] for match, end in zip(starts, ends)}
            cell = cells.setdefault(row["cell"], Cell(coordinates))
            cell.jobs.append((int(row["seed"]), row["job"]))
            cell.options = cell.options or options[row["job"]]
            seeds[int(row["seed"])] = None
        self.labels, self.cells, self.seeds = cells, list(cells.values()), list(seeds)
        self.values = defaultdict(dict)
        for row in rows(folder / "values.csv"):
            self.values[row["job"]][row["metric"]] = float(row["value"]) if row["kind"] == "finite" else float(row["kind"])

    def value(self, job, metric):
        return self.values[job].get(metric) if self.states[job] == "done" else None

    def values_of(self, cell, metric):
        """By seed."""
        return {seed: self.value(job, metric) for seed, job in cell.jobs}

    def records(self, metric):
        return any(metric in self.values[job] for cell in self.cells for _, job in cell.jobs)

    def pairs(self, cells, metric):
        """Seeds with a finite value in every cell, their values [cell, seed], and what was left out as (seed, cell, reason)."""
        found = [self.values_of(cell, metric) for cell in cells]
        states = [{seed: self.states[job] for seed, job in cell.jobs} for cell in cells]
        kept, left = [], []
        for seed in dict.fromkeys(seed for values in found for seed in values):
            missing = [i for i, values in enumerate(found) if values.get(seed) is None or not math.isfinite(values[seed])]
            if not missing:
                kept.append(seed)
            for i in missing:
                left.append((seed, i, self.absence(states[i].get(seed), found[i].get(seed))))
        return kept, np.array([[values[seed] for seed in kept] for values in found]), left

    @staticmethod
    def absence(state, value):
        if state == "done":
            return "not recorded" if value is None else "not finite"
        return {None: "not in the spec", "pending": "not run yet", "out_of_memory": "out of memory"}.get(state, state)

    def evaluator_problem(self, accuracy, metric, cells):
        if not metric.is_judged:
            return None
        halves = {}
        for split in ("all", "seen", "held-out"):
            known = [v for cell in cells for v in self.values_of(cell, f"evaluator_retrieval/{split}").values() if v is not None]
            if known:
                halves[split] = min(known)
        if not halves or min(halves.values()) >= accuracy:
            return None
        worst = min(halves, key=halves.get)
        of = "real pictures' captions" if worst == "all" else f"captions of real pictures, {worst}"
        return f"the evaluator finds {100 * halves[worst]:.1f} % of {of}; {100 * accuracy:g} % are demanded"


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


# Claims.

def size_of(text):
    if text is None:
        return None
    number, unit = re.fullmatch(r"\s*([-+.\deE]+?)\s*(%|percent|points?|absolute)\s*", text).groups()
    return float(number), {"%": "percent", "percent": "percent", "point": "points", "points": "points", "absolute": "absolute"}[unit]


class Measure:
    def __init__(self, tree):
        tree = {"metric": tree} if isinstance(tree, str) else tree
        self.metric = Metric(tree["metric"])
        expected = tree.get("expect", self.metric.better)
        self.expected = None if expected == "either" else expected
        self.size, self.margin = size_of(tree.get("by")), size_of(tree.get("margin"))
        self.sign = {"higher": 1, "lower": -1, None: 0}[self.expected]


def items(tree):
    return [] if tree is None else tree if isinstance(tree, list) else [tree]


class ClaimList:
    def __init__(self, file):
        # All scalars as they are written.
        tree = yaml.load(file.read_text(), yaml.BaseLoader)
        tree = {"claims": tree} if isinstance(tree, list) else tree
        self.accuracy, self.margins, self.claims = 0.98, {}, {}
        for parent in items(tree.get("extends")):
            parent = ClaimList(next(path for path in (file.parent / parent, file.parent / f"{parent}.yaml") if path.exists()))
            self.accuracy = parent.accuracy
            self.margins = {**parent.margins, **self.margins}
            self.claims = {**parent.claims, **self.claims}
        self.accuracy = float(tree.get("evaluator_accuracy", self.accuracy))
        self.margins.update({Metric(name).id: size_of(text) for name, text in tree.get("margins", {}).items()})
        self.claims.update({claim["id"]: claim for claim in items(tree.get("claims"))})


class NotAsked(Exception):
    pass


class Contrast:
    """Cells and their weights: the effect within a seed."""

    def __init__(self, text, parts, unit="", check=None):
        weights = {}
        for weight, cell in parts:
            weights[cell] = weights.get(cell, 0) + weight
        self.cells, self.weights = list(weights), np.array(list(weights.values()))
        self.text, self.unit, self.check = text, unit, check

    def effects(self, values):
        """`values`: [cell, seed]"""
        total, size = self.weights @ values, np.abs(self.weights) @ np.abs(values)
        return np.where(np.abs(total) <= 1e-12 * size, 0, total)

    def mean_of_side(self, values, sign):
        side = self.weights * sign > 0
        return np.average(values[side], weights=self.weights[side]) if side.any() else None


def same(a, b):
    if a is None or b is None:
        return False
    if a == b:
        return True
    try:
        return float(a) == float(b)
    except ValueError:
        return False


class Questions:
    """The rows of one claim: (place, contrast or why there is none)."""

    def __init__(self, grid, claim):
        self.grid, self.claim = grid, claim

    def rows(self):
        where = self.claim.get("where", {})
        cells = [c for c in self.grid.cells if all(any(same(c.option(o), self.level(v, o)) for v in items(vs)) for o, vs in where.items())]
        if not cells:
            return [((), "the grid has no cells with " + self.words(where))]
        each = [option for option in items(self.claim.get("each")) if option in self.grid.paths]
        places = dict.fromkeys(tuple((o, c.coordinates[o]) for o in each if o in c.coordinates) for c in cells)
        result = []
        for place in places:
            try:
                result.append((place, self.ask([c for c in cells if all(c.coordinates.get(o) == v for o, v in place)])))
            except NotAsked as why:
                result.append((place, str(why)))
        return result

    def ask(self, cells):
        tree = self.claim["compare"]
        if "change" in tree:
            option = tree["change"]
            start, end = self.level(tree.get("from", "first"), option), self.level(tree.get("to", "last"), option)
            if start is None or end is None or start == end:
                raise self.unvaried(option)
            return self.kinds(cells, {option: end}, {option: start})
        if "slope" in tree:
            return self.slope(cells, tree["slope"])
        if "interaction" in tree:
            return self.interaction(cells, *tree["interaction"])
        if "cells" in tree:
            these, those = ({o: [self.level(v, o) for v in items(vs)] for o, vs in tree[key].items()} for key in ("cells", "with"))
            if any(None in levels for side in (these, those) for levels in side.values()):
                raise NotAsked(f"the grid does not know {self.words(tree['cells'])} {self.words(tree['with'])}")
            if these == those and list(these) == list(those):
                raise self.unvaried(*these)
            return self.kinds(cells, these, those)
        where = self.claim.get("where", {})
        text = (self.words(where) if where else "all cells") + f" ({len(cells)} {'cell' if len(cells) == 1 else 'cells'})"
        return Contrast(text, [(1 / len(cells), cell) for cell in cells])

    def kinds(self, cells, these, those):
        """Means of cells of one kind minus those of another, over groups of cells that are equal in all other swept options."""
        parts, missing, groups = [], [], 0
        for key, group in self.groups(cells, {**these, **those}):
            one, other = (
                [c for c in group if all(any(same(c.option(o), v) for v in items(vs)) for o, vs in side.items())] for side in (these, those))
            if one and other:
                groups += 1
                parts += [(1 / len(one), c) for c in one] + [(-1 / len(other), c) for c in other]
            elif one or other:
                missing.append(self.label(key, those if one else these))
        self.complete(missing)
        text = f"{self.words(these)} against {self.words(those)}"
        if not groups:
            raise NotAsked("the grid has no cells, otherwise equal, with " + text)
        return Contrast(text + self.over(groups), [(w / groups, c) for w, c in parts])

    def slope(self, cells, option):
        numbers = {}
        for cell in cells:
            try:
                numbers[cell.option(option)] = float(cell.option(option))
            except (TypeError, ValueError):
                pass
        levels = sorted(numbers, key=numbers.get)
        if len(levels) < 2:
            raise self.unvaried(option)
        x = np.array([numbers[level] for level in levels])
        # What the least-squares line's slope takes of each level.
        take = np.linalg.pinv(np.stack([np.ones_like(x), x], 1))[1]
        groups, parts, ends, missing = self.groups(cells, [option]), [], [], []
        for key, group in groups:
            for level, weight in zip(levels, take):
                cell = next((c for c in group if c.option(option) == level), None)
                if cell is None:
                    missing.append(self.label(key, {option: level}))
                    continue
                parts.append((weight / len(groups), cell))
                sign = 1 if level == levels[-1] else -1 if level == levels[0] else 0
                ends += [(sign / len(groups), cell)] if sign else []
        self.complete(missing)
        text = f"one more of {self.name(option)} ({', '.join(levels)})" + self.over(len(groups))
        return Contrast(text, parts, "per block", Contrast("", ends))

    def interaction(self, cells, first, second):
        a, b = self.ends(first), self.ends(second)
        if a is None or b is None:
            raise self.unvaried(*(o for o, e in ((first, a), (second, b)) if e is None))
        corners = [({first: a[i], second: b[j]}, 1 if i == j else -1) for i in (1, 0) for j in (1, 0)]
        parts, missing, groups = [], [], 0
        for key, group in self.groups(cells, [first, second]):
            found = [next((c for c in group if all(same(c.option(o), v) for o, v in levels.items())), None) for levels, _ in corners]
            if any(found):
                groups += 1
                missing += [self.label(key, levels) for (levels, _), cell in zip(corners, found) if cell is None]
                parts += [(sign, cell) for (_, sign), cell in zip(corners, found) if cell]
        self.complete(missing)
        if not groups:
            raise self.unvaried(first, second)
        text = f"what {self.words(corners[0][0])} do together beyond what each does alone" + self.over(groups)
        return Contrast(text, [(w / groups, c) for w, c in parts])

    def groups(self, cells, without):
        found = {}
        for cell in cells:
            found.setdefault(tuple((o, v) for o, v in cell.coordinates.items() if o not in without), []).append(cell)
        return list(found.items())

    def level(self, value, option):
        if value not in ("first", "last"):
            return next((c.option(option) for c in self.grid.cells if same(c.option(option), value)), value)
        known = list(dict.fromkeys(c.option(option) for c in self.grid.cells if c.option(option) is not None))
        ends = self.ends(option) or (known[0], known[0]) if known else (None, None)
        return ends[0 if value == "first" else 1]

    def ends(self, option):
        known = list(dict.fromkeys(c.option(option) for c in self.grid.cells if c.option(option) is not None))
        if len(known) < 2:
            return None
        try:
            return min(known, key=float), max(known, key=float)
        except ValueError:
            return known[0], known[-1]

    # Words.

    def name(self, option):
        return self.grid.short.get(option, option)

    def words(self, levels):
        return " ".join(f"{self.name(o)}={'|'.join(self.level(v, o) or v for v in items(vs))}" for o, vs in levels.items())

    def label(self, key, levels):
        all_of = [(o, "|".join(items(v))) for o, v in levels.items()] + list(key)
        order = {path: i for i, path in enumerate(self.grid.paths)}
        return " ".join(f"{self.name(o)}={v}" for o, v in sorted(all_of, key=lambda part: order.get(part[0], 0)))

    def complete(self, missing):
        missing = list(dict.fromkeys(missing))
        if missing:
            jobs = len(missing) * max(len(cell.jobs) for cell in self.grid.cells)
            shown = "; ".join(missing[:4]) + ("; ..." if len(missing) > 4 else "")
            raise NotAsked(f"the grid lacks {len(missing)} {'cell' if len(missing) == 1 else 'cells'} "
                           f"({jobs} {'job' if jobs == 1 else 'jobs'}): {shown}")

    @staticmethod
    def unvaried(*options):
        return NotAsked("the grid does not vary " + " and ".join(options))

    @staticmethod
    def over(groups):
        return "" if groups == 1 else f", over {groups} otherwise equal pairs"


class Scale:
    """Values are subtracted, or their logarithms: then effects are per cents."""

    def __init__(self, ratio):
        self.ratio = ratio
        self.values = np.log if ratio else np.asarray

    def shown(self, value):
        if value is None or isinstance(value, (tuple, list)):
            return value and tuple(self.shown(end) for end in value)
        return 100 * math.expm1(value) if self.ratio else value

    def size(self, measure, level=None):
        """The claimed difference; of a level question the value that the metric must exceed."""
        if measure.size is None:
            return level or 0.0
        number, unit = measure.size
        sign = measure.sign or 1
        if level is not None:
            return level + sign * self.margin(measure.size, level)
        return {"percent": lambda: math.log1p(sign * number / 100), "points": lambda: sign * number / 100,
                "absolute": lambda: sign * number}[unit]()

    def margin(self, margin, side):
        if margin is None:
            return None
        number, unit = margin
        if self.ratio:
            return math.log1p(number / 100) if unit == "percent" else None
        if unit == "percent":
            return None if side is None else abs(side) * number / 100
        return number / 100 if unit == "points" else number


class Claims:
    def __init__(self, grid, claims):
        self.grid, self.list, self.rows, self.open = grid, claims, [], []
        for claim in claims.claims.values():
            primary = [Measure(tree) for tree in items(claim["primary"])]
            primary = next((m for m in primary if m.metric.is_measured or m.metric.is_exact or grid.records(m.metric.id)), primary[0])
            for place, asked in Questions(grid, claim).rows():
                for measure, role in [(primary, "primary")] + [(Measure(tree), "shown") for tree in items(claim.get("others"))]:
                    row = self.row(claim, asked, measure, role == "primary")
                    if row is not None:
                        row.update(key=(claim["id"], place, measure.metric.id, role))
                        self.rows.append(row)
        family = [entry for entry in self.open if entry[0]["primary"]]
        judge([answer for _, answer, *_ in family])
        for entry in self.open:
            if not entry[0]["primary"]:
                judge([entry[1]])
        for entry in self.open:
            self.settle(*entry)

    def row(self, claim, asked, measure, is_primary):
        row = dict.fromkeys(("effect", "wide", "narrow", "p", "adjusted", "margin", "equivalence", "smallest", "needed"))
        row.update(primary=is_primary, verdict="unasked" if is_primary else "", reason="", method="", seeds=0, planned=0, compared="", remarks="")
        if isinstance(asked, str):
            row.update(reason=asked)
            return row if is_primary else None
        metric, grid = measure.metric, self.grid
        row.update(compared=asked.text, remarks=self.remarks(asked, metric))
        if metric.is_exact:
            return self.exact(row, claim, asked, measure)
        if metric.is_measured:
            row.update(reason="a sweep cannot say: its speeds depend on what else ran; ask `fusiongrid bench`")
            return row if is_primary else None
        row.update(planned=max(len(cell.jobs) for cell in asked.cells))
        seeds, values, left = grid.pairs(asked.cells, metric.id)
        if not seeds:
            row.update(reason=self.gap(asked.cells, metric, left))
            return row if is_primary or row["reason"] != "not recorded" else None
        problem = grid.evaluator_problem(self.list.accuracy, metric, asked.cells)
        if is_primary and problem:
            row.update(reason=problem)
            return row
        tree = claim["compare"]
        level = float(tree["level"]) if "level" in tree else None
        scale = Scale(level is None and measure.size is not None and measure.size[1] == "percent")
        if scale.ratio and (values <= 0).any():
            row.update(reason="a value is not positive, so there is no ratio")
            return row

        def by_seed(contrast):
            places = [asked.cells.index(cell) for cell in contrast.cells]
            found = dict(zip(seeds, contrast.effects(scale.values(values[places]))))
            return np.array([found.get(seed, np.nan) for seed in grid.seeds])
        # Of a level question the side compared with is the level.
        side = asked.mean_of_side(values.mean(1), -1) if level is None else level
        margin = scale.margin(measure.margin or self.list.margins.get(metric.id), side)
        row.update(margin=scale.shown(margin))
        answer = Answer(by_seed(asked), scale.size(measure, level), margin)
        self.open.append((row, answer, scale, measure, by_seed(asked.check) if asked.check else None))
        return row

    def settle(self, row, answer, scale, measure, check):
        row.update(seeds=answer.seeds, effect=scale.shown(answer.mean), wide=scale.shown(answer.wide), narrow=scale.shown(answer.narrow),
                   method=answer.method, p=answer.p)
        if not row["primary"]:
            return
        row.update(adjusted=answer.adjusted, equivalence=answer.equivalence, smallest=scale.shown(answer.effect),
                   needed=answer.seeds_for_margin())
        if answer.verdict == "within":
            row.update(verdict="equivalent")
            return
        if answer.verdict == "undecided":
            row.update(verdict="undecided", reason=answer.words())
            return
        side = 1 if answer.verdict == "above" else -1
        if check is not None:
            (interval, _), _ = mean_intervals(check[~np.isnan(check)])
            if not interval or min(side * interval[0], side * interval[1]) <= 0:
                row.update(verdict="undecided", reason="the last level against the first does not show it")
                return
        row.update(verdict="supported" if measure.sign in (0, side) else "contradicted")
        if answer.margin is not None and abs(answer.mean - answer.centre) < answer.margin:
            row.update(reason="smaller than the margin")

    def exact(self, row, claim, asked, measure):
        values = []
        for cell in asked.cells:
            known = [v for v in self.grid.values_of(cell, measure.metric.id).values() if v is not None]
            values.append(np.mean(known) if known else np.nan)
        values = np.array(values)
        if not np.isfinite(values).all():
            row.update(unknown=True)
            return row
        level = float(claim["compare"]["level"]) if "level" in claim["compare"] else None
        by_percent = measure.size[1] == "percent" if measure.size else measure.metric.has_zero and (asked.weights < 0).any()
        scale = Scale(level is None and by_percent)
        effect = float(asked.effects(scale.values(values)[:, None])[0])
        centre = scale.size(measure, level)
        shown = scale.shown(effect)
        row.update(effect=shown, wide=(shown, shown), method="exact")
        if row["primary"]:
            side = np.sign(effect - centre)
            if side == 0:
                row.update(verdict="undecided", reason="equal")
            else:
                row.update(verdict="supported" if measure.sign in (0, side) else "contradicted")
        return row

    def gap(self, cells, metric, left):
        reasons = list(dict.fromkeys(reason for _, _, reason in left))
        recorded = any(v is not None for cell in cells for v in self.grid.values_of(cell, metric.id).values())
        if not recorded and "not recorded" in reasons:
            return "not recorded"
        if len(reasons) == 1:
            return reasons[0]
        counts = Counter(reason for _, _, reason in left)
        return "no seed has all compared cells: " + ", ".join(f"{counts[reason]} {reason}" for reason in reasons)

    def remarks(self, asked, metric):
        found = []
        for cost, name in (("parameters/cost", "parameters"), ("executed_forward_flops/cost", "FLOPs")):
            values = [[v for v in self.grid.values_of(cell, cost).values() if v is not None] for cell in asked.cells]
            if metric.is_exact or not (asked.weights < 0).any():
                continue
            if not all(values):
                return None
            values = np.array([np.mean(v) for v in values])
            change = 100 * (asked.mean_of_side(values, 1) / asked.mean_of_side(values, -1) - 1)
            if abs(change) >= 1:
                found.append(f"{'+' if change > 0 else '-'}{abs(change):.0f} % {name}")
        return "; ".join(found)


# What is compared with what.

class Ledger:
    def __init__(self, show):
        self.columns, self.faults, self.show = {}, [], show

    def number(self, report, column, row, name, mine, size, limit=1e-9):
        text = row[column]
        entry = self.columns.setdefault((report, column), [0, 0.0, limit, 0])
        entry[0] += 1
        theirs = float(text) if text != "" else None
        if (mine is None) != (theirs is None):
            entry[3] += 1
            self.faults.append(f"{report}, {name}, {column}: {text or 'nothing'}, recomputed {'nothing' if mine is None else mine}")
        elif mine is not None and mine != theirs:
            deviation = abs(mine - theirs) / max(abs(mine), abs(theirs), 1e-6 * size)
            entry[1] = max(entry[1], deviation)
            if not deviation <= limit:
                entry[3] += 1
                self.faults.append(f"{report}, {name}, {column}: {theirs!r}, recomputed {float(mine)!r} ({deviation:.1e})")

    def word(self, report, column, row, name, mine):
        entry = self.columns.setdefault((report, column), [0, None, None, 0])
        entry[0] += 1
        if row[column] != mine:
            entry[3] += 1
            self.faults.append(f"{report}, {name}, {column}: `{row[column]}`, recomputed `{mine}`")

    def report(self):
        print(f"{'report':8} {'column':18} {'rows':>6} {'deviation':>10} {'faults':>6}")
        for (report, column), (count, deviation, _, faults) in self.columns.items():
            print(f"{report:8} {column:18} {count:6} {'words' if deviation is None else f'{deviation:.1e}':>10} {faults or '':>6}")
        for fault in self.faults if self.show else self.faults[:20]:
            print(fault)
        if len(self.faults) > 20 and not self.show:
            print(f"and {len(self.faults) - 20} more (--show)")
        print("all agree" if not self.faults else f"{len(self.faults)} faults")


def interval_ends(ledger, report, row, name, wide, narrow, size):
    for column, ends, i in (("ci95_low", wide, 0), ("ci95_high", wide, 1), ("ci90_low", narrow, 0), ("ci90_high", narrow, 1)):
        ledger.number(report, column, row, name, None if ends is None else ends[i], size)


def word_for(side, direction):
    if direction == "":
        return "higher" if side > 0 else "lower"
    return "better" if (side > 0) == (direction == "higher") else "worse"


def check_compare(ledger, grid, claims, table):
    by_metric = defaultdict(list)
    for row in table:
        by_metric[row["metric"]].append(row)
    for name, lines in by_metric.items():
        metric = Metric(name)
        base = grid.labels[lines[0]["baseline"]]
        by_cell = {tuple(cell.coordinates.get(path, "") for path in grid.paths): cell for cell in grid.cells}
        lines = list({tuple(row[path] for path in grid.paths): row for row in lines}.items())
        others = [cell for cell in grid.cells if cell is not base]
        if [key for key, _ in lines] != [key for key, cell in by_cell.items() if cell is not base]:
            ledger.faults.append(f"compare, {name}: not every cell but the baseline has one row, in the grid's order")
            continue
        pairs = [grid.pairs([base, cell], metric.id) for cell in others]
        answers = []
        for seeds, values, _ in pairs:
            found = dict(zip(seeds, values[1] - values[0])) if seeds else {}
            side = values[0].mean() if seeds else None
            answers.append(Answer([found.get(seed, np.nan) for seed in grid.seeds], 0.0, Scale(False).margin(claims.margins.get(metric.id), side)))
        judged = not (metric.is_exact or metric.is_measured)
        if judged:
            judge(answers)
        adjusted = holm([answer.p for answer in answers])
        problem = grid.evaluator_problem(claims.accuracy, metric, grid.cells)
        for (key, row), cell, (seeds, values, left), answer, p_holm in zip(lines, others, pairs, answers, adjusted):
            line = f"{name} {' '.join(key)}"
            base_mean, mean = (values[0].mean(), values[1].mean()) if seeds else (None, None)
            difference = (values[1] - values[0]).mean() if seeds else None
            size = max(abs(base_mean), abs(mean)) if seeds else 0
            wide, method = (answer.wide, answer.method) if judged else ((difference, difference), "exact") if metric.is_exact and seeds else (None, "")
            number = lambda column, mine, limit=1e-9, size=size: ledger.number("compare", column, row, line, mine, size, limit)
            word = lambda column, mine: ledger.word("compare", column, row, line, mine)
            number("planned", len(cell.jobs))
            number("pairs", len(seeds))
            number("baseline_mean", base_mean)
            number("mean", mean)
            number("difference", difference)
            number("percent_change", 100 * difference / base_mean if metric.has_zero and seeds and base_mean > 0 else None, size=100)
            interval_ends(ledger, "compare", row, line, wide, answer.narrow if judged else None, size)
            word("interval_method", method)
            number("p", answer.p)
            number("p_standard_error", answer.error)
            number("p_holm", p_holm)
            number("smallest_p", smallest_p(answer.seeds) if judged else None)
            number("p_max_t", answer.adjusted)
            number("margin", answer.margin if judged else None)
            number("p_equivalence", answer.equivalence)
            number("smallest_effect", answer.effect, 1e-6)
            word("left_out", "; ".join(f"seed {seed}: {'' if i else 'baseline '}{reason}" for seed, i, reason in left))
            direction = metric.better or ""
            word("better", direction)
            finding = verdict = ("", "")
            if not metric.is_measured:
                if not seeds:
                    finding = verdict = ("undecided", "no pair of seeds")
                elif metric.is_exact:
                    finding = verdict = (word_for(difference, direction), "") if difference else ("undecided", "equal")
                else:
                    finding, verdict = holm_finding(answer, p_holm, direction), compare_verdict(answer, problem, direction)
            for columns, mine in ((("finding", "reason"), finding), (("verdict", "verdict_reason"), verdict)):
                for column, text in zip(columns, mine):
                    word(column, text)


def compare_verdict(answer, problem, direction):
    if problem:
        return "undecided", problem
    if answer.verdict in ("above", "below"):
        small = answer.margin is not None and abs(answer.mean) < answer.margin
        return word_for(1 if answer.verdict == "above" else -1, direction), "smaller than the margin" if small else ""
    return ("equivalent", "") if answer.verdict == "within" else ("undecided", answer.words())


def holm_finding(answer, p_holm, direction):
    """As before there was max-T: the interval and Holm's p."""
    if answer.reason in ("few", "spread", "interval"):
        return "undecided", answer.words()
    if answer.wide[0] <= 0 <= answer.wide[1]:
        return "undecided", "the interval holds 0"
    if p_holm > LEVEL:
        return "undecided", f"p (Holm) is above {LEVEL}"
    return word_for(answer.wide[0], direction), ""


def check_claims(ledger, grid, claims, table):
    mine = {row["key"]: row for row in Claims(grid, claims).rows}
    paths = [column for column in table[0] if column in grid.paths] if table else []
    for row in table:
        key = (row["claim"], tuple((path, row[path]) for path in paths if row[path] != ""), row["metric"], row["role"])
        # The order in which the claim names its options is free.
        key = next((k for k in mine if (k[0], sorted(k[1]), k[2:]) == (key[0], sorted(key[1]), key[2:])), key)
        name = " ".join((row["claim"], *(value for _, value in key[1]), row["metric"], row["role"]))
        if row["metric"].startswith("human_"):
            # Nobody has voted on these pictures, so nothing may have been decided.
            ledger.word("claims", "verdict", row, name, "unasked")
            continue
        found = mine.pop(key, None)
        if found is None:
            ledger.faults.append(f"claims, {name}: no such question")
            continue
        if row["verdict"] == "measured":
            print(f"claims, {name}: left out, a benchmark's rounds are not among the values")
            continue
        if found.get("unknown"):
            print(f"claims, {name}: left out, the values hold no cost of a cell without a finished job")
            continue
        size = max([abs(found["effect"] or 0)] + [abs(end) for end in found["wide"] or ()])
        number = lambda column, value, limit=1e-9: ledger.number("claims", column, row, name, value, size, limit)
        word = lambda column, text: ledger.word("claims", column, row, name, text)
        word("verdict", found["verdict"])
        word("reason", found["reason"])
        word("compared", found["compared"])
        if found["remarks"] is not None:
            word("remarks", found["remarks"])
        number("effect", found["effect"])
        interval_ends(ledger, "claims", row, name, found["wide"], found["narrow"], size)
        word("interval_method", found["method"])
        number("p", found["p"])
        number("p_max_t", found["adjusted"])
        number("margin", found["margin"])
        number("p_equivalence", found["equivalence"])
        number("smallest_effect", found["smallest"], 1e-6)
        number("seeds_for_margin", found["needed"])
        number("seeds", found["seeds"])
        number("planned", found["planned"])
    for key in mine:
        # What people are asked stays out of the report until somebody has voted.
        if not key[2].startswith("human_"):
            ledger.faults.append(f"claims, {key}: recomputed, but not in the report")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what export.sh wrote")
    parser.add_argument("--claims", type=Path, help="the claims in their written form (claims.yaml of the folder)")
    parser.add_argument("--show", action="store_true", help="all faults, not the first 20")
    options = parser.parse_args()
    check_philox()
    compare, claims = rows(options.folder / "compare.csv"), rows(options.folder / "claims.csv")
    if not compare:
        sys.exit("compare.csv has no row: it names the swept options")
    columns = list(compare[0])
    grid = Grid(options.folder, columns[:columns.index("metric")])
    listed = ClaimList(options.claims or options.folder / "claims.yaml")
    ledger = Ledger(options.show)
    check_compare(ledger, grid, listed, compare)
    check_claims(ledger, grid, listed, claims)
    ledger.report()
    sys.exit(1 if ledger.faults else 0)


if __name__ == "__main__":
    main()
