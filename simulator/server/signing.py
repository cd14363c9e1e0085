"""Pages of sign-in: coming in, taking up an invitation, one's own password, and leaving."""

from __future__ import annotations

from starlette.responses import Response

from simulator.errors import EncounterError, UsageError
from simulator.messages import tr
from simulator.people import accounts, sign_in
from simulator.people.audit import note
from simulator.server.asking import COOKIE, Asking
from simulator.server.provider_pages import TrustedHeader, signed_in, vouched_for


def sign_in_page(asking: Asking, *, provider: bool, trusted: TrustedHeader | None, secure: bool) -> Response:
    """Show the form, or go in where somebody is signed in already, or vouched for by a trusted proxy."""
    if asking.account:
        return asking.go("/library")
    account = vouched_for(asking, trusted) if trusted is not None else None
    if account is not None:
        note(
            asking.store, at=asking.now, by=account.name, action="signed-in", about=account.name,
            detail=f"{asking.address}, by the proxy",
        )  # fmt: skip
        return signed_in(asking, account, secure=secure)
    return asking.page("sign-in", title=tr("Sign in"), name="", provider=provider)


def come_in(asking: Asking, *, secure: bool, provider: bool) -> Response:
    """Sign somebody in."""
    name = asking.form.get("name", "")
    try:
        _, code = sign_in.sign_in(
            asking.store, name, asking.form.get("password", ""), address=asking.address, at=asking.now
        )
    except EncounterError as refused:
        return asking.page(
            "sign-in",
            title=tr("Sign in"),
            status=403,
            name=name,
            problem=str(refused),
            provider=provider,
            wrong="name",
        )
    return _signed_in(asking, code, secure=secure)


def invitation_page(asking: Asking) -> Response:
    """Show the form that sets a password, while the invitation is good."""
    code = asking.request.path_params["code"]
    try:
        account = accounts.invited(asking.store, code, at=asking.now)
    except UsageError as refused:
        return asking.page("message", title=tr("Invitation"), status=404, message=str(refused))
    return asking.page("invitation", title=tr("Welcome"), invited=account, code=code)


def take_up(asking: Asking, *, secure: bool) -> Response:
    """Set a password by an invitation, and sign in with it."""
    code, password = asking.request.path_params["code"], asking.form.get("password", "")
    try:
        account = accounts.invited(asking.store, code, at=asking.now)
    except UsageError as refused:
        return asking.page("message", title=tr("Invitation"), status=404, message=str(refused))
    try:
        if password != asking.form.get("again", ""):
            raise UsageError(tr("The two passwords are not the same."), tr("Type both again."))
        accounts.take_up(asking.store, code, password, at=asking.now)
    except UsageError as refused:
        return asking.page(
            "invitation",
            title=tr("Welcome"),
            status=400,
            invited=account,
            code=code,
            problem=str(refused),
            wrong="password",
        )
    _, signed = sign_in.sign_in(asking.store, account.name, password, address=asking.address, at=asking.now)
    return _signed_in(asking, signed, secure=secure)


def leave(asking: Asking) -> Response:
    """Sign out, everywhere."""
    sign_in.sign_out(asking.store, asking.who, at=asking.now)
    answer = asking.go("/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


def _signed_in(asking: Asking, code: str, *, secure: bool) -> Response:
    answer = asking.go("/library")
    answer.set_cookie(COOKIE, code, httponly=True, samesite="strict", secure=secure, path="/")
    return answer
