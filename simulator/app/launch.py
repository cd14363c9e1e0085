"""Starting the app on this terminal."""

from __future__ import annotations

import gc

from simulator.app.start import LIBRARY, StartRequest
from simulator.scenario.library import Library


def run_app(
    store_address: str | None,
    *,
    trainee: str | None = None,
    start: StartRequest = LIBRARY,
    library: Library | None = None,
) -> int:
    """Run the app on this terminal until it is left; return the exit code.

    Args:
        store_address: the record store; the platform's data folder if None.
        trainee: who is training; asked for, or taken from the last time, if None.
        start: what to open with.
        library: the encounters. None for those that ship and those of the named folders.
    """
    # Imports allocate much and free nothing: looking for garbage in between is a tenth of the start.
    gc.disable()
    from simulator.app.app import EncounterApp
    from simulator.app.session import Session

    app = EncounterApp(Session(store_address, trainee=trainee, library=library), start=start)
    app.run()
    return app.return_code or 0
