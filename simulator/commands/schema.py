"""`encounter schema`: the JSON Schema of a file format, for editors."""

from __future__ import annotations

import click

from simulator.commands.output import print_json


@click.command(epilog="Example: encounter schema scenario > scenario.schema.json")
@click.argument("kind", type=click.Choice(["scenario", "translation", "rubric"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a file format."""
    if kind == "rubric":
        from scoring.rubric import Rubric as Model
    elif kind == "translation":
        from simulator.scenario.translation import Translation as Model  # type: ignore[assignment]
    else:
        from simulator.scenario.model import Scenario as Model  # type: ignore[assignment]
    described = Model.model_json_schema()
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Encounter {kind}, format 1"
    print_json(described)
