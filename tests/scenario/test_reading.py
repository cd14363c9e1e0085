"""Reading scenario files: what is accepted, what is refused, and where the mistake is shown."""

import pytest

from scoring.rubric import RubricSet
from simulator.scenario.model import Setting
from simulator.scenario.reader import ScenarioInvalid, load_story, read_scenario
from simulator.scenario.story import Story
from tests.samples import GATE, codes, read, write


def change(old, new):
    assert old in GATE
    return GATE.replace(old, new, 1)


def line_of(text, fragment):
    return text[: text.index(fragment)].count("\n") + 1


def test_a_sound_file_is_read_into_a_story(tmp_path):
    reading = read(tmp_path)
    assert reading.problems == ()
    assert list(reading.story.scenes) == ["arrive", "talk", "shouting"]


@pytest.mark.parametrize("typed", ["no", "22:30", "0123", "+1", "null", "~", "2024-13-45", "1e3", "off"])
def test_a_text_is_what_was_typed_and_never_what_yaml_guesses(tmp_path, typed):
    reading = read(tmp_path, change("say: Wait there.", f"say: {typed}"))
    assert reading.story.choices["wait-there"].choice.say == typed


def test_all_errors_of_a_file_come_in_one_pass(tmp_path):
    text = GATE.replace("minutes: 3", "minutes: three")
    text = text.replace("force: urban", "force: urbn")
    text = text.replace("goto: talk", "goto: tallk", 1)
    text = text.replace("when: told\n", "when: tld\n")
    text = text.replace("ending: settled", "ending: setled")
    found = dict(codes(read(tmp_path, text)))
    assert set(found.values()) == {"E206", "E204", "E301", "E403"}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("summary:", "sumary:", "E201", "sumary:"),
        ("title: The gate\n", "", "E202", "format: 1"),
        ("minutes: 3", "minutes: [3]", "E203", "minutes:"),
        ("force: urban", "force: rurl", "E204", "force: rurl"),
        ("id: the-gate", "id: The Gate", "E205", "id: The Gate"),
        ("version: 1.0.0", "version: 1.0", "E205", "version: 1.0"),
        ("minutes: 3", "minutes: 999", "E206", "minutes:"),
        ("told: false", "told: maybe", "E206", "told: maybe"),
        ("opening: 2", "opening: 3", "E206", "opening: 3"),
        ("start: 3, min", "start: 9, min", "E206", "tension: {start: 9"),
        ("title: The gate", 'title: ""', "E207", "title:"),
        ("        say: Wait there.\n", "        say: Wait there.\n        do: Point.\n", "E208", "- id: wait-there"),
        ("role: you", "role: officer", "E208", "people:"),
        ("start: arrive", "start: arive", "E301", "start: arive"),
        ("to: shouting", "to: shoutng", "E301", "to: shoutng"),
        ("- ama: Are", "- amma: Are", "E302", "amma"),
        ("shown: ama}", "shown: anna}", "E302", "shown: anna"),
        ("voice: -2", "voise: -2", "E303", "voise"),
        ("[no-aid]", "[no-ade]", "E304", "[no-ade]"),
        ("set: {told: true", "set: {tod: true", "E305", "tod: true"),
        ("id: promise", "id: ask-more", "E306", None),
        ("choose: [name-first, promise]", "choose: [name-frist, promise]", "E307", "name-frist"),
        ("levels: [open, wary, upset]", "levels: [open, wary, told]", "E308", "told]"),
        ("  left: {outcome", "  talk: {outcome", "E308", "  talk: {outcome"),
        ("          - {to: talk}\n", "", "E309", "when: tension >= 5"),
        ("mood: open}", "mood: happy}", "E310", "mood: happy"),
        ("add: {tension: -2}", "add: {told: 1}", "E310", "add: {told: 1}"),
        ("Tension {tension}.", "Tension {tenson}.", "E311", "{tenson}"),
        ("rubrics: [de-escalation, respect]", "rubrics: [de-escalation, respekt]", "E312", "respekt"),
        ("when: tension >= 5", "when: tension >=", "E401", "when: tension >="),
        ("when: tension >= 5", "when: tension = 5", "E402", "when: tension = 5"),
        ("when: tension >= 5", "when: tensoin >= 5", "E403", "tensoin"),
        ("when: tension >= 5", "when: mood >= 5", "E404", "mood >= 5"),
        ("when: tension >= 5", "when: tension", "E404", "when: tension,"),
        ("when: tension >= 5", "when: tension * 2 > 5", "E405", "tension * 2"),
    ],
)
def test_a_fault_is_named_by_code_and_line_with_a_mend(tmp_path, old, new, code, at):
    text = change(old, new)
    found = [problem for problem in read(tmp_path, text).problems if problem.code == code]
    assert found, codes(read(tmp_path, text))
    assert found[0].mend
    if at is not None:
        assert found[0].line == line_of(text, at)
        assert found[0].source == text.split("\n")[found[0].line - 1]


