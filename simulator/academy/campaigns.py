"""A cohort's campaigns: how they closed, what became of each promise, and after which episode one was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, or_, select

from scoring.cohort.model import CampaignPlayed, PromiseOutcome
from simulator.academy.model import Cohort
from simulator.campaign.journey import Journey
from simulator.campaign.model import PROMISE_LEVELS
from simulator.campaign.story import CampaignStory
from simulator.errors import StoreDamaged
from simulator.records.kept_campaigns import campaign_row, kept_campaign, rebuilt
from simulator.records.model import Mode
from simulator.records.rubrics import kept_rubrics
from simulator.records.schema import assignments, campaign_runs, members
from simulator.records.store import Store

BROKEN = PROMISE_LEVELS.index("broken")


def campaigns_of(store: Store, cohort: Cohort, mode: Mode) -> list[CampaignPlayed]:
    """Return how far the campaigns of a cohort's members have come, and how they closed: each person's first one.

    Those that answer another cohort's assignment do not count, nor those that try again from an episode. A person whose
    runs contradict their campaign is left out, and counted as such. Only those count that were played in the mode.

    Raises:
        StoreDamaged: a campaign itself was changed after it was begun.
    """
    found: dict[str, _Counts] = {}
    with store.reading() as connection:
        for story, journey in _journeys(connection, cohort, mode):
            # Of several versions the words of the one stand that was begun last.
            counts = found.setdefault(story.campaign.id, _Counts(story))
            counts.story = story
            counts.add(journey)
    return [found[id_].told() for id_ in sorted(found)]


def _journeys(connection: Connection, cohort: Cohort, mode: Mode) -> Iterator[tuple[CampaignStory, Journey | None]]:
    """Yield each person's campaign, with None if what is kept of it contradicts it."""
    own = select(members.c.trainee_id).where(members.c.cohort_id == cohort.id)
    assigned = select(assignments.c.id).where(assignments.c.cohort_id == cohort.id)
    asked = (
        select(campaign_runs.c.id, campaign_runs.c.trainee_id, campaign_runs.c.campaign_id)
        .where(
            campaign_runs.c.trainee_id.in_(own),
            campaign_runs.c.origin.is_(None),
            campaign_runs.c.mode == mode.value,
            or_(campaign_runs.c.assignment_id.is_(None), campaign_runs.c.assignment_id.in_(assigned)),
        )
        .order_by(campaign_runs.c.started_at, campaign_runs.c.id)
    )
    stories: dict[tuple[str, str], CampaignStory] = {}
    met: set[tuple[str, str]] = set()
    for row in connection.execute(asked).all():
        if (row.trainee_id, row.campaign_id) in met:
            continue
        met.add((row.trainee_id, row.campaign_id))
        record = campaign_row(connection, row.id)
        key = (record.digest, record.rubrics)
        if key not in stories:
            stories[key] = kept_campaign(connection, record.digest, kept_rubrics(connection, record.rubrics))
        try:
            yield stories[key], rebuilt(connection, record, stories[key]).journey
        except StoreDamaged:
            yield stories[key], None


@dataclass(slots=True)
class _Counts:
    """What became of one campaign, person by person."""

    story: CampaignStory
    people: int = 0
    left_out: int = 0
    closings: Counter[str] = field(default_factory=Counter)
    became: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, journey: Journey | None) -> None:
        """Count one person's journey; None for one that cannot be told."""
        if journey is None:
            self.left_out += 1
            return
        layout = journey.story.layout
        self.people += 1
        if journey.closing is not None:
            self.closings[journey.closing.closing.id] += 1
        for name in journey.story.campaign.promises:
            slot = layout.slot_of[name]
            self.became[name, PROMISE_LEVELS[journey.memory[slot]]] += 1
            for passage in journey.passages:
                if BROKEN in (passage.kept[slot], passage.after[slot]) and passage.before[slot] != BROKEN:
                    self.broken[name, passage.episode.episode.id] += 1
                    break

    def told(self) -> CampaignPlayed:
        """Return the counts with the campaign's own words."""
        campaign = self.story.campaign
        titles = {each.episode.id: (each.episode.date, each.title) for each in self.story.episodes}
        closings = {each.id: each.title or each.id for each in campaign.closings}
        return CampaignPlayed(
            campaign.id,
            campaign.title,
            self.people,
            self.closings.total(),
            tuple((title, self.closings[id_]) for id_, title in closings.items() if self.closings[id_]),
            tuple(
                PromiseOutcome(
                    name,
                    campaign.people[promise.to].name,
                    " ".join(promise.words.split()),
                    tuple((level, self.became[name, level]) for level in PROMISE_LEVELS if self.became[name, level]),
                    tuple((*titles[id_], self.broken[name, id_]) for id_ in titles if self.broken[name, id_]),
                )
                for name, promise in campaign.promises.items()
                if self.people
            ),
            self.left_out,
        )
