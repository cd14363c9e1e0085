"""The report's beginning: what to take away, and what was trained."""

from __future__ import annotations

from collections.abc import Sequence

from textual.visual import Visual

from scoring.cohort.model import CampaignPlayed, CohortStatistics, EncounterPlayed
from scoring.report import contents, numbers, sentences
from scoring.rubric import Rubric
from simulator.app.content import join, prose, raw, text
from simulator.app.report.pieces import facts, note
from simulator.app.typeset import Hanging, Indented, SideBySide, Stack


def in_short(statistics: CohortStatistics, rubrics: Sequence[Rubric]) -> list[Visual]:
    """Return the few things to take away, what the scores are good for before any of them."""
    counted = _counted(statistics)
    if not statistics.trainees:
        return [counted, prose(sentences.NOBODY_YET), note(_how_to_begin(statistics))]
    label = [text(sentences.standing(practice_only=contents.practice_only(statistics)), "bold")]
    label += [prose(f"{each.title}. {each.reliability.label}") for each in statistics.rubrics]
    points, titles = contents.points_of(statistics), contents.titles_of(statistics, rubrics)
    said = contents.in_short(statistics)
    calling = len(contents.concerns_of(points, titles["rubric"]))
    if calling:
        said.append(f"{''.join(sentences.calling(calling))}.")
    return [
        counted,
        note(sentences.PERSONAL),
        Indented(Stack(label), 2),
        Stack(Hanging(prose(line), 2, raw("•", "$quiet")) for line in said),
        note(f"{sentences.period(statistics)} {sentences.basis(statistics)}"),
    ]


def trained(statistics: CohortStatistics) -> list[Visual]:
    """Return the encounters that were played."""
    if not statistics.encounters:
        return [prose(sentences.NO_ENCOUNTER)]
    return [note(sentences.ENCOUNTERS_PLAYED), *map(_encounter, statistics.encounters)]


def campaigns(statistics: CohortStatistics) -> list[Visual]:
    """Return how campaigns closed, and what became of the promises in them."""
    return [note(sentences.CAMPAIGNS), *map(_campaign, statistics.campaigns)]


def _campaign(each: CampaignPlayed) -> Visual:
    head, *promises = sentences.campaign_lines(each)
    return Stack([prose(head, "bold"), *(Hanging(prose(line.strip()), 2, raw("•", "$quiet")) for line in promises)])


def _counted(statistics: CohortStatistics) -> Visual:
    enrolled = "" if statistics.members is None else f"of {statistics.members:,} enrolled"
    unfinished = f"{statistics.unfinished:,} unfinished" if statistics.unfinished else ""
    critical = numbers.plural(len(statistics.critical), "kind of critical event", "kinds of critical event")
    counts = (
        (numbers.plural(statistics.trainees, "trainee"), enrolled),
        (numbers.plural(statistics.runs, "finished run"), unfinished),
        (numbers.plural(len(statistics.encounters), "encounter"), ""),
        (numbers.plural(statistics.decisions, "decision"), ""),
        (critical, "never averaged"),
    )
    return SideBySide(join([text(count, "bold"), text(beside, "$quiet")], " ") for count, beside in counts)


def _how_to_begin(statistics: CohortStatistics) -> str:
    name = statistics.cohort or ""
    if not statistics.members:
        return f'Nobody belongs to it: encounter cohort add "{name}" NAME, or encounter roster import.'
    return (
        f"Assign an encounter, and there is a report once somebody has played it to its ending: "
        f'encounter cohort assign "{name}" SCENARIO'
    )


def _encounter(each: EncounterPlayed) -> Visual:
    endings = ", ".join(f"{word} {'(hidden)' if count is None else count}" for word, count in each.outcomes)
    many: tuple[str, ...] = ("too few trainees to show",)
    if each.trainees is not None:
        many = (numbers.plural(each.trainees, "trainee"), f"{each.runs:,} begun", f"{each.finished:,} finished")
    counted = (
        f"version {', '.join(each.versions)}",
        *many,
        f"minutes {numbers.number(each.minutes)}",
        f"endings of first attempts: {endings or numbers.DASH}",
    )
    return Stack([text(each.title, "bold"), facts(counted, 2)])
