"""The example with a fault on purpose has that fault and no other; the larger one has none. The guide is tested beside."""

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
COLD_TEA = DOCS / "examples" / "cold-tea.yaml"
WITNESS = ["sit-down", "drink-it"]
WAITING_ROOM = DOCS / "examples" / "waiting-room.yaml"


@pytest.fixture
def beside(monkeypatch):
    """Stand in the folder of the examples, as whoever tries them."""
    monkeypatch.chdir(COLD_TEA.parent)


def test_two_choices_under_one_condition_are_found_with_the_shortest_way_and_the_line(encounter, beside):
    found = encounter("check", COLD_TEA.name, "--json").json
    (stuck,) = [each for each in found["problems"] if each["code"] == "W01"]
    assert COLD_TEA.read_text(encoding="utf-8").splitlines()[stuck["line"] - 1] == "  window:"
    assert "Shortest way there: sit-down,drink-it." in stuck["message"]
    assert {each["code"] for each in found["problems"]} == {"W01", "W02", "W46"}
    assert encounter("check", COLD_TEA.name, "--strict").code == 1


def test_a_proof_of_it_holds_the_witness_for_programs(encounter, beside):
    done = encounter("prove", COLD_TEA.name, "--json")
    assert done.code == 1
    assert min((each["witness"] for each in done.json["stuck"]), key=len) == WITNESS
    assert done.json["stuck"][0]["scene"] == "window"
    assert done.json["stuck"][0]["state"] == {"cup_on_table": False, "hands_full": False}
    assert [each["witness"] for each in done.json["traps"]] == [["stay-standing"]]


def test_the_witness_is_played_to_where_nothing_is_left_and_the_run_is_kept(encounter, beside):
    done = encounter("play", COLD_TEA.name, "--as", "me", "--plain", "--json", "--path", ",".join(WITNESS))
    assert done.json["path"] == WITNESS
    assert done.json["ending"] is None
    out = encounter("play", COLD_TEA.name, "--as", "me", "--plain", "--path", ",".join(WITNESS)).out
    assert "He goes to the window" in out
    assert out.index("He goes to the window") < out.index("no choice left here")


def test_a_third_choice_without_a_condition_mends_it(encounter, tmp_path):
    text = COLD_TEA.read_text(encoding="utf-8")
    third = "      - id: look-too\n        do: Look out beside him.\n        goto: talks\n\nendings:\n"
    path = tmp_path / COLD_TEA.name
    path.write_text(text.replace("\nendings:\n", third, 1), encoding="utf-8")
    assert encounter("prove", path, "--json").json["stuck"] == []


def test_the_larger_example_has_no_finding_no_place_to_be_stuck_in_and_no_guesser_passes(encounter):
    assert encounter("check", WAITING_ROOM, "--strict").code == 0
    proof = encounter("prove", WAITING_ROOM, "--json").json
    assert proof["complete"]
    assert (proof["stuck"], proof["traps"]) == ([], [])
    for name in ("first", "last", "longest", "shortest", "most-polite"):
        assert max(proof["guessers"][name].values()) < 60, name


def test_the_larger_example_shows_what_the_guide_sends_its_readers_there_for():
    text = WAITING_ROOM.read_text(encoding="utf-8")
    for written in ("once: true", "{if ", "interrupts:", "continue:", "claims:", "retold:"):
        assert written in text, written


def test_the_examples_are_laid_out_as_files_should_be(encounter):
    assert encounter("fmt", "--check", *sorted(COLD_TEA.parent.glob("*.yaml"))).code == 0
