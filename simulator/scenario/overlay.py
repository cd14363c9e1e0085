"""Overlays: an encounter under another law, by a file beside it that replaces what the law changes.

`grounds.us-tx.yaml` lies over `grounds.yaml` and replaces words, powers, ratings and critical events. `terms` swap
words wherever they stand, and `glossary` explains them. The result is a separate encounter, `grounds-us-tx`. It is
checked, proved, played and kept like any other, so results under one law are never counted with those under another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from scoring.document import Document, Problem, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import validate
from simulator.scenario.model import (
    Bool,
    CriticalOrId,
    Id,
    Jurisdiction,
    KeyedBy,
    LawChecked,
    Node,
    PersonId,
    PowerOrText,
    Ratings,
    Review,
    Scenario,
    ShortText,
    Text,
    Waiver,
)
from simulator.scenario.problems import STALE
from simulator.scenario.translation import (
    ChoiceTexts,
    PersonTexts,
    PlaceTexts,
    SettingTexts,
    TrainerTexts,
    unknown_ids,
    wrong_counts,
    wrong_kinds,
)
from simulator.scenario.tree import Path_, Tree
from simulator.scenario.vocabulary import JURISDICTIONS, ChoiceTag
from simulator.scenario.written import texts_of

_OF_THE_LAW = ("law_checked", "reviewed", "keyed_by", "draft")
"""The fields that say who checked the encounter; they do not apply to the overlay."""
_ALONE = (
    "title",
    "summary",
    "language",
    "objectives",
    "content_warnings",
    "sources",
    "glossary",
    "waive",
    *_OF_THE_LAW,
)
"""Fields that take the place of the encounter's as a whole."""


class ChoiceUnderLaw(ChoiceTexts):
    """What another law changes of a choice: its words, and what it counts for."""

    ratings: Ratings = []
    critical: list[CriticalOrId] = []
    tags: list[ChoiceTag] = []
    power: PowerOrText | None = None


class Overlay(Node):
    """An overlay's file.

    Attributes:
        overlay_of: the encounter's id.
        jurisdiction: whose law holds here.
        version: the overlay's own; results carry it.
        adapts: the encounter's version that it was written over; another one makes it stale.
        terms: words of the encounter to those that replace them. Words of the overlay itself are not replaced.
        glossary: terms to what they mean.
    """

    format: Literal["2"]
    overlay_of: Id
    jurisdiction: Jurisdiction
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    adapts: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: ShortText
    summary: Text | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] | None = None
    law_checked: LawChecked | None = None
    setting: SettingTexts = SettingTexts()
    objectives: list[Text] = []
    content_warnings: list[ShortText] = []
    sources: Annotated[list[Text], Field(min_length=1)]
    keyed_by: KeyedBy | None = None
    reviewed: list[Review] = []
    draft: Bool = False
    terms: dict[ShortText, ShortText] = {}
    glossary: dict[ShortText, Text] = {}
    people: dict[PersonId, PersonTexts] = {}
    scenes: dict[Id, PlaceTexts] = {}
    choices: dict[Id, ChoiceUnderLaw] = {}
    endings: dict[Id, PlaceTexts] = {}
    trainer: TrainerTexts | None = None
    waive: list[Waiver] = []


def laid_over(path: Path) -> Path | None:
    """Return the encounter's file that a file lies over, by its name (`grounds.us-tx.yaml`); None if it is none."""
    stem, dot, law = path.stem.rpartition(".")
    return path.with_name(f"{stem}{path.suffix}") if dot and law in JURISDICTIONS else None


def overlay_paths(scenario: Path) -> dict[str, Path]:
    """Return the overlays that lie beside an encounter's file, by jurisdiction."""
    found = {law: scenario.with_name(f"{scenario.stem}.{law}{scenario.suffix}") for law in JURISDICTIONS}
    return {law: path for law, path in found.items() if path.is_file()}


def not_named_so(tree: Tree) -> Problem | None:
    """Return what is wrong if a file says what it is laid over but is not named so; None for other files."""
    value = tree.value
    if not isinstance(value, dict) or "overlay_of" not in value:
        return None
    law = value.get("jurisdiction")
    named = f"{value['overlay_of']}.{law if law in JURISDICTIONS else 'us-tx'}.yaml"
    return tree.problem(
        ("overlay_of",), "E702", "This is an overlay, but its name does not say which encounter it belongs to and "
                                 "for which law.",
        f"Name it {named}, beside the encounter's file.", key=True,
    )  # fmt: skip


