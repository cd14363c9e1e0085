"""Checks one file, or many with the library they make up."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from scoring.document import Problem, Severity
from simulator.checking.findings import find
from simulator.checking.rules.library import Member, check_library
from simulator.checking.subject import Subject
from simulator.encounter.run import Run
from simulator.errors import ChoiceRefused
from simulator.scenario.library import scenario_files
from simulator.scenario.model import Scenario
from simulator.scenario.reader import Reading, read_scenario
from simulator.scenario.story import Story
from simulator.scenario.translation import read_translation, translation_paths

WORTH_SHARING = 8
"""Files from which starting other processes pays for itself."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What checking one file found.

    Attributes:
        digest: "" where the file could not be read.
        likely: the outcome that a random player most often reaches.
        snapshot: the scenario, for the rules over a library; "" where it could not be read.
    """

    path: str
    id: str
    digest: str
    problems: tuple[Problem, ...]
    likely: str = ""
    snapshot: str = ""


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
    paths: Sequence[Path], *, progress: Callable[[int, int], None] | None = None, workers: int | None = None
) -> CheckReport:
    """Check files and folders, and the library they make up.

    Args:
        paths: scenario files, or folders searched with all below them.
        progress: told how many files are done, and of how many.
        workers: processes that share the files; as many as there are processors if omitted, and one
            where there are too few files to gain from more.
    """
    roots = [path for path in paths if path.is_dir()]
    jobs = [
        (path, next((folder for folder in roots if path.is_relative_to(folder)), None)) for path in scenario_files(paths)
    ]
    reports: list[FileReport] = []
    for report in _each(jobs, workers):
        reports.append(report)
        if progress is not None:
            progress(len(reports), len(jobs))
    reports = _with_double_ids(reports)
    if len(reports) > 1:
        reports = _with_library_findings(reports)
    return CheckReport(tuple(reports))


def check_file(path: Path, *, root: Path | None = None) -> FileReport:
    """Check one scenario file with its translations."""
    reading = read_scenario(path, root=root)
    if reading.story is None:
        return FileReport(str(path), path.stem, "", reading.problems)
    story, subject = reading.story, Subject(reading.story, reading.tree)
    problems = [*reading.problems, *run_story_tests(story, reading), *find(subject)]
    for translation in translation_paths(path).values():
        problems += read_translation(translation, story.scenario)[1]
    endings = subject.proof.endings.values()
    chances: dict[str, float] = defaultdict(float)
    for ending in endings:
        chances[ending.outcome] += float(ending.probability.value)
    likely = max(chances, key=lambda outcome: chances[outcome], default="")
    return FileReport(str(path), story.scenario.id, story.digest, tuple(problems), likely, story.snapshot)


def _each(jobs: Sequence[tuple[Path, Path | None]], workers: int | None) -> Iterator[FileReport]:
    processors = workers or os.cpu_count() or 1
    if processors == 1 or len(jobs) < WORTH_SHARING:
        for path, root in jobs:
            yield check_file(path, root=root)
        return
    # Spawned and not forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_check_job, jobs, chunksize=4)


def _check_job(job: tuple[Path, Path | None]) -> FileReport:
    return check_file(job[0], root=job[1])


def _with_library_findings(reports: Sequence[FileReport]) -> list[FileReport]:
    members = [
        Member(report.path, Scenario.model_validate_json(report.snapshot), report.likely)
        for report in reports
        if report.snapshot
    ]
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in check_library(members):
        found[problem.file].append(problem)
    waived = {member.file: {waiver.rule for waiver in member.scenario.waive} for member in members}
    return [
        replace(
            report,
            problems=(
                *report.problems,
                *(each for each in found[report.path] if each.code not in waived.get(report.path, ())),
            ),
        )
        for report in reports
    ]


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
