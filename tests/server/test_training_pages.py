"""Pages for trainers: their cohorts, assigning, a run beside the class, rating, handing out, and stopping the clock."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from scoring.report import sentences
from simulator import academy
from simulator.errors import AttemptRefused
from simulator.people.audit import entries
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.model import PAUSED, Mode
from simulator.records.verify import verify_store
from simulator.scenario.library import Library
from tests.server import test_own_pages
from tests.server.test_pages import play


@pytest.fixture
def kofi(someone):
    """Return a trainer who has made a cohort with Sam in it, at its page."""
    someone("Sam")
    trainer = someone("Kofi", Role.TRAINER).go("/cohorts")
    trainer.send("/cohorts", name="Winter")
    return trainer.send(f"{trainer.path}/members", names="Sam\n")


def now():
    return datetime.now(UTC)


def test_a_trainer_sees_own_cohorts_and_whoever_is_made_their_trainer(store, someone, autumn, kofi):
    ada, rival = someone("Ada", Role.ACADEMY), someone("Rival", Role.TRAINER)
    assert rival.go(kofi.path).page.status_code == 404
    assert "Winter" not in rival.go("/cohorts").text
    assert kofi.go(f"/cohorts/{autumn.id}").page.status_code == 404
    assert {"Winter", "Autumn"} <= set(ada.go("/cohorts").text.split())
    ada.go(f"/cohorts/{autumn.id}").send(f"/cohorts/{autumn.id}/trainers", name="Kofi")
    assert kofi.go(f"/cohorts/{autumn.id}").page.status_code == 200
    assert kofi.send(f"/cohorts/{autumn.id}/trainers", name="Rival").page.status_code == 404
    ada.go(f"/cohorts/{autumn.id}").send(f"/cohorts/{autumn.id}/trainers", name="Kofi", remove="yes")
    assert kofi.go(f"/cohorts/{autumn.id}").page.status_code == 404
    assert "is not a trainer" in ada.send(f"/cohorts/{autumn.id}/trainers", name="Sam").text
    actions = [each.action for each in entries(store)]
    assert {"cohort-made", "members-added", "trainer-added", "trainer-removed"} <= set(actions)


def test_a_slip_in_a_name_makes_nobody(store, kofi):
    assert kofi.send(f"{kofi.path}/members", names="Samm").page.status_code == 400
    assert store.find_trainee("Samm") is None


def test_what_is_assigned_on_the_page_is_what_is_here_now_and_can_be_taken_back(store, kofi):
    cohort = academy.cohort_named(store, "Winter")
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment", attempts="2", due="2099-12-03")
    (assigned,) = academy.assignments_of(store, cohort)
    assert (assigned.scenario_id, assigned.mode, assigned.attempts_allowed) == ("five-a-side", Mode.ASSESSMENT, 2)
    assert assigned.pin is not None
    assert assigned.due == datetime(2099, 12, 3, 23, 59, 59, tzinfo=UTC)
    passed, beyond = "2020-02-29", "9999-12-31T23:59-12:00"
    for wrong in (
        {"attempts": "many"}, {"attempts": "9" * 5_000}, {"due": "soon"}, {"due": passed}, {"due": beyond},
        {"encounter": "none-such"},
    ):  # fmt: skip
        fields = {"encounter": "five-a-side", "mode": "assessment", **wrong}
        assert kofi.send(f"{home}/assign", **fields).page.status_code == 400
    kofi.go(home).send(f"{home}/withdraw", assignment=assigned.id)
    assert academy.assignments_of(store, cohort) == []


def test_a_trainer_reads_a_run_beside_the_class_and_rates_it_and_the_log_remembers(store, someone, kofi):
    sam = (
        test_own_pages.Browser(kofi.address)
        .go("/sign-in")
        .send("/sign-in", name="Sam", password=test_own_pages.PASSWORD)
    )
    run, home = play(sam), kofi.path
    someone("Kit")
    stranger = store.find_trainee("Kit")
    assert "Sam" in kofi.go(home).text
    member = academy.members_of(store, academy.cohort_named(store, "Winter"))[0]
    assert run in kofi.go(f"{home}/members/{member.id}").page.text
    assert kofi.go(f"{home}/members/{stranger.id}").page.status_code == 404
    page = kofi.go(f"{home}/runs/{run}")
    assert "Beside the class" in page.text
    assert "Decision 1" in page.text
    newest = entries(store, limit=1)[0]
    assert (newest.by, newest.action, newest.about, newest.detail) == ("Kofi", "debrief-opened", "Sam", run)
    criterion = re.search(r'name="level:([\w-]+)"', page.page.text)[1]
    kofi.send(f"{home}/runs/{run}/rate", **{f"level:{criterion}": "-1", "level:none-such": "2"})
    assert kofi.page.status_code == 400
    kofi.go(f"{home}/runs/{run}").send(f"{home}/runs/{run}/rate", **{f"level:{criterion}": "-1"})
    assert [(each.rater, each.criterion, each.level) for each in academy.ratings_of_run(store, run)] == [
        ("Kofi", criterion, -1)
    ]
    kofi.send(f"{home}/runs/{run}/undo")
    assert academy.ratings_of_run(store, run) == []
    assert kofi.send(f"{home}/runs/{run}/undo").page.status_code == 409


def test_the_report_and_exports_are_handed_out_and_the_log_says_so(store, kofi):
    sam = (
        test_own_pages.Browser(kofi.address)
        .go("/sign-in")
        .send("/sign-in", name="Sam", password=test_own_pages.PASSWORD)
    )
    play(sam)
    home = kofi.path
    report = kofi.go(f"{home}/report").page
    assert "script-src" not in report.headers["content-security-policy"]
    assert "default-src 'none'" in report.headers["content-security-policy"]
    assert "Winter" in report.text
    kofi.go(f"{home}/exports")
    packed = kofi.send(f"{home}/exports", format="csv", level="runs").page
    with ZipFile(BytesIO(packed.content)) as archive:
        assert sorted(archive.namelist()) == ["export.csv", "export.csv.manifest.json"]
        assert b"Sam" in archive.read("export.csv")
    assert "Only what was played as assessment." not in report.text
    assert "Only what was played as practice." in kofi.go(f"{home}/report?mode=practice").page.text
    kofi.go(f"{home}/exports")
    packed = kofi.send(f"{home}/exports", format="csv", level="runs", mode="assessment").page
    with ZipFile(BytesIO(packed.content)) as archive:
        assert b"Sam" not in archive.read("export.csv")
    assert [each.detail for each in entries(store, limit=2)] == ["csv runs, assessment", "practice"]
    kofi.go(f"{home}/exports")
    assert kofi.send(f"{home}/exports", format="csv", level="none-such").page.status_code == 400
    assert [each.action for each in entries(store, limit=2)] == ["exported", "report-read"]
    assert academy.publications_of(store, "Winter") == []
    without = kofi.go(f"{home}/report?mode=practice&people=no").page.text
    assert (sentences.PERSONAL in report.text, sentences.WITHOUT_PEOPLE in without) == (True, True)
    assert ("Sam" in report.text, "Sam" in without) == (True, False)
    assert entries(store, limit=1)[0].detail == "without people, practice"


def test_while_it_is_paused_nobody_answers_and_no_clock_runs(store, someone, kofi, monkeypatch):
    id_, path = test_own_pages.timed()
    home = kofi.path
    kofi.send(f"{home}/assign", encounter=id_, mode="assessment")
    sam = (
        test_own_pages.Browser(kofi.address)
        .go("/sign-in")
        .send("/sign-in", name="Sam", password=test_own_pages.PASSWORD)
    )
    sam.go(f"/encounters/{id_}").send(f"/encounters/{id_}/begin")
    run = sam.path
    for choice in path:
        sam.choose(choice)
    shown, decision, token = sam.choices(), sam.hidden("decision"), sam.hidden("token")
    live = kofi.go(f"{home}/live")
    assert "under way" in live.text
    assignment = live.hidden("assignment")
    assert live.send(f"{home}/pause", assignment=assignment, member="", reason=" ").page.status_code == 400
    assert "Fire alarm" in live.send(f"{home}/pause", assignment=assignment, member="", reason="Fire alarm").text
    assert "is paused already" in kofi.send(f"{home}/pause", assignment=assignment, member="", reason="Again").text
    answer = {"token": token, "decision": decision, "choice": shown[0]}
    assert sam.client.post(f"{run}/choose", data=answer).status_code == 409
    assert PAUSED in sam.go(run).text
    test_own_pages.later(monkeypatch, seconds=700)
    kofi.go(f"{home}/live")
    kofi.send(f"{home}/resume", assignment=assignment, pause=kofi.hidden("pause"))
    assert sam.go(run).choices(), "the pause does not count as time"
    sam.choose(shown[0])
    assert [each.choice for each in store.replay(run.split("/")[2]).decisions][-1] == shown[0]
    monkeypatch.undo()
    assert verify_store(locate(store.address)).sound


def test_time_in_two_pauses_counts_once():
    start = datetime(2026, 11, 25, 9, tzinfo=UTC)

    def held(begin, end):
        at = [None if each is None else start + timedelta(minutes=each) for each in (begin, end)]
        return academy.Pause("", "", None, at[0], at[1], "x", "Kofi")

    both = [held(10, 20), held(15, 25), held(-30, 5), held(55, None)]
    assert academy.time_paused(both, start, start + timedelta(hours=1)) == timedelta(minutes=5 + 15 + 5)
    assert academy.time_paused([], start, start + timedelta(hours=1)) == timedelta(0)


def test_one_member_has_other_terms_with_a_reason_that_is_kept(store, kofi):
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment")
    live = kofi.go(f"{home}/live")
    sam = academy.members_of(store, academy.cohort_named(store, "Winter"))[0]
    terms = {"assignment": live.hidden("assignment"), "member": sam.id}
    assert live.send(f"{home}/adjust", **terms, attempts="2", reason="").page.status_code == 400
    kofi.go(f"{home}/live")
    assert kofi.send(f"{home}/adjust", **terms, attempts="many", reason="Ill").page.status_code == 400
    kofi.go(f"{home}/live").send(f"{home}/adjust", **terms, attempts="2", extra_time="25", reason="Ill on the day")
    (duty,) = academy.assignments_for(store, store.find_trainee("Sam"))
    assert (duty.assignment.attempts_allowed, duty.assignment.extra_time) == (2, 25)
    assert entries(store, limit=1)[0].action == "adjusted"
    assert "Nobody" in kofi.go(f"{home}/reminders").text
    soon = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    kofi.go(f"{home}/live").send(f"{home}/adjust", **terms, due=soon, reason="Away")
    assert "Nobody" in kofi.go(f"{home}/reminders").text
    assert "Sam" in kofi.go(f"{home}/reminders?days=9").text
    kofi.go(f"{home}/live")
    assert kofi.send(f"{home}/adjust", **{**terms, "member": "nobody"}, reason="x").page.status_code == 404
    assert kofi.go(f"{home}/live").send(f"{home}/inject", run="none", inject="none").page.status_code == 404


def test_an_assessment_for_the_server_only_opens_by_its_time_and_its_code(store, kofi, monkeypatch):
    home = kofi.path
    opens = (now() + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    terms = {"server_only": "yes", "opens": opens, "access_code": "harbour"}
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment", **terms)
    # A later date opens nothing.
    kofi.go(home).send(f"{home}/assign", encounter="five-a-side", mode="assessment", due="2999-12-03")
    sam = (
        test_own_pages.Browser(kofi.address)
        .go("/sign-in")
        .send("/sign-in", name="Sam", password=test_own_pages.PASSWORD)
    )
    begin = "/encounters/five-a-side/begin"
    page = sam.go("/encounters/five-a-side")
    assert "access code" in page.text
    assert "opens at" in page.send(begin, access_code="harbour").text
    test_own_pages.later(monkeypatch, seconds=600)
    assert "needs the access code" in sam.go("/encounters/five-a-side").send(begin, access_code="x").text
    story = Library.default().story("five-a-side")
    with pytest.raises(AttemptRefused, match="server only"):
        academy.begin(store, story, store.find_trainee("Sam"), clock=lambda: now() + timedelta(minutes=10))
    assert sam.go("/encounters/five-a-side").send(begin, access_code=" harbour ").choices()
    assert len(store.runs()) == 1


def test_own_words_are_assigned_and_rated_on_the_pages(store, someone, kofi):
    home, cohort = kofi.path, academy.cohort_named(store, "Winter")
    kofi.send(f"{home}/assign", encounter="market-stall", mode="practice", say_first="yes")
    (assigned,) = academy.assignments_of(store, cohort)
    assert assigned.say_first
    sam = store.find_trainee("Sam")
    run = academy.begin(store, Library.default().story("market-stall"), sam, clock=now)
    while run.run.ending is None:
        run.say_first("I'd ask <b>her</b> name.")
        run.choose(run.run.available()[0].id)
    page = f"{home}/runs/{run.record.id}"
    kofi.go(page)
    assert "I'd ask <b>her</b> name." in kofi.text
    kofi.send(f"{page}/rate", of="words", **{"level:asking": "1"})
    assert academy.ratings_of_run(store, run.record.id) == []
    assert [(each.rater, each.level) for each in academy.ratings_of_run(store, run.record.id, words=True)] == [
        ("Kofi", 1)
    ]
    assert "Own words: rated by one trainer." in kofi.go(home).text
    kofi.go(page).send(f"{page}/undo", of="words")
    assert academy.ratings_of_run(store, run.record.id, words=True) == []


def sam_at(kofi):
    browser = test_own_pages.Browser(kofi.address).go("/sign-in")
    return browser.send("/sign-in", name="Sam", password=test_own_pages.PASSWORD)


def test_what_a_trainer_says_of_a_run_is_in_the_recruits_debrief(store, kofi):
    sam, home = sam_at(kofi), kofi.path
    run = play(sam)
    page = f"{home}/runs/{run}"
    assert kofi.go(page).send(f"{page}/comment", comment=" \n ").page.status_code == 400
    kofi.go(page).send(f"{page}/comment", comment="You let <b>her</b> finish.")
    assert "You let <b>her</b> finish." in kofi.text
    told = sam.go(f"/runs/{run}/debrief?scores=now").text
    assert "What your trainer says" in told
    assert "You let <b>her</b> finish." in told
    assert "Make this attempt not count" not in kofi.text, "it answers nothing that is assigned"
    assert kofi.send(f"{page}/void", reason="Noise").page.status_code == 400


def test_an_attempt_that_does_not_count_is_had_once_more(store, kofi):
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment")
    sam = sam_at(kofi)
    sam.go("/encounters/five-a-side").send("/encounters/five-a-side/begin")
    sam.choose(sam.choices()[0])
    page = f"{home}{sam.path}"
    kofi.go(page)
    assert kofi.send(f"{page}/void", reason="").page.status_code == 400
    kofi.go(page).send(f"{page}/void", reason="Fire alarm")
    assert "no longer counts, and Sam gets another one" in kofi.text
    assert kofi.go(page).page.status_code == 404
    assert sam.go("/encounters/five-a-side").send("/encounters/five-a-side/begin").choices()
    assert "does not count (Fire alarm)" in sam.go("/progress").text
    assert [each.action for each in entries(store, limit=4)].count("voided") == 1


def test_cohorts_are_renamed_put_away_brought_back_and_made_one(store, someone, kofi):
    home = kofi.path
    assert kofi.send(f"{home}/rename", name=" ").page.status_code == 400
    kofi.go(home).send(f"{home}/rename", name="Winter 2026")
    assert kofi.go("/cohorts").text.count("Winter 2026") == 1
    kofi.send("/cohorts", name="Spring")
    spring = kofi.path
    ada = someone("Ada", Role.ACADEMY)
    ada.go("/cohorts").send("/cohorts", name="Autumn")
    autumn = ada.path.rpartition("/")[2]
    kofi.go(home)
    assert kofi.send(f"{home}/merge", into=autumn).page.status_code == 404, "it is not a cohort of Kofi's"
    assert kofi.go(home).send(f"{home}/merge", into=home.rpartition("/")[2]).page.status_code == 400
    kofi.go(home).send(f"{home}/merge", into=spring.rpartition("/")[2])
    assert kofi.path == spring
    assert "Sam" in kofi.text
    assert kofi.go(home).page.status_code == 404
    kofi.go("/cohorts").send(f"{spring}/put-away")
    assert kofi.go(spring).page.status_code == 404
    assert someone("Rival", Role.TRAINER).go("/cohorts").send(f"{spring}/bring-back").page.status_code == 404
    assert "Bring Spring back" in kofi.go("/cohorts").text
    kofi.send(f"{spring}/bring-back")
    assert kofi.path == spring
    told = {each.action for each in entries(store)}
    assert {"cohort-renamed", "cohorts-merged", "cohort-archived", "cohort-brought-back"} <= told


def test_a_member_leaves_and_the_runs_stay(store, kofi):
    sam, home = sam_at(kofi), kofi.path
    play(sam)
    member = academy.members_of(store, academy.cohort_named(store, "Winter"))[0]
    kofi.go(f"{home}/members/{member.id}").send(f"{home}/members/{member.id}/leave")
    assert kofi.path == home
    assert academy.members_of(store, academy.cohort_named(store, "Winter")) == []
    assert kofi.go(f"{home}/members/{member.id}").page.status_code == 404
    assert len(store.runs()) == 1


def test_cohorts_stand_side_by_side_and_figures_of_few_people_are_left_out(store, kofi):
    play(sam_at(kofi))
    kofi.go("/cohorts").send("/cohorts", name="Spring")
    ids = [cohort.id for cohort, _ in academy.all_cohorts(store)]
    assert kofi.go(f"/cohorts/side-by-side?cohort={ids[0]}").page.status_code == 400
    told = kofi.go(f"/cohorts/side-by-side?cohort={ids[0]}&cohort={ids[1]}&cohort=none").text
    assert "Opening Spring fewer than 10 people Winter fewer than 10 people" in told


def test_what_was_done_late_is_listed(store, kofi, monkeypatch):
    home = kofi.path
    kofi.send(
        f"{home}/assign", encounter="five-a-side", mode="practice", due=(now() + timedelta(days=1)).strftime("%Y-%m-%d")
    )
    sam = sam_at(kofi)
    test_own_pages.later(monkeypatch, seconds=5 * 24 * 3600)
    sam = sam_at(kofi)
    play(sam, "five-a-side")
    monkeypatch.undo()
    assert "Sam: Five-a-side, late by" in kofi.go(f"{home}/reminders").text


def test_one_member_plays_another_encounter_in_its_place(store, kofi):
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment")
    member = academy.members_of(store, academy.cohort_named(store, "Winter"))[0].id
    terms = {"assignment": kofi.go(f"{home}/live").hidden("assignment"), "member": member, "reason": "Was a witness"}
    assert kofi.send(f"{home}/adjust", **terms, instead="/etc/passwd").page.status_code == 400
    kofi.go(f"{home}/live").send(f"{home}/adjust", **terms, instead="market-stall")
    (duty,) = academy.assignments_for(store, store.find_trainee("Sam"))
    assert duty.assignment.scenario_id == "market-stall"
    sam = sam_at(kofi)
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    assert "assessment" in str(store.run(sam.path.split("/")[2]).mode)
