"""The first text of a new file: the commented starter, a copy of another encounter under its own id, or an overlay."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import UsageError

if TYPE_CHECKING:
    from scoring.rubric import RubricSet

_REVIEWS = re.compile(r"(?m)^(?:reviewed|law_checked|keyed_by):.*\n(?:[ -].*\n)*")
_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def starter(id_: str) -> str:
    """Return the commented starter under a new id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    text = files("simulator.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    return with_id(text, id_)


def copy_of(source: str, id_: str) -> str:
    """Return the text of an encounter, comments and all, under a new id, as version 0.1.0, and without its reviews.

    What somebody said about the original (`reviewed`, `law_checked`, `keyed_by`) does not hold for the copy.

    Args:
        source: an id of the library or of the guide's examples, or a file.
        id_: the new id.

    Raises:
        UsageError: `id_` is not written as an id.
        UnknownScenario: there is no such encounter.
    """
    _refuse_overlay(_source(source), source)
    text = _REVIEWS.sub("", _source(source).read_text(encoding="utf-8"))
    return with_id(re.sub(r"(?m)^version:.*$", "version: 0.1.0", text, count=1), id_)


def overlay_starter(file: Path, rubrics: RubricSet) -> str:
    """Return the text of an overlay to begin with: it is read, and no power holds until it is written.

    Args:
        file: the overlay's name, such as grounds.us-tx.yaml; the encounter's file lies beside it.
        rubrics: that it may name.

    Raises:
        UsageError: no encounter lies there.
        ScenarioInvalid: it has errors.
    """
    from simulator.scenario.overlay import laid_over
    from simulator.scenario.reader import load_story

    base, law = laid_over(file), file.stem.rpartition(".")[2]
    if base is None or not base.is_file():
        named = base.name if base else "encounter"
        raise UsageError(f"There is no {named} beside it.", "An overlay goes beside its encounter's file.")
    scenario = load_story(base, rubrics).scenario
    lines = [
        f"# {scenario.title} under the law of {law}: what is written here replaces the encounter's own text, by id.",
        "# Every field: docs/scenario-format.md, Overlays. Editors: encounter schema overlay > overlay.schema.json",
        "format: 2",
        f"overlay_of: {scenario.id}",
        f"jurisdiction: {law}",
        "version: 0.1.0",
        f"adapts: {scenario.version}",
        f"title: {json.dumps(f'{scenario.title}, {law}', ensure_ascii=False)}",
        "sources:",
        "  - Name the law that this version rests on",
        "draft: true",
        "# terms: {constable: deputy}",
        '# glossary: {deputy: "An officer of the county sheriff."}',
    ]
    powers = [choice for scene in scenario.scenes.values() for choice in scene.choices if choice.power is not None]
    lines += ["choices:"] if powers else []
    for choice in powers:
        own = "" if choice.power is None else " ".join(choice.power.basis.split())
        lines += [f"  {choice.id}:", f"    # There: {own}", "    power: {basis: none yet, holds: false}"]
    return "\n".join([*lines, ""])


def _refuse_overlay(path: Path, source: str) -> None:
    from simulator.scenario.overlay import laid_over

    base = laid_over(path)
    if base is not None:
        raise UsageError(
            f"'{source}' is an overlay, not an encounter by itself.",
            f"Copy the encounter that it changes: --from {base.stem}. An overlay begins with: encounter new "
            f"{base.stem}.us-tx.yaml",
        )


def fragments_of(source: str) -> dict[str, bytes]:
    """Return the fragments that an encounter includes, by their names beside it, as they stand there.

    Args:
        source: an id of the library, or a file.
    """
    from scoring.document import read_document

    path = _source(source)
    value = read_document(path).value
    names = value.get("include") if isinstance(value, dict) else None
    files = {name: path.parent / name for name in names or () if isinstance(name, str)}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


def _source(source: str) -> Path:
    from simulator.documentation import example
    from simulator.scenario.library import Library

    if Path(source).is_file():
        return Path(source)
    return example(source) or Path(Library.default().entry(source).path)


def with_id(text: str, id_: str) -> str:
    """Return the text of a file under another id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    if not _ID.match(id_):
        raise UsageError(
            f"'{id_}' cannot be an id.", "Name the file in lower-case letters, digits and hyphens: late-bus.yaml"
        )
    return re.sub(r"(?m)^id: *\S+", f"id: {id_}", text, count=1)
