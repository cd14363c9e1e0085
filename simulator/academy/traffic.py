"""Where a cohort went through an encounter: its runs on every way and at every place of the map.

Small numbers are hidden as in exports, and so are numbers that would give them away: a map must not point at a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from scoring.cells import RunPath, Version, cells_of_routes
from scoring.disclosure import Publication, PublicationCounts, publication
from scoring.rubric import NONE
from simulator.academy.model import Cohort
from simulator.academy.selection import mode_told, runs_of
from simulator.drawing.maps import Traffic
from simulator.errors import EncounterError
from simulator.records.lineage import taken_over
from simulator.records.replay import kept_story
from simulator.records.schema import decisions, finishes, runs
from simulator.records.store import Mode, Store
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class _Route:
    """Where one run went, without the decisions that it took over from the run that it tries again.

    Attributes:
        steps: (scene, choice, next place) in order.
        last: where it ended or stands.
    """

    trainee: str
    digest: str
    version: str
    part_way: bool
    steps: tuple[tuple[str, str, str], ...]
    first: str
    last: str
    outcome: str | None


def traffic_of(
    store: Store,
    cohort: Cohort,
    story: Story,
    *,
    minimum: int,
    earlier: Sequence[Publication] = (),
    mode: Mode | None = None,
) -> tuple[Traffic, Publication]:
    """Return where a cohort's runs of an encounter went, on the map of one version of it.

    A run counts once on each way and at each place, however often it came by. A run of another version is drawn if the
    map has all of its way, and otherwise left out; the notes say how many were. A run that tries again from a decision
    counts from that decision on.

    Args:
        store: where the runs are kept.
        cohort: the runs that count for it are used (see `selection.runs_of`).
        story: the version to be drawn on.
        minimum: numbers that fewer people stand behind are hidden; 1 or less hides nothing.
        mode: only runs of this mode. None: assessment if one was finished, otherwise practice.
        earlier: what was published of the cohort before, which this must not give away.

    Returns:
        What is drawn, and what it shows of the cohort, for the register.

    Raises:
        EncounterError: the cohort has no run to draw, or so few people have one that nothing could be shown.
    """
    chosen = mode_told(store, cohort.id, mode, scenario=story.scenario.id)
    with store.reading() as connection:
        found = _routes(connection, cohort, story.scenario.id, chosen.mode)
    if not found:
        raise EncounterError(
            f"No run of '{story.scenario.id}' counts for {cohort.name} yet.",
            f'See who has played: encounter cohort show "{cohort.name}"',
        )
    drawn = [each for each in found if each.digest == story.digest or _fits(each, story)]
    if not drawn:
        versions = ", ".join(sorted({each.version for each in found}))
        raise EncounterError(
            f"None of the {len(found):,} runs of {cohort.name} fits this version; they were played on {versions}.",
            "Draw the version that they played, from its file.",
        )
    told = _told(drawn, story.scenario.id, chosen.mode, earlier, minimum)
    drawn = [each for each in drawn if not told.told(story.scenario.id, each.version, chosen.mode).nothing]
    if not drawn:
        raise EncounterError(
            f"Fewer than {minimum} people of {cohort.name} have a run to draw, or have been added since the last "
            "publication; a map would reveal them.",
            "Wait for more, or draw it only for yourself with --min-cell 1.",
        )
    notes = _notes(found, drawn, cohort, story, minimum)
    notes = (*notes, chosen.words) if chosen.words else notes
    return _counted([each for each in told.of_scenario(story.scenario.id) if not each.nothing], story, notes), told


def _routes(connection: Connection, cohort: Cohort, scenario_id: str, mode: Mode) -> list[_Route]:
    only = runs_of(cohort.id, mode) & (runs.c.scenario_id == scenario_id)
    again = taken_over(only)
    rows = connection.execute(
        select(runs.c.id, runs.c.trainee_id, runs.c.digest, runs.c.scenario_version, again.c.kept, finishes.c.outcome)
        .outerjoin(again, again.c.run_id == runs.c.id)
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .where(only)
        .order_by(runs.c.ordinal)
    ).all()
    taken = connection.execute(
        select(decisions.c.run_id, decisions.c.scene, decisions.c.choice, decisions.c.moved_to)
        .join(runs, runs.c.id == decisions.c.run_id)
        .where(only)
        .order_by(decisions.c.run_id, decisions.c.sequence)
    )
    steps: dict[str, list[tuple[str, str, str]]] = {}
    for run, scene, choice, to in taken:
        steps.setdefault(run, []).append((scene, choice, to))
    starts: dict[str, str] = {}
    found = []
    for row in rows:
        every = steps.get(row.id, [])
        own = every[row.kept or 0 :]
        if not every and row.digest not in starts:
            starts[row.digest] = kept_story(connection, row.digest, NONE).first
        last = every[-1][2] if every else starts[row.digest]
        found.append(
            _Route(
                row.trainee_id,
                row.digest,
                row.scenario_version,
                row.kept is not None,
                tuple(own),
                own[0][0] if own else last,
                last,
                row.outcome,
            )
        )
    return found


def _fits(route: _Route, story: Story) -> bool:
    """Return whether a version has every step that a run took, and the place where it stands."""
    return route.last in story.places and all(
        scene in story.scenes
        and any(choice == each.id and to in story.stops(each) for each in story.scenes[scene].choices)
        for scene, choice, to in route.steps
    )


def _told(
    drawn: Iterable[_Route], scenario: str, mode: Mode, earlier: Sequence[Publication], minimum: int
) -> Publication:
    versions: dict[Version, list[RunPath]] = defaultdict(list)
    for each in drawn:
        route = RunPath(each.trainee, each.steps, each.first, each.last, each.outcome)
        versions[scenario, each.version, mode.value].append(route)
    return publication({each: cells_of_routes(routes) for each, routes in versions.items()}, earlier, minimum)


def _counted(versions: Sequence[PublicationCounts], story: Story, notes: tuple[str, ...]) -> Traffic:
    counts: Counter[tuple[str, ...]] = Counter()
    for each in versions:
        counts.update({cell: count.times for cell, count in each.counts.items()})

    def shown(*cell: str) -> int | None:
        return counts[cell] if all(each.shows(*cell) for each in versions) else None

    return Traffic(
        ways={
            (scene.id, to): shown("way", scene.id, to)
            for scene in story.scenes.values()
            for choice in scene.choices
            for to in story.stops(choice)
        },
        came={place: shown("came", place) for place in story.places},
        stopped={scene: shown("stopped", scene) for scene in story.scenes},
        notes=notes,
    )


def _notes(found: list[_Route], drawn: list[_Route], cohort: Cohort, story: Story, minimum: int) -> tuple[str, ...]:
    people = len({each.trainee for each in drawn})
    notes = [f"{cohort.name}: {_runs(len(drawn))} by {people:,} {'person' if people == 1 else 'people'}."]
    others = [each for each in drawn if each.digest != story.digest]
    if others:
        notes.append(f"{_runs(len(others))} of another version ({_versions(others)}) went ways that this one has too.")
    left_out = len(found) - len(drawn)
    if left_out:
        gone = [each for each in found if each.digest != story.digest and not _fits(each, story)]
        notes.append(
            f"Left out: {_runs(left_out)} of another version ({_versions(gone)}) that went where this one has no way."
        )
    part_way = sum(each.part_way for each in drawn)
    if part_way:
        counts = "counts" if part_way == 1 else "count"
        notes.append(f"{_runs(part_way)} tried again from a decision part-way, and {counts} from there.")
    if minimum > 1:
        notes.append(
            f"Numbers that come from fewer than {minimum} people are not shown, nor are others from which they could "
            "be computed."
        )
    return tuple(notes)


def _versions(routes: Iterable[_Route]) -> str:
    return ", ".join(sorted({each.version for each in routes}))


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"
