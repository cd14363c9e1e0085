"""Signing in by the academy's own provider, or by a proxy that says who it is: the pages there and back."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from simulator.errors import EncounterError
from simulator.messages import tr
from simulator.people import sign_in
from simulator.people.accounts import account_named
from simulator.people.model import Account
from simulator.people.provider import Provider, SignInAttempt, account_of, where_to, who_came_back
from simulator.server.asking import Asking

_COOKIE = "encounter-try"
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class TrustedHeader:
    """A header in which a proxy says who signed in, and the addresses from which it is trusted."""

    name: str
    addresses: frozenset[str]


def leave_for_provider(asking: Asking, *, provider: Provider, secure: bool) -> Response:
    """Send the browser to the provider; a cookie remembers the try."""
    tried = SignInAttempt.new()
    try:
        answer = RedirectResponse(where_to(provider, tried, _back(asking)), 303)
    except EncounterError as refused:
        return asking.page("message", title=tr("Sign in"), status=503, message=str(refused))
    value = f"{tried.state}.{tried.nonce}.{tried.verifier}"
    answer.set_cookie(_COOKIE, value, max_age=_SECONDS, httponly=True, samesite="lax", secure=secure, path="/sign-in")
    return answer


def come_back(asking: Asking, *, provider: Provider, secure: bool) -> Response:
    """Sign in whoever the provider vouches for."""
    kept = asking.request.cookies.get(_COOKIE, "").split(".")
    given = asking.request.query_params
    if len(kept) != 3 or not hmac.compare_digest(kept[0], given.get("state", "")):
        return asking.page(
            "message", title=tr("Sign in"), status=400, message=tr("This sign-in was not begun here. Try again.")
        )
    try:
        claims = who_came_back(provider, SignInAttempt(*kept), given.get("code", ""), _back(asking))
        account = account_of(asking.store, provider, claims, address=asking.address, at=asking.now)
    except EncounterError as refused:
        return asking.page("message", title=tr("Sign in"), status=403, message=str(refused))
    answer = signed_in(asking, account, secure=secure)
    answer.delete_cookie(_COOKIE, path="/sign-in")
    return answer


def vouched_for(asking: Asking, trusted: TrustedHeader) -> Account | None:
    """Return the account that a trusted proxy names.

    None if it names nobody, is not trusted, or there is no such account.
    """
    peer = asking.request.scope.get("encounter.peer", "")
    name = asking.request.headers.get(trusted.name, "").strip()
    if peer not in trusted.addresses or not name:
        return None
    try:
        account = account_named(asking.store, name)
    except EncounterError:
        return None
    return None if account.disabled else account


def signed_in(asking: Asking, account: Account, *, secure: bool) -> Response:
    """Return the page that signs somebody in.

    It is a page with a link, and no redirection: a browser that comes from elsewhere shows no cookie on its way.
    """
    from simulator.server.asking import COOKIE

    answer = asking.page(
        "message",
        title=tr("Welcome"),
        message=tr("You are signed in as {name}. Go on to the start page.", name=account.name),
    )
    code = sign_in.begin(asking.store, account, at=asking.now)
    answer.set_cookie(COOKIE, code, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


def _back(asking: Asking) -> str:
    return str(asking.request.url.replace(path="/sign-in/returned", query=""))
