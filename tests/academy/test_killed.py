"""A program killed while it writes a file for somebody: what stood there stays, and what is left is private and goes."""

import stat
import subprocess
import sys

import pytest

from simulator.records.store import Store
from tests.academy.classes import an_academy

KILLED = (
    "import os, signal; from simulator.commands.main import main; "
    "os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL); main()"
)
"""The program, killed when all of a file is written and it is to take its place."""


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("certificate", "RUN", "--to"), "sam.html"),
        (("debrief", "RUN", "--to"), "sam.html"),
        (("export", "autumn", "--to"), "autumn.csv"),
        (("report", "autumn", "--to"), "autumn.html"),
        (("store", "backup", "--yes"), "backup.sqlite3"),
        (("store", "seal", "--to"), "receipt.json"),
    ],
    ids=lambda each: "" if isinstance(each, str) else " ".join(each[:2]).removesuffix(" RUN"),
)
def test_nothing_is_half_written_and_what_is_left_goes_at_the_next(encounter, tmp_path, monkeypatch, command, name):
    address = an_academy(tmp_path)
    monkeypatch.setenv("ENCOUNTER_STORE", address)
    with Store.open(address) as store:
        run = next(each.id for each in store.runs() if each.finished)
    target = tmp_path / "out" / name
    target.parent.mkdir()
    target.write_text("what stood there")
    asked = [*(run if each == "RUN" else each for each in command), str(target)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *asked], capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr
    assert target.read_text() == "what stood there"
    left = [each for each in target.parent.iterdir() if each != target]
    assert left
    assert {stat.S_IMODE(each.stat().st_mode) for each in left} == {0o600}
    done = encounter(*asked)
    assert done.code == 0, done.err
    assert b"what stood there" not in target.read_bytes()
    assert not list(target.parent.glob(".*"))
