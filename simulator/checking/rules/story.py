"""What a proof shows: dead ends, what never happens, and variables that do nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scoring.document.problem import INFO, WARNING
from scoring.measure import MARK
from simulator.checking.rule import Finding, rule
from simulator.checking.subject import Subject, path_of, quoted, way_there
from simulator.scenario.compiled import CompiledChoice


@rule("W01", WARNING, "Stuck: nothing left to choose")
def stuck_states(subject: Subject) -> Iterator[Finding]:
    """A state in which no choice is open."""
    told: set[str] = set()
    for stuck in subject.proof.stuck:
        if stuck.scene in told:
            continue
        told.add(stuck.scene)
        because = ", ".join(f"{name} is {_shown(value)}" for name, value in stuck.because.items())
        where = f" when {because}" if because else ""
        yield Finding(
            ("scenes", stuck.scene),
            f"Nothing is left to choose in '{stuck.scene}'{where}. {way_there(stuck.witness)}",
            "Leave one of its choices without a 'when', or keep that state from reaching this scene.", key=True,
        )  # fmt: skip


@rule("W02", WARNING, "Trap: no ending can be reached")
def traps(subject: Subject) -> Iterator[Finding]:
    """From here no ending can be reached."""
    for trap in subject.proof.traps:
        because = ", ".join(f"{name} is {_shown(value)}" for name, value in trap.because.items())
        when = f" when {because}" if because else ""
        yield Finding(
            ("scenes", trap.scene),
            f"From '{trap.scene}' no ending can be reached any more{when}. {way_there(trap.witness)}",
            "Let one of the choices of that loop lead out of it.", key=True,
        )  # fmt: skip


@rule("W55", WARNING, "An inject breaks the story")
def breaking_injects(subject: Subject) -> Iterator[Finding]:
    """With a trainer's injects somebody gets stuck, or a claim does not hold, which without them is not so."""
    found = subject.with_injects
    if found is None:
        return
    mend = (
        "Give the inject a 'when' or 'scenes' that keep it away from there, or change the story so that it can happen."
    )
    for scene, way in found.stuck.items():
        yield Finding(
            ("injects",), f"With injects nothing is left to choose in '{scene}': {quoted(way)}.", mend, key=True
        )
    for scene, way in found.traps.items():
        said = f"With injects no ending can be reached any more from '{scene}': {quoted(way)}."
        yield Finding(("injects",), said, mend, key=True)
    for number, way in found.broken.items():
        yield Finding(("claims", number, "never"), f"With injects this happens: {quoted(way)}.", mend)


@rule("W03", WARNING, "Condition that never changes its answer")
def constant_guards(subject: Subject) -> Iterator[Finding]:
    """A condition with the same answer in every state that can be reached.

    For state that a campaign brings, W81 says so.
    """
    if subject.exchanged:
        return
    for guard in subject.proof.findings.guards:
        where = path_of(guard.where)
        if not guard.always and len(where) == 5 and where[2] == "choices":
            continue  # W05 says of the choice that it is never open.
        answer = "always holds" if guard.always else "never holds"
        yield Finding(
            where,
            f"This condition {answer} when it is asked.{_values_met(subject, guard.where)}",
            "Delete it, or let the story make it true sometimes and false sometimes.",
        )  # fmt: skip


@rule("W04", WARNING, "Scene or ending that no play reaches")
def unreachable_places(subject: Subject) -> Iterator[Finding]:
    """Scenes and endings that no play reaches."""
    for scene in subject.proof.scenes.unreachable:
        yield Finding(
            ("scenes", scene), f"No play reaches the scene '{scene}'.",
            "Let a choice lead here, or delete it.", key=True,
        )  # fmt: skip
    for id_, ending in subject.proof.endings.items():
        if ending.shortest is None and subject.proof.complete:
            yield Finding(
                ("endings", id_), f"No play reaches the ending '{id_}'.",
                "Let a choice lead here, or delete it.", key=True,
            )  # fmt: skip


@rule("W05", WARNING, "Choice that is never open")
def unreachable_choices(subject: Subject) -> Iterator[Finding]:
    """Choices that are never open, in scenes that are reached."""
    for id_ in subject.proof.choices.unreachable:
        placed = subject.choice_at(id_)
        if placed.scene not in subject.proof.scenes.unreachable:
            yield Finding(
                (*placed.where, "when"), f"The choice '{id_}' is never open.",
                "Correct its 'when', or delete the choice.",
            )  # fmt: skip


@rule("W06", WARNING, "Text, line or route that never comes up")
def unseen_variants(subject: Subject) -> Iterator[Finding]:
    """Texts, lines and routes that never come up. For state that a campaign brings, W81 says so."""
    if subject.exchanged:
        return
    constant = {guard.where.removesuffix(".when") for guard in subject.proof.findings.guards}
    for variant in subject.proof.findings.variants:
        if variant not in constant:
            yield Finding(
                path_of(variant), "No play ever reaches this.",
                "Correct the conditions above it, or delete it.",
            )  # fmt: skip


@rule("W07", WARNING, "Variable that does nothing")
def idle_variables(subject: Subject) -> Iterator[Finding]:
    """Variables written and never read, or never written, but for what a campaign brings or keeps."""
    findings = subject.proof.findings
    for name in sorted({*findings.unread} - subject.exchanged, key=findings.unread.index):
        yield Finding(
            ("state", name), f"Nothing reads '{name}', and it is never shown.",
            "Read it in a condition, show it, or delete it.", key=True,
        )  # fmt: skip
    for name in findings.unwritten:
        if name not in findings.unread and name not in subject.exchanged:
            yield Finding(
                ("state", name), f"No choice ever changes '{name}'.",
                "Set or add to it somewhere, or delete it.", key=True,
            )  # fmt: skip


