"""How long the test-wise reader and the simple guessers take for a library of 50 encounters, on one core.

What ships is taken again and again under other ids; its wording repeats, so that only the time says something.

Run: OMP_NUM_THREADS=1 python bench/testwise.py [ENCOUNTERS]
"""

from __future__ import annotations

import sys
import time
from itertools import count, islice
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.checking.testwise.examination import examine
from simulator.scenario.library import scenario_files
from simulator.scenario.reader import load_story
from simulator.scenario.story import Story

LIBRARY = Path(__file__).parents[1] / "scenarios"


def main() -> None:
    """Print processor seconds."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    rubrics = RubricSet.shipped()
    stories = [load_story(path, rubrics, root=LIBRARY) for path in scenario_files([LIBRARY])]
    endless = (
        Story(story.scenario.model_copy(update={"id": f"{story.scenario.id}-{number}", "variant_of": None}), rubrics)
        for number in count()
        for story in stories
    )
    library = list(islice(endless, wanted))
    began = time.process_time()
    found = examine(library, rubrics)
    print(f"{wanted} encounters, {found.scenes} scenes: {time.process_time() - began:.1f} s of processor time")


if __name__ == "__main__":
    main()
