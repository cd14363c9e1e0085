"""Accounts and the audit log are sealed: what is changed behind the program's back is found and named."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from simulator.people import accounts
from simulator.people.audit import entries
from simulator.people.model import Role
from simulator.people.sign_in import sign_in
from simulator.records.connection import connect, locate, writes
from simulator.records.protection import unprotect
from simulator.records.store import Store
from simulator.records.verify import verify_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PASSWORD = "correct horse battery staple"  # noqa: S105 (a test's own)


@pytest.fixture
def place(tmp_path):
    """Return a store with an administrator and a trainee, who was given another role."""
    where = str(tmp_path / "records.sqlite3")
    with Store.open(where) as store:
        accounts.add_account(store, "Ada", Role.ADMINISTRATOR, at=NOON, by="the test")
        sam = accounts.add_account(store, "Sam", Role.TRAINEE, at=NOON, by="the test")
        accounts.set_role(store, sam, Role.TRAINER, at=NOON, by="Ada")
        assert [each.action for each in entries(store)] == ["role-changed", "account-added", "account-added"]
    return where


def changed(place, statement):
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        unprotect(connection, ["audit"])
        connection.execute(text(statement))
    engine.dispose()


def test_what_the_program_did_is_sound(place):
    assert verify_store(locate(place)).sound


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE accounts SET role = 'administrator' WHERE role = 'trainer'", "Account"),
        ("UPDATE accounts SET password = 'x' WHERE role = 'administrator'", "Account"),
        ("DELETE FROM accounts WHERE role = 'trainer'", ""),
        ("UPDATE audit SET by = 'Kit' WHERE number = 3", "Entry 3 of the audit log"),
        ("DELETE FROM audit WHERE number = 3", ""),
    ],
)
def test_what_is_changed_behind_its_back_is_found(place, statement, named):
    changed(place, statement)
    found = verify_store(locate(place))
    assert not found.sound
    assert any(named in each.message for each in found.findings)


def test_whoever_has_an_account_can_be_erased_with_all_of_it(place):
    with Store.open(place) as store:
        sam = accounts.account_named(store, "Sam")
        accounts.take_up(store, accounts.invite(store, sam, at=NOON, by="Ada").code, PASSWORD, at=NOON)
        sign_in(store, "Sam", PASSWORD, address="127.0.0.1", at=NOON)
        store.erase(sam.trainee, at=NOON)
        assert [each.name for each in accounts.all_accounts(store)] == ["Ada"]
    assert verify_store(locate(place)).sound
