"""What every test has: folders of its own, so that nobody's records or caches are touched."""

import atexit
import fcntl
import gc
import os
import shutil
import sys

import pytest

from tests.folders import in_memory

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # so that the processes of a run compile a module once between them

if memory := in_memory(2 << 30):  # where a store's commits wait for no disk, which is not what is tested
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_xdist_auto_num_workers():
    """Give two processors three processes: a test of a screen or of a server often waits, but each process costs 10 s."""
    return -(-3 * (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 1) // 2)


def pytest_collection_finish():
    """Search less often for what can be freed, and never in what was imported: it took a twelfth of the time."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # freed as the process ends, as anywhere else; pytest's own search comes before
    gc.set_threshold(50_000, 20, 20)
    if "sqlalchemy" in sys.modules:
        from sqlalchemy import Engine, event

        statements = _Statements()

        @event.listens_for(Engine, "engine_connect")
        def share(connection):
            connection.execution_options(compiled_cache=statements)


class _Statements(dict):
    """The SQL of each statement, for all engines of a dialect: each store opened would compile them all again."""

    def get(self, key, default=None):
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key, compiled):
        super().__setitem__((key[0].name, *key[1:]), compiled)


@pytest.fixture(scope="session")
def library_index(tmp_path_factory):
    """A home with the index of the library that ships, as a second start finds it: made once, for all tests."""
    from simulator.campaign.library import campaigns
    from simulator.scenario.library import Library

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all processes of this run
    home = folder / "library"
    with (folder / "library.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if home.exists():
            return home
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.delenv("ENCOUNTER_SCENARIOS", raising=False)
        library = Library.default()
        library.entries()
        campaigns(library)
    return home


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch, library_index):
    """Point the store, the cache and the settings at a folder of this test's own."""
    home = tmp_path / "home"
    for variable, folder in {
        "HOME": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_STATE_HOME": home / "state",
    }.items():
        monkeypatch.setenv(variable, str(folder))
    shutil.copytree(library_index, home)
    monkeypatch.delenv("ENCOUNTER_STORE", raising=False)
    monkeypatch.delenv("ENCOUNTER_SCENARIOS", raising=False)
