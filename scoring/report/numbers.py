"""How figures read in a report: numbers with a minus sign, intervals, and coefficients without a leading zero."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from scoring.cohort.model import Absent, Statistic
from scoring.statistics import Estimate

DASH = "–"
"""Shown where there is no figure, with the reason beside it."""


def number(value: float | None, places: int = 1, *, signed: bool = False) -> str:
    """Return a number with a real minus sign, or a dash for none; -0.0 is 0.0."""
    if value is None:
        return DASH
    rounded = round(value, places) + 0.0
    return f"{rounded:{'+' if signed and rounded else ''},.{places}f}".replace("-", "−")


def coefficient(value: float | None) -> str:
    """Return a coefficient as journals print it: .83, −.12, 1.00."""
    text = number(value, 2)
    return text.replace("0.", ".", 1) if text.lstrip("−").startswith("0.") else text


def interval(found: Statistic, kind: str = "score") -> str:
    """Return a figure's 95 % interval in words, "" if there is none.

    Args:
        found: the figure.
        kind: "score" and "gain" with one place, "effect" with two, "coefficient" without a leading zero.
    """
    if isinstance(found, Absent) or found.low is None:
        return ""
    return f"{_as(found.low, kind)} to {_as(found.high, kind)}"


def value(found: Statistic, kind: str = "score") -> str:
    """Return a figure's value, a dash where there is none."""
    return DASH if isinstance(found, Absent) else _as(found.value, kind)


def why(found: Statistic) -> str:
    """Return why a figure, or its interval, is not there; "" if both are."""
    if isinstance(found, Absent):
        return sentence(found.reason)
    if found.low is None and "no interval" in found.method:
        return sentence(found.method[found.method.index("no interval") :])
    return ""


def sentence(text: str) -> str:
    """Return a clause as a sentence."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(part: float | None, whole: float | None = 1.0) -> str:
    """Return a share in per cent, a dash where there is none."""
    return DASH if part is None or not whole else f"{100 * part / whole:.0f} %"


def fraction(value: Fraction | None) -> str:
    """Return a fraction with two places."""
    return DASH if value is None else number(float(value), 2)


def probability(value: float | None) -> str:
    """Return a p-value, never as 0."""
    if value is None:
        return DASH
    return "< .001" if value < 0.001 else f"{value:.3f}".replace("0.", ".", 1)


def day(at: datetime | None) -> str:
    """Return a date in words."""
    return DASH if at is None else f"{at.day} {at:%B %Y}"


def heat(score: float) -> int:
    """Return a score's step on the scale of eleven colours."""
    return max(0, min(10, round(score / 10)))


def together(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return texts with the names that they are about: (names, text). A text that several names share comes once."""
    names: dict[str, list[str]] = {}
    for name, text in said:
        names.setdefault(text, []).append(name)
    return [(", ".join(of), text) for text, of in names.items()]


def is_absent(found: Statistic) -> bool:
    """Return whether a figure is not there."""
    return not isinstance(found, Estimate)


def _as(figure: float | None, kind: str) -> str:
    if kind == "coefficient":
        return coefficient(figure)
    if kind == "effect":
        return number(figure, 2, signed=True)
    return number(figure, 1, signed=kind == "gain")
