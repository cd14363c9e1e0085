"""Lays a scenario file out canonically, without losing a comment or a byte of prose.

Comments and blank lines are taken out first and put back at the end, by the places that `scoring.document` reads (see
`remarks`). In between, ruamel.yaml writes the fields in order and keeps quotes and blocks of text. The result is read
again and compared with the file. If its meaning would change, the file is refused.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from scoring.document import read_text
from simulator.errors import ScenarioError
from simulator.scenario.model import Choice, Ending, Scenario, Scene, names_of
from simulator.scenario.remarks import comments_of, lifted, put_back

_ORDER = {
    "scenario": names_of(Scenario),
    "scene": names_of(Scene),
    "choice": names_of(Choice),
    "ending": names_of(Ending),
}


def laid_out(text: str, name: str, *, fields: Sequence[str] = ()) -> str:
    """Return the text of a scenario file in canonical layout.

    Args:
        text: the file.
        name: its name, for errors.
        fields: the order of the file's own fields; a scenario's if omitted.

    Raises:
        ScenarioError: the file is not YAML as scenarios use it, or a comment or a value would be lost. Nothing is
            changed then.
    """
    before = read_text(text.encode(), name)
    if before.problems:
        first = before.problems[0]
        raise ScenarioError(f"{name}:{first.line}:{first.column} {first.code} {first.message}", first.mend)
    if not isinstance(before.value, dict):
        raise ScenarioError(f"{name} has no fields.", "A scenario file is made of lines such as 'title: The gate'.")
    from ruamel.yaml.error import YAMLError

    bare, remarks = lifted(before)
    try:
        ordered = read_text(_in_order(bare, fields).encode(), name)
        if ordered.problems:
            raise _refusal(name)
        pretty = put_back(ordered, remarks)
    except (YAMLError, KeyError):
        raise _refusal(name) from None
    after = read_text(pretty.encode(), name)
    if after.problems or after.value != before.value or Counter(comments_of(after)) != Counter(comments_of(before)):
        raise _refusal(name)
    return pretty


def _in_order(bare: str, fields: Sequence[str]) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class AsTyped(VersionedResolver):
        """Takes every scalar for the text that was typed, as the scenario format does: +1 stays +1."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            typed = kind is ScalarNode and implicit[0] and value
            return self.DEFAULT_SCALAR_TAG if typed else super().resolve(kind, value, implicit)

    yaml = YAML()
    yaml.Resolver = AsTyped
    yaml.preserve_quotes = True
    yaml.width = 4_096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    tree = yaml.load(bare)
    _put_in_order(tree, fields or _ORDER["scenario"])
    for scene in _values(tree, "scenes"):
        _put_in_order(scene, _ORDER["scene"])
        for choice in scene.get("choices") or [] if isinstance(scene, dict) else []:
            _put_in_order(choice, _ORDER["choice"])
    for ending in _values(tree, "endings"):
        _put_in_order(ending, _ORDER["ending"])
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _values(tree: Any, field: str) -> list[Any]:
    part = tree.get(field) if isinstance(tree, dict) else None
    return list(part.values()) if isinstance(part, dict) else []


def _put_in_order(part: Any, fields: Sequence[str]) -> None:
    """Move the keys of a mapping into the documented order; unknown keys keep theirs, at the end."""
    if not isinstance(part, dict):
        return
    known = [key for key in fields if key in part]
    wanted = known + [key for key in part if key not in known]
    if list(part) == wanted:
        return
    ordered: Any = part
    for key in wanted:
        ordered.move_to_end(key)


def _refusal(name: str) -> ScenarioError:
    return ScenarioError(
        f"{name} cannot be laid out without changing its text or losing a comment.",
        "It was not changed; lay it out by hand.",
    )
