"""What is told of an encounter before it begins, laid out beside the library and on its own page."""

from __future__ import annotations

from collections.abc import Sequence

from textual.visual import Visual

from simulator.app.content import join, narration, prose, raw, text
from simulator.app.typeset import Hanging, Stack
from simulator.messages import tr
from simulator.views.brief import Brief


def brief_visual(brief: Brief, *, titled: bool = False) -> Visual:
    """Return a brief as it is shown here and, with its title, beside the library."""
    facts = [
        text(brief.place, "$quiet"),
        text(tr("{level} · {minutes} minutes", level=tr(brief.level), minutes=brief.minutes), "$quiet"),
    ]
    head = [text(brief.title, "bold"), *facts] if titled else facts
    parts: list[Visual] = [Stack(head), narration(brief.summary)]
    if brief.you:
        parts.append(join([text(tr("You are"), "bold $you"), text(brief.you)], " "))
    if brief.warnings:
        parts.append(listed(tr("It contains"), brief.warnings, "bold $bad"))
    if brief.objectives:
        parts.append(listed(tr("What you practise"), brief.objectives, "bold $quiet"))
    return Stack(parts, gap=1)


def listed(heading: str, items: Sequence[str], style: str) -> Visual:
    """Return a heading with a bulleted list below it."""
    return Stack([text(heading, style), *(Hanging(prose(item), 2, raw("• ", "$quiet")) for item in items)])
