"""The page on security goes through every chapter, and names tests that there are."""

import re
from pathlib import Path

PAGE = Path("docs/security.md").read_text(encoding="utf-8")
CHAPTERS = 17
"""Of the standard, version 5.0."""


def rows():
    """Return chapter and test of each row of the table of chapters."""
    table = PAGE.partition("| chapter | what holds | test |")[2].partition("\n\n")[0]
    for line in table.strip().splitlines()[1:]:
        chapter, _, test = (cell.strip() for cell in line.strip().strip("|").split("|"))
        yield chapter, test


def test_every_test_that_the_page_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        name
        for file in Path("tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 40
    assert named <= there
    files = re.findall(r"`((?:tests|\.ci)/[\w/.]+)`", PAGE)
    assert all(Path(each).exists() for each in files)


def test_every_chapter_has_a_test_or_says_why_it_does_not_apply():
    chapters = dict(rows())
    numbers = {int(number) for chapter in chapters for number in re.findall(r"V(\d+)", chapter)}
    assert numbers == set(range(1, CHAPTERS + 1))
    for chapter, test in chapters.items():
        assert re.search(r"`(test_|tests/|\.ci/)|^not applicable because ", test), chapter
