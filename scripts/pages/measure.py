"""How long pages take on the server, with the first reader and with many: measure.py ADDRESS SPEC JOB [READERS SECONDS]"""
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request

address, spec, job = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
readers, seconds = (int(sys.argv[4]), float(sys.argv[5])) if len(sys.argv) > 5 else (0, 0)


def of_spec(path, **values):
    return path + "?" + urllib.parse.urlencode({"spec": spec, **values})


PAGES = ["/", of_spec("/grid"), of_spec("/grid", columns="fusion.point"), of_spec("/samples"), of_spec("/compare"), of_spec("/claims"),
         of_spec("/curves"), of_spec("/attention"), "/job?key=" + job, "/query?sql=SELECT+*+FROM+v_results+LIMIT+100", of_spec("/table", format="csv")]


def get(path):
    start = time.perf_counter()
    with urllib.request.urlopen(address + path, timeout=120) as answer:
        size = len(answer.read())
    return (time.perf_counter() - start) * 1000, size


if not readers:
    for path in PAGES:
        first, size = get(path)
        again = statistics.median(get(path)[0] for _ in range(5))
        print(f"{first:8.1f} ms first {again:7.1f} ms again {size:9d} bytes  {path}")
else:
    times, failures, end = [], [], time.time() + seconds

    def read(number):
        place = number
        while time.time() < end:
            try:
                get("/version")
                times.append(get(PAGES[place % (len(PAGES) - 1)])[0])
            except Exception as error:  # noqa: BLE001 - every failure of a reader counts
                failures.append(repr(error))
            place += 1
            time.sleep(1.5)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    print(f"{readers} readers, {len(times)} pages: median {times[len(times) // 2]:.1f} ms, 95 % below {times[int(len(times) * 0.95)]:.1f} ms, "
          f"slowest {times[-1]:.1f} ms, {len(failures)} failures {failures[:2]}")
