"""Looking back on a campaign: the ledger, each episode, conduct over all of them, and what others say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.decision import Decision
from scoring.measure import Tally
from scoring.precision import Raters
from scoring.scorecard import score
from simulator.campaign.journey import Journey
from simulator.records.kept_campaigns import CampaignRecord, KeptCampaign
from simulator.records.standards import marks_of
from simulator.records.store import Store
from simulator.training.debrief import RubricView, figure_json, rubric_views
from simulator.training.language import replay
from simulator.training.ledger import Ledger, ledger_of


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One played episode.

    Attributes:
        between: what happened after it, in words.
        critical: the critical events in it.
        figures: conduct by rubric.
    """

    date: str
    title: str
    run: str
    ending: str
    outcome: str
    between: tuple[str, ...]
    critical: tuple[str, ...]
    figures: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class CampaignDebrief:
    """Looking back on a campaign, finished or not.

    Attributes:
        rubrics: over the decisions of all episodes together; the standard is that of one run over all of them.
        closing: None while it goes on.
        retold: what people say, as (name, words).
    """

    record: CampaignRecord
    ledger: Ledger
    episodes: tuple[EpisodeView, ...]
    rubrics: tuple[RubricView, ...]
    closing: str | None
    closing_title: str
    closing_text: str
    retold: tuple[tuple[str, str], ...]
    reflect: str
    discussion: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented object of a campaign's debrief."""
        return {
            "campaign_run": self.record.id,
            "campaign": self.record.campaign_id,
            "version": self.record.campaign_version,
            "digest": self.record.digest,
            "trainee": self.record.trainee,
            "mode": str(self.record.mode),
            "assignment": self.record.assignment_id,
            "branch": None
            if self.record.origin is None
            else {"of": self.record.origin, "episodes": self.record.origin_kept},
            "closing": self.closing,
            "episodes": [
                {
                    "date": each.date,
                    "run": each.run,
                    "ending": each.ending,
                    "outcome": each.outcome,
                    "critical": list(each.critical),
                    "rubrics": {id_: figure_json(tally) for id_, tally in each.figures.items()},
                }
                for each in self.episodes
            ],
            "promises": {each.name: each.level for each in self.ledger.promises},
            "rubrics": {
                each.id: {
                    **figure_json(each.total),
                    "standard": each.standard,
                    "mark": None if each.reported == "profile" else each.mark,
                    "bands": [str(band) for band in each.bands],
                }
                for each in self.rubrics
            },
        }


def campaign_debrief(store: Store, kept: KeptCampaign) -> CampaignDebrief:
    """Return the debrief of a campaign, finished or not."""
    journey, story = kept.journey, kept.journey.story
    rubrics, marks = story.rubrics, marks_of(store, kept.played[0].id) if kept.played else {}
    episodes: list[EpisodeView] = []
    decisions: list[Decision] = []
    for passage, run in zip(journey.passages, kept.played, strict=True):
        made = replay(store, run).decisions
        card = score(made, list(passage.episode.story.rubrics.rubrics.values()), marks=marks)
        decisions += made
        episodes.append(
            EpisodeView(
                passage.episode.episode.date,
                passage.episode.title,
                run.id,
                run.ending or "",
                run.outcome or "",
                passage.between,
                tuple(event for _, event in card.critical),
                {id_: figures.total for id_, figures in card.rubrics.items()},
            )
        )
    raters = Raters.of_several(each.story.scenario.raters for each in story.episodes)
    whole = score(decisions, list(rubrics.rubrics.values()), marks=marks)
    closing, memory, people = journey.closing, journey.memory, story.campaign.people
    return CampaignDebrief(
        record=kept.record,
        ledger=ledger_of(kept),
        episodes=tuple(episodes),
        rubrics=rubric_views(whole, rubrics, raters=raters),
        closing=None if closing is None else closing.closing.id,
        closing_title="" if closing is None else closing.closing.title or "",
        closing_text=closing_text(journey),
        retold=()
        if closing is None
        else tuple(
            (people[each.speaker or ""].name, story.fill(each.text, memory))
            for each in closing.retold
            if each.when is None or each.when.test(memory)
        ),
        reflect="" if closing is None else story.fill(closing.closing.reflect or "", memory),
        discussion=tuple(story.campaign.trainer.discussion) if story.campaign.trainer else (),
    )


def closing_text(journey: Journey) -> str:
    """Return the text of the closing that a journey has come to, "" before that."""
    if journey.closing is None:
        return ""
    shown = next(each for each in journey.closing.texts if each.when is None or each.when.test(journey.memory))
    return journey.story.fill(shown.text, journey.memory)
