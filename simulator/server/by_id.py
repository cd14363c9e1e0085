"""What an address or a form names of the library: by its id, never by a file of the server's computer."""

from __future__ import annotations

from scoring.document.problem import did_you_mean
from simulator.campaign.library import campaign, campaigns
from simulator.campaign.story import CampaignStory
from simulator.errors import UnknownScenario
from simulator.messages import tr
from simulator.scenario.library import Entry, Library
from simulator.scenario.story import Story


def entry_by_id(id_: str, library: Library) -> Entry:
    """Return an encounter's entry.

    Raises:
        UnknownScenario: there is none of that id.
    """
    found = {each.id: each for each in library.entries()}
    if id_ not in found:
        raise UnknownScenario(
            tr("There is no encounter '{name}'.", name=id_[:60]), did_you_mean(id_, list(found), otherwise="There are")
        )
    return found[id_]


def story_by_id(id_: str, library: Library, language: str | None = None) -> Story:
    """Return an encounter, in a language or its own.

    Raises:
        UnknownScenario: there is none of that id.
        UsageError: it is not translated into that language.
        ScenarioInvalid: its file has errors.
    """
    entry = entry_by_id(id_, library)
    return library.story(entry.id, language=None if language == entry.language else language)


def campaign_by_id(id_: str, library: Library) -> CampaignStory:
    """Return a campaign of the library.

    Raises:
        UnknownScenario: there is none of that id.
    """
    known = [each.id for each in campaigns(library) if not each.error]
    if id_ not in known:
        raise UnknownScenario(
            tr("There is no campaign '{name}'.", name=id_[:60]), did_you_mean(id_, known, otherwise="There are")
        )
    return campaign(id_, library)
