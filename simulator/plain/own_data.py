"""One's own name and data, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.messages import tr
from simulator.plain.save_as import ask_file
from simulator.plain.talk import PersonLeft, Talk, agreed, now, pick
from simulator.views import own_data
from simulator.views.file_names import proposed_file

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee

MOST = 20
"""Names that are listed, those most like one's own first."""


def look_after_data(talk: Talk, store: Store, who: Trainee, *, served: bool) -> Trainee | None:
    """Show what is kept about somebody, and do with it what they ask.

    Args:
        talk: where lines go and come from.
        store: where it is kept.
        who: whose.
        served: a server opened this, so that no file is written.

    Returns:
        Whoever trains from now on; None once all of it is erased.

    Raises:
        EncounterError: what was asked cannot be done.
        InputEnded: there are no more answers.
    """
    talk.say(tr("It is kept in {store}, under the name {name}.", store=store.address, name=who.name))
    for line in own_data.kept_lines(store.person_record(who)):
        talk.say(line)
    ways = [id_ for id_ in own_data.WAYS if not served or id_ != "copy"]
    for number, id_ in enumerate(ways, start=1):
        talk.say(f"{number}. {tr(own_data.WAYS[id_])}")
    try:
        match pick(talk, tr("Which one? A number, or q to go back."), ways):
            case "copy":
                _copy(talk, store, who)
            case "name":
                name = talk.ask(tr("What should we call you?"), helps=tr("Your runs stay yours."))
                who = own_data.rename(store, who, name, at=now())
                talk.say(tr("You train as {name}.", name=who.name))
            case "one":
                _merge(talk, store, who)
            case "erase":
                return None if _erased(talk, store, who) else who
            case _:
                pass
    except PersonLeft:
        pass
    return who


def _copy(talk: Talk, store: Store, who: Trainee) -> None:
    proposed = proposed_file(who.name, "encounter", own_data.ENDING)
    target = ask_file(talk, proposed, own_data.data_named, tr("The name of a file that ends in .json."))
    if target is None:
        return
    own_data.write_data(who.name, own_data.what_is_kept(store, who), now(), target)
    talk.say(tr("Written: {target}", target=target))


def _merge(talk: Talk, store: Store, who: Trainee) -> None:
    own_data.refuse_what_others_keep(store, who)
    others = own_data.names_like(who.name, store)[:MOST]
    if not others:
        talk.say(tr("There is no other name here."))
        return
    for number, other in enumerate(others, start=1):
        talk.say(f"{number}. {other.name}")
    double = pick(talk, tr("Which name is yours too?"), others)
    if double is None:
        return
    sure = tr("From now on, everything kept under either name belongs to {name}. This cannot be undone.", name=who.name)
    if agreed(talk, f"{tr('Are {one} and {other} one person?', one=double.name, other=who.name)} {sure}"):
        own_data.merge(store, who, double, at=now())
        talk.say(tr("{one} is now {other}; both names work.", one=double.name, other=who.name))


def _erased(talk: Talk, store: Store, who: Trainee) -> bool:
    own_data.refuse_what_others_keep(store, who)
    sure = tr(
        "Every run, rating, note and setting goes, for good, with the backups that were made by "
        "themselves. Files that you wrote, and backups of your own, are not touched."
    )
    if not agreed(talk, f"{tr('Erase all that is kept about {name}?', name=who.name)} {sure}"):
        return False
    own_data.erase(store, who, at=now())
    talk.say(tr("Erased."))
    return True
