"""Runs the server until it is stopped; what was answered by then is kept."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import Any, cast

import anyio.to_thread
import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from simulator.academy import keys_folder
from simulator.errors import UsageError
from simulator.people import accounts
from simulator.people.model import Role
from simulator.people.provider import Provider
from simulator.records.store import Store
from simulator.scenario.library import Library
from simulator.server.app import make_app
from simulator.server.provider_pages import TrustedHeader
from simulator.server.request_log import RequestLog
from simulator.server.seats import Seats
from simulator.server.workers import cannot_listen, listening, run_workers

_KEPT_SAFE_EVERY = 15 * 60  # seconds
_HERE = ("127.0.0.1", "localhost", "::1")
FIRST = "Administrator"
CONNECTIONS = 4_000
"""How many connections a process keeps open: a browser has up to six."""

AT_ONCE = 12
"""How many requests a process works on at a time; more would wait for each other, and for connections to the store."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the server listens, and how it is known.

    Attributes:
        names: other names that browsers may use for it, besides this computer's own. The first is shown.
        certificate, key: files for TLS; both or none.
        behind_proxy: a proxy on this computer does TLS and says who asks.
        ssh_port: where SSH listens; None for not at all.
        provider, trusted: as for `make_app`.
        proxies: addresses, or networks, of the proxy.
        log: whether each request is told of, in a line of JSON without names or answers.
        workers: how many processes answer; several only on PostgreSQL.
    """

    host: str
    port: int
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    ssh_port: int | None = None
    provider: Provider | None = None
    trusted: TrustedHeader | None = None
    log: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1",)
    workers: int = 1

    @property
    def known_as(self) -> str:
        """The name that others use for it; if none was given, the address that it listens on."""
        return self.names[0] if self.names else self.host

    @property
    def shown(self) -> str:
        """The address as a browser has it: behind a proxy that is the proxy's, by the name that was given."""
        if self.behind_proxy and self.names:
            return f"https://{self.known_as}"
        host = f"[{self.known_as}]" if ":" in self.known_as else self.known_as
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by TLS only."""
        return self.certificate is not None or self.behind_proxy


def run(
    opened: Callable[[], AbstractContextManager[Store]],
    address: ServerAddress,
    *,
    seats: Seats | None,
    tell: Callable[[str], None],
) -> None:
    """Serve until stopped.

    Args:
        opened: opens the store in which everything is kept, once for each process.
        address: where to listen.
        seats: where SSH sessions are opened; it was made before the store was opened.
        tell: prints a line for whoever starts it.

    Raises:
        UsageError: it would be reached from elsewhere without TLS, a file would be served by several processes, or the
            address is taken.
    """
    if (address.certificate is None) != (address.key is None):
        raise UsageError("TLS needs a certificate and its key.", "Give both --certificate and --key.")
    if address.host not in _HERE and not address.secure:
        raise UsageError(
            "Without TLS, passwords could be read on the way.",
            "Give --certificate and --key, or put a proxy in front of it and give --behind-proxy.",
        )

    place = listening(address.host, address.port)
    address = replace(address, port=place.getsockname()[1])
    with opened() as store:
        if address.workers > 1 and not store.serves_many:
            raise UsageError(
                "A SQLite file is served by one process.", "Leave out --workers, or keep the records in PostgreSQL."
            )
        first = first_invitation(store)
        if first:
            tell(f"Your first sign-in, as {FIRST}: {address.shown}/invitation/{first}")
        if store.no_backups:
            tell(store.no_backups)
        Library.default().entries()  # into the index, which the first page would wait for
        if address.workers == 1:
            _run(store, address, seats, place, ready=lambda: _tell(address, tell), tell=tell)
            return

    def serve(number: int, ready: Callable[[], None]) -> None:
        with opened() as store:
            _run(store, address, seats if number == 0 else None, place, ready=ready, tell=tell)

    run_workers(address.workers, serve, ready=lambda: _tell(address, tell))


def _run(
    store: Store,
    address: ServerAddress,
    seats: Seats | None,
    place: socket,
    *,
    ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Serve in this process, on a socket that is open already."""
    hosts = {address.host, *_HERE, *address.names}
    app: ASGIApp = make_app(
        store, hosts=hosts, secure=address.secure, provider=address.provider, trusted=address.trusted
    )  # fmt: skip
    if address.log:
        app = RequestLog(app, tell=tell)
    config = uvicorn.Config(
        noting_peers(app, proxies=address.proxies if address.behind_proxy else ()),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        timeout_graceful_shutdown=10,
        # Longer than somebody reads a page: a connection that is just being closed could take an answer with it.
        timeout_keep_alive=75,
        limit_concurrency=CONNECTIONS,
    )
    # Stopped either way, the store is closed as it should be: uvicorn hands the signal on when it is done.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(uvicorn.Server(config), store, address, seats, place, ready))


def noting_peers(app: ASGIApp, *, proxies: Sequence[str] = ()) -> ASGIApp:
    """Note which computer really asks, before a proxy's word for it stands in its place."""
    told: Any = ProxyHeadersMiddleware(cast("Any", app), trusted_hosts=list(proxies)) if proxies else app

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["encounter.peer"] = (scope.get("client") or ("",))[0]
        await told(scope, receive, send)

    return noting


def _tell(address: ServerAddress, tell: Callable[[str], None]) -> None:
    if address.ssh_port is not None:
        tell(f"By SSH: ssh -p {address.ssh_port} NAME@{address.known_as}, with _ in place of spaces.")
    tell(f"Encounter is served at {address.shown} (Ctrl-C stops).")


async def _serve(
    pages: uvicorn.Server,
    store: Store,
    address: ServerAddress,
    seats: Seats | None,
    place: socket,
    ready: Callable[[], None],
) -> None:
    _allow_connections()
    anyio.to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    by_ssh = None
    if seats is not None and address.ssh_port is not None:
        from simulator.server.ssh import listen

        key = keys_folder() / "ssh_host.key"
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            by_ssh = await listen(store, seats, host=address.host, port=address.ssh_port, key=key)
        except OSError as error:
            raise cannot_listen(address.host, address.ssh_port, error, "--ssh") from None
    serving = asyncio.ensure_future(pages.serve([place]))
    while not (pages.started or serving.done()):  # noqa: ASYNC110 (uvicorn tells it in no other way)
        await asyncio.sleep(0.02)
    if pages.started:
        ready()
    keeping = asyncio.ensure_future(_keep_safe(store))
    try:
        await serving
    finally:
        keeping.cancel()
        if by_ssh is not None:
            by_ssh.close()
            await by_ssh.wait_closed()


async def _keep_safe(store: Store) -> None:
    """Sign, and make the day's backup where it is due, every quarter of an hour for as long as it is served."""
    while True:
        await asyncio.sleep(_KEPT_SAFE_EVERY)
        await asyncio.to_thread(store.keep_safe, datetime.now(UTC))


def _allow_connections() -> None:
    """Let this process have as many connections open as it takes, where the system starts it with fewer."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = CONNECTIONS + 200
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def first_invitation(store: Store) -> str:
    """Return the invitation of a first administrator, "" if one can sign in already."""
    known = [each for each in accounts.all_accounts(store) if each.role is Role.ADMINISTRATOR and not each.disabled]
    if any(account.has_password for account in known):
        return ""
    now = datetime.now(UTC)
    first = known[0] if known else accounts.add_account(store, FIRST, Role.ADMINISTRATOR, at=now, by="server")
    return accounts.invite(store, first, at=now, by="server").code
