"""Pages for those who manage accounts: who has one, adding one, and inviting."""

from __future__ import annotations

from starlette.responses import Response

from simulator.errors import EncounterError
from simulator.people import accounts
from simulator.people.model import Invitation, Role
from simulator.server.asking import Asking


def accounts_page(
    asking: Asking, problem: str = "", status: int = 200, invitation: Invitation | None = None
) -> Response:
    """Show every account, and an invitation that was just made: its code is shown once."""
    link = ""
    if invitation is not None:
        link = str(asking.request.url.replace(path=f"/invitation/{invitation.code}", query=""))
    return asking.page(
        "accounts", title="Accounts", status=status, problem=problem, roles=list(Role),
        accounts=accounts.all_accounts(asking.store), invitation=invitation, link=link,
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
        return accounts_page(asking, str(refused), 400)
    made = accounts.invite(asking.store, account, at=asking.now, by=asking.who.name)
    return accounts_page(asking, invitation=made)


def invite(asking: Asking) -> Response:
    """Make a new invitation, in place of the earlier ones and of a forgotten password."""
    try:
        account = accounts.account_named(asking.store, asking.request.path_params["name"])
        made = accounts.invite(asking.store, account, at=asking.now, by=asking.who.name)
    except EncounterError as refused:
        return accounts_page(asking, str(refused), 400)
    return accounts_page(asking, invitation=made)
