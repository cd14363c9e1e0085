"""The day of a new academy, small: by pages, SSH and a keyboard in Chromium, with the server killed in the middle."""

import pytest

from bench.class_journey import walk
from bench.serving import Place
from tests.people.conftest import pattern, secured, server

__all__ = ["pattern", "secured", "server"]

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def own_keys(tmp_path, monkeypatch):
    """Keep the keys of this day apart: a database of the same name had others before."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_a_class_sits_its_assessment_on_a_file(tmp_path):
    place = str(tmp_path / "academy.sqlite3")
    told = []
    walk(Place(place, place), tmp_path, 5, 2, 1, 1, tell=told.append)
    assert "4 runs, one each, all finished; sound" in told[-1]


def test_a_class_sits_its_assessment_on_a_database_that_enforces_the_roles(tmp_path, secured):
    told = []
    walk(Place(secured.address("encounter_app"), secured.admin), tmp_path, 5, 2, 1, 1, tell=told.append)
    assert "4 runs, one each, all finished; sound" in told[-1]
