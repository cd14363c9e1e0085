"""Every problem code has a page, and the page's examples do what it says."""

import re
from pathlib import Path

import pytest

from scoring.document import Severity
from scoring.rubric import RubricSet
from simulator.checking.catalogue import CATALOGUE, LIBRARY_CODES
from simulator.checking.files import check_file
from simulator.checking.rules import CAMPAIGN_RULES, LIBRARY_RULES, SCENARIO_RULES
from tests.samples import GATE, write

PAGES = Path(__file__).parents[2] / "docs" / "problems"
EXAMPLE = re.compile(r"```yaml (wrong|right)( file| scenes)?\n(.*?)```", re.DOTALL)
"""An example replaces the small scenario's fields of the same names. With `scenes`, it replaces scenes of the same
names; with `file`, the whole file."""
WITHOUT_EXAMPLE = {"W54", "W60", "W61", *LIBRARY_CODES, *(rule.kind.code for rule in CAMPAIGN_RULES)}
"""These need more than one file: tests/checking/test_library_rules.py, tests/campaign/test_checking.py and tests/commands/test_check.py show them."""


def sections(text, indent=""):
    """Return the fields of a YAML text at one depth, each with its lines."""
    found = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if line.startswith(indent) and line.strip() and line[len(indent)] not in " -#":
            name = line.strip().split(":")[0]
        found[name] = found.get(name, "") + line
    return found


def whole(kind, text):
    """Return the scenario that an example stands for."""
    if kind == " file":
        return text
    own, given = sections(GATE), sections(text)
    if kind == " scenes":
        if "scenes" not in given:
            raise ValueError(f"An example of scenes begins with `scenes:`; this one does not: {text}")
        inside = [sections(each["scenes"].removeprefix("scenes:\n"), "  ") for each in (own, given)]
        given["scenes"] = "scenes:\n" + "".join({**inside[0], **inside[1]}.values())
    if "scenes" in given and "tests" not in given:
        own.pop("tests")
    return "".join({**own, **given}.values())


def examples(kind):
    for code in CATALOGUE:
        path = PAGES / f"{code}.md"
        page = path.read_text(encoding="utf-8") if path.exists() else ""
        for found, merged, text in EXAMPLE.findall(page):
            if found == kind:
                yield pytest.param(code, whole(merged, text), id=code)


def test_every_code_has_a_page_and_every_page_a_code():
    pages = {path.stem for path in PAGES.glob("[A-Z]*.md") if path.stem != "README"}
    assert pages == set(CATALOGUE)


def test_no_code_is_given_twice():
    rules = [rule.kind.code for rule in (*SCENARIO_RULES, *LIBRARY_RULES)]
    assert len(rules) == len(set(rules))


def test_the_index_names_every_code():
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    words = {Severity.ERROR: "error", Severity.WARNING: "finding", Severity.INFO: "note"}
    rows = [f"| [{each.code}]({each.code}.md) | {words[each.severity]} | {each.title} |" for each in CATALOGUE.values()]
    assert index.endswith("\n".join([*rows, ""])), "run: python docs/write_problems.py"


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_page_begins_with_its_code_and_title(code):
    first = (PAGES / f"{code}.md").read_text(encoding="utf-8").split("\n")[0]
    assert first == f"# {code} · {CATALOGUE[code].title}"


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - WITHOUT_EXAMPLE))
def test_a_page_shows_both_how_it_goes_wrong_and_how_it_goes_right(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    if CATALOGUE[code].severity is not Severity.ERROR:
        assert {found for found, _, _ in EXAMPLE.findall(page)} == {"wrong", "right"}


@pytest.mark.parametrize("code", [code for code, rule in CATALOGUE.items() if rule.severity is Severity.WARNING])
def test_a_finding_that_fails_a_strict_check_says_how_it_is_waived(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert f"{{rule: {code}, reason: " in page or code in ("W01", "W02", "W09")


@pytest.mark.parametrize(("code", "text"), list(examples("wrong")))
def test_the_wrong_example_shows_the_problem(tmp_path, code, text):
    assert code in [problem.code for problem in check_file(write(tmp_path, text), RubricSet.shipped()).problems]


@pytest.mark.parametrize(("code", "text"), list(examples("right")))
def test_the_right_example_does_not(tmp_path, code, text):
    problems = check_file(write(tmp_path, text), RubricSet.shipped()).problems
    assert code not in [problem.code for problem in problems]
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
