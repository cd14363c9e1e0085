"""The server on PostgreSQL with roles: it reads for each person in that person's role, and everything works."""

from datetime import UTC, datetime

import pytest

from simulator import academy
from simulator.errors import EncounterError, StoreError, UnknownRecord
from simulator.people import accounts, audit
from simulator.people.model import Role
from simulator.people.sign_in import begin as sign_in_as
from simulator.people.sign_in import sign_in
from simulator.records.connection import locate
from simulator.records.functions import asked_by
from simulator.records.journal import keep
from simulator.records.model import Mode
from simulator.records.schema import comments, trainer_ratings, voids, word_ratings
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.scenario.library import Library
from simulator.training.play import Play
from tests.campaign.samples import years
from tests.people.conftest import pattern, play_on, secured, server
from tests.server.serving import Browser, served, take_up
from tests.server.test_in_class import act, give
from tests.server.test_pages import play

__all__ = ["pattern", "secured", "server"]


@pytest.fixture
def store(secured):
    with Store.open(secured.address("encounter_app")) as opened:
        yield opened


def test_everybody_finds_their_pages_on_a_database_that_enforces_the_roles(secured, store):
    now = datetime.now(UTC)
    with served(store) as address:
        who = {
            name: take_up(Browser(address), accounts.invite(store, account, at=now, by="the test").code)
            for name, account in secured.people.items()
        }
        run = play(who["Sam"], "five-a-side")
        for path in (f"/runs/{run}/debrief?scores=now", "/progress", "/library", "/settings", "/my-data.json"):
            assert who["Sam"].go(path).page.status_code == 200, path
        assert run in who["Sam"].page.text
        assert who["Eve"].go(f"/runs/{run}").page.status_code == 404
        kofi = who["Kofi"].go("/cohorts")
        assert "Autumn" in kofi.text
        assert "Winter" not in kofi.text
        home = next(path for path in kofi.page.text.split('"') if path.startswith("/cohorts/"))
        assert "Sam" in kofi.go(home).text
        for path in (home, f"{home}/live", f"{home}/exports", f"{home}/runs/{run}", f"{home}/report"):
            assert kofi.go(path).page.status_code == 200, path
        kofi.go(home).send(f"{home}/assign", encounter="market-stall", mode="assessment")
        assert kofi.page.status_code == 200
        kofi.go(f"{home}/class").send(f"{home}/class", encounter="five-a-side")
        assert "Your vote is in" in give(who["Sam"].go("/class"), 0).text
        assert "1 of 1 have voted" in kofi.go(f"{home}/class").text
        act(kofi, "close")
        assert "This vote is closed" in give(who["Sam"], 1).text
        assert "1 vote, 100%" in kofi.text
        act(kofi, "take", place="0")
        assert act(kofi, "end").page.status_code == 200
        assert "No class of yours" in who["Eve"].go("/class").text
        assert "Eve" in who["Root"].go("/accounts").text
        kofi.go(f"{home}/runs/{run}").send(f"{home}/runs/{run}/comment", comment="You let her finish.")
        assert "You let her finish." in who["Sam"].go(f"/runs/{run}/debrief?scores=now").text
        who["Sam"].go("/encounters/market-stall").send("/encounters/market-stall/begin")
        attempt = f"{home}{who['Sam'].path}"
        assert "no longer counts" in kofi.go(attempt).send(f"{attempt}/void", reason="Noise").text
        assert "Autumn A" in kofi.go(home).send(f"{home}/rename", name="Autumn A").text
        kofi.send(f"{home}/put-away")
        kofi.send(f"{home}/bring-back")
        assert kofi.path == home
        assert "Winter" in who["Olu"].go("/cohorts").text
        winter = next(each for each, _ in academy.all_cohorts(store) if each.name == "Winter")
        who["Olu"].go(home).send(f"{home}/merge", into=winter.id)
        assert who["Olu"].path == f"/cohorts/{winter.id}"
        member = f"/cohorts/{winter.id}/members/{secured.people['Eve'].trainee.id}"
        assert who["Olu"].go(member).send(f"{member}/leave").path == f"/cohorts/{winter.id}"
        root = who["Root"].go(f"/accounts/{secured.people['Ada'].id}")
        assert "Ada is trainer now" in root.send(f"{root.path}/role", role="trainer").text
        root.go("/accounts").send("/accounts/merge", double="Eve", into="Sam", sure="yes")
        assert "Eve is now Sam; both names work." in root.text
        assert "voided" in root.go("/accounts/audit").text
        assert who["Ada"].go("/library").page.status_code == 200
    assert verify_store(locate(secured.admin)).findings == ()


def test_a_page_that_forgot_to_look_whose_it_is_would_still_be_shown_nothing(secured, store):
    sam = secured.people["Sam"]
    with asked_by(sam.id, sam.role):
        assert {run.trainee for run in store.runs()} == {"Sam"}
        assert [each.name for each in store.trainees()] == ["Sam"]
    assert {run.trainee for run in store.runs()} == {"Sam", "Eve"}
    with pytest.raises(Exception, match="is wrong"):
        sign_in(store, "Sam", "guess", address="127.0.0.1", at=datetime.now(UTC))


