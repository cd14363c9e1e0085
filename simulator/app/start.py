"""What the app is asked to open with, in values that cost nothing to make."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.checking.subject import CheckLimits


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What the app opens with, instead of the library.

    Exactly one of `scenario`, `campaign`, `resume`, `resume_campaign`, `debrief`, `classroom` and `preview` is given.

    Attributes:
        scenario: an encounter to begin: an id of the library, or the path of a file.
        mode: "practice" or "assessment".
        seed: decides the order of the choices on screen; drawn for each run if None.
        language: a translation to play in, such as "cy"; the scenario's own language if None.
        path: choice ids taken before the trainee starts: a witness, or a point to try again from.
        resume: the id of an unfinished run to go on with.
        debrief: the id of a run to look back on.
        campaign: a campaign to begin: an id of the library, or its folder.
        episode, memory: where a campaign begins, as a person types it.
        resume_campaign: the id of a campaign to go on with, or to look back on.
        classroom: an encounter to play with a class.
        preview: a file being written, to be followed at every save; nothing is kept.
        within: how far a preview examines that file. None: as far as a check does.
        assigned: an assignment is known to ask for it, so its terms are fixed before a scene is shown.
    """

    scenario: str | None = None
    mode: str = "practice"
    seed: int | None = None
    language: str | None = None
    path: tuple[str, ...] = ()
    resume: str | None = None
    debrief: str | None = None
    assigned: bool = False
    campaign: str | None = None
    episode: str | None = None
    memory: Mapping[str, str] = field(default_factory=dict)
    resume_campaign: str | None = None
    preview: Path | None = None
    within: CheckLimits | None = None
    classroom: str | None = None


def collect_garbage() -> None:
    """Look for garbage from now on, where that was switched off for the start.

    What is left after the start stays: frozen, it is never looked through again.
    """
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
        gc.enable()
