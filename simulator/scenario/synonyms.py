"""Reads fields that are called by another word, in English or another language, and says so once for each."""

from __future__ import annotations

from typing import Any

from simulator.scenario.tree import Path_, Tree

_WORDS: dict[str, dict[str, str]] = {
    "scenario": {
        "people": "characters persons person cast actors personajes personas personen figuren personnages pobl persone",
        "state": "variables vars estado variablen zustand etat cyflwr stato",
        "scenes": "scene places passages nodes escenas szenen sc\u00e8nes golygfeydd",
        "endings": "ends ending finales enden fins diweddiadau finali",
        "start": "begin first inicio anfang d\u00e9but debut dechrau inizio",
        "title": "name t\u00edtulo titulo titel titre teitl titolo",
        "summary": "description abstract resumen zusammenfassung r\u00e9sum\u00e9 crynodeb",
        "language": "lang idioma sprache langue iaith lingua",
        "minutes": "duration length minutos minuten munudau minuti",
        "level": "difficulty nivel niveau lefel livello",
        "rubrics": "rubric criteria",
    },
    "scene": {
        "choices": "options answers responses replies opciones optionen auswahl choix dewisiadau opzioni scelte",
        "text": "description narration body texto texte testun testo",
        "lines": "dialogue dialog speech talk di\u00e1logo dialogo llinellau",
        "timer": "timeout countdown",
    },
    "choice": {
        "goto": "next then leads_to target destination go_to go-to leads-to siguiente weiter suite nesaf",
        "when": "if condition requires only_if si wenn falls pan se",
        "say": "says speech sagt di dit dweud",
        "do": "does action hace tut fait",
        "ratings": "rating scores score levels points",
        "feedback": "comment note why",
    },
    "route": {"to": "goto next target then", "when": "if condition si wenn pan se"},
    "line": {"when": "if condition si wenn pan se"},
    "variant": {"when": "if condition si wenn pan se", "text": "texto texte testun"},
    "ending": {
        "outcome": "result kind type",
        "text": "description body texto texte testun",
        "reflect": "question reflection",
    },
    "person": {"name": "nombre nom enw nome", "about": "description bio", "role": "rol r\u00f4le rolle job"},
}
"""For each part of a file its fields, and other words that people write for them."""

_MEANT = {
    part: {word: field for field, words in known.items() for word in words.split()} for part, known in _WORDS.items()
}
_ELSE = {"else", "otherwise", "default", "sonst", "sino", "sinon"}


def call_by_their_names(tree: Tree) -> None:
    """Put fields that are called by another word under their own name in `tree`, with a problem for each."""
    if not isinstance(tree.value, dict):
        return
    _rename(tree, (), "scenario")
    for id_ in _keys(tree, ("people",)):
        _rename(tree, ("people", id_), "person")
    for kind, part in (("scenes", "scene"), ("endings", "ending")):
        for id_ in _keys(tree, (kind,)):
            _rename(tree, (kind, id_), part)
            for index in _entries(tree, (kind, id_, "text")):
                _rename(tree, (kind, id_, "text", index), "variant")
            for index in _entries(tree, (kind, id_, "lines")):
                _rename(tree, (kind, id_, "lines", index), "line")
            for index in _entries(tree, (kind, id_, "choices")):
                _rename(tree, (kind, id_, "choices", index), "choice")
                for route in _entries(tree, (kind, id_, "choices", index, "goto")):
                    _without_else(tree, (kind, id_, "choices", index, "goto", route))
                    _rename(tree, (kind, id_, "choices", index, "goto", route), "route")


def _rename(tree: Tree, path: Path_, part: str) -> None:
    here = tree.at(path)
    if not isinstance(here, dict):
        return
    for key in list(here):
        field = _MEANT[part].get(key) or (key.lower() if key.lower() in _WORDS[part] and not key.islower() else None)
        if field is None or field in here:
            continue
        if part == "line" and key in _keys(tree, ("people",)):
            continue
        tree.refuse((*path, key), "E201", f"'{key}' is not a field here.", f"Did you mean '{field}'?")
        tree.move((*path, key), (*path, field))


def _without_else(tree: Tree, path: Path_) -> None:
    here = tree.at(path)
    word = next((key for key in here if key in _ELSE), None) if isinstance(here, dict) else None
    if word is None or "to" in here or not isinstance(here[word], str):
        return
    tree.refuse(
        (*path, word), "E201", f"'{word}' is not a field here.",
        f"Write '- {{to: {here[word]}}}': the last entry of the list has no 'when', and is taken when no other entry "
        "holds.",
    )  # fmt: skip
    tree.move((*path, word), (*path, "to"))


def _keys(tree: Tree, path: Path_) -> list[str]:
    here = tree.at(path)
    return list(here) if isinstance(here, dict) else []


def _entries(tree: Tree, path: Path_) -> range:
    here: Any = tree.at(path)
    return range(len(here)) if isinstance(here, list) else range(0)
