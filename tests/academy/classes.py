"""A small academy: a cohort whose members have played, kept in a real store."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator import academy
from simulator.encounter.run import Run
from simulator.records.store import Mode, Store
from simulator.scenario.story import Story
from tests.samples import gate

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
STORE = "academy.sqlite3"
NAMES = ("Sam Reid", "=cmd|' /C calc'!A0", "Zoë Ødegård", "＝SUM(A1)", "-2+3", "  @mention", "O'Neil")


def play(store: Store, story: Story, name: str, *, seed: int, at: datetime, finish: bool = True) -> str:
    """Play one run at random, but alike each time; return its id."""
    record = store.begin(store.trainee(name, at), story, mode=Mode.PRACTICE, seed=seed, at=at, language="en-GB")
    chance = random.Random(f"{name}{seed}")
    run = Run(story, seed=seed)
    while not run.finished and (finish or not run.steps):
        step = run.choose(chance.choice(run.available()).id)
        moment = at + timedelta(seconds=20 * len(run.steps))
        outcome = run.ending.outcome if run.ending else None
        store.append(record.id, step, at=moment, seconds=2.5, outcome=outcome)
    return record.id


def an_academy(folder: Path, *, people: int = len(NAMES), attempts: int = 2, called: tuple[str, ...] = NAMES) -> str:
    """Lay a store with the cohort Autumn in a folder; return the store's address. It is played once, and copied."""
    gate(folder / "scenarios")
    for name, content in _played(called, people, attempts).items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    return str(folder / STORE)


@cache
def _played(called: tuple[str, ...], people: int, attempts: int) -> dict[str, bytes]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        story = gate(folder / "scenarios")
        with Store.open(str(folder / STORE)) as store:
            autumn = academy.create_cohort(store, "Autumn", at=BEGAN)
            names = [*called, *(f"Trainee {number}" for number in range(people))][:people]
            academy.add_members(store, autumn, [store.trainee(name, BEGAN) for name in names], at=BEGAN)
            for number, name in enumerate(names):
                for attempt in range(attempts):
                    at = BEGAN + timedelta(days=attempt, minutes=number)
                    run = play(store, story, name, seed=attempt, at=at)
                    if attempt == 0:
                        store.rate_self(run, {"respect": 70, "de-escalation": 60}, at + timedelta(minutes=9))
            play(store, story, "Somebody Else", seed=1, at=BEGAN)
            play(store, story, names[0], seed=99, at=BEGAN + timedelta(days=9), finish=False)
        return {path.name: path.read_bytes() for path in folder.glob(f"{STORE}*") if path.is_file()}
