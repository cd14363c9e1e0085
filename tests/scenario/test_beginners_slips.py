"""What somebody types who has never written YAML: one slip, one message, the caret on it, and the mend in plain words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.document.reader import read_text
from scoring.rubric import RubricSet
from simulator.scenario.reader import read_scenario
from simulator.scenario.starting import starter

BUS = starter("late-bus")


def changed(old, new):
    assert old in BUS, old
    return BUS.replace(old, new, 1)


def problems_of(folder, text):
    path = folder / "late-bus.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_scenario(path, RubricSet.shipped()).problems


def under_the_caret(problem):
    return problem.source[problem.column - 1 : problem.column - 1 + problem.width]


def shifted(block, by):
    """Return the starter with a scene or part moved in (or, below 0, out) by some spaces."""
    found = re.search(rf"(?ms)^ *{block}:.*?(?=^[a-z]+:)", BUS)
    lines = found.group().splitlines(keepends=True)
    moved = "".join((" " * by + line if by > 0 else line[-by:]) if line.strip() else line for line in lines)
    return BUS.replace(found.group(), moved)


DRIVER = "      - id: ask-the-driver"
SAY = "        say: I'm PC Marsh. What do I call you, and what happened to the ticket?"
GOTO = "        goto: the-purse"
ABOUT = 'about: "Fourteen, drenched, and trying not to cry."'

# old, new, code, what the caret underlines, a piece of the mend
LAYOUT = {
    "a tab": ("  theo: {name", "\ttheo: {name", "E105", "\t", "Replace it with spaces"),
    "a field too far left": (GOTO, GOTO[1:], "E105", "goto", "right under 'feedback' of line 50: 8 spaces"),
    "a field too far right": (GOTO, " " + GOTO, "E105", "goto", "right under 'feedback' of line 50: 8 spaces"),
    "a colon missing": ("level: foundation  ", "level foundation  ", "E105", "level foundation", "'level: foundation'"),
    "a colon missing after a scene": ("  the-purse:", "  the-purse", "E105", "the-purse", "'the-purse:'"),
    "no space after the colon": (GOTO, "        goto:the-purse", "E105", ":", "Write 'goto: the-purse'."),
    "no space after a colon in braces": ("{tension: -1}", "{tension:-1}", "E105", "tension:-1", "Write 'tension: -1'."),
    "an equals sign for the colon": (GOTO, "        goto = the-purse", "E105", "=", "Write 'goto: the-purse'."),
    "a colon in a text": ("title: The late bus", "title: Bus: late", "E105", ":", 'title: "Bus: late"'),
    "fields without braces": ("add: {tension: -1}", "add: tension: -1", "E105", ":", "add: {tension: -1}"),
    "a colon in a text inside braces": (ABOUT, "about: Fourteen: wet", "E105", ":", "double quotes"),
    "double quotes inside double quotes": (ABOUT, 'about: "She said "no" twice."', "E105", '"', "use only single ones"),
    "a comma in a text inside braces": (ABOUT, ABOUT.replace('"', ""), "E105", "drenched", "double quotes"),
    "a dash missing": (DRIVER, "        id: ask-the-driver", "E111", "id", "write '- id:'"),
    "no space after the dash": (DRIVER, "      -id: ask-the-driver", "E105", "-", "Write '- id: ask-the-driver'."),
    "a dash too many": (GOTO, "        -\n" + GOTO, "E105", "-", "Delete it"),
    "a dash with nothing after it": ("    - Whose rule", "    -\n    - Whose rule", "E207", "", "delete the dash"),
    "a quote never closed": (SAY, SAY.replace("I'm", '"I am'), "E105", '"', 'Close it with "'),
    "a quote never closed inside braces": (ABOUT, ABOUT[:-1], "E105", '"', 'Close it with "'),
    "an apostrophe in single quotes": (SAY, "        say: 'I'm PC Marsh.'", "E105", "'", '''say: "I'm PC Marsh."'''),
    "a text that begins with an apostrophe": (SAY, "        say: 'Tis late.", "E105", "'", "double quotes"),
    "a quoted piece first": (SAY, '        say: "Stop!" you say.', "E105", "y", """'"Stop!" you say.'"""),
    "a bracket never closed": ("rubrics: [respect]", "rubrics: [respect", "E105", "[", "Close it with ]"),
    "a brace never closed": ("theo_mood: easy}\n        feedback: He", "theo_mood: easy\n        feedback: He",
                             "E105", "{", "Close it with }"),
    "a text that begins with a star": (SAY, "        say: *sighs* Well?", "E105", "*", '"*sighs* Well?"'),
    "a text that begins with a bracket": (SAY, "        say: [quietly] Well?", "E105", "[", '"[quietly] Well?"'),
    "a text that begins with an at sign": ("title: The", "title: @ The", "E105", "@", '"@ The late bus"'),
    "a text that begins with a hash": ("title: The late bus", "title: #1", "E207", " ", "in quotes"),
    "a text beside the bar": (SAY, "        say: | Well?", "E105", "|", "on the line below"),
    "a long text that stands too far left": ("\n      rain. A boy", "\n    rain. A boy", "E105",
                                             "rain. A boy stands on the step and won't get off.", "Put 6 spaces"),
    "a list whose first dash is missing": ("      - id: ask-the-boy  ", "        id: ask-the-boy  ", "E105", "i",
                                            "in the same column as the one on line 52"),
    "an entry in braces without its dash": ("          - {to: walks}", "            {to: walks}", "E105", "{", "'- '"),
    "a dash out of line": (DRIVER, DRIVER[1:], "E105", "-", "Put 6 spaces before it"),
    "a colon missing before braces": ("add: {tension", "add {tension", "E105", "add", "Write 'add: {…'."),
    "a colon missing before longer braces": ("ratings: {", "ratings {", "E105", " ", "Write 'ratings: {…'."),
    "a colon missing before a bar": ("    text: |\n      The bus", "    text |\n      The bus", "E105", "text", "'text: |'"),
    "a line of dashes": ("scenes:\n", "-----\nscenes:\n", "E105", "-----", "begin it with #"),
    "a heading before the first field": ("# A small", "My encounter\n# A small", "E105", "My encounter", "with #"),
    "a pasted space before a field": (GOTO, "\u00a0" * 8 + GOTO.strip(), "E105", "\u00a0", "an ordinary space"),
    "a pasted space after a colon": (GOTO, "        goto:\u00a0the-purse", "E105", "\u00a0", "an ordinary space"),
    "a minus with a space": ("opening: -1", "opening: - 1", "E105", "-", "-1"),
    "a word processor's dash": (DRIVER, DRIVER.replace("- id", "\u2013 id"), "E105", "\u2013", "Type a hyphen"),
    "a word processor's bullet": (DRIVER, DRIVER.replace("- id", "\u2022 id"), "E105", "\u2022", "Type a hyphen"),
    "curly quotes inside braces": (ABOUT, "about: \u201cFourteen, drenched.\u201d", "E105", "drenched.\u201d", "straight"),
    "a text that goes on below": ("\n        goto: the-purse", "\n        It is late, and it rains.\n        goto: the-purse",
                                  "E105", "It is late, and it rains.", "at the end of line"),
    "semicolons between fields": ("{opening: -1,", "{opening: -1;", "E105", ";", "opening: -1, "),
    "round brackets round fields": ("set: {theo_mood: shut}", "set: (theo_mood: shut, heard_theo: true)", "E105",
                                    "(theo_mood: shut, heard_theo: true)", "set: {theo_mood: shut, heard_theo: true}"),
    "a text beside a bracket": (SAY, "        say: > Well?", "E105", ">", "delete the '>'"),
    "a condition with a list in braces": (
        "- {when: tension <= 3,", "- {when: theo_mood in [easy, scared],", "E105", "theo_mood in [easy, scared]",
        'Write \'when: "'),
    "no comma after a number": ("{start: 3, min", "{start: 3 min", "E105", "min", "Write ', min:'."),
    "no comma before a field": ("tension <= 3, to", "tension <= 3 to", "E105", "to", "Write ', to:'."),
    "a semicolon before a field": ("tension <= 3, to", "tension <= 3; to", "E105", "to", "Write ', to:'."),
    "round brackets round a way": ("- {when: tension <= 3, to: rides-home}", "- (when: tension <= 3, to: rides-home)",
                                   "E105", "(when: tension <= 3, to: rides-home)", "{when: tension <= 3, to: rides-home}"),
    "an entry in the dashes' column": (DRIVER, DRIVER.replace("- id", "id"), "E105", "id: ask-the-driver", "'- '"),
    "a text in the dashes' column": ("    - What did", "    What did", "E105",
                                     "What did the passengers learn about the police in two minutes?", "'- '"),
    "no space after a text's dash": ("- What did", "-What did", "E105", "-", "Write '- What did"),
    "no space after the first dash": ("- marek: No", "-marek: No", "E105", "-", "Write '- marek: No"),
    "no space after an id's colon": (DRIVER, DRIVER.replace(": ", ":"), "E105", ":", "Write 'id: ask-the-driver'."),
    "no brace before a quoted line": ("- {marek: I've got a timetable.,", '- marek: "Later.",', "E105", "m", "Write '- {"),
    "no colon before a long text": ("feedback: He has", "feedback He has", "E105", "feedback", "Write 'feedback: He has"),
    "a merge not finished": ("level: foundation", "<<<<<<< HEAD\nlevel: foundation\n=======\nlevel: advanced\n>>>>>>> b",
                             "E105", "<<<<<<< HEAD", "Keep the right version"),
}  # fmt: skip
VALUES = {
    "a field in capitals": ("        feedback: He", "        Feedback: He", "E201", "Feedback", "'feedback'"),
    "no space before a brace": ("add: {tension: -1}", "add:{tension: -1}", "E105", "add:{tension", "'add: {tension"),
    "round brackets round one field": ("- {to: walks}", "- (to: walks)", "E105", "(to", "Use braces"),
    "an entry below its list without a dash": ("  - College of", "    College of", "E203",
                                               "College of Policing, Conflict management guidelines, 2020", "'- '"),
    "a scene's list in its own column": ("    choices:  ", "  choices:  ", "E201", "choices", "Put two more spaces"),
    "an id with spaces": (DRIVER, "      - id: Ask the driver", "E205", "Ask the driver", "Write 'ask-the-driver'"),
    "a scene with a space": ("  the-purse:", "  the purse:", "E205", "the purse", "Write 'the-purse'"),
    "options for choices": ("    choices:  ", "    options:  ", "E201", "options", "'choices'"),
    "next for goto": (GOTO, "        next: the-purse", "E201", "next", "'goto'"),
    "if for when": ("- {when: tension <= 3", "- {if: tension <= 3", "E201", "if", "'when'"),
    "else for the last way": ("- {to: walks}", "- {else: walks}", "E201", "else", "{to: walks}"),
    "characters for people": ("people:\n", "characters:\n", "E201", "characters", "'people'"),
    "escenas for scenes": ("\nscenes:\n", "\nescenas:\n", "E201", "escenas", "'scenes'"),
    "a letter of another alphabet": (GOTO, "        goto: the-purs\u0435", "E301", "the-purs\u0435", "Cyrillic"),
    "a text with a number sign": (SAY, "        say: Go to flat #4 now.", "E209", "#", '"Go to flat #4 now."'),
    "a text with a hash tag": (SAY, "        say: They chant #Justice.", "E209", "#", "in quotes"),
    "an empty when": (GOTO, f"        when:\n{GOTO}", "E207", "", "Write a value there"),
    "an empty locked": (GOTO, f"        locked:\n{GOTO}", "E207", "", "Write a value there"),
    "a range that runs backwards": ("min: 0, max: 6", "min: 6, max: 0", "E206", "", "'min: 0, max: 6'"),
    "a level that is added": ("add: {tension", "add: {theo_mood: easy, tension", "E310", "easy", "set: {theo_mood: easy}"),
    "a level that is a number": ("[easy, scared, shut]", "[1, easy, scared, shut]", "E205", "1", "level_1"),
    "an entry with a colon": ("  - College of", "  - Tyler: a guide, 2006\n  - College of", "E203", "", "in quotes"),
    "a date that there is none of": ("\nscenes:\n", "\nreviewed: [{by: me, on: 2026-02-30}]\nscenes:\n", "E205",
                                     "2026-02-30", "year, month and day"),
    "a name of state with a hyphen": ("  heard_theo:", "  heard-theo:", "E205", "heard-theo", "Write 'heard_theo'"),
    "a scene in capitals": (GOTO, "        goto: The-Purse", "E301", "The-Purse", "'the-purse'"),
    "a scene with a pasted hyphen": (GOTO, "        goto: the\u2011purse", "E301", "the\u2011purse", "only looks like an ordinary one"),
    "a scene with a sign nobody sees": (GOTO, GOTO + "\u200b", "E301", "the-purse\u200b", "only looks like an ordinary one"),
    "a name instead of an id": ("- marek: No", "- Marek Nowak: No", "E302", "Marek Nowak", "Did you mean 'marek'?"),
    "nothing after the colon": (GOTO, "        goto:", "E207", "", "Write a value there"),
    "no where a flag stands": ("heard_theo: false", "heard_theo: no", "E206", "no", "Write false."),
    "a number without its range": ("tension: {start: 3, min: 0, max: 6, shown: true, good: low}", "tension: 3",
                                   "E206", "3", "{start: 3, min: 0, max: 10}"),
    "a mood without its levels": ("{start: scared, levels: [easy, scared, shut], shown: theo}", "scared",
                                  "E206", "scared", "levels: [scared, …]"),
    "minutes with a unit": ("minutes: 3", "minutes: 3 min", "E206", "3 min", "Write digits only: 3."),
    "too many minutes": ("minutes: 3", "minutes: 300", "E206", "300", "The most is 120."),
    "a rating past the scale": ("opening: 2", "opening: 3", "E206", "3", "2 exemplary"),
    "a rating in words": ("opening: 2", "opening: good", "E206", "good", "Write 1."),
    "a minus that is a dash": ("opening: -1", "opening: –1", "E206", "–1", "write -1"),
    "a text for a list": ("[positive-contact]", "positive-contact", "E203", "positive-contact", "[positive-contact]"),
    "a text for fields": ("set: {theo_mood: shut}", "set: theo_mood = shut", "E203", "theo_mood = shut",
                          "set: {theo_mood: shut}"),
    "a timer in words": ("    choices:  ", "    timer: 30 seconds\n    choices:  ", "E203", "30 seconds",
                         "timer: {seconds: …, choose: …}"),
    "a line without its speaker": ("- marek: No ticket, no ride. He knows that. They all know that.", "- No ticket.",
                                   "E203", "No ticket.", "'- amara: What she says.'"),
    "a rubric that there is none of": ("[respect]", "[respekt]", "E312", "respekt", "'respect'"),
    "an unknown name in braces": ("I'm PC Marsh.", "I'm {name}.", "E311", "{name}", "marek"),
    "You in capitals": ("role: you", "role: You", "E208", "You", "'role: you'"),
    "the first person without role: you": ("role: you", "role: officer", "E208", "people", "'role: you'"),
}  # fmt: skip
CONDITIONS = {
    "tension is more than 4": ("E401", "is more than", "Write '>'."),
    "tension >= 4 AND heard_theo": ("E401", "AND", "Write 'and'."),
    "tension ≥ 4": ("E405", "≥", "Write '>='."),
    "heard-theo": ("E403", "heard-theo", "Did you mean 'heard_theo'?"),
    "heard_theo == yes": ("E404", "yes", "'not introduced'"),
    "easy": ("E404", "easy", "'theo_mood == easy'"),
    "theo_mood": ("E404", "theo_mood", "'theo_mood == easy'"),
    "theo_mood == “easy”": ("E405", "“", "straight quotes"),
    "(tension >= 4": ("E401", "(", "needs a ')'"),
}


@pytest.mark.parametrize("slip", [*LAYOUT, *VALUES])
def test_a_slip_is_told_once_with_the_caret_on_it_and_how_to_mend_it(tmp_path, slip):
    old, new, code, caret, mend = {**LAYOUT, **VALUES}[slip]
    (problem,) = problems_of(tmp_path, changed(old, new))
    assert problem.code == code
    assert under_the_caret(problem).startswith(caret)
    assert problem.width == max(1, len(caret))
    assert mend in problem.mend


def test_a_note_beside_a_text_has_two_spaces_before_and_one_after(tmp_path):
    assert problems_of(tmp_path, changed("title: The late bus", "title: The late bus  # for now")) == ()
    (problem,) = problems_of(tmp_path, changed("title: The late bus", "title: The late bus # for now"))
    assert problem.code == "E209"


def test_one_slip_does_not_hide_the_next(tmp_path):
    text = changed("level: foundation", "level foundation").replace(DRIVER, DRIVER.replace("- id", "-id"))
    text = text.replace("    outcome: partial", "    outcom: partial")
    found = problems_of(tmp_path, text)
    assert [each.code for each in found] == ["E105", "E105", "E201"]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_a_name_that_is_declared_as_it_cannot_be_written_is_told_once(tmp_path):
    (problem,) = problems_of(tmp_path, BUS.replace("heard_theo", "heard-theo"))
    assert (problem.code, problem.source.split(":")[0].strip()) == ("E205", "heard-theo")


def test_rubrics_that_are_no_list_do_not_make_their_criteria_unknown(tmp_path):
    (problem,) = problems_of(tmp_path, changed("rubrics: [respect]", "rubrics: respect"))
    assert problem.code == "E203"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_in_a_beginners_words_is_told_in_the_words_to_use(tmp_path, condition):
    code, caret, mend = CONDITIONS[condition]
    (problem,) = problems_of(tmp_path, changed("when: tension >= 4", f"when: {condition}"))
    assert (problem.code, under_the_caret(problem)) == (code, caret)
    assert mend in problem.mend


@pytest.mark.parametrize("field", ["scenes", "endings", "people", "state", "rubrics", "setting"])
def test_a_misspelt_part_of_the_file_is_not_followed_by_a_page_of_echoes(tmp_path, field):
    text = re.sub(rf"(?m)^{field}:", f"{field[:-1]}z:", BUS, count=1)
    (problem,) = problems_of(tmp_path, text)
    assert (problem.code, problem.mend) == ("E201", f"Did you mean '{field}'?")


@pytest.mark.parametrize(
    ("block", "by", "mend"),
    [
        ("the-purse", 2, "Delete spaces"),
        ("the-purse", -2, "Put two more spaces"),
        ("endings", 2, "Begin it in the first column"),
    ],
)
def test_a_part_at_the_wrong_depth_is_told_once_and_read_as_if_it_stood_right(tmp_path, block, by, mend):
    (problem,) = problems_of(tmp_path, shifted(block, by))
    assert problem.code == "E201"
    assert under_the_caret(problem) == block
    assert mend in problem.mend


@pytest.mark.parametrize(("part", "first"), [("state", "tension"), ("endings", "rides-home")])
def test_a_part_that_lost_its_line_is_told_where_it_begins(tmp_path, part, first):
    (problem,) = problems_of(tmp_path, re.sub(rf"(?m)^{part}:.*\n", "", BUS))
    assert (problem.code, under_the_caret(problem)) == ("E201", first)
    assert problem.mend == f"Put a line '{part}:' before it, in the first column."


@pytest.mark.parametrize(("field", "entry"), [("choices", "id: ask-the-boy"), ("lines", "{marek: I've got")])
def test_a_list_that_lost_its_line_is_told_where_it_begins(tmp_path, field, entry):
    before, after = BUS.split(entry, 1)
    text = re.sub(rf"(?s)(.*)\n    {field}:[^\n]*\n", r"\1\n", before) + entry + after
    (problem,) = problems_of(tmp_path, text)
    assert problem.code == "E202"
    assert problem.source.strip(" -").startswith(entry)
    assert f"Put a line '{field}:' before it" in problem.mend


@pytest.mark.parametrize(
    ("field", "entry"),
    [("reviewed", "{by: a driver"), ("tests", "{name: the calm way"), ("waive", "{rule: W30")],
)
def test_a_list_in_the_first_column_that_lost_its_line_is_told_where_it_begins(tmp_path, field, entry):
    text = changed("rubrics:", "reviewed:\n  - {by: a driver, on: 2026-01-02}\nrubrics:")
    text = text.replace("\ntests:", "\nclaims:\n  - {never: tension > 6, why: Six is the most.}\ntests:")
    assert problems_of(tmp_path, text) == ()
    (problem,) = problems_of(tmp_path, re.sub(rf"(?m)^{field}:.*\n", "", text))
    assert problem.code == "E202"
    assert problem.source.strip(" -").startswith(entry)
    assert f"Put a line '{field}:' before it" in problem.mend


def test_a_field_that_is_out_of_line_by_itself_is_told_and_not_the_sound_one_below(tmp_path):
    (problem,) = problems_of(tmp_path, changed("  at-the-door:\n", "   at-the-door:\n"))
    assert under_the_caret(problem) == "at-the-door"
    assert problem.mend == "Begin it in the same column as 'the-purse' of line 66: 2 spaces before it."


def test_a_scene_that_is_out_of_line_belongs_beside_a_scene_and_not_beside_its_fields(tmp_path):
    (problem,) = problems_of(tmp_path, changed("  the-purse:\n", "   the-purse:\n"))
    assert problem.mend == "Begin it right under 'at-the-door' of line 38: 2 spaces before it."


def test_where_either_line_may_be_meant_both_are_named(tmp_path):
    (problem,) = problems_of(tmp_path, changed("  at-the-door:\n", "    at-the-door:\n"))
    assert under_the_caret(problem) == "the-purse"
    assert "'scenes' on line 37 has no space" in problem.mend


def test_a_name_that_is_declared_otherwise_is_told_once_with_every_line_it_stands_on(tmp_path):
    (problem,) = problems_of(tmp_path, changed("  heard_theo: false", "  herd_theo: false"))
    assert (problem.code, problem.line) == ("E305", 49)
    assert problem.mend == "Did you mean 'herd_theo'? It is also on line 68."


def test_what_is_wrong_inside_a_misplaced_part_is_still_shown_where_it_stands(tmp_path):
    text = shifted("endings", 2).replace("outcome: resolved", "outcome: solved")
    misplaced, inside = problems_of(tmp_path, text)
    assert (misplaced.code, inside.code) == ("E201", "E204")
    assert under_the_caret(inside) == "solved"


def test_an_ending_among_the_scenes_is_known_by_its_outcome(tmp_path):
    text = changed("  the-purse:\n", "  at-home:\n    outcome: partial\n    text: Home.\n  the-purse:\n")
    (problem,) = problems_of(tmp_path, text)
    assert under_the_caret(problem) == "at-home"
    assert problem.mend == "Move it under 'endings'."


def test_choices_under_their_ids_are_told_how_a_list_is_written(tmp_path):
    first, second = problems_of(tmp_path, re.sub(r"(?m)^      - id: ([a-z-]+).*$", r"      \1:", BUS))
    assert {first.code, second.code} == {"E203"}
    assert "Write '- id: ask-the-boy' in place of 'ask-the-boy:'" in first.mend


def test_a_rubric_that_is_not_named_is_told_once_and_not_at_each_rating(tmp_path):
    (problem,) = problems_of(tmp_path, changed("rubrics: [respect]", "rubrics: [de-escalation]"))
    assert problem.code == "E303"
    assert "'respect': add that rubric to 'rubrics'" in problem.mend


def test_a_scene_that_was_emptied_is_told_what_it_needs(tmp_path):
    text = re.sub(r"(?s)(  the-purse:.*?    choices:\n).*?(?=\nendings)", r"\1", BUS)
    (problem,) = problems_of(tmp_path, text)
    assert problem.code == "E313"


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "E103", "a Word or OpenDocument file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 40, "E103", "an old Word document"),
        (b"{\\rtf1\\ansi format: 1}", "E103", "rich text"),
        (b"%PDF-1.4\n\xe2\xe3", "E103", "PDF"),
        (b"\n<!DOCTYPE html><p>format: 1", "E105", "a web page"),
        (BUS.encode("utf-16"), "E103", "UTF-16"),
        (BUS.encode("utf-16-be"), "E103", "UTF-16"),
        (b"# caf\xc3\xa9\ntitle: it\x92s\n", "E103", "'’' (byte 0x92)"),
    ],
)
def test_a_file_of_another_program_is_named_for_what_it_is(tmp_path, raw, code, words):
    (problem,) = problems_of(tmp_path, raw)
    assert problem.code == code
    assert words in problem.message
    assert problem.mend


def test_a_character_of_an_older_encoding_is_shown_as_the_author_sees_it(tmp_path):
    (problem,) = problems_of(tmp_path, b"# caf\xc3\xa9\ntitle: it\x92s late\r\n")
    assert (problem.line, problem.source, under_the_caret(problem)) == (2, "title: it’s late", "’")


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf" + BUS.encode(), BUS.replace("\n", "\r\n").encode()])
def test_what_windows_editors_add_to_a_file_does_no_harm(tmp_path, raw):
    assert problems_of(tmp_path, raw) == ()


PIECES = st.sampled_from(
    [
        "\t",
        " ",
        "  ",
        "\n",
        ":",
        ": ",
        "- ",
        "-",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "|",
        "&",
        "*",
        "\u00a0",
        "x",
        "",
    ]
)


@given(place=st.integers(0, len(BUS)), gone=st.integers(0, 30), piece=PIECES)
def test_whatever_is_struck_out_or_typed_in_every_problem_has_a_place_in_the_file_and_a_mend(place, gone, piece):
    text = BUS[:place] + piece + BUS[place + gone :]
    problems = read_text(text.encode(), "late-bus.yaml").problems
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.mend
        assert "found character" not in problem.message


@given(place=st.integers(0, len(BUS)), gone=st.integers(0, 30), piece=PIECES)
def test_whatever_is_struck_out_or_typed_in_reading_ends_in_a_story_or_in_problems(
    tmp_path_factory, place, gone, piece
):
    path = Path(tmp_path_factory.getbasetemp()) / "typed.yaml"
    path.write_text(BUS[:place] + piece + BUS[place + gone :], encoding="utf-8")
    reading = read_scenario(path, RubricSet.shipped())
    assert (reading.story is None) == bool(reading.problems)
    assert all(problem.mend for problem in reading.problems)


def test_advice_on_columns_taken_to_the_letter_mends_the_file_nine_times_in_ten(tmp_path):
    lines = BUS.splitlines()
    mended = advised = 0
    for number, line in enumerate(lines):
        for by in (-2, -1, 1, 2):
            moved = " " * by + line if by > 0 else line[-by:]
            if not line.strip() or (by < 0 and not line.startswith(" " * -by)) or line.lstrip().startswith("#"):
                continue
            text = [*lines[:number], moved, *lines[number + 1 :]]
            for problem in problems_of(tmp_path, "\n".join(text) + "\n")[:1]:
                columns = re.search(r"(\d+|no) spaces? before it", problem.mend)
                # Before the field of an entry stands its dash: to move the one is to move the other.
                if columns is None or (re.match(r" *- \w+:", problem.source) and "dash" not in problem.message):
                    continue
                spaces = 0 if columns.group(1) == "no" else int(columns.group(1))
                text[problem.line - 1] = " " * spaces + text[problem.line - 1].lstrip()
                advised += 1
                mended += problems_of(tmp_path, "\n".join(text) + "\n") == ()
    assert advised > 150
    assert mended / advised > 0.9


def test_a_brace_in_a_text_under_a_bar_is_shown_in_its_own_line(tmp_path):
    (found,) = problems_of(tmp_path, changed("and won't get off.", "and won't, {teo}."))
    assert (found.code, under_the_caret(found)) == ("E311", "{teo}")
    assert found.source.startswith("      rain. A boy stands")
