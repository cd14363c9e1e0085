"""Waivers: findings that are on purpose, in a scenario's own file or for a library in its `_library.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from scoring.document import Problem, Severity, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import FileModel, validate
from simulator.checking.catalogue import CATALOGUE, IDLE_WAIVER, LIBRARY_CODES, UNKNOWN_WAIVER
from simulator.scenario.model import Waiver
from simulator.scenario.tree import Tree

LIBRARY_FILE = "_library.yaml"


class LibraryFile(FileModel):
    """What a folder says of itself as a library: the findings over all its files that are on purpose."""

    format: Literal["1"]
    waive: tuple[Waiver, ...] = ()


DEAD_ENDS = ("W01", "W02")
"""Findings that may be waived in a draft only: somebody would get stuck."""


def judged(
    found: Iterable[Problem], waivers: Sequence[Waiver], *, scenario: str = "", draft: bool = False
) -> list[Problem]:
    """Return the findings. Each waived one carries the reason of its waiver.

    An error cannot be waived, and a dead end only in a draft.

    Args:
        found: what was found.
        waivers: of the file it was found in, or of its library.
        scenario: the id of the scenario it was found in, by which a library's waiver may name it.
        draft: whether it was found in a draft.
    """

    def reason(problem: Problem) -> str:
        if problem.waived or problem.severity is Severity.ERROR or (problem.code in DEAD_ENDS and not draft):
            return problem.waived
        return next((waiver.reason for waiver in waivers if _waives(waiver, problem, scenario)), "")

    return [replace(problem, waived=reason(problem)) for problem in found]


def _waives(waiver: Waiver, problem: Problem, scenario: str = "") -> bool:
    if waiver.rule != problem.code:
        return False
    return waiver.place in (None, scenario) or f"{problem.place}.".startswith(f"{waiver.place}.")


def wrong_waivers(
    found: Sequence[Problem], waivers: Sequence[Waiver], tree: Tree, *, draft: bool = False
) -> Iterator[Problem]:
    """Yield E314 for each waiver that names no kind of finding, and W90 for each that names none of this file.

    Nothing is said of findings that only show when files are checked together.
    """
    waivable = [code for code, kind in CATALOGUE.items() if kind.severity is not Severity.ERROR]
    for number, waiver in enumerate(waivers):
        where = ("waive", number, "rule")
        if waiver.rule not in waivable:
            known = waiver.rule in CATALOGUE
            what = "is an error; errors cannot be waived" if known else "is not the code of a finding"
            mend = did_you_mean(waiver.rule, waivable)
            yield tree.problem(where, UNKNOWN_WAIVER.code, f"'{waiver.rule}' {what}.", mend)
        elif waiver.rule in DEAD_ENDS and not draft:
            yield tree.problem(
                where, UNKNOWN_WAIVER.code, f"'{waiver.rule}' can be waived in a draft only: players would get stuck.",
                "Correct the dead end, or write 'draft: true' while the encounter is being written.",
            )  # fmt: skip
        elif waiver.rule not in LIBRARY_CODES and not any(_waives(waiver, problem) for problem in found):
            there = f" in {waiver.place}" if waiver.place else ""
            yield tree.problem(
                where,
                IDLE_WAIVER.code,
                f"'{waiver.rule}' ({CATALOGUE[waiver.rule].title}) is waived{there} here, but it is not found there."
                if there
                else f"'{waiver.rule}' ({CATALOGUE[waiver.rule].title}) is waived here, but it is not found.",
                "Delete the waiver: the reason for it has gone.",
                severity=IDLE_WAIVER.severity,
            )


def library_waivers(folders: Iterable[Path]) -> tuple[list[Waiver], list[Problem]]:
    """Return what folders waive for the library, and what is wrong with the files that say so."""
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for path in (folder / LIBRARY_FILE for folder in folders):
        if not path.exists():
            continue
        tree = Tree(read_document(path))
        found, wrong = (None, []) if tree.problems else validate(LibraryFile, tree)
        problems += [*tree.problems, *wrong]
        if found is not None:
            waivers += found.waive
            problems += [each for each in wrong_waivers((), found.waive, tree) if each.code != IDLE_WAIVER.code]
    return waivers, problems
