"""Writes what the words of the library give away into docs/library.md, as `encounter check scenarios` counts it.

Run: python docs/write_library.py
"""

from __future__ import annotations

import re
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.checking.rules import giveaways
from simulator.checking.testwise.examination import Examination, examine
from simulator.scenario.library import scenario_files
from simulator.scenario.reader import read_scenario

PAGE = Path(__file__).parent / "library.md"
LIBRARY = Path(__file__).parents[1] / "scenarios"
BEGIN, END = "<!-- words begin: written by docs/write_library.py -->", "<!-- words end -->"


def table() -> str:
    """Return the table and the shares as Markdown."""
    rubrics = RubricSet.shipped()
    readings = [read_scenario(path, rubrics, root=LIBRARY) for path in scenario_files([LIBRARY])]
    found = examine([each.story for each in readings if each.story is not None], rubrics)
    rows = [
        f"| {id_} | {each.hits} of {len(each.picks)} | {each.words_a_choice:.0f} | "
        f"{'yes' if each.attempt.passes else 'no'} | {_guessers(found, id_)} |"
        for id_, each in found.encounters.items()
    ]
    limit = found.chance + giveaways.OVER_CHANCE
    said = (
        f"The reader picks a best choice in {found.top1:.0%} of {found.scenes} scenes (chance {found.chance:.0%}; the "
        f"limit is {limit:.0%}), and reaches the standard in {len(found.passes)} of {len(found.encounters)} encounters."
    )
    return "\n".join(
        [
            said,
            "",
            "| encounter | best picked | words a choice | reader passes | guessers that pass |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


def page_with_table(page: str) -> str:
    """Return the page with the part between the marks written again."""
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    return between.sub(lambda _: f"{BEGIN}\n\n{table()}\n\n{END}", page)


def _guessers(found: Examination, id_: str) -> str:
    return ", ".join(name for name, passed in found.guessers.items() if id_ in passed)


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
