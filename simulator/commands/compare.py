"""`encounter cohort compare`: cohorts side by side, criterion by criterion."""

from __future__ import annotations

import click

from simulator.commands.context import Context, academy_mode, json_option, mode_option, pass_context
from simulator.commands.output import columns, padded, print_json, say


@click.command("compare", epilog='Example: encounter cohort compare "Autumn 2025" "Autumn 2026"')
@click.argument("names", metavar="COHORT...", nargs=-1, required=True)
@mode_option
@json_option
@pass_context
def compare(context: Context, names: tuple[str, ...], mode: str | None, as_json: bool) -> None:
    """Compare cohorts: each criterion's conduct, and the numbers of decisions and people that it rests on.

    The figures are of assessments if every cohort has some, otherwise of practice. Figures of fewer than ten people are
    left out. A better figure does not say why one cohort did better.
    """
    from scoring.rubric import RubricSet
    from simulator import academy

    with context.existing() as store:
        chosen = [academy.cohort_named(store, name) for name in names]
        found = academy.side_by_side(store, chosen, RubricSet.shipped(), academy_mode(mode))
    named = [each.name for each in found.cohorts]
    if as_json:
        told = {
            name: {
                id_: {
                    "rubric": view.rubric.id,
                    "version": view.rubric.version,
                    "anchored": view.anchored,
                    "opportunities": view.opportunities,
                    "trainees": view.trainees,
                }
                for id_, view in views.items()
            }
            for name, views in zip(named, found.figures, strict=True)
        }
        print_json({"about": found.warning, "mode": str(found.mode), "cohorts": told})
        return
    for id_, title in found.titles.items():
        click.echo(f"{title}:")
        for place, name in enumerate(named):
            click.echo(f"  {padded(name, max(map(columns, named)))}  {found.words(place, id_)}")
    if not found.titles:
        click.echo("Nothing was scored in any of them yet.")
    say(found.warning)