def test_what_a_page_keeps_is_appended_as_the_person_and_in_their_role(secured, store):
    """What a page forgot to check, the database checks: whose run it is, and what the assignment allows."""
    sam, kofi, now = secured.people["Sam"], secured.people["Kofi"], lambda: datetime.now(UTC)
    story = Library.default().story("flat-nine")  # published nowhere: the server plays its own files
    with asked_by(sam.id, sam.role):
        own = Play.start(store, story, sam.trainee, clock=now)
        own.choose(own.run.available()[0].id)
        assert store.run(own.record.id).trainee == "Sam"
        year = academy.begin_campaign(store, years(), sam.trainee, clock=now)
        first = year.episode()
        play_on(first)
        year.leave(first)
    hers = Play.start(store, story, secured.people["Eve"].trainee, clock=now)  # by the program itself
    step = hers.run.choose(hers.run.available()[0].id)
    with asked_by(sam.id, sam.role):
        for forged in (
            lambda: store.append(hers.record.id, step, at=now()),
            lambda: store.reflect(hers.record.id, "forged", now()),
            lambda: store.branch(hers.record.id, 0, kind="again", at=now()),
        ):
            with pytest.raises((StoreError, UnknownRecord)):
                forged()
        forged = Play.start(store, story, secured.people["Eve"].trainee, clock=now)
        assert store.run(forged.record.id).trainee == "Sam", "in whose name it is, the database knows"
    with asked_by(kofi.id, kofi.role):
        there = Play.start(store, story, kofi.trainee, clock=now)
        assert there.practice
    assert verify_store(locate(secured.admin)).findings == ()


def test_the_database_holds_what_the_server_writes_in_somebodys_name_to_their_role(secured, store):
    """Whatever a page forgot to ask: a trainer writes for own cohorts alone, a trainee and an author nothing of them."""
    now = datetime.now(UTC)
    autumn, winter = (academy.cohort_named(store, name) for name in ("Autumn", "Winter"))
    eve, sam, rival = (secured.people[name] for name in ("Eve", "Sam", "Root"))
    duties = {
        each.name: academy.assign(store, each, "five-a-side", mode=Mode.ASSESSMENT, at=now)[0]
        for each in (autumn, winter)
    }
    attacks = {
        "add a member": lambda: academy.add_members(store, winter, [sam.trainee], at=now),
        "remove a member": lambda: academy.remove_members(store, winter, [eve.trainee], at=now),
        "become its trainer": lambda: academy.add_trainers(store, autumn, [rival.trainee], at=now),
        "assign": lambda: academy.assign(store, winter, "market-stall", mode=Mode.PRACTICE, at=now),
        "withdraw": lambda: academy.withdraw(store, winter, "five-a-side", at=now),
        "pause": lambda: academy.pause(store, duties["Winter"], who=None, reason="forged", author="Kofi", at=now),
        "comment": lambda: academy.comment(store, secured.runs["Eve"], "forged", author="Kofi", at=now),
        "rename a cohort": lambda: academy.rename_cohort(store, winter, "Spring", at=now),
        "rename a person": lambda: accounts.rename(store, eve.trainee, "Robin", at=now, by="Kofi"),
        "take another role": lambda: accounts.set_role(store, secured.people["Kofi"], Role.ACADEMY, at=now, by="Kofi"),
        "invite": lambda: accounts.invite(store, eve, at=now, by="Kofi"),
        "sign the log as another": lambda: audit.note(store, at=now, by="Olu", action="exported", about="everything"),
        "sign another in": lambda: sign_in_as(store, eve, at=now),
    }
    for name in ("Kofi", "Sam", "Ada"):
        who = secured.people[name]
        with asked_by(who.id, who.role):
            kept = [what for what, attack in attacks.items() if not refused(attack)]
        assert kept == [], name
    assert verify_store(locate(secured.admin)).findings == ()


def test_a_trainer_writes_no_rating_comment_or_void_for_a_run_they_do_not_see(secured, store):
    kofi, at = secured.people["Kofi"], "2026-11-26T12:00:00.000Z"
    rating = {"rater": "Kofi", "criterion": "voice", "number": 1, "level": 2, "undoes": None, "at": at}
    rows = {
        trainer_ratings: rating,
        word_ratings: rating,
        comments: {"number": 1, "author": "Kofi", "text": "forged", "at": at},
        voids: {"reason": "forged", "author": "Kofi", "at": at},
    }

    def put(table, run):
        with store.writing() as connection:
            keep(connection, table, [{**rows[table], "run_id": run}], at=at)

    with asked_by(kofi.id, kofi.role):
        kept = [table.name for table in rows if not refused(lambda table=table: put(table, secured.runs["Eve"]))]
        assert kept == []
        for table in rows:
            put(table, secured.runs["Sam"])
    assert verify_store(locate(secured.admin)).findings == ()


def refused(attack):
    try:
        attack()
    except EncounterError:
        return True
    return False


def test_what_a_trainer_and_an_academy_may_is_kept_in_their_name(secured, store):
    now, autumn = datetime.now(UTC), academy.cohort_named(store, "Autumn")
    kofi, olu = secured.people["Kofi"], secured.people["Olu"]
    with asked_by(kofi.id, kofi.role):
        own = academy.create_cohort(store, "Spring", at=now)
        academy.add_trainers(store, own, [kofi.trainee], at=now)
        academy.add_members(store, own, [academy.person_named(store, "Eve")], at=now)
        duty, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now)
        academy.pause(store, duty, who=None, reason="fire drill", author="Kofi", at=now)
        academy.comment(store, secured.runs["Sam"], "Well asked.", author="Kofi", at=now)
        academy.rename_cohort(store, own, "Summer", at=now)
        academy.merge_cohorts(store, own, autumn, at=now)
        assert {each.name for each in academy.members_of(store, autumn)} == {"Sam", "Eve"}
        audit.note(store, at=now, by="Kofi", action="report-read", about="Autumn")
    with asked_by(olu.id, olu.role):
        academy.archive_cohort(store, academy.cohort_named(store, "Winter"), at=now)
        academy.comment(store, secured.runs["Eve"], "Look again.", author="Olu", at=now)
    assert {each.by for each in audit.entries(store)} >= {"Kofi"}
    assert verify_store(locate(secured.admin)).findings == ()
