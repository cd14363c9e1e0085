"""How the rubrics are used, and what a trainer needs around the story."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.document import Problem
from simulator.checking.subject import Subject, Where

_NEEDS_POWER = ("search", "force", "arrest")
_POORLY_INTERPRETED = ("child-interpreter", "relative-interpreter")


def criteria_exercised(subject: Subject) -> Iterator[Problem]:
    """W30 and W31: criteria of the rubrics that are hardly exercised, or only in one direction."""
    for index, rubric in enumerate(subject.rubrics):
        for id_ in rubric.criteria:
            rated = [placed for placed in subject.choices if id_ in placed.choice.ratings]
            scenes = {placed.scene for placed in rated}
            if len(scenes) < 2:
                times = "in one scene only" if scenes else "never"
                yield subject.finding(
                    "W30", ("rubrics", index), f"'{id_}' of '{rubric.id}' is exercised {times}.",
                    "Rate it in two scenes or more, or leave the rubric out.",
                )  # fmt: skip
            signs = {level > 0 for placed in rated if (level := placed.choice.ratings[id_])}
            if rated and len(signs) < 2:
                word = "good" if signs == {True} else "poor" if signs else "neutral"
                yield subject.finding(
                    "W31", (*rated[0].where, "ratings", id_),
                    f"'{id_}' is only ever rated {word}: nobody can show the difference.",
                    "Let a choice earn the other sign too.", key=True,
                )  # fmt: skip


def missing_feedback(subject: Subject) -> Iterator[Problem]:
    """W32: a choice without feedback."""
    for placed in subject.choices:
        if not placed.choice.feedback:
            yield subject.finding(
                "W32", (*placed.where, "id"), f"'{placed.choice.id}' has no feedback.",
                "Say in one to three sentences what it did to somebody, and why.",
            )  # fmt: skip


def missing_for_trainers(subject: Subject) -> Iterator[Problem]:
    """W33: objectives, sources, trainer's notes or discussion questions are missing."""
    scenario, trainer = subject.scenario, subject.scenario.trainer
    missing: list[tuple[Where, str, str]] = []
    if not scenario.objectives:
        missing.append((("objectives",), "no objectives", "Write what a trainee should be able to do afterwards."))
    if not scenario.sources:
        missing.append((("sources",), "no sources", "Name what the ratings rest on."))
    if trainer is None or not trainer.notes:
        missing.append((("trainer", "notes"), "no notes for the trainer", "Write how to run it and what to look for."))
    if trainer is None or not 3 <= len(trainer.discussion) <= 5:
        count = len(trainer.discussion) if trainer else 0
        missing.append((("trainer", "discussion"), f"{count} discussion questions", "Write three to five."))
    if not scenario.practices or not scenario.benefits:
        missing.append((("practices",), "no practices or benefits", "Name them, so that a library can be searched."))
    if not scenario.tests:
        missing.append((("tests",), "no tests", "Write at least the calm way, the recovery and the harm as paths."))
    for where, what, mend in missing:
        yield subject.finding("W33", where, f"There are {what}.", mend, key=True)


def power_named(subject: Subject) -> Iterator[Problem]:
    """W34: a search, force or arrest without its legal basis, where a jurisdiction is named."""
    if subject.scenario.jurisdiction is None:
        return
    for placed in subject.choices:
        used = [tag for tag in placed.choice.tags if tag in _NEEDS_POWER]
        if used and not placed.choice.power:
            yield subject.finding(
                "W34", (*placed.where, "tags"), f"'{placed.choice.id}' is tagged {used[0]} and names no power.",
                "Write 'power:' with the legal basis; or 'none', where there is none and that is the point.", key=True,
            )  # fmt: skip


def inaction_rewarded(subject: Subject) -> Iterator[Problem]:
    """W35: delay in declared imminent danger is rated good."""
    for placed in subject.choices:
        scene = subject.scenario.scenes[placed.scene]
        if scene.danger != "imminent" or "delay" not in placed.choice.tags:
            continue
        for criterion in ("proportionate-authority", "risk-reading"):
            if placed.choice.ratings.get(criterion, 0) >= 1:
                yield subject.finding(
                    "W35", (*placed.where, "ratings", criterion),
                    f"'{placed.choice.id}' delays in imminent danger and is rated {placed.choice.ratings[criterion]:+d} "
                    f"on '{criterion}'.",
                    "Hesitating in imminent danger is never rewarded: rate it 0 or below.", key=True,
                )  # fmt: skip


def poor_interpreters(subject: Subject) -> Iterator[Problem]:
    """W45: a child or relative as interpreter is rated 0 or more though nothing is urgent."""
    for placed in subject.choices:
        tags = [tag for tag in placed.choice.tags if tag in _POORLY_INTERPRETED]
        urgent = subject.scenario.scenes[placed.scene].danger == "imminent"
        rated = placed.choice.ratings.get("ask-adapt-check", 0)
        if tags and not urgent and "qualified-interpreter" not in placed.choice.tags and rated >= 0:
            yield subject.finding(
                "W45", (*placed.where, "tags"),
                f"'{placed.choice.id}' uses a {tags[0].replace('-', ' as ', 1)} though nothing is urgent, and is not rated "
                "below 0 on 'ask-adapt-check'.",
                "Rate it -1 or -2, or declare the danger that makes it urgent.", key=True,
            )  # fmt: skip


def not_reviewed(subject: Subject) -> Iterator[Problem]:
    """W46: nobody outside the team has reviewed it."""
    if not subject.scenario.reviewed:
        yield subject.finding(
            "W46", ("reviewed",), "No review by somebody from the community is recorded.",
            "Have it read, pay for the reading, and write 'reviewed: [{by: …, on: …}]'.", key=True,
        )  # fmt: skip


RULES = (
    criteria_exercised,
    missing_feedback,
    missing_for_trainers,
    power_named,
    inaction_rewarded,
    poor_interpreters,
    not_reviewed,
)
