"""A run's debrief, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoring.rubric import RubricSet
from simulator.messages import later, speaking_around, tr
from simulator.plain.glossary import print_glossary
from simulator.plain.save_as import keep_debrief
from simulator.plain.talk import InputEnded, PersonLeft, Talk, now, number_of
from simulator.records.published_library import library_of
from simulator.text import sentence
from simulator.views.debrief import OWN_VIEW, DebriefPart, debrief_parts
from simulator.views.then_and_now import attempt_words
from simulator.views.what_if import what_if, what_if_parts

if TYPE_CHECKING:
    from simulator.records.store import Store
    from simulator.training.debrief import Debrief
    from simulator.training.play import Play


def look_back(talk: Talk, store: Store, run_id: str) -> Play | None:
    """Ask for the trainee's own view, tell the debrief in parts, and offer to try again from a decision.

    Returns:
        A new run to play on, or None.
    """
    from simulator.training.debrief import debrief

    view = debrief(store, run_id)
    with speaking_around(view.record.language):
        return _look_back(talk, store, view)


def _look_back(talk: Talk, store: Store, view: Debrief) -> Play | None:
    from simulator.training.debrief import debrief
    from simulator.training.play import Play

    run_id = view.record.id
    try:
        if view.ending is not None and not view.has_own_view:
            _ask_own_view(talk, store, view)
            view = debrief(store, run_id)
        told: set[str] = set()
        while left := [part for part in debrief_parts(view) if part.title not in told]:
            together = left[:1] if talk.interactive else left
            for line in (line for each in together for line in _offered(view, each)):
                talk.say(line)
            told |= {each.title for each in together}
            keep = _asked_decision(talk, store, view, last=len(together) == len(left))
            if keep is not None:
                return Play.again(store, run_id, keep=keep, clock=now)
            view = debrief(store, run_id)  # own words may have been written anew
    except (InputEnded, PersonLeft):
        return None
    return None


def _offered(view: Debrief, part: DebriefPart) -> Iterator[str]:
    """Yield a part of a debrief, and below then and now which other attempts can stand there."""
    yield from part_lines(part)
    if part.shows == "then" and len(view.earlier) > 1:
        for each in view.earlier:
            yield f"  {attempt_words(each)}"
        yield tr("c and a number compares this attempt with another of them.")


_HELPS = later(
    "A number tries again from just before that decision. i and a number say what each choice of that decision would "
    "have done. o takes your own words anew. g says what the words mean."
)
_KEEPS = later("w keeps the debrief as a file.")


def _asked_decision(talk: Talk, store: Store, view: Debrief, *, last: bool) -> int | None:
    """Ask whether to read on; return how many decisions to keep where one is to be tried again."""
    from simulator.training.debrief import debrief

    count = len(view.decisions)
    reads = tr("Enter to go on; ? helps.") if last else tr("Enter to read on; ? helps.")
    again = tr("To try again from a decision, type its number, 1 to {count}.", count=count) if count else ""
    while True:
        answer = talk.ask(f"{again} {reads}".strip(), helps=f"{tr(_HELPS)} {tr(_KEEPS) if talk.files else ''}".strip())
        number = number_of(answer, count)
        if number is not None:
            return number - 1
        word, _, wanted = answer.casefold().partition(" ")
        sequence = number_of(wanted, count) if word in ("i", "if") else None
        if sequence is not None:
            for part in what_if_parts(what_if(store, view.record.id, sequence), sequence):
                for line in part_lines(part):
                    talk.say(line)
            continue
        attempt = number_of(wanted, len(view.earlier)) if word in ("c", "compare") else None
        if attempt is not None:
            _compare(talk, store, view, view.earlier[attempt - 1].run)
            continue
        if answer.casefold() in ("w", "write") and talk.files:
            anew = debrief(store, view.record.id)
            keep_debrief(talk, view.title, view.record.started_at, debrief_parts(anew))
            continue
        if word == "o" and view.ending is not None:
            words = talk.ask(tr("What would you do differently? One line; Enter skips."))
            if words:
                store.reflect(view.record.id, words, now())
                talk.remark(tr("Kept. What you wrote before stays in the record."))
            continue
        if answer.casefold() in ("g", "glossary"):
            print_glossary(talk, RubricSet.of(rubric.rubric for rubric in view.rubrics), library_of(store).entries())
            continue
        if not answer:
            return None
        talk.remark(tr("'{answer}' is not the number of a decision.", answer=answer))


def _compare(talk: Talk, store: Store, view: Debrief, run_id: str) -> None:
    """Tell then and now with another earlier attempt."""
    from simulator.training.debrief import debrief

    for part in debrief_parts(debrief(store, view.record.id, beside=run_id)):
        for line in part_lines(part) if part.shows == "then" else ():
            talk.say(line)


def _ask_own_view(talk: Talk, store: Store, view: Debrief) -> None:
    talk.say()
    talk.say(f"{tr(OWN_VIEW)} {tr('Enter skips.')}")
    ratings: dict[str, int] = {}
    for rubric in view.rubrics:
        while True:
            answer = talk.ask(f"{tr(rubric.title)}:", helps=tr("A whole number from 0 to 10; Enter leaves it out."))
            number = number_of(answer, 10, least=0)
            if number is not None:
                ratings[rubric.id] = number * 10
            elif answer:
                talk.say(tr("A whole number from 0 to 10, or Enter."))
                continue
            break
    if ratings:
        store.rate_self(view.record.id, ratings, now())
    text = talk.ask(tr("What would you do differently? One line; Enter skips."))
    if text:
        store.reflect(view.record.id, text, now())


def debrief_lines(view: Debrief) -> Iterator[str]:
    """Yield a debrief as lines, all parts in order."""
    for part in debrief_parts(view):
        yield from part_lines(part)


def part_lines(part: DebriefPart) -> Iterator[str]:
    """Yield one part of a debrief as lines, its heading first."""
    yield ""
    yield sentence(part.title)
    critical = tr("Critical event")
    for line in part.lines:
        mark = "- " if line.kind == "item" and not line.depth else ""
        words = line.text.replace(critical, critical.upper(), 1) if line.kind == "alert" else line.text
        yield f"{'  ' * line.depth}{mark}{words}"
