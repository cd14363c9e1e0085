"""Checks one file, or many with the library they make up."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

from scoring.document import Problem, Severity, read_document
from scoring.rubric import RubricSet
from simulator.campaign.reader import exchanged, read_campaign
from simulator.campaign.translation import read_campaign_translation
from simulator.checking.apply_rules import find, find_in_campaign, find_over
from simulator.checking.catalogue import DOUBLE_ID
from simulator.checking.loaded_words import read_words
from simulator.checking.rules.campaign import LIMITS as CAMPAIGN_LIMITS
from simulator.checking.rules.campaign import CampaignSubject
from simulator.checking.scenario_set import CheckedScenario, ScenarioSet
from simulator.checking.subject import CHECK_LIMITS, CheckLimits, Subject
from simulator.checking.testwise.examination import Examination
from simulator.checking.waivers import judged, library_waivers, wrong_waivers
from simulator.scenario.library import CAMPAIGN, campaign_files, misnamed_files, scenario_files
from simulator.scenario.overlay import laid_over, overlay_paths
from simulator.scenario.problems import UNTRANSLATED
from simulator.scenario.reader import Reading, read_scenario
from simulator.scenario.story import Story
from simulator.scenario.translation import read_translation, translated_by, translation_paths
from simulator.scenario.tree import Tree

WORTH_SHARING = 8
"""Files from which starting other processes pays for itself."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What checking one file found.

    Attributes:
        digest: "" if the file could not be read.
        found: the file's own problems in its order, then those of its fragments and translations. Waived ones are among
            them.
        member: the scenario as the rules over a library look at it; None if it could not be read.
        complete: whether all that can happen was examined.
    """

    path: str
    id: str
    digest: str
    found: tuple[Problem, ...]
    member: CheckedScenario | None = None
    complete: bool = True

    @property
    def problems(self) -> list[Problem]:
        """What was found and is not waived."""
        return [problem for problem in self.found if not problem.waived]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking found over all files.

    Attributes:
        library: findings of the files taken together, which belong to none of them.
        examination: what the words of the files give away together; None of a single file.
    """

    files: tuple[FileReport, ...]
    library: tuple[Problem, ...] = ()
    examination: Examination | None = None

    @property
    def problems(self) -> list[Problem]:
        """Every problem that is not waived, file by file, then those of the library."""
        return [problem for problem in self._all if not problem.waived]

    @property
    def waived(self) -> list[Problem]:
        """Every problem that is on purpose."""
        return [problem for problem in self._all if problem.waived]

    @property
    def _all(self) -> list[Problem]:
        return [*(problem for file in self.files for problem in file.found), *self.library]

    @property
    def errors(self) -> int:
        """How many problems keep a file from being a scenario, or break its own tests."""
        return self._count(Severity.ERROR)

    @property
    def findings(self) -> int:
        """How many problems are warnings."""
        return self._count(Severity.WARNING)

    @property
    def notes(self) -> int:
        """How many problems are notes (info), which never fail a check."""
        return self._count(Severity.INFO)

    def _count(self, severity: Severity) -> int:
        return sum(problem.severity is severity for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Job:
    path: Path
    root: Path | None
    words: Path | None
    rubrics: RubricSet
    jurisdiction: str | None
    within: CheckLimits


def check_paths(
    paths: Sequence[Path],
    rubrics: RubricSet,
    *,
    words: Path | None = None,
    jurisdiction: str | None = None,
    within: CheckLimits = CHECK_LIMITS,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> CheckReport:
    """Check files and folders, and the library they make up.

    Args:
        paths: scenario files, or folders searched with all below them.
        rubrics: those that scenarios may name.
        words: a list of loaded words to go by; the one that ships, if omitted.
        jurisdiction: the law to check under: of each file its overlay for it, and powers of another law are an error.
            Each file as it stands, if omitted.
        within: how far to examine each file.
        progress: told how many files are done, and of how many.
        workers: processes that share the files. If omitted, one for each processor; but only one if there are too few
            files to gain from more.

    Raises:
        EncounterError: `words` cannot be read.
    """
    if words is not None:
        read_words(words)
    roots = [path for path in paths if path.is_dir()]
    jobs = [
        _Job(
            path,
            next((folder for folder in roots if path.is_relative_to(folder)), None),
            words,
            rubrics,
            jurisdiction,
            within,
        )
        for path in (*_under_law(scenario_files(paths), jurisdiction), *campaign_files(paths))
    ]
    reports: list[FileReport] = []
    for report in _each(jobs, workers):
        reports.append(report)
        if progress is not None:
            progress(len(reports), len(jobs))
    reports += map(_misnamed, misnamed_files(paths))
    return _with_library_findings(_with_double_ids(reports), roots, rubrics)


def _misnamed(path: Path) -> FileReport:
    message = f"'{path.name}' is not read: its name ends in '{path.suffix}'."
    mend = f"Rename it {path.stem}; where the ending is hidden, let your computer show file name extensions."
    return FileReport(str(path), path.stem, "", (Problem(str(path), 1, 1, "E101", Severity.ERROR, message, mend),))


def _under_law(files: Sequence[Path], jurisdiction: str | None) -> list[Path]:
    """Return the files with each one's overlay for a law in its place, and no overlays for others."""
    if jurisdiction is None:
        return list(files)
    bases = dict.fromkeys(laid_over(path) or path for path in files)
    return [overlay_paths(base).get(jurisdiction, base) for base in bases]


def check_file(
    path: Path,
    rubrics: RubricSet,
    *,
    root: Path | None = None,
    words: Path | None = None,
    jurisdiction: str | None = None,
    within: CheckLimits = CHECK_LIMITS,
) -> FileReport:
    """Check one scenario file with its translations, or a campaign's own file.

    Args:
        path: the file.
        rubrics: those that it may name.
        root: the library's folder, which includes may not leave; the file's own if omitted.
        words: a list of loaded words to go by; the one that ships, if omitted.
        jurisdiction: the law that its powers must be of; any, if omitted.
        within: how far to examine it.
    """
    if path.name == CAMPAIGN:
        return _check_campaign(path, rubrics, root, within)
    original = translated_by(path)
    if original is not None and original.name == CAMPAIGN:
        return _check_campaign_translation(path, original, rubrics, root)
    if original is not None:
        return _check_translation(path, original, rubrics, root)
    reading = read_scenario(path, rubrics, root=root)
    if reading.story is None:
        return FileReport(str(path), path.stem, "", reading.problems)
    story = reading.story
    loaded = None if words is None else read_words(words)
    limits = within.limits_from_now()
    subject = Subject(story, reading.tree, words=loaded, limits=limits, exchanged=exchanged(path))
    problems = (*_of_another_law(story, reading.tree, jurisdiction), *problems_of(path, reading, subject))
    chances: dict[str, float] = defaultdict(float)
    for ending in subject.proof.endings.values():
        chances[ending.outcome] += float(ending.probability.value)
    scores = {
        rubric: (_number(bounds.total.anchored.least.value), _number(bounds.total.anchored.greatest.value))
        for rubric, bounds in subject.proof.rubrics.items()
    }
    likely = max(chances, key=lambda outcome: chances[outcome], default="")
    member = CheckedScenario.of(str(path), story, likely, scores)
    return FileReport(str(path), story.scenario.id, story.digest, problems, member, subject.reached.complete)


def _of_another_law(story: Story, tree: Tree, jurisdiction: str | None) -> Iterator[Problem]:
    law = story.scenario.law
    powers = [each.id for each in story.choices.values() if each.choice.power is not None]
    if jurisdiction is not None and law not in (None, jurisdiction) and powers:
        yield tree.problem(
            ("jurisdiction",), "E702", f"Its powers come from the law of {law}, and there is no overlay for "
                                       f"{jurisdiction} beside it.",
            f"Write {Path(tree.main.file).stem}.{jurisdiction}.yaml: encounter schema overlay.",
        )  # fmt: skip


def _check_translation(path: Path, original: Path, rubrics: RubricSet, root: Path | None) -> FileReport:
    story = read_scenario(original, rubrics, root=root).story
    if story is None:
        message = f"It translates {original.name}, which has errors of its own."
        problem = read_document(path).problem(
            (), UNTRANSLATED.code, message, f"See them with: encounter check {original}"
        )
        return FileReport(str(path), path.stem, "", (problem,))
    problems = judged(read_translation(path, story.scenario)[1], story.scenario.waive)
    return FileReport(str(path), path.stem, "", tuple(sorted(problems, key=lambda problem: problem.order)))


def _check_campaign_translation(path: Path, original: Path, rubrics: RubricSet, root: Path | None) -> FileReport:
    story = read_campaign(original, rubrics, root=root).story
    if story is None:
        problem = read_document(path).problem(
            (), UNTRANSLATED.code, f"It translates {original.name}, which has errors of its own.",
            f"See them with: encounter check {original.parent}",
        )  # fmt: skip
        return FileReport(str(path), path.stem, "", (problem,))
    problems = judged(read_campaign_translation(path, story.campaign)[1], story.campaign.waive)
    return FileReport(str(path), path.stem, "", tuple(sorted(problems, key=lambda problem: problem.order)))


def _check_campaign(path: Path, rubrics: RubricSet, root: Path | None, within: CheckLimits) -> FileReport:
    """Check the campaign's own file, and find what no memory can make come up in its episodes.

    In all other ways, episodes are checked like other encounters.
    """
    reading = read_campaign(path, rubrics, root=root)
    problems = tuple(problem for problem in reading.problems if problem.file == reading.tree.main.file)
    if reading.story is None:
        return FileReport(str(path), path.parent.name, "", problems)
    subject = CampaignSubject(reading.story, within.limits_from_now(CAMPAIGN_LIMITS))
    campaign, found = reading.story.campaign, list(find_in_campaign(subject, reading.tree, reading.trees))
    for translation in translation_paths(path).values():
        found += read_campaign_translation(translation, campaign)[1]
    found += wrong_waivers(found, campaign.waive, reading.tree, draft=campaign.draft)
    told = (*problems, *judged(found, campaign.waive, draft=campaign.draft))
    own = tuple(sorted(told, key=lambda problem: (problem.file != reading.tree.main.file, problem.order)))
    return FileReport(str(path), reading.story.campaign.id, reading.story.digest, own, complete=subject.proof.complete)


def problems_of(path: Path, reading: Reading, subject: Subject) -> tuple[Problem, ...]:
    """Return all problems of a file that could be read, and of its translations. A waived one carries its reason.

    Args:
        path: the file.
        reading: what reading it gave.
        subject: its story as the rules look at it.
    """
    story = subject.story
    found = find(subject)
    for translation in translation_paths(path).values():
        found += read_translation(translation, story.scenario)[1]
    draft = story.scenario.draft
    found += wrong_waivers(found, story.scenario.waive, reading.tree, draft=draft)
    problems = [*reading.problems, *judged(found, story.scenario.waive, draft=draft)]
    return tuple(sorted(problems, key=lambda problem: (problem.file != str(path), problem.order)))


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _each(jobs: Sequence[_Job], workers: int | None) -> Iterator[FileReport]:
    processors = workers or os.cpu_count() or 1
    if processors == 1 or len(jobs) < WORTH_SHARING:
        yield from map(_check_job, jobs)
        return
    # Spawned and not forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_check_job, jobs, chunksize=4)


def _check_job(job: _Job) -> FileReport:
    return check_file(
        job.path, job.rubrics, root=job.root, words=job.words, jurisdiction=job.jurisdiction, within=job.within
    )


def _with_library_findings(reports: Sequence[FileReport], folders: Sequence[Path], rubrics: RubricSet) -> CheckReport:
    members = [report.member for report in reports if report.member is not None]
    scenarios = ScenarioSet(members, rubrics)
    waivers, problems = library_waivers(folders)
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in judged(find_over(scenarios), waivers):
        found[problem.file].append(problem)
    kept = {member.file: judged(found.pop(member.file, ()), member.waive) for member in members}
    return CheckReport(
        tuple(
            replace(each, found=tuple(judged(each.found, waivers, scenario=each.id)))
            for each in (_with(report, *kept.get(report.path, ())) for report in reports)
        ),
        (*problems, *(problem for rest in found.values() for problem in rest)),
        scenarios.examination if len({member.id for member in members}) > 1 else None,
    )


def _with(report: FileReport, *problems: Problem) -> FileReport:
    if not problems:
        return report
    ordered = sorted((*report.found, *problems), key=lambda problem: (problem.file != report.path, problem.order))
    return replace(report, found=tuple(ordered))


def _with_double_ids(reports: Iterable[FileReport]) -> list[FileReport]:
    first: dict[str, str] = {}
    checked = []
    for report in reports:
        if report.digest and report.id in first:
            problem = read_document(Path(report.path)).problem(
                ("id",), DOUBLE_ID.code, f"The scenario id '{report.id}' is also used by {first[report.id]}.",
                "Results are kept under the id: give one of the two files another id.",
            )  # fmt: skip
            checked.append(_with(report, problem))
        else:
            checked.append(report)
        if report.digest:
            first.setdefault(report.id, report.path)
    return checked
