"""Tests of the reader, against dumps of every earlier schema and against a store that the tool has just made.

    python -m pytest python            # the dumps
    FUSIONGRID_TOOL=.build/release/fusiongrid FUSIONGRID_STORE=... FUSIONGRID_SPEC=... python -m pytest python

scripts/check-exports.sh sets the three.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

import fusiongrid
import make_metadata

HERE = Path(__file__).parent
DUMPS = sorted((HERE.parent / "Tests/Fixtures/schemas").glob("*.sql"))
TOOL, STORE, SPEC = (os.environ.get(f"FUSIONGRID_{name}") for name in ("TOOL", "STORE", "SPEC"))
needs_tool = pytest.mark.skipif(not (TOOL and STORE and SPEC), reason="FUSIONGRID_TOOL, FUSIONGRID_STORE and FUSIONGRID_SPEC are not set")


def restored(dump: Path, folder: Path, *changes: str) -> Path:
    path = folder / f"{dump.stem}.sqlite"
    database = sqlite3.connect(path)
    database.executescript(dump.read_text(encoding="utf-8"))
    for change in changes:
        database.execute(change)
    database.commit()
    database.close()
    return path


def blobs(store: fusiongrid.Store) -> list[tuple]:
    """(job, step, caption, block_index, head, timestep, bytes), read another way than `maps` does."""
    packed = store._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'attention_packs'").fetchone()
    data = "(SELECT data FROM attention_packs p WHERE p.job = m.job AND p.step = m.step AND p.number = m.pack)" if packed else "m.data"
    offset = "m.byte_offset" if packed else "0"
    rows = store._db.execute(
        f"""SELECT j.key, m.step, c.text, m.block_index, m.head, m.timestep, 2 * m.query_tokens * m.key_tokens, {offset}, {data}
        FROM attention_maps m JOIN jobs j ON j.id = m.job JOIN captions c ON c.id = m.caption"""
    )
    return [(*row[:6], row[8][row[7] : row[7] + row[6]]) for row in rows]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_every_earlier_schema_is_read(dump: Path, tmp_path: Path) -> None:
    with fusiongrid.open(restored(dump, tmp_path), pandas=False) as store:
        jobs = store.jobs()
        assert jobs and all(len(job["job"]) == 64 for job in jobs)
        assert isinstance(jobs[0]["model.width"], int) and isinstance(jobs[0]["train.learning_rate"], float)
        assert isinstance(jobs[0]["model.qkv_bias"], bool) and isinstance(jobs[0]["data.grammar"], list)
        final = {(row["job"], row["metric"], row["split"]): row for row in store.metrics()}
        curves = store.curves("loss/train")
        assert curves == sorted(curves, key=lambda row: ([job["job"] for job in jobs].index(row["job"]), row["step"]))
        last = {row["job"]: row for row in curves}
        for job, row in last.items():
            assert final[job, "loss", "train"]["value"] == row["value"] and final[job, "loss", "train"]["step"] == row["step"]
        done = next(job["job"] for job in jobs if job["state"] == "done")
        sheet = store.sample(done)
        assert sheet.pixels().shape[2] == 3 and sheet.caption


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_maps_are_the_half_precision_numbers_of_the_store(dump: Path, tmp_path: Path) -> None:
    with fusiongrid.open(restored(dump, tmp_path), pandas=False) as store:
        check_maps(store)


def check_maps(store: fusiongrid.Store) -> None:
    expected = blobs(store)
    assert expected
    by_job: dict[tuple, list] = {}
    for job, step, *site, data in expected:
        by_job.setdefault((job, step), []).append((*site, data))
    for (job, step), sites in by_job.items():
        maps = {(found.caption, found.block_index, found.head, found.timestep): found for found in store.maps(job, step=step)}
        assert len(maps) == len(sites)
        for caption, block, head, timestep, data in sites:
            found = maps[caption, block, head, timestep]
            assert found.values.dtype == np.float32 and found.values.ndim in (2, 3)
            assert found.values.ravel().tolist() == list(struct.unpack(f"<{len(data) // 2}e", data))
            assert len(found.tokens) <= found.values.shape[-1]
            # Probabilities: what falls on text is at most all.
            assert (found.values.sum(axis=-1) <= 1.01).all() and (found.values >= 0).all()


def test_one_caption_of_many(tmp_path: Path) -> None:
    with fusiongrid.open(restored(DUMPS[0], tmp_path), pandas=False) as store:
        job = blobs(store)[0][0]
        caption = store.maps(job)[0].caption
        assert {found.caption for found in store.maps(job, caption)} == {caption}
        with pytest.raises(fusiongrid.StoreError, match="has no map of 'no such'; it watched: '"):
            store.maps(job, "no such")


def test_values_that_are_no_numbers(tmp_path: Path) -> None:
    path = restored(DUMPS[0], tmp_path)
    database = sqlite3.connect(path)
    series, job = database.execute(
        "SELECT m.series, m.job FROM metrics m JOIN metric_series s ON s.id = m.series WHERE s.name = 'loss'"
    ).fetchone()
    for step, kind in ((90001, 1), (90002, 2), (90003, 3)):
        database.execute("INSERT INTO metrics VALUES (?, ?, ?, NULL, ?)", (job, series, step, kind))
    database.commit()
    name, split = database.execute("SELECT name, split FROM metric_series WHERE id = ?", (series,)).fetchone()
    database.close()
    with fusiongrid.open(path, pandas=False) as store:
        values = {row["step"]: row["value"] for row in store.curves(f"{name}/{split}") if row["step"] > 90000}
        assert math.isnan(values[90001]) and values[90002] == math.inf and values[90003] == -math.inf


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    def refuses(path: Path, words: str) -> None:
        with pytest.raises(fusiongrid.StoreError, match=words):
            fusiongrid.open(path)

    refuses(tmp_path / "none.sqlite", "none.sqlite: no such file; name the one")
    refuses(tmp_path, "a folder; name the database file")
    (tmp_path / "text.sqlite").write_text("nothing of the kind, at some length so that it is read")
    refuses(tmp_path / "text.sqlite", "not a results database")
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE jobs (id)").connection.close()
    refuses(tmp_path / "other.sqlite", "the database of another program")
    newer = restored(DUMPS[0], tmp_path, "INSERT INTO grdb_migrations VALUES ('from the future')")
    refuses(newer, rf"written by a newer fusiongrid \(schema from the future; this reader knows up to {fusiongrid.MIGRATIONS[-1]}\)")


def test_questions_without_an_answer(tmp_path: Path) -> None:
    with fusiongrid.open(restored(DUMPS[0], tmp_path), pandas=False) as store:
        for question, words in (
            (lambda: store.curves("los/train"), r"no metric 'los/train' .* did you mean 'loss/train'\?"),
            (lambda: store.curves("loss"), "metric 'loss' has several splits: loss/train, loss/validation; name one"),
            (lambda: store.samples("zz"), r"no job begins with 'zz'; jobs\(\) lists them"),
            (lambda: store.jobs("no such"), "no spec 'no such' in "),
            (lambda: store.query("SELECT nonsense FROM jobs"), "no such column: nonsense"),
            (lambda: store.query("DELETE FROM jobs"), "readonly database"),
            (lambda: store.pairs("loss/validation", {"depth": 1}), "'depth' is no swept option; swept: "),
        ):
            with pytest.raises(fusiongrid.StoreError, match=words):
                question()


def test_names_that_sqlite_would_take_for_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=rw#é%20.sqlite"
    restored(DUMPS[0], tmp_path).rename(path)
    with fusiongrid.open(path, pandas=False) as store:
        assert store.jobs()


def test_a_write_protected_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = restored(DUMPS[0], tmp_path)
    sqlite3.connect(path).execute("PRAGMA journal_mode = WAL").connection.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = sorted(tmp_path.iterdir())
    with fusiongrid.open(path, pandas=False) as store:
        assert store.jobs()
        # Nothing was made beside it.
        assert sorted(tmp_path.iterdir()) == before


def test_pixels_of_every_filter() -> None:
    import zlib

    generator = np.random.default_rng(1)
    pixels = generator.integers(0, 256, (5, 4, 3), dtype=np.uint8)
    raw, above = b"", np.zeros(12, dtype=int)
    for method, row in enumerate(pixels.reshape(5, 12).astype(int)):
        left, corner = np.concatenate(([0, 0, 0], row[:-3])), np.concatenate(([0, 0, 0], above[:-3]))
        guess = left + above - corner
        distances = np.stack((abs(guess - left), abs(guess - above), abs(guess - corner)))
        paeth = np.choose(distances.argmin(axis=0), (left, above, corner))
        prediction = (0, left, above, (left + above) // 2, paeth)[method]
        raw += bytes([method]) + bytes(((row - prediction) % 256).astype(np.uint8))
        above = row

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + b"\0\0\0\0"

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 5, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(raw))
    assert (fusiongrid.Sample(1, "grid", 0, None, png).pixels() == pixels).all()


def test_metadata_says_what_the_documents_say() -> None:
    made = make_metadata.metadata(make_metadata.SCHEMA.read_text(encoding="utf-8"))
    kept = json.loads((HERE / "metadata.json").read_text(encoding="utf-8"))
    assert kept == made, "run: python/make_metadata.py > python/metadata.json"


def run(*arguments: str) -> str:
    return subprocess.run([TOOL, *arguments], check=True, capture_output=True, text=True).stdout


@needs_tool
def test_metadata_knows_every_table_and_column() -> None:
    tables = make_metadata.metadata(make_metadata.SCHEMA.read_text(encoding="utf-8"))["databases"]["fusiongrid"]["tables"]
    database = sqlite3.connect(STORE)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    for name in names:
        if not name.startswith(("sqlite_", "grdb_")):
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
            assert columns == set(tables[name]["columns"]), name


@needs_tool
def test_tables_of_a_new_store() -> None:
    plain, frames = fusiongrid.open(STORE, pandas=False), fusiongrid.open(STORE, pandas=True)
    jobs = frames.jobs()
    states = {job["key"]: job["state"] for job in json.loads(run("status", SPEC, "--store", STORE, "--json"))}
    assert set(states) <= set(jobs["job"])
    assert all(states[key] == state for key, state in zip(jobs["job"], jobs["state"]) if key in states)
    assert list(jobs.columns[:6]) == ["job", "seed", "state", "reason", "attempts", "fusion.point"]
    finals = frames.metrics()
    assert len(finals) == len(plain.metrics()) and finals["value"].dtype == np.float64
    count = json.loads(run("query", "SELECT count(*) AS n FROM v_final_metrics", "--store", STORE, "--format", "json"))[0]["n"]
    assert len(finals) == count
    check_maps(plain)


@needs_tool
def test_pairs_are_those_of_compare() -> None:
    metric = "x0_error/validation"
    report = json.loads(run("compare", SPEC, "--store", STORE, "--metric", metric, "--format", "json"))
    baseline = {path: json.loads(value) if value.isdigit() else value for path, value in report["baseline"].items()}
    store = fusiongrid.open(STORE, pandas=False)
    pairs = store.pairs(metric, baseline, spec=report["spec"])
    for cell in report["metrics"][0]["cells"]:
        own = [
            pair for pair in pairs if all(str(pair[path]) == value for path, value in cell["coordinates"].items())
        ]
        assert [pair["seed"] for pair in own] == cell["seeds"]
        assert [pair["difference"] for pair in own] == pytest.approx(cell["differences"], rel=1e-12)
    short = {path.rpartition(".")[2]: value for path, value in baseline.items()}
    assert store.pairs(metric, short, spec=report["spec"]) == pairs
    with pytest.raises(fusiongrid.StoreError, match="baseline {}: [0-9]+ cells with results are so, it must be one; swept: fusion.point"):
        store.pairs(metric, {}, spec=report["spec"])