def test_two_variables_may_have_the_very_same_levels(tmp_path):
    text = change("  mood: {", "  hers: {start: wary, levels: [open, wary, upset]}\n  mood: {")
    assert not read(tmp_path, text).problems
    other = text.replace(
        "hers: {start: wary, levels: [open, wary, upset]}", "hers: {start: wary, levels: [wary, open]}"
    )
    assert {problem.code for problem in read(tmp_path, other).problems} == {"E308"}


def test_the_caret_stands_under_the_fault_inside_a_condition(tmp_path):
    text = change("when: tension >= 5", "when: tension >= 5 and mood > angry")
    (problem,) = read(tmp_path, text).problems
    assert problem.source[problem.column - 1 : problem.column - 1 + problem.width] == "angry"


@pytest.mark.parametrize(
    ("typed", "meant"), [("sumary", "summary"), ("titel", "title"), ("rubriks", "rubrics"), ("endngs", "endings")]
)
def test_a_misspelt_field_gets_the_nearest_field(tmp_path, typed, meant):
    problems = read(tmp_path, change(f"\n{meant}:", f"\n{typed}:")).problems
    assert any(problem.code == "E201" and f"'{meant}'" in problem.mend for problem in problems)


def test_a_misspelt_field_of_a_choice_is_compared_with_the_fields_of_a_choice(tmp_path):
    problems = read(tmp_path, change("feedback: A name", "feedbak: A name")).problems
    assert [(problem.code, problem.mend) for problem in problems] == [("E201", "Did you mean 'feedback'?")]


def test_the_snapshot_gives_the_same_story_back(tmp_path):
    story = read(tmp_path).story
    again = Story.from_snapshot(story.snapshot, RubricSet.shipped())
    assert again.digest == story.digest
    assert again.scenario == story.scenario


def test_the_digest_is_of_the_content_and_not_of_the_layout(tmp_path):
    story = read(tmp_path).story
    laid_out = GATE.replace(
        "{name: Ama Boateng, role: mother}", "\n    # her name\n    name: 'Ama Boateng'\n    role: mother"
    )
    assert read(tmp_path, laid_out).story.digest == story.digest
    assert read(tmp_path, change("She nods.", "She smiles.")).story.digest != story.digest


def test_an_include_behaves_as_if_it_had_been_written_in_the_file(tmp_path):
    head, tail = GATE.split("  shouting:\n")
    shouting, rest = tail.split("endings:\n")
    write(tmp_path, "scenes:\n  shouting:\n" + shouting, "_shouting.yaml")
    text = head.replace("people:\n", "include: [_shouting.yaml]\npeople:\n", 1) + "endings:\n" + rest
    reading = read(tmp_path, text)
    assert reading.problems == ()
    assert reading.story.digest == read(tmp_path).story.digest


def test_a_fault_in_an_included_file_is_shown_in_that_file(tmp_path):
    write(
        tmp_path,
        "scenes:\n  extra:\n    text: Hm.\n    choices:\n      - {id: x, say: x, goto: nowhere}\n",
        "_extra.yaml",
    )
    (problem,) = read(tmp_path, change("people:\n", "include: [_extra.yaml]\npeople:\n")).problems
    assert (problem.file, problem.line, problem.code) == (str(tmp_path / "_extra.yaml"), 5, "E301")


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/passwd", "deeper/../../outside.yaml"])
def test_an_include_never_leaves_the_library(tmp_path, name):
    write(tmp_path, "scenes: {}\n", "outside.yaml")
    library = tmp_path / "library"
    (library / "deeper").mkdir(parents=True)
    path = write(library, change("people:\n", f"include: [{name}]\npeople:\n"))
    assert "E501" in [problem.code for problem in read_scenario(path, RubricSet.shipped(), root=library).problems]


def test_an_include_through_a_link_never_leaves_the_library(tmp_path):
    write(tmp_path, "scenes: {}\n", "outside.yaml")
    library = tmp_path / "library"
    library.mkdir()
    (library / "inside.yaml").symlink_to(tmp_path / "outside.yaml")
    path = write(library, change("people:\n", "include: [inside.yaml]\npeople:\n"))
    assert [problem.code for problem in read_scenario(path, RubricSet.shipped(), root=library).problems] == ["E501"]


def test_loading_a_faulty_file_says_the_first_fault_and_how_many_more(tmp_path):
    path = write(tmp_path, GATE.replace("minutes: 3", "minutes: x").replace("title: The gate\n", ""))
    with pytest.raises(ScenarioInvalid, match=r"E202 .*1 more"):
        load_story(path, RubricSet.shipped())


@pytest.mark.parametrize(
    ("time", "sentence"), [(None, "A pool."), ("17:40", "A pool, 17:40."), ("5:40 p.m.", "A pool, 5:40 p.m.")]
)
def test_a_setting_is_a_sentence_with_one_full_stop(time, sentence):
    assert Setting(force="urban", place="a pool", time=time).sentence == sentence
