"""The sheet on which a rater gives levels to the choices of an encounter: a row for each choice and criterion.

Which criteria the author rated can be shown or hidden. If they are shown, a choice has a row for every criterion that
any choice of its scene is rated on. If they are hidden, it has a row for every criterion of the encounter's rubrics:
more work, but no hint of what the author thought of. The author's levels are never on the sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from scoring.exports.atomic import draft
from scoring.exports.formats import WriterContext, format_of
from scoring.exports.table import Table
from scoring.facts import Column, arrow_schema
from scoring.measure import LEVEL_WORDS, LEVELS
from scoring.rubric import Criterion
from simulator.errors import ExportFailed, UsageError
from simulator.scenario.compiled import CompiledText
from simulator.scenario.story import Story

ENDINGS = (".csv", ".xlsx")

COLUMNS: tuple[Column, ...] = (
    Column("row", "int32", "count", "The row, to speak of it."),
    Column("scene", "string", "id", "The scene; choices of one scene are on offer together."),
    Column("what happens", "string", "", "What is shown there; brackets mark what is shown only sometimes."),
    Column("choice", "string", "", "What is said or done."),
    Column("criterion", "string", "", "What to rate it on."),
    Column("about", "string", "", "What the criterion looks at."),
    Column("level", "int32", "-2 to 2", "Yours to fill in; leave it empty where the criterion does not apply."),
    Column("note", "string", "", "Yours, if you like: why."),
    *(
        Column(f"level {level} is", "string", "", f"{LEVEL_WORDS[level].capitalize()}: the conduct that earns it.")
        for level in LEVELS
    ),
    Column("scenario", "string", "id", "The encounter; do not change this column or those after it."),
    Column("version", "string", "version", "Its version."),
    Column("digest", "string", "SHA-256", "Its fingerprint."),
    Column("choice id", "string", "id", "The choice."),
    Column("criterion id", "string", "id", "The criterion."),
)
"""The sheet's columns, in order."""


def write_sheet(story: Story, target: Path, *, shown: bool, seed: int) -> int:
    """Write a sheet; return the number of its rows.

    Args:
        story: the encounter.
        target: a .csv or .xlsx file.
        shown: ask only about criteria that something in the scene is rated on; otherwise about all.
        seed: decides the order of the choices in each scene: give each rater another.

    Raises:
        UsageError: the file's name says no format that a sheet can have.
        ExportFailed: it cannot be written; what stood there still does.
    """
    import pyarrow as pa

    found = format_of(target.name)
    if found is None or found.ending not in ENDINGS:
        raise UsageError(f"{target.name} is not the name of a sheet.", "End its name with .csv or .xlsx.")
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise ExportFailed(f"{target} cannot be written.", "Name a file in a folder that exists.")
    rows = list(_rows(story, shown=shown, seed=seed))
    batch = pa.RecordBatch.from_pylist(rows, schema=arrow_schema(_nullable(COLUMNS)))
    about = [
        ("encounter", f"{story.scenario.id} {story.scenario.version}"),
        ("what to do", "Fill in 'level' in the second sheet, alone, and save the file under your name."),
    ]
    with _whole(target) as file:
        found.write(file, [Table("ratings", _nullable(COLUMNS), [batch])], WriterContext(about=about))
    return len(rows)


def write_whole(target: Path, text: str) -> None:
    """Write a text file as a whole or not at all.

    Raises:
        ExportFailed: it cannot be written; what stood there still does.
    """
    with _whole(target) as file:
        file.write(text.encode())


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    try:
        with draft(target) as file:
            yield file
    except OSError as error:
        raise ExportFailed(f"{target} cannot be written ({error.strerror}).", "Name another file.") from None


def asked(story: Story, *, shown: bool) -> dict[tuple[str, str], str]:
    """Return what a sheet asks about: choice id and criterion id to the scene, in the order of the file."""
    every = list(story.rubrics.criteria)
    pairs = {}
    for scene, place in story.scenes.items():
        rated = {criterion for choice in place.choices for criterion in choice.choice.levels}
        for choice in place.choices:
            for criterion in every:
                if not shown or criterion in rated:
                    pairs[choice.id, criterion] = scene
    return pairs


def _rows(story: Story, *, shown: bool, seed: int) -> Iterator[dict[str, Any]]:
    criteria = _criteria(story)
    by_choice: dict[str, list[str]] = {}
    for choice, criterion in asked(story, shown=shown):
        by_choice.setdefault(choice, []).append(criterion)
    number = 0
    for scene, place in story.scenes.items():
        choices = [each.id for each in place.choices if each.id in by_choice]
        choices.sort(key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).digest())
        happens = _happens(story, scene)
        for id_ in choices:
            for criterion in by_choice[id_]:
                number += 1
                yield {
                    "row": number,
                    "scene": scene,
                    "what happens": happens,
                    "choice": _words(story, id_),
                    "criterion": criteria[criterion].title,
                    "about": criteria[criterion].about,
                    "level": None,
                    "note": None,
                    **{f"level {level} is": criteria[criterion].anchors[level] for level in LEVELS},
                    "scenario": story.scenario.id,
                    "version": story.scenario.version,
                    "digest": story.digest,
                    "choice id": id_,
                    "criterion id": criterion,
                }


def _criteria(story: Story) -> dict[str, Criterion]:
    return {id_: criterion for rubric in story.rubrics.rubrics.values() for id_, criterion in rubric.criteria.items()}


def _happens(story: Story, scene: str) -> str:
    place = story.scenes[scene]
    texts = [_sometimes(text) for text in place.texts]
    people = story.scenario.people
    for line in place.lines:
        name = people[line.speaker].name if line.speaker in people else line.speaker
        texts.append(f"{name}: {_sometimes(line)}")
    return " ".join(" ".join(text.split()) for text in texts)


def _sometimes(text: CompiledText) -> str:
    return text.text if text.when is None else f"[{text.text}]"


def _words(story: Story, id_: str) -> str:
    choice = story.choices[id_].choice
    return f"{'Say' if choice.spoken else 'Do'}: {choice.text}"


def _nullable(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(each, nullable=each.name in ("level", "note")) for each in columns)
