"""`encounter` without a command: the app, or the line-by-line menu where nothing can be drawn."""

from __future__ import annotations

from simulator.commands.context import Context


def open_app(context: Context) -> int:
    """Open the app on this terminal; line by line on a dumb one or a pipe."""
    from simulator.terminal import wants_plain
    from simulator.training.preferences import LastLook

    store_address = context.store
    if wants_plain() or LastLook(store_address).read()[1].line_by_line:
        from simulator.plain.menu import run_plain

        return run_plain(store_address)
    from simulator.app.launch import run_app

    return run_app(store_address, library=context.library())
