"""Standard setting: a panel's judgements, read from a file, and the cut score that they give (Angoff)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scoring.cohort.model import RubricStatistics, Standard, TraineeProfile
from scoring.document import Problem, read_document
from scoring.document.problem import did_you_mean
from scoring.document.validation import FileModel, validate
from scoring.rubric import Identifier, Rubric, Text
from scoring.statistics import CutScore, angoff_cut_score
from scoring.statistics.distributions import Z

FEWEST_JUDGES = 10
"""Judges below which a cut score is shown with a caution (Shulruf 2016: about 15, mixed)."""

Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Judge(FileModel):
    """One judge, and what a borderline trainee would just score on each item, 0 to 100 on `anchored`."""

    name: Text
    judgements: dict[Identifier, Score]


class StandardSetting(FileModel):
    """A panel's judgements of one rubric, in one round.

    Attributes:
        title: what the panel is called in the report.
        rubric: which rubric's anchored figure the cut is for.
        date: when it met.
        rationale: how it was done, and who the judges were.
        judges: at least two; each judges the same criteria.
    """

    format: Literal["1"]
    title: Text
    rubric: Identifier
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    rationale: Text | None = None
    judges: Annotated[list[Judge], Field(min_length=2)]


class StandardSettingInvalid(ValueError):
    """A panel's file has problems; `problems` names each with line and column."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(f"{first.file}:{first.line}:{first.column} {first.code} {first.message} {first.mend}")
        self.problems = problems


def read_standard_setting(path: Path, rubrics: Sequence[Rubric]) -> StandardSetting:
    """Read a panel's file.

    Args:
        path: a YAML file.
        rubrics: that it may be about.

    Raises:
        StandardSettingInvalid: the file has problems: its shape, a rubric or criterion that there is not, gaps.
    """
    document = read_document(path)
    if document.problems:
        raise StandardSettingInvalid(document.problems)
    panel, problems = validate(StandardSetting, document)
    if panel is None or problems:
        raise StandardSettingInvalid(problems)
    known = {rubric.id: rubric for rubric in rubrics}
    if panel.rubric not in known:
        mend = did_you_mean(panel.rubric, known, otherwise="There are")
        raise StandardSettingInvalid(
            [document.problem(("rubric",), "E204", f"There is no rubric '{panel.rubric}'.", mend)]
        )
    rubric = known[panel.rubric]
    if rubric.reported == "profile":
        said = f"'{rubric.id}' is a profile: it has no standard to set."
        raise StandardSettingInvalid(
            [document.problem(("rubric",), "E204", said, "Set a standard for another rubric.")]
        )
    wanted = set(panel.judges[0].judgements)
    for place, judge in enumerate(panel.judges):
        here = ("judges", place, "judgements")
        for criterion in judge.judgements:
            if criterion not in rubric.criteria:
                mend = did_you_mean(criterion, rubric.criteria, otherwise="There are")
                said = f"'{criterion}' is not a criterion of '{rubric.id}'."
                raise StandardSettingInvalid([document.problem((*here, criterion), "E204", said, mend, key=True)])
        if not wanted or set(judge.judgements) != wanted:
            said = "Every judge must judge the same criteria, at least one."
            mend = f"Judge: {', '.join(sorted(wanted)) or ', '.join(rubric.criteria)}."
            raise StandardSettingInvalid([document.problem(here, "E206", said, mend)])
    return panel


def cut_of(panel: StandardSetting) -> CutScore:
    """Return the panel's cut on the anchored figure, with its standard error."""
    items = list(panel.judges[0].judgements)
    return angoff_cut_score([[judge.judgements[item] for item in items] for judge in panel.judges], scale=(0, 100))


def standard(
    panel: StandardSetting, rubrics: Sequence[RubricStatistics], profiles: Sequence[TraineeProfile], minimum: int
) -> Standard:
    """Return how a cohort stands to a panel's cut.

    Args:
        panel: the judgements.
        rubrics: the cohort's.
        profiles: the cohort's people.
        minimum: counts of fewer people are hidden.
    """
    cut = cut_of(panel)
    scores = [each.anchored for person in profiles for each in person.figures if each.rubric == panel.rubric]
    own = next((each for each in rubrics if each.rubric == panel.rubric), None)
    reached = sum(score >= cut.cut for score in scores)
    shown = all(count == 0 or count >= minimum for count in (reached, len(scores) - reached))
    uncertain = None
    if own is not None and own.reliability.error is not None:
        # The error of a person's score and that of the cut are independent, so that their squares add up.
        reach = Z * math.hypot(own.reliability.error, cut.standard_error)
        near = sum(abs(score - cut.cut) <= reach for score in scores)
        uncertain = near if near == 0 or near >= minimum else None
    return Standard(
        rubric=panel.rubric,
        panel=panel.title,
        date=panel.date,
        cut=cut,
        trainees=len(scores),
        reached=reached if shown else None,
        uncertain=uncertain,
        caution=_caution(cut, own),
    )


def _caution(cut: CutScore, own: RubricStatistics | None) -> str | None:
    said = []
    if own is None or own.reliability.practice_only:
        said.append("The scores are for practice only, so no decision may rest on this cut score yet.")
    if cut.n < FEWEST_JUDGES:
        said.append(f"{cut.n} judges are few; a panel has 10 or more, better 15 of mixed background.")
    return " ".join(said) or None
