#!/usr/bin/env python3
"""Every speed figure of docs/performance.md, in one run: benchmarks/results/CPU-KERNEL.json, and a section of benchmarks/results.md.

    benchmarks/run.py TOOL [--torch PYTHON] [--rounds N] [--quick]

TOOL is the built fusiongrid, PYTHON an interpreter with torch (without it the engine is measured alone). Contestants
alternate, round by round, each in a process of its own; figures are medians over the rounds, ratios are of medians.
Needs nothing but Python's standard library.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
CROSS, CONCAT = "cross-attention", "concat"

# name, kind, preset, conditioning, v, c, batch, steps a round, evaluations, goals against PyTorch (256-bit, 512-bit products), also torch.compile
CASES = [
    ("small, early concat", "train", "small", CONCAT, 0, 0, 32, 8, 0, (1.7, 2.8), True),
    ("small, concat v2 c2", "train", "small", CONCAT, 2, 2, 32, 8, 0, (1.7, 2.8), True),
    ("small, cross v2 c2", "train", "small", CROSS, 2, 2, 32, 8, 0, (1.7, 2.8), True),
    ("paper, early concat", "train", "paper", CONCAT, 0, 0, 4, 3, 0, (1.35, 2.4), False),
    ("paper, concat v3 c3", "train", "paper", CONCAT, 3, 3, 4, 3, 0, (1.35, 2.4), False),
    ("paper, cross v3 c3", "train", "paper", CROSS, 3, 3, 4, 3, 0, (1.35, 2.4), False),
    ("sampling small, early concat", "sample", "small", CONCAT, 0, 0, 64, 1, 12, (2.2, 2.8), False),
    ("sampling small, concat v2 c2", "sample", "small", CONCAT, 2, 2, 64, 1, 12, (2.2, 2.8), False),
    ("sampling paper, cross v3 c3", "sample", "paper", CROSS, 3, 3, 4, 1, 6, (2.2, 2.8), False),
]
# The published variants of the paper's size, (conditioning, v, c), beside early concatenation.
# Cells of fusion-points, (point, conditioning, text depth), and the parts of a job's time that the store records.
JOBS = [(0, CONCAT, 0), (2, CONCAT, 2), (2, CROSS, 2)]
PARTS = ["training", "validation", "sampling", "attention", "knockout", "block_probe", "storage"]
DEPTHS = [(CONCAT, 3, 0), (CONCAT, 3, 3), (CONCAT, 4, 3), (CONCAT, 5, 4), (CONCAT, 6, 0), (CROSS, 0, 0), (CROSS, 3, 3)]


def call(command: list[str]) -> dict:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def best_sgemm(tool: str, preset: str) -> dict[str, float]:
    """GFLOP/s of OpenBLAS's sgemm by the kernels it runs with: those that the environment names, and those that OpenBLAS chooses
    itself where it is named none (which may fail on a CPU that it does not know)."""
    command = [tool, "bench", "sgemm", "--preset", preset, "--json"]
    free = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    rates: dict[str, float] = {}
    for environment in (dict(os.environ), free):
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if done.returncode == 0:
            result = json.loads(done.stdout)
            rates[result["blas_core"]] = max(rates.get(result["blas_core"], 0), result["sgemm_gflops"])
    return rates


def arguments(case: tuple, threads: int) -> list[str]:
    _, kind, preset, conditioning, v, c, batch, steps, evaluations, _, _ = case
    words = [kind, "--preset", preset, "--conditioning", conditioning, "--image-depth", v, "--text-depth", c,
             "--batch", batch, "--steps", steps, "--threads", threads]
    if kind == "sample":
        words += ["--evaluations", evaluations]
    return [str(word) for word in words]


def compare(case: tuple, tool: str, torch: str | None, rounds: int, threads: int) -> dict:
    rates: dict[str, list[float]] = {"fusiongrid": [], "eager": [], "compile": []}
    details: dict[str, list[float]] = {}
    cores: dict[str, list[float]] = {}
    for round_index in range(rounds):
        ours = call([tool, "bench", *arguments(case, threads), "--json"])
        rates["fusiongrid"].append(ours["images_per_second"])
        for key in ("executed_gflops", "reference_gflops", "product_gflops", "peak_memory_bytes"):
            details.setdefault(key, []).append(ours[key])
        sgemm = best_sgemm(tool, case[2])
        sgemm[ours["blas_core"]] = max(sgemm.get(ours["blas_core"], 0), ours["sgemm_gflops"])
        details.setdefault("sgemm_gflops", []).append(max(sgemm.values()))
        for core, rate in sgemm.items():
            cores.setdefault(core, []).append(rate)
        if torch:
            contestant = [torch, str(HERE / "pytorch/contestant.py"), *arguments(case, threads)]
            rates["eager"].append(call(contestant)["images_per_second"])
            if case[10] and round_index < 1:  # compiling takes a minute
                rates["compile"].append(call([*contestant, "--compile"])["images_per_second"])
    wide = ours["matrix_kernel"] == "native-512"
    row = {"case": case[0], "goal": case[9][wide], "rounds": rates}
    if case[1] == "train":
        row["goal_of_best"] = {"small": (0.85, 0.80), "paper": (0.92, 0.90)}[case[2]][wide]
    for name, values in rates.items():
        row[name] = statistics.median(values) if values else None
    for key, values in details.items():
        row[key] = statistics.median(values)
    row["of_sgemm"] = statistics.median(
        done / best for done, best in zip(details["executed_gflops"], details["sgemm_gflops"]))
    row["of_best"] = statistics.median(
        done / max(best, product)
        for done, best, product in zip(details["executed_gflops"], details["sgemm_gflops"], details["product_gflops"]))
    row["sgemm_by_core"] = {core: statistics.median(values) for core, values in cores.items()}
    best = max((row[name] for name in ("eager", "compile") if row[name]), default=None)
    row["ratio"] = row["fusiongrid"] / best if best else None
    print(f"{row['case']}: {row['fusiongrid']:.2f} images/s, ratio {row['ratio'] or float('nan'):.2f}", flush=True)
    return row


def two_workers(tool: str, rounds: int) -> dict:
    """Two training jobs at once, one thread each, against one of them alone."""
    job = [tool, "bench", "train", "--preset", "small", "--threads", "1", "--lanes", "2", "--steps", "16", "--json"]
    alone, both = [], []
    for _ in range(rounds):
        alone.append(call(job)["images_per_second"])
        pair = [subprocess.Popen(job, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        both.append(sum(json.loads(process.communicate()[0])["images_per_second"] for process in pair))
    ratio = statistics.median(both) / statistics.median(alone)
    return {"one": statistics.median(alone), "two": statistics.median(both), "ratio": ratio, "goal": 1.92}


def start_up(tool: str, words: list[str], rounds: int = 15) -> float:
    """Median milliseconds of a whole command."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([tool, *words], capture_output=True, check=True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def depths(tool: str, threads: int, rounds: int) -> list[dict]:
    """Training speed of intermediate fusion beside early fusion at the paper's size."""
    def rate(conditioning: str, v: int, c: int) -> dict:
        case = ("", "train", "paper", conditioning, v, c, 4, 2, 0, (None, None), False)
        return call([tool, "bench", *arguments(case, threads), "--json"])

    measured: dict[tuple, list[dict]] = {variant: [] for variant in [(CONCAT, 0, 0), *DEPTHS]}
    for _ in range(rounds):  # alternating: a slow minute of the machine meets all of them
        for variant, results in measured.items():
            results.append(rate(*variant))

    def middle(variant: tuple, value: Callable[[dict], float]) -> float:
        return statistics.median(value(result) for result in measured[variant])
    def speed(variant: tuple) -> float:
        return middle(variant, lambda result: result["images_per_second"])
    def cost(variant: tuple, kind: str) -> float:
        return middle(variant, lambda result: result[f"{kind}_gflops"] / result["images_per_second"])

    base = (CONCAT, 0, 0)
    return [
        {"conditioning": variant[0], "v": variant[1], "c": variant[2], "images_per_second": speed(variant),
         "speed_against_early": speed(variant) / speed(base) - 1,
         "flops_against_early": cost(variant, "reference") / cost(base, "reference") - 1,
         "executed_against_reference": cost(variant, "executed") / cost(variant, "reference") - 1}
        for variant in measured]


