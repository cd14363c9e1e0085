"""What a trainer decides about one member, and says to them, asked for one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator import academy
from simulator.app.screens.ask import AskScreen
from simulator.app.screens.pick import pick
from simulator.errors import UsageError
from simulator.records.model import Mode, Trainee

if TYPE_CHECKING:
    from simulator.academy import Assignment, Cohort, Member
    from simulator.app.app import EncounterApp
    from simulator.records.model import RunRecord


_OTHER_FORM = "other_form"


@dataclass(frozen=True, slots=True)
class _Term:
    """One term that can differ for one person: the question, what to know about it, and how the answer is read."""

    name: str
    question: str
    about: str
    read: Callable[[str], Any]


async def ask_adjustment(
    app: EncounterApp, cohort: Cohort, member: Member, assignments: Sequence[Assignment], titles: dict[str, str]
) -> str | None:
    """Ask for terms of one member that differ from the assignment's, and keep them. None if that was called off.

    Returns:
        What holds now, in words.
    """
    session, title = app.session, (member.name, cohort.name)
    given = {each.id: each for each in assignments}
    named = {id_: f"{titles.get(each.scenario_id, each.scenario_id)}: {each.terms}" for id_, each in given.items()}
    question = f"Which assignment gets other terms for {member.name}?"
    chosen = await pick(app, question, named) if len(given) > 1 else next(iter(given), None)
    if chosen is None:
        return None
    terms = {each.name: each for each in _terms(app, given[chosen])}
    encounters = {each.id: each.title for each in session.library.entries() if not each.error}
    kinds = {name: each.question for name, each in terms.items()}
    if given[chosen].scenario_id in encounters and len(encounters) > 1:
        kinds[_OTHER_FORM] = "Another encounter in place of this one"
    kind = await pick(app, "What do they get?", kinds)
    if kind is None:
        return None
    value: Any
    if kind == _OTHER_FORM:
        del encounters[given[chosen].scenario_id]
        id_ = await pick(app, "What do they play instead?", encounters)
        value = None if id_ is None else academy.OtherForm(id_, academy.pin_of(session.library, id_))
    else:
        term = terms[kind]
        value = await app.push_screen_wait(AskScreen(title, f"{term.question}:", term.about, term.read))
    if value is None:
        return None
    reason = await ask_reason(app, title, "Why do they get it?")
    if reason is None:
        return None

    def keep() -> Assignment:
        made = academy.adjust(
            session.opened(),
            given[chosen],
            Trainee(member.id, member.name),
            author=session.who().name,
            reason=reason,
            at=session.clock(),
            **{kind: value},
        )
        return made.applied(given[chosen])

    held = await asyncio.to_thread(keep)
    return f"{titles.get(held.scenario_id, held.scenario_id)}: {held.terms}"


async def ask_comment(app: EncounterApp, record: RunRecord) -> bool:
    """Ask for a comment on a run to the trainee who played it, and keep it. Return whether there was one."""
    session = app.session

    def keep(line: str) -> bool:
        academy.comment(session.opened(), record.id, line, author=session.who().name, at=session.clock())
        return True

    about = "It appears in the debrief under your name, and cannot be changed later."
    return bool(
        await app.push_screen_wait(
            AskScreen((record.trainee, "comment"), f"What do you say to {record.trainee}?", about, keep)
        )
    )


async def ask_void(app: EncounterApp, record: RunRecord) -> bool:
    """Ask why an attempt is not to count, and let it not count; return whether that was done."""
    session, title = app.session, (record.trainee, "an attempt that does not count")
    reason = await ask_reason(app, title, "Why does it not count?")
    if reason is None:
        return False

    def keep() -> None:
        academy.void(session.opened(), record.id, author=session.who().name, reason=reason, at=session.clock())

    await asyncio.to_thread(keep)
    return True


async def ask_reason(app: EncounterApp, title: tuple[str, str], question: str) -> str | None:
    """Ask why something is decided; None if nobody says."""

    def read(line: str) -> str:
        return academy.said_by(app.session.who().name, line)[1]

    return await app.push_screen_wait(
        AskScreen(title, question, "The reason is kept, with your name and the time.", read)
    )


def _terms(app: EncounterApp, assignment: Assignment) -> list[_Term]:
    """Return what can be other than it is assigned."""
    session = app.session
    found = [
        _Term(
            "due",
            "A later date",
            "As 2026-12-03, or 2026-12-03T17:00; it must be in the future.",
            lambda line: _given(academy.due_on(line, now=session.clock()) if line else None),
        ),
        _Term(
            "extra_time",
            "Extra time for timers",
            "How much longer, in percent: 25 is a quarter. 0 takes it back.",
            lambda line: _whole(line, 0, 300),
        ),
    ]
    if assignment.mode is Mode.ASSESSMENT:
        found.insert(
            1, _Term("attempts", "Further attempts", "How many attempts in all.", lambda line: _whole(line, 1, 1_000))
        )
    return found


def _whole(line: str, low: int, high: int) -> int:
    if line.isascii() and line.isdigit() and len(line) < 6 and low <= int(line) <= high:
        return int(line)
    raise UsageError(f"'{line}' is not a number from {low} to {high:,}.", "Type one in digits.")


def _given(value: Any) -> Any:
    if value is None:
        raise UsageError("A date is missing.", "Write it as 2026-12-03.")
    return value
