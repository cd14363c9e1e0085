"""Where a cohort went through an encounter: its runs on every way and at every place of the map.

Small numbers are hidden as in exports, with what would give them away: a map must not point at a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from scoring.disclosure import NetworkFlow, hidden_flows
from scoring.rubric import NONE
from simulator.academy.model import Cohort
from simulator.academy.selection import runs_of
from simulator.drawing.maps import Traffic
from simulator.errors import EncounterError
from simulator.records.lineage import taken_over
from simulator.records.replay import kept_story
from simulator.records.schema import decisions, runs
from simulator.records.store import Store
from simulator.scenario.story import Story

_NOWHERE = ""  # the node behind every place where runs end or stop


@dataclass(frozen=True, slots=True)
class _Route:
    """Where one run went of its own: not what it took over from the run that it tries again.

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


def traffic_of(store: Store, cohort: Cohort, story: Story, *, minimum: int) -> Traffic:
    """Return where a cohort's runs of an encounter went, on the map of one version of it.

    A run counts once on each way and at each place, however often it came by. A run of another version is
    drawn where the map has all of its way, and otherwise left out; the notes say how many were. A new try
    from a decision counts from that decision on.

    Args:
        store: where the runs are kept.
        cohort: whose runs: those that count for it, see `selection.runs_of`.
        story: the version to be drawn on.
        minimum: numbers that fewer people stand behind are hidden; 1 or less hides nothing.

    Raises:
        EncounterError: the cohort has no run to draw, or so few people have one that nothing could be shown.
    """
    with store.reading() as connection:
        found = _routes(connection, cohort, story.scenario.id)
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
    people = len({each.trainee for each in drawn})
    if people < minimum:
        raise EncounterError(
            f"Fewer than {minimum} people of {cohort.name} have a run to draw; a map would point at them.",
            "Wait for more, or draw it for yourself alone with --min-cell 1.",
        )
    return _counted(drawn, story, _notes(found, drawn, cohort, story, minimum), minimum)


def _routes(connection: Connection, cohort: Cohort, scenario_id: str) -> list[_Route]:
    only = runs_of(cohort.id) & (runs.c.scenario_id == scenario_id)
    again = taken_over(only)
    rows = connection.execute(
        select(runs.c.id, runs.c.trainee_id, runs.c.digest, runs.c.scenario_version, again.c.kept)
        .outerjoin(again, again.c.run_id == runs.c.id)
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


def _counted(drawn: Iterable[_Route], story: Story, notes: tuple[str, ...], minimum: int) -> Traffic:
    # As a network, so that what is hidden cannot be computed: a place is a flow from its way in to its way out.
    ways = {
        (scene.id, target): (f"{scene.id} out", f"{target} in")
        for scene in story.scenes.values()
        for choice in scene.choices
        for target in story.stops(choice)
    }
    came = {place: (f"{place} in", f"{place} out") for place in story.places}
    stopped = {place: (f"{place} out", _NOWHERE) for place in story.places}
    passed: dict[tuple[str, str], list[str]] = {each: [] for kind in (ways, came, stopped) for each in kind.values()}
    for route in drawn:
        flows = {ways[scene, to] for scene, _, to in route.steps}
        flows |= {came[place] for place in (route.first, *(to for _, _, to in route.steps))}
        for flow in (*flows, stopped[route.last]):
            passed[flow].append(route.trainee)
    ends = list(passed)
    small = [place for place, each in enumerate(ends) if 0 < len(set(passed[each])) < minimum]
    hidden = hidden_flows([NetworkFlow(*each, len(passed[each])) for each in ends], small, minimum)
    covered = {ends[place] for place in hidden}

    def shown(flow: tuple[str, str]) -> int | None:
        return None if flow in covered else len(passed[flow])

    return Traffic(
        ways={way: shown(flow) for way, flow in ways.items()},
        came={place: shown(flow) for place, flow in came.items()},
        stopped={scene: shown(stopped[scene]) for scene in story.scenes},
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
            f"Numbers that fewer than {minimum} people stand behind are not shown, "
            "nor others from which they could be computed."
        )
    return tuple(notes)


def _versions(routes: Iterable[_Route]) -> str:
    return ", ".join(sorted({each.version for each in routes}))


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count:,} runs"
