"""The documentation of the commands is what the commands say."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_holds_the_help_of_every_command():
    spec = importlib.util.spec_from_file_location("write_commands", DOCS / "write_commands.py")
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert page == writer.page_with_help(page), "run: python docs/write_commands.py"
