"""The page on security names tests that there are."""

import re
from pathlib import Path


def test_every_test_that_the_page_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", Path("docs/security.md").read_text(encoding="utf-8")))
    there = {
        name
        for file in Path("tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 15
    assert named <= there
