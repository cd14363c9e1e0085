"""The register of what was published: a later report, map or export does not give away what an earlier one hid."""

import csv
import json

import pytest

from scoring.report import sentences
from simulator import academy
from simulator.records.store import Mode, Store
from tests.records.samples import NOON, begun
from tests.samples import gate

CALM, LOUD = ("name-first", "promise"), ("wait-there", "step-back", "ask-more")


@pytest.fixture
def let(tmp_path, monkeypatch):
    """Return a function that lets so many more people of Autumn play the same choices."""
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    story = gate(tmp_path / "scenarios")
    with Store.open() as store:
        academy.create_cohort(store, "Autumn", at=NOON)

    def more(count, *choices):
        with Store.open() as store:
            autumn = academy.cohort_named(store, "Autumn")
            names = [f"P{len(academy.members_of(store, autumn)) + number}" for number in range(count)]
            for name in names:
                begun(store, story, *choices, name=name)
            academy.add_members(store, autumn, [store.trainee(name, NOON) for name in names], at=NOON)

    return more


@pytest.fixture
def choices(encounter, tmp_path):
    """Return a function that exports Autumn's choices, and gives how many took each."""

    def export(*more):
        file = tmp_path / "choices.csv"
        done = encounter("export", "autumn", "--to", file, "--level", "choices", *more)
        assert done.code == 0, done.err
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return {row["choice"]: row["takers"] for row in csv.DictReader(opened)}

    return export


def test_one_more_person_is_not_told_apart_by_two_exports(let, choices):
    let(20, *CALM)
    let(15, *LOUD)
    assert choices()["name-first"] == "20"
    let(1, *CALM)
    assert set(choices().values()) == {""}
    let(11, *CALM)
    assert choices()["name-first"] == "32"


def test_the_same_is_told_again_and_registered_once(let, choices, encounter):
    let(20, *CALM)
    assert choices() == choices()
    assert len(encounter("cohort", "published", "Autumn", "--json").json["published"]) == 1


def test_what_is_hidden_in_a_report_is_not_shown_on_a_map(let, encounter, tmp_path):
    let(30, *CALM)
    let(14, *LOUD)
    asked = ("report", "autumn", "--to", tmp_path / "autumn.html", "--json", "--without-people")
    (played,) = encounter(*asked).json["encounters"]
    assert played["people"] == 44
    let(2, *LOUD)
    drawn = encounter(
        "graph", tmp_path / "scenarios" / "the-gate.yaml", "--cohort", "autumn", "--to", tmp_path / "m.html"
    )
    assert drawn.code == 1
    assert "have been added since the last publication" in drawn.err
    (again,) = encounter(*asked).json["encounters"]
    assert again["people"] is None


def test_a_report_with_people_says_so_and_is_no_publication(let, encounter, tmp_path):
    let(30, *CALM)
    let(4, *LOUD)
    for more, said in ((), sentences.PERSONAL), (("--without-people",), sentences.WITHOUT_PEOPLE):
        done = encounter("report", "autumn", "--to", tmp_path / "autumn.html", "--json", *more)
        assert done.json["about"] == said
        assert said in (tmp_path / "autumn.html").read_text(encoding="utf-8")
        again = encounter("report", "autumn", "--to", tmp_path / "again.html", *more)
        assert said in again.out + again.err
    published = encounter("cohort", "published", "Autumn", "--json").json["published"]
    assert [each["what"] for each in published] == ["report without people"]


def test_a_report_without_people_refuses_what_it_cannot_keep(let, encounter, tmp_path):
    let(30, *CALM)
    for asked in ("--pseudonymous",), ("--min-cell", "1"), ("--angoff", tmp_path / "panel.yaml"):
        done = encounter("report", "autumn", "--to", tmp_path / "autumn.html", "--without-people", *asked)
        assert (done.code, f"Leave out {asked[0]}." in done.err) == (2, True)
    assert not (tmp_path / "autumn.html").exists()


def test_what_hides_nothing_is_for_whoever_asked_and_not_registered(let, choices, encounter):
    let(3, *CALM)
    assert choices("--min-cell", "1")["name-first"] == "3"
    assert encounter("cohort", "published", "Autumn", "--json").json == {"published": []}


def test_pseudonymous_rows_stand_in_the_order_of_their_codes(let, encounter, tmp_path):
    let(12, *CALM)
    for ending in ("csv", "jsonl"):
        file = tmp_path / f"rows.{ending}"
        assert encounter("export", "autumn", "--to", file, "--level", "decisions", "--pseudonymous").code == 0
        text = file.read_text(encoding="utf-8-sig")
        if ending == "csv":
            codes = [row["trainee"] for row in csv.DictReader(text.splitlines())]
            assert codes == sorted(codes)
            assert len(set(codes)) == 12
        with Store.open() as store, store.reading() as connection:
            ids = {value for row in connection.exec_driver_sql("SELECT id, trainee_id FROM runs") for value in row}
        assert not any(id_ in text for id_ in ids)


def test_one_mode_alone_is_reported_mapped_and_exported(let, encounter, tmp_path):
    let(12, *CALM)
    with Store.open() as store:
        autumn = academy.cohort_named(store, "Autumn")
        story = gate(tmp_path / "scenarios")
        for name in (f"P{number}" for number in range(11)):
            begun(store, story, *LOUD, name=name, mode=Mode.ASSESSMENT)
        assert len(academy.members_of(store, autumn)) == 12
    runs = {
        mode: encounter("report", "autumn", "--json", "--mode", mode, "--min-cell", "1").json["runs"]
        for mode in ("practice", "assessment")
    }
    assert runs == {"practice": 12, "assessment": 11}
    file = tmp_path / "a.jsonl"
    assert encounter("export", "autumn", "--to", file, "--mode", "assessment").code == 0
    assert {json.loads(line)["mode"] for line in file.read_text(encoding="utf-8").splitlines()} == {"assessment"}
    map_ = ("graph", tmp_path / "scenarios" / "the-gate.yaml", "--cohort", "autumn", "--mode", "assessment")
    assert "11 runs by 11 people" in encounter(*map_, "--min-cell", "1").out
