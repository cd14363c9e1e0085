"""`encounter people` and `encounter audit`: accounts, roles, and who did what."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.context import Context, json_option, pass_context, yes_option
from simulator.commands.output import agreed, print_json, say
from simulator.errors import EncounterError, StoreError

if TYPE_CHECKING:
    from simulator.people.model import Account, Invitation
    from simulator.records.store import Store

_new_file = click.Path(path_type=Path, dir_okay=False)
_ROLES = ("trainee", "trainer", "author", "academy", "administrator")


@click.group(epilog="Example: encounter people add 'Amira Osei' --role trainer")
def people() -> None:
    """Manage the accounts of a server: who can sign in, and what they may do."""


@people.command(epilog="Example: encounter people add 'Amira Osei' --role trainer")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="trainee", show_default=True, help="What they may do.")
@click.option("--new", is_flag=True, help="This is not one of the people with a similar name.")
@pass_context
def add(context: Context, name: str, role: str, new: bool) -> None:
    """Add an account for NAME and print its invitation, which can be used once, within 14 days."""
    from simulator.errors import UsageError
    from simulator.people import accounts
    from simulator.people.model import Role
    from simulator.views.people import near_name

    with context.opened() as store:
        near = None if new else near_name(name, [each.name for each in store.trainees()])
        if near is not None:
            raise UsageError(f"{name}: did you mean {near}?", "If this is somebody else: --new")
        account = accounts.add_account(store, name, Role(role), at=_now(), by=by_whom())
        _print_invitation(accounts.invite(store, account, at=_now(), by=by_whom()))


@people.command(
    epilog="Example: encounter people invite --cohort Autumn --address https://academy.example --sheet a.html"
)
@click.argument("name", required=False)
@click.option("--cohort", metavar="COHORT", help="Everybody in a cohort who has not set a password yet.")
@click.option("--address", default="", metavar="URL", help="The server's address, written before each invitation.")
@click.option("--sheet", type=_new_file, metavar="FILE", help="A page to print, with a strip for each person.")
@click.option("--csv", "table", type=_new_file, metavar="FILE", help="A table of names and addresses.")
@pass_context
def invite(
    context: Context, name: str | None, cohort: str | None, address: str, sheet: Path | None, table: Path | None
) -> None:
    """Make an invitation for NAME, or for each member of a cohort; earlier invitations stop working.

    Members without an account get one, as trainees. Anybody with these files can sign in: hand them out, then
    delete them.
    """
    from simulator import academy
    from simulator.errors import UsageError
    from simulator.people import accounts
    from simulator.people.invitation_sheet import as_csv, as_sheet
    from simulator.people.model import Role

    if (name is None) == (cohort is None):
        raise UsageError("Name somebody, or a cohort.", "For example: encounter people invite --cohort Autumn")
    with context.existing() as store:
        if cohort is None:
            found = [accounts.account_named(store, name or "")]
        else:
            known = {each.trainee.id: each for each in accounts.all_accounts(store)}
            members = academy.members_of(store, academy.cohort_named(store, cohort))
            found = [
                known.get(each.id) or accounts.add_account(store, each.name, Role.TRAINEE, at=_now(), by=by_whom())
                for each in members
            ]
            found = [each for each in found if not (each.has_password or each.disabled)]
        made = [accounts.invite(store, each, at=_now(), by=by_whom()) for each in found]
    for file, write in ((sheet, as_sheet), (table, as_csv)):
        if file is not None:
            _write_private(file, write(made, address))
            say(f"{file} holds {len(made)} {'invitation' if len(made) == 1 else 'invitations'}.")
    if sheet is None and table is None:
        for each in made:
            _print_invitation(each, address)
    if not made:
        say("Everybody has set a password already.")


@people.command(epilog="Example: encounter people reset 'Amira Osei'")
@click.argument("name")
@pass_context
def reset(context: Context, name: str) -> None:
    """Remove the password of NAME, sign them out everywhere, and print an invitation."""
    from simulator.people import accounts

    with context.existing() as store:
        _print_invitation(accounts.reset(store, accounts.account_named(store, name), at=_now(), by=by_whom()))


@people.command(epilog="Example: encounter people rename 'Amira Osie' 'Amira Osei'")
@click.argument("name")
@click.argument("new")
@pass_context
def rename(context: Context, name: str, new: str) -> None:
    """Give NAME the name NEW. They sign in with it from now on, and what they did stays theirs."""
    from simulator import academy
    from simulator.people import accounts

    with context.existing() as store:
        now_called = accounts.rename(store, academy.person_named(store, name), new, at=_now(), by=by_whom())
    say(f"{name} is {now_called.name} now.")


@people.command(epilog="Example: encounter people merge 'Amira Osie' 'Amira Osei'")
@click.argument("double")
@click.argument("name")
@yes_option
@pass_context
def merge(context: Context, double: str, name: str, yes: bool) -> None:
    """Let all that is kept about DOUBLE count as NAME's, who is the same person.

    No record is changed: runs stay as they were kept, and are read as NAME's. Memberships, groups and the academy's
    id are passed on if NAME has none. If both have an account, that of DOUBLE is disabled. This cannot be undone.
    """
    from simulator import academy
    from simulator.people import accounts

    with context.existing() as store:
        one, other = academy.person_named(store, double), academy.person_named(store, name)
        agreed(
            f"Are {one.name} and {other.name} one person? From now on, everything kept under either name belongs to "
            f"{other.name}.",
            yes,
            "Nothing was merged.",
        )
        accounts.merge(store, one, other, at=_now(), by=by_whom())
    say(f"{one.name} is now {other.name}; both names work.")


@people.command("list", epilog="Example: encounter people list --json")
@json_option
@pass_context
def list_(context: Context, as_json: bool) -> None:
    """Show every account with its role."""
    from simulator.people import accounts

    with context.existing() as store:
        found = accounts.all_accounts(store)
    if as_json:
        print_json({"people": [_told(account) for account in found]})
        return
    if not found:
        say("There are no accounts. To add one: encounter people add NAME --role administrator")
    for account in found:
        state = "disabled" if account.disabled else "" if account.has_password else "invited"
        click.echo(f"{account.name:<30} {account.role:<14} {state}".rstrip())


@people.command(epilog="Example: encounter people role 'Amira Osei' academy")
@click.argument("name")
@click.argument("role", type=click.Choice(_ROLES))
@pass_context
def role(context: Context, name: str, role: str) -> None:
    """Give NAME another role."""
    from simulator.people import accounts
    from simulator.people.model import Role

    with context.existing() as store:
        account = accounts.account_named(store, name)
        accounts.set_role(store, account, Role(role), at=_now(), by=by_whom())
    say(f"{account.name} is {role} now.")


@people.command(epilog="Example: encounter people disable 'Amira Osei'")
@click.argument("name")
@yes_option
@pass_context
def disable(context: Context, name: str, yes: bool) -> None:
    """Sign NAME out everywhere, so that they can no longer sign in.

    Their runs are kept; `enable` undoes this.
    """
    from simulator.people import accounts

    with context.existing() as store:
        account = accounts.account_named(store, name)
        if not yes:
            click.confirm(f"Disable the account of {account.name}? Their runs are kept.", abort=True, err=True)
        accounts.set_disabled(store, account, disabled=True, at=_now(), by=by_whom())
    say(f"{account.name} can no longer sign in. To undo this: encounter people enable '{account.name}'")


@people.command(epilog="Example: encounter people enable 'Amira Osei'")
@click.argument("name")
@pass_context
def enable(context: Context, name: str) -> None:
    """Let NAME sign in again."""
    from simulator.people import accounts

    with context.existing() as store:
        account = accounts.account_named(store, name)
        accounts.set_disabled(store, account, disabled=False, at=_now(), by=by_whom())
    say(f"{account.name} can sign in again.")


@people.command(epilog="Example: encounter people key 'Amira Osei' ~/amira.pub")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--no-longer", is_flag=True, help="Take it back.")
@pass_context
def key(context: Context, name: str, file: Path, no_longer: bool) -> None:
    """Let NAME sign in by SSH with the public key in FILE."""
    from simulator.academy import require

    require("asyncssh", extra="server")
    from simulator.people import accounts
    from simulator.people.ssh_keys import add_key, fingerprint_of, remove_key

    fingerprint = fingerprint_of(file)
    with context.existing() as store:
        account = accounts.account_named(store, name)
        change = remove_key if no_longer else add_key
        change(store, account, fingerprint, at=_now(), by=by_whom())
    say(f"{account.name} can {'no longer ' if no_longer else ''}sign in with {fingerprint}.")


@people.command(epilog="Example: encounter people trains 'Kofi Mensah' 'Autumn 2026'")
@click.argument("name")
@click.argument("cohort")
@click.option("--no-longer", is_flag=True, help="Take it back.")
@pass_context
def trains(context: Context, name: str, cohort: str, no_longer: bool) -> None:
    """Make NAME a trainer of COHORT: on the server, trainers see only their own cohorts."""
    from simulator import academy
    from simulator.errors import UsageError
    from simulator.people import accounts
    from simulator.people.audit import note
    from simulator.people.model import Role

    with context.existing() as store:
        account, chosen = accounts.account_named(store, name), academy.cohort_named(store, cohort)
        if account.role is not Role.TRAINER:
            raise UsageError(
                f"{account.name} is not a trainer.", f"First: encounter people role '{account.name}' trainer"
            )
        if no_longer:
            academy.remove_trainer(store, chosen, account.trainee, at=_now())
        else:
            academy.add_trainers(store, chosen, [account.trainee], at=_now())
        action = "trainer-removed" if no_longer else "trainer-added"
        note(store, at=_now(), by=by_whom(), action=action, about=account.name, detail=chosen.name)
    say(f"{account.name} is {'no longer ' if no_longer else ''}a trainer of {chosen.name}.")


@click.command(epilog="Example: encounter audit --last 20")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many of the newest entries.")
@json_option
@pass_context
def audit(context: Context, last: int, as_json: bool) -> None:
    """Show who did what on the server, newest first. `encounter store verify` finds an entry that was changed."""
    from simulator.people.audit import entries

    with context.existing() as store:
        found = entries(store, limit=last)
    if as_json:
        told = [
            {
                "number": e.number,
                "at": e.at.isoformat(),
                "by": e.by,
                "action": e.action,
                "about": e.about,
                "detail": e.detail,
            }
            for e in found
        ]
        print_json({"entries": told})
    else:
        for each in found:
            detail = f" ({each.detail})" if each.detail else ""
            click.echo(f"{each.at:%Y-%m-%d %H:%M:%S}  {each.by}: {each.action} {each.about}{detail}")
        if not found:
            say("The audit log is empty.")


def _print_invitation(invitation: Invitation, address: str = "") -> None:
    from simulator.messages.moments import day_of
    from simulator.people.invitation_sheet import link_of

    say(f"Invitation for {invitation.account.name}, good once and until {day_of(invitation.until)}:")
    click.echo(link_of(invitation, address))
    if not address:
        say("Put the server's address before this.")


def _write_private(file: Path, content: str) -> None:
    try:
        with open(  # noqa: PTH123 (made with its mode)
            os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline=""
        ) as out:
            out.write(content)
    except OSError as error:
        raise EncounterError(f"{file} cannot be written ({error.strerror}).", "Name another file.") from None


def _told(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "role": str(account.role),
        "disabled": account.disabled,
        "has_password": account.has_password,
        "created": account.created.isoformat(),
    }


def note_handed_out(store: Store, action: str, about: str, detail: str) -> None:
    """If people have accounts, write into the audit log what was read about others at the server itself.

    A copy that cannot be written has no log to write to.
    """
    from simulator.people.accounts import any_account
    from simulator.people.audit import note

    with suppress(StoreError):
        if any_account(store):
            note(store, at=_now(), by=by_whom(), action=action, about=about, detail=detail)


def by_whom() -> str:
    """Return who sits at the server itself, for the audit log."""
    try:
        return f"{getpass.getuser()} at the server"
    except (KeyError, OSError):
        return "somebody at the server"


def _now() -> datetime:
    return datetime.now(UTC)
