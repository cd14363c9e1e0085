"""Stores to keep people in: a file, and a database of a real PostgreSQL server; and the program to keep them with."""

import pytest

from simulator.academy.register import Register
from tests.commands.conftest import encounter, gate_file
from tests.records.conftest import database, file, place, server, store, story
from tests.records.samples import NOON

__all__ = ["database", "encounter", "file", "gate_file", "place", "server", "store", "story"]


@pytest.fixture
def register(store):
    """Return the register of an open store: once in a file, once in a database."""
    return Register(store)


@pytest.fixture
def autumn(register):
    """Return a cohort without members."""
    return register.create("Autumn", NOON)
