"""Pages for trainers: their cohorts, who has done what, and what is assigned.

A trainer sees the cohorts that are theirs, the academy every one. What is done here stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.responses import Response

from simulator import academy
from simulator.academy import Assignment, Beginning, Cohort, Member
from simulator.campaign.library import campaigns
from simulator.errors import EncounterError, UsageError
from simulator.people import accounts, audit
from simulator.people.model import Role
from simulator.records.model import Mode, Trainee
from simulator.scenario.library import Library
from simulator.server.asking import Asking, FieldError, whole, wrong_field
from simulator.server.by_id import campaign_by_id, entry_by_id
from simulator.training.campaign import beginning, named_values


def cohorts_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show one's cohorts with how their members stand."""
    own = {cohort.id for cohort in seen_cohorts(asking)}
    glances = [each for each in academy.at_a_glance(asking.store, now=asking.now) if each.cohort.id in own]
    return asking.page(
        "cohorts", title="Cohorts", status=status, problem=problem, glances=glances,
        put_away=seen_cohorts(asking, archived=True),
    )  # fmt: skip


def mode_asked_for(asking: Asking) -> Mode | None:
    """Return the mode that a page's address asks for; None if it names none."""
    asked = asking.request.query_params.get("mode", "")
    return Mode(asked) if asked in list(Mode) else None


def create(asking: Asking) -> Response:
    """Make a cohort; a trainer who makes one is its trainer."""
    try:
        cohort = academy.create_cohort(asking.store, asking.form.get("name", ""), at=asking.now)
    except EncounterError as refused:
        return cohorts_page(asking, str(refused), 400)
    academy.add_trainers(asking.store, cohort, [asking.who.trainee], at=asking.now)
    note(asking, "cohort-made", cohort.name)
    return asking.go(f"/cohorts/{cohort.id}")


def cohort_page(asking: Asking, problem: str = "", status: int = 200, wrong: str = "") -> Response:
    """Show a cohort's members and assignments, who has done what, and where people struggle."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    library = Library.default()
    told = academy.mode_told(asking.store, cohort.id, mode_asked_for(asking))
    scores = academy.criteria(asking.store, cohort, library.rubrics, mode=told.mode)
    return asking.page(
        "cohort",
        title=cohort.name,
        status=status,
        problem=problem,
        wrong=wrong,
        cohort=cohort,
        overview=academy.overview(asking.store, cohort, now=asking.now),
        trainers=academy.trainers_of(asking.store, cohort),
        weakest=academy.weakest(scores),
        left_out=academy.left_out(scores),
        standards=academy.standards_reached(asking.store, cohort, told.mode),
        told=told,
        other_mode=Mode.PRACTICE if told.mode is Mode.ASSESSMENT else Mode.ASSESSMENT,
        words_agreement=academy.words_agreement(asking.store, cohort),
        others=[each for each in seen_cohorts(asking) if each.id != cohort.id],
        entries=[entry for entry in library.entries() if not entry.error],
        campaigns=[entry for entry in campaigns(library) if not entry.error],
        titles={entry.id: entry.title for entry in library.entries()}
        | {entry.id: entry.title for entry in campaigns(library)},
    )


def assign(asking: Asking) -> Response:
    """Assign an encounter or a campaign, exactly as it is now."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    form, library = asking.form, Library.default()
    try:
        id_ = form.get("encounter", "")
        years = id_ in {each.id for each in campaigns(library)}
        id_ = id_ if years else entry_by_id(id_, library).id
        mode = Mode.ASSESSMENT if form.get("mode") == "assessment" else Mode.PRACTICE
        opens, code = moment(asking, "opens"), form.get("access_code", "").strip()
        assignment, _ = academy.assign(
            asking.store, cohort, id_, mode=mode, at=asking.now, due=moment(asking, "due"),
            attempts=number(asking, "attempts") if mode is Mode.ASSESSMENT else None,
            say_first=form.get("say_first") == "yes" or None,
            begins=_begins(form, library) if years else None, pin=academy.pin_of(library, id_, campaign=years),
        )  # fmt: skip
        academy.set_server_terms(
            asking.store, assignment, at=asking.now, opens=opens,
            server_only=form.get("server_only") == "yes" or None, access_code=code or None,
        )  # fmt: skip
    except EncounterError as refused:
        return cohort_page(asking, str(refused), 400, wrong_field(refused))
    note(asking, "assigned", cohort.name, f"{id_}, {mode}")
    return asking.go(f"/cohorts/{cohort.id}")


def _begins(form: Mapping[str, str], library: Library) -> Beginning | None:
    """Return the first episode of a campaign and its memory; None for the campaign's own beginning."""
    episode, memory = form.get("episode", "").strip(), form.get("memory", "").split()
    if not episode and not memory:
        return None
    return Beginning(*beginning(campaign_by_id(form["encounter"], library), episode or None, named_values(memory)))


