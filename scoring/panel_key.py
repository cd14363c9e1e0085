"""A panel's ratings: how people who rated on their own rate each choice, in place of the author's ratings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from scoring.document import Problem, read_document
from scoring.document.validation import FileModel, validate
from scoring.rubric import Identifier, Level, Rubric, Text

EncounterId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$", max_length=129)]
"""An encounter's id, with the id of its pack before it where it has one."""


class PanelKey(FileModel):
    """One file of a panel's ratings.

    Attributes:
        panel: who sat, and when.
        encounters: scenario id to choice id to the criteria that the panel rated. If the panel names a criterion for a
            choice, its level replaces the author's. A level of 0 counts too: on offer, and neutral. What the panel does
            not name stays as the author rated it.
    """

    format: Literal["1"]
    id: Identifier
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    panel: Text
    encounters: Annotated[dict[EncounterId, dict[Identifier, dict[Identifier, Level]]], Field(min_length=1)]

    def ratings(self, scenario: str, choice: str, given: Mapping[str, int]) -> dict[str, int]:
        """Return a choice's ratings: the author's, with the panel's in their place."""
        return {**given, **self.encounters.get(scenario, {}).get(choice, {})}


def check_key(path: Path) -> tuple[Rubric | PanelKey | None, list[Problem]]:
    """Read a file that scores are to be made by: a rubric, or a panel's ratings (it has `encounters`).

    Returns:
        What it holds, or None and everything that is wrong with the file.
    """
    document = read_document(path)
    if document.problems:
        return None, document.problems
    model: Any = PanelKey if isinstance(document.value, dict) and "encounters" in document.value else Rubric
    found: tuple[Rubric | PanelKey | None, list[Problem]] = validate(model, document)
    return found
