"""A file being written: read, checked and proved again each time it changes; the last good version stays."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scoring.document import Problem, Severity
from scoring.rubric import RubricSet
from simulator.campaign.reader import exchanged
from simulator.checking.files import problems_of
from simulator.checking.subject import CHECK_LIMITS, CheckLimits, Subject
from simulator.proof.compiled import Tables
from simulator.proof.exploration import explore
from simulator.proof.liveness import live_slots
from simulator.proof.report import Proof
from simulator.scenario.reader import Reading, read_scenario
from simulator.scenario.state import Values
from simulator.scenario.story import Story


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a file at one moment.

    Attributes:
        rubrics: those that it may name.
        within: how far to examine it, at every save anew.
        story: the last version that could be read; None if there was none yet.
        proof: what was proved of that version.
        problems: of the file as it stands now.
        seconds: how long reading, checking and proving took.
        current: whether `story` is the file as it stands now.
        beside: the other files that it was last read from: fragments, and the base of an overlay.
        lines: scene or ending of the file itself to the line it begins on, in the last version that could be read.
    """

    path: Path
    rubrics: RubricSet
    within: CheckLimits = CHECK_LIMITS
    story: Story | None = None
    proof: Proof | None = None
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    current: bool = False
    beside: tuple[Path, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many problems keep the file from being read, or break its own tests."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    def read(self) -> Draft:
        """Return the draft as the file stands now; a broken file keeps the last good story."""
        began = time.perf_counter()
        reading = read_scenario(self.path, self.rubrics)
        beside = tuple(Path(each) for each in reading.tree.files if each != str(self.path))
        if reading.story is None:
            seconds = time.perf_counter() - began
            beside = tuple(dict.fromkeys([*self.beside, *beside]))
            return replace(self, problems=reading.problems, seconds=seconds, current=False, beside=beside)
        subject = Subject(
            reading.story, reading.tree, limits=self.within.limits_from_now(), exchanged=exchanged(self.path)
        )
        problems = tuple(each for each in problems_of(self.path, reading, subject) if not each.waived)
        proof = subject.proof
        seconds = time.perf_counter() - began
        return Draft(
            self.path, self.rubrics, self.within, reading.story, proof, problems, seconds, current=True, beside=beside,
            lines=_lines(reading),
        )  # fmt: skip

    def no_play_comes(self, place: str, values: Values) -> bool:
        """Return whether it is certain that no play comes to a place with these values of declared variables.

        If there are too many states, only values that still matter there are compared. If there are still too many, or
        if a trainer can let something happen, it is not certain.
        """
        story = self.story
        if story is None or story.injects:
            return False
        limits = self.within.limits_from_now()
        for live in (None, live_slots(story)):
            reached = explore(Tables(story, live), limit=limits.states, go_on=limits.go_on)
            if reached.complete:
                tables = reached.tables
                slots = tables.live(place) & set(story.layout.slot_of.values())
                mask = tables.packing.place_mask | tables.packing.mask(slots)
                wanted = tables.number_of[place] | tables.packing.pack(values, slots)
                return all(code & mask != wanted for code in reached.codes)
        return False

    def stamps(self) -> dict[Path, Stamp]:
        """Return the stamp of each file that it is made of."""
        return {path: stamp(path) for path in (self.path, *self.beside)}


Stamp = tuple[int, ...] | None
"""What tells one state of a file from the next; None while it is not there."""


def stamp(path: Path) -> Stamp:
    """Return a file's stamp; it is another one also after a save of equal size and time of change."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ctime_ns, stat.st_ino


def _lines(reading: Reading) -> Mapping[str, int]:
    return {
        id_: reading.tree.place((kind, id_), key=True).line
        for kind in ("scenes", "endings")
        for id_ in reading.tree.value.get(kind, ())
        if reading.tree.stand((kind, id_))[0] is reading.tree.main
    }
