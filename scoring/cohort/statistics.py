"""A cohort's statistics, from its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.cohort.agreement import TrainerLevel, agreement
from scoring.cohort.campaigns import shown_campaign
from scoring.cohort.decisions import critical_counts, encounters_played, heat_map, item_statistics
from scoring.cohort.fairness import Groups, fairness
from scoring.cohort.model import CampaignPlayed, CohortStatistics
from scoring.cohort.people import profiles, rubric_statistics
from scoring.cohort.rows import gather, parts, reached
from scoring.cohort.standard import StandardSetting, standard
from scoring.disclosure import DEFAULT, Publication, publication
from scoring.rubric import Rubric
from scoring.tables.cell_counts import cells
from scoring.tables.figures import lazy


def cohort_statistics(
    facts: Any,
    rubrics: Sequence[Rubric],
    *,
    cohort: str | None = None,
    members: int | None = None,
    titles: Mapping[str, str] | None = None,
    ratings: Sequence[TrainerLevel] = (),
    word_ratings: Sequence[TrainerLevel] = (),
    groups: Groups | None = None,
    panel: StandardSetting | None = None,
    campaigns: Sequence[CampaignPlayed] = (),
    minimum: int = DEFAULT,
    earlier: Sequence[Publication] = (),
    mode: str | None = None,
    narrowed: str | None = None,
) -> CohortStatistics:
    """Return everything that can be told about a cohort.

    Args:
        facts: the long facts of that cohort, all played in one mode, on any engine that `scoring.tables` takes.
        rubrics: to report on, in this order, one version of each; runs under others are counted and left out.
        cohort: its name.
        members: how many are enrolled.
        titles: encounter to its title.
        ratings: trainers' own levels, of what was chosen.
        word_ratings: those of what trainees said before the choices were shown.
        groups: what the academy supplied for fairness.
        panel: judgements that set a standard.
        campaigns: how campaigns closed, with every count.
        minimum: counts of fewer people are hidden in tables of groups; 1 hides nothing.
        earlier: what was published of the cohort before, which this must not give away.
        mode: the mode that the facts were played in; None for the mode that they name.
        narrowed: if the facts do not hold all runs, which ones, in words, and what they were scored again by.

    Raises:
        ValueError: there are facts of practice and of assessment, which are never combined.
    """
    modes = {row["mode"] for row in lazy(facts).select("mode").unique().collect(backend="pyarrow").rows(named=True)}
    if len(modes | ({mode} - {None})) > 1:
        raise ValueError("practice and assessment are never combined: give the facts of one mode")
    rows = gather(facts, rubrics)
    rubric_of = {id_: rubric.id for rubric in rubrics for id_ in rubric.criteria}
    counted = {version: found for part in parts(lazy(facts)) for version, found in cells(part).items()}
    told = publication(counted, earlier, minimum)
    scored = tuple(
        each for each in (rubric_statistics(rows, rubric, titles or {}) for rubric in rubrics) if each is not None
    )
    people = profiles(rows, scored)
    held = None if panel is None else standard(panel, scored, people, minimum)
    begun = [run for run in rows.runs if not run.again]
    return CohortStatistics(
        cohort=cohort,
        members=members,
        trainees=len(people),
        runs=len(rows.finished),
        unfinished=len(begun) - len(rows.finished),
        again=len(rows.runs) - len(begun),
        decisions=sum(run.decisions for run in rows.finished),
        first_at=begun[0].started_at if begun else None,
        last_at=begun[-1].started_at if begun else None,
        minimum=minimum,
        scored_by=tuple(rubrics),
        encounters=encounters_played(rows, titles or {}, told),
        campaigns=tuple(shown_campaign(each, minimum) for each in campaigns),
        critical=critical_counts(rows, rubrics, told),
        rubrics=scored,
        cells=heat_map(rows, told),
        items=item_statistics(rows, told),
        agreement=agreement(ratings, rubric_of),
        word_agreement=agreement(word_ratings, rubric_of),
        fairness=fairness(
            groups or {},
            people,
            scored,
            reached(facts, [each for each in rubrics if each.reported == "scored"]) if groups else (),
            marks={} if held is None else {held.rubric: held.cut.cut},
            minimum=minimum,
        ),
        standard=held,
        profiles=people,
        told=told,
        mode=mode or next(iter(modes), None),
        narrowed=narrowed,
    )
