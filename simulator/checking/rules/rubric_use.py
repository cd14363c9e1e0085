"""How the rubrics are used, and what a trainer needs around the story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scoring.document.problem import INFO, WARNING
from simulator.checking.rule import Finding, Where, rule
from simulator.checking.subject import Subject

BY_A_CHOICE = 3
"""Criteria that a choice may rate."""

IN_A_SCENE = 4
"""Criteria that the choices of a scene may rate between them."""

_OF_A_PROFILE = 2
_POORLY_INTERPRETED = ("child-interpreter", "relative-interpreter")


@rule("W30", WARNING, "Criterion promised but hardly rated")
def criteria_exercised(subject: Subject) -> Iterator[Finding]:
    """Criteria that a rubric promises, and that are rated never, or in one scene only.

    The criteria of a profile are shown side by side, so two exercised criteria are enough there.
    """
    unreachable = {*subject.proof.choices.unreachable}
    scenes: dict[str, set[str]] = defaultdict(set)
    for placed in subject.choices:
        if placed.choice.id not in unreachable:
            for criterion in placed.choice.levels:
                scenes[criterion].add(placed.scene)
    for index, rubric in enumerate(subject.rubrics):
        never = [id_ for id_ in rubric.criteria if not scenes[id_]]
        once = [id_ for id_ in rubric.criteria if len(scenes[id_]) == 1]
        if rubric.reported == "profile" and len(rubric.criteria) - len(never) - len(once) >= _OF_A_PROFILE:
            continue
        said = [f"never: {', '.join(never)}"] if never else []
        said += [f"in one scene only: {', '.join(once)}"] if once else []
        if said:
            yield Finding(
                ("rubrics", index), f"The rubric '{rubric.id}' is promised, but some of its criteria are hardly "
                                    f"rated ({'; '.join(said)}).",
                "Rate each of them in two scenes or more, or leave the rubric out.",
            )  # fmt: skip


@rule("W31", WARNING, "Criterion rated in one direction only")
def one_signed_criteria(subject: Subject) -> Iterator[Finding]:
    """A criterion that is only ever rated good, or only ever poor."""
    for rubric in subject.rubrics:
        for id_ in rubric.criteria:
            rated = [placed for placed in subject.choices if id_ in placed.choice.levels]
            signs = {level > 0 for placed in rated for level in placed.choice.levels[id_] if level}
            if rated and len(signs) < 2:
                word = "good" if signs == {True} else "poor" if signs else "neutral"
                yield Finding(
                    rated[0].where_rated(id_),
                    f"'{id_}' is only ever rated {word}: nobody can show the difference.",
                    f"Let another choice be {'poor' if word == 'good' else 'good'} at it.", key=True,
                )  # fmt: skip


@rule("W18", WARNING, "Too many criteria rated at once")
def too_many_criteria(subject: Subject) -> Iterator[Finding]:
    """More than three criteria rated by a choice, or more than four in a scene."""
    for scene, choices in subject.by_scene.items():
        rated = sorted({criterion for placed in choices for criterion in placed.choice.levels})
        many = [placed.choice.id for placed in choices if len(placed.choice.levels) > BY_A_CHOICE]
        said = [f"'{scene}' rates {len(rated)} criteria: {', '.join(rated)}"] if len(rated) > IN_A_SCENE else []
        said += [f"In '{scene}' more than {BY_A_CHOICE} criteria are rated by: {', '.join(many)}"] if many else []
        if said:
            yield Finding(
                ("scenes", scene, "choices"), f"{'. '.join(said)}.",
                f"Rate only what is at stake: at most {BY_A_CHOICE} criteria per choice and {IN_A_SCENE} per scene.",
                key=True,
            )  # fmt: skip


@rule("W33", WARNING, "Something a trainer needs is missing")
def missing_for_trainers(subject: Subject) -> Iterator[Finding]:
    """Objectives, sources, trainer's notes, discussion questions or tests are missing."""
    scenario, trainer = subject.scenario, subject.scenario.trainer
    questions = len(trainer.discussion) if trainer else 0
    missing: list[tuple[bool, Where, str, str]] = [
        (not scenario.objectives, ("objectives",), "no objectives", "Write what a trainee can do afterwards."),
        (not scenario.sources, ("sources",), "no sources", "Name what the ratings rest on."),
        (not (trainer and trainer.notes), ("trainer", "notes"), "no notes for the trainer",
         "Under 'trainer:', write how to run it and what to look for."),
        (not 3 <= questions <= 5, ("trainer", "discussion"),
         f"{questions or 'no'} discussion question{'s' if questions != 1 else ''}",
         "Under 'trainer:', write three to five for the class."),
        (not scenario.practices, ("practices",), "no practices", "Name them, so that a library can be searched."),
        (not scenario.benefits, ("benefits",), "no benefits", "Name them, so that a library can be searched."),
        (not scenario.tests, ("tests",), "no tests", "Write the calm way, the recovery and the harm as paths."),
    ]  # fmt: skip
    for is_missing, where, what, mend in missing:
        if is_missing:
            verb = "is" if what.startswith("1 ") else "are"
            yield Finding(where, f"There {verb} {what}.", mend, key=True)


@rule("W35", WARNING, "Inaction rewarded in imminent danger")
def inaction_rewarded(subject: Subject) -> Iterator[Finding]:
    """Delay, or letting the timer run out, is rated good in declared imminent danger."""
    for placed in subject.choices:
        scene = subject.scenario.scenes[placed.scene]
        waits = scene.timer is not None and scene.timer.choose == placed.choice.id
        if scene.danger != "imminent" or not (waits or "delay" in placed.choice.tags):
            continue
        how = "delays" if "delay" in placed.choice.tags else "is what doing nothing leads to"
        for criterion in ("proportionate-authority", "risk-reading"):
            level = max(placed.choice.levels.get(criterion, [0]))
            if level >= 1:
                yield Finding(
                    placed.where_rated(criterion),
                    f"'{placed.choice.id}' {how} in imminent danger, and is rated {level:+d} on '{criterion}'.",
                    "Hesitating in imminent danger is never rewarded: rate it 0 or below.", key=True,
                )  # fmt: skip


@rule("W45", WARNING, "Child or relative as interpreter")
def poor_interpreters(subject: Subject) -> Iterator[Finding]:
    """A child or relative as interpreter is rated 0 or more though nothing is urgent."""
    for placed in subject.choices:
        tags = [tag for tag in placed.choice.tags if tag in _POORLY_INTERPRETED]
        urgent = subject.scenario.scenes[placed.scene].danger == "imminent"
        rated = max(placed.choice.levels.get("access", [0]))
        if not tags or urgent or "qualified-interpreter" in placed.choice.tags or rated < 0:
            continue
        named = "cultural-responsiveness" in subject.scenario.rubrics
        yield Finding(
            (*placed.where, "tags"),
            f"'{placed.choice.id}' uses a {tags[0].split('-')[0]} as interpreter though nothing is urgent, and is not "
            "rated below 0 on 'access'.",
            ("Rate it" if named else "Name the rubric 'cultural-responsiveness' and rate it")
            + " -1 or -2; or write 'danger: imminent' in the scene, if it is.",
            key=True,
        )  # fmt: skip


@rule("W46", INFO, "No community review recorded")
def not_reviewed(subject: Subject) -> Iterator[Finding]:
    """Nobody outside the team has reviewed it."""
    if not subject.scenario.reviewed:
        yield Finding(
            ("reviewed",), "No review by somebody from the community is recorded.",
            "Have it read, pay for the reading, and write 'reviewed: [{by: …, on: …}]'.", key=True,
        )  # fmt: skip
