"""What every test has: folders of its own, so that nobody's records or caches are touched."""

import os

import pytest


def pytest_xdist_auto_num_workers():
    """Give each processor two processes: a test of a screen or of a server often waits."""
    return 2 * (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
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
    monkeypatch.delenv("ENCOUNTER_STORE", raising=False)
    monkeypatch.delenv("ENCOUNTER_SCENARIOS", raising=False)
