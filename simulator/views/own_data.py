"""A person's own name and data: see what is kept, copy it, change the name, merge two names, or erase everything.

A person with a computer of their own can do all of it. If there are accounts, the academy looks after names and is
responsible for what is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import EncounterError, UsageError
from simulator.messages import later, tr
from simulator.text import name_key

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee

ENDING = ".json"

WAYS = {
    "copy": later("Take a copy: write all of it to a file"),
    "name": later("Change your name"),
    "one": later("Another name here is yours too: join the two"),
    "erase": later("Erase all of it"),
}
"""What one can do with one's name and data."""

_TOLD = {
    "runs": later("Runs"),
    "decisions": later("Choices in them"),
    "own_words": later("What you would have said, before the choices"),
    "self_ratings": later("Your ratings of yourself"),
    "reflections": later("Notes to yourself"),
    "trainer_ratings": later("Trainers' ratings of your runs"),
    "word_ratings": later("Trainers' ratings of your words"),
    "comments": later("Trainers' comments"),
    "campaign_runs": later("Campaigns"),
    "members": later("Cohorts that you are in"),
    "identities": later("Your ids and addresses"),
    "groups": later("Groups that the academy noted"),
    "settings": later("Settings"),
    "votes": later("Your vote in a class that is running"),
}

Held = Mapping[str, Sequence[Mapping[str, Any]]]


_RATINGS = ("levels", "critical_events", "word_ratings", "trainer_ratings", "comments")
"""The tables that tell what a choice was worth."""


def what_is_kept(store: Store, who: Trainee) -> Held:
    """Return every row that is kept about somebody, by table.

    Ratings that would help with an assessment of theirs are left out until it is over, as in every look back.
    """
    from simulator import academy
    from simulator.errors import AttemptRefused

    waiting = set()
    for run in store.runs(trainee=who, include_superseded=True):
        try:
            academy.refuse_while_assessed(store, run)
        except AttemptRefused:
            waiting.add(run.id)
    held = {
        table: [row for row in rows if table not in _RATINGS or row.get("run_id") not in waiting]
        for table, rows in store.person_record(who).items()
    }
    return {table: rows for table, rows in held.items() if rows}


def kept_lines(held: Held) -> list[str]:
    """Return in words what is kept about a person, a line for each kind of record.

    Args:
        held: rows by table, from `Store.person_record`.
    """
    return [f"{tr(told)}: {len(held[table])}" for table, told in _TOLD.items() if held.get(table)]


def as_json(name: str, held: Held, at: datetime) -> str:
    """Return all that is kept about a person as JSON."""
    return json.dumps({"trainee": name, "written": at.isoformat(), "kept": held}, ensure_ascii=False, indent=1)


def data_named(target: Path) -> Path:
    """Return a file that is to hold what is kept about a person.

    Raises:
        UsageError: it is not named as JSON.
    """
    if target.suffix.lower() != ENDING:
        raise UsageError(
            tr("The copy is written as JSON, but {name} does not end in .json.", name=target.name),
            tr("End it with .json."),
        )
    return target


def write_data(name: str, held: Held, at: datetime, target: Path) -> None:
    """Write all that is kept about a person to a file; what stood there stays until all of it is on the disk.

    Raises:
        UsageError: see `data_named`.
        EncounterError: it cannot be written.
    """
    from scoring.exports.atomic import draft

    content = as_json(name, held, at)
    try:
        with draft(data_named(target)) as file:
            file.write(content.encode())
    except OSError as error:
        raise EncounterError(
            tr("{target} cannot be written ({strerror}).", target=target, strerror=error.strerror),
            tr("Name another file."),
        ) from None


def names_like(name: str, store: Store) -> list[Trainee]:
    """Return the others whom a store knows, those with a name most like this one first."""
    from difflib import SequenceMatcher

    def unlike(other: Trainee) -> float:
        return -SequenceMatcher(a=name_key(name), b=name_key(other.name)).ratio()

    return sorted((each for each in store.trainees() if each.name != name), key=unlike)


def rename(store: Store, who: Trainee, name: str, *, at: datetime) -> Trainee:
    """Take another name; what was done stays one's own.

    Raises:
        UsageError: there are accounts, somebody has that name, or it has no letters.
    """
    from simulator.people import accounts

    _refuse_where_many(store)
    if not any(character.isalpha() for character in name):
        raise UsageError(tr("A name has letters in it; your runs are kept under it."))
    other = store.find_trainee(name)
    if other is not None and other.id != who.id:
        raise UsageError(
            tr("Somebody is called {name} already.", name=other.name),
            tr("If that is you too, join the two names: {way}.", way=tr(WAYS["one"])),
        )
    return accounts.rename(store, who, name, at=at, by=who.name)


def merge(store: Store, who: Trainee, double: Trainee, *, at: datetime) -> None:
    """Let all that is kept under another name count as one's own.

    Raises:
        UsageError: there are accounts, or a trainer looks after one of the two.
    """
    from simulator.people import accounts

    refuse_what_others_keep(store, who, double)
    accounts.merge(store, double, who, at=at, by=who.name)


def erase(store: Store, who: Trainee, *, at: datetime) -> int:
    """Erase all that is kept about oneself, for good; return how many runs that were.

    Raises:
        UsageError: there are accounts, or one is in a cohort.
    """
    refuse_what_others_keep(store, who)
    return store.erase(who, at=at)


def refuse_what_others_keep(store: Store, *people: Trainee) -> None:
    """Raise a UsageError if an academy or a trainer looks after the person's data."""
    _refuse_where_many(store)
    for each in people:
        _refuse_in_cohort(store, each)


def _refuse_where_many(store: Store) -> None:
    from simulator.people.accounts import any_account

    if store.serves_many or any_account(store):
        raise UsageError(
            tr("The academy looks after names and records here."),
            tr("Ask it: it can change a name, join two names, and erase what is kept about you."),
        )


def _refuse_in_cohort(store: Store, who: Trainee) -> None:
    from simulator import academy

    for cohort, _ in [*academy.all_cohorts(store), *academy.all_cohorts(store, archived=True)]:
        if any(each.id == who.id for each in academy.members_of(store, cohort)):
            raise UsageError(
                tr("{name} is a member of {cohort}, and that record is the academy's too.", name=who.name,
                   cohort=cohort.name),
                tr("Ask your trainer, who can do it."),
            )  # fmt: skip
