"""A panel of two raters, through sheet, read, key and rescore; and what goes wrong with a sheet."""

import csv
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.measure import Tally
from scoring.panel_key import check_key
from scoring.precision import DECISIONS
from scoring.scorecard import score
from simulator.panel.answers import RatedSheet, SheetInvalid, read_sheets
from simulator.panel.key import agreed
from simulator.panel.precision import PLAYS, attempts, panel_error
from simulator.panel.sheet import asked, write_sheet
from simulator.proof.rekeying import shifts
from simulator.scenario.library import Library
from tests.academy.classes import an_academy
from tests.commands.conftest import encounter, gate_file
from tests.proof import oracle
from tests.samples import gate
from tests.strategies import stories

__all__ = ["encounter", "gate_file"]


def fill(path, level_of):
    """Fill a sheet in as a rater would; `level_of` gives a cell from a choice and a criterion."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        header = [cell.value for cell in book["ratings"][1]]
        for row in book["ratings"].iter_rows(min_row=2):
            named = dict(zip(header, row, strict=True))
            named["level"].value = level_of(named["choice id"].value, named["criterion id"].value)
        book.save(path)
        return
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        at = {name: place for place, name in enumerate(header)}
        row[at["level"]] = level_of(row[at["choice id"]], row[at["criterion id"]])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def author(story):
    """Return a rater who agrees with the author, and one who is a level kinder on courtesy."""
    given = {id_: choice.rated(story.start) for id_, choice in story.choices.items()}
    same = lambda choice, criterion: given[choice].get(criterion, 0)  # noqa: E731
    kinder = lambda choice, criterion: min(2, same(choice, criterion) + (criterion == "opening"))  # noqa: E731
    return same, kinder


def test_two_raters_are_taken_through_sheet_read_key_and_rescore(encounter, gate_file, tmp_path, monkeypatch):
    story = Library.default().story(str(gate_file))
    same, kinder = author(story)
    jo, kim, key = tmp_path / "jo.csv", tmp_path / "kim.xlsx", tmp_path / "key.yaml"
    assert encounter("panel", "sheet", gate_file, "--to", jo, "--seed", 1).code == 0
    assert encounter("panel", "sheet", gate_file, "--to", kim, "--seed", 2).code == 0
    fill(jo, same)
    fill(kim, kinder)
    told = encounter("panel", "read", jo, kim, "--scenario", gate_file, "--to", key, "--by", "median", "--json").json
    assert told["raters"] == ["jo", "kim"]
    assert told["rated"] == len(asked(story, shown=True))
    # Two raters a level apart on one criterion: the error is half of how far their figures lie apart.
    assert 0 < told["keyed_by"]["error"] < 12.5
    overall, *criteria = told["agreement"]
    assert (overall["criterion"], overall["n"]) == (None, told["rated"])
    (pair,) = overall["pairs"]
    assert pair["exact"] < 1 == pair["within_one"]
    assert 0 < pair["kappa"] < 1
    opening = next(each for each in criteria if each["criterion"] == "opening")
    assert opening["pairs"][0]["exact"] < 1
    assert {each["criterion"] for each in told["disputes"]} == {"opening"}
    assert told["scores"]["respect"]["falls"]["points"] is not None
    assert told["scores"]["de-escalation"]["rises"]["points"] == 0
    lines = encounter("panel", "read", jo, kim, "--scenario", gate_file).out
    assert "overall: exact" in lines
    assert "keyed_by: {raters: 2, kappa: " in lines
    # The middle of two neighbouring levels is the one nearer 0: where the author gave 0 or more, it stays.
    read, problems = check_key(key)
    assert (problems, read.encounters["the-gate"]) == ([], told["key"]["ratings"])
    monkeypatch.setenv("ENCOUNTER_STORE", an_academy(tmp_path, people=3))
    done = encounter("rescore", "autumn", "--rubric", key, "--author", "Board", "--reason", "Panel", "--json").json
    assert done["runs"] == 6
    low = min(told["scores"]["respect"]["falls"]["points"], 0)
    high = told["scores"]["respect"]["rises"]["points"]
    changes = [move["change"] for move in done["moves"] if move["rubric"] == "respect" and move["change"] is not None]
    assert changes
    assert all(low - 0.01 <= change <= high + 0.01 for change in changes)


@settings(max_examples=15, deadline=None)
@given(stories(loops=False), st.randoms(use_true_random=False))
def test_what_a_key_does_to_every_score_is_what_every_single_play_shows(story, chance):
    other = {
        id_: {criterion: chance.randint(-2, 2) for criterion in choice.choice.levels}
        for id_, choice in story.choices.items()
    }
    found = {each.rubric: each for each in shifts(story, lambda id_, _: other[id_]) or ()}
    for id_, rubric in story.rubrics.rubrics.items():
        before, after, counted = [], [], set()
        for play in oracle.plays(story):
            one = score(play.decisions, [rubric]).rubrics[id_].total
            two = sum((tally(decision, rubric, other.__getitem__) for decision in play.decisions), Tally())
            before.append(one.anchored)
            after.append(two.anchored)
            counted.add((one.n, two.n))
        told = found[id_]
        for ends, figures in ((told.before, before), (told.after, after)):
            assessed = [figure for figure in figures if figure is not None]
            assert ends == ((None, None) if not assessed else pytest.approx((min(assessed), max(assessed))))
        if told.down is not None:
            # Else a condition takes ratings from some decisions, which the key gives always.
            moved = [new - old for old, new in zip(before, after, strict=True) if old is not None]
            assert (float(told.down), float(told.up)) == pytest.approx((min(moved), max(moved)))
        elif all(one == two for one, two in counted):
            assert not any(figure is not None for figure in before) or conditional(story)


def conditional(story):
    return any(each.when is not None for choice in story.choices.values() for each in choice.ratings)


def tally(decision, rubric, key):
    """Add up a decision by hand, under a key."""
    found = Tally()
    for criterion, definition in rubric.criteria.items():
        offered = {choice: key(choice) for choice in decision.offered}
        if any(criterion in ratings for ratings in offered.values()):
            level = offered[decision.choice].get(criterion, 0)
            found += Tally(1, max(level, 0), min(level, 0), definition.weight * level, definition.weight)
    return found


@pytest.mark.parametrize(
    ("levels", "by", "one"),
    [([1, 2], "median", 1), ([-1, -2], "median", -1), ([-1, 1], "median", 0), ([0, 2, 2], "median", 2),
     ([2, 2, 0], "distribution", 2), ([2, 1], "distribution", 1), ([-2, 2], "distribution", -2)],
)  # fmt: skip
def test_several_levels_become_one(levels, by, one):
    assert agreed(levels, by) == one


def test_a_hidden_sheet_asks_about_every_criterion_and_no_sheet_tells_the_authors_levels(tmp_path):
    story = gate(tmp_path)
    for shown in (True, False):
        path = tmp_path / f"{shown}.csv"
        rows = write_sheet(story, path, shown=shown, seed=1)
        assert rows == len(asked(story, shown=shown))
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert {row["level"] for row in found} == {""}
    assert len(asked(story, shown=False)) == len(story.choices) * len(story.rubrics.criteria)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("level", "3", "row 2: '3' is not a level."),
        ("level", "good", "row 2: 'good' is not a level."),
        ("scenario", "other", "row 2: this is about 'other'"),
        ("digest", "0" * 64, "row 2: the encounter was changed after this sheet was written."),
        ("choice id", "wait-ther", "row 2: there is no choice 'wait-ther'."),
        ("criterion id", "voise", "row 2: there is no criterion 'voise'."),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_with_its_row(tmp_path, column, value, said):
    story = gate(tmp_path)
    path = tmp_path / "jo.csv"
    write_sheet(story, path, shown=True, seed=1)
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *rest = csv.reader(file)
    first[header.index("level")] = "1"
    first[header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, first, *rest])
    with pytest.raises(SheetInvalid, match=r"jo\.csv, row 2") as caught:
        read_sheets([path], story)
    assert said in caught.value.faults[0]


@pytest.mark.parametrize("level", ["-2", "−2", "-2.0", "'-2"])
def test_a_level_is_read_however_a_spreadsheet_writes_it(tmp_path, level):
    story = gate(tmp_path)
    path = tmp_path / "jo.csv"
    write_sheet(story, path, shown=True, seed=1)
    fill(path, lambda *_: level)
    (sheet,) = read_sheets([path], story)
    assert set(sheet.levels.values()) == {-2}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sheet", "SCENARIO", "--to", "x.txt"], "x.txt is not the name of a sheet."),
        (["sheet", "SCENARIO", "--to", "/nowhere/x.csv"], "/nowhere/x.csv cannot be written."),
        (["read", "one.csv"], "A panel has two raters or more."),
        (["read", "one.csv", "two.csv"], "There is no file one.csv."),
        (["read", "bad.xlsx", "two.csv"], "bad.xlsx cannot be read as a workbook"),
        (["read", "bad.csv", "two.csv"], "bad.csv has no column 'level'"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(encounter, gate_file, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = encounter("panel", *(gate_file if each == "SCENARIO" else each for each in arguments))
    assert done.code in (1, 2)
    assert said in done.err
    assert "fault in the program" not in done.err


def test_a_key_that_cannot_be_written_is_said_in_a_sentence(encounter, gate_file, tmp_path):
    sheets = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in sheets:
        write_sheet(Library.default().story(str(gate_file)), path, shown=True, seed=1)
        fill(path, lambda *_: "1")
    done = encounter("panel", "read", *sheets, "--scenario", gate_file, "--to", tmp_path / "nowhere" / "key.yaml")
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "key.yaml cannot be written" in done.err


def test_json_is_one_object(encounter, gate_file, tmp_path):
    for name in ("a", "b"):
        path = tmp_path / f"{name}.csv"
        write_sheet(Library.default().story(str(gate_file)), path, shown=True, seed=1)
        fill(path, lambda *_: "1")
    told = encounter("panel", "read", tmp_path / "a.csv", tmp_path / "b.csv", "--scenario", gate_file, "--json")
    assert json.loads(told.out)["agreement"][0]["alpha"] is None  # all the same: nothing to agree on


def test_the_error_of_a_key_is_how_far_its_raters_lie_apart_over_whole_attempts(tmp_path):
    story = gate(tmp_path)
    pairs = [(choice, criterion) for choice in story.choices for criterion in story.rubrics.criteria]
    low, high = (RatedSheet(name, dict.fromkeys(pairs, level), len(pairs)) for name, level in (("jo", 0), ("kim", 1)))
    # 25 points apart throughout: each is off by 25 / sqrt(2), and the mean of both by 25 / 2.
    longer = sum(len(path) for path in attempts(story)) / PLAYS / DECISIONS
    assert panel_error(story, [low, high]) == pytest.approx(12.5 * longer**0.5)
    assert panel_error(story, [low, low]) == 0
    assert panel_error(story, [low]) is None
