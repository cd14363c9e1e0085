"""`encounter` without a command: the app, or the line-by-line menu where a terminal cannot draw."""

from __future__ import annotations


def open_app(store_address: str | None) -> int:
    """Open the app on `store_address` (the default store if None); return the exit code."""
    from simulator.plain import run_plain, wants_plain

    if wants_plain():
        return run_plain(store_address)
    from simulator.app.launch import run_app

    return run_app(store_address)
