"""Runs a command in a terminal of COLUMNS columns and looks at what it wrote.

usage: narrow-terminal.py COLUMNS TERM COMMAND...
Between cursor movements no line may be as wide as the window; a terminal named dumb may get no cursor codes at all. Ends as the command does.
"""
import fcntl
import os
import pty
import re
import struct
import sys
import termios

columns, name, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
child, master = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ["TERM"] = name
    os.execvp(command[0], command)
written = b""
while True:
    try:
        piece = os.read(master, 65536)
    except OSError:
        break
    if not piece:
        break
    written += piece
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
text = written.decode()
if name == "dumb":
    print(f"cursor codes: {text!r}" if "\x1b" in text else "no cursor codes")
else:
    # What is drawn again is what later moves up: so many lines before the movement.
    wide, lines = [], []
    for part in re.split(r"(\x1b\[\d+A\x1b\[J)", text.replace("\r", "")):
        if part.startswith("\x1b"):
            count = int(re.match(r"\x1b\[(\d+)A", part)[1])
            wide += [line for line in lines[-count:] if len(line) >= columns]
            lines = lines[:-count]
        else:
            lines += part.split("\n")[:-1]
    print(f"{columns} columns: " + (f"too wide: {wide}" if wide else "ok"))
sys.exit(status)
