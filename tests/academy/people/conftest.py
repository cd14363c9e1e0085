"""Stores to keep people in: a file, and a database of a real PostgreSQL server; and the program to keep them with."""

import pytest

from simulator import academy
from tests.commands.conftest import encounter, gate_file
from tests.records.conftest import copied, database, file, made, place, server, store, story
from tests.records.samples import NOON

__all__ = ["copied", "database", "encounter", "file", "gate_file", "made", "place", "server", "store", "story"]


@pytest.fixture
def autumn(store):
    """Return a cohort without members."""
    return academy.create_cohort(store, "Autumn", at=NOON)
