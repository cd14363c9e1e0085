"""The people of a roster: lines that tell of the same person made one, and lines that contradict each other refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.academy.roster import Refusal, RosterRow
from simulator.text import name_key


@dataclass(slots=True)
class RosterPerson:
    """One person of a roster, named by the first line that reports them.

    Attributes:
        file, line, name, external_id, email, groups: as that line has them.
        cohorts: every cohort that any line puts the person in, by its name in lower case.
    """

    file: str
    line: int
    name: str
    external_id: str | None
    email: str | None
    groups: Mapping[str, str]
    cohorts: dict[str, str]

    @property
    def key(self) -> str:
        """The name as names are compared."""
        return name_key(self.name)

    @property
    def mark(self) -> str | None:
        """What tells this person from a namesake; a short id if there is one, None if nothing does."""
        if self.external_id is not None and (len(self.external_id) <= 20 or self.email is None):
            return self.external_id
        return self.email

    def refusal(self, reason: str) -> Refusal:
        """Return a refusal of the person's line."""
        return Refusal(self.file, self.line, reason)


def people_of(rows: Iterable[RosterRow]) -> tuple[list[RosterPerson], list[Refusal]]:
    """Return each person once, and the lines that repeat or contradict an earlier one.

    Somebody may stand on several lines, one for each cohort, if the lines say the same of them.
    """
    people: list[RosterPerson] = []
    refused: list[Refusal] = []
    by_identity: dict[tuple[str, str], RosterPerson] = {}
    by_email: dict[str, RosterPerson] = {}
    by_name: dict[str, RosterPerson] = {}
    unmarked: dict[str, RosterPerson] = {}
    for row in rows:
        what, identity = _identity(row)
        joins = {name_key(each): each for each in row.cohorts}
        earlier = by_identity.get((what, identity))
        if earlier is not None:
            reason = _contradiction(earlier, row, what, joins)
            if reason is None:
                earlier.cohorts.update(joins)
            else:
                refused.append(Refusal(row.file, row.line, reason))
            continue
        person = RosterPerson(row.file, row.line, row.name, row.external_id, row.email, row.groups, joins)
        same_email = by_email.get(row.email or "")
        namesake = by_name.get(person.key) if person.mark is None else unmarked.get(person.key)
        if same_email is not None:
            refused.append(person.refusal(f"The e-mail address is already on line {same_email.line}."))
        elif namesake is not None:
            refused.append(
                person.refusal(f"The name is already on line {namesake.line}, and nothing distinguishes the two.")
            )
        else:
            people.append(person)
            by_identity[what, identity] = person
            by_name.setdefault(person.key, person)
            if person.mark is None:
                unmarked[person.key] = person
            if row.email is not None:
                by_email[row.email] = person
    return people, refused


def _identity(row: RosterRow) -> tuple[str, str]:
    if row.external_id is not None:
        return "external_id", row.external_id
    if row.email is not None:
        return "email", row.email
    return "name", name_key(row.name)


def _contradiction(earlier: RosterPerson, row: RosterRow, what: str, joins: Mapping[str, str]) -> str | None:
    """Return why a second line on the same person cannot be taken, None if it only adds a cohort."""
    named = f"The {what} '{row.external_id or row.email or row.name}' is already on line {earlier.line}"
    for field in ("name", "email", "groups"):
        if getattr(earlier, field) != getattr(row, field):
            return f"{named}, with {'other groups' if field == 'groups' else f'another {field}'}."
    if joins.keys() <= earlier.cohorts.keys():
        return f"{named}; this line adds nothing."
    return None
