"""Signing in by a real OpenID Connect provider, a program of its own on this computer, and by a trusted proxy."""

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select

from simulator import academy
from simulator.people import accounts
from simulator.people.audit import entries
from simulator.people.model import Role
from simulator.people.provider import Provider
from simulator.records.journal import keep
from simulator.records.schema import identities, provider_identities
from simulator.server.provider_pages import TrustedHeader
from tests.server.serving import Browser, served
from tests.server.test_ssh import free_port

USERS = {
    "sam-1": {"email": "sam@academy.example", "email_verified": True},
    "kit-1": {"email": "kit@academy.example", "email_verified": False},
    "eve-1": {"email": "eve@elsewhere.example", "email_verified": True},
}


@contextmanager
def provider_process():
    """Give the address of a provider that knows `USERS`."""
    port = free_port()
    told = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in USERS.items()]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
        *told,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        issuer = f"http://127.0.0.1:{port}"
        while True:
            assert process.poll() is None
            try:
                found = httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=5).json()
                break
            except httpx.ConnectError:
                continue
        try:
            yield found["issuer"]
        finally:
            process.terminate()


@pytest.fixture
def people(store):
    now = datetime.now(UTC)
    for name in ("Sam", "Kit"):
        account = accounts.add_account(store, name, Role.TRAINEE, at=now, by="the test")
        row = {"trainee_id": account.trainee.id, "external_id": None, "email": f"{name.lower()}@academy.example"}
        with store.writing() as connection:
            keep(connection, identities, [row], at=now.isoformat())


def sign_in_as(browser, subject):
    """Go to the provider's page and say who one is; return the page that the browser comes back to."""
    browser.go("/sign-in")
    assert "Sign in with your academy" in browser.text
    page = browser.client.get("/sign-in/provider")
    browser.page = browser.client.post(str(page.url), data={"sub": subject})
    return browser


def test_whoever_the_provider_vouches_for_is_signed_in_and_nobody_else(store, people):
    with provider_process() as issuer:
        provider = Provider(issuer, "encounter", "a secret")
        with served(store, provider=provider) as address:
            sam = sign_in_as(Browser(address), "sam-1")
            assert "You are signed in as Sam" in sam.text
            assert sam.go("/library").path == "/library"
            assert "Sign out Sam" in sam.text
            for subject in ("kit-1", "eve-1"):
                other = sign_in_as(Browser(address), subject)
                assert "There is no account here" in other.text, subject
                assert other.go("/library").path == "/sign-in"
            with store.reading() as connection:
                kept = connection.execute(select(provider_identities.c.issuer, provider_identities.c.subject)).all()
            assert [tuple(row) for row in kept] == [(issuer, "sam-1")]
            accounts.set_disabled(
                store, accounts.account_named(store, "Sam"), disabled=True, at=datetime.now(UTC), by="x"
            )
            assert "There is no account here" in sign_in_as(Browser(address), "sam-1").text
            # A return that was not begun in this browser, with somebody's real code or without.
            stranger = Browser(address)
            for query in ("", "?code=x&state=y", "?error=access_denied"):
                assert stranger.go(f"/sign-in/returned{query}").page.status_code == 400
            begun = Browser(address)
            state = re.search(
                r"state=([\w-]+)", begun.client.get("/sign-in/provider", follow_redirects=False).headers["location"]
            )[1]
            assert begun.go(f"/sign-in/returned?code=forged&state={state}").page.status_code == 403
            assert begun.go("/library").path == "/sign-in"
    assert {"signed-in", "sign-in-failed"} <= {each.action for each in entries(store)}


def test_a_provider_that_is_not_there_or_is_another_is_said(store, people):
    with served(store, provider=Provider("http://127.0.0.1:9", "encounter", "x")) as address:
        page = Browser(address).go("/sign-in/provider").page
        assert page.status_code == 503
        assert "cannot be reached" in page.text


def test_a_proxys_word_is_believed_from_its_own_address_only(store, people):
    said = {"X-Remote-User": "Sam"}
    for addresses, believed in (({"127.0.0.1"}, True), ({"192.0.2.1"}, False)):
        trusted = TrustedHeader("X-Remote-User", frozenset(addresses))
        with served(store, trusted=trusted) as address:
            browser = Browser(address)
            browser.client.headers.update(said)
            assert ("signed in as Sam" in browser.go("/sign-in").text) is believed
            assert (browser.go("/library").path == "/library") is believed
    with served(store) as address:
        assert httpx.get(f"{address}/sign-in", headers=said).text.count("Sam") == 0
    assert academy.find_person(store, "Sam") is not None
