"""The main menu: what is assigned, what to practise, the library, looking back, progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.errors import EncounterError
from simulator.plain.debrief import look_back
from simulator.plain.player import Player, say_duty
from simulator.plain.progress import print_progress
from simulator.plain.talk import LEAVE, InputEnded, Talk, now, number_of, pick

if TYPE_CHECKING:
    from simulator.records.store import Store, Trainee
    from simulator.scenario.library import Entry, Library


def run_plain(store_address: str | None) -> int:
    """Open the line-by-line menu: library, continue, debriefs, progress."""
    from simulator.records.store import Store
    from simulator.scenario.library import Library

    talk = Talk.standard()
    try:
        with Store.open(store_address) as store:
            return Menu(talk, store, Library.default()).open()
    except InputEnded:
        return 0


class Menu:
    """The main menu of the line-by-line mode."""

    def __init__(self, talk: Talk, store: Store, library: Library) -> None:
        self.talk = talk
        self.store = store
        self.library = library

    def open(self) -> int:
        """Show the menu until the person leaves."""
        self.talk.say("Encounter, line by line. Answer with a number or a word; q leaves.")
        trainee = self._who()
        while True:
            actions = self._actions(trainee)
            self.talk.say()
            for number, (title, _) in enumerate(actions, start=1):
                self.talk.say(f"{number}. {title}")
            answer = self.talk.ask("What would you like to do?")
            if answer in LEAVE:
                return 0
            chosen = number_of(answer, len(actions))
            if chosen is None:
                self.talk.say(f"There is no {answer or 'empty answer'} here. Answer 1 to {len(actions)}, or q.")
                continue
            try:
                actions[chosen - 1][1]()
            except EncounterError as error:
                self.talk.say(str(error))

    def _who(self) -> Trainee:
        from simulator import academy

        known = self.store.trainees()
        if len(known) == 1:
            return known[0]
        while True:
            name = self.talk.ask("What is your name?" if not known else "Who is playing? Type your name.")
            if name:
                return academy.known_or_new(self.store, name, at=now())
            self.talk.say("A name is needed, so that your runs can be found again.")

    def _actions(self, trainee: Trainee) -> list[tuple[str, Callable[[], None]]]:
        from simulator import academy
        from simulator.training.progress import criteria_progress, practise_next

        runs = self.store.runs(trainee=trainee)
        titles = {entry.id: entry.title for entry in self.library.entries() if not entry.error}
        assigned = [
            duty
            for duty in academy.assignments_for(self.store, trainee)
            if duty.scenario_id in titles and not duty.done and not duty.unfinished
        ]
        played_under = self.store.rubrics_by_run(trainee)
        criteria = criteria_progress(self.store.facts(trainee), self.library.rubrics, played_under)
        suggestions = practise_next(self.library.entries(), runs, criteria, now=now())
        actions: list[tuple[str, Callable[[], None]]] = []
        for run in runs:
            if not run.finished and not run.superseded:
                title = f"Continue {run.scenario_id}, begun {run.started_at:%d %B}, {len(run.path)} choices made"
                actions.append((title, lambda run_id=run.id: self._resume(run_id)))  # type: ignore[misc]
        for duty in assigned:
            title = f"Play {titles[duty.scenario_id]}. {academy.duty_words(duty, now())}"
            actions.append((title, lambda id_=duty.scenario_id: self._play(id_, trainee)))  # type: ignore[misc]
        due = {duty.scenario_id for duty in assigned}
        for suggestion in suggestions:
            if suggestion.kind != "continue" and suggestion.scenario not in due:
                title = f"Play {suggestion.title}. {suggestion.reason}"
                actions.append((title, lambda id_=suggestion.scenario: self._play(id_, trainee)))  # type: ignore[misc]
        actions.append(("See the whole library", lambda: self._library(trainee)))
        actions.append(("Look back on a finished run", lambda: self._debriefs(trainee)))
        actions.append(("See your progress", lambda: print_progress(self.talk, self.store, trainee, criteria)))
        return actions

    def _library(self, trainee: Trainee) -> None:
        from simulator import academy

        duties = academy.assignments_for(self.store, trainee)
        entries = [entry for entry in self.library.entries() if not entry.error]
        if not entries:
            self.talk.say("The library is empty.")
            return
        for number, entry in enumerate(entries, start=1):
            warnings = "".join(f" Content: {each.rstrip('.')}." for each in entry.content_warnings)
            facts = f"{entry.force}, {entry.level}, {entry.minutes} minutes"
            assigned = "".join(f" {academy.duty_words(duty, now())}" for duty in duties if duty.scenario_id == entry.id)
            self.talk.say(f"{number}. {entry.title}. {facts}. {entry.summary}{warnings}{assigned}")
        entry_ = pick(self.talk, "Which one? A number, or q to go back.", entries)
        if entry_ is not None:
            self._play(entry_.id, trainee)

    def _debriefs(self, trainee: Trainee) -> None:
        runs = [run for run in self.store.runs(trainee=trainee) if run.finished]
        if not runs:
            self.talk.say("No finished run yet. Play one to its ending, and its debrief waits here.")
            return
        for number, run in enumerate(runs, start=1):
            self.talk.say(f"{number}. {run.scenario_id}, {run.started_at:%d %B %Y}, {run.outcome}")
        chosen = pick(self.talk, "Which one? A number, or q to go back.", runs)
        if chosen is not None:
            look_back(self.talk, self.store, chosen.id)

    def _play(self, id_: str, trainee: Trainee) -> None:
        from simulator import academy
        from simulator.records.store import Mode

        entry: Entry = self.library.entry(id_)
        mode = None
        if academy.duty_now(self.store, trainee, entry.id, now=now()) is None:
            answer = self.talk.ask(
                "Practice, with a coach's notes and a way back? Or assessment? p or a, Enter for practice."
            )
            if answer in LEAVE:
                return
            mode = Mode.ASSESSMENT if answer.startswith("a") else Mode.PRACTICE
        play = academy.begin(self.store, self.library.story(entry.id), trainee, clock=now, mode=mode)
        say_duty(self.talk, play, trainee)
        Player(self.talk, play).play_to_debrief()

    def _resume(self, run_id: str) -> None:
        from simulator.training.play import Play

        Player(self.talk, Play.resume(self.store, run_id, clock=now)).play_to_debrief()
