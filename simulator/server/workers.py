"""Several processes on one address: a parent that only watches, and workers that serve, each with its own store."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress

from simulator.errors import EncounterError, UsageError

Serve = Callable[[int, Callable[[], None]], None]
"""Serves as the worker with a number, from 0, until it is stopped. It calls the function that it is given when it is
ready."""

_AGAIN = 1.0
"""Seconds until a worker is started again that ended before it was there."""

_LENGTH = 10
_ENDED = b"0".rjust(_LENGTH)
"""Says that a worker has ended; otherwise the process is named that is there."""


def run_workers(count: int, serve: Serve, *, ready: Callable[[], None]) -> None:
    """Run workers until this process is stopped; one that ends by itself is started again.

    It must be called before there are threads or open stores, which a process that is forked cannot share.

    Args:
        count: how many.
        serve: what each does.
        ready: called once all of them are there.

    Raises:
        UsageError: this system cannot fork, or a worker ended before all of them were there.
    """
    if not hasattr(os, "fork"):
        raise UsageError("This system cannot run several workers.", "Leave out --workers.")
    told, tell = os.pipe()
    alive, gone = os.pipe()  # a worker reads the end of it once its parent is gone, however that ended
    started: dict[int, int] = {}
    there: set[int] = set()
    announced = False

    def start(number: int) -> None:
        started[_fork(number, serve, tell, alive, gone)] = number

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGCHLD, lambda *_: os.write(tell, _ENDED))
    try:
        for number in range(count):
            start(number)
        while True:
            process = int(os.read(told, _LENGTH))
            if process:
                there.add(process)
                if len(there) == count and not announced:
                    announced = True
                    ready()
                continue
            for ended in _ended(started):
                if ended not in there and not announced:
                    raise UsageError("A worker process ended as soon as it started.", "Its messages are above.")
                if ended not in there:
                    time.sleep(_AGAIN)  # the store may be away for a while
                start(started.pop(ended))
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for process in started:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        for process in started:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)
        for descriptor in (told, tell, alive, gone):
            os.close(descriptor)


def _ended(started: dict[int, int]) -> Iterator[int]:
    """Yield the processes that have ended."""
    for process in list(started):
        with suppress(ChildProcessError):
            if os.waitpid(process, os.WNOHANG)[0]:
                yield process


def _fork(number: int, serve: Serve, tell: int, alive: int, gone: int) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(gone)
        _end_with_parent(alive)
        serve(number, lambda: _say(tell))
        code = 0
    except KeyboardInterrupt:
        code = 0
    except EncounterError as error:
        print(error, file=sys.stderr)
    except Exception:  # noqa: BLE001 (it must not go on in the parent's code)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(tell: int) -> None:
    os.write(tell, str(os.getpid()).encode().rjust(_LENGTH))


def _end_with_parent(alive: int) -> None:
    """Ask to be stopped once the parent is gone."""

    def watch() -> None:
        os.read(alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def listening(host: str, port: int) -> socket.socket:
    """Return a socket on which every worker takes connections.

    Raises:
        UsageError: the address cannot be listened on.
    """
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections take this over. Without it, the second half of each page waits 40 ms for a browser to acknowledge the
    # first. asyncio sets it only for sockets that it opens itself.
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        made.bind((host, port))
        made.listen(2048)
    except OSError as error:
        made.close()
        raise cannot_listen(host, port, error, "--port") from None
    return made


def cannot_listen(host: str, port: int, error: OSError, option: str) -> UsageError:
    """Return the error that says why nobody can listen on an address, and which option names another."""
    said = os.strerror(error.errno) if error.errno else str(error)
    return UsageError(f"The server cannot listen on {host}:{port}: {said}.", f"Give another {option}.")
