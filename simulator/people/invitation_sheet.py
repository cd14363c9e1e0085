"""Invitations on paper and as a table: a strip to cut off for each person, or a CSV for a letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

from simulator.messages.moments import day_of
from simulator.people.model import Invitation

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_STYLE = (
    "body{font:12pt/1.5 system-ui,sans-serif;margin:2rem}section{border-bottom:1px dashed #555;padding:1rem 0;"
    "break-inside:avoid}code{font-size:1.1em}h1{font-size:1rem}"
)


def as_sheet(invitations: Sequence[Invitation], address: str) -> str:
    """Return a page to print, one strip a person; all of its text is text.

    Args:
        invitations: people with their codes; each code works once.
        address: the server's, before the code.
    """
    strips = "".join(
        f"<section><h1>{escape(each.account.name)}</h1><p>Open this address, and set a password of your own. "
        f"It is good once, until {day_of(each.until)}:<br><code>{escape(link_of(each, address))}</code></p></section>"
        for each in invitations
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Invitations</title>'
        f"<style>{_STYLE}</style></head>\n<body>{strips}</body></html>\n"
    )


def as_csv(invitations: Sequence[Invitation], address: str) -> str:
    """Return a table: name, address, and until when; no cell is read as a formula."""
    written = io.StringIO(newline="")
    table = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(["name", "address", "until"])
    for each in invitations:
        name = each.account.name
        table.writerow([f"'{name}" if name[:1] in _FORMULA else name, link_of(each, address), f"{each.until:%Y-%m-%d}"])
    return written.getvalue()


def link_of(invitation: Invitation, address: str) -> str:
    """Return the address that somebody opens."""
    return f"{address.rstrip('/')}/invitation/{invitation.code}"
