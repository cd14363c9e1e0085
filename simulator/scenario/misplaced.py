"""Finds values at the wrong depth or under a misspelt name, says so once, and reads on as if they stood right.

One wrong indentation, or one line too few, would otherwise be followed by a page of errors that only
echo it: every ending unknown, every choice missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from itertools import product
from typing import Any

from pydantic import BaseModel

from scoring.document.problem import did_you_mean, nearest
from simulator.scenario.model import (
    Claim,
    Ending,
    Inject,
    Interrupt,
    Person,
    Review,
    Scenario,
    Scene,
    StoryTest,
    Waiver,
    names_of,
)
from simulator.scenario.tree import Path_, Tree

_CHOICE_FIELDS = ("id", "say", "do", "goto")
_A = {"scenes": "a scene", "endings": "an ending", "people": "a person", "state": "state"}
_FIELDS_OF = {"scenes": names_of(Scene), "endings": names_of(Ending), "people": names_of(Person)}
_BEFORE = (("people", "state"), ("scenes", "endings"))
"""Parts that commonly follow each other: where the second has lost its line, its entries join the first."""

_LISTS: dict[str, type[BaseModel]] = {
    "reviewed": Review,
    "interrupts": Interrupt,
    "injects": Inject,
    "claims": Claim,
    "tests": StoryTest,
    "waive": Waiver,
}
"""Lists in the first column; no two of them need the same fields."""


def put_right(tree: Tree) -> None:
    """Move misplaced values to where they belong in `tree`, and report each at its place in the file."""
    if isinstance(tree.value, dict):
        _entries_in_the_first_column(tree)
        _misspelt_fields(tree)
        for kind, fields in _FIELDS_OF.items():
            _fields_beside_their_owner(tree, kind, fields)
        for first, second in _BEFORE:
            _part_inside_another(tree, first, second)
            _part_without_its_line(tree, first, second)
        _places_inside_scenes(tree)
        _places_of_the_other_kind(tree)
        for id_, _ in _entries(tree, "scenes"):
            _list_without_its_line(tree, ("scenes", id_), "lines", "choices", _is_choice)
        for kind in ("scenes", "endings"):
            for id_, _ in _entries(tree, kind):
                _list_without_its_line(tree, (kind, id_), "text", "lines", _is_line)
        for above, lost in product(list(tree.value), _LISTS):
            _list_without_its_line(tree, (), above, lost, partial(_is_entry, _LISTS[lost]))
        _choices_without_dashes(tree)


def _entries_in_the_first_column(tree: Tree) -> None:
    """A scene, an ending, a person or a variable beside the part that it belongs in."""
    for key, value in list(tree.value.items()):
        kind = _kind(value)
        if key in Scenario.model_fields or kind is None or _taken(tree, kind, key):
            continue
        tree.refuse(
            (key,), "E201", f"'{key}' looks like {_A[kind]}, but it is in the first column.",
            f"Put two more spaces before each of its lines, so that it belongs to '{kind}'.",
        )  # fmt: skip
        tree.move((key,), (kind, key))


def _misspelt_fields(tree: Tree) -> None:
    for key in [key for key in tree.value if key not in Scenario.model_fields]:
        meant = nearest(key, Scenario.model_fields)
        if meant is None or meant in tree.value:
            continue
        tree.refuse((key,), "E201", f"'{key}' is not a field here.", did_you_mean(key, Scenario.model_fields))
        tree.move((key,), (meant,))


def _fields_beside_their_owner(tree: Tree, kind: str, fields: Collection[str]) -> None:
    """A field of a scene, an ending or a person that stands in the column of its id, as if it were another one."""
    entries = tree.value.get(kind)
    owner = ""
    for id_, value in list(entries.items()) if isinstance(entries, dict) else ():
        beside = tree.value[kind].get(owner)
        if id_ not in fields or isinstance(value, dict) or not isinstance(beside, dict) or id_ in beside:
            owner = id_
            continue
        tree.refuse(
            (kind, id_), "E201", f"'{id_}' is a field of '{owner}', but it is not indented below it.",
            "Put two more spaces before it, and before each line that belongs to it.",
        )  # fmt: skip
        tree.move((kind, id_), (kind, owner, id_))


def _part_inside_another(tree: Tree, outer: str, part: str) -> None:
    """The word `endings` as if it were a scene, with the endings inside or after it; the same with `state`."""
    entries = tree.value.get(outer)
    if not isinstance(entries, dict) or part not in entries or part in tree.value:
        return
    inside = entries[part]
    if inside is not None and not (isinstance(inside, dict) and part in map(_kind, inside.values())):
        return
    tree.refuse(
        (outer, part), "E201", f"'{part}' is inside '{outer}'.",
        f"Begin it in the first column, as '{outer}' does, and indent what belongs to it by two spaces.",
    )  # fmt: skip
    if inside is not None:
        tree.move((outer, part), (part,))
        return
    after = list(entries)[list(entries).index(part) + 1 :]
    tree.drop((outer, part))
    for id_ in after:
        if _kind(entries[id_]) == part:
            tree.move((outer, id_), (part, id_))


def _part_without_its_line(tree: Tree, outer: str, part: str) -> None:
    """Entries of a part that is not there at all, at the end of the one before."""
    entries = tree.value.get(outer)
    if not isinstance(entries, dict) or part in tree.value:
        return
    strays = [id_ for id_, value in entries.items() if _kind(value) == part]
    if not strays or strays != list(entries)[-len(strays) :]:
        return
    tree.refuse(
        (outer, strays[0]), "E201", f"'{strays[0]}' looks like {_A[part]}, but it is under '{outer}'.",
        f"Put a line '{part}:' before it, in the first column.",
    )  # fmt: skip
    for id_ in strays:
        tree.move((outer, id_), (part, id_))


def _places_inside_scenes(tree: Tree) -> None:
    """A scene or ending that stands too far in, among the fields of the scene before it."""
    for id_, scene in _entries(tree, "scenes"):
        for key, place in list(scene.items()):
            kind = _kind(place)
            if key in names_of(Scene) or kind not in ("scenes", "endings") or _taken(tree, kind, key):
                continue
            tree.refuse(
                ("scenes", id_, key), "E201", f"'{key}' looks like {_A[kind]}, but it is inside the scene '{id_}'.",
                f"Delete spaces before each of its lines until it is indented by two, under '{kind}'.",
            )  # fmt: skip
            tree.move(("scenes", id_, key), (kind, key))


def _places_of_the_other_kind(tree: Tree) -> None:
    for here, there, other in (("scenes", "endings", Ending), ("endings", "scenes", Scene)):
        for id_, place in _entries(tree, here):
            if _kind(place) == there and set(place) <= set(names_of(other)) and not _taken(tree, there, id_):
                sign = "an outcome" if there == "endings" else "choices"
                tree.refuse(
                    (here, id_), "E201", f"'{id_}' has {sign}, so it is {_A[there]}; this part of the file is for "
                                         f"{here}.",
                    f"Move it under '{there}'.",
                )  # fmt: skip
                tree.move((here, id_), (there, id_))


def _list_without_its_line(tree: Tree, of: Path_, above: str, lost: str, belongs: Callable[[Any], bool]) -> None:
    """Entries of a list whose own line is missing, at the end of the list above it; both are fields of `of`."""
    holder = tree.at(of)
    listed = holder.get(above)
    if not isinstance(listed, list) or lost in holder:
        return
    begun = next((index for index, entry in enumerate(listed) if belongs(entry)), None)
    if begun is None or not begun or not all(map(belongs, listed[begun:])):
        return
    path = (*of, above)
    tree.refuse(
        (*path, begun), "E202", f"The field '{lost}' is missing: this is not an entry of '{above}'.",
        f"Put a line '{lost}:' before it, in the same column as '{above}'.",
    )  # fmt: skip
    tree.replace((*of, lost), listed[begun:], {n: (*path, begun + n) for n in range(len(listed) - begun)})
    tree.replace(path, listed[:begun], {})


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
            tree.replace(path, [choices], {0: path})
        elif all(isinstance(fields, dict) for fields in choices.values()):
            tree.refuse(
                (*path, first), "E203", f"The choices of '{id_}' should be a list.",
                f"Write '- id: {first}' in place of '{first}:', and do the same for each; its other fields go under "
                "the 'id'.",
            )  # fmt: skip
            entries = [{"id": key, **fields} for key, fields in choices.items()]
            tree.replace(path, entries, {index: (*path, key) for index, key in enumerate(choices)})


def _kind(value: Any) -> str | None:
    """Return the part that a value belongs to, by the fields that only entries of that part have."""
    if value in ("true", "false"):
        return "state"
    if not isinstance(value, dict):
        return None
    if "choices" in value or "continue" in value:
        return None if "outcome" in value else "scenes"
    if "outcome" in value:
        return "endings"
    if "name" in value and "role" in value:
        return "people"
    return "state" if "start" in value and ("min" in value or "levels" in value) else None


def _is_choice(entry: Any) -> bool:
    return isinstance(entry, dict) and "id" in entry and any(field in entry for field in _CHOICE_FIELDS[1:])


def _is_line(entry: Any) -> bool:
    return isinstance(entry, dict) and "text" not in entry and len(set(entry) - {"when"}) == 1


def _is_entry(model: type[BaseModel], entry: Any) -> bool:
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    return isinstance(entry, dict) and needed <= set(entry)


def _taken(tree: Tree, kind: str, id_: str) -> bool:
    here = tree.value.get(kind)
    return here is not None and (not isinstance(here, dict) or id_ in here)


def _entries(tree: Tree, kind: str) -> list[tuple[str, dict[str, Any]]]:
    places = tree.value.get(kind)
    if not isinstance(places, dict):
        return []
    return [(id_, place) for id_, place in places.items() if isinstance(place, dict)]
