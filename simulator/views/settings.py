"""What a trainee can set, in the words of every face, and what one step changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.messages import later, program_languages, spoken_language, tr
from simulator.training.preferences import THEMES
from simulator.views.languages import own_name

if TYPE_CHECKING:
    from simulator.training.preferences import Preferences

THEME_WORDS = dict(zip(THEMES, (later("dark"), later("light"), later("high contrast")), strict=True))
OPENS = {False: later("as the app"), True: later("line by line, for screen readers and slow links")}
SAYS = {False: later("off"), True: later("on, you type what you would say before the choices; never scored")}


def settings_words(preferences: Preferences) -> dict[str, str]:
    """Return how each thing is set, by its name."""
    return {
        "theme": tr("Look: {look}", look=tr(THEME_WORDS[preferences.theme])),
        "timers": tr("Timers: on") if preferences.timers else tr("Timers: off, take the time you need"),
        "motion": tr("Motion: reduced, nothing glides")
        if preferences.reduce_motion
        else tr("Motion: scrolling glides"),
        "lines": tr("Opens: {how}", how=tr(OPENS[preferences.line_by_line])),
        "first": tr("Say it first: {how}", how=tr(SAYS[preferences.say_first])),
        "confirm": tr("In assessments, a choice counts once you confirm it")
        if preferences.confirm
        else tr("In assessments, a choice counts at once"),
        "language": tr("Language: {name}", name=own_name(spoken_language())),
    }


def set_on(preferences: Preferences, what: str) -> Preferences:
    """Return preferences with one thing changed: switched over, or the next of several."""
    languages = program_languages()
    spoken = languages.index(preferences.language) if preferences.language in languages else 0
    return {
        "theme": lambda: replace(preferences, theme=THEMES[(THEMES.index(preferences.theme) + 1) % len(THEMES)]),
        "timers": lambda: replace(preferences, timers=not preferences.timers),
        "motion": lambda: replace(preferences, reduce_motion=not preferences.reduce_motion),
        "lines": lambda: replace(preferences, line_by_line=not preferences.line_by_line),
        "first": lambda: replace(preferences, say_first=not preferences.say_first),
        "confirm": lambda: replace(preferences, confirm=not preferences.confirm),
        "language": lambda: replace(preferences, language=languages[(spoken + 1) % len(languages)]),
    }[what]()
