"""Without the academy's libraries, as the README's first line installs it: each command names what is missing."""

import json
import os
import subprocess
import sys

import pytest

from tests.academy.classes import an_academy

# Nothing of these is to be found: not by an import, and not by asking whether it is there.
PLAIN = """
import sys

class Without:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        extra = ("duckdb", "httpx", "jinja2", "narwhals", "openpyxl", "pyarrow", "xlsxwriter")
        return None if name.partition(".")[0] in extra else self.finder.find_spec(name, path, target)

sys.meta_path = [Without(finder) for finder in sys.meta_path]
"""
COMMANDS = (
    PLAIN
    + """
import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from simulator.commands.main import main

for arguments in json.loads(sys.argv[1]):
    out, err = StringIO(), StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    print(json.dumps([code, err.getvalue()]))
"""
)
SCREEN = (
    PLAIN
    + """
import asyncio
from textual.widgets import Static
from simulator import academy
from simulator.app.app import EncounterApp
from simulator.app.screens.cohort_report import CohortReportScreen
from simulator.app.session import Session

async def look():
    app = EncounterApp(Session(sys.argv[1], trainee="T. Okafor"))
    async with app.run_test() as pilot:
        while app.session.trainee is None:
            await pilot.pause(0.02)
        await app.push_screen(CohortReportScreen(academy.cohort_named(app.session.opened(), "Autumn")))
        words = ""
        while not words or "A moment" in words:
            await pilot.pause(0.02)
            words = " ".join(str(each.visual) for each in app.screen.query("#reading").results(Static))
        await pilot.pause(0.1)  # what was told is laid out
        lines = (strip.text for strip in app.screen._compositor.render_strips())
        print(" ".join(" ".join(lines).split()))

asyncio.run(look())
"""
)


@pytest.fixture
def run(tmp_path):
    store = an_academy(tmp_path)

    def plain(code, *arguments):
        environment = os.environ | {"ENCOUNTER_STORE": store, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=environment, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60,
        )  # fmt: skip

    return plain, store


def told(run, commands):
    """Run commands one after the other in one process; return each with its code and what it said on stderr."""
    plain, _ = run
    done = plain(COMMANDS, json.dumps(commands))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(commands)
    return zip(commands, answers, strict=True)


def test_a_command_that_needs_them_says_so_and_writes_nothing(run, tmp_path):
    before = sorted(tmp_path.iterdir())
    commands = [
        "report autumn --to autumn.html", "report autumn --json", "export autumn --to autumn.csv",
        "panel sheet bus-shelter --to sheet.csv", "export autumn --to autumn.xlsx",
        "export autumn --to autumn.xapi.json",
        "export autumn --xapi http://127.0.0.1:9/xapi --home https://academy.example",
    ]  # fmt: skip
    for command, (code, said) in told(run, [each.split() for each in commands]):
        assert code == 1, command
        assert "is not installed" in said, command
        assert "pip install 'encounter-simulator[academy]'" in said, command
    assert [each for each in sorted(tmp_path.iterdir()) if each not in before and each.name != "cache"] == []


def test_everything_else_works_without_them(run, tmp_path):
    scenario = str(next((tmp_path / "scenarios").rglob("*.yaml")))
    commands = [
        ["cohort", "show", "autumn"], ["rescore", "--list"], ["store", "verify"], ["runs"], ["list"],
        ["graph", scenario, "--cohort", "autumn", "--min-cell", "1", "--format", "dot"],
    ]  # fmt: skip
    for command, answer in told(run, commands):
        assert answer == [0, ""], command


def test_the_cohorts_report_in_the_app_says_so(run):
    plain, store = run
    done = plain(SCREEN, store)
    assert (done.returncode, done.stderr) == (0, "")
    assert "There is no report to show. The library pyarrow is not installed." in done.stdout
    assert "pip install 'encounter-simulator[academy]'" in done.stdout