def lay_over(tree: Tree, scenario: Scenario, document: Document) -> list[Problem]:
    """Lay an overlay over an encounter's tree; return what is wrong with it. With errors nothing is laid.

    Args:
        tree: the encounter's, which is changed.
        scenario: the encounter.
        document: the overlay's file.
    """
    own = Tree(document)
    if own.problems:
        return own.problems
    overlay, problems = validate(Overlay, own)
    if overlay is None:
        return problems
    problems = [*_misfits(own, overlay, scenario)]
    if not any(problem.code != STALE.code for problem in problems):
        tree.documents.append(document)
        laid = _OverlayMerge(tree, document)
        laid.all_of(own.value, scenario)
        problems += _with_terms(tree, laid.paths, overlay.terms, own)
    return problems


def read_beside(path: Path, base: Path, *, shown: str | None = None) -> tuple[Document, Problem | None]:
    """Read an overlay's file; with a problem where the encounter that it lies over is not there."""
    document = read_document(path, shown=shown)
    if base.is_file():
        return document, None
    message = f"Its name is that of an overlay, but there is no {base.name} beside it."
    return document, document.problem(("overlay_of",), "E702", message, "Put it beside the encounter's file.")


def _misfits(own: Tree, overlay: Overlay, scenario: Scenario) -> Iterator[Problem]:
    choices = {choice.id: choice for scene in scenario.scenes.values() for choice in scene.choices}
    if overlay.overlay_of != scenario.id:
        yield own.problem(
            ("overlay_of",), "E702", f"By its name it belongs to '{scenario.id}', not to '{overlay.overlay_of}'.",
            f"Write 'overlay_of: {scenario.id}'.",
        )  # fmt: skip
    law = Path(own.main.file).stem.rpartition(".")[2]
    if overlay.jurisdiction != law:
        yield own.problem(
            ("jurisdiction",), "E702", f"By its name it is for {law}, not for {overlay.jurisdiction}.",
            f"Write 'jurisdiction: {law}', or rename the file.",
        )  # fmt: skip
    if overlay.jurisdiction == scenario.law:
        yield own.problem(
            ("jurisdiction",), "E702", f"The encounter itself is written for the law of {scenario.law}.",
            "An overlay is for another law. Put the change into the encounter itself.",
        )  # fmt: skip
    if overlay.adapts != scenario.version:
        yield own.problem(
            ("adapts",), STALE.code,
            f"This was written for version {overlay.adapts}, but the encounter is now at version {scenario.version}.",
            f"Compare the two, then write 'adapts: {scenario.version}'.", severity=STALE.severity,
        )  # fmt: skip
    known: dict[str, Collection[str]] = {
        "people": scenario.people,
        "scenes": scenario.scenes,
        "endings": scenario.endings,
        "choices": choices,
    }
    yield from unknown_ids(own, overlay, known)
    yield from wrong_kinds(own, overlay.choices, choices)
    yield from wrong_counts(own, overlay, scenario)
    for id_, choice in choices.items():
        replaced = overlay.choices.get(id_)
        if choice.power is not None and (replaced is None or replaced.power is None):
            where: Path_ = ("choices", id_) if replaced else ("choices",) if overlay.choices else ("jurisdiction",)
            yield own.problem(
                where, "E702", f"'{id_}' still has the power of {scenario.law}: {choice.power.basis}.",
                f"Write under choices, {id_}: 'power: {{basis: …, holds: …}}'.", key=bool(replaced),
            )  # fmt: skip


