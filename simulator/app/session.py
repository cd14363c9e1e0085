"""The trainee, the store and the library that every screen works with.

Everything here that loads a room or touches the store blocks, and is meant for a thread: the first
screen is painted before any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from simulator.app.start import StartRequest
from simulator.errors import EncounterError, StoreError
from simulator.messages import spoken_language, tr
from simulator.scenario.library import Library
from simulator.training.preferences import LastLook, Preferences, keep_preferences, read_preferences
from simulator.views.overview import TraineeOverview, overview_of

if TYPE_CHECKING:
    from simulator.campaign.library import CampaignEntry
    from simulator.campaign.story import CampaignStory
    from simulator.records.kept_campaigns import CampaignRecord
    from simulator.records.store import RunRecord, Store, Trainee
    from simulator.scenario.library import Entry
    from simulator.scenario.story import Story
    from simulator.training.campaign import CampaignPlay
    from simulator.training.debrief import Debrief
    from simulator.training.play import Play


def utc_now() -> datetime:
    """Return the present time, in UTC."""
    return datetime.now(UTC)


class Session:
    """One sitting at the app.

    Args:
        address: the record store; the platform's data folder if None.
        trainee: who is training; the one of the last time, or asked for, if None.
        library: the encounters; those that ship if omitted.
        clock: gives the present time.
        last_look: the memory of the last sitting's look.
        served: a server opened it for the named trainee. Then nobody else can be trained or looked at, and no files are
            written.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        trainee: str | None = None,
        library: Library | None = None,
        clock: Callable[[], datetime] = utc_now,
        last_look: LastLook | None = None,
        served: bool = False,
    ) -> None:
        self.address = address
        self.library = library or Library.default()
        self.clock = clock
        self.store: Store | None = None
        self.trainee: Trainee | None = None
        self.served = served
        self._last_look = last_look or LastLook(address)
        self._wanted = trainee
        self.last_trainee, self.preferences = self._last_look.read()
        self._unkept: Preferences | None = None
        self._keeping = Lock()
        self.remark = ""

    def open(self) -> None:
        """Open the store and find out who is training. `trainee` stays None if the app must ask.

        Raises:
            StoreError: the store cannot be opened.
        """
        from simulator import academy
        from simulator.views.people import near_name, new_beside

        self.open_store()
        self.remark = "" if self.served else self.opened().remark
        if self._wanted:
            near = near_name(self._wanted, self.names())
            is_new = near is not None and academy.find_person(self.opened(), self._wanted) is None
            self.sign_in(self._wanted)
            if near is not None and is_new:
                self.remark = new_beside(self.who().name, near)
            return
        known = self.opened().trainees()
        names = {trainee.name for trainee in known}
        if self.last_trainee in names:
            self.sign_in(self.last_trainee or "")
        elif len(known) == 1:
            self.sign_in(known[0].name)

    def open_store(self) -> None:
        """Open the store, if it is not open yet.

        Raises:
            StoreError: the store cannot be opened.
        """
        from simulator.records.store import Store

        if self.store is None:
            self.store = Store.open(self.address)

    def opened(self) -> Store:
        """Return the store.

        Raises:
            StoreError: it could not be opened.
        """
        if self.store is None:
            raise StoreError(
                tr("The record store is not open."),
                tr("Nothing would be kept: close the app, and repair the store first."),
            )
        return self.store

    def close(self) -> None:
        """Let go of the store."""
        if self.store is not None:
            self.store.close()

    def names(self) -> list[str]:
        """Return the names of everybody known to the store."""
        return [trainee.name for trainee in self.opened().trainees()]

    def sign_in(self, name: str) -> None:
        """Train as `name` from here on; they are made where there is none.

        Raises:
            UsageError: nothing readable is left of the name.
            StoreError: it could not be kept.
        """
        from simulator import academy

        store = self.opened()
        self.trainee = academy.known_or_new(store, name, at=self.clock())
        self.preferences = read_preferences(store, self.trainee)
        if (set_meanwhile := self._unkept) is not None:
            self.preferences = set_meanwhile
        self.keep_preferred()
        self._last_look.write(self.trainee.name, self.preferences)

    def rename(self, name: str) -> None:
        """Take another name; for the errors see `views.own_data.rename`."""
        from simulator.views.own_data import rename

        self.trainee = rename(self.opened(), self.who(), name, at=self.clock())
        self._last_look.write(self.trainee.name, self.preferences)

    def erase(self) -> int:
        """Erase everything that is kept about the trainee, and return how many runs that were.

        Nobody is training then.
        """
        from simulator.views.own_data import erase

        count = erase(self.opened(), self.who(), at=self.clock())
        self.trainee = self.last_trainee = self._wanted = None
        self._last_look.forget()
        return count

    def note(self, action: str, about: str, detail: str) -> None:
        """Write into the audit log what whoever sits here did as a trainer."""
        from simulator.people.audit import note

        by = self.who().name
        note(self.opened(), at=self.clock(), by=by, action=action, about=about, detail=detail)

    def prefer(self, preferences: Preferences) -> None:
        """Go by these preferences from now on, whatever the store says when it opens; this touches no store."""
        self._unkept = self.preferences = preferences  # in this order: a sign-in in a thread looks the other way round

    def keep_preferred(self) -> None:
        """Keep the trainee's preferences. If nobody is training yet, keep them when somebody does."""
        with self._keeping:  # so that of two changes the later one is kept
            if self.store is None or self.trainee is None or self._unkept is None:
                return
            preferences, self._unkept = self._unkept, None
            keep_preferences(self.store, self.trainee, preferences)
            self._last_look.write(self.trainee.name, preferences)

    def story(self, request: StartRequest) -> Story:
        """Return the story that `request` names, read and compiled.

        Raises:
            ScenarioError: there is none, or its file has errors.
        """
        return self.library.story(request.scenario or "", language=request.language)

    def languages(self, path: str) -> list[str]:
        """Return the languages that an encounter is translated into, by its id or file."""
        return self.library.languages(path)

    def begin(self, story: Story, request: StartRequest, seed: int, access_code: str = "") -> Play:
        """Begin a run, kept from its first choice on, and take the choices of `request.path`.

        Where it answers an assignment, the assignment's mode applies, and an assessment's seed is drawn again.

        Raises:
            AccessCodeWanted: it begins only by another access code.
            AttemptRefused: the assessment allows no further attempt.
        """
        from simulator import academy
        from simulator.encounter.run import Run
        from simulator.records.store import Mode

        store, who, mode = self.opened(), self.who(), Mode(request.mode)
        duty = academy.duty_now(store, who, story.scenario.id, now=self.clock(), mode=mode)
        free = duty is None or duty.assignment.mode is Mode.PRACTICE
        if request.path:
            Run(story, path=request.path)  # a path that is refused leaves no run behind
        play = academy.begin(
            store,
            story,
            who,
            clock=self.clock,
            mode=mode,
            seed=seed if free else request.seed,
            by_path=bool(request.path),
            access_code=access_code,
        )
        for choice in request.path:
            play.follow(choice)
        return play

    def resume(self, run_id: str) -> Play:
        """Go on with a run, on the scenario it began with."""
        from simulator.training.play import Play

        return Play.resume(self.opened(), run_id, clock=self.clock)

    def discard(self, run_id: str) -> None:
        """Take an unfinished run, or the campaign that it belongs to, out of the lists. It stays in the record."""
        from simulator.training.discarded import discard

        discard(self.opened(), self.who(), run_id)

    def discarded(self) -> list[RunRecord | CampaignRecord]:
        """Return what was discarded, newest first."""
        from simulator.training.discarded import discarded

        return discarded(self.opened(), self.who())

    def take_up(self, id_: str) -> None:
        """Put what was discarded back into the lists."""
        from simulator.training.discarded import take_up

        take_up(self.opened(), self.who(), id_)

    def again(self, run_id: str, keep: int) -> Play:
        """Begin a new run that shares the first `keep` decisions of an old one."""
        from simulator.training.play import Play

        return Play.again(self.opened(), run_id, keep=keep, clock=self.clock)

    def campaigns(self) -> tuple[list[CampaignEntry], list[CampaignRecord]]:
        """Return the library's campaigns, and those of the trainee, newest first, those under way before the others."""
        from simulator.campaign.library import campaigns_in
        from simulator.records.campaigns import campaign_records
        from simulator.training.discarded import campaigns_under_way

        finished = campaign_records(self.opened(), trainee=self.who(), finished=True)
        return campaigns_in(self.library, spoken_language()), [
            *campaigns_under_way(self.opened(), self.who()),
            *finished,
        ]

    def campaign(self, name: str, language: str | None = None) -> CampaignStory:
        """Return a campaign by its id or folder, read and compiled, in a language or its own.

        Raises:
            ScenarioError: there is none, or a file of it has errors.
        """
        from simulator.campaign.library import campaign

        return campaign(name, self.library, language=language)

    def campaign_languages(self, story: CampaignStory) -> list[str]:
        """Return the languages that a campaign of the library can be played in, its own first."""
        from simulator.campaign.library import campaign_languages

        return [story.campaign.language, *campaign_languages(story.campaign.id, self.library)]

    def entries(self) -> list[Entry]:
        """Return the library's encounters, titled in the language that is spoken where they are translated into it."""
        return self.library.entries_in(spoken_language())

    def titles(self) -> dict[str, str]:
        """Return id to title of the library's encounters and campaigns, in the language that is spoken."""
        from simulator.campaign.library import campaigns_in

        encounters = {entry.id: entry.title for entry in self.entries()}
        return encounters | {entry.id: entry.title for entry in campaigns_in(self.library, spoken_language())}

    def is_assigned(self, id_: str) -> bool:
        """Return whether an assignment would be answered by what is begun now.

        Raises:
            AttemptRefused: the assessment allows no further attempt.
        """
        from simulator import academy

        return academy.duty_now(self.opened(), self.who(), id_, now=self.clock()) is not None

    def begin_campaign(
        self, story: CampaignStory, request: StartRequest, mode: str | None, access_code: str = ""
    ) -> CampaignPlay:
        """Begin a campaign; where it answers an assignment, the assignment's terms apply.

        Raises:
            AttemptRefused: the assessment allows no further attempt.
            UsageError: where to begin is not there.
        """
        from simulator import academy
        from simulator.records.store import Mode

        return academy.begin_campaign(
            self.opened(), story, self.who(), clock=self.clock, mode=Mode(mode) if mode else None,
            episode=request.episode, memory=request.memory, access_code=access_code,
        )  # fmt: skip

    def resume_campaign(self, campaign_run: str) -> CampaignPlay:
        """Go on with a campaign, on the snapshot that it began with."""
        from simulator.training.campaign import CampaignPlay

        return CampaignPlay.resume(self.opened(), campaign_run, clock=self.clock)

    def campaign_again(self, campaign_run: str, keep: int) -> CampaignPlay:
        """Begin a campaign that shares the first `keep` played episodes of another."""
        from simulator.training.campaign import CampaignPlay

        return CampaignPlay.again(self.opened(), campaign_run, keep=keep, clock=self.clock)

    def debrief(self, run_id: str, beside: str | None = None) -> Debrief:
        """Look back on a run, beside an earlier attempt; beside the one before it if None.

        Raises:
            AttemptRefused: an assessment of the same encounter is not over.
        """
        from simulator import academy
        from simulator.training.debrief import debrief

        store = self.opened()
        record = store.run(run_id)
        if self.trainee is not None and record.trainee_id == self.trainee.id and record.finished:
            academy.refuse_while_assessed(store, record)
        return debrief(store, run_id, beside=beside)

    def keep_own_view(self, run_id: str, ratings: dict[str, int], words: str) -> None:
        """Keep what the trainee thinks of a run: ratings of 0 to 100 by rubric, and a line of their own."""
        store = self.opened()
        if ratings:
            store.rate_self(run_id, ratings, self.clock())
        if words:
            store.reflect(run_id, words, self.clock())

    def overview(self) -> TraineeOverview:
        """Return what the trainee has done so far, and what to practise next."""
        if self.trainee is None:
            return TraineeOverview()
        return overview_of(self.opened(), self.trainee, self.library, now=self.clock())

    def event_titles(self) -> dict[str, str]:
        """Return critical event id to its name for people."""
        return dict(self.library.rubrics.event_titles)

    def who(self) -> Trainee:
        """Return whoever is training.

        Raises:
            EncounterError: nobody is named.
        """
        if self.trainee is None:
            raise EncounterError(
                tr("Nobody is named."), tr("Press comma and give a name: what you do is kept under it.")
            )
        return self.trainee
