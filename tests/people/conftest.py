"""A PostgreSQL database with roles, and people who sign in to it themselves."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from simulator import academy
from simulator.people import accounts
from simulator.people.database import add_login, secure
from simulator.people.database_logins import keep_login, login_for
from simulator.people.model import Account, Role
from simulator.records.model import Mode
from simulator.records.store import Store
from simulator.scenario.library import Library
from simulator.training.play import Play
from tests.records.conftest import copy_database, fresh_database, server

__all__ = ["server"]

PASSWORD = "correct-horse-battery-staple"  # noqa: S105 (a test's own)


def now():
    return datetime.now(UTC)


@dataclass
class Secured:
    """A database with roles: the administrator's address, everybody's account, and what they have played.

    Attributes:
        runs: a finished run of each person, by name.
    """

    admin: str
    people: dict[str, Account] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)

    def address(self, login: str) -> str:
        url = make_url(self.admin).set(username=login, password=PASSWORD)
        return url.render_as_string(hide_password=False)

    def of(self, name: str) -> str:
        """Return the address by which somebody signs in to the database."""
        return self.address(login_for(self.people[name]))

    @contextmanager
    def sql(self, name: str):
        """Give a connection of somebody with SQL in hand, each statement for itself."""
        with psycopg.connect(self.of(name).replace("+psycopg", ""), autocommit=True) as connection:
            yield connection

    def grant(self, store: Store, name: str, role: Role) -> None:
        """Give somebody an account and a login."""
        account = accounts.add_account(store, name, role, at=now(), by="the test")
        self.people[name] = account
        keep_login(store, account, login_for(account), at=now())
        with as_admin(self.admin) as connection:
            add_login(connection, login_for(account), PASSWORD, role)


@contextmanager
def as_admin(address):
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def secured(pattern, server):
    """Return a fresh copy of the pattern: Sam and Kofi in Autumn, whom Kofi trains, and Eve with others in Winter."""
    copy_database(server, "pattern", "secured")
    with autocommit(server) as connection:
        connection.exec_driver_sql("REVOKE ALL ON DATABASE secured FROM PUBLIC")
        connection.exec_driver_sql("GRANT CONNECT ON DATABASE secured TO encounter_person, encounter_server")
    return replace(pattern, admin=server.set(database="secured").render_as_string(hide_password=False))


@contextmanager
def autocommit(address):
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def pattern(server):
    """Make a database with roles and people, once."""
    found = Secured(fresh_database(server, "pattern"))
    with Store.open(found.admin) as store:
        with as_admin(found.admin) as connection:
            secure(connection)
            secure(connection)  # it may be done again
            add_login(connection, "encounter_app", PASSWORD, None)
        roles = {"Sam": Role.TRAINEE, "Eve": Role.TRAINEE, "Kofi": Role.TRAINER, "Ada": Role.AUTHOR}
        for name, role in {**roles, "Olu": Role.ACADEMY, "Root": Role.ADMINISTRATOR}.items():
            found.grant(store, name, role)
        for id_ in ("market-stall", "five-a-side"):
            academy.publish_encounter(store, Library.default().story(id_), author="Ada", at=now())
        for cohort, member in (("Autumn", "Sam"), ("Winter", "Eve")):
            made = academy.create_cohort(store, cohort, at=now())
            academy.add_members(store, made, [found.people[member].trainee], at=now())
        academy.add_trainers(store, academy.cohort_named(store, "Autumn"), [found.people["Kofi"].trainee], at=now())
        for name in ("Sam", "Eve"):
            play = Play.start(
                store,
                Library.default().story("market-stall"),
                found.people[name].trainee,
                clock=now,
                mode=Mode.PRACTICE,
            )
            play_on(play)
            store.rate_self(play.record.id, {"respect": 50}, now())
            store.reflect(play.record.id, f"{name}'s own words", now())
            found.runs[name] = play.record.id
    return found


def play_on(play):
    """Take the first open choice until the ending."""
    while not play.run.finished:
        play.choose(play.run.available()[0].id)
