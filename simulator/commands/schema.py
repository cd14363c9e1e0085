"""`encounter schema`: the JSON Schema of a file format, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from simulator.commands.output import print_json

if TYPE_CHECKING:
    from scoring.rubric import Criterion


@click.command(epilog="Example: encounter schema scenario > scenario.schema.json")
@click.argument("kind", type=click.Choice(["scenario", "campaign", "translation", "overlay", "rubric"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of a file format."""
    if kind == "rubric":
        from scoring.rubric import Rubric as Model
    elif kind == "translation":
        from simulator.scenario.translation import Translation as Model  # type: ignore[assignment]
    elif kind == "overlay":
        from simulator.scenario.overlay import Overlay as Model  # type: ignore[assignment]
    elif kind == "campaign":
        from simulator.campaign.model import Campaign as Model  # type: ignore[assignment]
    else:
        from simulator.scenario.model import Scenario as Model  # type: ignore[assignment]
    described = Model.model_json_schema()
    if kind == "scenario":
        from simulator.scenario.hints import with_hints

        _name_rubrics(with_hints(described))
    if kind == "campaign":
        from simulator.campaign.hints import HINTS
        from simulator.scenario.hints import with_hints

        with_hints(described, HINTS)
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Encounter {kind}"
    print_json(described)


def _name_rubrics(described: dict[str, Any]) -> None:
    """Let editors offer the rubrics, criteria and critical events that ship, and the findings that can be waived."""
    from scoring.rubric import RubricSet
    from simulator.documentation import finding_codes

    rubrics = RubricSet.shipped()

    described["properties"]["rubrics"]["items"] = {"enum": list(rubrics.rubrics)}
    described["$defs"]["Waiver"]["properties"]["rule"]["enum"] = finding_codes()
    choice = described["$defs"]["Choice"]["properties"]
    events = {"enum": list(rubrics.critical_events)}
    described["$defs"]["Critical"]["properties"]["event"] |= events
    choice["critical"]["items"] = {"anyOf": [events, {"$ref": "#/$defs/Critical"}]}
    alone, several = choice["ratings"]["anyOf"]
    for ratings in (alone, several["items"]):
        (level,) = ratings.pop("patternProperties").values()
        ratings["properties"] = {
            id_: {**level, "description": _scale(criterion)}
            for rubric in rubrics.rubrics.values()
            for id_, criterion in rubric.criteria.items()
        }
        ratings["additionalProperties"] = False
    several["items"]["properties"]["when"] = {"type": "string"}


def _scale(criterion: Criterion) -> str:
    """Return what a criterion is about, and what each level of it means, a line each."""
    levels = (f"{level}: {meaning}" for level, meaning in sorted(criterion.anchors.items()))
    return "\n\n".join([criterion.about, *levels])
