"""Translations: whatever is shown can be translated, and whatever is missing or does not fit is told."""

import copy

import pytest
import yaml

from simulator.encounter.run import Run
from simulator.scenario.translation import localise, read_translation
from tests.samples import GATE, read, write

SOURCE = (
    GATE.replace("place: a school gate}", "place: a school gate, time: after the bell}")
    .replace("rubrics:", "objectives: [Say who you are., Keep calm.]\ncontent_warnings: [shouting]\nrubrics:")
    .replace("role: mother}", "role: mother, about: Waits.}")
    .replace("role: you}", "role: you, about: Two years in.}")
    .replace("  discussion: [", "  notes: Take your time.\n  discussion: [")
)
WHOLE = yaml.safe_load("""
format: "1"
language: cy
translates: 1.0.0
title: Y giât
summary: Mae rhywun yn aros.
setting: {place: giât ysgol, time: ar ôl y gloch}
objectives: [Dywedwch pwy ydych chi., Pwyllwch.]
content_warnings: [gweiddi]
people:
  ama: {role: mam, about: Mae hi'n aros.}
  reid: {about: Dwy flynedd.}
words: {tension: tyndra, mood: hwyl, open: agored, wary: gofalus, upset: gofidus}
scenes:
  arrive: {text: "Mae menyw yn aros. Tyndra {tension}.", lines: ["Ydych chi yma dros fy mab?", Gofynnais i rywbeth.]}
  talk: {text: [Mae hi'n sôn am Kofi., Mae hi'n edrych heibio.]}
  shouting: {text: Mae hi'n gweiddi.}
choices:
  name-first: {say: PC Reid ydw i., feedback: Enw cyn cwestiwn.}
  wait-there: {say: Arhoswch., feedback: Gorchymyn heb enw.}
  ask-more: {say: "Beth ddigwyddodd?", feedback: Cwestiwn agored.}
  promise: {say: Ffonia i am bedwar., locked: Nid yw'n gwybod pwy ydych chi., feedback: Amser ac enw.}
  step-back: {do: Camwch yn ôl., feedback: Lle i anadlu.}
  walk-off: {do: Cerddwch i ffwrdd., feedback: Gadawyd hi.}
endings:
  settled: {text: Mae hi'n nodio., reflect: "Beth glywodd hi gyntaf?"}
  left: {text: Mae'r giât yn cau.}
trainer: {notes: Cymerwch eich amser., discussion: ["Beth oedd ei angen?"]}
""")


def leaves(tree, path=()):
    """Yield the path of every text of a translation."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        elif (*path, key) not in {("format",), ("language",), ("translates",)}:
            yield (*path, key)


def story_of(folder):
    return read(folder, SOURCE).story


def problems_of(folder, tree, story):
    path = write(folder, yaml.safe_dump(tree, allow_unicode=True), "the-gate.cy.yaml")
    return read_translation(path, story.scenario)


def test_a_whole_translation_lacks_nothing(tmp_path):
    translation, problems = problems_of(tmp_path, WHOLE, story_of(tmp_path))
    assert problems == []
    assert translation is not None


@pytest.mark.parametrize("path", list(leaves(WHOLE)), ids=".".join)
def test_every_text_that_is_missing_is_named(tmp_path, path):
    tree = copy.deepcopy(WHOLE)
    part = tree
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    _, (problem,) = problems_of(tmp_path, tree, story_of(tmp_path))
    assert problem.code == "W60"
    assert f"not translated yet: {'.'.join(path)}." in problem.message


def test_a_clock_time_and_a_name_are_the_same_in_every_language(tmp_path):
    story = read(tmp_path, SOURCE.replace("time: after the bell", "time: '15:20'")).story
    tree = copy.deepcopy(WHOLE)
    del tree["setting"]["time"]
    assert problems_of(tmp_path, tree, story)[1] == []


def test_nothing_that_is_shown_stays_in_the_other_language(tmp_path):
    story = story_of(tmp_path)
    translation, _ = problems_of(tmp_path, WHOLE, story)
    shown = localise(story, translation)
    assert shown.scenario.setting.place == "giât ysgol"
    assert shown.scenario.setting.time == "ar ôl y gloch"
    assert shown.scenario.objectives == ["Dywedwch pwy ydych chi.", "Pwyllwch."]
    assert shown.digest == story.digest
    assert Run(shown).text() == "Mae menyw yn aros. Tyndra 3."


def test_whoever_the_trainee_plays_stays_it_in_every_language(tmp_path):
    tree = copy.deepcopy(WHOLE)
    tree["people"]["reid"]["role"] = "chi"
    story = story_of(tmp_path)
    translation, problems = problems_of(tmp_path, tree, story)
    assert problems == []
    assert localise(story, translation).scenario.you == "reid"


@pytest.mark.parametrize(
    ("field", "texts", "said"),
    [
        ("objectives", ["Un."], "The scenario has 2 here, not 1."),
        ("content_warnings", ["un", "dau"], "The scenario has 1 here, not 2."),
        ("trainer", {"notes": "N.", "discussion": ["Un?", "Dau?"]}, "The scenario has 1 here, not 2."),
    ],
)
def test_a_list_of_another_length_is_an_error_and_is_not_shown(tmp_path, field, texts, said):
    translation, problems = problems_of(tmp_path, {**WHOLE, field: texts}, story_of(tmp_path))
    assert translation is None
    assert [(each.code, each.message) for each in problems] == [("E701", said)]
