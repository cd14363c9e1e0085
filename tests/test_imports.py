"""Start-up is a feature: light commands load nothing heavy, and each heavy room only where it is used."""

import subprocess
import sys

import pytest

HEAVY = ("textual", "sqlalchemy", "alembic", "pydantic", "yaml", "transitions", "numpy")


def loaded_by(code: str, *, cwd: object = None) -> set[str]:
    """Return the heavy packages that `code` loads in a fresh interpreter."""
    script = (
        "import sys, contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    {code}\n"
        "print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=cwd)
    return set(done.stdout.split()) & set(HEAVY)


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["play", "--help"], set()),
        (["check", "--help"], set()),
        (["store", "--help"], set()),
        (["check", "scenarios/urban"], {"yaml", "pydantic", "transitions", "numpy"}),
        (["schema", "scenario"], {"yaml", "pydantic"}),
    ],
)
def test_a_light_command_loads_nothing_heavy(arguments, allowed):
    heavy = loaded_by(f"from simulator.commands.main import main; main({arguments!r})")
    assert heavy <= allowed


def test_a_known_library_is_listed_without_reading_a_file_again():
    loaded_by("from simulator.commands.main import main; main(['list'])")
    assert loaded_by("from simulator.commands.main import main; main(['list'])") == set()


@pytest.mark.parametrize("package", ["simulator", "scoring", "simulator.records", "simulator.training"])
def test_a_package_costs_nothing_to_import(package):
    assert loaded_by(f"import {package}") == set()
