"""The scenario's own tests: paths that must keep working."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.document.problem import ERROR
from simulator.checking.rule import Finding, rule
from simulator.checking.subject import Subject
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused


@rule("E601", ERROR, "The scenario's own test fails")
def failing_tests(subject: Subject) -> Iterator[Finding]:
    """A test whose path does not reach its ending."""
    for number, test in enumerate(subject.scenario.tests):
        run = Run(subject.story)
        at: tuple[str | int, ...] = ("tests", number, "ending")
        said = ""
        for index, choice in enumerate(test.choose):
            try:
                run.choose(choice)
            except ChoiceRefused:
                at = ("tests", number, "choose", index)
                said = (
                    f"'{choice}' comes after the ending '{run.place}'"
                    if run.finished
                    else f"'{choice}' is not open in '{run.place}'; the open choices are {_names(run)}"
                )
                break
        else:
            if run.place != test.ending:
                said = f"it reaches '{run.place}', not '{test.ending}'"
        if said:
            yield Finding(
                at, f"The test '{test.name}' fails: {said}.", "Correct the path, or the condition that closed it."
            )


def _names(run: Run) -> str:
    return ", ".join(sorted(choice.id for choice in run.available())) or "none"
