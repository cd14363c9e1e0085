"""Seats: a process a session, forked from a parent that has the app in memory already.

The parent has no threads and no open store. Requests come over a socket. Each names the person, the terminal, and
whether to open the app or the line-by-line player. The person's name comes from the server and cannot be changed from
the seat.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

from simulator.people.model import Account


class Seats:
    """The parent of all sessions, as the server talks to it; start it before the server has threads.

    Args:
        store: the record store's address, or None for the default.
    """

    def __init__(self, store: str | None) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "simulator.commands.seat", str(theirs.fileno())]
        with theirs:
            self._parent = subprocess.Popen(command, pass_fds=[theirs.fileno()])  # noqa: S603 (our own program)
        self._socket = ours
        self._store = store
        self._asking = threading.Lock()  # two answers at once could be taken for each other's

    def open(self, account: Account, *, terminal: int, plain: bool, term: str) -> int:
        """Open a session on a terminal; return the process that it is.

        Args:
            account: whose session it is.
            terminal: the descriptor of the terminal's, or a socket's, far end.
            plain: line by line.
            term: what kind of terminal it is.
        """
        asked = {
            "name": account.name,
            "account": account.id,
            "role": str(account.role),
            "plain": plain,
            "term": term,
            "store": self._store,
        }
        with self._asking:
            socket.send_fds(self._socket, [json.dumps(asked).encode()], [terminal])
            return int(self._socket.recv(32))

    def end(self, session: int) -> None:
        """End a session; what was answered is kept."""
        with suppress(ProcessLookupError):
            os.kill(session, signal.SIGHUP)

    def close(self) -> None:
        """End the parent; sessions that are open go on until their line drops."""
        self._socket.close()
        self._parent.wait(10)
