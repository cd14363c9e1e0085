"""Every address of the server, as an attacker tries it; the addresses come from the application itself, so none is left out."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import select
from starlette.routing import Mount, Route

from simulator import academy
from simulator.people import accounts, sign_in
from simulator.people.model import Role
from simulator.records.model import Mode
from simulator.records.schema import metadata
from simulator.records.store import Store
from simulator.server.app import make_app
from tests.server.serving import Browser, served
from tests.server.test_pages import play

PUBLIC = ("/health", "/sign-in", "/invitation/")
ALSO_KEPT = {"audit", "journal", "sign_ins", "sign_in_failures", "invitations", "accounts", "trainees"}
"""What signing in and looking around writes."""

HOSTILE = ["", "\x00", "\r\nSet-Cookie: a=b", "../../../etc/passwd", "//evil.example/", "9" * 1_000, "-1", "\u202e\u0301\ufeff" * 9,
           "{{7*7}}", "'; DROP TABLE runs; --", "2026-13-45", "9999-12-31T23:59"]  # fmt: skip
FIELDS = sorted({name for page in Path("simulator/server/pages").glob("*.html")
                 for name in re.findall(r'name="([a-z_-]+)"', page.read_text(encoding="utf-8"))} - {"token"})  # fmt: skip


@dataclass
class Place:
    """What there is on the server, by the name that addresses have for it."""

    ids: dict[str, str]
    campaign_run: str
    form: dict[str, str]

    def filled(self, path):
        """Return a route's address with what there is."""
        ids = self.ids | ({"run": self.campaign_run} if path.startswith("/campaign-runs/") else {})
        if path.startswith("/campaigns/"):
            ids = ids | {"id": "marl-hill"}
        return re.sub(r"\{(\w+)(:path)?\}", lambda found: ids[found[1]], path)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(str(tmp_path_factory.mktemp("routes") / "records.sqlite3")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(store):
    with served(store) as where:
        yield where


@pytest.fixture(scope="module")
def someone(store, address):
    """Return a function that signs somebody in who has a role."""

    def signed_in(name, role=Role.TRAINEE):
        known = {each.name: each for each in accounts.all_accounts(store)}
        account = known.get(name) or accounts.add_account(store, name, role, at=now(), by="the test")
        browser = Browser(address)
        browser.client.cookies.set("encounter", sign_in.begin(store, account, at=now()), domain="127.0.0.1")
        return browser

    return signed_in


@pytest.fixture(scope="module")
def routes(store):
    """Return the method and path of each route, but of the style sheet and what is nowhere."""
    app = make_app(store, hosts={"127.0.0.1"}, secure=False)
    every = [each for each in app.routes if not isinstance(each, Mount)]
    assert all(isinstance(each, Route) for each in every)
    found = {(method, each.path) for each in every for method in each.methods - {"HEAD"}}
    assert len(found) > 60
    return sorted(found - {("GET", "/{anything:path}")})


@pytest.fixture(scope="module")
def place(store, someone):
    """Return what there is: all of it Sam's, or of Kofi's cohort."""
    sam, kofi = someone("Sam"), someone("Kofi", Role.TRAINER).go("/cohorts")
    kofi.send("/cohorts", name="Harbour")
    home, harbour = kofi.path, academy.cohort_named(store, "Harbour")
    account = accounts.account_named(store, "Sam")
    academy.add_members(store, harbour, [account.trainee], at=now())
    run = play(sam, "five-a-side")
    sam.go("/campaigns/marl-hill").send("/campaigns/marl-hill/begin", mode="practice")
    assignment, _ = academy.assign(store, harbour, "quad-bike", mode=Mode.ASSESSMENT, at=now())
    pause = academy.pause(store, assignment, who=None, reason="Noise", author="Kofi", at=now())
    kofi.go(f"{home}/class").send(f"{home}/class", encounter="five-a-side")
    ids = {"cohort": harbour.id, "run": run, "member": account.trainee.id, "account": account.id, "decision": "1",
           "running": academy.class_of(store, harbour).id, "id": "five-a-side", "code": "no-such-code"}  # fmt: skip
    form = {"assignment": assignment.id, "member": account.trainee.id, "pause": pause.id, "run": run, "attempts": "9",
            "into": harbour.id, "reason": "Because", "comment": "Words", "name": "Another", "sure": "yes"}  # fmt: skip
    return Place(ids, sam.path.split("/")[2], form)


def now():
    return datetime.now(UTC)


def kept(store):
    """Return every row of what is kept, but of signing in and the log."""
    with store.reading(everything=True) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name not in ALSO_KEPT
        }


def ask(browser, method, path, token=None, **fields):
    """Ask for an address as a browser does that follows nothing; return the answer."""
    data = None if method == "GET" else {**fields, **({} if token is None else {"token": token})}
    answer = browser.client.request(method, path, data=data, follow_redirects=False)
    where = answer.headers.get("location", "/")
    assert where.startswith("/"), (path, where)
    assert not where.startswith("//"), (path, where)
    return answer


def test_strangers_are_sent_to_sign_in_from_every_address(store, address, routes, place):
    before, stranger = kept(store), Browser(address)
    for method, path in routes:
        if not path.startswith(PUBLIC):
            answer = ask(stranger, method, place.filled(path), **place.form)
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
    assert kept(store) == before


