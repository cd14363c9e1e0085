"""What a proof shows: dead ends, what never happens, and variables that do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.document import Problem
from simulator.checking.subject import Subject, path_of, quoted


def stuck_states(subject: Subject) -> Iterator[Problem]:
    """W01: a state in which no choice is open."""
    told: set[str] = set()
    for stuck in subject.proof.stuck:
        if stuck.scene in told:
            continue
        told.add(stuck.scene)
        because = ", ".join(f"{name} is {_shown(value)}" for name, value in stuck.because.items())
        where = f" when {because}" if because else ""
        yield subject.finding(
            "W01", ("scenes", stuck.scene),
            f"Nothing is left to choose in '{stuck.scene}'{where}. Shortest way there: {quoted(stuck.witness)}.",
            "Give one of its choices no 'when', or let that state never come here.", key=True,
        )  # fmt: skip


def traps(subject: Subject) -> Iterator[Problem]:
    """W02: from here no ending can be reached."""
    for trap in subject.proof.traps:
        yield subject.finding(
            "W02", ("scenes", trap.scene),
            f"From '{trap.scene}' no ending can be reached any more. Shortest way there: {quoted(trap.witness)}.",
            "Let one of the choices of that round lead out of it.", key=True,
        )  # fmt: skip


def constant_guards(subject: Subject) -> Iterator[Problem]:
    """W03: a condition with the same answer in every state that can be reached."""
    for guard in subject.proof.findings.guards:
        where = path_of(guard.where)
        if not guard.always and len(where) == 5 and where[2] == "choices":
            continue  # W05 says of the choice that it is never open.
        answer = "always holds" if guard.always else "never holds"
        yield subject.finding(
            "W03", where,
            f"This condition {answer} when it is asked.",
            "Delete it, or let the story make it true sometimes and false sometimes.",
        )  # fmt: skip


def unreachable(subject: Subject) -> Iterator[Problem]:
    """W04 and W05: scenes and choices that no play reaches."""
    scenes = set(subject.proof.scenes.unreachable)
    for scene in subject.proof.scenes.unreachable:
        yield subject.finding(
            "W04", ("scenes", scene), f"No play reaches the scene '{scene}'.",
            "Let a choice lead here, or delete it.", key=True,
        )  # fmt: skip
    for id_, ending in subject.proof.endings.items():
        if ending.shortest is None and subject.proof.complete:
            yield subject.finding(
                "W04", ("endings", id_), f"No play reaches the ending '{id_}'.",
                "Let a choice lead here, or delete it.", key=True,
            )  # fmt: skip
    for id_ in subject.proof.choices.unreachable:
        placed = subject.choice_at(id_)
        if placed.scene not in scenes:
            yield subject.finding(
                "W05", (*placed.where, "when"), f"The choice '{id_}' is never open.",
                "Mend its 'when', or delete the choice.",
            )  # fmt: skip


def unseen_variants(subject: Subject) -> Iterator[Problem]:
    """W06: texts, lines and routes that never come up."""
    constant = {guard.where.removesuffix(".when") for guard in subject.proof.findings.guards}
    for variant in subject.proof.findings.variants:
        if variant not in constant:
            yield subject.finding(
                "W06", path_of(variant), "This never comes up in any play.",
                "Mend the conditions above it, or delete it.",
            )  # fmt: skip


def idle_variables(subject: Subject) -> Iterator[Problem]:
    """W07: variables written and never read, or never written."""
    findings = subject.proof.findings
    for name in findings.unread:
        yield subject.finding(
            "W07", ("state", name), f"Nothing reads '{name}', and nobody sees it.",
            "Read it in a condition, show it, or delete it.", key=True,
        )  # fmt: skip
    for name in findings.unwritten:
        if name not in findings.unread:
            yield subject.finding(
                "W07", ("state", name), f"No choice ever changes '{name}'.",
                "Set or add to it somewhere, or delete it.", key=True,
            )  # fmt: skip


def saturated_adds(subject: Subject) -> Iterator[Problem]:
    """W08: an `add` that is always cut off by the end of the range."""
    for saturation in subject.proof.findings.saturated:
        yield subject.finding(
            "W08", path_of(saturation.where),
            f"'{saturation.variable}' has always reached the end of its range here, so that this is cut off.",
            "Widen the range, or add less.", key=True,
        )  # fmt: skip


def score_pumps(subject: Subject) -> Iterator[Problem]:
    """W09: a loop that gains score with every round."""
    for pump in subject.proof.pumps:
        yield subject.finding(
            "W09", ("scenes", pump.scene),
            f"Going round {quoted(pump.loop)} again and again raises {pump.rubric} towards {float(pump.towards):.0f}.",
            "Let the loop close after one round, or rate its choices 0.", key=True,
        )  # fmt: skip


def never_best(subject: Subject) -> Iterator[Problem]:
    """W17: choices that are in no play that is best on any figure."""
    never = subject.proof.never_best
    if never and len(never) > 0.7 * subject.proof.choices.total:
        yield subject.finding(
            "W17", ("scenes",),
            f"{len(never)} of {subject.proof.choices.total} choices are in no best play of any rubric: "
            f"{', '.join(never[:6])}{', …' if len(never) > 6 else ''}.",
            "Let more of them be the best on some criterion.", key=True,
        )  # fmt: skip


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


RULES = (
    stuck_states,
    traps,
    constant_guards,
    unreachable,
    unseen_variants,
    idle_variables,
    saturated_adds,
    score_pumps,
    never_best,
)
