"""A language that nobody speaks: every message in Greek letters, so that what stays in Latin ones was never translated."""

import re
from functools import cache
from pathlib import Path

import yaml

from simulator import messages
from tests.messages.test_catalogues import script
from tests.samples import GATE, write

CODE = "el"
_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβψδεφγηιξκλμνοπϙρστθωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠϘΡΣΤΘΩϚΧΥΖ"
)
_TEXTS = ("title", "summary", "place", "name", "role", "text", "say", "do", "feedback", "locked", "reflect", "ama")
OWN = (
    "tension",
    "mood",
    "open",
    "wary",
    "upset",
    "ENCOUNTER",
    "Encounter",
    "encounter",
    "UTC",
    "html",
    "JSON",
    "json",
    "keys",
    "English",
    "Ctrl",
)
"""Names of the sample's state, of the program, and of what has no other name."""


def greek(text):
    """Return a text in Greek letters; what stands in braces stays."""
    return "".join(part if part.startswith("{") else part.translate(_GREEK) for part in re.split(r"(\{[^{}]*\})", text))


@cache
def _catalogue() -> bytes:
    """Return a catalogue of all that the source marks today, as a file."""
    catalog = script.Catalog(locale=CODE, fuzzy=False)
    for message in script.fresh():
        if message.id:
            said = tuple(map(greek, message.id)) if isinstance(message.id, tuple) else greek(message.id)
            catalog.add(message.id, said)
    return script.as_po(catalog)


def speak_greek(folder: Path, monkeypatch):
    """Make the program speak Greek letters."""
    (folder / "catalogues").mkdir()
    (folder / "catalogues" / f"{CODE}.po").write_bytes(_catalogue())
    monkeypatch.setattr(messages, "FOLDER", folder / "catalogues")
    messages._catalogue.cache_clear()


def greek_gate(folder: Path) -> Path:
    """Write the small scenario in Greek letters; return its folder."""
    tree = _in_greek(yaml.safe_load(re.sub(r"\?([]}])", r"\1", GATE)))
    tree |= {"language": CODE, "trainer": {"discussion": [greek("What did she need first?")]}}
    write(folder / "scenarios", yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "gate.yaml")
    return folder / "scenarios"


def _in_greek(tree, key=""):
    if isinstance(tree, dict):
        return {name: _in_greek(value, name) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_in_greek(each) for each in tree]
    return greek(tree) if isinstance(tree, str) and key in _TEXTS and tree != "you" else tree


def latin(shown: str) -> list[str]:
    """Return the words of a screen or page that are in Latin letters, but for keys, ids and the program's name."""
    bare = re.sub(r"\[[\w.]+\]|https?://\S+|\S*/\S*|\b[0-9a-f]{8}\b", " ", shown)
    return sorted(
        {word for word in re.findall(r"[A-Za-z][A-Za-z'’]{2,}", bare) if word not in OWN and word.lower() not in OWN}
    )
