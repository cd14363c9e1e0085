"""One language's messages, read from the file that translators edit (gettext's PO)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

_FIELD = re.compile(r'^(?:(msgid|msgid_plural|msgstr|msgstr\[\d\]) )?(".*")$')
_PLURAL = re.compile(r"plural=([^;]+);")


def _germanic(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language; what has no translation is said as it is.

    Attributes:
        said: a message, by its English form for one, to its forms in the language.
        form: which of the forms a number needs.
    """

    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _germanic

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """Return the messages of a file; what is marked as fuzzy, or not translated, is left out."""
        said: dict[str, tuple[str, ...]] = {}
        form: Callable[[int], int] = _germanic
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            fields = _fields(block)
            forms = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
            if fields.get("msgid") == "":
                rule = _PLURAL.search(forms[0])
                form = c2py(rule[1]) if rule else form
            elif forms and all(forms) and not re.search("^#,.*fuzzy", block, re.MULTILINE):
                said[fields.get("msgid", "")] = forms
        return cls(said, form)

    def text(self, message: str) -> str:
        """Return a message."""
        forms = self.said.get(message)
        return forms[0] if forms else message

    def counted(self, one: str, many: str, count: int) -> str:
        """Return a message in the form that a number needs."""
        forms = self.said.get(one)
        if not forms:
            return one if count == 1 else many
        return forms[min(self.form(count), len(forms) - 1)]


def _fields(block: str) -> dict[str, str]:
    """Return the fields of an entry, msgid to msgstr[1], in order; a text may go over several lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        found = _FIELD.match(line)
        if found:
            name = found[1] or name
            fields[name] = fields.get(name, "") + json.loads(found[2])
    return fields