class _OverlayMerge:
    """Lays an overlay's values over a tree, one by one, and keeps where."""

    def __init__(self, tree: Tree, document: Document) -> None:
        self.tree = tree
        self.document = document
        self.paths: set[Path_] = set()

    def all_of(self, value: Mapping[str, Any], scenario: Scenario) -> None:
        """Lay what an overlay's plain tree holds."""
        for field in _OF_THE_LAW:
            if field in self.tree.value:
                self.tree.drop((field,))
        for field in _ALONE:
            if field in value:
                self.lay((field,), value[field])
        law = value["jurisdiction"]
        self.lay(("id",), f"{scenario.id}-{law}", stand=("overlay_of",))
        for field in ("overlay_of", "version", "jurisdiction"):
            self.lay((field,), value[field])
        for field in ("setting", "trainer"):
            self.fields((field,), value.get(field) or {})
        for id_, person in (value.get("people") or {}).items():
            self.fields(("people", id_), person)
        for kind in ("scenes", "endings"):
            for id_, place in (value.get(kind) or {}).items():
                self.place((kind, id_), place)
        at = {
            choice.id: ("scenes", scene, "choices", index)
            for scene, place in scenario.scenes.items()
            for index, choice in enumerate(place.choices)
        }
        for id_, fields in (value.get("choices") or {}).items():
            self.fields(at[id_], fields, stand=("choices", id_))

    def place(self, path: Path_, texts: Mapping[str, Any]) -> None:
        """Lay the texts of a scene or an ending: those of variants and lines in their order."""
        for field, text in texts.items():
            where = (*path, field)
            before = self.tree.at(where)
            if not isinstance(before, list) or not before:
                self.lay(where, text[0] if isinstance(text, list) and field == "text" else text, stand=where)
                continue
            listed = isinstance(text, list)
            for index, each in enumerate(text if isinstance(text, list) else [text]):
                name = next((key for key in before[index] if key not in ("when", "who")), "text")
                self.lay((*where, index, name), each, stand=(*where, index) if listed else where)

    def fields(self, path: Path_, given: Mapping[str, Any], *, stand: Path_ | None = None) -> None:
        """Lay fields one by one."""
        for field, value in given.items():
            self.lay((*path, field), value, stand=(*(stand or path), field))

    def lay(self, path: Path_, value: Any, *, stand: Path_ | None = None) -> None:
        """Lay one value, and keep where it was laid."""
        self.tree.lay(path, value, self.document, stand or path)
        self.paths.add(path)


def _with_terms(tree: Tree, laid: set[Path_], terms: Mapping[str, str], own: Tree) -> Iterator[Problem]:
    """Swap terms in the encounter's own texts; yield an error for each that stands in none of them."""
    used: Counter[str] = Counter()
    if terms:
        by_length = sorted(terms, key=len, reverse=True)
        # Nothing inside braces: names and conditions are no words.
        pattern = re.compile(
            r"\{[^{}]*\}|(?<!\w)(?:" + "|".join(f"({_either_case(term)})" for term in by_length) + r")(?!\w)"
        )

        def swap(found: re.Match[str]) -> str:
            if found.lastindex is None:
                return found.group()
            term = by_length[found.lastindex - 1]
            used[term] += 1
            other = terms[term]
            return other if found.group() == term else other[:1].upper() + other[1:]

        for path, text in _shown(tree.value):
            if not any(path[:length] in laid for length in range(1, len(path) + 1)):
                swapped = pattern.sub(swap, text)
                if swapped != text:
                    tree.put(path, swapped)
    for term in terms:
        if not used[term]:
            yield own.problem(
                ("terms", term), "E702", f"'{term}' is not in any text that this overlay keeps.",
                did_you_mean(term, _words(tree.value)) if " " not in term else "Write it exactly as it is in the "
                                                                               "encounter.", key=True,
            )  # fmt: skip


def _either_case(term: str) -> str:
    return (
        f"[{re.escape(term[0].lower())}{re.escape(term[0].upper())}]{re.escape(term[1:])}"
        if term[:1].islower()
        else re.escape(term)
    )


def _words(value: Mapping[str, Any]) -> set[str]:
    return {word for _, text in _shown(value) for word in re.findall(r"\w+", text)}


def _shown(value: Mapping[str, Any]) -> Iterator[tuple[Path_, str]]:
    """Yield every text of a plain tree that people read, with where it stands."""
    trainer, setting = value.get("trainer") or {}, value["setting"]
    told: list[tuple[Path_, Any]] = [((field,), value.get(field)) for field in ("title", "summary")]
    told += [(("setting", field), setting.get(field)) for field in ("place", "time")]
    told.append((("trainer", "notes"), trainer.get("notes")))
    for where, entries in (
        (("objectives",), value.get("objectives")),
        (("content_warnings",), value.get("content_warnings")),
        (("trainer", "discussion"), trainer.get("discussion")),
    ):
        told += [((*where, index), text) for index, text in enumerate(entries or [])]
    told += [(("claims", index, "why"), claim.get("why")) for index, claim in enumerate(value.get("claims") or [])]
    for id_, person in value["people"].items():
        told += [(("people", id_, field), person.get(field)) for field in ("name", "role", "about")]
    told += [(path, text) for path, text, _ in texts_of(dict(value))]
    for path, text in told:
        # The role `you` is a sign, and no word.
        if isinstance(text, str) and not (path[0] == "people" and path[-1] == "role" and text == "you"):
            yield path, text