def whole_jobs(tool: str, threads: int, rounds: int, shortened: int = 10) -> list[dict]:
    """Where the time of a whole job goes: real jobs of experiments/fusion-points.yaml, as many at once as there are cores, each with one
    thread, as `run` does by default. Their training is shortened: every look, checkpoint and log entry happens as often as in a whole
    job, and the seconds in training steps are multiplied. The first jobs of each process are not counted: they make what all share
    (what the mini-clip sees in real pictures). The mini-clip is hardly trained, which takes as long to judge with."""
    spec = HERE.parent / "experiments/fusion-points.yaml"
    overrides = {"train.steps": 8000, "evaluate.every": 2000, "train.checkpoint_every": 2000, "train.log_every": 100}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "jobs.sqlite"
        for point, conditioning, depth in JOBS:
            cell = [f"fusion.point={point}", f"fusion.conditioning={conditioning}", f"fusion.text_depth={depth}"]
            subprocess.run(
                [tool, "run", str(spec), "evaluate.evaluator_steps=20", f"seeds={list(range(1, 1 + threads * (1 + rounds)))}",
                 *(f"{name}={value // shortened}" for name, value in overrides.items()),
                 *(word for condition in cell for word in ("--where", condition)),
                 "--store", str(store), "--workers", str(threads), "--threads", "1", "--quiet"], check=True, stdout=subprocess.DEVNULL)
            database = sqlite3.connect(store)
            attempts = [attempt for attempt, in database.execute("SELECT id FROM attempts ORDER BY id DESC LIMIT ?", [threads * rounds])]
            found = [dict(database.execute("SELECT name, value FROM measurements WHERE attempt = ?", [attempt])) for attempt in attempts]
            database.close()
            row = {"point": point, "conditioning": conditioning, "text_depth": depth, "jobs": len(found), "goal": 0.20}
            for part in ["evaluation", *PARTS]:
                row[part] = statistics.median(seconds[f"{part}_seconds"] for seconds in found)
            row["training"] *= shortened
            other = row["evaluation"] + row["storage"]
            row["share"] = other / (other + row["training"])
            rows.append(row)
            print(f"whole job, point {point} {conditioning} c{depth}: {100 * row['share']:.1f} % is not training steps", flush=True)
    return rows


