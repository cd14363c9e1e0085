"""What the rules find beyond their pages' examples, and what they leave alone."""

import json

import pytest

from scoring.rubric import RubricSet
from simulator.checking.apply_rules import find
from simulator.checking.files import check_file
from simulator.checking.reading_grade import reading_grade
from simulator.checking.subject import Subject
from simulator.proof.prove import WORKING_OUT, Limits
from simulator.scenario.reader import read_scenario
from tests.checking.sentences import BIASED, HARMLESS
from tests.samples import GATE, write


def codes(report):
    return {problem.code for problem in report.problems}


def check(folder, text):
    return check_file(write(folder, text), RubricSet.shipped())


def problems(folder, text, code):
    return [problem for problem in check(folder, text).problems if problem.code == code]


def feedback(said):
    return GATE.replace("A name before a question.", f'"{said}"')


@pytest.mark.parametrize(
    "said",
    [
        "Somali women don't like to be asked.",
        "Young men always run.",
        "Muslims tend to be private.",
        "People like her never answer.",
        "Women are naturally calmer.",
        "Deaf people often nod.",
        "Refugees do not trust you.",
        "African families beat their children.",
        "Asian fathers decide for their daughters.",
        "Refugees lie about their age.",
        "The elderly forget.",
        "Eastern European drivers ignore the rules.",
    ],
)
def test_generalisations_are_found(tmp_path, said):
    (found,) = problems(tmp_path, feedback(said), "W44")
    assert found.source[found.column - 1 :].startswith(said.split()[0])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ask him, but being Polish, she drinks.", "being Polish"),
        ("He is calm for a Latin American.", "for a Latin American"),
        ("You know what young lads are like.", "what young lads are like"),
        ("In the end, in her culture, family comes first.", "in her culture"),
        ("Like most Travellers, he is good with horses.", "Like most Travellers"),
    ],
)
def test_a_generalisation_inside_a_sentence_is_shown_where_it_stands(tmp_path, said, shown):
    (found,) = problems(tmp_path, feedback(said), "W44")
    assert found.source[found.column - 1 :].startswith(shown)


@pytest.mark.parametrize(
    "said",
    [
        "People usually calm down when they are heard.",
        "The men never looked up.",
        "His kids always wait there.",
        "Two women usually sit here.",
        "Muslim women are waiting in the hall.",
        "He said 'people like her never answer', and nobody laughed.",
        "Everybody tends to remember the first sentence.",
        "Young people can ask for an adult to be there.",
        "Deaf people have a right to an interpreter.",
        "Travellers have lived on this site for forty years.",
        "Muslim prayers begin at one.",
        "The Polish shop closes at six.",
    ],
)
def test_sentences_about_these_people_or_all_people_are_no_generalisations(tmp_path, said):
    assert problems(tmp_path, feedback(said), "W44") == []


@pytest.mark.parametrize(
    "said",
    [
        "A rust-coloured car.",
        "Their kind words helped.",
        "She called them “thugs”, which stuck.",
        "It's what they don't say: 'thugs'.",
        "An oriental rug.",
        "The thuggery stopped.",
    ],
)
def test_words_that_only_look_loaded_or_are_quoted_are_left_alone(tmp_path, said):
    assert problems(tmp_path, feedback(said), "W43") == []


def told_of(folder, sentences):
    """Return the lines of those sentences that are told, each of which stands as a question for the class."""
    questions = "".join(f"\n    - {json.dumps(each)}" for each in sentences)
    asked = GATE.replace(" [What did she need first?]", questions)
    return {found.source for code in ("W43", "W44") for found in problems(folder, asked, code)}


def test_most_biased_sentences_are_told_and_few_harmless_ones(tmp_path):
    assert len(told_of(tmp_path, BIASED)) >= 48
    assert len(told_of(tmp_path, HARMLESS)) <= 6


def test_an_apostrophe_opens_no_quotation(tmp_path):
    assert len(problems(tmp_path, feedback("It's late, she's tired, the thugs don't care."), "W43")) == 1


def test_what_people_and_the_trainee_say_is_not_the_files_own_voice(tmp_path):
    text = GATE.replace("Are you here for my son?", "You lot are thugs.").replace("Wait there.", "Wait there, thugs.")
    assert problems(tmp_path, text, "W43") == []


@pytest.mark.parametrize("field", ["summary: Somebody waits", "title: The gate", "reflect: What did she"])
def test_loaded_words_are_looked_for_in_every_text_of_the_files_own(tmp_path, field):
    (found,) = problems(tmp_path, GATE.replace(field, f"{field} thugs"), "W43")
    assert found.source[found.column - 1 :].startswith("thugs")


def test_a_loaded_word_in_a_text_of_several_lines_is_found_in_its_line(tmp_path):
    block = "text: |\n      A thug is a word.\n      She looks up.\n      Here is a\n      junkie with a coat."
    found = problems(tmp_path, GATE.replace("text: She is shouting.", block), "W43")
    assert [each.source[each.column - 1 :].split()[0] for each in found] == ["thug", "junkie"]


