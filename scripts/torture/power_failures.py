#!/usr/bin/env python3
"""What a power failure may leave of a folder, at random moments of a recorded run.

usage: power_failures.py TRACE FOLDER BEFORE AFTER COUNT SEED
TRACE is what `strace -f -y -xx -s 1000000000 -e trace=...` wrote (scripts/torture/power.sh), FOLDER the folder the run wrote to, BEFORE
a copy of it from before the run. COUNT folders AFTER/0, AFTER/1, ... are made.

The disk is as bad as POSIX allows: only fsync and fdatasync keep anything. Of what a file was not synced since, any subset of sectors
may be there, in any order; of what a folder was not synced since, the first few changes of names, or all. Files with shared memory
(-shm) hold noise. A sync counts once it has returned, and keeps what was written before it was called.
"""
import os
import random
import re
import shutil
import sys

SECTOR = 512
CALL = re.compile(r"^(\d+) +(\w+)\((.*)$", re.S)
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$", re.S)
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
DESCRIPTOR = re.compile(r"(?:^|[ =(])(-?\w+)<((?:\\x[0-9a-f]{2})*)>")
PATH = re.compile(r'(?:(\w+)<((?:\\x[0-9a-f]{2})*)>, )?"((?:\\x[0-9a-f]{2})*)"')


def last_number(arguments):
    return int(re.search(r", (\d+)(?:\)| <unfinished)[^,]*$", arguments).group(1))


def decoded(text):
    return bytes.fromhex(text.replace("\\x", ""))


class File:
    """The content on disk, and what was done to it since, in order: (offset, bytes) or (length, None)."""

    def __init__(self, content=b""):
        self.durable = bytearray(content)
        self.pending = []

    def sync(self, count):
        for change in self.pending[:count]:
            apply(self.durable, change)
        del self.pending[:count]

    def length(self):
        size = len(self.durable)
        for offset, data in self.pending:
            size = offset if data is None else max(size, offset + len(data))
        return size

    def after_failure(self, rng):
        content = bytearray(self.durable)
        mode = rng.choice(["none", "all", "first", "some", "some", "torn"])
        last = rng.randint(0, len(self.pending))
        for place, (offset, data) in enumerate(self.pending):
            if mode == "none" or (mode == "first" and place >= last):
                break
            if mode == "some" and rng.random() < 0.5:
                continue
            if mode == "torn" and data is not None:
                for start in range(0, len(data), SECTOR):
                    if rng.random() < 0.5:
                        apply(content, (offset + start, data[start:start + SECTOR]))
            else:
                apply(content, (offset, data))
        return content


def apply(content, change):
    offset, data = change
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
    else:
        content.extend(bytes(max(0, offset - len(content))))
        content[offset:offset + len(data)] = data


class Folder:
    """Names on disk, names as the run sees them, and the changes in between: name -> File, Folder or None."""

    def __init__(self):
        self.durable, self.names, self.pending = {}, {}, []

    def set(self, names):
        """One change of one or several names that happens whole or not at all."""
        self.pending.append(names)
        update(self.names, names)

    def sync(self, count):
        for names in self.pending[:count]:
            update(self.durable, names)
        del self.pending[:count]


def update(names, changes):
    for name, entry in changes.items():
        if entry is None:
            names.pop(name, None)
        else:
            names[name] = entry


