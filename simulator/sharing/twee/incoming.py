"""From Twee to an encounter's file: passages become scenes and endings, links become choices.

What comes out reads without errors. What an encounter cannot say stands in it as a comment, at its place. Ratings,
feedback and people are not in a Twine story: they are the author's next work, and `encounter check` lists them.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from simulator.errors import UsageError
from simulator.sharing.twee.expressions import NotSayableError, condition
from simulator.sharing.twee.markup import Goto, Include, Link, Part, Prose, VariableChange, When, read_parts
from simulator.sharing.twee.passages import Passage, read_passages, story_data
from simulator.sharing.twee.variables import find_variables
from simulator.text import clean_text, strip_marks, strip_unsafe

_MOST_PASSAGES = 2_000
_LONGEST_TEXT = 15_000
_DEEPEST_INCLUDE = 5
_MARKUP = re.compile(r"''|//(?=\S)|(?<=\S)//|__|~~|\^\^|<[^<>]{1,400}>|\[img\[[^\]]*\]\]?")


@dataclass(slots=True)
class Imported:
    """What came of a Twee file.

    Attributes:
        text: the encounter's file.
        scenes, endings, choices, variables: how many it has.
        left_out: what became a comment, or was left out, with how often.
    """

    text: str
    scenes: int = 0
    endings: int = 0
    choices: int = 0
    variables: int = 0
    passages: int = 0
    links: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Place:
    passage: str
    text: list[str] = field(default_factory=list)
    choices: list[tuple[Link, str | None]] = field(default_factory=list)
    enter: list[tuple[str | None, VariableChange]] = field(default_factory=list)
    on: list[tuple[str | None, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_twee(text: str, id_: str) -> Imported:
    """Return a Twee file as an encounter's file.

    Args:
        text: the Twee file.
        id_: the encounter's id.

    Raises:
        UsageError: it holds no story, or one that is too large.
    """
    passages = read_passages(text)
    told = [passage for passage in passages if passage.is_story]
    if not told:
        raise UsageError("It contains no passage of a story.", "A passage begins with a line such as ':: The door'.")
    if len(told) > _MOST_PASSAGES:
        raise UsageError(f"It has {len(told):,} passages; at most {_MOST_PASSAGES:,} can be read.", "Divide the story.")
    return _Importer(passages, told, id_).run()


class _Importer:
    def __init__(self, passages: Sequence[Passage], told: Sequence[Passage], id_: str) -> None:
        self.id = id_
        self.title = next((p.text.strip() for p in passages if p.name == "StoryTitle"), "") or id_
        self.told = {passage.name: passage for passage in told}
        self.parts = {passage.name: read_parts(passage.text) for passage in told}
        starting = [part for passage in passages if passage.is_start for part in read_parts(passage.text)]
        self.ids = _ids(self.parts)
        named = story_data(passages).get("start")
        self.start = next((name for name in (named, "Start") if name in self.parts), told[0].name)
        every = [part for parts in self.parts.values() for part in parts]
        self.variables, self.unknown = find_variables(every, starting, list(_conditions([*every, *starting])))
        self.out = Imported("", passages=len(told))
        for passage in passages:
            if not passage.is_story and not passage.is_start and passage.name not in ("StoryTitle", "StoryData"):
                self.out.left_out[f"the passage {passage.name} [{' '.join(passage.tags)}]".replace(" []", "")] += 1
        for name in self.unknown:
            self.out.left_out[f"the variable ${name}"] += 1
        self.missing: dict[str, str] = {}

    def run(self) -> Imported:
        places = {name: self._place(name, parts) for name, parts in self.parts.items()}
        scenes = {name: place for name, place in places.items() if place.choices or place.on}
        endings = {name: place for name, place in places.items() if name not in scenes}
        if not scenes:
            raise UsageError("No passage leads to another.", "A link looks like [[Go in->The hall]].")
        lines = [*self._head(), *self._state(), f"start: {self._where(self.start)}", "", "scenes:"]
        taken: set[str] = set()
        if self.start in endings:
            raise UsageError(f"'{self.start}' has no link, so the story ends where it begins.", "Add a link to it.")
        for name, place in scenes.items():
            lines += self._scene(name, place, taken)
        lines += ["endings:"]
        for name, place in endings.items():
            lines += self._ending(name, place)
        for passage, id_ in self.missing.items():
            lines += [f"  {id_}:", "    outcome: unresolved",
                      f"    text: {_quoted(f'There is no passage {passage} in the Twine story.')}"]  # fmt: skip
        if not endings and not self.missing:
            lines += ["  the-end:", "    outcome: unresolved", "    text: The Twine story has no end."]
        self.out.text = "\n".join(lines) + "\n"
        self.out.scenes, self.out.endings = len(scenes), len(endings) + len(self.missing)
        self.out.variables = len(self.variables)
        return self.out

    def _head(self) -> list[str]:
        title = clean_text(self.title, limit=150) or self.id
        return [
            "# Made from a Twine story. Still to write: people, ratings, feedback, and what 'encounter check' lists.",
            "format: 2",
            f"id: {self.id}",
            "version: 0.1.0",
            "draft: true",
            f"title: {_quoted(title)}",
            f"summary: {_quoted(title)}",
            "language: en-GB",
            "setting: {force: urban, place: still to be written}",
            "level: foundation",
            "minutes: 10",
            "rubrics: [de-escalation, respect]",
            "people:",
            "  you: {name: You, role: you}",
        ]

    def _state(self) -> list[str]:
        if not self.variables:
            return [""]
        lines = ["state:"]
        for variable in self.variables.values():
            guess = "   # Twine has no range: this one is a guess" if variable.grows else ""
            lines.append(f"  {variable.name}: {variable.declared}{guess}")
        return [*lines, ""]

    def _place(self, name: str, parts: Iterable[Part]) -> _Place:
        place = _Place(name)
        self._fill(place, parts, None, 0)
        return place

    def _fill(self, place: _Place, parts: Iterable[Part], when: str | None, depth: int) -> None:
        for part in parts:
            if isinstance(part, Prose):
                place.text.append(self._words(part.text) if when is None else "")
            elif isinstance(part, Link):
                self.out.links += 1
                place.choices.append((part, when))
            elif isinstance(part, VariableChange):
                place.enter.append((when, part))
            elif isinstance(part, Goto):
                place.on.append((when, part.target))
            elif isinstance(part, Include):
                self._include(place, part, when, depth)
            elif isinstance(part, When):
                self._branch(place, part, when, depth)
            else:
                self._note(place, part.source)

    def _include(self, place: _Place, part: Include, when: str | None, depth: int) -> None:
        if part.target in self.parts and depth < _DEEPEST_INCLUDE:
            self._fill(place, self.parts[part.target], when, depth + 1)
        else:
            self._note(place, f"include {part.target}")

    def _branch(self, place: _Place, part: When, outer: str | None, depth: int) -> None:
        """Take a chain of conditions apart: each branch has its own condition and that none before it held."""
        before: list[str] = []
        texts: list[tuple[str, str]] = []
        for written, inside in part.branches:
            try:
                own = None if written is None else condition(written, self.variables, self.ids)
            except NotSayableError:
                self._note(place, f"if {written}")
                texts = [*texts, ("", "")]
                self._fill(place, [each for each in inside if isinstance(each, Link)], outer, depth)
                continue
            asked = " and ".join([*(f"not ({each})" for each in before), *([f"({own})"] if own else [])])
            asked = asked if before else (own or "")
            whole = " and ".join(f"({each})" if outer and asked else each for each in (outer, asked) if each) or None
            if len(whole or "") > 400:
                self._note(place, f"if {written}")
                continue
            said = "".join(self._words(each.text) for each in inside if isinstance(each, Prose)).strip()
            if said:
                texts.append((whole or "", said))
            self._fill(place, [each for each in inside if not isinstance(each, Prose)], whole, depth)
            before += [own] if own else []
        place.text += [f"{{if {asked}}}{said}{{end}}" if asked else said for asked, said in texts if said]

    def _note(self, place: _Place, source: str) -> None:
        shown = clean_text(source, limit=100)
        place.notes.append(shown)
        named = re.match(r"<<\s*/?([\w-]+)|\(([\w-]+):|(\w+)", source)
        self.out.left_out[next((each for each in named.groups() if each), "?") if named else "?"] += 1

    def _words(self, text: str) -> str:
        plain = html.unescape(_MARKUP.sub("", strip_unsafe(text)))
        plain = strip_marks(strip_unsafe(plain)).replace("{", "(").replace("}", ")")
        return re.sub(r"\$(\w+)", self._shown, plain)

    def _shown(self, match: re.Match[str]) -> str:
        variable = self.variables.get(match[1])
        return f"{{{variable.name}}}" if variable is not None and variable.kind != "flag" else "…"

    def _where(self, passage: str) -> str:
        if passage in self.ids:
            return self.ids[passage]
        if passage not in self.missing:
            self.out.left_out["a link to a passage that is not there"] += 1
            self.missing[passage] = _unique(f"missing-{_slug(passage)}", {*self.ids.values(), *self.missing.values()})
        return self.missing[passage]

    def _text(self, place: _Place) -> str:
        text = re.sub(r"[ \t]+", " ", "".join(place.text))
        text = re.sub(r"\n\s*\n+", "\n\n", text).strip()
        if len(text) > _LONGEST_TEXT:
            self.out.left_out["the end of a text that is too long"] += 1
            text = text[:_LONGEST_TEXT]
        return text or "…"

    def _scene(self, name: str, place: _Place, taken: set[str]) -> list[str]:
        lines = [
            f"  {self.ids[name]}:",
            *self._in_twine(name),
            *_comments(place.notes, 4),
            f"    text: {_quoted(self._text(place))}",
        ]
        lines += self._effects("enter", place.enter, 4)
        if not place.choices:
            return [*lines, *self._routes("continue", place.on, 4)]
        for when, target in place.on:
            lines += _comments([f"goes on by itself to {target}" + (f" when {when}" if when else "")], 4)
        lines.append("    choices:")
        for link, when in place.choices:
            said = clean_text(self._words(link.text), limit=200) or "Go on."
            id_ = _unique("-".join(_slug(said).split("-")[:5])[:50].strip("-") or "go-on", taken)
            taken.add(id_)
            lines += [f"      - id: {id_}", f"        do: {_quoted(said)}"]
            lines += [f"        when: {_quoted(when)}"] if when else []
            lines += self._effects("", [(None, change) for change in link.changes], 8)
            lines += self._routes("goto", self._asked_routes(link), 8)
            self.out.choices += 1
        return lines

    def _in_twine(self, name: str) -> list[str]:
        """Return a passage's tags and its place on Twine's map as a comment: an encounter has no field for them."""
        passage = self.told[name]
        tags = f"[{' '.join(passage.tags)}]" if passage.tags else ""
        position = passage.metadata.get("position")
        at = f"at {position}" if isinstance(position, str) else ""
        said = clean_text(" ".join(each for each in (tags, at) if each), limit=100)
        return [f"    # in Twine: {said}"] if said else []

    def _ending(self, name: str, place: _Place) -> list[str]:
        return [
            f"  {self.ids[name]}:",
            *self._in_twine(name),
            *_comments(place.notes, 4),
            "    outcome: partial   # or resolved, unresolved, harm",
            f"    text: {_quoted(self._text(place))}",
            *self._effects("enter", place.enter, 4),
        ]

    def _asked_routes(self, link: Link) -> list[tuple[str | None, str]]:
        """Return a link's ways in the words of an encounter; one whose condition is not sayable is left out."""
        routes: list[tuple[str | None, str]] = []
        for written, target in link.routes or ((None, link.target),):
            try:
                routes.append((written and condition(written, self.variables, self.ids), target))
            except NotSayableError:
                self.out.left_out["a way on a condition that an encounter cannot ask"] += 1
        return routes or [(None, link.target)]

    def _routes(self, key: str, on: Sequence[tuple[str | None, str]], indent: int) -> list[str]:
        space = " " * indent
        if on[0][0] is None:
            return [f"{space}{key}: {self._where(on[0][1])}"]
        lines = [f"{space}{key}:"]
        for when, target in on:
            asked = f"when: {_quoted(when)}, " if when else ""
            lines.append(f"{space}  - {{{asked}to: {self._where(target)}}}")
            if when is None:
                return lines
        return [*lines, f"{space}  - {{to: {self._where(on[-1][1])}}}   # the story says no other way"]

    def _effects(self, key: str, changes: Sequence[tuple[str | None, VariableChange]], indent: int) -> list[str]:
        """Return the lines of effects: `set` and `add`, each a list where some have a condition."""
        space = " " * indent
        lines: list[str] = []
        noted: list[str] = []
        for kind in ("set", "add"):
            entries = []
            for when, change in changes:
                if change.add != (kind == "add"):
                    continue
                variable = self.variables.get(change.name)
                value = None if variable is None else change.value if change.add else variable.value(change.value)
                if variable is None or value is None:
                    noted.append(f"{change.name} {'grows by' if change.add else 'becomes'} {change.value}")
                    self.out.left_out["a change of a variable that is not finite"] += 1
                    continue
                asked = f"when: {_quoted(when)}, " if when else ""
                entries.append(f"{{{asked}{variable.name}: {int(value) if change.add else value}}}")
            lines += [f"{kind}: [{', '.join(entries)}]"] if entries else []
        if key and lines:
            lines = [f"{key}:", *(f"  {line}" for line in lines)]
        return [*_comments(noted, indent), *(space + line for line in lines)]


def _conditions(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, When):
            for written, inside in part.branches:
                if written:
                    yield written
                yield from _conditions(inside)


def _ids(names: Iterable[str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for name in names:
        ids[name] = _unique(_slug(name) or "passage", set(ids.values()) | {"the-end"})
    return ids


def _unique(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(each for number in count(2) if (each := f"{wanted[:56]}-{number}") not in taken)


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:56].strip("-")


def _comments(notes: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}# not imported: {clean_text(note, limit=100)}" for note in notes]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
