"""What a shell completes, asked of a real bash with the line that its user typed."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator import academy
from simulator.records.store import Store
from simulator.scenario.library import Library
from tests.samples import gate
from tests.test_imports import HEAVY

BASH = """
eval "$(_ENCOUNTER_COMPLETE=bash_source encounter)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_encounter_completion encounter
printf '%s\\n' "${COMPREPLY[@]}"
"""
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def completed(tmp_path, monkeypatch):
    """Return a function that gives what bash offers at the end of a line."""
    program = tmp_path / "bin" / "encounter"
    program.parent.mkdir()
    here = Path(__file__).parents[2]
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{here}" exec "{sys.executable}" -m simulator "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "store.db"))

    def asked(*words):
        line = ["bash", "--norc", "-c", BASH, "bash", "encounter", *words]
        return subprocess.run(line, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]

    return asked


def test_commands_encounters_and_languages_are_completed(completed):
    assert completed("pla") == ["play"]
    assert {"market-stall", "marl-hill"} <= set(completed("play", "mar"))
    assert completed("play", "market-stall", "--language", "") == ["es"]


def test_people_and_runs_are_completed_and_a_blank_is_written_as_the_shell_needs_it(completed, tmp_path):
    assert completed("play", "--as", "") == [""]  # there is no store yet, and none is made
    with Store.open(str(tmp_path / "store.db")) as store:
        sam, kit = (academy.known_or_new(store, name, at=NOW) for name in ("Sam O'Neill", "Kit"))
        runs = [academy.begin(store, gate(tmp_path), each, clock=lambda: NOW) for each in (sam, kit)]
        for choice in ("wait-there", "walk-off"):
            runs[0].choose(choice)
        ids = [each.record.id[:8] for each in runs]
    assert completed("play", "--as", "sam") == ["Sam\\ O\\'Neill"]
    assert completed("debrief", "") == ids[::-1]
    assert completed("debrief", "--as", "kit", "") == ids[1:]
    assert completed("resume", "") == ids[1:]


def test_a_key_waits_for_nothing_heavy(completed, tmp_path):
    Library.default().entries()
    with Store.open(str(tmp_path / "store.db")):
        pass
    script = (
        "import sys\n"
        "from simulator.commands.main import main\n"
        "try:\n    main([])\nexcept SystemExit:\n    pass\n"
        "print(' '.join(sorted({each.split('.')[0] for each in sys.modules})))\n"
    )
    for line in ("encounter play mar", "encounter play --as S", "encounter resume 1", "encounter p"):
        asked = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_ENCOUNTER_COMPLETE": "bash_complete"}
        done = subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, **asked}, capture_output=True, text=True, check=True
        )
        assert not set(done.stdout.splitlines()[-1].split()) & set(HEAVY), line
