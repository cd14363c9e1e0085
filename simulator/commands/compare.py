"""`encounter cohort compare`: cohorts side by side, criterion by criterion."""

from __future__ import annotations

import click

from simulator.commands.context import Context, json_option, pass_context
from simulator.commands.output import columns, padded, print_json, say
from simulator.errors import UsageError

FEWEST = 10
"""A figure of fewer people than this is not shown beside another cohort's."""


@click.command("compare", epilog='Example: encounter cohort compare "Autumn 2025" "Autumn 2026"')
@click.argument("names", metavar="COHORT...", nargs=-1, required=True)
@json_option
@pass_context
def compare(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Show cohorts side by side: each criterion's conduct, on how many decisions of how many people it rests.

    Figures of fewer than ten people are left out. That one cohort did better says nothing of why.
    """
    from scoring.rubric import RubricSet
    from simulator import academy

    with context.existing() as store:
        chosen = list({each.id: each for each in (academy.cohort_named(store, name) for name in names)}.values())
        if len(chosen) < 2:
            raise UsageError("One cohort has nothing to stand beside.", "Name two or more.")
        found = {each.name: academy.criteria(store, each, RubricSet.shipped()) for each in chosen}
    listed = {view.criterion: view.title for views in found.values() for view in views if view.anchored is not None}
    told = {
        name: {view.criterion: view for view in views if view.trainees >= FEWEST and view.anchored is not None}
        for name, views in found.items()
    }
    if as_json:
        print_json(
            {
                "cohorts": {
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
                    for name, views in told.items()
                }
            }
        )
        return
    for id_, title in listed.items():
        click.echo(f"{title}:")
        for name, views in told.items():
            view = views.get(id_)
            figure = (
                f"fewer than {FEWEST} people"
                if view is None
                else f"{view.anchored:.0f} of 100, n = {view.opportunities:,} decisions of {view.trainees:,} people, "
                f"rubric {view.rubric.version}"
            )
            click.echo(f"  {padded(name, max(map(columns, told)))}  {figure}")
    if not listed:
        click.echo("Nothing was scored in any of them yet.")
    versions = {(view.rubric.id, view.rubric.version) for views in told.values() for view in views.values()}
    if len({id_ for id_, _ in versions}) < len(versions):
        say("Two versions of a rubric are two instruments: figures under different versions are not to be compared.")
