"""Lays a scenario file out canonically, without losing a comment or a byte of prose.

ruamel.yaml keeps comments and quotes through a round trip; what comes out is read again and held
against what went in, and anything that would have changed is refused instead of written.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from scoring.document import read_text
from simulator.errors import ScenarioError
from simulator.scenario.model import Choice, Ending, Scenario, Scene

_ORDER = {
    "scenario": list(Scenario.model_fields),
    "scene": list(Scene.model_fields),
    "choice": list(Choice.model_fields),
    "ending": list(Ending.model_fields),
}
PASSES = 5
_COMMENT = re.compile(r"(?:^|\s)#[^\n]*")


def laid_out(text: str, name: str) -> str:
    """Return the text of a scenario file in canonical layout.

    Args:
        text: the file.
        name: its name, for errors.

    Raises:
        ScenarioError: the file is not YAML as scenarios use it, or a comment or a value would be
            lost; nothing is changed then.
    """
    # Where a comment moves with its field, it may take a second pass until all stands where it stays.
    for _ in range(PASSES):
        pretty = _laid_out_once(text, name)
        if pretty == text:
            return pretty
        text = pretty
    raise ScenarioError(f"{name} cannot be laid out: its comments never come to rest.", "Lay it out by hand.")


def _laid_out_once(text: str, name: str) -> str:
    before = read_text(text.encode(), name)
    if before.problems:
        first = before.problems[0]
        raise ScenarioError(f"{name}:{first.line}:{first.column} {first.code} {first.message}", first.mend)
    if not isinstance(before.value, dict):
        raise ScenarioError(f"{name} holds no fields.", "A scenario file is made of lines such as 'title: The gate'.")
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4_096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    tree = yaml.load(text)
    _put_in_order(tree, "scenario")
    for scene in _values(tree, "scenes"):
        _put_in_order(scene, "scene")
        for choice in scene.get("choices") or [] if isinstance(scene, dict) else []:
            _put_in_order(choice, "choice")
    for ending in _values(tree, "endings"):
        _put_in_order(ending, "ending")
    stream = io.StringIO()
    yaml.dump(tree, stream)
    pretty = "\n".join(line.rstrip() if not line.strip() else line for line in stream.getvalue().split("\n"))
    _refuse_losses(text, pretty, before.value, name)
    return pretty


def _values(tree: Any, field: str) -> list[Any]:
    part = tree.get(field) if isinstance(tree, dict) else None
    return list(part.values()) if isinstance(part, dict) else []


def _put_in_order(part: Any, kind: str) -> None:
    """Move the keys of a mapping into the documented order; unknown keys keep theirs, at the end."""
    if not isinstance(part, dict):
        return
    known = [key for key in _ORDER[kind] if key in part]
    wanted = known + [key for key in part if key not in known]
    if list(part) == wanted:
        return
    ordered: Any = part
    for key in wanted:
        ordered.move_to_end(key)


def _refuse_losses(text: str, pretty: str, value: Any, name: str) -> None:
    after = read_text(pretty.encode(), name)
    comments = Counter(found.strip() for found in _COMMENT.findall(text))
    kept = Counter(found.strip() for found in _COMMENT.findall(pretty))
    if after.problems or after.value != value or comments != kept:
        raise ScenarioError(
            f"{name} cannot be laid out without changing its text or losing a comment.",
            "It is left as it is; lay it out by hand.",
        )
