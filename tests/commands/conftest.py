"""Running the program in this process, as its user would."""

import io
import json
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.commands.main import main
from tests.samples import write


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as one JSON document."""
        return json.loads(self.out)


@pytest.fixture
def encounter(capsys, monkeypatch):
    """Return a function that runs `encounter ARGUMENTS` with `typed` on standard input."""

    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(int(left.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def gate_file(tmp_path):
    """Return the path of the small scenario."""
    return write(tmp_path / "scenarios")
