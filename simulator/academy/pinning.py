"""What an assignment pins: a scenario or campaign of the library exactly as it is now."""

from __future__ import annotations

from simulator.academy.model import Pin
from simulator.errors import EncounterError
from simulator.scenario.library import Library


def pin_of(library: Library, id_: str, *, campaign: bool = False) -> Pin:
    """Return the pin of an encounter with its translations, or of a campaign.

    Raises:
        EncounterError: there is none of that id, or it cannot be played.
    """
    if campaign:
        from simulator.campaign.library import campaign as campaign_story

        whole = campaign_story(id_, library)
        return Pin(whole.campaign.version, whole.digest)
    story = library.story(id_)
    shown = [_translation(library, id_, language) for language in library.languages(id_)]
    translations = tuple(sorted(each for each in shown if each is not None))
    return Pin(story.scenario.version, story.digest, dict(story.rubrics.digests), translations)


def _translation(library: Library, id_: str, language: str) -> str | None:
    try:
        return library.story(id_, language=language).translation
    except EncounterError:
        return None  # it cannot be shown, so nobody plays it
