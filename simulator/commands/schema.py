"""`encounter schema`: the JSON Schema of a file format, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.output import print_json

if TYPE_CHECKING:
    from scoring.rubric import Criterion


@click.command(epilog="Example: encounter schema scenario > scenario.schema.json")
@click.argument("kind", type=click.Choice(["scenario", "campaign", "translation", "overlay", "rubric"]))
@click.option(
    "--ids-of", "file", type=click.Path(path_type=Path), metavar="FILE",
    help="Let the editor offer the ids of this encounter too: its scenes, endings, people and choices.",
)  # fmt: skip
def schema(kind: str, file: Path | None) -> None:
    """Print the JSON Schema of a file format.

    With --ids-of it is for one encounter: print it again when you have added scenes or choices. Names that it does
    not know yet are not marked as wrong.
    """
    from simulator.errors import UsageError

    if file is not None and kind != "scenario":
        raise UsageError("--ids-of is for an encounter's schema.", "Leave it out, or say: encounter schema scenario")
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
        _with_snippets(described)
        if file is not None:
            _offer_ids(described, file)
    if kind == "campaign":
        from simulator.campaign.hints import HINTS
        from simulator.scenario.hints import with_hints

        with_hints(described, HINTS)
    _version_as_number(described["properties"]["format"])
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Encounter {kind}"
    print_json(described)


def _version_as_number(field: dict[str, Any]) -> None:
    """Let the version of a format be written as it is read: a number, without quotes."""
    version = field.pop("const", None)
    if version is not None:
        field.pop("type", None)
        field["enum"] = [int(version), version]


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


def _with_snippets(described: dict[str, Any]) -> None:
    """Let editors write the skeleton of a scene, a choice, its ways and an ending."""
    parts = described["$defs"]
    way = [{"when": "${1:condition}", "to": "${2:scene-or-ending}"}, {"to": "${3:scene-or-ending}"}]
    choice = {
        "id": "${1:choice-id}", "say": "${2:What is said.}", "ratings": "{${3:opening: 0}}",
        "feedback": "${4:What it did to somebody.}", "goto": "${5:scene-or-ending}",
    }  # fmt: skip
    scene = {"${1:scene-id}": {"text": "${2:What is seen.}", "choices": ["$3"]}}
    ending = {"${1:ending-id}": {"outcome": "${2|resolved,partial,unresolved,harm|}", "text": "${3:How it ends.}"}}
    for where, label, body in (
        (parts["Scene"]["properties"]["choices"]["items"], "a choice", choice),
        (parts["Choice"]["properties"]["goto"], "ways that depend on a condition", way),
        (described["properties"]["scenes"], "a scene", scene),
        (described["properties"]["endings"], "an ending", ending),
    ):
        where["defaultSnippets"] = [{"label": label, "body": body}]


def _offer_ids(described: dict[str, Any], file: Path) -> None:
    """Let editors offer the ids of one encounter wherever one is named; any other is allowed too."""
    from simulator.scenario.library import Library

    scenario = Library.default().story(str(file)).scenario
    scenes, endings, people = list(scenario.scenes), list(scenario.endings), list(scenario.people)
    choices = [choice.id for scene in scenario.scenes.values() for choice in scene.choices]
    parts = described["$defs"]
    goto, test = parts["Choice"]["properties"]["goto"], parts["StoryTest"]["properties"]
    goto["anyOf"].insert(0, {"enum": [*scenes, *endings]})
    waived = parts["Waiver"]["properties"]["in"]
    waived["anyOf"].insert(0, {"enum": [f"scenes.{scene}" for scene in scenes]})
    test["choose"]["items"] = {"anyOf": [{"enum": choices}, test["choose"]["items"]]}
    for owner, field, ids in (
        (described["properties"], "start", scenes),
        (parts["Route"]["properties"], "to", [*scenes, *endings]),
        (test, "ending", endings),
        (parts["Retold"]["properties"], "who", people),
        (parts["Claim"]["properties"], "at", [*scenes, *endings]),
    ):
        kept = {key: owner[field].pop(key) for key in ("description", "title") if key in owner[field]}
        owner[field] = {**kept, "anyOf": [{"enum": ids}, owner[field]]}


def _scale(criterion: Criterion) -> str:
    """Return what a criterion is about, and what each level of it means, a line each."""
    levels = (f"{level}: {meaning}" for level, meaning in sorted(criterion.anchors.items()))
    return "\n\n".join([criterion.about, *levels])
