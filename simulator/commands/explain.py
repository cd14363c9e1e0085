"""`encounter explain` and `encounter rubric`: a problem's page, and a rubric as people read it."""

from __future__ import annotations

import click


@click.command(epilog="Example: encounter explain W22")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Print the page that explains the problem CODE, as `check` prints it; without CODE, list all codes."""
    from simulator.checking.catalogue import CATALOGUE
    from simulator.documentation import problem_page, without_fences
    from simulator.errors import UsageError

    if code is None:
        for kind in CATALOGUE.values():
            click.echo(f"{kind.code}  {kind.severity:8}{kind.title}")
        return
    page = problem_page(code.upper())
    if page is None:
        from scoring.document.problem import did_you_mean

        raise UsageError(f"There is no code '{code}'.", did_you_mean(code.upper(), CATALOGUE, otherwise="There are"))
    click.echo(without_fences(page).rstrip())


@click.command(epilog="Example: encounter rubric respect")
@click.argument("id_", required=False, metavar="[ID]")
def rubric(id_: str | None) -> None:
    """Print the rubric ID with the conduct that earns each level; without ID, list all rubrics."""
    from scoring.rubric import RubricSet
    from simulator.errors import UsageError

    rubrics = RubricSet.shipped().rubrics
    if id_ is None:
        for each in rubrics.values():
            click.echo(f"{each.id}  {each.version}  {each.title}: {each.about}")
    elif id_ in rubrics:
        from simulator.views.rubric_page import rubric_page

        click.echo(rubric_page(rubrics[id_]))
    else:
        from scoring.document.problem import did_you_mean

        raise UsageError(f"There is no rubric '{id_}'.", did_you_mean(id_, rubrics, otherwise="There are"))
