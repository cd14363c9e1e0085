"""A class playing together: one decision at a time, hands counted, on by the majority or by the trainer's pick.

A class session is nobody's score: no run is begun and no trainee is named. It tells where the class split.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from simulator import academy
from simulator.encounter.run import Run, Spoken
from simulator.errors import ChoiceRefused
from simulator.messages import later, tr, trn
from simulator.text import whole_number
from simulator.training.classes import Show
from simulator.training.note import CoachNote, note_of
from simulator.views.debrief import paragraphs
from simulator.views.situation import offer_words

QUESTIONS = (
    later("What did the people who took the choice with fewest hands see that others did not?"),
    later("What would each of these do to the person in front of you in the next minute?"),
    later("Which rule or principle speaks for the choice with most hands?"),
    later("What would have to be different for another choice to be right?"),
)
"""Discussed one after the other, if the encounter has no question of its own."""

MOST_HANDS = 999

CLOSE = 0.6
"""A share of the hands below which a class was split over a decision."""


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """One decision of a class.

    Attributes:
        offered: the choices in words, in the order shown.
        hands: how many hands were raised for each.
        taken: the place of the choice that was taken, from 0.
        note: what the coach says of it.
        show: the same by ids, as it is kept.
    """

    sequence: int
    offered: tuple[str, ...]
    hands: tuple[int, ...]
    taken: int
    note: CoachNote
    show: Show | None = None

    @property
    def share(self) -> float:
        """The share of all hands that the most wanted choice had; 1 where nobody raised one."""
        return max(self.hands) / sum(self.hands) if sum(self.hands) else 1.0

    @property
    def split(self) -> bool:
        """Whether the class was split."""
        return self.share < CLOSE

    @property
    def kind(self) -> str:
        """How the class stood, in a word."""
        return tr("split") if self.split else tr("agreed") if sum(self.hands) else tr("no hands")


@dataclass(slots=True)
class ClassSession:
    """A class on one encounter."""

    run: Run
    decisions: list[ClassDecision] = field(default_factory=list)

    @classmethod
    def replayed(cls, run: Run, shows: Iterable[Show]) -> ClassSession:
        """Return the session of a run at its beginning, after what a class did so far."""
        session = cls(run)
        for show in shows:
            session.take(show.taken, show.hands)
        return session

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices that are open now: id and words."""
        return [
            (offer.choice.id, offer_words(self.run.fill(offer.choice.text), spoken=offer.choice.spoken))
            for offer in self.run.offers()
            if offer.open
        ]

    @property
    def shows(self) -> list[Show]:
        """What the class did so far, as it is kept."""
        return [each.show for each in self.decisions if each.show is not None]

    @staticmethod
    def majority(hands: Sequence[int]) -> int | None:
        """Return the place of the choice with most hands, None if two have as many or nobody raised one."""
        most = max(hands, default=0)
        return hands.index(most) if most and list(hands).count(most) == 1 else None

    def take(self, place: int, hands: Sequence[int]) -> ClassDecision:
        """Go on with the choice at a place.

        Args:
            place: from 0, in the order of `options`.
            hands: how many hands were raised for each of them.

        Raises:
            ChoiceRefused: there is no such choice.
        """
        options = self.options
        if not 0 <= place < len(options) or len(hands) != len(options):
            raise ChoiceRefused(tr("There is no such choice here."), tr("Choose 1 to {count}.", count=len(options)))
        show = Show(self.run.place, tuple(id_ for id_, _ in options), tuple(hands), place)
        step = self.run.choose(options[place][0])
        words = tuple(each for _, each in options)
        made = ClassDecision(len(self.decisions) + 1, words, tuple(hands), place, note_of(self.run, step), show)
        self.decisions.append(made)
        return made

    @property
    def split_first(self) -> list[ClassDecision]:
        """The decisions, those first where the class split most."""
        return sorted(self.decisions, key=lambda decision: (decision.share, decision.sequence))

    def summary(self) -> Iterator[str]:
        """Yield the class's debrief: how each decision went, those first where the class split most."""
        title = self.run.story.scenario.title
        yield trn(
            "{title}: {count} decision by hands.",
            "{title}: {count} decisions by hands.",
            len(self.decisions),
            title=title,
        )
        for each in self.split_first:
            yield tr("Decision {sequence}, {kind}:", sequence=each.sequence, kind=each.kind)
            for place, (words, count) in enumerate(zip(each.offered, each.hands, strict=True)):
                taken = f", {tr('taken')}" if place == each.taken else ""
                yield f"  {trn('{count} hand', '{count} hands', count)}{taken}: {words}"
            if each.note.feedback:
                yield f"  {tr('On what was taken: {feedback}', feedback=each.note.feedback)}"


def passage_of(run: Run) -> tuple[list[str], list[Spoken]]:
    """Return the paragraphs to read since the last choice, and what is said there.

    Before the first choice, they begin with the place, the time and the person whom everybody plays.
    """
    passed = run.passed()
    read = [each for text in (*(narrated.text for narrated in passed), run.text()) for each in paragraphs(text)]
    if not run.steps:
        scenario = run.story.scenario
        you = scenario.people.get(scenario.you or "")
        who = [] if you is None else [" ".join(filter(None, (tr("You are {name}.", name=you.name), you.about)))]
        read = [scenario.setting.sentence, *who, *read]
    return read, [*(line for narrated in passed for line in narrated.lines), *run.lines()]


def shown_in(session: ClassSession) -> academy.Shown:
    """Return what a class sees where it stands, as a running class keeps it."""
    run = session.run
    read, said = passage_of(run)
    names = {id_: person.name for id_, person in run.story.scenario.people.items()}
    warnings = [each.removesuffix(".") for each in run.story.scenario.content_warnings]
    return academy.Shown(
        title=run.story.scenario.title,
        warnings=() if session.decisions else tuple(warnings),
        read=tuple(read),
        said=tuple((names.get(line.speaker, line.speaker), " ".join(line.text.split())) for line in said),
        options=tuple(words for _, words in session.options),
        question=question_of(session),
        end="" if run.ending is None else run.ending.outcome,
    )


def question_of(session: ClassSession) -> str:
    """Return the question to discuss at the present decision: the encounter's own in turn, or ours."""
    trainer = session.run.story.scenario.trainer
    questions = (list(trainer.discussion) if trainer else []) or [tr(each) for each in QUESTIONS]
    return questions[len(session.decisions) % len(questions)]


def hands_help(count: int) -> str:
    """Return how hands are typed."""
    return tr("{count} numbers, such as {example}: hands per choice.", count=count, example=" ".join(["5"] * count))


def hands_of(answer: str, count: int) -> list[int] | None:
    """Return the hands that were typed for `count` choices, 0 of each for an empty line; None for anything else."""
    found = re.split(r"[\s,;]+", answer.strip()) if answer.strip() else ["0"] * count
    hands = [whole_number(each, MOST_HANDS, least=0) for each in found]
    known = [each for each in hands if each is not None]
    return known if len(known) == len(hands) == count else None


def share_words(hands: Sequence[int], place: int) -> str:
    """Return the hands for one choice, and their share of all."""
    total = sum(hands)
    return f"{hands[place]} ({hands[place] / total:.0%})" if total else str(hands[place])
