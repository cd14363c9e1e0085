"""`encounter graph --cohort`: where a cohort went, each run once, and no number that points at a person."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from itertools import cycle, islice

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.records.store import Store
from simulator.scenario.reader import load_story
from tests.records.samples import NOON, begun, play
from tests.samples import GATE, gate, write

CALM = ("name-first", "promise")
LOUD = ("wait-there", "step-back", "ask-more")


class Rows(HTMLParser):
    """The rows of a page's tables, as lists of their cells."""

    def __init__(self, page):
        super().__init__()
        self.rows = []
        self._cell = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._cell = self._cell and tag != "td"

    def handle_data(self, data):
        if self._cell:
            self.rows[-1][-1] += data


class Drawn:
    """What a page shows of a cohort: ways, places and sentences."""

    def __init__(self, page):
        rows = Rows(page).rows
        self.ways = {(row[0], row[2]): tuple(row[4:]) for row in rows if len(row) == 6}
        self.places = {row[0]: tuple(row[2:]) for row in rows if len(row) == 4}
        self.notes = re.findall(r"(?s)<p>(.*?)</p>", page)[1:]


@pytest.fixture
def an_academy(tmp_path, monkeypatch):
    """Return a function that lets so many people of Autumn play the same choices, each in a run of their own."""
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    story = gate(tmp_path / "scenarios")
    with Store.open() as store:
        academy.create_cohort(store, "Autumn", at=NOON)

    def let(people, *choices, story=story):
        with Store.open() as store:
            records = []
            for name in people:
                records.append(begun(store, story, *choices, name=name))
                academy.add_members(store, academy.cohort_named(store, "Autumn"), [store.trainee(name, NOON)], at=NOON)
            return records

    return let


@pytest.fixture
def drawn(encounter, tmp_path):
    """Return a function that draws Autumn as a page, and reads what it shows."""

    def draw(*more):
        done = encounter(
            "graph", tmp_path / "scenarios" / "the-gate.yaml", "--cohort", "autumn", "--format", "html", *more
        )
        assert done.code == 0, done.err
        return Drawn(done.out)

    return draw


def people(count, what="P"):
    return [f"{what}{number}" for number in range(count)]


def test_every_way_has_its_count_and_share_and_every_place_who_came_and_who_stopped(an_academy, drawn):
    an_academy(people(30), *CALM)
    an_academy(people(10, "Q"), *LOUD)
    an_academy(people(10, "R"), "name-first")
    shown = drawn()
    assert shown.ways["arrive", "talk"] == ("40", "80 %")
    assert shown.ways["arrive", "shouting"] == ("10", "20 %")
    assert shown.ways["talk", "settled"] == ("40", "80 %")
    assert shown.ways["shouting", "left"] == ("0", "0 %")
    assert shown.places == {
        "arrive": ("50", "0"), "talk": ("50", "10"), "shouting": ("10", "0"), "settled": ("40", "40"), "left": ("0", "0"),
    }  # fmt: skip
    assert shown.notes[0] == "Autumn: 50 runs by 50 people."


@pytest.mark.parametrize(("kind", "begins"), [("mermaid", "flowchart TD"), ("dot", "digraph"), ("svg", "<svg")])
def test_a_cohort_is_drawn_in_each_format(an_academy, encounter, gate_file, kind, begins):
    an_academy(people(12), *CALM)
    done = encounter("graph", gate_file, "--cohort", "Autumn", "--format", kind)
    assert done.out.startswith(begins)
    assert "× 12 = 100 %" in done.out
    assert "Autumn: 12 runs by 12 people." in done.out


def test_a_small_number_is_hidden_with_what_would_give_it_away(an_academy, drawn):
    an_academy(people(30), *CALM)
    an_academy(people(3, "Q"), *LOUD)
    hidden = drawn()
    # What 3 people did stands in "arrive -> talk" too: 33 less 30.
    for way in (("arrive", "shouting"), ("arrive", "talk"), ("shouting", "talk")):
        assert hidden.ways[way] == ("not shown", "")
    assert hidden.places["shouting"] == ("not shown", "0")
    assert hidden.places["talk"] == ("33", "0")
    assert any("fewer than 10 people" in note for note in hidden.notes)
    assert drawn("--min-cell", "3").ways["arrive", "shouting"] == ("3", "9 %")
    assert drawn("--min-cell", "1").ways["arrive", "shouting"] == ("3", "9 %")


def test_many_runs_of_a_few_people_are_a_small_number(an_academy, drawn):
    an_academy(people(30), *CALM)
    an_academy(islice(cycle(people(3, "Q")), 12), *LOUD)
    assert drawn().ways["arrive", "shouting"] == ("not shown", "")
    assert drawn("--min-cell", "3").ways["arrive", "shouting"] == ("12", "29 %")


