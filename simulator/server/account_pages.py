"""Pages for people who manage accounts: see accounts and their roles, add one, and merge two names of one person.

What somebody may do, and whether two names are they, is never theirs to change.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from simulator import academy
from simulator.errors import EncounterError, UsageError
from simulator.people import accounts, audit
from simulator.people.model import Account, Invitation, Role
from simulator.server.asking import Asking
from simulator.server.cohorts import not_there

_ENTRIES = 200
"""How many of the newest entries of the audit log a page shows."""


def accounts_page(
    asking: Asking,
    problem: str = "",
    status: int = 200,
    invitation: Invitation | None = None,
    done: str = "",
    wrong: str = "",
) -> Response:
    """Show every account, and an invitation that was just made: its code is shown once."""
    return asking.page(
        "accounts", title="Accounts", status=status, problem=problem, roles=list(Role), done=done, wrong=wrong,
        accounts=accounts.all_accounts(asking.store), invitation=invitation, link=_link(asking, invitation),
    )  # fmt: skip


def add(asking: Asking) -> Response:
    """Add an account and make its invitation."""
    role = asking.form.get("role", "")
    if role not in set(Role):
        return accounts_page(asking, "Choose a role.", 400)
    try:
        account = accounts.add_account(
            asking.store, asking.form.get("name", ""), Role(role), at=asking.now, by=asking.who.name
        )
    except EncounterError as refused:
        return accounts_page(asking, str(refused), 400, wrong="name")
    made = accounts.invite(asking.store, account, at=asking.now, by=asking.who.name)
    return accounts_page(asking, invitation=made)


def account_page(
    asking: Asking, problem: str = "", status: int = 200, invitation: Invitation | None = None, done: str = ""
) -> Response:
    """Show one account, and what can be done with it."""
    account = _asked_for(asking)
    if account is None:
        return not_there(asking)
    return asking.page(
        "one-account", title=account.name, titled=f"{account.name}: account", status=status, problem=problem, done=done,
        one=account, roles=list(Role),
        invitation=invitation, link=_link(asking, invitation), own=account.id == asking.who.id,
    )  # fmt: skip


def invite(asking: Asking) -> Response:
    """Make a new invitation, in place of the earlier ones."""
    return _invited(asking, accounts.invite)


def reset(asking: Asking) -> Response:
    """Take a password away, sign its owner out everywhere, and make an invitation."""
    return _invited(asking, accounts.reset)


def rename(asking: Asking) -> Response:
    """Give somebody another name, by which they sign in from now on."""
    account = _asked_for(asking)
    if account is None:
        return not_there(asking)
    try:
        named = accounts.rename(
            asking.store, account.trainee, asking.form.get("name", ""), at=asking.now, by=asking.who.name
        )
    except EncounterError as refused:
        return account_page(asking, refused.message, 400)
    return account_page(asking, done=f"{account.name} is now {named.name}, and signs in with that name.")


def set_role(asking: Asking) -> Response:
    """Let somebody do other things from now on."""
    role = asking.form.get("role", "")
    if role not in set(Role):
        return account_page(asking, "Choose a role.", 400)
    return _changed(
        asking,
        lambda account: accounts.set_role(asking.store, account, Role(role), at=asking.now, by=asking.who.name),
        f"{{name}} is {role} now.",
    )


def set_disabled(asking: Asking) -> Response:
    """Let somebody sign in no more, or again."""
    disabled = asking.form.get("disabled") == "yes"
    return _changed(
        asking,
        lambda account: accounts.set_disabled(
            asking.store, account, disabled=disabled, at=asking.now, by=asking.who.name
        ),
        "{name} is signed out and can no longer sign in. Their runs are kept."
        if disabled
        else "{name} can sign in again.",
    )


def merge(asking: Asking) -> Response:
    """Let two names be one person: asked first, and done when that is sure."""
    try:
        double, into = (academy.person_named(asking.store, asking.form.get(each, "")) for each in ("double", "into"))
        if asking.who.trainee.id in (double.id, into.id):
            raise UsageError("You cannot decide that another name is yours.", "Ask another administrator.")
        if double.id == into.id:
            raise UsageError("These are already one person.", "Name two.")
        if asking.form.get("sure") != "yes":
            return asking.page("merge", title="Two names, one person?", double=double, into=into)
        accounts.merge(asking.store, double, into, at=asking.now, by=asking.who.name)
    except EncounterError as refused:
        return accounts_page(asking, str(refused), 400, wrong="double")
    return accounts_page(asking, done=f"{double.name} is now {into.name}; both names work.")


def audit_page(asking: Asking) -> Response:
    """Show the newest entries of the audit log."""
    return asking.page("audit", title="Audit log", entries=audit.entries(asking.store, limit=_ENTRIES), count=_ENTRIES)


def _asked_for(asking: Asking) -> Account | None:
    return accounts.account_by_id(asking.store, asking.request.path_params["account"])


def _invited(asking: Asking, make: Callable[..., Invitation]) -> Response:
    account = _asked_for(asking)
    if account is None:
        return not_there(asking)
    try:
        made = make(asking.store, account, at=asking.now, by=asking.who.name)
    except EncounterError as refused:
        return account_page(asking, str(refused), 400)
    return account_page(asking, invitation=made)


def _changed(asking: Asking, change: Callable[[Account], None], done: str) -> Response:
    account = _asked_for(asking)
    if account is None:
        return not_there(asking)
    if account.id == asking.who.id:
        return account_page(
            asking, "You cannot change your own role or disable yourself. Ask another administrator.", 400
        )
    try:
        change(account)
    except EncounterError as refused:
        return account_page(asking, str(refused), 400)
    return account_page(asking, done=done.format(name=account.name))


def _link(asking: Asking, invitation: Invitation | None) -> str:
    """Return the address of an invitation."""
    return (
        "" if invitation is None else str(asking.request.url.replace(path=f"/invitation/{invitation.code}", query=""))
    )
