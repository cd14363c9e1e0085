"""Brings the catalogues of messages up to date with the source; tells what is not translated.

Run: python docs/write_messages.py
A new language: python docs/write_messages.py cy
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from scoring.document import read_document
from scoring.measure import LEVEL_WORDS, Band
from scoring.rubric import known_rubrics
from simulator.records.model import Mode
from simulator.scenario.vocabulary import FORCE_TITLES, Difficulty, Outcome
from simulator.training.ledger import EpisodeStatus
from simulator.views.glossary import TERMS
from simulator.views.languages import NAMES

SOURCE = Path(__file__).parent.parent / "simulator"
FOLDER = SOURCE / "messages"
"""Of this checkout, whichever is installed."""

KEYWORDS = {"tr": 1, "later": 1, "trn": 2}
"""What marks a message, and how many forms of it are given."""

DATE = datetime(2026, 11, 25, tzinfo=UTC)


def fresh() -> Catalog:
    """Return every message of the program, as the source has it today."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(SOURCE.rglob("*.py")):
        for message in marked(path):
            catalog.add(message, locations=[(path.relative_to(SOURCE.parent).as_posix(), None)])
    for path in sorted(SOURCE.rglob("*.html")):
        with path.open("rb") as page:
            for _, function, given, _ in babel_extract(page, list(KEYWORDS), [], {}):
                forms = given if isinstance(given, tuple) else (given,)
                message = forms[:2] if function == "trn" else forms[0]
                catalog.add(message, locations=[(path.relative_to(SOURCE.parent).as_posix(), None)])
    for place, text in texts():
        catalog.add(text, locations=[(place, None)])
    return catalog


def marked(path: Path) -> Iterator[str | tuple[str, str]]:
    """Yield what a module marks, also within f-strings; of numbers, the form for one and that for many."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id in ("Binding", "screen_key"):
                yield from _of_a_key(call)
            wanted = KEYWORDS.get(call.func.id, 0)
            given = [each.value for each in call.args[:wanted] if isinstance(each, ast.Constant)]
            if given and len(given) == wanted:
                yield given[0] if wanted == 1 else (given[0], given[1])


def _of_a_key(binding: ast.Call) -> Iterator[str]:
    """Yield what the key bar and the help say of a key of the app, and the key's name where it is a word."""
    said = {each.arg: each.value for each in binding.keywords} | dict(
        zip(("description",), binding.args[2:3], strict=False)
    )
    for place in ("description", "tooltip", "key_display"):
        each = said.get(place)
        if isinstance(each, ast.Constant) and (place != "key_display" or re.search("[A-Za-z]{3}", str(each.value))):
            yield str(each.value)


def texts() -> Iterator[tuple[str, str]]:
    """Yield the texts that stand in data: of rubrics, of the words of each law, and the words of fixed lists."""
    for word in (*LEVEL_WORDS.values(), *Band, *Mode, *get_args(Difficulty), *get_args(Outcome)):
        yield "words", str(word)
    for word in (*FORCE_TITLES, *FORCE_TITLES.values(), *EpisodeStatus, *NAMES.values()):
        yield "words", str(word)
    for rubric in known_rubrics().values():
        for part in (rubric, *rubric.criteria.values(), *rubric.critical_events.values()):
            yield "scoring/rubrics", part.title
            yield "scoring/rubrics", part.about
        for criterion in rubric.criteria.values():
            yield from (("scoring/rubrics", anchor) for anchor in criterion.anchors.values())
    for law in read_document(TERMS).value.values():
        for text in (law["title"], *law["terms"], *law["terms"].values()):
            yield "simulator/views/terms.yaml", str(text)


def brought_up(old: Catalog) -> Catalog:
    """Return a catalogue with the messages of today: translations that still fit are kept, others go."""
    new = Catalog(locale=old.locale, fuzzy=False, header_comment="# Encounter. Written by docs/write_messages.py.")
    new.revision_date = new.creation_date = DATE  # the history of a catalogue stands in git
    for message in fresh():
        if message.id:
            known = old.get(message.id)
            said = known.string if known is not None and not known.fuzzy else ""
            new.add(message.id, said, locations=message.locations)
    return new


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages that a catalogue does not say."""
    said = ((each, each.string if isinstance(each.string, tuple) else (each.string,)) for each in catalog if each.id)
    return [message for message, strings in said if not all(strings)]


def read(path: Path) -> Catalog:
    """Return a catalogue as it stands, an empty one of the language where there is none yet."""
    if not path.exists():
        return Catalog(locale=path.stem)
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def as_po(catalog: Catalog) -> bytes:
    """Return a catalogue as translators edit it."""
    target = BytesIO()
    write_po(target, catalog, width=0, include_lineno=False, omit_header=False)
    return target.getvalue()


if __name__ == "__main__":
    for path in [*sorted(FOLDER.glob("*.po")), *(FOLDER / f"{code}.po" for code in sys.argv[1:])]:
        catalog = brought_up(read(path))
        path.write_bytes(as_po(catalog))
        missing = untranslated(catalog)
        for message in missing:
            print(message.id)
        print(f"{path.name}: {len(catalog)} messages, {len(missing)} not translated.")
