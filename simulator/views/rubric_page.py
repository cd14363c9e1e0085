"""A rubric as a page of the documentation: what earns each level of each criterion, and the critical events."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.measure import LEVEL_WORDS
from scoring.rubric import Rubric

_INDEX = {"reflective": "its criteria are meant to agree", "formative": "its criteria make up the whole between them"}


def rubric_page(rubric: Rubric) -> str:
    """Return a rubric as Markdown."""
    return "\n".join(_lines(rubric))


def _lines(rubric: Rubric) -> Iterator[str]:
    yield f"# {rubric.title} ({rubric.id} {rubric.version})"
    yield f"\n{rubric.about}"
    yield "\nA profile: no standard is set." if rubric.reported == "profile" else f"\nScored; {_INDEX[rubric.index]}."
    for id_, criterion in rubric.criteria.items():
        yield f"\n## {criterion.title} ({id_})"
        yield f"\n{criterion.about}\n"
        for level, anchor in sorted(criterion.anchors.items()):
            yield f"- {f'{level:+d}' if level else '0'} {LEVEL_WORDS[level]}: {anchor}"
        yield f"\nRests on: {'; '.join(criterion.sources)}"
    if rubric.critical_events:
        yield "\n## Critical events, which are never averaged\n"
        for id_, event in rubric.critical_events.items():
            yield f"- {event.title} ({id_}): {event.about}"
