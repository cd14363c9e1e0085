"""SSH: `ssh -p 2222 robin@academy` opens the app on a terminal, and the line-by-line player where there is none.

Who signs in is asked of the accounts, by password or by a key that the academy keeps. A session has no shell, no
forwarding and no files.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import socket
import struct
import termios
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncssh

from simulator.errors import EncounterError
from simulator.people.model import Account
from simulator.people.sign_in import account_by_key, checked, signed_in_by_key
from simulator.records.store import Store
from simulator.server.seats import Seats

IDLE = 30 * 60
"""Seconds without a key after which a session ends."""

_CHUNK = 16 * 1024


class _Connection(asyncssh.SSHServer):
    """One connection: who it is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._address = ""
        self._by_key = False
        self.account: Account | None = None

    def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
        """Note where it comes from."""
        peer = connection.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        connection.set_extra_info(door=self)

    def password_auth_supported(self) -> bool:
        """Take passwords."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Return whether name and password go together; guessing is slowed down as on the pages."""
        name = username.replace("_", " ")
        self._by_key = False
        try:
            self.account = await asyncio.to_thread(
                checked, self._store, name, password, address=self._address, at=datetime.now(UTC)
            )
        except EncounterError:
            return False
        return True

    def public_key_auth_supported(self) -> bool:
        """Take keys that the academy keeps."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Return whether the key is kept for an account of that name."""
        self.account = await asyncio.to_thread(
            account_by_key, self._store, username.replace("_", " "), key.get_fingerprint("sha256")
        )
        self._by_key = True
        return self.account is not None

    async def auth_completed(self) -> None:
        """Note a sign-in by key: only now has it been shown that the key is theirs."""
        if self._by_key and self.account is not None:
            await asyncio.to_thread(
                signed_in_by_key, self._store, self.account, address=self._address, at=datetime.now(UTC)
            )


async def listen(store: Store, seats: Seats, *, host: str, port: int, key: Path) -> asyncssh.SSHAcceptor:
    """Take connections.

    Args:
        store: where accounts are asked for.
        seats: where sessions are opened.
        host, port: where to listen.
        key: the server's own key; made where there is none.
    """
    return await asyncssh.create_server(
        lambda: _Connection(store), host, port, server_host_keys=[_host_key(key)],
        process_factory=lambda process: _session(seats, process),
        encoding=None, allow_scp=False, agent_forwarding=False, x11_forwarding=False, login_timeout=60,
        keepalive_interval=30, server_version="Encounter",
    )  # fmt: skip


def _host_key(path: Path) -> asyncssh.SSHKey:
    if not path.exists():
        made = asyncssh.generate_private_key("ssh-ed25519")
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123
            file.write(made.export_private_key())
    return asyncssh.read_private_key(str(path))


async def _session(seats: Seats, process: asyncssh.SSHServerProcess[bytes]) -> None:
    door: _Connection = process.get_extra_info("door")
    if process.command is not None or process.subsystem is not None or door.account is None:
        process.stderr.write(b"There is no shell and there are no files here, only Encounter.\r\n")
        process.exit(1)
        return
    term = process.get_terminal_type()
    if term is None:
        near, far = _line()
    else:
        near, far = pty.openpty()
        _resize(near, process.get_terminal_size())
    try:
        session = await asyncio.to_thread(
            seats.open, door.account, terminal=far, plain=term is None, term=term or "dumb"
        )
    finally:
        os.close(far)
    try:
        await _carry(process, near)
    finally:
        seats.end(session)
        os.close(near)
        process.exit(0)


async def _carry(process: asyncssh.SSHServerProcess[bytes], near: int) -> None:
    """Carry input and output until one side ends, or nobody types for a long time."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    typed = loop.time()
    os.set_blocking(near, False)

    def shown() -> None:
        try:
            data = os.read(near, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            process.stdout.write(data)
        elif not ended.done():
            ended.set_result(None)

    async def keys() -> None:
        nonlocal typed
        while True:
            try:
                data = await process.stdin.read(_CHUNK)
            except asyncssh.TerminalSizeChanged as changed:
                _resize(near, changed.term_size)
                continue
            except asyncssh.BreakReceived:
                continue
            if not data:
                _no_more(near)
                return
            typed = loop.time()
            await _write(near, data)

    async def watch() -> None:
        while (left := typed + IDLE - loop.time()) > 0:  # noqa: ASYNC110 (a key puts it off; nothing is polled)
            await asyncio.sleep(left)
        process.stderr.write(b"\r\nNobody typed for half an hour, so the session ends. Everything is kept.\r\n")

    loop.add_reader(near, shown)
    tasks = [asyncio.ensure_future(keys()), asyncio.ensure_future(watch())]
    closed = asyncio.ensure_future(process.channel.wait_closed())
    try:
        await asyncio.wait([ended, closed, tasks[1]], return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(near)
        for task in (*tasks, closed):
            task.cancel()
        with suppress(OSError, BrokenPipeError):
            await process.stdout.drain()


async def _write(near: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(near, data) :]
        except BlockingIOError:
            await asyncio.sleep(0.01)
        except OSError:
            return


def _line() -> tuple[int, int]:
    """Return the two ends of a line without a terminal."""
    near, far = socket.socketpair()
    return near.detach(), far.detach()


def _no_more(near: int) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(near)) as line:
        line.shutdown(socket.SHUT_WR)


def _resize(terminal: int, size: tuple[int, int, int, int]) -> None:
    width, height, *_ = size
    with suppress(OSError):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height or 24, width or 80, 0, 0))
