"""The commands that look after people: invitations for a class on paper, resetting, renaming, and slips in names."""

import csv
import re
import stat
from datetime import UTC, datetime

import pytest

from simulator import academy
from simulator.people import accounts
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.commands.conftest import encounter

__all__ = ["encounter"]

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
