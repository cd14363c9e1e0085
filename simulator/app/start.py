"""What the app is asked to show, at the start and later, in values that cost nothing to make."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.checking.subject import CheckLimits
    from simulator.training.play import Play


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What the app is to show: the library, or what one field names.

    At most one of `scenario`, `campaign`, `resume`, `resume_campaign`, `debrief`, `classroom` and `preview` is given.

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
        play: the run of `resume`, where it is open already, such as a new one from the debrief.
        title: what is known of an encounter's title before it is read.
        warned: whether what an encounter contains was shown already.
        message: what the library says at its foot until something else is said.
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
    play: Play | None = None
    title: str = ""
    warned: bool = False
    message: str = ""

    @property
    def screen(self) -> str:
        """The name of the screen that shows it."""
        if self.preview is not None:
            return "preview"
        if self.debrief is not None:
            return "debrief"
        if self.classroom is not None:
            return "classroom"
        if self.campaign is not None or self.resume_campaign is not None:
            return "campaign"
        return "library" if self.scenario is None and self.resume is None else "encounter"


LIBRARY = StartRequest()


def collect_garbage() -> None:
    """Look for garbage from now on, where that was switched off for the start.

    What is left after the start stays: frozen, it is never looked through again.
    """
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
        gc.enable()
