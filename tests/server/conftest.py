"""A server with a class: an administrator, a trainer, and two trainees."""

from datetime import UTC, datetime

import pytest

from simulator import academy
from simulator.people import accounts
from simulator.people.model import Role
from simulator.records.store import Store
from tests.server.serving import Browser, served, take_up


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "records.sqlite3")) as opened:
        yield opened


@pytest.fixture
def address(store):
    with served(store) as where:
        yield where


@pytest.fixture
def someone(store, address):
    """Return a function that signs somebody in who has a role."""

    def signed_in(name, role=Role.TRAINEE):
        now = datetime.now(UTC)
        account = accounts.add_account(store, name, role, at=now, by="the test")
        return take_up(Browser(address), accounts.invite(store, account, at=now, by="the test").code)

    return signed_in


@pytest.fixture
def autumn(store):
    return academy.create_cohort(store, "Autumn", at=datetime.now(UTC))
