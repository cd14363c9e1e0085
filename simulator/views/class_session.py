"""A class playing together: one decision at a time, hands counted, on by the majority or by the trainer's pick.

A class session is nobody's score: no run is begun and no trainee is named. It tells where the class split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.training.note import CoachNote, note_of

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
    """

    sequence: int
    offered: tuple[str, ...]
    hands: tuple[int, ...]
    taken: int
    note: CoachNote

    @property
    def share(self) -> float:
        """The share of all hands that the most wanted choice had; 1 where nobody raised one."""
        return max(self.hands) / sum(self.hands) if sum(self.hands) else 1.0

    @property
    def split(self) -> bool:
        """Whether the class was split."""
        return self.share < CLOSE


@dataclass(slots=True)
class ClassSession:
    """A class on one encounter."""

    run: Run
    decisions: list[ClassDecision] = field(default_factory=list)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices that are open now: id and words."""
        return [
            (offer.choice.id, f"{'Say' if offer.choice.spoken else 'Do'}: {self.run.fill(offer.choice.text)}")
            for offer in self.run.offers()
            if offer.open
        ]

    @staticmethod
    def majority(hands: Sequence[int]) -> int | None:
        """Return the place of the choice with most hands, None where two have as many or nobody raised one."""
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
            raise ChoiceRefused("There is no such choice here.", f"Choose 1 to {len(options)}.")
        step = self.run.choose(options[place][0])
        words = tuple(each for _, each in options)
        made = ClassDecision(len(self.decisions) + 1, words, tuple(hands), place, note_of(self.run, step))
        self.decisions.append(made)
        return made

    def summary(self) -> Iterator[str]:
        """Yield the class's debrief: how each decision went, those first where the class split most."""
        yield f"{self.run.story.scenario.title}: {len(self.decisions)} decisions by hands."
        for each in sorted(self.decisions, key=lambda decision: (decision.share, decision.sequence)):
            kind = "split" if each.split else "agreed" if sum(each.hands) else "no hands"
            yield f"Decision {each.sequence}, {kind}:"
            for place, (words, count) in enumerate(zip(each.offered, each.hands, strict=True)):
                taken = ", taken" if place == each.taken else ""
                yield f"  {count} {'hand' if count == 1 else 'hands'}{taken}: {words}"
            if each.note.feedback:
                yield f"  On what was taken: {each.note.feedback}"