class Disk:
    def __init__(self, folder, before):
        self.folder = os.path.realpath(folder)
        self.top = self.read(before)
        self.positions, self.open_calls, self.directories = {}, {}, {}
        self.events = 0

    def read(self, path):
        result = Folder()
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            full = os.path.join(path, name)
            if os.path.isdir(full):
                entry = self.read(full)
            else:
                with open(full, "rb") as source:
                    entry = File(source.read())
            result.durable[name] = result.names[name] = entry
        return result

    def paths(self, pid, arguments):
        """The paths among a call's arguments, whole: a relative one begins at the folder that the recording shows before it, else
        where its process was last seen to be (a run starts others, which work in folders of their own)."""
        result = []
        for base, folder, path in PATH.findall(arguments):
            if base == "AT_FDCWD":
                self.directories[pid] = decoded(folder).decode()
            start = decoded(folder).decode() if base else self.directories.get(pid, self.folder)
            result.append(os.path.normpath(os.path.join(start, decoded(path).decode())))
        return result

    def place(self, path):
        """The folder and the name in it, or None for a path outside."""
        if path == self.folder:
            return None, ""
        if not path.startswith(self.folder + "/"):
            return None
        parts = path[len(self.folder) + 1:].split("/")
        folder = self.top
        for depth, part in enumerate(parts[:-1], 1):
            if part not in folder.names:
                self.settle(os.path.join(self.folder, *parts[:depth]))
            folder = folder.names[part]
        if parts[-1] not in folder.names:
            self.settle(path)
        return folder, parts[-1]

    def settle(self, path):
        """Another call has met `path`: the one that makes it has happened, though the recording tells its end later."""
        for pid, (name, begun) in self.open_calls.items():
            if begun and begun[0] == "later" and path in begun[1] and name not in ("unlink", "unlinkat", "rmdir", "openat"):
                self.open_calls[pid] = (name, None)
                self.rename_or_open(name, begun[1], begun[2], "0")
                self.events += 1

    def entry(self, path):
        where = self.place(path)
        if where is None:
            return None
        folder, name = where
        return self.top if folder is None else folder.names.get(name)

    # What a call changes, when it is made (syncs: when it has returned).

    def begin(self, pid, name, arguments):
        text = [decoded(match.group(1)) for match in STRING.finditer(arguments)]
        if any(match.group(2) for match in STRING.finditer(arguments)):
            raise ValueError(f"the trace cut a string short: {name}")
        descriptor = DESCRIPTOR.search("(" + arguments)
        path = decoded(descriptor.group(2)).decode() if descriptor else None
        if name in ("write", "pwrite64"):
            target = self.entry(path)
            if not isinstance(target, File) or path.endswith("-shm"):
                return None
            if name == "pwrite64":
                offset = last_number(arguments)
            else:
                key = (path, descriptor.group(1))
                offset = self.positions.get(key, 0)
                self.positions[key] = offset + len(text[0])
            target.pending.append((offset, text[0]))
            return ("change",)
        if name == "ftruncate":
            target = self.entry(path)
            if not isinstance(target, File) or path.endswith("-shm"):
                return None
            target.pending.append((last_number(arguments), None))
            return ("change",)
        if name in ("fsync", "fdatasync"):
            target = self.entry(path)
            return None if target is None else ("sync", target, len(target.pending))
        return ("later", self.paths(pid, arguments), arguments)

    def end(self, name, begun, result):
        if begun is None:
            return False
        failed = result.startswith("-1") or result.startswith("?")
        if begun[0] == "change":
            if failed:
                raise ValueError(f"a failed {name} is not modelled")
            return True
        if begun[0] == "sync":
            if not failed:
                _, target, count = begun
                # Another sync of the same thing may have returned meanwhile: never more than was there at the call.
                target.sync(min(count, len(target.pending)))
            return True
        if failed:
            return False
        _, paths, arguments = begun
        return self.rename_or_open(name, paths, arguments, result)

    def rename_or_open(self, name, paths, arguments, result):
        places = [self.place(path) for path in paths]
        if any(place is None or place[0] is None for place in places):
            return False
        folder, file = places[0]
        if name == "openat":
            handle = result.split("<")[0].strip()
            self.positions[(paths[0], handle)] = 0
            if "O_CREAT" in arguments and file not in folder.names:
                folder.set({file: File()})
                return True
            if "O_TRUNC" in arguments and isinstance(folder.names.get(file), File):
                folder.names[file].pending.append((0, None))
                return True
            if "O_APPEND" in arguments:
                self.positions[(paths[0], handle)] = folder.names[file].length()
            return False
        if name in ("unlink", "unlinkat", "rmdir"):
            folder.set({file: None})
        elif name in ("mkdir", "mkdirat"):
            folder.set({file: Folder()})
        elif name in ("link", "linkat"):
            places[1][0].set({places[1][1]: folder.names[file]})
        elif name in ("rename", "renameat", "renameat2"):
            entry = folder.names[file]
            if places[1][0] is not folder:
                raise ValueError("a rename from folder to folder is not modelled")
            folder.set({file: None, places[1][1]: entry})
        else:
            raise ValueError(f"{name} is not modelled")
        return True

    def replay(self, trace, moments=(), failure=None):
        """Counts the events that change what is on disk; calls `failure` right before each of the moments."""
        moments = sorted(moments)
        for line in trace:
            resumed = RESUMED.match(line)
            if resumed:
                pid, name, rest = resumed.groups()
                name, begun = self.open_calls.pop(pid)
                changed = self.end(name, begun, rest.rsplit("=", 1)[1].strip())
            else:
                call = CALL.match(line)
                if not call:
                    continue
                pid, name, arguments = call.groups()
                begun = self.begin(pid, name, arguments)
                if arguments.rstrip().endswith("<unfinished ...>"):
                    self.open_calls[pid] = (name, begun)
                    continue
                changed = self.end(name, begun, arguments.rsplit(" = ", 1)[1].strip())
            if changed:
                self.events += 1
                while moments and moments[0] <= self.events:
                    failure(moments.pop(0))

    def write(self, target, rng):
        def write_folder(folder, path):
            names = dict(folder.durable)
            for changes in folder.pending[:rng.choice([0, len(folder.pending), rng.randint(0, len(folder.pending))])]:
                update(names, changes)
            os.makedirs(path)
            for name, entry in names.items():
                full = os.path.join(path, name)
                if isinstance(entry, Folder):
                    write_folder(entry, full)
                    continue
                content = rng.randbytes(32768) if name.endswith("-shm") else entry.after_failure(rng)
                with open(full, "wb") as out:
                    out.write(content)

        write_folder(self.top, target)


    def check(self):
        """The replay ends with the folder that the run left: else the recording, or this program, has missed something."""
        def compare(folder, path):
            found = sorted(name for name in os.listdir(path) if not name.endswith("-shm"))
            expected = sorted(name for name in folder.names if not name.endswith("-shm"))
            if found != expected:
                raise ValueError(f"{path} holds {found}, not {expected}")
            for name in expected:
                full, entry = os.path.join(path, name), folder.names[name]
                if isinstance(entry, Folder):
                    compare(entry, full)
                    continue
                entry.sync(len(entry.pending))
                with open(full, "rb") as source:
                    if source.read() != entry.durable:
                        raise ValueError(f"{full} holds other bytes than were written to it")

        compare(self.top, self.folder)


def lines(path):
    with open(path, encoding="ascii") as source:
        yield from source


def main():
    trace, folder, before, after, count, seed = sys.argv[1:]
    rng = random.Random(int(seed))
    rehearsal = Disk(folder, before)
    rehearsal.replay(lines(trace))
    rehearsal.check()
    moments = [rng.randint(1, rehearsal.events) for _ in range(int(count))]
    disk = Disk(folder, before)
    made = []

    def failure(event):
        target = os.path.join(after, str(len(made)))
        shutil.rmtree(target, ignore_errors=True)
        disk.write(target, rng)
        made.append(event)

    disk.replay(lines(trace), moments, failure)
    print(f"{len(made)} failures among {rehearsal.events} events")


if __name__ == "__main__":
    main()