def test_two_wordings_that_are_never_offered_together_are_no_false_choice(tmp_path):
    both = GATE.replace("        when: told\n        locked", "        when: told\n        locked", 1)
    again = "      - id: promise-again\n        say: I will ring.\n        when: not told\n"
    again += (
        "        ratings: {listening: 0, closing: 2}\n        feedback: A time.\n        goto: settled\n  shouting:"
    )
    assert problems(tmp_path, both.replace("  shouting:\n    text", again + "\n    text"), "W20") == []
    together = again.replace("        when: not told\n", "")
    assert len(problems(tmp_path, both.replace("  shouting:\n    text", together + "\n    text"), "W20")) == 1


def test_setting_what_nobody_reads_is_no_consequence(tmp_path):
    text = GATE.replace("  told: false\n", "  told: false\n  dust: false\n")
    text = text.replace("feedback: An open question.\n", "set: {dust: true}\n        feedback: An open question.\n")
    assert "'ask-more' or 'promise'" in problems(tmp_path, text, "W21")[0].message


def test_a_timer_that_runs_out_into_a_good_rating_rewards_inaction(tmp_path):
    danger = "danger: imminent\n    timer: {seconds: 60, choose: walk-off}\n    text: She is shouting."
    text = GATE.replace("text: She is shouting.", danger).replace("time-and-space: -1, care: -2", "risk-reading: 1")
    (found,) = problems(tmp_path, text, "W35")
    assert "doing nothing leads to" in found.message


def test_a_relative_may_interpret_where_danger_is_imminent(tmp_path):
    text = GATE.replace("feedback: Room", "tags: [relative-interpreter]\n        feedback: Room")
    assert len(problems(tmp_path, text, "W45")) == 1
    urgent = text.replace("text: She is shouting.", "danger: imminent\n    text: She is shouting.")
    assert problems(tmp_path, urgent, "W45") == []


def test_a_choice_that_is_never_open_is_told_once(tmp_path):
    text = GATE.replace("        when: told\n", "        when: tension > 5\n").replace(
        "[name-first, promise]", "[name-first, ask-more]"
    )
    found = [each for each in check(tmp_path, text).problems if each.source.strip() == "when: tension > 5"]
    assert [each.code for each in found] == ["W05"]


def test_what_is_missing_points_at_the_line_of_the_id(tmp_path):
    missing = [each for each in problems(tmp_path, GATE, "W33") if "objectives" in each.message]
    assert [(each.line, each.source) for each in missing] == [(2, "id: the-gate")]


def test_every_finding_points_at_a_line_of_the_file(tmp_path):
    for problem in check(tmp_path, GATE).problems:
        assert problem.source == GATE.split("\n")[problem.line - 1]
        assert problem.line > 1
        assert problem.column <= len(problem.source)


def test_a_short_text_has_no_reading_grade_and_another_language_has_none():
    plain = "She puts her bag down and looks at you. " * 5
    hard = "Institutional communication considerations necessitate comprehensive organisational deliberation. " * 5
    assert reading_grade(plain, "en-GB") < 4
    assert reading_grade(hard, "en-GB") > 10
    assert reading_grade("Institutional communication.", "en-GB") is None
    assert reading_grade(hard, "cy") is None


def test_an_if_counts_with_the_words_that_are_read_and_not_with_its_signs(tmp_path):
    short = "{if told}He puts it down.{else}He looks at the cup.{end} "
    gate = GATE.replace("format: 1", "format: 2")

    def found(text):
        return codes(check(tmp_path, gate.replace("A woman waits at the gate. Tension {tension}.", f'"{text}"')))

    assert not {"W50", "W51"} & found(short * 23)  # 115 words are read, and 207 stand in the file.
    assert "W51" in found(short * 25)
    assert "W50" in found(short.replace(".", ",") * 5)


def test_a_story_too_large_to_look_into_says_so(tmp_path):
    reading = read_scenario(write(tmp_path, GATE), RubricSet.shipped())
    assert "W54" not in {each.code for each in find(Subject(reading.story, reading.tree))}
    small = Subject(reading.story, reading.tree, limits=Limits(states=3, samples=50))
    (finding,) = [each for each in find(small) if each.code == "W54"]
    assert "More than 3 situations" in finding.message


def test_a_story_of_too_many_plays_says_that_figures_are_sampled(tmp_path):
    reading = read_scenario(write(tmp_path, GATE), RubricSet.shipped())
    late = Subject(reading.story, reading.tree, limits=Limits(samples=50, go_on=lambda share: share != WORKING_OUT))
    (finding,) = [each for each in find(late) if each.code == "W54"]
    assert finding.message.endswith("in time, so chances and scores are sampled.")


def test_a_condition_that_never_changes_names_the_values_that_are_met_there(tmp_path):
    text = GATE.replace(
        "      - ama: Are you here for my son?\n", "      - {ama: Are you?, when: tension >= 1 and not told}\n"
    )
    finding = problems(tmp_path, text, "W03")[0]
    assert finding.message.endswith("always holds when it is asked. In 'arrive', tension is 3 and told is false.")


def test_a_story_that_is_stuck_at_its_start_names_no_empty_way(tmp_path):
    stuck = GATE.replace("      - id: name-first\n", "      - id: name-first\n        when: tension >= 5\n")
    stuck = stuck.replace("      - id: wait-there\n", "      - id: wait-there\n        when: tension >= 5\n")
    found = [each.message for each in problems(tmp_path, stuck, "W01")]
    assert found
    assert all("there: ." not in each for each in found)
    assert any("The story begins there." in each for each in found)
