"""What a shell completes: encounters, runs, people and languages.

A key is waited for, so nothing heavy is loaded: encounters come from the library's index, people and runs straight out
of the store's file. Of a store on PostgreSQL nothing is completed, since every key would open a connection.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from simulator.scenario.vocabulary import is_language

MOST = 100

_PEOPLE = "SELECT name, '' FROM trainees ORDER BY name"
_RUNS = """
SELECT substr(r.id, 1, 8), r.scenario_id || ', ' || substr(r.started_at, 1, 10) || ', ' || t.name
FROM runs r JOIN trainees t ON t.id = r.trainee_id
WHERE NOT EXISTS (SELECT 1 FROM runs s WHERE s.origin_run = r.id AND s.origin_kind = 'rewind')
AND (? = '' OR t.name = ? COLLATE NOCASE)
AND (? OR NOT EXISTS (SELECT 1 FROM finishes f WHERE f.run_id = r.id))
ORDER BY r.ordinal DESC LIMIT ?
"""


def people(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Return the names of those known to the store."""
    return _items(_asked(context, _PEOPLE), incomplete)


def runs(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Return the newest runs by the beginning of their ids: of one person if one is named, unfinished to resume."""
    whose, every = str(context.params.get("trainee") or ""), context.info_name != "resume"
    return _items(_asked(context, _RUNS, whose, whose, every, MOST), incomplete)


def encounters(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Return the library's encounters and campaigns by id; or files, if the typed text looks like one."""
    from simulator.campaign.library import campaigns
    from simulator.scenario.library import Library

    if os.sep in incomplete or incomplete.startswith("."):
        return [CompletionItem(incomplete, type="file")]
    library = Library.default()
    found = [(each.id, each.title) for each in library.entries() if not each.error]
    found += [(each.id, each.title) for each in campaigns(library) if not each.error]
    return _items(found, incomplete) or [CompletionItem(incomplete, type="file")]


def languages(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    """Return the languages of the encounter that is named in the line, or else all that have a name here."""
    from simulator.scenario.library import Library
    from simulator.views.languages import NAMES, language_name

    line = split_arg_string(os.environ.get("COMP_WORDS", ""))  # click knows no argument while an option has no value
    entry = next((each for each in Library.default().entries() if each.id in line), None)
    codes = list(NAMES) if entry is None else _beside(Path(entry.path))
    return _items(((code, language_name(code)) for code in codes), incomplete)


def _beside(path: Path) -> list[str]:
    """Return the languages of the translations that lie beside a file, without reading them."""
    found = (
        each.name[len(path.stem) + 1 : -len(path.suffix)] for each in path.parent.glob(f"{path.stem}.*{path.suffix}")
    )
    return sorted(each for each in found if is_language(each))


def _asked(context: click.Context, query: str, *values: object) -> Iterator[tuple[str, str]]:
    """Yield the rows of a query of the store's file; none where there is no such file, or it cannot be read."""
    import sqlite3

    from simulator.records import default_path

    address = context.find_root().params.get("store_address") or os.environ.get("ENCOUNTER_STORE") or ""
    path = Path(address).expanduser() if address else default_path()
    if "://" in address or not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield from connection.execute(query, values)
    except sqlite3.Error:
        return


def _items(found: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem[Any]]:
    begun = incomplete.casefold()
    return [CompletionItem(value, help=about or None) for value, about in found if value.casefold().startswith(begun)]


class _Bash(BashComplete):
    """Bash, which takes a completion as it would be typed: a blank in a name needs a backslash."""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return a completion on a line; the shell reads it once, which takes every other backslash away."""
        value = "".join(rf"\\{each}" if each in " '\"()&;$`\\" else each for each in str(item.value))
        return f"{item.type},{value}"


add_completion_class(_Bash)
