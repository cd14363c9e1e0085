"""One line on each field of a scenario, as editors show it beside what is being typed.

docs/scenario-format.md says more; a test holds that no field is without its line.
"""

from __future__ import annotations

from typing import Any

_WHEN = "A condition, such as tension >= 6 and not introduced."
_TEXT = "What happens: a text, or a list of {when, text}, of which the first that holds is shown; the last has no when."
_LINES = "What people say: a list of '- amara: You lot were here last week.'"
HINTS: dict[str, dict[str, str]] = {
    "Scenario": {
        "format": "The version of this format: 2. Files of version 1 are still read in the same way.",
        "id": "A short name with hyphens, unique in a library; it never changes.",
        "version": "Three numbers, 1.2.0; raise it when the story changes.",
        "title": "What the library shows.",
        "summary": "One or two sentences: whom the trainee meets, and what is hard about it.",
        "language": "en-GB, cy, es …",
        "setting": "Where and when it happens.",
        "jurisdiction": "Whose law applies: gb-eaw, gb-sct, gb-nir, ie, us-tx, ca-on … Only if powers are named.",
        "law_checked": "Who has checked the law against its sources, when, and how long that is valid.",
        "practices": "What is practised.",
        "benefits": "What is at stake.",
        "level": "How much it asks of a trainee.",
        "minutes": "How long it takes, 1 to 120.",
        "content_warnings": "Shown before it begins; the trainee can turn back there. Short phrases, such as: a knife",
        "objectives": "What a trainee can do afterwards.",
        "sources": "What the ratings rest on.",
        "rubrics": "What choices are rated on.",
        "keyed_by": "How many people rated the choices, how well they agree, and since when.",
        "variant_of": "The id of another scenario with the same structure, names and pronouns swapped.",
        "form_of": "The id of another scenario that this one can replace: same difficulty, another story.",
        "overlay_of": "Only in an overlay: the id of the encounter that it changes.",
        "author": "Who wrote it.",
        "contributors": "Who else worked on it.",
        "licence": "What others may do with it, such as CC-BY-4.0.",
        "draft": "true: not finished.",
        "reviewed": "Who outside the team has read it, and when.",
        "based_on": "Whether somebody may recognise it.",
        "include": "Files beside this one with more people, state, scenes or endings; their names begin with _.",
        "people": "Who is in it, by a short id. Exactly one has role: you.",
        "state": "Everything that the story remembers, by a name with underscores.",
        "start": "The id of the first scene.",
        "interrupts": "What can interrupt the story after any choice: a list of {when, goto, once, scenes}.",
        "injects": "What a trainer can let happen in a practice run: a list of {id, text, when, scenes, set, add}.",
        "scenes": "Moments that ask for a choice, by id.",
        "endings": "Places where the story stops, by id.",
        "glossary": "Terms of the place or the work, with what they mean; shown in the glossary, g.",
        "trainer": "What a trainer needs to run it.",
        "claims": "What must never happen, proved over every state.",
        "tests": "Paths that must keep working; encounter check plays them.",
        "waive": "Findings that are on purpose, each with its reason.",
    },
    "Setting": {
        "force": "The kind of force or area.",
        "unit": "With force: specialised, the unit.",
        "place": "Where, in a few words.",
        "time": "When: a few words or a clock time.",
    },
    "Person": {
        "name": "As it is shown.",
        "role": "you, for the one the trainee plays; otherwise what they are in the story.",
        "about": "One or two sentences about them as a person.",
        "background": "Tags such as west-african or deaf; never shown.",
        "part": "Their part in the case; never shown.",
    },
    "FlagVariable": {"start": "How it begins: true or false.", "shown_as": "Words for it in texts: {true, false}."},
    "FlagWords": {"true": "Shown while it is true.", "false": "Shown while it is false."},
    "NumberVariable": {
        "start": "How it begins.",
        "min": "The least it can be; add stops there.",
        "max": "The most it can be; add stops there.",
        "shown": "true: shown as a meter.",
        "good": "Which end is the good one: low or high.",
    },
    "LevelsVariable": {
        "start": "How it begins: one of the levels.",
        "levels": "The levels in order; conditions with < and > follow it.",
        "shown": "The id of the person on whose card it is shown.",
        "shown_as": "For each level, the words shown for it.",
    },
    "TextVariant": {"when": _WHEN, "text": "What is shown then."},
    "Line": {"when": _WHEN},
    "Route": {"when": _WHEN + " Asked after the choice's effects.", "to": "A scene or an ending."},
    "Choice": {
        "id": "Used once in the file, and never again for another choice: results refer to it.",
        "say": "The words that are spoken. Either this or do.",
        "do": "What is done. Either this or say.",
        "when": _WHEN + " Offered only then.",
        "locked": "With when: shown greyed with this reason, instead of hidden.",
        "ratings": "Criterion to level: -2 harmful, -1 poor, 0 neutral, 1 good, 2 exemplary. "
        "Or a list of {when, …}, asked before the choice's effects; of two entries that hold, the later one counts.",
        "critical": "Critical events of the rubrics, or {event, when}; never averaged.",
        "once": "true: offered until it is taken.",
        "set": "State to values: {told: true, mood: open}. Written first. "
        "Or a list of {when, …}: each entry whose when holds is applied, in order.",
        "add": "State to amounts: {tension: -1}. Added after set; on levels, a step along the list. "
        "Or a list, as in set.",
        "feedback": "The coach's note: what it did to somebody, and why.",
        "goto": "A scene or an ending, or a list of {when, to}, of which the first that holds is taken.",
        "tags": "What kind of act it is, for the checks.",
        "power": "With a search, entry, seizure, force or arrest: the legal basis, or {basis, holds}.",
    },
    "Power": {
        "basis": "The law that allows it: PACE 1984 s.1.",
        "holds": "A condition, true or false, asked before the choice's effects. "
        "Where it does not hold, the critical event unlawful-force-or-search follows by itself.",
    },
    "Critical": {
        "event": "A critical event of the rubrics.",
        "when": _WHEN + " Asked before the choice's effects.",
    },
    "Timer": {
        "seconds": "3 to 600. A trainee can always switch it off.",
        "choose": "The choice that is taken when time runs out.",
    },
    "Scene": {
        "text": _TEXT,
        "lines": _LINES,
        "timer": "A time limit, and the choice taken when it runs out.",
        "danger": "imminent: hesitating here is never rewarded.",
        "phase": "The part of the encounter that the scene belongs to.",
        "enter": "What changes whenever it is entered: {set, add}, as in a choice.",
        "choices": "Two to five, each something a decent officer might do.",
        "continue": "Instead of choices: where the story goes on by itself, as in goto.",
    },
    "Enter": {"set": "As in a choice.", "add": "As in a choice."},
    "Interrupt": {
        "when": _WHEN + " Asked after the effects of a choice.",
        "goto": "Where the story goes, instead of where the choice leads.",
        "once": "true: it happens only once.",
        "scenes": "The scenes after whose choices it may happen; all scenes, if left out.",
    },
    "Inject": {
        "id": "Used for one inject only; records refer to it.",
        "text": "What the trainee is told.",
        "when": _WHEN + " It can happen only then.",
        "scenes": "The scenes in which it may happen; every scene with choices, if left out.",
        "set": "As in a choice.",
        "add": "As in a choice.",
    },
    "Ending": {
        "outcome": "How it ends for the people in it.",
        "text": _TEXT,
        "lines": _LINES,
        "enter": "What changes when it is entered: {set, add}, as in a choice.",
        "reflect": "A question to think about.",
        "retold": "What they say at home of the officer: a list of {who, text, when}.",
    },
    "Retold": {"who": "The id of a person.", "text": "What they say.", "when": _WHEN},
    "LawChecked": {
        "by": "Whom.",
        "on": "A date: 2026-11-22.",
        "until": "The day by which it must be checked again.",
    },
    "KeyedBy": {
        "raters": "How many people rated it, each alone.",
        "kappa": "Their weighted kappa: 0.74.",
        "error": "One standard error of a figure over twelve decisions, in points, as encounter panel read gives it.",
        "on": "A date: 2026-11-22.",
    },
    "Claim": {
        "never": 'A condition, such as chosen("search") and not chosen("name-and-reason"); no play may meet it.',
        "at": "A scene or an ending: what must never happen there. Everywhere, if left out.",
        "why": "Why it must not happen; this is shown if it does.",
    },
    "Trainer": {"notes": "How to run it, and what to look for.", "discussion": "Three to five questions."},
    "StoryTest": {
        "name": "What the path is, in a few words.",
        "choose": "The choices, in order.",
        "ending": "The ending that they must reach.",
    },
    "Waiver": {
        "rule": "The finding's code, such as W22.",
        "in": "The one place where it is on purpose, such as scenes.kitchen; everywhere, if omitted.",
        "reason": "Why it is on purpose.",
    },
    "Review": {"by": "Whom.", "on": "A date: 2026-11-22."},
}


def with_hints(schema: dict[str, Any], hints: dict[str, dict[str, str]] = HINTS) -> dict[str, Any]:
    """Return the JSON Schema of a file format with a description on each field."""
    described = {next(iter(hints)): schema, **schema.get("$defs", {})}
    for name, part in described.items():
        for field, hint in hints.get(name, {}).items():
            if field in part.get("properties", {}):
                part["properties"][field]["description"] = hint
    return schema
