"""How long pages take on the server, made anew and kept, with the first reader and with many.

measure.py ADDRESS SPEC JOB                    each page once made anew, then kept; with PID set, the server's processor time, too
measure.py ADDRESS SPEC JOB READERS SECONDS    so many readers who follow the store as the pages' script does
"""
import os
import statistics
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

POLL = 1.5


def pages(spec, job):
    def of_spec(path, **values):
        return path + "?" + urllib.parse.urlencode({"spec": spec, **values})

    return ["/", of_spec("/grid"), of_spec("/grid", columns="fusion.point"), of_spec("/samples"), of_spec("/compare"), of_spec("/claims"),
            of_spec("/curves"), of_spec("/attention"), "/job?key=" + job, of_spec("/table", format="csv")]


def get(address, tag=None):
    """Milliseconds, bytes, the page's tag and the version of the store that it is of."""
    request = urllib.request.Request(address, headers={"If-None-Match": tag} if tag else {})
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            size, headers = len(answer.read()), answer.headers
    except urllib.error.HTTPError as error:
        if error.code != 304:
            raise
        size, headers = 0, error.headers
    return (time.perf_counter() - start) * 1000, size, headers.get("ETag"), headers.get("Store-Version")


def processor():
    """Milliseconds that the process $PID has used, in steps of ten; None without one."""
    if "PID" not in os.environ:
        return None
    with open(f"/proc/{os.environ['PID']}/stat") as file:
        return sum(int(n) for n in file.read().rsplit(")", 1)[1].split()[11:13]) * 1000 / os.sysconf("SC_CLK_TCK")


class Reader(threading.Thread):
    """Looks at one page after the other, each for some polling periods, and has it sent when the store has changed."""

    def __init__(self, address, paths, number, end, turn=4):
        super().__init__()
        self.address, self.paths, self.place, self.end, self.turn = address, paths, number, end, turn
        self.times, self.failures, self.sent = [], [], 0
        # Not all at the same moment.
        self.start_after = (number * 0.37) % POLL

    def run(self):
        time.sleep(self.start_after)
        polls, tag, version = 0, None, None
        while not self.end():
            if polls % self.turn == 0:
                path, tag, version = self.paths[self.place % len(self.paths)], None, None
                self.place += 1
            polls += 1
            try:
                with urllib.request.urlopen(self.address + "/version", timeout=120) as answer:
                    now = answer.read().decode()
                if now != version:
                    took, size, tag, version = get(self.address + path, tag)
                    self.times.append(took)
                    self.sent += size > 0
            except Exception as error:  # noqa: BLE001 - every failure of a reader counts
                self.failures.append(repr(error))
            time.sleep(POLL)


def summary(readers):
    times, failures = sorted(t for r in readers for t in r.times), [f for r in readers for f in r.failures]
    if not times:
        return f"{len(readers)} readers: nothing asked, {len(failures)} failures {failures[:2]}"
    return (f"{len(readers)} readers asked {len(times)} times for a page and were sent {sum(r.sent for r in readers)}: "
            f"median {statistics.median(times):.1f} ms, 95 % below {times[int(len(times) * 0.95)]:.1f} ms, slowest {times[-1]:.1f} ms, "
            f"{len(failures)} failures {failures[:2]}")


def main():
    address, spec, job = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
    if len(sys.argv) > 5:
        end = time.time() + float(sys.argv[5])
        readers = [Reader(address, pages(spec, job), number, lambda: time.time() > end) for number in range(int(sys.argv[4]))]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        print(summary(readers))
        return
    for number, path in enumerate(pages(spec, job) + ["/query?sql=SELECT+*+FROM+v_results+LIMIT+100"]):
        # A value that no page reads makes it another page.
        before = processor()
        anew = get(f"{address}{path}{'&' if '?' in path else '?'}anew={time.time()}")
        used = "" if before is None else f"{processor() - before:6.0f} ms of processor"
        kept = statistics.median(get(address + path)[0] for _ in range(5))
        print(f"{anew[0]:8.1f} ms anew {used} {kept:7.1f} ms kept {anew[1]:9d} bytes  {path}", flush=True)


if __name__ == "__main__":
    main()
