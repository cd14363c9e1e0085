"""A program on a pseudo-terminal, timed from outside: what a person at the keyboard would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROWS, COLUMNS = 30, 100
PATIENCE = 30.0

MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("painted")

Minimal().run()
"""

OPTIONS = """
from textual.app import App
from textual.widgets import OptionList

class Options(App):
    def compose(self):
        yield OptionList(*(f"Option {number}: " + "words that a person could say here. " * 3 for number in range(1, 6)))

Options().run()
"""

SCENARIO = Path(__file__).parents[1] / "scenarios" / "urban" / "market-stall.yaml"


class Terminal:
    """A program that was just started on a terminal of its own."""

    def __init__(self, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})})
            os.environ.pop("NO_COLOR", None)
            # An installation has its bytecode; a checkout that may not write it compiles at every start.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.execv(command[0], list(command))  # noqa: S606 - the commands are this bench's own
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def until(self, *marks: str) -> float:
        """Read until every mark was written; return the seconds since the start."""
        written = b""
        wanted = [mark.encode() for mark in marks]
        while not all(mark in written for mark in wanted):
            data = self.read(PATIENCE)
            if not data:
                raise RuntimeError(f"{marks} did not come; the end of what did: {written[-400:]!r}")
            written += data
        return time.perf_counter() - self.began

    def read(self, patience: float) -> bytes:
        """Return what is written next, empty if nothing is within `patience` seconds."""
        ready, _, _ = select.select([self._fd], [], [], patience)
        try:
            return os.read(self._fd, 65536) if ready else b""
        except OSError:
            return b""

    def quiet(self, seconds: float = 0.02) -> bytes:
        """Read until nothing is written for so long; return what was."""
        written = b""
        while data := self.read(seconds):
            written += data
        return written

    def send(self, keys: bytes) -> None:
        """Send keys, whether or not anything answers."""
        os.write(self._fd, keys)

    def press(self, keys: bytes) -> float:
        """Send keys; return the seconds until the frame that answers, and let it come to its end."""
        began = time.perf_counter()
        os.write(self._fd, keys)
        if not self.read(PATIENCE):
            raise RuntimeError(f"no answer to {keys!r}")
        answered = time.perf_counter() - began
        self.quiet()
        return answered

    def memory(self) -> float:
        """Return the resident memory in MiB (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS: this is measured on Linux only")

    def end(self) -> None:
        """Kill the program, and let go of the terminal."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def python(script: str) -> list[str]:
    """Return the command that runs a script."""
    return [sys.executable, "-c", script]


def encounter(*arguments: str) -> list[str]:
    """Return the command that runs Encounter."""
    return [str(Path(sys.executable).with_name("encounter")), *arguments]


def own_folders() -> dict[str, str]:
    """Return an environment whose store, cache and settings are new and empty."""
    home = tempfile.mkdtemp(prefix="encounter-bench-")
    folders = {name: f"{home}/{name.lower()}" for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    return {**folders, "HOME": home, "ENCOUNTER_STORE": f"{home}/store.db"}
