"""The parent of a server's SSH sessions: it has the app in memory, and forks a process for each (`server/seats.py`)."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_LARGEST = 64 * 1024
_MEMORY = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 3600


def serve(asked: socket.socket) -> None:
    """Fork a session for each request, until the server is gone."""
    import simulator.app.app
    import simulator.app.session
    import simulator.plain.menu
    import simulator.records.store  # noqa: F401 (it is in memory for all sessions)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a session: the kernel takes it away
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, _LARGEST, 1)
        if not message:
            return
        child = os.fork()
        if child == 0:
            asked.close()
            _sit(json.loads(message), descriptors[0])
        os.close(descriptors[0])
        asked.send(str(child).encode())


def _sit(session: Mapping[str, Any], terminal: int) -> None:
    """Be a session; never returns."""
    code = 1
    try:
        os.setsid()
        _be_alone(terminal, term=session["term"])
        code = _play(session)
    except BaseException as error:  # noqa: BLE001 (whatever it is, it must not go on in the parent's code)
        with suppress(OSError):
            os.write(2, f"The session ended: {error}\r\n".encode())
    finally:
        os._exit(code)


def _be_alone(terminal: int, *, term: str) -> None:
    """Take the terminal, set limits, and forget what the server's environment says."""
    import fcntl
    import resource
    import termios

    with suppress(OSError):
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in (0, 1, 2):
        os.dup2(terminal, number)
    os.closerange(3, 256)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # there is no shell to come back to
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "XDG_DATA_HOME") if name in os.environ}
    os.environ.clear()
    os.environ.update({"LANG": "C.UTF-8", **kept, "TERM": term, "SSH_CONNECTION": "ssh", "PYTHONUTF8": "1"})
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 (for as long as the process)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def _play(session: Mapping[str, Any]) -> int:
    from simulator.records.functions import asked_by

    with asked_by(session["account"], session["role"]):
        return _open(session)


def _open(session: Mapping[str, Any]) -> int:
    if session["plain"]:
        from simulator.plain.menu import run_plain

        return run_plain(session["store"], trainee=session["name"], served=True)
    from simulator.app.app import EncounterApp
    from simulator.app.session import Session

    app = EncounterApp(Session(session["store"], trainee=session["name"], served=True))
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
