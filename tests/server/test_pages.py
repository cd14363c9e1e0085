"""Pages as a browser without scripts sees them: sign-in, an encounter to its debrief, and who may see what."""

import json
import re
from datetime import UTC, datetime

import httpx
import pytest

from simulator import academy
from simulator.people import accounts
from simulator.people.model import Role
from simulator.records.model import Mode
from simulator.server import own
from simulator.server.running import first_invitation
from tests.server.serving import PASSWORD, Browser, administrator

SHORT, COMMON, GUESS = "short", "password1234", "guess number 1"


def play(browser, id_="market-stall"):
    """Play an encounter by always taking the first choice shown; return the run's id."""
    browser.go(f"/encounters/{id_}")
    browser.send(f"/encounters/{id_}/begin")
    run = browser.path.split("/")[2]
    while browser.choices():
        browser.choose(browser.choices()[0])
    return run


def test_the_first_administrator_adds_somebody_who_plays_to_a_debrief(store, address):
    browser = administrator(store, address)
    assert browser.path == "/library"
    browser.go("/accounts").send("/accounts", name="Amira Osei", role="trainee")
    code = re.search(r"/invitation/([\w-]+)", browser.page.text)[1]
    amira = Browser(address).go(f"/invitation/{code}")
    assert "Amira Osei" in amira.text
    amira.send(f"/invitation/{code}", password=PASSWORD, again=PASSWORD)
    run = play(amira)
    assert amira.path == f"/runs/{run}/debrief"
    assert "before the scores" in amira.text
    amira.send(f"/runs/{run}/own-view", **{"rating:respect": "6", "words": "Ask <b>first</b>."})
    assert "Your own rating was 60" in amira.text
    assert "What is said of you at home" in amira.text
    assert "Along the National Decision Model" in amira.text
    assert "choice 2" in amira.go(f"/runs/{run}/what-if/1").text
    for wrong in ("0", "99", "9" * 5_000):
        assert amira.go(f"/runs/{run}/what-if/{wrong}").page.status_code == 404
    assert "Asks how" in amira.go("/glossary").text or "Also asks" in amira.text
    amira.go(f"/runs/{run}/debrief")
    assert "Ask <b>first</b>." in amira.text
    kept = store.run(run)
    assert (kept.trainee, kept.finished) == ("Amira Osei", True)


def test_there_is_a_first_administrator_whoever_else_has_an_account_already(store, address, someone):
    someone("Sam")
    assert administrator(store, address).go("/accounts").page.status_code == 200
    assert first_invitation(store) == ""


def test_an_invitation_is_good_once_and_a_weak_password_is_refused_with_the_reason(store, address):
    now = datetime.now(UTC)
    account = accounts.add_account(store, "Sam", Role.TRAINEE, at=now, by="the test")
    code = accounts.invite(store, account, at=now, by="the test").code
    browser = Browser(address).go(f"/invitation/{code}")
    assert "at least 12" in browser.send(browser.path, password=SHORT, again=SHORT).text
    assert "easily guessed" in browser.send(browser.path, password=COMMON, again=COMMON).text
    assert "not the same" in browser.send(browser.path, password=PASSWORD, again=PASSWORD + "x").text
    assert browser.send(browser.path, password=PASSWORD, again=PASSWORD).path == "/library"
    assert Browser(address).go(f"/invitation/{code}").page.status_code == 404


def test_nothing_is_answered_twice_by_a_double_click_a_second_window_or_the_back_button(store, someone):
    sam = someone("Sam")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    first, decision = sam.choices(), sam.hidden("decision")
    run, token = sam.path, sam.hidden("token")
    sam.choose(first[0])
    stale = {"token": token, "decision": decision, "choice": first[1]}
    for _ in range(2):
        again = sam.client.post(f"{run}/choose", data=stale)
        assert again.status_code == 409
        assert "answered already" in again.text
    assert store.run(run.split("/")[2]).path == (first[0],)
    assert len(store.runs()) == 1


def test_practice_has_a_coach_and_a_way_back_and_an_assessment_neither(store, someone, autumn):
    sam = someone("Sam")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    sam.choose(sam.choices()[0])
    assert "Coach:" in sam.text
    sam.send(f"{sam.path}/take-back", decision=sam.hidden("decision"))
    assert sam.hidden("decision") == "1"
    now = datetime.now(UTC)
    academy.add_members(store, autumn, [store.find_trainee("Sam")], at=now)
    academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now)
    sam.go("/encounters/five-a-side")
    assert "no way back" in sam.text
    sam.send("/encounters/five-a-side/begin")
    sam.choose(sam.choices()[0])
    assert "Coach:" not in sam.text
    assert "Take the last choice back" not in sam.text
    refused = sam.send(f"{sam.path}/take-back", decision=sam.hidden("decision"))
    assert refused.page.status_code == 409


def test_ratings_of_an_encounter_wait_until_its_assessment_is_over(store, someone, autumn):
    sam = someone("Sam")
    run = play(sam)
    now = datetime.now(UTC)
    academy.add_members(store, autumn, [store.find_trainee("Sam")], at=now)
    academy.assign(store, autumn, "market-stall", mode=Mode.ASSESSMENT, at=now)
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    for path in (f"/runs/{run}/debrief?scores=now", f"/runs/{run}/what-if/1"):
        assert sam.go(path).page.status_code == 403
    assert "levels" not in sam.go("/my-data.json").page.text
    sam.go("/runs/" + store.runs(finished=False)[0].id)
    while sam.choices():
        sam.choose(sam.choices()[0])
    assert sam.go(f"/runs/{run}/debrief?scores=now").page.status_code == 200


