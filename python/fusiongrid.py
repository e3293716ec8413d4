"""Reads results that fusiongrid keeps, from Python.

    import fusiongrid
    store = fusiongrid.open("fusiongrid.sqlite")
    store.jobs()                         # a row a job: state, seed, options with their types, the swept ones first
    store.metrics()                      # final values, long form
    store.curves("loss/train")           # a row a job and step
    store.pairs("x0_error/validation", {"fusion.point": 0})  # seed by seed against a baseline cell
    store.maps(job)                      # attention maps as NumPy arrays
    store.sample(job).pixels()           # the newest contact sheet as a NumPy array

The file is opened for reading only. Tables are pandas data frames where pandas is installed (or not: `open(path, pandas=False)`),
lists of dicts otherwise; maps and pixels need NumPy, nothing else is needed. A job is named by its key or enough of its beginning.
docs/schema.md explains the database itself.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__version__ = "0.1.0"
__all__ = ["AttentionMap", "Sample", "Store", "StoreError", "open"]

#: "fgrd": tells a store from other SQLite files.
APPLICATION_ID = 0x66677264
#: Schemas that this reader knows, in the order in which they came.
MIGRATIONS = (
    "v1", "missing metrics", "attention-localisation", "reliability", "packed attention maps", "declared claims", "speed",
    "everyday", "human studies", "cluster",
)  # fmt: skip
#: `kind` columns: what a NULL value stands for.
KINDS = {0: None, 1: float("nan"), 2: float("inf"), 3: float("-inf")}


class StoreError(Exception):
    """A store that cannot be read, or a question that it cannot answer; the message says how to mend it."""


@dataclass(frozen=True)
class AttentionMap:
    """Softmax probabilities of one head, from image tokens to text tokens."""

    step: int
    caption: str
    block_index: int
    block: str
    head: int
    #: Diffusion timestep, 1 to 1000.
    timestep: int
    #: The words behind the first keys; further keys are padding. Empty where the job recorded none.
    tokens: list[str]
    #: [image tokens, text tokens] or, as the job's `shape` says, [image rows, image columns, text tokens]; float32.
    values: Any


@dataclass(frozen=True)
class Sample:
    """A picture that a job drew."""

    step: int
    #: "grid", a contact sheet, or "sample".
    kind: str
    position: int
    #: Of a contact sheet the captions in reading order, a line each.
    caption: str | None
    png: bytes

    def save(self, path: str | os.PathLike) -> None:
        Path(path).write_bytes(self.png)

    def pixels(self) -> Any:
        """[height, width, 3], uint8."""
        return _decode_png(self.png)


def open(path: str | os.PathLike, pandas: bool | None = None) -> Store:  # noqa: A001 (as gzip.open and others)
    """Opens a results database for reading.

    pandas: whether tables are data frames; None: where pandas is installed.
    Raises StoreError for a missing file, one that is no store, and one of a newer schema.
    """
    return Store(path, pandas)


class Store:
    """A results database. Close it, or use it in a `with` statement."""

    def __init__(self, path: str | os.PathLike, pandas: bool | None = None) -> None:
        self.path = Path(path)
        self._frames = _has_pandas() if pandas is None else pandas
        if self._frames and not _has_pandas():
            raise StoreError("pandas is not installed: pip install pandas, or open(path, pandas=False)")
        self._db = _connect(self.path)
        try:
            self._check()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def _check(self) -> None:
        try:
            (identifier,) = self._db.execute("PRAGMA application_id").fetchone()
            tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master")}
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path}: not a results database ({error}); name the file that `fusiongrid run --store` wrote") from error
        if identifier != APPLICATION_ID or "grdb_migrations" not in tables:
            raise StoreError(f"{self.path}: the database of another program; name the file that `fusiongrid run --store` wrote")
        found = {name for (name,) in self._db.execute("SELECT identifier FROM grdb_migrations")}
        unknown = sorted(found - set(MIGRATIONS))
        if unknown:
            raise StoreError(
                f"{self.path}: written by a newer fusiongrid (schema {', '.join(unknown)}; this reader knows up to {MIGRATIONS[-1]}); "
                "use the fusiongrid.py that came with it"
            )
        self._migrations = found

    def query(self, sql: str, arguments: tuple = ()) -> Any:
        """The rows of any SELECT as a table; docs/schema.md explains tables and views."""
        try:
            cursor = self._db.execute(sql, arguments)
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error
        return self._table([dict(zip([column[0] for column in cursor.description], row)) for row in cursor], [c[0] for c in cursor.description])

    def specs(self) -> list[str]:
        """Names of the specs whose jobs were run, the newest first."""
        return [name for (name,) in self._db.execute("SELECT name FROM specs GROUP BY name ORDER BY max(last_seen_at) DESC, name")]

    # Tables.

    def jobs(self, spec: str | None = None) -> Any:
        """A row a job: key, seed, state, reason, attempts, then every option by its path, those that differ between jobs first.

        spec: only the jobs that this spec has named; None: all.
        """
        jobs = self._jobs(spec)
        options = sorted({path for job in jobs for path in job["options"]})
        swept = _swept(jobs)
        order = swept + [path for path in options if path not in swept]
        own = ["job", "seed", "state", "reason", "attempts"]
        return self._table([{**{name: job[name] for name in own}, **{p: job["options"].get(p) for p in order}} for job in jobs], own + order)

    def metrics(self, spec: str | None = None) -> Any:
        """Final values, long form: job, seed, state, metric, split, step, value. NaN and infinity are values."""
        jobs = self._ids(spec)
        rows = self._db.execute(
            """SELECT j.id, j.key, j.seed, j.state, s.name, s.split, m.step, m.value, m.kind
            FROM jobs j CROSS JOIN metric_series s JOIN metrics m ON m.job = j.id AND m.series = s.id
                AND m.step = (SELECT max(step) FROM metrics WHERE job = j.id AND series = s.id)
            ORDER BY j.id, s.name, s.split"""
        )
        names = ["job", "seed", "state", "metric", "split", "step", "value"]
        return self._table([dict(zip(names, (*row[1:7], _value(*row[7:])))) for row in rows if jobs is None or row[0] in jobs], names)

    def curves(self, metric: str, spec: str | None = None) -> Any:
        """Every recorded value of one metric: job, seed, step, value.

        metric: `name/split`, or `name` where it has one split.
        """
        series, jobs = self._series(metric), self._ids(spec)
        rows = self._db.execute(
            """SELECT j.id, j.key, j.seed, m.step, m.value, m.kind FROM metrics m JOIN jobs j ON j.id = m.job
            WHERE m.series = ? ORDER BY j.id, m.step""",
            (series,),
        )
        names = ["job", "seed", "step", "value"]
        return self._table([dict(zip(names, (*row[1:4], _value(*row[4:])))) for row in rows if jobs is None or row[0] in jobs], names)

    def pairs(self, metric: str, baseline: dict[str, Any], spec: str | None = None) -> Any:
        """A metric seed by seed against a baseline cell: swept options, seed, value, baseline, difference.

        Only done jobs whose seed both cells have; cells that share a seed share its luck.
        baseline: values of swept options that name one cell, such as {"fusion.point": 0}; `point` for `fusion.point` where that is clear.
        """
        jobs = [job for job in self._jobs(spec) if job["state"] == "done"]
        swept = _swept(jobs)
        wanted = {_path(name, swept): value for name, value in baseline.items()}
        finals = dict(
            (key, _value(value, kind))
            for key, value, kind in self._db.execute(
                """SELECT j.key, m.value, m.kind FROM metrics m JOIN jobs j ON j.id = m.job WHERE m.series = ?1
                AND m.step = (SELECT max(step) FROM metrics WHERE job = m.job AND series = ?1)""",
                (self._series(metric),),
            )
        )
        cells: dict[tuple, dict[int, float]] = {}
        for job in jobs:
            if job["job"] in finals:
                cell = tuple(_hashable(job["options"].get(path)) for path in swept)
                seeds = cells.setdefault(cell, {})
                if job["seed"] in seeds:
                    raise StoreError(f"two jobs of one cell have seed {job['seed']}: name the spec, one of {', '.join(self.specs())}")
                seeds[job["seed"]] = finals[job["job"]]
        found = [cell for cell in cells if all(cell[swept.index(path)] == _hashable(value) for path, value in wanted.items())]
        if len(found) != 1:
            raise StoreError(
                f"baseline {baseline}: {len(found)} cells with results are so, it must be one; swept: {', '.join(swept) or 'nothing'}"
            )
        base = cells.pop(found[0])
        rows = [
            {**dict(zip(swept, cell)), "seed": seed, "value": value, "baseline": base[seed], "difference": value - base[seed]}
            for cell, seeds in cells.items()
            for seed, value in sorted(seeds.items())
            if seed in base
        ]
        return self._table(rows, [*swept, "seed", "value", "baseline", "difference"])

    def attention(self, job: str | None = None) -> Any:
        """Figures of image-to-text attention, all steps; job: only this one's."""
        where, arguments = ("WHERE job = ?", (self.key(job),)) if job else ("", ())
        return self.query(f"SELECT * FROM v_attention {where} ORDER BY job, step, caption, block_index, head, timestep", arguments)

    # Maps and pictures.

    def maps(self, job: str, caption: str | None = None, step: int | None = None) -> list[AttentionMap]:
        """Attention maps of a job, by step, caption, block, head and timestep.

        caption: only this one; step: only this training step's, None: the last one's.
        """
        numpy = _numpy()
        key = self.key(job)
        (number,) = self._db.execute("SELECT id FROM jobs WHERE key = ?", (key,)).fetchone()
        if step is None:
            (step,) = self._db.execute("SELECT max(step) FROM attention_maps WHERE job = ?", (number,)).fetchone()
        is_packed = "packed attention maps" in self._migrations
        data = "substr(p.data, m.byte_offset + 1, 2 * m.query_tokens * m.key_tokens)" if is_packed else "m.data"
        packs = "JOIN attention_packs p ON p.job = m.job AND p.step = m.step AND p.number = m.pack" if is_packed else ""
        tokens = {
            text: json.loads(words)
            for text, words in self._db.execute(
                "SELECT c.text, p.tokens FROM probes p JOIN captions c ON c.id = p.caption WHERE p.job = ?", (number,)
            )
        }
        rows = self._db.execute(
            f"""SELECT m.step, c.text, m.block_index, b.name, m.head, m.timestep, m.shape, m.query_tokens * m.key_tokens, {data}
            FROM attention_maps m {packs} JOIN captions c ON c.id = m.caption JOIN blocks b ON b.id = m.block
            WHERE m.job = ?1 AND m.step = ?2 AND (?3 IS NULL OR c.text = ?3)
            ORDER BY m.step, c.id, m.block_index, m.head, m.timestep""",
            (number, step, caption),
        )
        maps = []
        for found_step, text, index, block, head, timestep, shape, count, blob in rows:
            if len(blob) != 2 * count:
                raise StoreError(f"{self.path}: damaged: {len(blob)} bytes of a map with {count} values; `fusiongrid query` says more")
            # IEEE half precision, little-endian, row by row.
            values = numpy.frombuffer(blob, dtype="<f2").astype(numpy.float32).reshape(json.loads(shape))
            maps.append(AttentionMap(found_step, text, index, block, head, timestep, tokens.get(text, []), values))
        if not maps and caption is not None:
            watched = sorted(tokens)
            raise StoreError(f"job {key[:12]} has no map of {caption!r}; it watched: {', '.join(map(repr, watched)) or 'nothing'}")
        return maps

    def samples(self, job: str) -> list[Sample]:
        """Pictures that a job drew, by step, kind and position."""
        return [
            Sample(*row)
            for row in self._db.execute(
                """SELECT s.step, s.kind, s.position, c.text, s.png FROM samples s JOIN jobs j ON j.id = s.job
                LEFT JOIN captions c ON c.id = s.caption WHERE j.key = ? ORDER BY s.step, s.kind, s.position""",
                (self.key(job),),
            )
        ]

    def sample(self, job: str) -> Sample:
        """The newest contact sheet of a job."""
        sheets = [sample for sample in self.samples(job) if sample.kind == "grid"]
        if not sheets:
            raise StoreError(f"job {self.key(job)[:12]} drew no contact sheet; its state is in jobs()")
        return sheets[-1]

    def key(self, job: str) -> str:
        """The key of the one job whose key begins so."""
        found = [key for (key,) in self._db.execute("SELECT key FROM jobs WHERE substr(key, 1, ?) = ? LIMIT 2", (len(job), job))]
        if not job or not found:
            raise StoreError(f"no job begins with {job!r}; jobs() lists them")
        if len(found) > 1:
            raise StoreError(f"several jobs begin with {job!r}; give more of the key")
        return found[0]

    # Parts.

    def _table(self, rows: list[dict], columns: list[str]) -> Any:
        if not self._frames:
            return rows
        import pandas

        return pandas.DataFrame(rows, columns=columns)

    def _ids(self, spec: str | None) -> set[int] | None:
        """Jobs of a spec; None for all."""
        if spec is None:
            return None
        found = {job for (job,) in self._db.execute("SELECT l.job FROM spec_jobs l JOIN specs s ON s.id = l.spec WHERE s.name = ?", (spec,))}
        if not found:
            raise StoreError(f"no spec {spec!r} in {self.path}; it has: {', '.join(self.specs()) or 'none'}")
        return found

    def _jobs(self, spec: str | None) -> list[dict]:
        ids = self._ids(spec)
        rows = self._db.execute(
            """SELECT j.id, j.key, j.seed, j.state, j.reason, c.json, (SELECT count(*) FROM attempts WHERE job = j.id)
            FROM jobs j JOIN configurations c ON c.id = j.configuration ORDER BY j.id"""
        )
        return [
            {"job": key, "seed": seed, "state": state, "reason": reason, "attempts": attempts, "options": _flat(json.loads(text))}
            for number, key, seed, state, reason, text, attempts in rows
            if ids is None or number in ids
        ]

    def _series(self, metric: str) -> int:
        name, _, split = metric.partition("/")
        known = self._db.execute("SELECT id, name, split FROM metric_series ORDER BY name, split").fetchall()
        found = [(number, own) for number, other, own in known if other == name and split in ("", own)]
        if len(found) == 1:
            return found[0][0]
        if found:
            raise StoreError(f"metric {name!r} has several splits: {', '.join(f'{name}/{own}' for _, own in found)}; name one")
        import difflib

        names = [f"{other}/{own}" for _, other, own in known]
        near = difflib.get_close_matches(metric, names + [other for _, other, _ in known], n=1)
        raise StoreError(f"no metric {metric!r} in {self.path}" + (f"; did you mean {near[0]!r}?" if near else "; metrics() lists them"))


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise StoreError(f"{path}: no such file; name the one that `fusiongrid run --store` wrote")
    if path.is_dir():
        raise StoreError(f"{path}: a folder; name the database file")
    address = path.absolute().as_uri()
    log = Path(f"{path}-wal")
    # On a write-protected disk SQLite cannot make the files that sharing needs; a database at rest can do without.
    is_at_rest = not log.exists() or log.stat().st_size == 0
    immutable = "&immutable=1" if is_at_rest and not os.access(path.absolute().parent, os.W_OK) else ""
    return sqlite3.connect(f"{address}?mode=ro{immutable}", uri=True)


