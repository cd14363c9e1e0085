"""Start-up is a feature: what the first paint needs loads nothing heavy."""

import json
import os
import subprocess
import sys

import pexpect
import pytest

from simulator.scenario.library import Library
from tests.samples import write

HEAVY = {"pydantic", "yaml", "sqlalchemy", "alembic", "transitions", "sqlite3"}


def loaded_by(code):
    """Return the heavy packages that `code` loads in a fresh interpreter."""
    script = f"import json, sys\n{code}\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        "simulator.app.app",
        "simulator.app.session",
        *(
            f"simulator.app.screens.{name}"
            for name in (
                "library",
                "encounter",
                "debrief",
                "briefing",
                "own_view",
                "progress",
                "settings",
                "help",
                "name",
            )
        ),
    ],
)
def test_a_screen_can_be_painted_before_anything_heavy_is_imported(module):
    assert loaded_by(f"import {module}") == set()


def test_the_package_alone_does_not_even_load_textual():
    code = "import simulator.app; assert 'textual' not in sys.modules; simulator.app.StartRequest(scenario='x')"
    assert loaded_by(code) == set()


def test_a_known_library_is_painted_from_its_index(tmp_path):
    write(tmp_path / "scenarios")
    Library([tmp_path / "scenarios"], cache=tmp_path / "cache").entries()
    library = f"Library([Path({str(tmp_path / 'scenarios')!r})], cache=Path({str(tmp_path / 'cache')!r}))"
    code = f"from pathlib import Path\nfrom simulator.scenario.library import Library\nassert len({library}.indexed()) == 1"
    assert loaded_by(code) == set()


def test_a_changed_library_is_not_painted_from_its_index(tmp_path):
    write(tmp_path / "scenarios")
    Library([tmp_path / "scenarios"], cache=tmp_path / "cache").entries()
    write(tmp_path / "scenarios", "format: 1\n")
    assert Library([tmp_path / "scenarios"], cache=tmp_path / "cache").indexed() is None


FAULTY = """
import sys
from simulator.app.screens.library import LibraryScreen

def fault(self):
    name = "Ama Boateng"
    raise RuntimeError("the list \\x1b[31m is [/b] broken")

LibraryScreen.on_mount = fault
from simulator.commands.main import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(("arguments", "traceback"), [([], False), (["--debug"], True)])
def test_a_fault_in_the_program_is_a_sentence_and_a_traceback_only_when_asked(tmp_path, arguments, traceback):
    environment = {**os.environ, "TERM": "xterm-256color", "ENCOUNTER_STORE": str(tmp_path / "store.db")}
    child = pexpect.spawn(sys.executable, ["-c", FAULTY, *arguments], env=environment, timeout=30)
    child.expect(pexpect.EOF)
    child.close()
    said = child.before.decode()
    assert child.exitstatus == 1
    assert ("Traceback" in said) == traceback
    assert "\x1b[31m is" not in said
    if not traceback:
        assert "a fault in the program: RuntimeError: the list [31m is [/b] broken" in said
        assert "Ama Boateng" not in said
