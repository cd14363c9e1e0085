"""Matching: which people of a roster the store knows already, and under what name the others are kept.

The academy's own id decides, then the e-mail address, then the name. So a person who played under a name before any
roster named them is found again, unless an id or an address says that it is somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from simulator.academy.roster import Refusal
from simulator.academy.roster_people import RosterPerson
from simulator.records.schema import identities, trainees
from simulator.text import NAME_LIMIT, name_key

Identity = tuple[str | None, str | None]
"""External id and e-mail address."""


@dataclass(frozen=True, slots=True)
class Match:
    """A person of a roster, the trainee that they are (None for a new one), and the name to keep them under."""

    person: RosterPerson
    trainee: str | None
    name: str


class Matching:
    """Everybody that the store knows, and the people of one roster compared with them.

    Attributes:
        names: trainee id to name.
        identities: trainee id to external id and e-mail address, where there are any.
        refused: people of whom it cannot be said who they are.
    """

    def __init__(self, connection: Connection) -> None:
        self.names: dict[str, str] = {}
        self.identities: dict[str, Identity] = {}
        self.refused: list[Refusal] = []
        self._by_key: dict[str, str] = {}
        self._by_external: dict[str, str] = {}
        self._by_email: dict[str, str] = {}
        self._claimed: dict[str, RosterPerson] = {}
        self._taken: set[str] = set()
        for id_, key, name in connection.execute(select(trainees.c.id, trainees.c.key, trainees.c.name)):
            self.names[id_] = name
            self._by_key[key] = id_
        asked = select(identities.c.trainee_id, identities.c.external_id, identities.c.email)
        for id_, external_id, email in connection.execute(asked):
            self.identities[id_] = (external_id, email)
            if external_id is not None:
                self._by_external[external_id] = id_
            if email is not None:
                self._by_email[email] = id_

    def match(self, people: Sequence[RosterPerson]) -> list[Match]:
        """Return who each person is. People who cannot be identified are in `refused`."""
        found = {number: self._by_identity(person) for number, person in enumerate(people)}
        for number, person in enumerate(people):
            self._claim(found, number, person)
        for number, person in enumerate(people):
            if number in found and found[number] is None:
                found[number] = self._by_name(person)
                self._claim(found, number, person)
        by_key = {person.key: person for person in people}
        matches = []
        for number, trainee in found.items():
            person = people[number]
            name = self._name(person, trainee)
            owner = self._owner(person, trainee)
            namesake = self._named(person, trainee, by_key)
            if namesake is not None:
                reason = (
                    f"The id is the same as the name of somebody else, {namesake}: typing it could mean either person."
                )
                self.refused.append(person.refusal(reason))
            elif owner is not None:
                reason = f"The e-mail address belongs to {self.names[owner]}, who has another id."
                self.refused.append(person.refusal(reason))
            elif name is None:
                self.refused.append(person.refusal("Somebody else has this name, and nothing distinguishes the two."))
            else:
                matches.append(Match(person, trainee, name))
        return matches

    def identity(self, match: Match) -> Identity:
        """Return the id and the address to keep of somebody; an empty field of the roster changes nothing."""
        external_id, email = self.identities.get(match.trainee or "", (None, None))
        return match.person.external_id or external_id, match.person.email or email

    def _by_identity(self, person: RosterPerson) -> str | None:
        known = self._by_external.get(person.external_id or "")
        if known is not None:
            return known
        owner = self._by_email.get(person.email or "")
        # An address may pass from one person to another; an id that differs says that it did.
        if owner is not None and (person.external_id is None or self.identities[owner][0] is None):
            return owner
        return None

    def _by_name(self, person: RosterPerson) -> str | None:
        namesake = self._by_key.get(person.key)
        if namesake is None or namesake in self._claimed:
            return None
        known = self.identities.get(namesake, (None, None))
        said = (person.external_id, person.email)
        same = all(a is None or b is None or a == b for a, b in zip(known, said, strict=True))
        return namesake if same else None

    def _claim(self, found: dict[int, str | None], number: int, person: RosterPerson) -> None:
        trainee = found[number]
        if trainee is None:
            return
        other = self._claimed.setdefault(trainee, person)
        if other is not person:
            reason = f"This is {self.names[trainee]}, who is on line {other.line} already."
            self.refused.append(person.refusal(reason))
            del found[number]

    def _named(self, person: RosterPerson, trainee: str | None, people: Mapping[str, RosterPerson]) -> str | None:
        """Return the name of somebody else that is the person's id, known or in the same roster."""
        key = name_key(person.external_id or "")
        known = self._by_key.get(key)
        if known not in (None, trainee):
            return self.names[known or ""]
        other = people.get(key, person)
        return None if other is person else other.name

    def _owner(self, person: RosterPerson, trainee: str | None) -> str | None:
        """Return who else has the person's address and does not give it up in the same roster."""
        owner = self._by_email.get(person.email or "")
        if owner is None or owner == trainee:
            return None
        successor = self._claimed.get(owner)
        gives_up = successor is not None and successor.email not in (None, person.email)
        return None if gives_up else owner

    def _name(self, person: RosterPerson, trainee: str | None) -> str | None:
        """Return the person's own name, or with their id where a namesake has it; None if neither is free."""
        kept, marked = self.names.get(trainee or "", ""), _marked(person)
        # Somebody who was told from a namesake before stays so: importing again changes nobody's name.
        for name in (kept,) if kept in (person.name, marked) else (person.name, marked):
            key = name_key(name)
            free = self._by_key.get(key) in (None, trainee) and key not in self._taken
            if free:
                self._taken.add(key)
                return name
        return None


def _marked(person: RosterPerson) -> str:
    if person.mark is None:
        return person.name
    mark = person.mark[: NAME_LIMIT // 2]
    return f"{person.name[: NAME_LIMIT - len(mark) - 3].rstrip()} ({mark})"
