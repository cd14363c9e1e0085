"""`encounter panel`: independent ratings of an encounter's choices by several people, their agreement, and the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import completing
from simulator.commands.context import json_option
from simulator.commands.output import counted, print_json, say

if TYPE_CHECKING:
    from scoring.cohort.model import Agreement, Statistic
    from simulator.panel.key import PanelResult
    from simulator.proof.rekeying import Shift

_SHOWN = 12


@click.group(epilog="Example: encounter panel sheet market-stall --to jo.xlsx --seed 1")
def panel() -> None:
    """Let several people rate the choices of an encounter, each alone, and see how well they agree.

    Write a sheet for each rater, read the sheets that come back, and score by the key: encounter rescore.
    """


@panel.command(epilog="Example: encounter panel sheet market-stall --to jo.xlsx --seed 1")
@click.argument("scenario", shell_complete=completing.encounters)
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="A .csv or .xlsx file.")
@click.option(
    "--criteria", type=click.Choice(["shown", "hidden"]), default="shown", show_default=True,
    help="Ask only about the criteria that a scene's choices are rated on, or about all of them.",
)  # fmt: skip
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The order of the choices; use another number for each rater.",
)
def sheet(scenario: str, to: Path, criteria: str, seed: int) -> None:
    """Write a sheet for one rater of SCENARIO, an id or a file.

    It has a row for each choice and criterion, with the anchors beside it. Choices are grouped by scene, in random
    order. The author's levels are not on the sheet.
    """
    from simulator import academy
    from simulator.panel.sheet import write_sheet
    from simulator.scenario.library import Library

    academy.require("pyarrow", *(["xlsxwriter"] if to.suffix.lower() == ".xlsx" else []))
    story = Library.default().story(scenario)
    rows = write_sheet(story, to, shown=criteria == "shown", seed=seed)
    say(
        f"Written: {to}, {counted(rows, 'row')}. Each rater fills in only 'level', without talking to the others, "
        "and sends the file back under their name."
    )
    say(f"Then: encounter panel read {to.name} …")


@panel.command(epilog="Example: encounter panel read jo.xlsx kim.xlsx --to market-stall-panel.yaml")
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SHEETS…")
@click.option("--scenario", metavar="FILE", help="The encounter, where it is a file that is not in the library.")
@click.option(
    "--by", type=click.Choice(["median", "distribution"]), default="median", show_default=True,
    help="How several levels become one: the middle one, or the most frequent one.",
)  # fmt: skip
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write the key, for encounter rescore.")
@click.option("--who", default="", metavar="WORDS", help="Who was on the panel; the raters' names if omitted.")
@json_option
def read(sheets: tuple[Path, ...], scenario: str | None, by: str, to: Path | None, who: str, as_json: bool) -> None:
    """Read the SHEETS of a panel on an encounter: how well the raters agree, what they disagree on, and the key.

    What the key would change in all possible scores is proved, not sampled.
    """
    from simulator.errors import UsageError
    from simulator.panel.answers import read_sheets, scenario_of
    from simulator.panel.key import key_text, panel_result
    from simulator.panel.sheet import write_whole
    from simulator.proof.rekeying import shifts
    from simulator.scenario.library import Library

    if len(sheets) < 2:
        raise UsageError("A panel has two raters or more.", "Name the sheets of all of them.")
    if to is not None and to.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{to.name} is not the name of a key.", "End its name with .yaml.")
    story = Library.default().story(scenario or scenario_of(sheets[0]))
    today = datetime.now(UTC).date()
    rated = read_sheets(sheets, story)
    named = who or f"{', '.join(each.rater for each in rated)}, {today.day} {today:%B %Y}"
    title = f"A panel's ratings of {story.scenario.title}"
    result = panel_result(story, rated, by="median" if by == "median" else "distribution", title=title, who=named)
    id_ = story.scenario.id
    moved = shifts(story, lambda choice, given: result.key.ratings(id_, choice, given))
    if to is not None:
        write_whole(to, key_text(result.key))
    if as_json:
        print_json(_as_json(result, moved, by))
    else:
        for line in _lines(result, moved, today.isoformat()):
            click.echo(line)
    if to is not None:
        say(f"Written: {to}. Score by it: encounter rescore COHORT --rubric {to} --author NAME --reason WHY")


def _lines(result: PanelResult, moved: Sequence[Shift] | None, today: str) -> Iterator[str]:
    raters = ", ".join(result.raters)
    yield f"{counted(len(result.raters), 'rater')} ({raters}); choices rated on criteria: {result.rated:,}."
    if result.alone:
        yield f"Rated by one person only: {result.alone:,}."
    for each in result.agreement:
        yield _agreement_line(each)
    if result.conditional:
        yield f"Rated under conditions by the author; the panel's levels always apply: {', '.join(result.conditional)}."
    if result.disputes:
        yield ""
        yield f"The most disputed of {len(result.disputes):,} on which raters disagree:"
    for dispute in result.disputes[:_SHOWN]:
        levels = ", ".join(f"{rater} {level:+d}" for rater, level in dispute.levels.items())
        yield f"  {dispute.choice}, {dispute.criterion}: {levels}"
    yield ""
    if moved is None:
        yield "What the key would change in all scores is not known: there are too many situations for a proof."
    for shift in moved or ():
        yield _shift_line(shift)
    if result.kappa is not None:
        yield ""
        yield "Write into the encounter, once its ratings are the panel's:"
        error = f", error: {result.error:.1f}" if result.error else ""
        yield f"keyed_by: {{raters: {len(result.raters)}, kappa: {result.kappa:.2f}{error}, on: {today}}}"


def _agreement_line(each: Agreement) -> str:
    pairs = each.pairs
    exact, near = (sum(getattr(pair, name) for pair in pairs) / len(pairs) for name in ("same", "within_one"))
    kappas = ", ".join(_found(pair.kappa) for pair in pairs) if len(pairs) == 1 else _mean(pairs)
    return (
        f"{each.rubric or 'overall'}: exact {exact:.0%}, within one {near:.0%}, weighted kappa {kappas}, "
        f"Krippendorff's alpha {_found(each.alpha)} (n = {each.units})"
    )


def _mean(pairs: Sequence[Any]) -> str:
    values = [pair.kappa.value for pair in pairs if hasattr(pair.kappa, "value")]
    if not values:
        return "not known"
    return (
        f"{sum(values) / len(values):.2f} on average ({min(values):.2f} to {max(values):.2f} over {len(values)} pairs)"
    )


def _found(found: Statistic) -> str:
    value = getattr(found, "value", None)
    if value is None:
        return f"not known ({getattr(found, 'reason', '')})"
    low, high = getattr(found, "low", None), getattr(found, "high", None)
    return f"{value:.2f}" if low is None or high is None else f"{value:.2f} ({low:.2f} to {high:.2f})"


def _shift_line(shift: Shift) -> str:
    if shift.before[0] is None or shift.after[0] is None:
        return f"{shift.rubric}: not assessed under both keys."
    before, after = (f"{float(low or 0):.1f} to {float(high or 0):.1f}" for low, high in (shift.before, shift.after))
    line = f"{shift.rubric}: scores from {before} now, {after} by the key"
    if shift.down is None or shift.up is None:
        return f"{line}; the panel rated other criteria, so the same plays cannot be compared."
    ways = [
        f"{float(points):+.1f} at most along {','.join(path)}"
        for points, path in ((shift.down, shift.down_path), (shift.up, shift.up_path))
        if points
    ]
    return f"{line}; a play moves {' and '.join(ways)}." if ways else f"{line}; no play moves."


def _as_json(result: PanelResult, moved: Sequence[Shift] | None, by: str) -> Mapping[str, Any]:
    return {
        "raters": list(result.raters),
        "rated": result.rated,
        "rated_by_one": result.alone,
        "conditional": list(result.conditional),
        "agreement": [_agreement_json(each) for each in result.agreement],
        "disputes": [
            {"choice": each.choice, "criterion": each.criterion, "levels": dict(each.levels)}
            for each in result.disputes
        ],
        "by": by,
        "key": {"id": result.key.id, "version": result.key.version, "ratings": _ratings(result)},
        "keyed_by": {"raters": len(result.raters), "kappa": result.kappa, "error": result.error},
        "scores": None if moved is None else {each.rubric: _shift_json(each) for each in moved},
    }


def _ratings(result: PanelResult) -> Mapping[str, Mapping[str, int]]:
    (choices,) = result.key.encounters.values()
    return choices


def _agreement_json(each: Agreement) -> Mapping[str, Any]:
    return {
        "criterion": each.rubric,
        "n": each.units,
        "alpha": getattr(each.alpha, "value", None),
        "pairs": [
            {
                "raters": [pair.first, pair.second],
                "exact": pair.same,
                "within_one": pair.within_one,
                **{
                    name: getattr(pair.kappa, at, None)
                    for name, at in (("kappa", "value"), ("low", "low"), ("high", "high"))
                },
            }
            for pair in each.pairs
        ],
    }


def _shift_json(shift: Shift) -> Mapping[str, Any]:
    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return {
        "before": {"min": number(shift.before[0]), "max": number(shift.before[1])},
        "after": {"min": number(shift.after[0]), "max": number(shift.after[1])},
        "falls": {"points": number(shift.down), "path": list(shift.down_path)},
        "rises": {"points": number(shift.up), "path": list(shift.up_path)},
    }
