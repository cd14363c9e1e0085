"""What stands in a scenario's plain tree: its conditions and texts, each with its place, and fields of version 2."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from simulator.scenario.template import TemplateError, parts_of

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it stands in the file.

    Attributes:
        path: the value that holds it.
        text: the condition.
        place: the scene or ending that it belongs to, or None.
        offset: where in the value it begins; 0 but for a condition inside a text.
    """

    path: Path_
    text: str
    place: str | None = None
    offset: int = 0


def mapping(value: Any) -> dict[str, Any]:
    """Return a value if it is fields; no fields otherwise."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """Return a value if it is a list; an empty one otherwise."""
    return value if isinstance(value, list) else []


def conditions_of(value: dict[str, Any]) -> Iterator[Written]:
    """Yield every condition of a scenario's plain tree."""
    for index, claim in enumerate(listed(value.get("claims"))):
        yield from _text_at(("claims", index, "never"), mapping(claim).get("never"), None)
    for index, interrupt in enumerate(listed(value.get("interrupts"))):
        yield from _of_fields(("interrupts", index), mapping(interrupt), None)
    for index, inject in enumerate(listed(value.get("injects"))):
        yield from _of_fields(("injects", index), mapping(inject), None)
    for kind in ("scenes", "endings"):
        for id_, place in mapping(value.get(kind)).items():
            path = (kind, id_)
            yield from _of_fields(path, mapping(place), id_)
            yield from _of_fields((*path, "enter"), mapping(mapping(place).get("enter")), id_)
            for index, choice in enumerate(listed(mapping(place).get("choices"))):
                yield from _of_fields((*path, "choices", index), mapping(choice), id_)
    for where, text, place in texts_of(value):
        try:
            forks = parts_of(text) if "{" in text else []
        except TemplateError:
            continue
        for fork in forks:
            if not isinstance(fork, str):
                yield Written(where, fork.when, place, fork.offset)


def texts_of(value: dict[str, Any]) -> Iterator[tuple[Path_, str, str | None]]:
    """Yield every text in which braces are read, with its place and its scene or ending; None for an inject."""
    for index, inject in enumerate(listed(value.get("injects"))):
        if isinstance(mapping(inject).get("text"), str):
            yield ("injects", index, "text"), inject["text"], None
    for kind in ("scenes", "endings"):
        for id_, place in mapping(value.get(kind)).items():
            for where, text in _texts_at((kind, id_), mapping(place)):
                if isinstance(text, str):
                    yield where, text, id_


def beyond_version_1(value: dict[str, Any], declared: Collection[str]) -> list[str]:
    """Return what a plain tree uses of version 2 of the format, by the words that are written for it."""
    found: list[str] = [field for field in ("interrupts", "injects") if field in value]
    found += ["shown_as" for each in mapping(value.get("state")).values() if "shown_as" in mapping(each)]
    for kind in ("scenes", "endings"):
        for place in mapping(value.get(kind)).values():
            found += [field for field in ("enter", "continue") if field in mapping(place)]
            for choice in listed(mapping(place).get("choices")):
                found += ["once"] if "once" in mapping(choice) else []
                lists = (field for field in ("ratings", "set", "add") if listed(mapping(choice).get(field)))
                found += [f"{field}: [{{when: …}}]" for field in lists]
    found += ["{if …}" for _, text, _ in texts_of(value) if re.search(r"\{\s*if\b", text)]
    for written in conditions_of(value):
        names = set(re.findall(r"\b(?:visits(?=\s*\()|again)\b", written.text)) - set(declared)
        found += sorted(names)
    return list(dict.fromkeys(found))


def _of_fields(path: Path_, fields: dict[str, Any], place: str | None) -> Iterator[Written]:
    yield from _text_at((*path, "when"), fields.get("when"), place)
    yield from _text_at((*path, "power", "holds"), mapping(fields.get("power")).get("holds"), place)
    for field in ("text", "lines", "retold", "ratings", "critical", "set", "add", "goto", "continue"):
        for index, entry in enumerate(listed(fields.get(field))):
            yield from _text_at((*path, field, index, "when"), mapping(entry).get("when"), place)


def _text_at(path: Path_, text: Any, place: str | None) -> Iterator[Written]:
    if isinstance(text, str):
        yield Written(path, text, place)


def _texts_at(path: Path_, place: dict[str, Any]) -> Iterator[tuple[Path_, Any]]:
    text = place.get("text")
    yield (*path, "text"), text
    for index, variant in enumerate(listed(text)):
        yield (*path, "text", index, "text"), mapping(variant).get("text")
    for index, line in enumerate(listed(place.get("lines"))):
        for speaker, said in mapping(line).items():
            if speaker != "when":
                yield (*path, "lines", index, speaker), said
    for index, retold in enumerate(listed(place.get("retold"))):
        yield (*path, "retold", index, "text"), mapping(retold).get("text")
    yield (*path, "reflect"), place.get("reflect")
    for index, choice in enumerate(listed(place.get("choices"))):
        for field in ("say", "do", "feedback", "locked"):
            yield (*path, "choices", index, field), mapping(choice).get(field)
