"""The library of what is published in a store, for people who sign in to the database itself.

No file of an encounter is needed on their computer. All of it is read at once, so that the store may be closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from scoring.rubric import RubricSet
from simulator.campaign.library import CampaignEntry, campaign_entry, not_translated
from simulator.campaign.story import CampaignStory
from simulator.errors import StoreDamaged, UsageError
from simulator.records.digests import hash_text
from simulator.records.rubrics import kept_rubrics
from simulator.records.schema import (
    campaign_snapshots,
    published,
    published_campaigns,
    published_translations,
    snapshots,
)
from simulator.records.store import Store
from simulator.scenario.library import Entry, Library, as_file, entry_of
from simulator.scenario.story import Story


def library_of(store: Store) -> Library:
    """Return the encounters that are played on a store: for a person's own login, those that are published there.

    Raises:
        StoreDamaged: something that is published is not what its digest says.
    """
    return PublishedLibrary(store) if store.by_functions else Library.default()


class PublishedLibrary(Library):
    """Everything that is published in a store, and may be played by the person who signed in to it.

    Args:
        store: where; it may be closed afterwards.
    """

    def __init__(self, store: Store) -> None:
        super().__init__([])
        with store.reading() as connection:
            self._encounters = {each.id: each for each in _encounters(connection)}
            self._campaigns = {each.id: each for each in _campaigns(connection)}
        self._stories: dict[str, Story] = {}

    def entries(self) -> list[Entry]:
        """Return what is published, by setting, level and title."""
        if self._entries is None:
            self._entries = self.in_order(entry_of(self._story(id_), id_) for id_ in self._encounters)
        return self._entries

    def story(self, id_or_path: str, *, language: str | None = None, jurisdiction: str | None = None) -> Story:
        """Return one story by its id. A file is read as in any library, but no run of it can begin.

        Raises:
            UnknownScenario: no such id.
            UsageError: no such translation or overlay.
        """
        if jurisdiction is not None:
            id_or_path = self.under_law(id_or_path, jurisdiction)
        if as_file(id_or_path) is not None:
            return super().story(id_or_path, language=language)
        id_ = self.entry(id_or_path).id
        story = self._story(id_)
        if language in (None, story.scenario.language):
            return story
        wordings = self._encounters[id_].wordings
        if language not in wordings:
            raise not_translated(id_, language or "", [story.scenario.language, *sorted(wordings)])
        return story.worded(wordings[language]).under(id_)

    def languages(self, id_or_path: str) -> list[str]:
        """Return the languages that an encounter is published in beside its own, by code."""
        return sorted(self._encounters[self.entry(id_or_path).id].wordings)

    def under_law(self, id_or_path: str, jurisdiction: str) -> str:
        """Return the id of an encounter under a law, where that is published too.

        Raises:
            UsageError: it is not.
        """
        entry = self.entry(id_or_path)
        own = entry.overlay_of or entry.id.rpartition("/")[2]
        kin = [each for each in self.entries() if own in (each.overlay_of, each.id.rpartition("/")[2])]
        for each in (entry, *kin):
            if each.jurisdiction in (jurisdiction, None):
                return each.id
        known = ", ".join(sorted({each.jurisdiction or "" for each in kin}))
        raise UsageError(f"'{entry.id}' is not published for {jurisdiction}.", f"It can be played under: {known}.")

    def campaign_entries(self) -> list[CampaignEntry]:
        """Return what a list shows of each campaign that is published, by title."""
        found = [campaign_entry(self._campaign(id_).campaign, id_) for id_ in self._campaigns]
        return sorted(found, key=lambda entry: entry.title)

    def campaign_story(self, id_: str, language: str | None) -> CampaignStory | None:
        """Return a published campaign, in a language or its own; None if there is none.

        Raises:
            UsageError: it is not published in that language.
        """
        if id_ not in self._campaigns:
            return None
        story = self._campaign(id_)
        if language in (None, story.campaign.language):
            return story
        wordings = self._campaigns[id_].wordings
        if language not in wordings:
            raise not_translated(id_, language or "", [story.campaign.language, *sorted(wordings)])
        return story.worded(wordings[language])

    def campaign_languages(self, id_: str) -> list[str]:
        """Return the languages that a campaign is published in beside its own."""
        return sorted(self._campaigns[id_].wordings) if id_ in self._campaigns else []

    def _wordings(self, language: str) -> dict[str, dict[str, str]]:
        """Return title and summary of what is published in a language beside its own, by id."""
        told = {
            id_: self.story(id_, language=language).scenario
            for id_, held in self._encounters.items()
            if language in held.wordings
        }
        return {id_: {"title": each.title, "summary": " ".join(each.summary.split())} for id_, each in told.items()}

    def _story(self, id_: str) -> Story:
        if id_ not in self._stories:
            held = self._encounters[id_]
            self._stories[id_] = Story.from_snapshot(held.body, held.rubrics).under(id_)
        return self._stories[id_]

    def _campaign(self, id_: str) -> CampaignStory:
        held = self._campaigns[id_]
        return CampaignStory.from_snapshot(held.body, held.rubrics)


@dataclass(frozen=True, slots=True)
class _Held:
    id: str
    body: str
    rubrics: RubricSet
    wordings: Mapping[str, str]


def _encounters(connection: Connection) -> Iterator[_Held]:
    asked = select(published.c.scenario_id, published.c.rubrics, snapshots.c.digest, snapshots.c.body).join(snapshots)
    return _held(connection, asked.where(published.c.withdrawn_at.is_(None)))


def _campaigns(connection: Connection) -> Iterator[_Held]:
    asked = select(
        published_campaigns.c.campaign_id,
        published_campaigns.c.rubrics,
        campaign_snapshots.c.digest,
        campaign_snapshots.c.body,
    ).join(campaign_snapshots)
    return _held(connection, asked.where(published_campaigns.c.withdrawn_at.is_(None)))


def _held(connection: Connection, asked: Select[Any]) -> Iterator[_Held]:
    """Yield what is published, with a handful of questions to the database, however much there is."""
    rows = connection.execute(asked).all()
    rubrics = {named: kept_rubrics(connection, named) for named in {row.rubrics for row in rows}}
    wordings: dict[str, dict[str, str]] = defaultdict(dict)
    shown = select(published_translations.c.digest, published_translations.c.language, published_translations.c.body)
    known = {row.digest for row in rows}
    for digest, language, wording in connection.execute(shown.where(published_translations.c.digest.in_(known))):
        wordings[digest][language] = wording
    for id_, named, digest, body in rows:
        if hash_text(body) != digest:
            raise StoreDamaged(
                f"What is published of '{id_}' was changed.", "See what else was: encounter store verify."
            )
        yield _Held(id_, body, rubrics[named], wordings.get(digest, {}))
