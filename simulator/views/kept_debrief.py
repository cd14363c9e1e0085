"""A debrief to keep: as a page for any browser and for paper, or as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path

from simulator.errors import EncounterError, UsageError
from simulator.messages import spoken_language, tr
from simulator.views.debrief import DebriefLine, DebriefPart

ENDINGS = (".html", ".htm", ".txt")
WIDTH = 78

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#22262e}"
    "h1,h2{line-height:1.25}h2{border-bottom:1px solid #797f8b;margin-top:2rem}"
    ".alert{font-weight:bold;color:#b03a00}.speech{margin-left:1.5rem}.d1{margin-left:1.5rem}.d2{margin-left:3rem}"
    "p{margin:.4rem 0}section{break-inside:avoid-page}"
)


def debrief_named(target: Path) -> Path:
    """Return a file that is to hold a debrief.

    Raises:
        UsageError: its name ends in nothing that a debrief can be.
    """
    if target.suffix.lower() not in ENDINGS:
        raise UsageError(
            tr("A debrief is kept as a page or as text, but {name} ends in neither .html nor .txt.", name=target.name),
            tr("End it with .html or .txt."),
        )
    return target


def write_debrief(parts: Iterable[DebriefPart], target: Path) -> None:
    """Write a debrief, of a run or of a campaign; what stood at `target` stays until all of it is on the disk.

    Raises:
        UsageError: see `debrief_named`.
        EncounterError: it cannot be written; what stood at `target` still does.
    """
    from scoring.exports.atomic import draft

    told = list(parts)
    page = as_text(told) if debrief_named(target).suffix.lower() == ".txt" else as_html(told)
    try:
        with draft(target) as file:
            file.write(page.encode())
    except OSError as error:
        raise EncounterError(
            tr("{target} cannot be written ({strerror}).", target=target, strerror=error.strerror),
            tr("Name another file."),
        ) from None


def as_text(parts: list[DebriefPart]) -> str:
    """Return a debrief as text, wrapped for a screen or a printer."""
    written = []
    for part in parts:
        written += [part.title, "-" * min(WIDTH, len(part.title))]
        written += [_wrapped(line) for line in part.lines]
        written.append("")
    return "\n".join(written)


def as_html(parts: list[DebriefPart]) -> str:
    """Return a debrief as one page that needs nothing else; all of its text is text."""
    title = escape(tr("Debrief: {title}", title=parts[0].title))
    body = []
    for number, part in enumerate(parts):
        heading = f"<h1>{title}</h1>" if number == 0 else f"<h2>{escape(part.title)}</h2>"
        body.append(f"<section>{heading}{''.join(_paragraph(line) for line in part.lines)}</section>")
    return (
        f'<!DOCTYPE html>\n<html lang="{spoken_language()}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<style>{_STYLE}</style></head>\n<body><main>{''.join(body)}</main></body></html>\n"
    )


def _wrapped(line: DebriefLine) -> str:
    mark = {"item": "- ", "alert": "!! "}.get(line.kind, "")
    indent = "  " * line.depth
    return textwrap.fill(f"{mark}{line.text}", WIDTH, initial_indent=indent, subsequent_indent=indent + " " * len(mark))


def _paragraph(line: DebriefLine) -> str:
    classes = " ".join(
        each for each in (line.kind if line.kind != "text" else "", f"d{line.depth}" * bool(line.depth)) if each
    )
    named = f' class="{classes}"' if classes else ""
    return f'<p dir="auto"{named}>{escape(line.text)}</p>'
