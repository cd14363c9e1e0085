"""Standard-setting files for an academy: a panel's judgements, read, and pinned to what they are to hold for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.rubric import Rubric
from simulator.academy.model import Assignment, PinnedStandard
from simulator.errors import UsageError

if TYPE_CHECKING:
    from scoring.cohort import StandardSetting


def standards_of(files: Iterable[Path], rubrics: Sequence[Rubric]) -> dict[str, PinnedStandard]:
    """Return what some panels set, by rubric.

    Args:
        files: one for each rubric that is to have a standard of its own.
        rubrics: those that are scored where the standards are to hold.

    Raises:
        UsageError: a file cannot be read as a panel's, is about another rubric, or two are about the same.
    """
    from scoring.cohort.standard import cut_of

    found: dict[str, PinnedStandard] = {}
    for file in files:
        panel = panel_of(file, rubrics)
        if panel.rubric in found:
            raise UsageError(f"Two files set a standard for '{panel.rubric}'.", "Give one file for each rubric.")
        found[panel.rubric] = PinnedStandard(cut_of(panel).cut, panel.model_dump(mode="json"))
    return found


def panel_of(path: Path, rubrics: Sequence[Rubric]) -> StandardSetting:
    """Return a panel's judgements from its file.

    Raises:
        UsageError: there is no such file, or it cannot be read as a panel's on one of the rubrics.
    """
    from scoring.cohort import StandardSettingInvalid, read_standard_setting

    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Name a panel's file; docs/statistics.md shows one.")
    try:
        return read_standard_setting(path, rubrics)
    except StandardSettingInvalid as invalid:
        raise UsageError(str(invalid), "See docs/statistics.md for the form.") from None


def shared_panel(assignments: Sequence[Assignment], rubrics: Sequence[Rubric]) -> StandardSetting | None:
    """Return the one panel that all of a cohort's assignments pin; None if they pin none, or several.

    Args:
        assignments: a cohort's.
        rubrics: those that its report tells.
    """
    from scoring.cohort import StandardSetting

    pinned = [dict(each.standards) for each in assignments]
    if not pinned or len(pinned[0]) != 1 or any(each != pinned[0] for each in pinned):
        return None
    ((rubric, standard),) = pinned[0].items()
    if rubric not in {each.id for each in rubrics}:
        return None
    return StandardSetting.model_validate(dict(standard.setting))
