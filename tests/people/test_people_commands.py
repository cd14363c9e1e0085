"""The commands that look after people: invitations for a class on paper, resetting, renaming, and slips in names."""

import csv
import re
import stat
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from simulator import academy
from simulator.people import accounts, audit
from simulator.people.model import Role
from simulator.records.connection import connect, locate
from simulator.records.merged import MERGED_SINGLY, MOVED_TO_THE_OTHER, READ_AS_ONE
from simulator.records.schema import metadata, runs
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.commands.conftest import encounter
from tests.records.conftest import fresh_database, server
from tests.records.samples import begun, circle

__all__ = ["encounter", "server"]

PASSWORD = "correct horse battery staple"  # noqa: S105 (a test's own)


def now():
    return datetime.now(UTC)


@pytest.fixture
def place(tmp_path, monkeypatch):
    where = str(tmp_path / "records.sqlite3")
    monkeypatch.setenv("ENCOUNTER_STORE", where)
    with Store.open(where) as store:
        accounts.add_account(store, "Ada", Role.ADMINISTRATOR, at=now(), by="the test")
        autumn = academy.create_cohort(store, "Autumn", at=now())
        people = [store.trainee(name, now()) for name in ("Amira Osei", "=Sam <b>", "Kit")]
        academy.add_members(store, autumn, people, at=now())
    return where


def test_a_class_is_invited_on_a_sheet_and_in_a_table(place, encounter, tmp_path):
    sheet, table = tmp_path / "sheet.html", tmp_path / "table.csv"
    ways = ("--address", "https://academy.example/", "--sheet", str(sheet), "--csv", str(table))
    assert encounter("people", "invite", "--cohort", "autumn", *ways).code == 0
    assert [stat.S_IMODE(each.stat().st_mode) for each in (sheet, table)] == [0o600, 0o600]
    links = re.findall(r"https://academy\.example/invitation/([\w-]+)", sheet.read_text())
    assert len(set(links)) == 3
    assert "&lt;b&gt;" in sheet.read_text()
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [row["name"] for row in rows] == ["'=Sam <b>", "Amira Osei", "Kit"]
    with Store.open(place) as store:
        accounts.take_up(store, links[1], PASSWORD, at=now())
        assert {each.role for each in accounts.all_accounts(store)} == {Role.TRAINEE, Role.ADMINISTRATOR}
    encounter("people", "invite", "--cohort", "autumn", *ways)
    assert len(re.findall("/invitation/", sheet.read_text())) == 2, "whoever has a password is not invited again"
    assert encounter("people", "invite").code == 2


def test_a_slip_in_a_name_is_asked_about_and_makes_no_second_person(place, encounter):
    slip = encounter("people", "add", "Amira Osie")
    assert slip.code != 0
    assert "did you mean Amira Osei?" in slip.err
    assert encounter("play", "market-stall", "--as", "Amira Osie", "--plain").code != 0
    with Store.open(place) as store:
        assert store.find_trainee("Amira Osie") is None
    assert encounter("people", "add", "Amira Osie", "--new").code == 0


def test_a_name_is_mended_and_what_was_done_stays_theirs(place, encounter):
    encounter("people", "add", "Kit Vael", "--new")
    assert encounter("people", "rename", "Kit Vael", "Kit Vale").code == 0
    assert "is called ada already" in encounter("people", "rename", "Kit Vale", "ada").err
    with Store.open(place) as store:
        assert accounts.account_named(store, "kit vale").name == "Kit Vale"
        assert store.find_trainee("Kit Vael") is None
    assert verify_store(locate(place)).sound


def test_where_no_accounts_are_a_new_name_near_a_known_one_is_told_with_the_way_to_mend_it(
    tmp_path, monkeypatch, encounter
):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "records.sqlite3"))
    play = ("play", "market-stall", "--plain", "--json", "--as")
    assert encounter(*play, "Amira Osei").err == ""
    said = "Amira Osie is new here, and there is Amira Osei. If they are one: encounter people merge"
    assert said in encounter(*play, "Amira Osie").err
    assert "new here" not in encounter(*play, "Amira Osie").err
    assert encounter("people", "merge", "Amira Osie", "Amira Osei", "--yes").code == 0
    assert encounter(*play, "Amira Osie").json["trainee"] == "Amira Osei"
    assert encounter("people", "rename", "Amira Osei", "Amira Osei-Mensah").code == 0


