"""The parts of a YAML file with their places, as the reader leaves them beside the plain values.

Marks count lines and columns from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yaml import ScalarEvent

ScalarNode = ScalarEvent
"""A text, as PyYAML reports it: its `value`, `style`, `start_mark` and `end_mark`."""


@dataclass(slots=True)
class MappingNode:
    """A mapping.

    Attributes:
        start_mark, end_mark: where it begins, and where it ends.
        in_brackets: whether it is written `{…}`, not one key a line.
        pairs: its keys and values as nodes, in order.
    """

    start_mark: Any
    in_brackets: bool
    end_mark: Any = None
    pairs: list[tuple[Any, Any]] = field(default_factory=list)


@dataclass(slots=True)
class SequenceNode:
    """A list.

    Attributes:
        start_mark, end_mark: where it begins, and where it ends.
        in_brackets: whether it is written `[…]`, not one dash a line.
        items: its entries as nodes, in order.
    """

    start_mark: Any
    in_brackets: bool
    end_mark: Any = None
    items: list[Any] = field(default_factory=list)


def child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return the key (None in a list) and the value one step inside a node; None if there is none."""
    if isinstance(node, MappingNode):
        for key_node, value_node in node.pairs:
            if key_node.value == str(step):
                return key_node, value_node
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    return None


def descend(node: Any, path: Sequence[str | int]) -> Any:
    """Return the node at the end of a path; None if there is none."""
    for step in path:
        found = child(node, step)
        if found is None:
            return None
        node = found[1]
    return node


def on_one_line(scalar: Any) -> bool:
    """Return whether a scalar begins and ends on the same line."""
    return bool(scalar.end_mark.line == scalar.start_mark.line)


def width_of(scalar: Any) -> int:
    """Return how many columns a scalar takes up; 1 where it goes over several lines."""
    return max(1, scalar.end_mark.column - scalar.start_mark.column) if on_one_line(scalar) else 1
