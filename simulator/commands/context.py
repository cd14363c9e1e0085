"""What commands share: the named store, and options that several of them have."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from simulator.records.connection import Address
    from simulator.records.model import Mode
    from simulator.records.store import Store
    from simulator.scenario.library import Library

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
yes_option = click.option("--yes", is_flag=True, help="Do it without asking.")
plain_option = click.option("--plain", is_flag=True, help="Line by line: for screen readers, slow links and scripts.")


mode_option = click.option(
    "--mode",
    type=click.Choice(["practice", "assessment"]),
    help="Only what was played in this mode. Practice is coached, so no figure puts the two together.",
)
rescoring_option = click.option(
    "--rescoring",
    metavar="ID",
    help="Use the levels of a kept rescoring (encounter rescore COHORT --list) instead of the original ones.",
)


@contextmanager
def many_rows() -> Iterator[None]:
    """Let Python look for cycles a hundred times less often: rows are millions of objects, and none has a cycle.

    A report of a large academy takes a quarter less processor time by it.
    """
    before = gc.get_threshold()
    gc.set_threshold(100 * before[0], *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def academy_mode(mode: str | None) -> Mode | None:
    """Return the mode that was asked for."""
    from simulator.records.model import Mode

    return None if mode is None else Mode(mode)


def jurisdiction_option(said: str) -> Callable[[FunctionT], FunctionT]:
    """Return the option that names whose law is to hold; `said` is its help."""
    return click.option("--jurisdiction", metavar="CODE", callback=_known_law, help=said)


def _known_law(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from simulator.scenario.vocabulary import JURISDICTIONS

    if value is not None and value not in JURISDICTIONS:
        from scoring.document.problem import did_you_mean
        from simulator.errors import UsageError

        raise UsageError(f"'{value}' is not a jurisdiction known here.", did_you_mean(value, JURISDICTIONS))
    return value


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before the command's name.

    Attributes:
        store: the record store: a file, or a PostgreSQL address; None for the one in the person's own data folder.
    """

    store: str | None = None

    @property
    def address(self) -> Address:
        """Where the store is."""
        from simulator.records.connection import locate

        return locate(self.store)

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Open the store; where there is none, it is made."""
        from simulator.commands.output import say
        from simulator.records.store import Store

        with Store.open(self.store) as store:
            if store.remark:
                say(store.remark)
            yield store

    def library(self) -> Library:
        """Return the encounters that are played on the store; for a person's own login, those published there."""
        from simulator.scenario.library import Library

        if "://" not in (self.store or ""):  # a file: no database's library is loaded to show a list
            return Library.default()
        from simulator.records.published_library import library_of
        from simulator.records.store import Store

        with Store.open(self.store) as store:
            return library_of(store)

    def require_store(self) -> None:
        """Make sure that there is a store; opening one would make it.

        Raises:
            StoreError: there is none.
        """
        from simulator.records.connection import looking

        with looking(self.address):
            pass

    @contextmanager
    def existing(self) -> Iterator[Store]:
        """Open the store that there must be.

        Raises:
            StoreError: there is none.
        """
        self.require_store()
        with self.opened() as store:
            yield store


pass_context = click.make_pass_decorator(Context, ensure=True)
"""Gives a command its `Context` as first argument."""
