"""`encounter rescore`: another rubric or a panel's ratings on what was played, beside the old result."""

import json
import re

import pytest
from sqlalchemy import select

from scoring.rubric import read_rubric
from scoring.scorecard import score
from simulator.records.schema import levels, rescored_levels
from simulator.records.store import Store
from tests.academy.classes import NAMES, an_academy
from tests.rubrics import KEPT, ON_SCREEN

PANEL = """\
format: 1
id: board
version: 1.0.0
title: What the board says
panel: J. Diaz, A. Khan, 3 May 2026
encounters:
  the-gate:
    wait-there: {opening: 1}
    ask-more: {listening: 2, voice: 1}
"""


@pytest.fixture
def store(tmp_path, monkeypatch):
    address = an_academy(tmp_path)
    monkeypatch.setenv("ENCOUNTER_STORE", address)
    return address


def rubric_file(tmp_path, **weights):
    """Write the rubric Respect with other weights."""
    lines = []
    for line in (KEPT / "respect.yaml").read_text(encoding="utf-8").splitlines():
        lines.append(line)
        name = line.strip().rstrip(":")
        if line.startswith("  ") and not line.startswith("   ") and name in weights:
            lines.append(f"    weight: {weights[name]}")
    path = tmp_path / "ours.yaml"
    path.write_text(re.sub("(?m)^version: .*", "version: 2.1.0", "\n".join(lines)), encoding="utf-8")
    return path


def go(encounter, file, *more):
    return encounter("rescore", "autumn", "--rubric", file, "--author", "J. Diaz", "--reason", "Board of May", *more)


def kept_rows(address, table):
    with Store.open(address) as opened, opened.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def test_other_weights_give_the_figures_that_the_scorecard_gives(encounter, store, tmp_path):
    file = rubric_file(tmp_path, voice=3, care=2)
    told = go(encounter, file, "--json").json
    assert (told["cohort"], told["rubric"], told["version"]) == ("Autumn", "respect", "2.1.0")
    assert told["runs"] == 2 * len(NAMES)
    assert len(told["moves"]) == told["runs"]
    assert any(move["change"] for move in told["moves"])
    with Store.open(store) as opened:
        for move in told["moves"]:
            decisions = opened.replay(move["run"]).decisions
            before = score(decisions, [ON_SCREEN.rubrics["respect"]]).rubrics["respect"].total
            after = score(decisions, [read_rubric(file)]).rubrics["respect"].total
            assert move["before"]["anchored"] == pytest.approx(before.anchored, abs=0.05)
            assert move["after"]["anchored"] == pytest.approx(after.anchored, abs=0.05)
            assert move["change"] == pytest.approx(after.anchored - before.anchored, abs=0.01)


def test_who_moves_furthest_is_named_first(encounter, store, tmp_path):
    moves = go(encounter, rubric_file(tmp_path, voice=3), "--json").json["moves"]
    changes = [abs(move["change"]) for move in moves]
    assert changes == sorted(changes, reverse=True)


def test_the_same_weights_move_nobody(encounter, store, tmp_path):
    done = go(encounter, rubric_file(tmp_path))
    assert "respect: 0 of 14 move, +0.0 points on average; 0 change their band." in done.out


def test_a_panels_ratings_take_the_place_of_the_authors_where_it_named_any(encounter, store, tmp_path):
    (tmp_path / "panel.yaml").write_text(PANEL)
    told = go(encounter, tmp_path / "panel.yaml", "--json").json
    with Store.open(store) as opened:
        for move in told["moves"]:
            path = opened.run(move["run"]).path
            if move["rubric"] == "respect" and path == ("wait-there", "step-back", "ask-more"):
                # opening -1 becomes 1; voice -2 and care 0 stay; voice 1 is new.
                assert move["before"]["anchored"] == pytest.approx(50 + 25 * (-1 - 2 + 0) / 3, abs=0.05)
                assert move["after"]["anchored"] == pytest.approx(50 + 25 * (1 - 2 + 0 + 1) / 4, abs=0.05)
                break
        else:
            pytest.fail("nobody went that way")


def test_the_old_result_stays_and_the_new_one_is_kept_with_author_and_reason(encounter, store, tmp_path):
    before = kept_rows(store, levels)
    told = go(encounter, rubric_file(tmp_path, voice=3), "--json").json
    assert kept_rows(store, levels) == before
    assert {row[0] for row in kept_rows(store, rescored_levels)} == {told["rescoring"]}
    listed = encounter("rescore", "autumn", "--list", "--json").json["rescorings"]
    assert [(each["id"], each["rubric"], each["author"], each["reason"]) for each in listed] == [
        (told["rescoring"], "respect", "J. Diaz", "Board of May")
    ]
    assert "J. Diaz: Board of May" in encounter("rescore", "--list").out
    assert encounter("store", "verify").code == 0


