"""`encounter people` and `encounter audit`: accounts, roles, and who did what."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.context import Context, json_option, pass_context, yes_option
from simulator.commands.output import print_json, say

if TYPE_CHECKING:
    from simulator.people.model import Account

_ROLES = ("trainee", "trainer", "author", "academy", "administrator")


@click.group(epilog="Example: encounter people add 'Amira Osei' --role trainer")
def people() -> None:
    """Look after the accounts of a server: who can sign in, and what they may do."""


@people.command(epilog="Example: encounter people add 'Amira Osei' --role trainer")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="trainee", show_default=True, help="What they may do.")
@pass_context
def add(context: Context, name: str, role: str) -> None:
    """Add an account for NAME and print its invitation, which is good once and for 14 days."""
    from simulator.people import accounts
    from simulator.people.model import Role

    with context.opened() as store:
        account = accounts.add_account(store, name, Role(role), at=_now(), by=by_whom())
        _print_invitation(accounts.invite(store, account, at=_now(), by=by_whom()))


@people.command(epilog="Example: encounter people invite 'Amira Osei'")
@click.argument("name")
@pass_context
def invite(context: Context, name: str) -> None:
    """Print a new invitation for NAME, such as for a forgotten password; earlier ones are good no longer."""
    from simulator.people import accounts

    with context.existing() as store:
        account = accounts.account_named(store, name)
        _print_invitation(accounts.invite(store, account, at=_now(), by=by_whom()))


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
    """Sign NAME out everywhere, and let them sign in no more. Their runs stay; `enable` takes it back."""
    from simulator.people import accounts

    with context.existing() as store:
        account = accounts.account_named(store, name)
        if not yes:
            click.confirm(f"Disable the account of {account.name}? Their runs stay.", abort=True, err=True)
        accounts.set_disabled(store, account, disabled=True, at=_now(), by=by_whom())
    say(f"{account.name} can sign in no more. To take it back: encounter people enable '{account.name}'")


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
    """Make NAME a trainer of COHORT: on the server a trainer sees those cohorts, and no others."""
    from simulator import academy
    from simulator.errors import UsageError
    from simulator.people import accounts
    from simulator.people.audit import log
    from simulator.people.model import Role

    with context.existing() as store:
        account, chosen = accounts.account_named(store, name), academy.cohort_named(store, cohort)
        if account.role is not Role.TRAINER:
            raise UsageError(f"{account.name} is no trainer.", f"First: encounter people role '{account.name}' trainer")
        if no_longer:
            academy.remove_trainer(store, chosen, account.trainee, at=_now())
        else:
            academy.add_trainers(store, chosen, [account.trainee], at=_now())
        action = "trainer-removed" if no_longer else "trainer-added"
        with store.writing() as connection:
            log(connection, at=_now(), by=by_whom(), action=action, about=account.name, detail=chosen.name)
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


def _print_invitation(invitation: Any) -> None:
    say(f"Invitation for {invitation.account.name}, good once and until {invitation.until:%d %B %Y}:")
    click.echo(f"/invitation/{invitation.code}")
    say("Put the server's address before it.")


def _told(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "role": str(account.role),
        "disabled": account.disabled,
        "has_password": account.has_password,
        "created": account.created.isoformat(),
    }


def by_whom() -> str:
    """Return who sits at the server itself, for the audit log."""
    try:
        return f"{getpass.getuser()} at the server"
    except (KeyError, OSError):
        return "somebody at the server"


def _now() -> datetime:
    return datetime.now(UTC)
