"""`encounter explain` and `encounter rubric`: a problem's page, and a rubric as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.rubric import Rubric

_INDEX = {"reflective": "its criteria are meant to agree", "formative": "its criteria make up the whole between them"}


@click.command(epilog="Example: encounter explain W22")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Print the page that explains the problem CODE, as `check` prints it; all codes, if omitted."""
    from simulator.checking.catalogue import CATALOGUE
    from simulator.documentation import problem_page
    from simulator.errors import UsageError

    if code is None:
        for kind in CATALOGUE.values():
            click.echo(f"{kind.code}  {kind.severity:8}{kind.title}")
        return
    page = problem_page(code.upper())
    if page is None:
        from scoring.document.problem import did_you_mean

        raise UsageError(f"There is no code '{code}'.", did_you_mean(code.upper(), CATALOGUE, otherwise="There are"))
    click.echo(page.rstrip())


@click.command(epilog="Example: encounter rubric respect")
@click.argument("id_", required=False, metavar="[ID]")
def rubric(id_: str | None) -> None:
    """Print the rubric ID with the conduct that earns each level; all rubrics by name, if omitted."""
    from scoring.rubric import RubricSet
    from simulator.errors import UsageError

    rubrics = RubricSet.shipped().rubrics
    if id_ is None:
        for each in rubrics.values():
            click.echo(f"{each.id}  {each.version}  {each.title}: {each.about}")
    elif id_ in rubrics:
        click.echo("\n".join(rubric_lines(rubrics[id_])))
    else:
        from scoring.document.problem import did_you_mean

        raise UsageError(f"There is no rubric '{id_}'.", did_you_mean(id_, rubrics, otherwise="There are"))


def rubric_lines(rubric: Rubric) -> Iterator[str]:
    """Yield a rubric in lines for people: each criterion with its anchors, then the critical events."""
    from scoring.measure import LEVEL_WORDS

    yield f"{rubric.title} ({rubric.id} {rubric.version})"
    yield rubric.about
    yield "A profile: no standard is set." if rubric.reported == "profile" else f"Scored; {_INDEX[rubric.index]}."
    for id_, criterion in rubric.criteria.items():
        yield ""
        yield f"{criterion.title} ({id_}): {criterion.about}"
        for level, anchor in sorted(criterion.anchors.items()):
            yield f"  {level:+d} {LEVEL_WORDS[level]:20} {anchor}" if level else f"   0 {LEVEL_WORDS[0]:20} {anchor}"
        yield f"  Rests on: {'; '.join(criterion.sources)}"
    if rubric.critical_events:
        yield ""
        yield "Critical events, which are never averaged:"
        for id_, event in rubric.critical_events.items():
            yield f"  {event.title} ({id_}): {event.about}"