@pytest.mark.parametrize("database_too", [False, True])
def test_two_who_are_one_are_merged_and_no_record_is_changed(tmp_path, monkeypatch, request, encounter, database_too):
    where = str(tmp_path / "records.sqlite3")
    if database_too:
        where = fresh_database(request.getfixturevalue("server"), "fresh")
    monkeypatch.setenv("ENCOUNTER_STORE", where)
    story = circle()
    with Store.open(where) as store:
        osei, osie = (store.trainee(name, now()) for name in ("Amira Osei", "Amira Osie"))
        autumn, winter = (academy.create_cohort(store, name, at=now()) for name in ("Autumn", "Winter"))
        academy.add_members(store, autumn, [osei, osie], at=now())
        academy.add_members(store, winter, [osie], at=now())
        own, theirs = (begun(store, story, "here-ask", "there-leave", name=who.name) for who in (osei, osie))
        store.reflect(theirs.id, "as Osie", now())
    assert encounter("people", "merge", "Amira Osie", "amira osei").code == 1, "it is asked about"
    assert encounter("people", "merge", "Amira Osie", "amira osei", "--yes").code == 0
    with Store.open(where) as store:
        assert store.find_trainee("Amira Osie") == academy.find_person(store, "AMIRA OSIE") == osei
        assert academy.known_or_new(store, "Amira Osie", at=now()) == osei
        assert [each.name for each in store.trainees()] == ["Amira Osei"]
        assert {run.id: run.trainee for run in store.runs(trainee=osei)} == dict.fromkeys(
            [own.id, theirs.id], "Amira Osei"
        )
        for cohort in (autumn, winter):
            assert [each.id for each in academy.members_of(store, cohort)] == [osei.id]
        (member,) = academy.overview(store, autumn, now=now()).members
        assert member.runs == 2
        held = store.person_record(osei)
        assert {row["id"] for row in held["runs"]} == {own.id, theirs.id}
        assert {row["name"] for row in held["trainees"]} == {"Amira Osei", "Amira Osie"}
        begun(store, story, "here-ask", name="Amira Osie")
        assert len(store.runs(trainee=osei)) == 3
    assert verify_store(locate(where)).findings == ()
    engine = connect(locate(where))
    with engine.connect() as connection:
        assert set(connection.scalars(select(runs.c.trainee_id))) == {osei.id, osie.id}, "as it was kept"
    engine.dispose()
    with Store.open(where) as store:
        assert store.erase(osei, at=now()) == 3
        assert store.trainees() == []
    assert verify_store(locate(where)).findings == ()


def test_a_merge_takes_care_of_every_table_that_is_about_a_person():
    handled = [*READ_AS_ONE, *(table for table, _ in MOVED_TO_THE_OTHER), *MERGED_SINGLY]
    assert len(handled) == len(set(handled))
    assert set(handled) == {table for table in metadata.tables.values() if "trainee_id" in table.c}


def test_of_two_accounts_that_are_one_persons_the_doubles_is_disabled(place, encounter):
    with Store.open(place) as store:
        for name in ("Amira Osei", "Amira Osie"):
            accounts.add_account(store, name, Role.TRAINEE, at=now(), by="the test")
    assert encounter("people", "merge", "Amira Osie", "Amira Osei", "--yes").code == 0
    with Store.open(place) as store:
        assert [(each.name, each.disabled) for each in accounts.all_accounts(store) if each.name != "Ada"] == [
            ("Amira Osei", False)
        ]
    assert "merged Amira Osei (was also Amira Osie)" in encounter("audit").out
    again = encounter("people", "merge", "Amira Osie", "Amira Osei", "--yes")
    assert "already one person" in again.err
    assert verify_store(locate(place)).sound


def test_a_reset_takes_the_password_away_and_signs_out(place, encounter):
    with Store.open(place) as store:
        ada = accounts.account_named(store, "Ada")
        accounts.take_up(store, accounts.invite(store, ada, at=now(), by="x").code, PASSWORD, at=now())
    done = encounter("people", "reset", "Ada")
    assert "/invitation/" in done.out
    with Store.open(place) as store:
        assert not accounts.account_named(store, "Ada").has_password
        accounts.take_up(store, done.out.strip().rpartition("/")[2], PASSWORD, at=now())
    assert "password-taken-away" in encounter("audit").out


def test_what_is_handed_out_of_others_by_command_stands_in_the_audit_log(place, encounter, tmp_path):
    file = str(tmp_path / "autumn.csv")
    assert encounter("export", "autumn", "--level", "runs", "--to", file).code == 0
    assert encounter("report", "autumn", "--to", str(tmp_path / "autumn.html")).code == 0
    with Store.open(place) as store:
        read, exported = audit.entries(store, limit=2)
    assert (read.action, read.about) == ("report-read", "Autumn")
    assert (exported.action, exported.about.casefold(), exported.detail) == ("exported", "autumn", "runs")
