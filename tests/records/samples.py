"""A story that can go on for ever, and moments to play it at."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.records.store import Mode, RunRecord, Store
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def minutes(count: float) -> datetime:
    """Return a moment so many minutes after noon."""
    return NOON + timedelta(minutes=count)


def circle(**more: object) -> Story:
    """Return a story of two scenes that lead to each other, until somebody leaves; `more` are keys of its file."""

    def scene(name: str, other: str) -> dict[str, object]:
        return {
            "text": f"This is {name}.",
            "choices": [
                {"id": f"{name}-ask", "say": "And then?", "ratings": {"listening": 1, "voice": 2}, "goto": other}
                | {"add": {"turns": 1}},
                {
                    "id": f"{name}-order",
                    "say": "Stop that.",
                    "ratings": {"voice": -2},
                    "add": {"tension": 1},
                    "goto": other,
                },
                {"id": f"{name}-force", "do": "Push.", "ratings": {"care": -2}, "critical": ["no-aid"], "goto": other},
                {"id": f"{name}-leave", "do": "Leave.", "when": "tension < 9", "goto": "gone"},
            ],
        }

    return Story(
        Scenario.model_validate(
            {
                "format": "1", "id": "circle", "version": "1.0.0", "title": "Circle", "summary": "Round and round.",
                "language": "en-GB", "setting": {"force": "urban", "place": "a street"}, "level": "foundation",
                "minutes": 5, "rubrics": ["de-escalation", "respect"], "start": "here",
                "people": {"reid": {"name": "PC Reid", "role": "you"}},
                "state": {
                    "tension": {"start": 1, "min": 0, "max": 10},
                    "turns": {"start": 0, "min": 0, "max": 1000},
                },
                "scenes": {"here": scene("here", "there"), "there": scene("there", "here")},
                "endings": {"gone": {"outcome": "partial", "text": "You are gone."}},
            } | more
        ),
        RubricSet.shipped(),
    )  # fmt: skip


def play(store: Store, record: RunRecord, *choices: str, at: datetime = NOON) -> None:
    """Take choices in a kept run, as the program does: each is kept before the next."""
    run = store.replay(record.id)
    for choice in choices:
        step = run.choose(choice)
        store.append(record.id, step, at=at, seconds=2.5, outcome=run.ending.outcome if run.ending else None)


def begun(
    store: Store, story: Story, *choices: str, name: str = "Sam", at: datetime = NOON, **options: object
) -> RunRecord:
    """Begin a run and take choices in it; return it as it is kept then."""
    given = {"mode": Mode.PRACTICE, "seed": 7, "language": "en-GB", **options}
    record = store.begin(store.trainee(name, at), story, at=at, **given)  # type: ignore[arg-type]
    play(store, record, *choices, at=at)
    return store.run(record.id)


def behind(file: Path, *statements: str) -> None:
    """Change a file behind the program's back, as somebody can who may write it: without its refusing triggers."""
    with closing(sqlite3.connect(file)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
