"""The register: cohorts, and who belongs to them.

    with Store.open() as store:
        autumn = academy.create_cohort(store, "Autumn", at=at)
        academy.add_members(store, autumn, [store.trainee("Sam", at)], at=at)

People are found by the name that the store knows them by, by the academy's own id, or by e-mail address.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping, func, or_, select

from scoring.document.problem import did_you_mean
from simulator.academy.model import Cohort, Member
from simulator.errors import UnknownRecord, UsageError
from simulator.people.accounts import any_account
from simulator.records.functions import by_itself
from simulator.records.journal import keep_new, remove
from simulator.records.model import Trainee, read_time, write_time
from simulator.records.schema import archived_cohorts, cohorts, groups, identities, members, trainees
from simulator.records.store import Store
from simulator.text import NAME_LIMIT, clean_text, name_key

_NEAR = 2_000  # among more names than these, none is suggested


def create_cohort(store: Store, name: str, *, at: datetime) -> Cohort:
    """Make a cohort.

    Raises:
        UsageError: nothing readable is left of the name, or there is one of that name.
    """
    shown = cohort_name(name)
    row = {"id": str(uuid.uuid4()), "key": name_key(shown), "name": shown, "created": write_time(at)}
    with store.writing() as connection:
        keep_new(connection, cohorts, [row], at=row["created"], key="key")
        kept = connection.execute(select(cohorts).where(cohorts.c.key == row["key"])).mappings().one()
    if kept["id"] != row["id"]:
        raise UsageError(f"There is a cohort '{kept['name']}' already.", "See it: encounter cohort show NAME")
    return _cohort(kept)


def cohort_named(store: Store, name: str) -> Cohort:
    """Return the cohort of that name; upper and lower case are the same.

    Raises:
        UnknownRecord: there is none; the mend names the nearest.
    """
    shown = clean_text(name, limit=NAME_LIMIT)
    with store.reading() as connection:
        asked = select(cohorts).where(cohorts.c.key == name_key(shown))
        row = connection.execute(asked).mappings().one_or_none()
        known = [] if row else list(connection.scalars(select(cohorts.c.name).order_by(cohorts.c.key).limit(_NEAR)))
    if row is None:
        mend = did_you_mean(shown, known, otherwise="Choose") if known else "Make it: encounter cohort create NAME"
        raise UnknownRecord(f"There is no cohort '{shown}'.", mend)
    return _cohort(row)


def all_cohorts(store: Store, *, archived: bool = False) -> list[tuple[Cohort, int]]:
    """Return every cohort with its number of members, by name; or every one that was put away."""
    away = cohorts.c.id.in_(select(archived_cohorts.c.cohort_id))
    count = func.count(members.c.trainee_id)
    asked = (
        select(cohorts, count.label("count"))
        .outerjoin(members, members.c.cohort_id == cohorts.c.id)
        .where(away if archived else ~away)
        .group_by(*cohorts.c)
        .order_by(cohorts.c.key)
    )
    with store.reading() as connection:
        return [(_cohort(row), row["count"]) for row in connection.execute(asked).mappings()]


def find_person(store: Store, who: str) -> Trainee | None:
    """Return the person with this name, academy id or e-mail address, or None.

    A name comes first, then an id.
    """
    text = clean_text(who, limit=254)
    asked = (
        select(trainees.c.id, trainees.c.name, trainees.c.key, identities.c.external_id)
        .outerjoin(identities, identities.c.trainee_id == trainees.c.id)
        .where(
            or_(
                trainees.c.key == name_key(clean_text(who, limit=NAME_LIMIT)),
                identities.c.external_id == text,
                identities.c.email == text.lower(),
            )
        )
    )
    with store.reading() as connection:
        found = connection.execute(asked).all()
    best = min(found, key=lambda row: (row.key != name_key(text), row.external_id != text), default=None)
    # Under the name that they had before they were merged, the store knows them too.
    return store.find_trainee(who) if best is None else Trainee(best.id, best.name)


def person_named(store: Store, who: str) -> Trainee:
    """Return whoever goes by a name, an academy's id or an e-mail address.

    On a server a trainer finds everybody so, to let them join a cohort: before that the database shows them nobody.

    Raises:
        UnknownRecord: nobody does; the mend names the nearest.
    """
    with by_itself():
        found = find_person(store, who)
    if found is not None:
        return found
    with store.reading() as connection:
        known = list(connection.scalars(select(trainees.c.name).order_by(trainees.c.key).limit(_NEAR)))
    shown = clean_text(who, limit=NAME_LIMIT)
    raise UnknownRecord(f"There is no trainee '{shown}'.", did_you_mean(shown, known, otherwise="Choose"))


def known_or_new(store: Store, who: str, *, at: datetime) -> Trainee:
    """Return the person with this name, academy id or e-mail address. A name that nobody has becomes a new person.

    Raises:
        UnknownRecord: nobody has that name, and accounts are in use: there a slip makes no second person.
    """
    found = find_person(store, who)
    if found is None and any_account(store):
        return person_named(store, who)
    return found or store.trainee(who, at)


def members_of(store: Store, cohort: Cohort) -> list[Member]:
    """Return a cohort's members, by name."""
    asked = (
        select(trainees.c.id, trainees.c.name, identities.c.external_id, identities.c.email, members.c.joined)
        .join(members, members.c.trainee_id == trainees.c.id)
        .outerjoin(identities, identities.c.trainee_id == trainees.c.id)
        .where(members.c.cohort_id == cohort.id)
        .order_by(trainees.c.key)
    )
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return [Member(row.id, row.name, row.external_id, row.email, read_time(row.joined)) for row in rows]


def add_members(store: Store, cohort: Cohort, people: Iterable[Trainee], *, at: datetime) -> int:
    """Let people join a cohort; return how many did not belong to it before."""
    rows = [{"cohort_id": cohort.id, "trainee_id": each.id, "joined": write_time(at)} for each in people]
    with store.writing() as connection:
        return keep_new(connection, members, rows, at=write_time(at), key="trainee_id cohort_id")


def remove_members(store: Store, cohort: Cohort, people: Iterable[Trainee], *, at: datetime) -> int:
    """Let people leave a cohort; return how many belonged to it.

    Their runs stay, and count again if they rejoin.
    """
    with store.writing() as connection:
        gone = members.c.trainee_id.in_([each.id for each in people])
        return remove(connection, members, members.c.cohort_id == cohort.id, gone, at=write_time(at))


def groups_of(store: Store, cohort: Cohort) -> dict[str, dict[str, str]]:
    """Return what an academy chose to know of a cohort's members for fairness: trainee id to group to value."""
    asked = (
        select(groups.c.trainee_id, groups.c.name, groups.c.value)
        .join(members, members.c.trainee_id == groups.c.trainee_id)
        .where(members.c.cohort_id == cohort.id)
        .order_by(groups.c.trainee_id, groups.c.name)
    )
    found: dict[str, dict[str, str]] = {}
    with store.reading() as connection:
        for trainee, name, value in connection.execute(asked):
            found.setdefault(trainee, {})[name] = value
    return found


def cohort_name(name: str) -> str:
    """Return a cohort's name as it is kept.

    Raises:
        UsageError: nothing readable is left of it.
    """
    shown = clean_text(name, limit=NAME_LIMIT)
    if not shown:
        raise UsageError("A cohort needs a name.", "Give one with letters in it.")
    return shown


def _cohort(row: RowMapping) -> Cohort:
    return Cohort(row["id"], row["name"], read_time(row["created"]))
