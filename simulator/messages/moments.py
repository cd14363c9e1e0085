"""Moments as people read them: in local time, in the language that is spoken."""

from __future__ import annotations

from datetime import datetime

from simulator.messages import later, tr

_MONTHS = (
    later("January"), later("February"), later("March"), later("April"), later("May"), later("June"), later("July"),
    later("August"), later("September"), later("October"), later("November"), later("December"),
)  # fmt: skip


def day_of(moment: datetime, *, year: bool = True) -> str:
    """Return a moment's day: 5 March 2026, or without the year."""
    local = moment.astimezone()
    month = tr(_MONTHS[local.month - 1])
    if year:
        return tr("{day} {month} {year}", day=local.day, month=month, year=local.year)
    return tr("{day} {month}", day=local.day, month=month)


def time_of(moment: datetime) -> str:
    """Return a moment's day and minute: 5 March 2026, 14:05."""
    return f"{day_of(moment)}, {moment.astimezone():%H:%M}"