def test_what_belongs_to_somebody_else_is_not_there(store, someone):
    sam, kit = someone("Sam"), someone("Kit")
    run = play(sam)
    for path in (f"/runs/{run}", f"/runs/{run}/debrief", "/cohorts", "/accounts"):
        assert kit.go(path).page.status_code == 404
    kit.go("/library")
    for path in (f"/runs/{run}/again", f"/runs/{run}/own-view", f"/runs/{run}/choose"):
        assert kit.send(path, decision="1", choice="x").page.status_code == 404
    told = json.loads(kit.go("/my-data.json").page.text)
    assert (told["trainee"], set(told["kept"])) == ("Kit", {"trainees", "accounts"})
    assert len(json.loads(sam.go("/my-data.json").page.text)["kept"]["runs"]) == 1


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.TRAINEE, set()),
        (Role.TRAINER, {"/cohorts"}),
        (Role.AUTHOR, set()),
        (Role.ACADEMY, {"/cohorts", "/cohorts/Autumn", "/accounts"}),
        (Role.ADMINISTRATOR, {"/accounts"}),
    ],
)
def test_each_role_sees_its_pages_and_no_others(someone, autumn, role, sees):
    browser = someone("Robin", role)
    pages = {"/cohorts": "/cohorts", "/cohorts/Autumn": f"/cohorts/{autumn.id}", "/accounts": "/accounts"}
    assert {name for name, path in pages.items() if browser.go(path).page.status_code == 200} == sees


def test_strangers_are_sent_to_sign_in_and_forged_forms_are_refused(store, address, someone):
    for path in ("/", "/library", "/progress", "/settings", "/cohorts", "/my-data.json"):
        assert Browser(address).go(path).path == "/sign-in"
    sam = someone("Sam").go("/library")
    path = "/encounters/market-stall/begin"
    assert sam.client.post(path, data={"token": "0" * 64}).status_code == 403
    assert sam.client.post(path, data={}).status_code == 403
    assert sam.client.post(path, data={"token": "ä"}).status_code == 403
    elsewhere = {"Origin": "http://evil.example"}
    assert sam.client.post(path, data={"token": sam.hidden("token")}, headers=elsewhere).status_code == 403
    assert httpx.get(f"{address}/library", headers={"Host": "evil.example"}).status_code == 400
    assert sam.client.post(path, data={"token": "x" * 100_000}).status_code == 413
    assert store.runs() == []


def test_every_answer_forbids_scripts_and_what_comes_from_elsewhere(address, someone):
    sam = someone("Sam")
    for path in ("/library", "/sign-in", "/nowhere", "/styles/encounter.css", "/health"):
        headers = sam.go(path).page.headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "<script" not in sam.page.text
    cookie = Browser(address).client.post("/sign-in", data={"token": Browser(address).go("/sign-in").hidden("token"),
                                          "name": "Sam", "password": PASSWORD}, follow_redirects=False)  # fmt: skip
    assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.headers["set-cookie"].lower().split("; "))


def test_guessing_is_slowed_down_for_that_name_and_address_only(store, address, someone):
    someone("Sam")
    someone("Kit")
    guesser = Browser(address).go("/sign-in")
    answers = [guesser.send("/sign-in", name="Sam", password=f"guess number {n}").text for n in range(7)]
    assert all("is wrong" in each for each in answers[:5])
    assert "Try again in" in answers[6]
    assert "Try again in" in guesser.send("/sign-in", name="sam", password=PASSWORD).text
    assert guesser.send("/sign-in", name="Kit", password=PASSWORD).path == "/library"
    unknown = Browser(address).go("/sign-in").send("/sign-in", name="Nobody", password=GUESS).text
    assert unknown.replace("Nobody", "Sam") == answers[0].replace("Nobody", "Sam")


def test_signing_out_and_disabling_end_every_sign_in_at_once(store, address, someone):
    first = someone("Sam")
    second = Browser(address).go("/sign-in").send("/sign-in", name="SAM", password=PASSWORD)
    assert second.path == "/library"
    first.go("/library").send("/sign-out")
    assert second.go("/library").path == "/sign-in"
    third = Browser(address).go("/sign-in").send("/sign-in", name="Sam", password=PASSWORD)
    account = accounts.account_named(store, "Sam")
    accounts.set_disabled(store, account, disabled=True, at=datetime.now(UTC), by="the test")
    assert third.go("/library").path == "/sign-in"
    assert Browser(address).go("/sign-in").send("/sign-in", name="Sam", password=PASSWORD).path == "/sign-in"


def test_only_hashes_of_codes_and_passwords_are_kept(tmp_path, store, someone):
    sam = someone("Sam")
    code = sam.client.cookies["encounter"]
    held = b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite3*"))
    assert PASSWORD.encode() not in held
    assert code.encode() not in held
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in held


def test_a_sign_in_that_was_planted_is_never_taken_over(store, address, someone):
    someone("Sam")
    planted = "planted-by-somebody-else"
    browser = Browser(address)
    browser.client.cookies.set("encounter", planted)
    browser.go("/sign-in").send("/sign-in", name="Sam", password=PASSWORD)
    codes = [each.value for each in browser.client.cookies.jar if each.name == "encounter"]
    assert browser.path == "/library"
    assert any(code != planted for code in codes)
    thief = Browser(address)
    thief.client.cookies.set("encounter", planted)
    assert thief.go("/library").path == "/sign-in"


def test_a_fault_of_ours_is_told_in_a_sentence_with_every_header_and_without_its_cause(store, someone, monkeypatch):
    sam = someone("Sam")

    def broken(*_, **__):
        raise RuntimeError("the secret cause")

    monkeypatch.setattr(own, "overview_of", broken)
    answer = sam.go("/progress").page
    assert answer.status_code == 500
    assert "not your doing" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert sam.go("/library").page.status_code == 200
