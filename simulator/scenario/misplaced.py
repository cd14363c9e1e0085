"""Finds what stands at the wrong depth or under a misspelt name, says so once, and reads on as if it stood right.

One wrong indentation would otherwise be followed by a page of errors that only echo it: every ending
unknown, every choice missing.
"""

from __future__ import annotations

from typing import Any

from scoring.document.problem import did_you_mean, nearest
from simulator.scenario.model import Ending, Scenario, Scene
from simulator.scenario.tree import Tree

_CHOICE_FIELDS = ("id", "say", "do", "goto")


def put_right(tree: Tree) -> None:
    """Move what is misplaced to where it belongs in `tree`, with a problem for each at the place where it stands."""
    if isinstance(tree.value, dict):
        _places_outside(tree)
        _misspelt_fields(tree)
        _endings_inside_scenes(tree)
        _places_inside_scenes(tree)
        _places_of_the_other_kind(tree)
        _choices_without_dashes(tree)


def _places_outside(tree: Tree) -> None:
    """A scene or ending in the first column, beside `scenes`."""
    for key, place in list(tree.value.items()):
        kind = _kind(place)
        if key in Scenario.model_fields or kind is None or _taken(tree, kind, key):
            continue
        tree.refuse(
            (key,), "E201", f"'{key}' looks like {_a(kind)}, and stands in the first column.",
            f"Put two spaces more before each of its lines, so that it stands under '{kind}'.",
        )  # fmt: skip
        tree.move((key,), (kind, key))


def _misspelt_fields(tree: Tree) -> None:
    for key in [key for key in tree.value if key not in Scenario.model_fields]:
        meant = nearest(key, Scenario.model_fields)
        if meant is None or meant in tree.value:
            continue
        tree.refuse((key,), "E201", f"'{key}' is not a field here.", did_you_mean(key, Scenario.model_fields))
        tree.move((key,), (meant,))


def _endings_inside_scenes(tree: Tree) -> None:
    """The word `endings` as if it were a scene, with the endings inside or after it."""
    scenes = tree.value.get("scenes")
    if not isinstance(scenes, dict) or "endings" not in scenes or "endings" in tree.value:
        return
    inside = scenes["endings"]
    if inside is not None and not (
        isinstance(inside, dict) and all(isinstance(each, dict) for each in inside.values())
    ):
        return
    tree.refuse(
        ("scenes", "endings"), "E201", "'endings' stands inside 'scenes'.",
        "Begin it in the first column, as 'scenes' does, and each ending two spaces in.",
    )  # fmt: skip
    if inside is None:
        after = list(scenes)[list(scenes).index("endings") + 1 :]
        tree.drop(("scenes", "endings"))
        for id_ in after:
            if _kind(scenes[id_]) == "endings":
                tree.move(("scenes", id_), ("endings", id_))
    else:
        tree.move(("scenes", "endings"), ("endings",))


def _places_inside_scenes(tree: Tree) -> None:
    """A scene or ending that stands too far in, among the fields of the scene before it."""
    for id_, scene in _entries(tree, "scenes"):
        for key, place in list(scene.items()):
            kind = _kind(place)
            if key in Scene.model_fields or kind is None or _taken(tree, kind, key):
                continue
            tree.refuse(
                ("scenes", id_, key), "E201", f"'{key}' looks like {_a(kind)}, and stands inside the scene '{id_}'.",
                f"Take away spaces before each of its lines until it stands two spaces in, under '{kind}'.",
            )  # fmt: skip
            tree.move(("scenes", id_, key), (kind, key))


def _places_of_the_other_kind(tree: Tree) -> None:
    for here, there, other in (("scenes", "endings", Ending), ("endings", "scenes", Scene)):
        for id_, place in _entries(tree, here):
            if _kind(place) == there and set(place) <= set(other.model_fields) and not _taken(tree, there, id_):
                sign = "an outcome" if there == "endings" else "choices"
                tree.refuse(
                    (here, id_), "E201", f"'{id_}' has {sign}, so it is {_a(there)}; here stand {here}.",
                    f"Move it under '{there}'.",
                )  # fmt: skip
                tree.move((here, id_), (there, id_))


def _choices_without_dashes(tree: Tree) -> None:
    for id_, scene in _entries(tree, "scenes"):
        choices = scene.get("choices")
        path = ("scenes", id_, "choices")
        if not isinstance(choices, dict) or not choices:
            continue
        first = next(iter(choices))
        if any(field in choices for field in _CHOICE_FIELDS):
            tree.refuse(
                (*path, first), "E203", f"The choices of '{id_}' should be a list.",
                "Begin each choice with a dash: '- id: …', its other fields under the 'id'.",
            )  # fmt: skip
            tree.replace(path, [choices], {0: ()})
        elif all(isinstance(fields, dict) for fields in choices.values()):
            tree.refuse(
                (*path, first), "E203", f"The choices of '{id_}' should be a list.",
                f"Write '- id: {first}' in place of '{first}:', and so with each; other fields stand under the 'id'.",
            )  # fmt: skip
            entries = [{"id": key, **fields} for key, fields in choices.items()]
            tree.replace(path, entries, {index: (key,) for index, key in enumerate(choices)})


def _kind(place: Any) -> str | None:
    """Return whether a value is built like a scene or like an ending, by the field that only one of them has."""
    if not isinstance(place, dict):
        return None
    if "choices" in place:
        return None if "outcome" in place else "scenes"
    return "endings" if "outcome" in place else None


def _a(kind: str) -> str:
    return "a scene" if kind == "scenes" else "an ending"


def _taken(tree: Tree, kind: str, id_: str) -> bool:
    here = tree.value.get(kind)
    return here is not None and (not isinstance(here, dict) or id_ in here)


def _entries(tree: Tree, kind: str) -> list[tuple[str, dict[str, Any]]]:
    places = tree.value.get(kind)
    if not isinstance(places, dict):
        return []
    return [(id_, place) for id_, place in places.items() if isinstance(place, dict)]
