"""Reads one scenario file: every error in one pass, or a story that is ready to be played."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from scoring.document import Problem, Severity, read_document
from scoring.document.validation import validate
from scoring.rubric import RubricSet
from simulator.errors import ScenarioError
from simulator.scenario.misplaced import put_right
from simulator.scenario.model import Scenario
from simulator.scenario.overlay import laid_over, lay_over, not_named_so, read_beside
from simulator.scenario.references import check_references
from simulator.scenario.story import Story
from simulator.scenario.swallowed import empty_fields
from simulator.scenario.synonyms import call_by_their_names
from simulator.scenario.tree import FRAGMENT_FIELDS, Tree

_MENDS = {
    "E102": "Split it: an encounter is 12 to 25 scenes; `include` takes fragments.",
    "E114": "Begin with 'format: 1'; see `encounter new`.",
}
"""What to do about a document's problem, where an encounter knows better."""

_UNMARKED = (
    "Check the encounter that includes it, and begin its name with _, so that it is not mistaken for an encounter."
)


class ScenarioInvalid(ScenarioError):
    """A scenario file has errors; `problems` names each with line and column."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{first.file}:{first.line}:{first.column} {first.code} {first.message}{more}",
            f"{first.mend} See all with: encounter check {first.file}",
        )
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file.

    Attributes:
        story: the compiled story; None if the file has errors.
        problems: every error, in the order of the file.
        tree: the plain tree, for finding the place of anything in the file.
    """

    story: Story | None
    problems: tuple[Problem, ...]
    tree: Tree

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the file from being read as a scenario."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


def read_scenario(path: Path, rubrics: RubricSet, *, root: Path | None = None, shown: str | None = None) -> Reading:
    """Read, type and check one scenario file.

    Args:
        path: the file.
        rubrics: those that it may name.
        root: the library's folder, which `include` may not leave; the file's own folder if omitted.
        shown: the file's name in problems; the path as given if omitted.
    """
    base = laid_over(path)
    if base is not None:
        return _read_overlay(path, base, rubrics, root, shown)
    tree = Tree(read_document(path, shown=shown))
    if tree.main.value is None and tree.main.problems:
        return Reading(None, tuple(_mended(tree.problems)), tree)
    marked = path.name.startswith("_")
    parts = {*FRAGMENT_FIELDS, *(["include"] if marked else [])}
    if isinstance(tree.value, dict) and tree.value and set(tree.value) <= parts:
        told = tree.problem(
            (), "E202", "This is a fragment, a part of an encounter that has no 'format' and no 'id'.",
            "Check the encounter that includes it." if marked else _UNMARKED,
        )  # fmt: skip
        return Reading(None, (*tree.problems, told), tree)
    if isinstance(tree.value, dict) and "translates" in tree.value and "id" not in tree.value:
        return Reading(None, (*tree.problems, _is_translation(tree, path)), tree)
    misnamed = not_named_so(tree)
    if misnamed is not None:
        return Reading(None, (*tree.problems, misnamed), tree)
    call_by_their_names(tree)
    put_right(tree)
    tree.include(path.parent, root or path.parent)
    return _compiled(tree, rubrics)


def _is_translation(tree: Tree, path: Path) -> Problem:
    from simulator.scenario.translation import translated_by

    encounter, language = translated_by(path), path.stem.rpartition(".")[2]
    mend = (
        f"Play it with: encounter play {encounter} --language {language}"
        if encounter is not None
        else "Put it beside its encounter: x.cy.yaml beside x.yaml."
    )
    return tree.problem(("translates",), "E202", "This is a translation, which is read with its encounter.", mend)


def _read_overlay(path: Path, base: Path, rubrics: RubricSet, root: Path | None, shown: str | None) -> Reading:
    """Read an overlay with the encounter that it lies over, as one encounter."""
    document, alone = read_beside(path, base, shown=shown)
    if alone is not None:
        return Reading(None, (*document.problems, alone), Tree(document))
    below = read_scenario(base, rubrics, root=root)
    if below.story is None:
        message = f"It changes {base.name}, which has errors of its own."
        told = document.problem(("overlay_of",), "E702", message, f"See them with: encounter check {base}")
        return Reading(None, (told,), Tree(document))
    problems = lay_over(below.tree, below.story.scenario, document)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Reading(None, tuple(sorted(problems, key=lambda problem: problem.order)), Tree(document))
    reading = _compiled(below.tree, rubrics)
    return replace(reading, problems=(*problems, *reading.problems))


def _compiled(tree: Tree, rubrics: RubricSet) -> Reading:
    """Type and check a tree, and compile it where it has no errors."""
    scenario, shape = validate(Scenario, tree)
    references = check_references(tree, rubrics) if isinstance(tree.value, dict) else []
    problems = _said_once(tree, shape, references)
    problems = _mended(problems)
    problems.sort(key=lambda problem: (problem.file != tree.main.file, problem.order))
    story = Story(scenario, rubrics) if scenario is not None and not problems else None
    return Reading(story, tuple(problems), tree)


_ECHOED = ("E105", "E111", "E201")
"""Errors after which the parts of what they are in cannot all be known."""


def _mended(problems: list[Problem]) -> list[Problem]:
    return [replace(each, mend=_MENDS.get(each.code, each.mend)) for each in problems]


def _said_once(tree: Tree, shape: list[Problem], references: list[Problem]) -> list[Problem]:
    """Return all without what one of them already says of the same place.

    A known name in a wrong spelling says more than an id in the wrong form. A scene without choices says more than an
    empty field. Otherwise the shape says it.
    """
    closer = {
        _place(each) for each in references if each.code in ("E310", "E313") or each.near or each.subject == "when"
    }
    speakers = {(each.file, each.line) for each in references if each.code == "E302"}
    broken = {(each.file, each.line) for each in tree.problems if each.code == "E105"}
    doubled = {(each.file, each.line + near) for each in tree.problems if each.code in _ECHOED for near in (-1, 0, 1)}
    empty = [each for each in empty_fields(tree) if (each.file, each.line) not in doubled]
    emptied = {(each.file, each.line) for each in empty}
    told = [
        each
        for each in shape
        if (each.code not in ("E205", "E206", "E207") or _place(each) not in closer)
        and (each.code != "E205" or (each.file, each.line) not in speakers)
        and (each.code != "E207" or (each.file, each.line) not in emptied | doubled)
    ]
    # A name that is declared as it cannot be written stands like that elsewhere too.
    first: dict[str, Problem] = {}
    for each in sorted((each for each in told if each.code == "E205"), key=lambda each: each.order):
        first.setdefault(each.subject, each)
    told = [each for each in told if each.code != "E205" or first[each.subject] is each]
    if any(each.code in _ECHOED for each in tree.problems):
        # Missing fields, and what stands beside them, may be in the lines that could not be read.
        told = [each for each in told if each.code != "E202"]
        references = [each for each in references if each.code not in ("E208", "E309")]
    for more in (references, empty):
        said = {_place(each) for each in told}
        told += [each for each in more if _place(each) not in said]
    return [*tree.problems, *(each for each in told if (each.file, each.line) not in broken)]


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column


def load_story(path: Path, rubrics: RubricSet, *, root: Path | None = None) -> Story:
    """Read a scenario file that is expected to be sound.

    Raises:
        ScenarioInvalid: the file has errors.
    """
    reading = read_scenario(path, rubrics, root=root)
    if reading.story is None:
        raise ScenarioInvalid(list(reading.problems))
    return reading.story
