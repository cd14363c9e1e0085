"""How far whatever explores may go: states first, then time and memory on this machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from simulator.proof.exploration import GoOn
    from simulator.proof.prove import Limits

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def limit_options(states: int) -> Callable[[FunctionT], FunctionT]:
    """Return the options `--states`, `--seconds` and `--memory`; the first is `states` where it is left out."""

    def with_options(command: FunctionT) -> FunctionT:
        at_least_1, at_least_64 = click.IntRange(1), click.IntRange(64)
        for option in (
            click.option(
                "--memory",
                default=1024,
                show_default=True,
                type=at_least_64,
                help="The most memory to use besides what the program takes, in MiB.",
            ),
            click.option("--seconds", default=60, show_default=True, type=at_least_1, help="The most time to take."),
            click.option(
                "--states", default=states, show_default=True, type=at_least_1, help="The most states to examine."
            ),
        ):
            command = option(command)
        return command

    return with_options


def limits_of(states: int, seconds: int, memory: int, tell: Callable[[str], None]) -> Limits:
    """Return the limits that the three options set, counted from now; `tell` is told how long it has taken."""
    from simulator.proof.prove import Limits

    return Limits(states=states, go_on=within(seconds=seconds, memory=memory, tell=tell))


def within(*, seconds: int, memory: int, tell: Callable[[str], None] | None = None) -> GoOn:
    """Return a question whether to go on: yes, until so many seconds have passed or so many more MiB are in use.

    What the process used before does not count: a server, or an app, has been used for other things.
    When it is asked about a share of the time, half of the memory and that share of the other half may be in use.

    Args:
        tell: is told how long it has taken, whenever the question is asked.
    """
    began, before = time.monotonic(), _in_use()

    def go_on(share: float = 1.0, /) -> bool:
        passed = time.monotonic() - began
        if tell is not None:
            tell(f"Examining everything that can happen: {passed:.0f} of at most {seconds} s")
        return passed < share * seconds and _in_use() - before < memory * (1 + share) / 2

    return go_on


def _in_use() -> float:
    """Return how much memory this process uses, in MiB; the most so far, or 0, if the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / 2**20 if sys.platform == "darwin" else used / 2**10
    return pages * resource.getpagesize() / 2**20