def withdraw(asking: Asking) -> Response:
    """Take an assignment back; the runs that answered it stay."""
    found = assignment_asked_for(asking)
    if found is None:
        return not_there(asking)
    cohort, assignment = found
    academy.withdraw(asking.store, cohort, assignment.scenario_id, at=asking.now, mode=assignment.mode)
    note(asking, "withdrawn", cohort.name, f"{assignment.scenario_id}, {assignment.mode}")
    return asking.go(f"/cohorts/{cohort.id}")


def add_members(asking: Asking) -> Response:
    """Let people who are known join, a name a line; nobody is made by a slip."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    try:
        names = [line for line in asking.form.get("names", "").splitlines() if line.strip()]
        if not names:
            raise UsageError("Nobody is named.", "Write a name on each line.")
        people = [academy.person_named(asking.store, name) for name in names]
    except EncounterError as refused:
        return cohort_page(asking, str(refused), 400)
    academy.add_members(asking.store, cohort, people, at=asking.now)
    note(asking, "members-added", cohort.name, ", ".join(each.name for each in people)[:200])
    return asking.go(f"/cohorts/{cohort.id}")


def change_trainers(asking: Asking) -> Response:
    """Make somebody a trainer of the cohort, or one no longer: the academy's to say."""
    cohort = cohort_asked_for(asking)
    if cohort is None or asking.who.role is not Role.ACADEMY:
        return not_there(asking)
    try:
        account = accounts.account_named(asking.store, asking.form.get("name", ""))
        if account.role is not Role.TRAINER:
            raise UsageError(f"{account.name} is not a trainer.", "Change the role under Accounts first.")
    except EncounterError as refused:
        return cohort_page(asking, str(refused), 400)
    if asking.form.get("remove"):
        academy.remove_trainer(asking.store, cohort, account.trainee, at=asking.now)
    else:
        academy.add_trainers(asking.store, cohort, [account.trainee], at=asking.now)
    note(asking, "trainer-removed" if asking.form.get("remove") else "trainer-added", account.name, cohort.name)
    return asking.go(f"/cohorts/{cohort.id}")


def seen_cohorts(asking: Asking, *, archived: bool = False) -> list[Cohort]:
    """Return the cohorts that the person who asks may see: those in use, or those that were put away."""
    every = [cohort for cohort, _ in academy.all_cohorts(asking.store, archived=archived)]
    if asking.who.role is Role.ACADEMY:
        return every
    own = academy.cohorts_trained_by(asking.store, asking.who.trainee)
    return [cohort for cohort in every if cohort.id in own]


def cohort_asked_for(asking: Asking, *, archived: bool = False) -> Cohort | None:
    """Return the cohort of the address, None if there is none or it is not theirs who ask."""
    wanted = asking.request.path_params["cohort"]
    return next((each for each in seen_cohorts(asking, archived=archived) if each.id == wanted), None)


def assignment_asked_for(asking: Asking) -> tuple[Cohort, Assignment] | None:
    """Return the cohort of the address and its assignment of the address or the form."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return None
    wanted = asking.request.path_params.get("assignment") or asking.form.get("assignment", "")
    found = next((each for each in academy.assignments_of(asking.store, cohort) if each.id == wanted), None)
    return None if found is None else (cohort, found)


def member_asked_for(asking: Asking, cohort: Cohort) -> Member | None:
    """Return the member of the address or the form."""
    wanted = asking.request.path_params.get("member") or asking.form.get("member", "")
    return next((each for each in academy.members_of(asking.store, cohort) if each.id == wanted), None)


def not_there(asking: Asking) -> Response:
    """Return the page for what there is not, or not for the person who asks."""
    return asking.not_found("There is no such page.")


def note(asking: Asking, action: str, about: str, detail: str = "") -> None:
    """Write into the audit log what was done."""
    audit.note(asking.store, at=asking.now, by=asking.who.name, action=action, about=about, detail=detail)


def trainee_of(member: Member) -> Trainee:
    """Return a member as the store knows them."""
    return Trainee(member.id, member.name)


def moment(asking: Asking, field: str) -> datetime | None:
    """Return what a field for a date gave, in UTC; None if it was left empty."""
    typed = asking.form.get(field, "").strip()
    try:
        return academy.due_on(typed, now=asking.now, zone=UTC) if typed else None
    except UsageError as refused:
        raise FieldError(field, refused.message, refused.mend or "") from None


def number(asking: Asking, field: str) -> int | None:
    """Return what a field for a whole number gave; None if it was left empty."""
    typed = asking.form.get(field, "")
    given = whole(typed, 0, 1_000)
    if given is None and typed.strip():
        raise FieldError(field, "This is not a whole number from 0 to 1,000.", "Write it in digits.")
    return given
