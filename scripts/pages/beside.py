"""A sweep alone, beside one page that follows it, and beside many readers, in turns: beside.py TOOL STORE SPEC SWEEP ROUNDS [READERS]

STORE holds SPEC's many jobs, which the pages show, and takes SWEEP's results: a spec with `seeds: SEEDS`, which each turn replaces by seeds
that have not run. The sweep, and the server with its readers, are in sessions of their own, as if started from two terminals. Printed are
the sweep's wall time, its processor time, and how long its threads were ready to run and waited for a core: what is neither was spent
waiting for a disk or a lock.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

from measure import Reader, pages, summary


class Waiting(threading.Thread):
    """Seconds that the threads of a process waited for a core, as long as it lives."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.known = pid, {}

    def run(self):
        while os.path.exists(f"/proc/{self.pid}"):
            for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
                try:
                    self.known[path] = [int(n) for n in open(path).read().split()[:2]]
                except OSError:
                    pass
            time.sleep(0.2)

    @property
    def seconds(self):
        return sum(wait for _, wait in self.known.values()) / 1e9


def sweep(tool, store, text, seed):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as spec:
        spec.write(text.replace("SEEDS", f"[{seed}, {seed + 1}]"))
        spec.flush()
        start, before = time.time(), os.times()
        process = subprocess.Popen([tool, "run", spec.name, "--store", store, "--workers", "2"], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, start_new_session=True)
        waiting = Waiting(process.pid)
        waiting.start()
        output, _ = process.communicate()
        after = os.times()
    wall = time.time() - start
    used = after.children_user + after.children_system - before.children_user - before.children_system
    if process.returncode:
        sys.exit(f"the sweep ended with {process.returncode}: {output[-2000:]}")
    return wall, used, waiting.seconds, len(re.findall(r"lock", output))


def served(tool, store, spec, job, count, body):
    server = subprocess.Popen([tool, "serve", spec, "--store", store, "--port", "0"], stdout=subprocess.PIPE, text=True,
                              start_new_session=True)
    try:
        address = server.stdout.readline().strip().rstrip("/")
        time.sleep(5)  # what it prepares is not part of following
        over = threading.Event()
        name = re.search(r"^name: *(\S+)", open(spec).read(), re.M).group(1)
        readers = [Reader(address, pages(name, job), number, over.is_set, turn=10 ** 9 if count == 1 else 4) for number in range(count)]
        if count == 1:
            readers[0].place = 1  # the grid
        for reader in readers:
            reader.start()
        with open(f"/proc/{server.pid}/stat") as file:
            before = sum(int(n) for n in file.read().rsplit(")", 1)[1].split()[11:13])
        result = body()
        with open(f"/proc/{server.pid}/stat") as file:
            used = (sum(int(n) for n in file.read().rsplit(")", 1)[1].split()[11:13]) - before) / os.sysconf("SC_CLK_TCK")
        over.set()
        for reader in readers:
            reader.join()
        return result, f"server used {used:.1f} s; {summary(readers)}"
    finally:
        server.terminate()
        server.wait()


def main():
    tool, store, spec, path, rounds = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
    many, text = int(sys.argv[6]) if len(sys.argv) > 6 else 50, open(path).read()
    job = subprocess.run([tool, "query", "SELECT key FROM jobs LIMIT 1", "--store", store, "--format", "csv"], capture_output=True, text=True,
                         check=True).stdout.split()[-1]
    seed = int(time.time()) % 1_000_000 * 100
    for number in range(rounds):
        for count in (0, 1, many):
            seed += 2
            run = lambda: sweep(tool, store, text, seed)  # noqa: E731
            (wall, used, waited, locked), said = (run(), "") if count == 0 else served(tool, store, spec, job, count, run)
            print(f"{number} beside {count:2d}: {wall:6.2f} s, {used:6.2f} s of processor, {waited:6.2f} s waiting for a core, "
                  f"{locked} locked; {said}", flush=True)


if __name__ == "__main__":
    main()
