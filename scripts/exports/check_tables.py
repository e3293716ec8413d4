#!/usr/bin/env python3
"""Compares an export's Parquet files with its CSV files and with the store, and its TensorBoard runs with both.

Usage: check_tables.py FUSIONGRID SPEC STORE, in the folder that has parquet/, csv/ and tensorboard/.
"""

from __future__ import annotations

import csv
import json
import math
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2

tool, spec, store = sys.argv[1:]
TYPES = {pyarrow.int64(): int, pyarrow.float64(): float, pyarrow.bool_(): lambda text: {"true": True, "false": False}[text]}


def same(a: object, b: object) -> bool:
    """Bit for bit; all NaNs are one."""
    if isinstance(a, float) and isinstance(b, float):
        return struct.pack("<d", a) == struct.pack("<d", b) or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and a == b


def check_table(path: Path) -> int:
    file = pyarrow.parquet.ParquetFile(path)
    table = file.read()
    with open(f"csv/{path.stem}.csv", newline="", encoding="utf-8") as text:
        header, *rows = csv.reader(text)
    assert header == table.column_names, path
    assert len(rows) == table.num_rows == file.metadata.num_rows, path
    columns = {}
    for place, (name, column) in enumerate(zip(header, table.columns)):
        parse = TYPES.get(column.type, str)
        values = column.to_pylist()
        columns[name] = values
        for row, value in zip(rows, values):
            if value is None or value == "":
                assert row[place] == "", (path, name, row[place])
            else:
                assert same(parse(row[place]), value), (path, name, row[place], value)
        assert table.schema.field(name).nullable or None not in values
    others = {
        "polars": polars.read_parquet(path).to_dict(as_series=False),
        "duckdb": dict(zip(header, map(list, zip(*duckdb.sql(f"SELECT * FROM '{path}'").fetchall())))) if rows else None,
    }
    for program, found in others.items():
        for name, values in columns.items() if found is not None else ():
            assert len(found[name]) == len(values) and all(map(same, found[name], values)), (path, program, name)
    assert duckdb.sql(f"SELECT * FROM '{path}'").columns == header
    frame = pandas.read_parquet(path)
    for name, column in zip(header, table.columns):
        expected = {pyarrow.int64(): "int64", pyarrow.float64(): "float64"}.get(column.type)
        if expected and not column.null_count:
            assert frame[name].dtype == expected, (path, name)
    metadata = file.schema_arrow.metadata
    assert metadata[b"fusiongrid.spec"] == b"study" and set(json.loads(metadata[b"fusiongrid.columns"])) == set(header)
    readme = Path("parquet/README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for name in header)
    return len(rows)


def report(*arguments: str) -> list[dict]:
    text = subprocess.run([tool, *arguments, "--format", "csv"], check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(text.splitlines()))


def frame(name: str) -> pandas.DataFrame:
    return pandas.read_parquet(f"parquet/{name}.parquet")


def check_reports() -> None:
    """What `compare` and `claims` print is what the tables hold."""
    for name in ("comparisons", "claims"):
        printed = report({"comparisons": "compare"}.get(name, name), spec)
        with open(f"csv/{name}.csv", newline="", encoding="utf-8") as text:
            exported = list(csv.DictReader(text))
        assert len(printed) == len(exported) > 0, name
        for one, other in zip(printed, exported):
            assert list(one) == list(other)
            for column in one:
                if column not in ("left_out", "remarks"):
                    assert one[column] == other[column], (name, column, one[column], other[column])


def check_store() -> None:
    database = sqlite3.connect(store)
    jobs, metrics, curves = frame("jobs"), frame("metrics"), frame("curves")
    assert len(jobs) == 24 and set(jobs["state"]) == {"done"}
    assert jobs["fusion.point"].dtype == "int64" and jobs["model.time_mlp"].dtype == bool
    assert list(jobs.columns).index("fusion.text_depth") < list(jobs.columns).index("data.kind")
    assert database.execute("SELECT count(*) FROM metrics").fetchone() == (len(curves),)
    stored = {(j, n, s): v for j, n, s, v in database.execute("SELECT job, name, split, value FROM v_final_metrics")}
    own = metrics[metrics["source"] == "job"]
    assert len(own) == len(stored)
    for job, name, split, value in own[["job", "metric", "split", "value"]].itertuples(index=False):
        expected = stored[job, name, split]
        assert value == expected or (math.isnan(value) and expected is None), (job, name)
    assert set(own["role"].dropna()) == {"quality", "cost", "diagnostic", "breakdown"}
    samples = frame("samples")
    for *place, file in samples[["job", "step", "kind", "position", "file"]].itertuples(index=False):
        (png,) = database.execute(
            "SELECT s.png FROM samples s JOIN jobs j ON j.id = s.job WHERE j.key = ? AND s.step = ? AND s.kind = ? AND s.position = ?", place
        ).fetchone()
        assert Path("parquet", file).read_bytes() == Path("csv", file).read_bytes() == png
    attention = frame("attention")
    assert set(attention["caption"]) == {"two red circles", 'é, "quoted"'}


def accumulated(run: str) -> EventAccumulator:
    events = EventAccumulator(str(Path("tensorboard", run)), size_guidance={"scalars": 0})
    events.Reload()
    return events


def single(value: float) -> float:
    return struct.unpack("<f", struct.pack("<f", value))[0]


def check_runs() -> int:
    jobs, curves = frame("jobs"), frame("curves")
    runs = sorted(str(path.parent.relative_to("tensorboard")) for path in Path("tensorboard").rglob("events.out.tfevents.*"))
    assert len(runs) == 1 + 24 + 3 * 8, len(runs)
    for _, job in jobs.iterrows():
        cell = job["cell"].replace(" ", "_").replace("=", "-")
        events = accumulated(f"seeds/{cell}/seed-{job['seed']}")
        own = curves[curves["job"] == job["job"]]
        for metric, split in (("loss", "train"), ("x0_error", "validation"), ("oracle_all", "all")):
            expected = own[(own["metric"] == metric) & (own["split"] == split)]
            found = events.Scalars(f"{metric}/{split}")
            assert [one.step for one in found] == expected["step"].tolist()
            assert [one.value for one in found] == [single(value) for value in expected["value"]]
        assert events.Scalars("machine/images_per_second")
        metadata = events.SummaryMetadata("_hparams_/session_start_info")
        start = plugin_data_pb2.HParamsPluginData.FromString(metadata.plugin_data.content).session_start_info
        assert start.group_name == cell and start.hparams["fusion.point"].number_value == job["fusion.point"]
        assert start.hparams["fusion.conditioning"].string_value == job["fusion.conditioning"]
    # Band of a cell: 95 % Student interval of three seeds.
    for cell, group in jobs.groupby("cell"):
        folder = cell.replace(" ", "_").replace("=", "-")
        own = curves[curves["job"].isin(group["job"]) & (curves["metric"] == "loss") & (curves["split"] == "train")]
        expected = own.groupby("step")["value"].agg(["mean", "std", "count"])
        half = 4.302652729911275 * expected["std"] / expected["count"] ** 0.5
        for part, values in (("mean", expected["mean"]), ("low", expected["mean"] - half), ("high", expected["mean"] + half)):
            found = accumulated(f"cells/{folder}/{part}").Scalars("loss/train")
            assert [one.step for one in found] == values.index.tolist()
            assert all(math.isclose(one.value, value, rel_tol=1e-6, abs_tol=1e-9) for one, value in zip(found, values)), (cell, part)
    content = accumulated(".").SummaryMetadata("_hparams_/experiment").plugin_data.content
    experiment = plugin_data_pb2.HParamsPluginData.FromString(content).experiment
    assert [info.name for info in experiment.hparam_infos] == ["fusion.point", "fusion.conditioning", "fusion.text_depth"]
    assert "x0_error/validation" in [info.name.tag for info in experiment.metric_infos]
    return len(runs)


def main() -> None:
    tables = sorted(Path("parquet").glob("*.parquet"))
    names = "attention claims comparisons curves jobs localisation metrics missing samples".split()
    assert [path.stem for path in tables] == names, tables
    rows = {path.stem: check_table(path) for path in tables}
    assert rows["curves"] > 0 and rows["localisation"] == 0, rows
    check_reports()
    check_store()
    runs = check_runs()
    print(f"ok    {len(tables)} tables, {sum(rows.values())} rows, in pyarrow, pandas, polars and DuckDB as in the CSV; {runs} runs in TensorBoard")


if __name__ == "__main__":
    main()