@rule("W08", WARNING, "Add that is always cut off")
def saturated_adds(subject: Subject) -> Iterator[Finding]:
    """An `add` that is always cut off by the end of the range."""
    for saturation in subject.proof.findings.saturated:
        yield Finding(
            path_of(saturation.where),
            f"'{saturation.variable}' has always reached the end of its range here, so part of this 'add' is always "
            "lost.",
            "Widen the range, or add less.", key=True,
        )  # fmt: skip


@rule("W09", WARNING, "Score pump")
def score_pumps(subject: Subject) -> Iterator[Finding]:
    """A loop that reaches the mark after enough rounds. A loop that leads to less helps nobody."""
    for pump in subject.proof.pumps:
        if pump.towards <= MARK:
            continue
        yield Finding(
            ("scenes", pump.scene),
            f"Going round {quoted(pump.loop)} again and again brings {pump.rubric} towards {float(pump.towards):.0f}, "
            f"whatever was done before; the mark is {MARK:.0f}.",
            "Let the loop close after one round, or rate its choices 0.", key=True,
        )  # fmt: skip


@rule("W54", WARNING, "Too large to examine in full")
def not_all(subject: Subject) -> Iterator[Finding]:
    """More can happen than is examined, so there may be faults that are not found."""
    if not subject.reached.complete:
        met = min(subject.limits.states, len(subject.reached.codes))
        yield Finding(
            ("state",) if subject.scenario.state else ("scenes",),
            f"More than {met:,} situations can be reached. Only the nearest of them, and random plays, were "
            "examined, so a dead end further on may have been missed.",
            "Give variables smaller ranges, or reset what no longer matters; or examine more with --states and "
            "--seconds.",
            key=True,
        )  # fmt: skip
    elif not subject.proof.complete:
        yield Finding(
            ("scenes",),
            "All situations were examined, but there are too many plays, or too long ones, to compute exact figures in "
            "time, so chances and scores are sampled."
            + ("" if subject.proof.sure_of_dead_ends else " A trap may have been missed."),
            "Shorten the loops, or count less; or allow more time with --seconds.", key=True,
        )  # fmt: skip


@rule("W17", INFO, "Choices that no best play uses")
def never_best(subject: Subject) -> Iterator[Finding]:
    """Choices that are in no play that is best on any figure."""
    never = subject.proof.never_best
    if never and len(never) > 0.7 * subject.proof.choices.total:
        yield Finding(
            ("scenes",),
            f"{len(never)} of {subject.proof.choices.total} choices are in no best play of any rubric: "
            f"{', '.join(never[:6])}{', …' if len(never) > 6 else ''}.",
            "Let more of them be the best on some criterion.", key=True,
        )  # fmt: skip


def _values_met(subject: Subject, guard: str) -> str:
    """Return the values of a condition's variables where it is asked; "" if it asks about nothing there."""
    condition = next((each for where, each in subject.story.conditions() if where == guard), None)
    scene, *rest = guard.split(".")[1:]
    if condition is None or scene not in subject.story.scenes:
        return ""
    tables, layout = subject.reached.tables, subject.story.layout
    number, mask = tables.number_of[scene], tables.packing.place_mask
    states = {tables.packing.unpack(code) for code in subject.reached.codes if code & mask == number}
    place = f"In '{scene}'"
    if rest[0] == "choices" and rest[2] == "goto":
        choice = subject.story.scenes[scene].choices[int(rest[1])]
        before = [route.when for route in choice.routes[: int(rest[3])] if route.when is not None]
        after = {subject.story.after(state, choice) for state in states if choice.is_open(state)}
        states = {state for state in after if not any(when.test(state) for when in before)}
        place = f"After '{choice.id}'{_written(subject, choice, condition.reads)}"
    slots = sorted(condition.reads)
    met = sorted({tuple(state[slot] for slot in slots) for state in states})
    if not slots or not met:
        return ""
    names = [layout.names[slot] for slot in slots]
    if len(slots) > 1 and len(met) <= _TOGETHER:
        pairs = [zip(names, values, strict=True) for values in met]
        together = [
            " and ".join(f"{name} is {_shown(layout.display(name, value))}" for name, value in pair) for pair in pairs
        ]
        return f" {place}, {', or '.join(together)}."
    said = []
    for index, name in enumerate(names):
        of = [_shown(layout.display(name, value)) for value in sorted({values[index] for values in met})]
        said.append(f"{name} is {f'{of[0]} to {of[-1]}' if len(of) > 2 else ' or '.join(of)}")
    return f" {place}, {', and '.join(said)}."


_TOGETHER = 4
"""Combinations of values up to which they are told together."""


def _written(subject: Subject, choice: CompiledChoice, slots: Collection[int]) -> str:
    """Return what a choice does to some variables, "" if it does nothing to them."""
    layout, done = subject.story.layout, []
    for effect in choice.effects:
        name = layout.names[effect.slot]
        if effect.slot in slots:
            to = f"sets {name} to {_shown(layout.display(name, effect.value))}"
            done.append(to if effect.kind == "set" else f"adds {effect.value} to {name}")
    return f", which {' and '.join(done)}" if done else ""


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
