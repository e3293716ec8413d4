"""Fills a folder with made-up cut-outs, as `make data-stamps` leaves one. Usage: cutouts.py FOLDER"""
import json
import os
import struct
import sys
import zlib

KINDS = [
    ("A yellow lemon.", (240, 220, 30), True), ("A tomato.", (220, 30, 30), True), ("A brown potato.", (120, 70, 20), True),
    ("An igloo.", (250, 250, 255), False), ("A blue box.", (20, 40, 220), False), ("A green frog.", (40, 140, 50), True),
    ("A fox.", (230, 110, 10), False), ("A black cat", (5, 5, 10), False),
]
SIDE = 40


def pixel(x, y, colour, is_round):
    """A disc or a square with a lighter upper half on a transparent ground."""
    u, v = (x + 0.5) / SIDE - 0.5, (y + 0.5) / SIDE - 0.5
    if max(abs(u), abs(v)) > 0.45 or (is_round and u * u + v * v >= 0.2):
        return bytes(4)
    return bytes(min(255, part + 12) if v < 0 else part for part in colour) + b"\xff"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(colour, is_round):
    rows = b"".join(b"\0" + b"".join(pixel(x, y, colour, is_round) for x in range(SIDE)) for y in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


folder = sys.argv[1]
os.makedirs(folder)
with open(os.path.join(folder, "metadata.jsonl"), "w") as lines:
    for number, (caption, colour, is_round) in enumerate(KINDS):
        name = f"kind{number}.png"
        with open(os.path.join(folder, name), "wb") as file:
            file.write(png(colour, is_round))
        lines.write(json.dumps({"file_name": name, "text": caption}) + "\n")
