"""`encounter export` and `encounter verify-export`: a cohort's tables as files, or sent to a record store."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from scoring.exports.csv_file import DELIMITERS
from scoring.exports.formats import FORMATS, XAPI, endings
from scoring.exports.levels import EXPORT_LEVELS, PERSONAL
from simulator.commands.context import (
    Context,
    academy_mode,
    json_option,
    many_rows,
    mode_option,
    pass_context,
    rescoring_option,
)
from simulator.commands.output import UNREGISTERED, Progress, print_json, say
from simulator.commands.people import note_handed_out
from simulator.errors import ExportFailed, UsageError

if TYPE_CHECKING:
    from scoring.exports.lrs import Lrs, Outcome
    from simulator.academy import ExportRequest
    from simulator.records.store import Store

_SEVERAL = " and ".join(each.ending for each in FORMATS if each.several)
_GROUPED = ", ".join(level.name for level in EXPORT_LEVELS.values() if level.grouped)


@click.command("export", epilog="Example: encounter export autumn --to autumn.xlsx --pseudonymous")
@click.argument("cohort", required=False)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help=f"The file; its ending names the format: {endings()}.",
)
@click.option(
    "--delimiter",
    type=click.Choice(list(DELIMITERS)),
    help="The delimiter between the values of a .csv file: a semicolon with --decimal comma, otherwise a comma if "
    "omitted.",
)
@click.option(
    "--decimal", type=click.Choice(["point", "comma"]), help="How a .csv file writes 0.5; a point if omitted."
)
@click.option("--xapi", metavar="URL", help="Send xAPI statements to a learning record store instead.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    type=click.Choice(list(EXPORT_LEVELS)),
    help=f"Which table; runs by default, and all computed tables for {_SEVERAL}, which can hold several.",
)
@mode_option
@rescoring_option
@click.option("--pseudonymous", is_flag=True, help="Write codes instead of ids, and no names.")
@click.option(
    "--min-cell",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help=f"Hide counts of fewer than N people in tables of groups ({_GROUPED}); 10 if omitted, 1 hides nothing.",
)
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="ENGINE",
    help="Where tables are computed: duckdb, polars, spark://host:port or sc://host:port.",
)
@click.option(
    "--facts",
    metavar="FILES",
    help="Read facts from Parquet files, as --level decisions writes them, instead of the store.",
)
@click.option(
    "--home",
    metavar="URL",
    envvar="ENCOUNTER_XAPI_HOME",
    help="Your academy's site, under which xAPI names people and encounters.",
)
@click.option(
    "--actor",
    type=click.Choice(["account", "academy-id", "email-hash"]),
    default="account",
    show_default=True,
    help="How xAPI identifies people: by an account of this store, the academy's own id, or the hash of the e-mail "
    "address.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1, 600),
    default=30,
    show_default=True,
    help="Seconds that one request to a record store may take.",
)
@json_option
@pass_context
def export(
    context: Context,
    cohort: str | None,
    target: Path | None,
    xapi: str | None,
    levels: tuple[str, ...],
    delimiter: str | None,
    decimal: str | None,
    pseudonymous: bool,
    min_cell: int | None,
    engine: str,
    facts: str | None,
    home: str | None,
    actor: str,
    mode: str | None,
    rescoring: str | None,
    timeout: float,
    as_json: bool,
) -> int:
    """Write the tables of COHORT to a file with a signed manifest beside it, or send them as xAPI statements.

    Without COHORT, everybody is exported. Every column is explained in docs/exports.md, and in XLSX and Parquet in
    the file itself. For --xapi the sign-in comes from the environment: ENCOUNTER_XAPI_USER and
    ENCOUNTER_XAPI_PASSWORD, or ENCOUNTER_XAPI_TOKEN. Sending again changes nothing; after an interruption it goes
    on where it stopped.
    """
    if (target is None) == (xapi is None):
        raise UsageError(
            "Say where to write: --to FILE, or --xapi URL.", "For example: encounter export autumn --to autumn.csv"
        )
    from simulator import academy

    academy.require("pyarrow", "narwhals")
    request = academy.ExportRequest(
        cohort=cohort,
        levels=levels,
        pseudonymous=pseudonymous,
        min_cell=min_cell,
        engine=engine,
        facts=facts,
        home=home,
        actor=actor,
        mode=academy_mode(mode),
        rescoring=rescoring,
        delimiter=DELIMITERS[delimiter or ("semicolon" if decimal == "comma" else "comma")],
        decimal_comma=decimal == "comma",
    )
    if (delimiter or decimal) and (target is None or not target.name.lower().endswith(".csv")):
        raise UsageError("Only a .csv file has a delimiter and a decimal sign.", "Leave out --delimiter and --decimal.")
    if home is not None and urlsplit(home).scheme not in ("http", "https"):
        raise UsageError(f"{home} is not the address of a website.", "Give one that begins with https://.")
    with many_rows(), context.existing() if facts is None else nullcontext() as store:
        if target is not None:
            return _export(store, request, target, as_json=as_json)
        return _send(store, request, xapi or "", timeout, as_json=as_json)


@click.command("verify-export", epilog="Example: encounter verify-export autumn.xlsx.manifest.json")
@click.argument("manifest", type=click.Path(path_type=Path))
@click.option("--key", metavar="HEX", help="The public key that must have signed it.")
@json_option
def verify_export(manifest: Path, key: str | None, as_json: bool) -> int:
    """Check that an export and its manifest are unchanged since they were written.

    Exits with 0 if they are, and with 1 if something was changed or the key is unknown. A known key is this academy's
    own, or is named with --key.
    """
    from simulator import academy

    academy.require("cryptography")
    from scoring.exports.manifest import NotAManifestError, verify_manifest
    from simulator.records.seal import read_seal, signed

    try:
        found = verify_manifest(manifest, signed)
    except NotAManifestError:
        raise UsageError(
            f"{manifest} is not a manifest of an export.", "Name the file that ends in .manifest.json."
        ) from None
    except OSError as error:
        raise UsageError(
            f"{manifest} cannot be read ({error.strerror}).", "Name the file that ends in .manifest.json."
        ) from None
    problems = list(found.problems)
    if key is not None and found.key != key.strip().lower():
        problems.append("It was signed with a different key from the one you named.")
    own = read_seal(academy.keys_folder() / "exports.key")
    is_own = own is not None and own.public == found.key
    if key is None and found.key and not is_own:
        problems.append(
            f"It is signed by an unknown key, {found.key}. If its owner told you that it is theirs, name it: --key"
        )
    if as_json:
        print_json(
            {
                "sound": not problems,
                "problems": problems,
                "key": found.key,
                "own_key": is_own,
                "files": {name: dict(rows) for name, rows in found.files.items()},
                "manifest": dict(found.manifest),
            }
        )
    else:
        for name, rows in found.files.items():
            counts = ", ".join(f"{count:,} rows of {table}" for table, count in rows.items())
            click.echo(f"{name}: {counts}; written {found.manifest.get('created_at', '?')}")
        for problem in problems:
            click.echo(problem)
        if not problems:
            whose = "this computer's own key" if is_own else "the key you named"
            click.echo(f"Unchanged since it was written. Signed with {whose}: {found.key}")
    return 1 if problems else 0


def _export(store: Store | None, request: ExportRequest, target: Path, *, as_json: bool) -> int:
    from simulator import academy

    with Progress() as shown:
        done = academy.export(store, request, target, at=datetime.now(UTC), progress=shown.show)
    tell_new_key(done.new_key)
    if not done.registered:
        say(UNREGISTERED)
    if done.personal:
        say(PERSONAL)
    if store is not None:
        what = ", ".join(filter(None, (*done.rows, "pseudonymous" if request.pseudonymous else "", request.mode)))
        note_handed_out(store, "exported", request.cohort or "everybody", what)
    if as_json:
        told = {"file": str(done.file), "manifest": str(done.manifest), "rows": done.rows}
        print_json({**told, "personal_data": done.personal})
    else:
        click.echo(f"{done.file}: {', '.join(f'{count:,} rows of {name}' for name, count in done.rows.items())}.")
        click.echo(f"{done.manifest} says what it is, signed. Check it with: encounter verify-export {done.manifest}")
    return 0


def _send(store: Store | None, request: ExportRequest, url: str, timeout: float, *, as_json: bool) -> int:
    from simulator import academy

    academy.require("httpx")
    from scoring.exports.lrs import LrsError, send

    academy.levels_of(XAPI, request)
    lrs = _lrs(url, timeout, os.environ)
    progress_file = _progress_file(lrs, request, None if store is None else store.address)
    with Progress() as shown, academy.statements_of(store, request, progress=shown.show) as (told, new_key):
        try:
            outcome = send(
                lrs,
                told,
                progress_file=progress_file,
                shown=lambda count: shown.show(f"{count:,} statements sent"),
                waits=shown.show,
            )
        except LrsError as error:
            shown.end()
            kept = 0 if error.outcome is None else error.outcome.sent + error.outcome.before
            raise ExportFailed(f"{error.said} {kept:,} statements were taken.", error.mend) from None
    tell_new_key(new_key)
    if as_json:
        print_json(
            {
                "url": lrs.statements,
                "sent": outcome.sent,
                "before": outcome.before,
                "conflicts": outcome.conflicts,
                "refused": [{"id": id_, "said": said} for id_, said in outcome.refused],
            }
        )
    else:
        _tell_outcome(outcome, lrs)
    return 1 if outcome.conflicts or outcome.refused else 0


def _tell_outcome(outcome: Outcome, lrs: Lrs) -> None:
    before = f", {outcome.before:,} before" if outcome.before else ""
    click.echo(f"{lrs.statements} has taken {outcome.sent:,} statements{before}.")
    if outcome.conflicts:
        click.echo(
            f"{len(outcome.conflicts):,} were left out: the record store has other statements with the same ids, "
            f"such as {outcome.conflicts[0]}."
        )
    for id_, said in outcome.refused[:5]:
        click.echo(f"It refused {id_}: {said}.")


def _lrs(url: str, timeout: float, environment: Mapping[str, str]) -> Lrs:
    from scoring.exports.lrs import Lrs

    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("This is not the address of a record store.", "Give one such as https://lrs.example.org/xapi.")
    if parts.username or parts.password:
        raise UsageError(
            "Do not put a password on the command line, where others can read it.",
            "Set ENCOUNTER_XAPI_USER and ENCOUNTER_XAPI_PASSWORD.",
        )
    user, token = environment.get("ENCOUNTER_XAPI_USER"), environment.get("ENCOUNTER_XAPI_TOKEN")
    authorization = ""
    if token:
        authorization = f"Bearer {token}"
    elif user:
        pair = f"{user}:{environment.get('ENCOUNTER_XAPI_PASSWORD', '')}"
        authorization = "Basic " + b64encode(pair.encode()).decode()
    if parts.scheme == "http" and host not in ("127.0.0.1", "localhost", "::1"):
        raise UsageError(f"What is sent to {host} could be read by others on the way.", "Use its https:// address.")
    if not authorization.isascii() or any(character in authorization for character in "\r\n"):
        raise UsageError("ENCOUNTER_XAPI_TOKEN is not a token.", "Check its value.")
    return Lrs(url, authorization, timeout)


def _progress_file(lrs: Lrs, request: ExportRequest, store: str | None) -> Path:
    """Return where it is kept how far sending came: one file for each store, cohort and way of naming people."""
    import hashlib

    from platformdirs import user_state_path

    what = "\n".join(
        [
            lrs.statements,
            request.cohort or "",
            str(request.pseudonymous),
            request.home or "",
            request.facts or store or "",
        ]
    )
    name = hashlib.sha256(what.encode()).hexdigest()[:16]
    return user_state_path("encounter", appauthor=False) / f"xapi-{name}.json"


def tell_new_key(made: Path | None) -> None:
    """Say where a key for pseudonyms was made, None if none was."""
    if made is not None:
        say(
            f"A key for pseudonyms was made: {made}. Keep a copy, but not with the exports: without the key, later "
            "pseudonyms will differ; with it, anyone can tell who is behind them."
        )
