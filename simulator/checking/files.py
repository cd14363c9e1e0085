"""Checks one file, or many with the library they make up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.document import Problem, Severity
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.scenario.library import scenario_files
from simulator.scenario.reader import Reading, read_scenario
from simulator.scenario.story import Story
from simulator.scenario.translation import read_translation, translation_paths


@dataclass(frozen=True, slots=True)
class FileReport:
    """What checking one file found; `digest` is "" where it could not be read."""

    path: str
    id: str
    digest: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking found over all files."""

    files: tuple[FileReport, ...]

    @property
    def problems(self) -> list[Problem]:
        """Every problem, file by file."""
        return [problem for file in self.files for problem in file.problems]

    @property
    def errors(self) -> int:
        """How many problems keep a file from being a scenario, or break its own tests."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def findings(self) -> int:
        """How many problems are warnings; notes (info) never fail a check."""
        return sum(problem.severity is Severity.WARNING for problem in self.problems)


def check_paths(
    paths: Sequence[Path], *, progress: Callable[[int, int], None] | None = None
) -> CheckReport:
    """Check files and folders.

    Args:
        paths: scenario files, or folders searched with all below them.
        progress: told how many files are done, and of how many.
    """
    roots = [path for path in paths if path.is_dir()]
    files = scenario_files(paths)
    reports = []
    for number, path in enumerate(files, start=1):
        root = next((folder for folder in roots if path.is_relative_to(folder)), None)
        reports.append(check_file(path, root=root))
        if progress is not None:
            progress(number, len(files))
    return CheckReport(tuple(_with_double_ids(reports)))


def check_file(path: Path, *, root: Path | None = None) -> FileReport:
    """Check one scenario file with its translations."""
    reading = read_scenario(path, root=root)
    if reading.story is None:
        return FileReport(str(path), path.stem, "", reading.problems)
    problems = [*reading.problems, *run_story_tests(reading.story, reading)]
    for translation in translation_paths(path).values():
        problems += read_translation(translation, reading.story.scenario)[1]
    return FileReport(str(path), reading.story.scenario.id, reading.story.digest, tuple(problems))


def run_story_tests(story: Story, reading: Reading) -> list[Problem]:
    """Play the scenario's own tests; return a problem for each that does not reach its ending."""
    problems = []
    for number, test in enumerate(story.scenario.tests):
        run = Run(story)
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
                    else f"'{choice}' is not open in '{run.place}'; open are {_names(run)}"
                )
                break
        else:
            if run.place != test.ending:
                said = f"it reaches '{run.place}', not '{test.ending}'"
        if said:
            problems.append(
                reading.tree.problem(
                    at, "E601", f"The test '{test.name}' fails: {said}.", "Mend the path, or the guard that closed it."
                )
            )
    return problems


def _names(run: Run) -> str:
    return ", ".join(sorted(choice.id for choice in run.available())) or "none"


def _with_double_ids(reports: Iterable[FileReport]) -> list[FileReport]:
    first: dict[str, str] = {}
    checked = []
    for report in reports:
        if report.digest and report.id in first:
            problem = Problem(
                report.path, 1, 1, "E801", Severity.ERROR,
                f"The scenario id '{report.id}' is also that of {first[report.id]}.",
                "Results hang on it: give one of the two an id of its own.",
            )  # fmt: skip
            report = replace(report, problems=(*report.problems, problem))  # noqa: PLW2901 - the same report, extended
        first.setdefault(report.id, report.path)
        checked.append(report)
    return checked