def test_a_step_that_was_taken_back_is_not_counted(an_academy, drawn):
    for record in an_academy(people(12), "wait-there", "step-back"):
        with Store.open() as store:
            other = store.branch(record.id, 1, kind="rewind", at=NOON)
            play(store, other, "walk-off")
    shown = drawn()
    assert shown.places["arrive"] == ("12", "0")
    assert shown.ways["arrive", "shouting"] == ("12", "100 %")
    assert shown.ways["shouting", "left"] == ("12", "100 %")
    assert shown.ways["shouting", "talk"] == ("0", "0 %")


def test_a_new_try_counts_from_its_first_decision_of_its_own(an_academy, drawn):
    for record in an_academy(people(12), *LOUD):
        with Store.open() as store:
            again = store.branch(record.id, 1, kind="again", at=NOON + timedelta(minutes=5))
            play(store, again, "walk-off")
    shown = drawn()
    assert shown.ways["arrive", "shouting"] == ("12", "100 %")
    assert shown.places["shouting"] == ("24", "0")
    assert shown.ways["shouting", "left"] == shown.ways["shouting", "talk"] == ("12", "50 %")
    assert "12 runs tried again from a decision part-way, and count from there." in shown.notes


def test_runs_of_another_version_are_drawn_where_their_ways_are_still_there_and_told_where_not(
    an_academy, drawn, tmp_path
):
    an_academy(people(20), *CALM)
    an_academy(people(4, "Q"), *LOUD)
    changed = GATE.replace("id: step-back", "id: hands-down").replace("version: 1.0.0", "version: 2.0.0")
    write(tmp_path / "scenarios", changed)
    shown = drawn()
    assert shown.notes[:3] == [
        "Autumn: 20 runs by 20 people.",
        "20 runs of another version (1.0.0) went ways that this one has too.",
        "Left out: 4 runs of another version (1.0.0) that went where this one has no way.",
    ]
    assert shown.ways["arrive", "talk"] == ("20", "100 %")


def test_where_no_run_fits_the_version_there_is_a_sentence_and_no_picture(an_academy, encounter, tmp_path):
    an_academy(people(12), *LOUD)
    path = write(tmp_path / "scenarios", GATE.replace("id: step-back", "id: hands-down"))
    done = encounter("graph", path, "--cohort", "autumn")
    assert (done.code, done.out) == (1, "")
    assert "None of the 12 runs of Autumn fits this version; they were played on 1.0.0." in done.err


def test_runs_that_are_only_begun_stand_where_it_begins(an_academy, drawn):
    an_academy(people(12))
    assert drawn().places["arrive"] == ("12", "12")


def test_a_loop_counts_each_run_once(an_academy, drawn, tmp_path):
    text = GATE.replace("goto: left", "goto: shouting")
    path = write(tmp_path / "scenarios", text.replace("  left: {outcome: harm, text: The gate clangs.}\n", ""))
    an_academy(
        people(12),
        "wait-there",
        "walk-off",
        "walk-off",
        "step-back",
        "ask-more",
        story=load_story(path, RubricSet.shipped()),
    )
    shown = drawn()
    assert shown.places["shouting"] == ("12", "0")
    assert shown.ways["shouting", "shouting"] == ("12", "100 %")


def test_so_few_people_that_a_map_would_point_at_them_are_not_drawn(an_academy, encounter, gate_file):
    an_academy(people(4), *CALM)
    done = encounter("graph", gate_file, "--cohort", "autumn")
    assert (done.code, done.out) == (1, "")
    assert "Fewer than 10 people of Autumn" in done.err
    assert "× 4" in encounter("graph", gate_file, "--cohort", "autumn", "--min-cell", "1").out


def test_a_cohort_without_a_run_of_the_encounter_is_told_so(an_academy, encounter):
    an_academy(people(12), *CALM)
    done = encounter("graph", "market-stall", "--cohort", "autumn")
    assert (done.code, done.out) == (1, "")
    assert "No run of 'market-stall' counts for Autumn yet." in done.err


def test_an_unknown_cohort_is_told_with_the_nearest(an_academy, encounter, gate_file):
    done = encounter("graph", gate_file, "--cohort", "Autum")
    assert done.code == 1
    assert "Did you mean 'Autumn'?" in done.err


@pytest.mark.parametrize(
    "options", [("--run", "3f", "--cohort", "Autumn"), ("--min-cell", "5"), ("--cohort", "Autumn", "--min-cell", "0")]
)
def test_options_that_do_not_go_together_are_bad_usage(an_academy, encounter, gate_file, options):
    done = encounter("graph", gate_file, *options)
    assert (done.code, done.out) == (2, "")
