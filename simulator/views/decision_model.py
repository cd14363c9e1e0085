"""A run along the National Decision Model: which decisions served each step, and where a step was skipped.

The model's steps are those of the College of Policing's Authorised Professional Practice; which step a criterion
belongs to stands in its rubric.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.messages import later, tr

if TYPE_CHECKING:
    from simulator.training.debrief import Debrief

STEPS = {
    "information": later("Gather information"),
    "threat-and-risk": later("Assess threat and risk"),
    "powers": later("Consider powers and policy"),
    "options": later("Identify options"),
    "action-and-review": later("Take action and review"),
}
"""The steps by their names in a rubric, in the model's order."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the model in a run.

    Attributes:
        title: the step.
        served: decisions whose choice did well by it.
        passed: decisions where it could have been served and was not.
    """

    title: str
    served: tuple[int, ...]
    passed: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """The step in a sentence."""
        if not (self.served or self.passed):
            return tr("{title}: no decision called for it.", title=self.title)
        served = tr("served at {decisions}", decisions=_numbers(self.served)) if self.served else tr("not served")
        passed = f"; {tr('passed over at {decisions}', decisions=_numbers(self.passed))}" if self.passed else ""
        return f"{self.title}: {served}{passed}."


def steps_of(view: Debrief) -> list[StepView]:
    """Return every step of the model in a run; none where no criterion of its rubrics names a step."""
    of = {id_: each.step for rubric in view.rubrics for id_, each in rubric.rubric.criteria.items() if each.step}
    if not of:
        return []
    found = []
    for step, title in STEPS.items():
        served, passed = [], []
        for decision in view.decisions:
            rated = [each for each in decision.rated if of.get(each.criterion) == step]
            if any(each.level > 0 for each in rated):
                served.append(decision.sequence)
            elif any(each.best > 0 for each in rated):
                passed.append(decision.sequence)
        found.append(StepView(tr(title), tuple(served), tuple(passed)))
    return found


def _numbers(decisions: tuple[int, ...]) -> str:
    listed = [str(each) for each in decisions]
    if len(listed) == 1:
        return tr("decision {number}", number=listed[0])
    return tr("decisions {numbers} and {last}", numbers=", ".join(listed[:-1]), last=listed[-1])
