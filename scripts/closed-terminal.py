"""Runs a command in a terminal whose window is closed a second later; prints how it ended. Usage: closed-terminal.py COMMAND..."""
import os, pty, select, signal, sys, time

pid, terminal = pty.fork()
if pid == 0:
    # Whoever ignores hang-ups, as nohup does, passes that on.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
end = time.time() + 1
while time.time() < end:
    if select.select([terminal], [], [], 0.1)[0]:
        os.read(terminal, 65536)
os.close(terminal)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print("exit", code)
sys.exit(code if code >= 0 else 1)