def test_no_form_is_taken_without_its_token_or_with_anothers(store, someone, routes, place):
    ada, eve = someone("Ada", Role.ACADEMY), someone("Another", Role.ACADEMY)
    anothers = eve.go("/library").hidden("token")
    before = kept(store)
    for method, path in routes:
        if method == "POST":
            for token in (None, anothers):
                answer = ask(ada, method, place.filled(path), token, **place.form)
                assert answer.status_code == 403, (path, token)
    assert kept(store) == before


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_what_is_anothers(store, someone, routes, place, role):
    """Each role asks for somebody else's run, cohort, class or campaign: it is not found, and stays as it was."""
    eve = someone(f"Eve, {role}", role).go("/library")
    token, before = eve.hidden("token"), kept(store)
    mine = {Role.ACADEMY: ("/cohorts/", "/accounts/"), Role.ADMINISTRATOR: ("/accounts/",)}.get(role, ())
    for method, path in routes:
        anothers = any(f"{{{each}}}" in path for each in ("run", "cohort", "member", "account", "running"))
        if anothers and not path.startswith(mine):
            answer = ask(eve, method, place.filled(path), token, **place.form)
            told = (answer.status_code, answer.headers.get("location"))
            assert told in ((404, None), (303, "/class")), (method, path)
    assert kept(store) == before


def test_a_trainer_does_nothing_to_another_cohort_by_what_a_form_names(store, someone, routes, place):
    eve = someone("Rival", Role.TRAINER).go("/cohorts")
    eve.send("/cohorts", name="Eve's")
    own, token = eve.path.rpartition("/")[2], eve.hidden("token")
    before = kept(store)
    fields = {name: value for name, value in place.form.items() if name != "name"}
    for method, path in routes:
        if method == "POST" and "{cohort}" in path and not path.endswith(("put-away", "bring-back")):
            answer = ask(eve, method, place.filled(path.replace("{cohort}", own)), token, **fields)
            assert answer.status_code in (400, 404, 409), (path, answer.status_code)
    assert kept(store) == before


def test_what_is_too_large_or_comes_from_elsewhere_is_refused_at_every_address(someone, routes, place):
    ada = someone("Ada", Role.ACADEMY).go("/library")
    token = ada.hidden("token")
    for method, path in routes:
        where = place.filled(path)
        if method == "POST":
            large = ada.client.post(where, data={"token": token, "name": "x" * 700_000})
            assert large.status_code == 413, path
            chunked = ada.client.post(where, content=(each for each in (b"token=", token.encode())))
            assert chunked.status_code == 413, path
        for origin in ("http://evil.example", "null", f"{ada.address}0") if method == "POST" else ():
            assert ada.client.post(where, data={"token": token}, headers={"Origin": origin}).status_code == 403
        assert ada.client.request(method, where, headers={"Host": "127.0.0.1.evil.example"}).status_code == 400, path


def test_every_page_is_for_the_person_alone_and_kept_by_no_cache(someone, routes, place):
    ada, sam = someone("Ada", Role.ACADEMY), someone("Sam")
    for method, path in routes:
        if method == "GET":
            theirs = ada if path.startswith(("/cohorts", "/accounts", "/check")) else sam
            headers = ask(theirs, method, place.filled(path)).headers
            assert headers["cache-control"] == "no-store", path
            assert headers["x-content-type-options"] == "nosniff", path
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
    others = cycle(("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"))
    for _, path in routes:
        assert ada.client.request(next(others), place.filled(path)).status_code in (404, 405), path


@pytest.mark.parametrize("wrong", ["/encounters/../../etc/passwd", "/encounters/%2e%2e%2f%2e%2e%2fetc/passwd", "/styles/../asking.py",
                                   "/styles/%2e%2e/app.py", "/%2fevil.example/library", "/styles//etc/passwd",
                                   "/campaigns/%2fetc%2fpasswd", "/encounters//etc/passwd"])  # fmt: skip
def test_no_address_leads_out_of_the_server_or_its_files(someone, wrong):
    answer = someone("Ines", Role.AUTHOR).client.get(wrong, follow_redirects=False)
    assert answer.status_code == 404, answer.headers
    assert "root:" not in answer.text


def test_no_address_breaks_on_what_it_is_sent(someone, routes, place):
    """Whatever stands in an address or a form is answered in a sentence: it is never a fault, and never a header."""
    ada = someone("Ada", Role.ACADEMY).go("/library")
    token = ada.hidden("token")
    values = cycle(HOSTILE)
    for method, path in routes:
        if path not in ("/sign-out", "/sign-in", "/settings/password"):
            for where in (
                re.sub(r"\{(\w+)(:path)?\}", quote(next(values), safe="") or "%20", path),
                place.filled(path),
            ):
                fields = {name: next(values) for name in FIELDS}
                asked = f"{where}?{urlencode(fields)}" if method == "GET" else where
                answer = ask(ada, method, asked, token, **fields)
                assert answer.status_code < 500, (method, asked, fields, answer.text[-2_000:])
                assert "set-cookie" not in answer.headers, (asked, fields)


@pytest.mark.parametrize("path", ["class", "assign"])
def test_a_form_names_no_file_of_the_server(someone, tmp_path, path):
    (tmp_path / "secret.yaml").write_text("format: 1\n", encoding="utf-8")
    ada = someone("Ada", Role.ACADEMY).go("/cohorts")
    ada.send("/cohorts", name=f"For {path}")
    home = ada.path
    ada.go(f"{home}/class" if path == "class" else home)
    for named in (tmp_path / "secret.yaml", tmp_path / "none.yaml", tmp_path, tmp_path / "secret"):
        told = ada.send(f"{home}/{path}", encounter=str(named), mode="practice")
        assert told.page.status_code in (400, 409)
        assert "There is no encounter" in told.text
        assert "secret.yaml" not in told.text.replace(f"'{str(named)[:60]}'", "")
