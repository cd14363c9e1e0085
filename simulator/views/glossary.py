"""The glossary: figures, criteria and critical events, out of measure and rubric files, and the words of each law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.measure import BANDS, MARK
from simulator.messages import tr

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.scenario.library import Entry

TERMS = Path(__file__).parent / "terms.yaml"
LEVEL_SIGNS = {-2: "−2", -1: "−1", 0: " 0", 1: "+1", 2: "+2"}


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        about: what it means, in a sentence or two.
        levels: for a criterion, each level's sign and the conduct that earns it, the lowest first.
    """

    title: str
    about: str
    levels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that belong together."""

    title: str
    about: str
    terms: tuple[Term, ...]


def glossary(rubrics: RubricSet, entries: Iterable[Entry] = ()) -> list[Group]:
    """Return the whole glossary: figures, each rubric's criteria, critical events, and the words of each law.

    Args:
        rubrics: whose criteria and critical events are explained.
        entries: encounters; their own glossaries join the words of their law.
    """
    found = [Group(tr("The figures"), tr("What the numbers of a debrief say."), tuple(_figures()))]
    for rubric in rubrics.rubrics.values():
        terms = tuple(
            Term(
                tr(each.title),
                tr(each.about),
                tuple((LEVEL_SIGNS[level], tr(each.anchors[level])) for level in sorted(each.anchors)),
            )
            for each in rubric.criteria.values()
        )
        found.append(Group(tr(rubric.title), tr(rubric.about), terms))
    events = tuple(
        Term(tr(event.title), tr(event.about))
        for rubric in rubrics.rubrics.values()
        for event in rubric.critical_events.values()
    )
    found.append(Group(tr("Critical events"), tr("Each counts by itself: no score makes up for it."), events))
    return [*found, *_laws(entries)]


def _laws(entries: Iterable[Entry]) -> Iterator[Group]:
    """Yield the words of each law, and of the encounters under no law."""
    from scoring.document import read_document

    words: dict[str, dict[str, str]] = {}
    titles: dict[str, str] = {}
    for law, told in read_document(TERMS).value.items():
        words[law] = {tr(title): tr(about) for title, about in told["terms"].items()}
        title = told["title"]
        titles[law] = tr(title)
    for entry in entries:
        if entry.glossary:
            law = entry.jurisdiction or ""
            titles.setdefault(law, tr("Words of the law, {law}", law=law) if law else tr("Words of single encounters"))
            words.setdefault(law, {}).update(entry.glossary)
    for law, terms in words.items():
        named = sorted(terms.items(), key=lambda each: each[0].casefold())
        about = tr("In short, and no substitute for the law itself.") if law else tr("As their authors explain them.")
        yield Group(titles[law], about, tuple(Term(title, meaning) for title, meaning in named))


def _figures() -> Iterator[Term]:
    limits = [tr("{word} from {begin:.0f}", word=tr(word), begin=begin) for begin, word in BANDS]
    yield Term(
        tr("Conduct"),
        tr(
            "How good what you did was, from 0 to 100: the levels of the criteria, weighted, where 50 is "
            "neutral, 75 good and 100 exemplary."
        ),
    )
    yield Term(
        tr("Decision quality"),
        tr(
            "How much of what was on offer you reached, from 0 to 100: 100 where you always took the "
            "best there was, whatever the situation allowed."
        ),
    )
    yield Term("n", tr("How many times a criterion was judged. A figure that rests on few says little."))
    yield Term(
        tr("Credits and debits"),
        tr("The levels above neutral added up, and those below it added up, kept apart."),
    )
    yield Term(
        tr("Bands"),
        tr(
            "Words for conduct: {limits}. They apply until your academy sets its own standard.",
            limits=", ".join(limits),
        ),
    )
    yield Term(
        tr("Precision (±)"),
        tr(
            "How far a figure may be off because raters differ, at 68 %. It does not cover chance in what you met. "
            "Where it reaches across a limit, both bands are said."
        ),
    )
    yield Term(
        tr("The standard"),
        tr(
            "Conduct of {mark:.0f} or more on a rubric, or the mark that an assignment sets, and no "
            "critical event in the run. A profile has no standard.",
            mark=MARK,
        ),
    )
    yield Term(
        tr("Practice only"), tr("The figures are for practice and feedback; they are not a measure of a person.")
    )
    yield Term(
        tr("Formative index"),
        tr("The criteria together make up the conduct figure; they need not agree with each other."),
    )
    yield Term(tr("Not assessed"), tr("Nothing on offer was rated on it. This is not a zero."))
