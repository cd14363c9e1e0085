"""Signing in by the academy's own provider: OpenID Connect, the code flow with PKCE.

Only the provider's signed word counts: an ID token for us, of this issuer, with the nonce of this very try. People are
known by the provider's own id. The first time, they are known by an e-mail address that the provider has verified and
the academy's roster names. Nobody gets an account by signing in.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from simulator.errors import EncounterError
from simulator.people.accounts import account_named
from simulator.people.audit import log
from simulator.people.model import Account
from simulator.people.sign_in import SignInRefused
from simulator.records.journal import keep_new
from simulator.records.model import write_time
from simulator.records.schema import accounts, identities, provider_identities, trainees
from simulator.records.store import Store

_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Provider:
    """The academy's provider, and how we are known there."""

    issuer: str
    client: str
    secret: str


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """One try to sign in, as the browser that began it remembers it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> SignInAttempt:
        """Return a new one."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def where_to(provider: Provider, tried: SignInAttempt, back: str) -> str:
    """Return the provider's page on which somebody signs in.

    Args:
        provider: whose.
        tried: this try.
        back: where the browser is to come back to.

    Raises:
        EncounterError: the provider cannot be reached.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(tried.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": provider.client, "redirect_uri": back, "scope": "openid email profile",
        "state": tried.state, "nonce": tried.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{_metadata(provider.issuer)['authorization_endpoint']}?{urlencode(asked)}"


def who_came_back(provider: Provider, tried: SignInAttempt, code: str, back: str) -> Mapping[str, Any]:
    """Return what the provider says of whoever came back with a code.

    Raises:
        SignInRefused: it vouches for nobody, or not for this try.
        EncounterError: it cannot be reached.
    """
    import httpx
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    found = _metadata(provider.issuer)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": tried.verifier}
    try:
        answer = httpx.post(
            found["token_endpoint"], data=form, auth=(provider.client, provider.secret), timeout=_SECONDS
        )
        keys = httpx.get(found["jwks_uri"], timeout=_SECONDS).json()
        token = jwt.decode(
            answer.json()["id_token"], KeySet.import_key_set(keys), algorithms=["RS256", "ES256", "EdDSA"]
        )
        rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": provider.issuer}, aud={"essential": True, "value": provider.client},
            exp={"essential": True}, nonce={"essential": True, "value": tried.nonce}, sub={"essential": True},
        )  # fmt: skip
        rules.validate(token.claims)
    except httpx.HTTPError:
        raise _unreachable(provider.issuer) from None
    except (JoseError, ValueError, KeyError, TypeError):
        raise SignInRefused("The academy's sign-in did not say who you are. Try again.") from None
    return token.claims


def account_of(store: Store, provider: Provider, claims: Mapping[str, Any], *, address: str, at: datetime) -> Account:
    """Return the account of the person that the provider vouches for. The first time, their id at the provider is kept.

    Raises:
        SignInRefused: there is no account of theirs.
    """
    subject, email = str(claims["sub"]), str(claims.get("email", "")).lower()
    known = (provider_identities.c.issuer == provider.issuer, provider_identities.c.subject == subject)
    account = select(accounts.c.id, trainees.c.name).join(trainees, trainees.c.id == accounts.c.trainee_id)
    account = account.where(accounts.c.disabled.is_(None))
    with store.reading(everything=True) as connection:
        row = connection.execute(
            account.join(provider_identities, provider_identities.c.account_id == accounts.c.id).where(*known)
        ).one_or_none()
        first = row is None and bool(email) and claims.get("email_verified") is True
        if first:
            by_email = account.join(identities, identities.c.trainee_id == trainees.c.id)
            row = connection.execute(by_email.where(identities.c.email == email)).one_or_none()
    with store.writing() as connection:
        if row is None:
            log(connection, at=at, by="server", action="sign-in-failed", about=email or subject, detail=address)
        else:
            if first:
                new = {"issuer": provider.issuer, "subject": subject, "account_id": row.id, "since": write_time(at)}
                keep_new(connection, provider_identities, [new], at=write_time(at), key="issuer subject")
            log(
                connection, at=at, by=row.name, action="signed-in", about=row.name, detail=f"{address}, by the provider"
            )
    if row is None:
        raise SignInRefused("There is no account here for that sign-in.", "Ask your academy to add you.")
    return account_named(store, row.name)


@lru_cache(maxsize=4)
def _metadata(issuer: str) -> dict[str, Any]:
    import httpx

    try:
        answer = httpx.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=_SECONDS)
        found: dict[str, Any] = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        raise _unreachable(issuer) from None
    if found.get("issuer") != issuer or not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= set(found):
        raise EncounterError(
            f"{issuer} does not name itself as the issuer.", "Give its address exactly as the provider writes it."
        )
    return found


def _unreachable(issuer: str) -> EncounterError:
    return EncounterError(f"The academy's sign-in ({issuer}) cannot be reached.", "Try again, or use your password.")
