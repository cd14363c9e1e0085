"""Reports what YAML drops without a word: the rest of a text after ` #`, and fields with nothing after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.document import Document, Problem
from scoring.document.validation import Placed, nothing_written

_TEXTS = frozenset({
    "title", "summary", "about", "text", "say", "do", "feedback", "locked", "reflect", "notes", "why", "reason",
    "basis", "power", "objectives", "sources", "discussion", "content_warnings", "lines",
})  # fmt: skip
"""Fields that hold a text, or lists of them."""


def cut_texts(document: Document) -> Iterator[Problem]:
    """Yield an error for each text that YAML ends at a `#` that is not written as a note is."""
    for path, place, written_as_note in document.before_notes:
        named = [step for step in path if isinstance(step, str)]
        is_text = bool(named) and named[-1] != "when" and (named[-1] in _TEXTS or "lines" in named)
        if written_as_note or not is_text:
            continue
        line = document.source(place.line)
        field = line[: place.column - 1].rstrip().lstrip(" -{")
        yield document.problem_at(
            place, "E209", "The text ends here: YAML takes what follows ' #' for a note, and drops it.",
            f"Put the whole text in quotes: {_quoted(field, line[place.column - 1 :])} A note has two spaces before "
            "its # and one after, or a line of its own.",
        )  # fmt: skip


def empty_fields(tree: Placed) -> Iterator[Problem]:
    """Yield an error for each field that is written with nothing after it."""
    if isinstance(tree.value, dict):
        yield from _empty(tree, tree.value, ())


def _empty(tree: Placed, value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        if each is None and isinstance(key, str):
            yield nothing_written(tree, (*path, key))
        elif isinstance(each, dict | list):
            yield from _empty(tree, each, (*path, key))


def _quoted(field: str, rest: str) -> str:
    """Return how a text with its rest is written in quotes, shortened where it is long."""
    name, colon, text = field.partition(": ")
    whole = f"{text if colon else field} {rest.strip()}"
    mark = "'" if '"' in whole else '"'
    shown = whole if len(whole) <= 50 else f"{whole[:24].rpartition(' ')[0]} \u2026 {whole[-22:].partition(' ')[2]}"
    return f"{name}: {mark}{shown}{mark}." if colon else f"{mark}{shown}{mark}."