def _value(value: float | None, kind: int) -> float:
    return KINDS[kind] if value is None else value


def _flat(sections: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {f"{section}.{name}": value for section, options in sections.items() for name, value in options.items()}


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


def _swept(jobs: list[dict]) -> list[str]:
    """Options that differ between jobs of one seed; those that differ with the seed alone are no cells."""
    swept: dict[str, None] = {}
    by_seed: dict[int, list[dict]] = {}
    for job in jobs:
        by_seed.setdefault(job["seed"], []).append(job["options"])
    for options in by_seed.values():
        for path in {path: None for one in options for path in one}:
            if len({_hashable(one.get(path)) for one in options}) > 1:
                swept[path] = None
    return list(swept)


def _path(name: str, swept: list[str]) -> str:
    found = [path for path in swept if name in (path, path.rpartition(".")[2])]
    if len(found) != 1:
        raise StoreError(f"{name!r} is {'no swept option' if not found else 'not clear'}; swept: {', '.join(swept) or 'nothing'}")
    return found[0]


def _has_pandas() -> bool:
    import importlib.util

    return importlib.util.find_spec("pandas") is not None


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        raise StoreError("maps and pixels need NumPy: pip install numpy") from None
    return numpy


def _decode_png(data: bytes) -> Any:
    """8-bit RGB without interlacing, which is what fusiongrid writes."""
    numpy = _numpy()
    position, packed = 8, b""
    width = height = 0
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            if (depth, colour, interlace) != (8, 2, 0):
                raise StoreError(f"a PNG of {depth} bits, colour type {colour}: save() it and read it with another program")
        elif kind == b"IDAT":
            packed += body
        position += 12 + length
    rows = numpy.frombuffer(zlib.decompress(packed), dtype=numpy.uint8).reshape(height, 1 + 3 * width)
    pixels = numpy.zeros((height + 1, width + 1, 3), dtype=numpy.int64)  # a row above and a column to the left are 0
    for y in range(height):
        method, line = rows[y, 0], rows[y, 1:].reshape(width, 3).astype(numpy.int64)
        above, current = pixels[y], pixels[y + 1]
        if method == 0:
            current[1:] = line
        elif method == 1:
            current[1:] = numpy.cumsum(line, axis=0) & 255
        elif method == 2:
            current[1:] = (line + above[1:]) & 255
        else:
            for x in range(1, width + 1):
                left, up, corner = current[x - 1], above[x], above[x - 1]
                guess = (left + up) // 2 if method == 3 else _paeth(numpy, left, up, corner)
                current[x] = (line[x - 1] + guess) & 255
    return pixels[1:, 1:].astype(numpy.uint8)


def _paeth(numpy: Any, left: Any, up: Any, corner: Any) -> Any:
    near_left, near_up, near_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    return numpy.where((near_left <= near_up) & (near_left <= near_corner), left, numpy.where(near_up <= near_corner, up, corner))
