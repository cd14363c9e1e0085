"""How a trainee wants the app to look and behave, and the memory of it that the first paint needs.

The record store keeps each trainee's preferences. It opens after the first paint. So a small file in the cache folder
remembers the last trainee's theme for each store. If it is lost, the screen flickers once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.messages import speak

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee

THEMES = ("encounter-dark", "encounter-light", "encounter-contrast")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a trainee can set.

    Attributes:
        theme: one of `THEMES`.
        timers: whether scenes with a time limit count down.
        reduce_motion: nothing glides; the rule over SSH, where every frame is sent.
        line_by_line: the line-by-line mode opens, whatever the terminal can do.
        confirm: in an assessment, a choice is asked about before it counts.
        say_first: before choices are shown, what one would say is asked for.
        language: that of the program, such as "es"; "" if none was chosen.
    """

    theme: str = THEMES[0]
    timers: bool = True
    reduce_motion: bool = False
    line_by_line: bool = False
    say_first: bool = False
    confirm: bool = False
    language: str = ""


def default_preferences(environment: Mapping[str, str] = os.environ) -> Preferences:
    """Return what holds before anybody has chosen."""
    remote = any(name in environment for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))
    return Preferences(reduce_motion=remote or environment.get("TEXTUAL_ANIMATIONS") == "none")


def read_preferences(store: Store, trainee: Trainee) -> Preferences:
    """Return a trainee's preferences from the store; what was never set is as by default."""
    kept = store.settings(trainee)
    return _updated({field.name: kept.get(f"app.{field.name}") for field in fields(Preferences)})


def keep_preferences(store: Store, trainee: Trainee, preferences: Preferences) -> None:
    """Keep what differs from before in the store."""
    before = read_preferences(store, trainee)
    for name, value in asdict(preferences).items():
        if getattr(before, name) != value:
            store.set(trainee, f"app.{name}", value)


def speak_as_set(store: Store, trainee: Trainee) -> None:
    """Go on in the language that a trainee chose for the program."""
    speak(read_preferences(store, trainee).language)


class LastLook:
    """The cache file with the last trainee's name and preferences, for each store."""

    def __init__(self, address: str | None, *, folder: Path | None = None) -> None:
        self._address = address or os.environ.get("ENCOUNTER_STORE") or "default"
        self._folder = folder

    def read(self) -> tuple[str | None, Preferences]:
        """Return who trained last, and their preferences. If that is not known, None and the defaults."""
        kept = self._load().get(self._address)
        if not isinstance(kept, dict):
            return None, default_preferences()
        name = kept.get("trainee")
        return (name if isinstance(name, str) else None), _updated(kept)

    def write(self, trainee: str, preferences: Preferences) -> None:
        """Remember who trains and how it looks."""
        kept = {"trainee": trainee, **asdict(preferences)}
        everything = self._load()
        if everything.get(self._address) == kept:
            return
        everything[self._address] = kept
        path = self._path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(everything), encoding="utf-8")
        except OSError:
            # Only a convenience: without it the next start asks the store.
            return

    def forget(self) -> None:
        """Remember nobody: erase the name and preferences of the person who trained last."""
        everything = self._load()
        if everything.pop(self._address, None) is not None:
            with suppress(OSError):
                self._path().write_text(json.dumps(everything), encoding="utf-8")

    def _load(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _path(self) -> Path:
        if self._folder is not None:
            return self._folder / "last-look.json"
        from platformdirs import user_cache_path

        return user_cache_path("encounter") / "last-look.json"


def _updated(values: Mapping[str, Any]) -> Preferences:
    preferences = default_preferences()
    for field in fields(Preferences):
        value = values.get(field.name)
        if isinstance(value, type(getattr(preferences, field.name))) and (field.name != "theme" or value in THEMES):
            preferences = replace(preferences, **{field.name: value})
    return preferences
