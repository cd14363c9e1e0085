"""Statements and a real learning record store: Ralph's models accept each, and the store keeps each once."""

import json

import pytest

from tests.academy import ralph
from tests.academy.classes import an_academy

pytestmark = pytest.mark.record_store


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", an_academy(tmp_path, people=60, attempts=2))
    monkeypatch.setenv("ENCOUNTER_XAPI_USER", ralph.USER)
    monkeypatch.setenv("ENCOUNTER_XAPI_PASSWORD", ralph.PASSWORD)


@pytest.mark.parametrize("switches", [(), ("--pseudonymous",)], ids=["named", "pseudonymous"])
def test_every_statement_is_valid_by_the_models_of_a_record_store(encounter, store, tmp_path, switches):
    file = tmp_path / "autumn.xapi.json"
    written = encounter("export", "autumn", "--to", file, "--json", *switches).json["rows"]["statements"]
    assert ralph.count_valid(file) == written
    assert written > 120


def test_a_record_store_keeps_each_statement_once_however_often_it_is_sent(encounter, store, tmp_path):
    file = tmp_path / "autumn.xapi.json"
    encounter("export", "autumn", "--to", file)
    ours = {each["id"]: each for each in json.loads(file.read_text(encoding="utf-8"))}
    with ralph.record_store(tmp_path) as url:
        for _ in range(2):
            sent = encounter("export", "autumn", "--xapi", url, "--json").json
            assert (sent["sent"], sent["conflicts"], sent["refused"]) == (len(ours), [], [])
        kept = ralph.kept_by(url)
    assert len(kept) == len(ours)
    assert {each["id"]: each["result"] for each in kept} == {id_: each["result"] for id_, each in ours.items()}


def test_a_record_store_that_refuses_the_sign_in_is_named(encounter, store, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_XAPI_PASSWORD", "another")
    with ralph.record_store(tmp_path) as url:
        refused = encounter("export", "autumn", "--xapi", url)
        assert ralph.kept_by(url) == []
    assert refused.code == 1
    assert "ENCOUNTER_XAPI_PASSWORD" in refused.err
