"""Every problem code has a page, and the page's examples do what it says."""

import re
from pathlib import Path

import pytest

from simulator.checking.files import check_file
from simulator.scenario.problems import RULES
from tests.samples import GATE, write

PAGES = Path(__file__).parents[2] / "docs" / "problems"
EXAMPLE = re.compile(r"```yaml (wrong|right)( file)?\n(.*?)```", re.DOTALL)


def sections(text):
    """Return the top-level fields of a YAML text, each with its lines."""
    found = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if line[0] not in " -#\n":
            name = line.split(":")[0]
        found[name] = found.get(name, "") + line
    return found


def examples(kind):
    for code in RULES:
        path = PAGES / f"{code}.md"
        page = path.read_text(encoding="utf-8") if path.exists() else ""
        for found, whole, text in EXAMPLE.findall(page):
            if found == kind:
                yield pytest.param(
                    code, text if whole else "".join({**sections(GATE), **sections(text)}.values()), id=code
                )


def test_every_code_has_a_page_and_every_page_a_code():
    pages = {path.stem for path in PAGES.glob("[A-Z]*.md") if path.stem != "README"}
    assert pages == set(RULES)


def test_the_index_names_every_code():
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    for rule in RULES.values():
        assert f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.title} |" in index


@pytest.mark.parametrize("code", RULES)
def test_a_page_begins_with_its_code_and_title(code):
    first = (PAGES / f"{code}.md").read_text(encoding="utf-8").split("\n")[0]
    assert first == f"# {code} · {RULES[code].title}"


@pytest.mark.parametrize(("code", "text"), list(examples("wrong")))
def test_the_wrong_example_shows_the_problem(tmp_path, code, text):
    assert code in [problem.code for problem in check_file(write(tmp_path, text)).problems]


@pytest.mark.parametrize(("code", "text"), list(examples("right")))
def test_the_right_example_does_not(tmp_path, code, text):
    assert code not in [problem.code for problem in check_file(write(tmp_path, text)).problems]