def machine_name(cpu: dict[str, str]) -> str:
    """AMD's generations of the last years by family and model; else what the CPU calls itself."""
    family, model = int(cpu.get("cpu family", 0)), int(cpu.get("model", 0))
    if cpu.get("vendor_id") == "AuthenticAMD" and family == 25:
        return "Zen 4" if model in range(0x10, 0x20) or model in range(0x60, 0x80) or model in range(0xA0, 0xB0) else "Zen 3"
    if cpu.get("vendor_id") == "AuthenticAMD" and family == 26:
        return "Zen 5"
    return cpu.get("model name", platform.machine())


def sections() -> str:
    """All of benchmarks/results.md: a section a CPU and kernel, the newest first."""
    stored = [json.loads(path.read_text()) for path in (HERE / "results").glob("*.json")]
    stored.sort(key=lambda results: (results["date"], results["machine"]["name"]), reverse=True)
    return "# Benchmark results\n\n" + "\n".join(markdown(results) for results in stored)


def markdown(results: dict) -> str:
    machine = results["machine"]
    lines = [
        f"## {machine['name']}, {machine['matrix_kernel']}", "",
        f"Written by `make bench` on {results['date']}: {machine['cpu']} ({machine['name']}), {machine['threads']} threads, matrix products "
        f"{machine['matrix_kernel']}, PyTorch {machine['torch'] or 'absent'}. Medians of {results['rounds']} alternating rounds. sgemm is "
        "OpenBLAS's fastest: with the kernels that the environment names, and with those that it chooses itself. `of best`: executed rate over "
        "the best product's of the same run, sgemm's or the engine's own.", "",
        "| case | fusiongrid, images/s | PyTorch eager | torch.compile | ratio | goal | executed GFLOP/s | sgemm GFLOP/s | own products | of best | goal | peak MB |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    def number(value: float | None, digits: int = 2) -> str:
        return "-" if value is None else f"{value:.{digits}f}"
    def of_best(row: dict) -> float:  # runs from before it was recorded have the medians
        return row.get("of_best", row["executed_gflops"] / max(row["sgemm_gflops"], row["product_gflops"]))
    def sgemm(row: dict) -> str:
        return ", ".join(f"{core} {rate:.0f}" for core, rate in sorted(row["sgemm_by_core"].items()))
    for row in results["cases"]:
        lines.append(
            f"| {row['case']} | {number(row['fusiongrid'])} | {number(row['eager'])} | {number(row['compile'])} | "
            f"{number(row['ratio'])} | {row['goal']} | {number(row['executed_gflops'], 0)} | {sgemm(row)} | "
            f"{number(row['product_gflops'], 0)} | {number(of_best(row))} | {number(row.get('goal_of_best'))} | "
            f"{row['peak_memory_bytes'] / 1e6:.0f} |")
    workers = results["two_workers"]
    lines += [
        "", f"Two workers of one thread against one: {workers['two']:.0f} against {workers['one']:.0f} images/s, "
        f"{workers['ratio']:.2f} x (goal {workers['goal']} x).", "",
        f"Start-up: `--help` {results['start_up']['help']:.0f} ms (goal 30), `plan experiments/quickstart.yaml` "
        f"{results['start_up']['plan']:.0f} ms (goal 150).", "",
    ]
    if results.get("jobs"):
        lines += [
            "A whole job of `experiments/fusion-points.yaml`: seconds by part, and the share that is not training steps (one thread a job, as many "
            "jobs at once as cores; a tenth of the training steps timed and multiplied, everything else as often as in a whole job):", "",
            "| point | conditioning | text depth | training | validation | sampling | attention | knock-out | block probes | storage | share | goal |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|"]
        lines += [
            f"| {row['point']} | {row['conditioning']} | {row['text_depth']} | "
            + " | ".join(f"{row[part]:.1f}" for part in PARTS)
            + f" | {100 * row['share']:.1f} % | {100 * row['goal']:.0f} % |" for row in results["jobs"]]
        lines.append("")
    if results["depths"]:
        lines += [
            "Intermediate against early concatenation, the paper's size, training (the paper reports up to +50 % speed at -20 % FLOPs):", "",
            "| conditioning | v | c | images/s | speed | reference FLOPs | executed against reference FLOPs |", "|---|---|---|---|---|---|---|"]
        lines += [
            f"| {row['conditioning']} | {row['v']} | {row['c']} | {row['images_per_second']:.2f} | "
            f"{100 * row['speed_against_early']:+.0f} % | {100 * row['flops_against_early']:+.1f} % | {100 * row['executed_against_reference']:+.1f} % |" for row in results["depths"]]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("--torch", metavar="PYTHON", help="an interpreter with torch")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="leave out the table of depths")
    options = parser.parse_args()
    threads = os.cpu_count() or 1
    if options.torch:  # equal outputs first, speed after
        parity = HERE.parent / "Tests/Fixtures/parity"
        subprocess.run([options.torch, str(HERE / "pytorch/check_parity.py"), str(parity)], check=True)
        subprocess.run([options.tool, "verify", str(parity)], check=True, stdout=subprocess.DEVNULL)
    version = subprocess.run(
        [options.torch, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True
    ).stdout.strip() if options.torch else None
    sgemm = call([options.tool, "bench", "sgemm", "--preset", "paper", "--json"])
    first = Path("/proc/cpuinfo").read_text().split("\n\n")[0]
    cpu = {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in first.splitlines() if ":" in line)}
    results = {
        "date": time.strftime("%Y-%m-%d", time.gmtime()), "rounds": options.rounds,
        "machine": {"cpu": cpu.get("model name", platform.machine()), "name": machine_name(cpu), "family": cpu.get("cpu family"),
                    "model": cpu.get("model"), "threads": threads, "blas": sgemm["blas_core"], "matrix_kernel": sgemm["matrix_kernel"], "torch": version},
        "cases": [compare(case, options.tool, options.torch, options.rounds, threads) for case in CASES],
        "two_workers": two_workers(options.tool, options.rounds),
        "start_up": {"help": start_up(options.tool, ["--help"]),
                     "plan": start_up(options.tool, ["plan", "experiments/quickstart.yaml"])},
        "jobs": whole_jobs(options.tool, threads, min(2, options.rounds)),
        "depths": [] if options.quick else depths(options.tool, threads, max(2, options.rounds // 2)),
    }
    machine = results["machine"]
    name = f"{machine['name']}-{machine['matrix_kernel']}".lower().replace(" ", "-").replace("/", "-")
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{name}.json").write_text(json.dumps(results, indent=1) + "\n")
    (HERE / "results.md").write_text(sections())
    print(markdown(results))


if __name__ == "__main__":
    main()