@pytest.mark.parametrize("by_panel", [False, True])
def test_tables_and_report_can_be_told_by_a_rescoring(encounter, store, tmp_path, by_panel):
    file = tmp_path / "panel.yaml"
    file.write_text(PANEL)
    file = file if by_panel else rubric_file(tmp_path, voice=3, care=2)
    told = go(encounter, file, "--json").json
    again = ("--rescoring", told["rescoring"][:8])
    done = encounter("export", "autumn", "--to", tmp_path / "runs.jsonl", "--level", "runs", *again)
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    after = {(move["run"], move["rubric"]): move["after"]["anchored"] for move in told["moves"]}
    assert {(row["run"], row["rubric"]): row["anchored"] for row in rows if row["anchored"] is not None} == (
        pytest.approx(after, abs=0.05)
    )
    manifest = json.loads((tmp_path / "runs.jsonl.manifest.json").read_text(encoding="utf-8"))
    assert manifest["rescoring"]["reason"] == "Board of May"
    figures = encounter("report", "autumn", "--json", *again).json
    respect = next(each for each in figures["rubrics"] if each["rubric"] == "respect")
    people = {}
    for row in rows:
        if row["rubric"] == "respect" and row["origin"] == "start":
            people.setdefault(row["trainee"], []).append(row)
    weight = {"voice": 3, "care": 2} if not by_panel else {}
    by_criterion = go_criteria(encounter, tmp_path, again)
    means = [mean_of(by_criterion, {row["run"] for row in own}, weight) for own in people.values()]
    assert respect["anchored"]["mean"]["value"] == pytest.approx(sum(means) / len(means))
    assert figures["narrowed"].startswith("Scored again by ")
    encounter("report", "autumn", "--to", tmp_path / "report.html", *again)
    assert "Board of May" in (tmp_path / "report.html").read_text(encoding="utf-8")


def go_criteria(encounter, tmp_path, again):
    """Return the rows of the table of criteria, told by a rescoring."""
    file = tmp_path / "criteria.jsonl"
    assert encounter("export", "autumn", "--to", file, "--level", "criteria", *again).code == 0
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def mean_of(rows, runs, weight):
    """Return the conduct on respect over some runs: 50 + 25 x the weighted mean level."""
    own = [row for row in rows if row["run"] in runs and row["rubric"] == "respect"]
    over = sum(weight.get(row["criterion"], 1) * row["opportunities"] for row in own)
    return 50 + 25 * sum(weight.get(row["criterion"], 1) * (row["credits"] + row["debits"]) for row in own) / over


def test_a_rescoring_is_sent_as_statements_that_name_those_before(encounter, store, tmp_path):
    told = go(encounter, rubric_file(tmp_path, voice=3), "--json").json
    for name, more in (("before", ()), ("after", ("--rescoring", told["rescoring"]))):
        assert encounter("export", "autumn", "--to", tmp_path / f"{name}.xapi.json", *more).code == 0
    before, after = (
        json.loads((tmp_path / f"{name}.xapi.json").read_text(encoding="utf-8")) for name in ("before", "after")
    )
    was = {each["id"]: each for each in before}
    assert len(after) == len(told["moves"])
    for each in after:
        old = was[each["context"]["statement"]["id"]]
        assert each["verb"]["id"].endswith("/scored")
        assert (old["object"], old["actor"]) == (each["object"], each["actor"])
        assert old["context"]["registration"] == each["context"]["registration"]
        assert each["id"] not in was
        assert told["rescoring"] in each["context"]["extensions"].values()


def test_a_rescoring_that_there_is_not_is_a_sentence(encounter, store, tmp_path):
    go(encounter, rubric_file(tmp_path, voice=3))
    for asked in (("report", "autumn", "--json"), ("export", "autumn", "--to", tmp_path / "x.csv")):
        done = encounter(*asked, "--rescoring", "nothing")
        assert (done.code, "has no rescoring 'nothing'" in done.err) == (1, True)
    done = encounter("export", "autumn", "--to", tmp_path / "x.csv", "--level", "ratings", "--rescoring", "a")
    assert (done.code, "changes figures" in done.err) == (2, True)


def test_a_dry_run_keeps_nothing(encounter, store, tmp_path):
    done = go(encounter, rubric_file(tmp_path, voice=3), "--dry-run")
    assert "Nothing was kept." in done.out
    assert kept_rows(store, rescored_levels) == []
    assert encounter("rescore", "--list").out == "Nothing was rescored yet.\n"


def test_a_rescored_trainee_can_be_erased(encounter, store, tmp_path):
    go(encounter, rubric_file(tmp_path, voice=3))
    assert encounter("store", "erase", "Sam Reid", "--yes").code == 0
    assert encounter("store", "verify").code == 0


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        (PANEL.replace("voice: 1", "voise: 1"), "the criterion 'voise'", 2),
        (PANEL.replace("ask-more", "ask-mor"), "has no choice 'ask-mor'", 2),
        (PANEL.replace("opening: 1", "opening: 3"), "panel.yaml:8:", 1),
        (PANEL.replace("panel: J", "pannel: J"), "panel.yaml:5:", 1),
        ("format: 1\nid: [", "panel.yaml:", 1),
        ("", "panel.yaml:", 1),
    ],
)
def test_a_file_that_cannot_be_used_is_said_with_what_to_mend(encounter, store, tmp_path, content, said, code):
    (tmp_path / "panel.yaml").write_text(content)
    done = go(encounter, tmp_path / "panel.yaml")
    assert done.code == code
    assert said in done.err
    assert kept_rows(store, rescored_levels) == []


@pytest.mark.parametrize("missing", ["--author", "--reason"])
def test_a_rescoring_needs_an_author_and_a_reason(encounter, store, tmp_path, missing):
    given = {"--author": "J. Diaz", "--reason": "why"} | {missing: " "}
    options = [each for pair in given.items() for each in pair]
    done = encounter("rescore", "autumn", "--rubric", rubric_file(tmp_path), *options)
    assert done.code == 2
    assert "needs an author and a reason" in done.err


def test_a_missing_file_or_cohort_is_named(encounter, store, tmp_path):
    assert "no file" in go(encounter, tmp_path / "none.yaml").err
    done = encounter("rescore", "spring", "--rubric", rubric_file(tmp_path), "--author", "a", "--reason", "b")
    assert "no cohort 'spring'" in done.err
