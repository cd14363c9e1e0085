"""The table of screens that a key opens: what each is called, its key, and what the key bar and the help say."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from textual.binding import Binding


def screen_key(screen: str, key: str, description: str, **said: Any) -> tuple[str, Binding]:
    """Return a row: a screen's name, and the key that opens it; `said` is as in Textual's `Binding`."""
    return screen, Binding(key, f"open_screen('{screen}')", description, **said)


SCREENS = dict(
    (
        screen_key("help", "question_mark,f1", "Help", key_display="?", tooltip="Show every key of this screen."),
        screen_key(
            "glossary", "g", "Glossary", show=False, tooltip="See what figures, criteria and words of the law mean."
        ),
        screen_key(
            "documentation",
            "f2",
            "Documentation",
            key_display="F2",
            show=False,
            tooltip="Read the guides, and the page of a problem code.",
        ),
        screen_key("settings", "comma", "Settings", show=False, tooltip="Theme, timers, motion, and who is training."),
        screen_key("lesson", "m", "First minute", show=False, tooltip="Try one choice; nothing of it is kept."),
        screen_key("progress", "p", "Progress", tooltip="Each criterion over time, your runs, and what is due."),
        screen_key(
            "campaigns", "y", "Campaigns", show=False, tooltip="Years in one district: begin a campaign, or go on."
        ),
        screen_key(
            "cohorts", "t", "Cohorts", tooltip="For trainers: who has done what, where they struggle, and ratings."
        ),
        screen_key("notes", "o", "Own notes", show=False, tooltip="Read everything that you wrote, run by run."),
        screen_key("live", "n", "Now", tooltip="See who is where just now; pause, extend, let something happen."),
        screen_key("cohort_report", "r", "Report", tooltip="See the cohort's report, and write it as a page."),
    )
)
"""The key to each screen, by its name. A screen names it among its `BINDINGS`, and `Page` gives it an id there."""


def screen_class(name: str) -> Any:
    """Return a screen's class, such as `CohortReportScreen` of `screens/cohort_report.py`.

    It is loaded when it is first asked for, as start-up is a feature.
    """
    module = import_module(f"simulator.app.screens.{name}")
    return getattr(module, f"{name.title().replace('_', '')}Screen")
