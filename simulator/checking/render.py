"""Problems as text for people, as JSON for programs, and as SARIF for code-review tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from scoring.document import Problem, Severity
from simulator import __version__
from simulator.checking.catalogue import CATALOGUE
from simulator.checking.files import CheckReport
from simulator.checking.testwise.lines import examination_lines
from simulator.documentation import problem_page

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_text(report: CheckReport) -> Iterator[str]:
    """Yield lines for people: file by file each problem with its source line, a caret and the mend.

    Notes come after, a line each: nothing has to be done about them.
    """
    for problem in report.problems:
        if problem.severity is not Severity.INFO:
            yield from problem_lines(problem)
            yield ""
    notes = [problem for problem in report.problems if problem.severity is Severity.INFO]
    for note in notes:
        yield f"{note.file}:{note.line}:{note.column} {note.code} {note.message} {note.mend}"
    if notes:
        yield ""
    if report.examination is not None:
        yield from examination_lines(report.examination)
        yield ""
    yield summary(report)


def problem_lines(problem: Problem) -> Iterator[str]:
    """Yield one problem's lines: place, code and message; the source with a caret; the mend."""
    from rich.cells import cell_len  # emoji and Chinese characters are two columns wide

    yield f"{problem.file}:{problem.line}:{problem.column} {problem.code} {problem.message}"
    if problem.source.strip():
        # A long line is shown around the fault, so that the caret stays on the screen.
        start = max(0, problem.column - 60) if len(problem.source) > 100 else 0
        shown = problem.source[start : start + 100].replace("\t", " ")
        caret = problem.column - 1 - start
        width = max(1, min(problem.width, len(shown) - caret))
        number = str(problem.line)
        yield f"  {number} | {shown}"
        before, under = cell_len(shown[:caret]), max(1, cell_len(shown[caret : caret + width]))
        yield f"  {' ' * len(number)} | {' ' * before}{'^' * under}"
    yield f"  {problem.mend}"


def summary(report: CheckReport) -> str:
    """Return one line: how many files, errors and findings."""
    files, errors, findings, notes = len(report.files), report.errors, report.findings, report.notes
    if not files:
        return "No scenario files found here. Name a .yaml file, or a folder with .yaml files."
    counts = [_counted(errors, "error"), _counted(findings, "finding")]
    counts += [_counted(notes, "note")] if notes else []
    return f"{_counted(files, 'file')} checked: {', '.join(counts)}."


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def as_json(report: CheckReport) -> dict[str, Any]:
    """Return the documented object of `encounter check --json`."""
    return {
        "files": len(report.files),
        "errors": report.errors,
        "findings": report.findings,
        "incomplete": [file.path for file in report.files if not file.complete],
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "code": problem.code,
                "severity": str(problem.severity),
                "message": problem.message,
                "mend": problem.mend,
            }
            for problem in report.problems
        ],
        "library": None if report.examination is None else report.examination.as_json(),
    }


def as_sarif(report: CheckReport) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log of one run."""
    every = [*report.problems, *report.waived]
    used = sorted({problem.code for problem in every})
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "encounter",
                        "version": __version__,
                        "rules": [
                            {
                                "id": code,
                                "shortDescription": {"text": CATALOGUE[code].title},
                                "help": {
                                    "text": f"{CATALOGUE[code].title}. See: encounter explain {code}",
                                    "markdown": problem_page(code) or CATALOGUE[code].title,
                                },
                                "defaultConfiguration": {"level": _SARIF_LEVEL[CATALOGUE[code].severity]},
                            }
                            for code in used
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(problem, used) for problem in every],
            }
        ],
    }


def _sarif_result(problem: Problem, used: list[str]) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": problem.line,
        "startColumn": problem.column,
        "endColumn": problem.column + problem.width,
    }
    if problem.source:
        region["snippet"] = {"text": problem.source}
    waived = [{"kind": "inSource", "justification": problem.waived}] if problem.waived else []
    return {
        "ruleId": problem.code,
        "ruleIndex": used.index(problem.code),
        "level": _SARIF_LEVEL[problem.severity],
        "message": {"text": f"{problem.message} {problem.mend}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(problem.file)},
                    "region": region,
                }
            }
        ],
        **({"suppressions": waived} if waived else {}),
    }


def _uri(file: str) -> str:
    """Return a path as a URI: relative ones stay so, to be looked up from where the check ran."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
