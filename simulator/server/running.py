"""Runs the server until it is stopped; what was answered by then is kept."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

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

_HERE = ("127.0.0.1", "localhost", "::1")
FIRST = "Administrator"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the server listens, and how it is known.

    Attributes:
        names: by which browsers know it, besides this computer's own.
        certificate, key: files for TLS; both or none.
        behind_proxy: a proxy on this computer does TLS and says who asks.
        ssh_port: where SSH listens; None for not at all.
        provider, trusted: as for `make_app`.
        proxies: addresses, or networks, of the proxy.
        log: whether each request is told of, in a line of JSON without names or answers.
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

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by TLS only."""
        return self.certificate is not None or self.behind_proxy


def run(store: Store, address: ServerAddress, *, seats: Seats | None, tell: Callable[[str], None]) -> None:
    """Serve until stopped.

    Args:
        store: where everything is kept.
        address: where to listen.
        seats: where SSH sessions are opened; it was made before the store was opened.
        tell: prints a line for whoever starts it.

    Raises:
        UsageError: it would be reached from elsewhere without TLS.
    """
    if (address.certificate is None) != (address.key is None):
        raise UsageError("TLS needs a certificate and its key.", "Give both --certificate and --key.")
    if address.host not in _HERE and not address.secure:
        raise UsageError(
            "Without TLS, passwords could be read on their way.",
            "Give --certificate and --key, or put a proxy before it and say --behind-proxy.",
        )
    shown = f"{'https' if address.certificate else 'http'}://{address.host}:{address.port}"
    first = first_invitation(store)
    if first:
        tell(f"Your first sign-in, as {FIRST}: {shown}/invitation/{first}")
    Library.default().entries()  # into the index, which the first page would wait for
    hosts = {address.host, *_HERE, *address.names}
    app: ASGIApp = make_app(
        store, hosts=hosts, secure=address.secure, provider=address.provider, trusted=address.trusted
    )  # fmt: skip
    if address.log:
        app = RequestLog(app, tell=tell)
    config = uvicorn.Config(
        noting_peers(app, proxies=address.proxies if address.behind_proxy else ()),
        host=address.host,
        port=address.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        timeout_graceful_shutdown=10,
        limit_concurrency=500,
    )
    # Stopped either way, the store is closed as it should be: uvicorn hands the signal on when it is done.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(uvicorn.Server(config), store, address, seats, lambda: _tell(address, shown, tell)))


def noting_peers(app: ASGIApp, *, proxies: Sequence[str] = ()) -> ASGIApp:
    """Note which computer really asks, before a proxy's word for it stands in its place."""
    told: Any = ProxyHeadersMiddleware(cast("Any", app), trusted_hosts=list(proxies)) if proxies else app

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["encounter.peer"] = (scope.get("client") or ("",))[0]
        await told(scope, receive, send)

    return noting


def _tell(address: ServerAddress, shown: str, tell: Callable[[str], None]) -> None:
    if address.ssh_port is not None:
        tell(f"By SSH: ssh -p {address.ssh_port} NAME@{address.host}, with _ in place of spaces.")
    tell(f"Encounter is served at {shown} (Ctrl-C stops).")


async def _serve(
    pages: uvicorn.Server, store: Store, address: ServerAddress, seats: Seats | None, ready: Callable[[], None]
) -> None:
    listening = None
    if seats is not None and address.ssh_port is not None:
        from simulator.server.ssh import listen

        key = keys_folder() / "ssh_host.key"
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        listening = await listen(store, seats, host=address.host, port=address.ssh_port, key=key)
    serving = asyncio.ensure_future(pages.serve())
    while not (pages.started or serving.done()):  # noqa: ASYNC110 (uvicorn tells it in no other way)
        await asyncio.sleep(0.02)
    if pages.started:
        ready()
    try:
        await serving
    finally:
        if listening is not None:
            listening.close()
            await listening.wait_closed()


def first_invitation(store: Store) -> str:
    """Return the invitation of a first administrator, "" where one can sign in already."""
    known = [each for each in accounts.all_accounts(store) if each.role is Role.ADMINISTRATOR and not each.disabled]
    if any(account.has_password for account in known):
        return ""
    now = datetime.now(UTC)
    first = known[0] if known else accounts.add_account(store, FIRST, Role.ADMINISTRATOR, at=now, by="server")
    return accounts.invite(store, first, at=now, by="server").code
