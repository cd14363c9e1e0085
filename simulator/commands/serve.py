"""`encounter serve`: pages for a class or an academy, with sign-in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from simulator.commands.context import Context, pass_context
from simulator.commands.output import say
from simulator.errors import UsageError


@click.command(epilog="Example: encounter serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="The port to listen on.")
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="A host name under which browsers reach the server."
)
@click.option(
    "--certificate", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="For TLS, with --key."
)
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="The certificate's key.")
@click.option("--behind-proxy", is_flag=True, help="A proxy handles TLS and passes on the client's address.")
@click.option("--proxy", "proxies", multiple=True, default=("127.0.0.1",), show_default=True, metavar="ADDRESS",
              help="The address or network of that proxy.")  # fmt: skip
@click.option(
    "--ssh", "ssh_port", type=click.IntRange(1, 65535), metavar="PORT",
    help="Also by SSH: the app on a terminal, line by line without one.",
)  # fmt: skip
@click.option("--provider", metavar="URL", help="Also sign in by this OpenID Connect provider, with --client.")
@click.option(
    "--client",
    metavar="ID",
    help="This server's client id at the provider; the secret is in ENCOUNTER_PROVIDER_SECRET.",
)
@click.option("--trust-header", metavar="NAME", help="A header in which a proxy says who it is, with --trust-from.")
@click.option("--trust-from", multiple=True, metavar="ADDRESS", help="An address from which that header is trusted.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True,
    help="How many processes answer; several only with the records in PostgreSQL.",
)  # fmt: skip
@click.option("--log", is_flag=True, help="Log each request as a line of JSON, without names or answers.")
@pass_context
def serve(
    context: Context,
    host: str,
    port: int,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    proxies: tuple[str, ...],
    ssh_port: int | None,
    provider: str | None,
    client: str | None,
    trust_header: str | None,
    trust_from: tuple[str, ...],
    workers: int,
    log: bool,
) -> None:
    """Serve pages to browsers: sign-in, library, encounters, debriefs, and a trainer's cohorts.

    The first time, it prints an invitation for an administrator. Ctrl-C stops it; no answer is lost.
    """
    from simulator.academy import require

    require("argon2", "jinja2", "multipart", "starlette", "uvicorn", "zxcvbn", extra="server")
    from simulator.people.provider import Provider
    from simulator.server.provider_pages import TrustedHeader
    from simulator.server.running import ServerAddress, run
    from simulator.server.seats import Seats

    secret = os.environ.get("ENCOUNTER_PROVIDER_SECRET", "")
    if (provider is None) != (client is None) or (provider is not None and not secret):
        raise UsageError(
            "A provider needs its address, this server's id there, and the secret.",
            "Give --provider and --client, and set ENCOUNTER_PROVIDER_SECRET.",
        )
    if (trust_header is None) != (not trust_from):
        raise UsageError("A header is trusted only from named addresses.", "Give --trust-header and --trust-from.")
    if provider is not None:
        require("httpx", "joserfc", extra="server")
    if ssh_port is not None:
        require("asyncssh", extra="server")
    seats = None if ssh_port is None else Seats(context.store)  # before there are threads
    try:
        run(
            context.opened,
            ServerAddress(
                host,
                port,
                names,
                certificate=certificate,
                key=key,
                behind_proxy=behind_proxy,
                ssh_port=ssh_port,
                provider=None if provider is None else Provider(provider, client or "", secret),
                trusted=None if trust_header is None else TrustedHeader(trust_header, frozenset(trust_from)),
                log=log,
                proxies=proxies,
                workers=workers,
            ),
            seats=seats,
            tell=say,
        )
    finally:
        if seats is not None:
            seats.close()
