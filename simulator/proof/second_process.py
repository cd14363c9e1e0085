"""Work in a second process, if there is a second core. Otherwise it is done when its result is asked for."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

ResultT = TypeVar("ResultT")


def can_fork() -> bool:
    """Whether a process can go on beside this one with all that it knows: not with threads, nor on every system."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


@contextmanager
def beside(work: Callable[[], ResultT], *, fork: bool) -> Iterator[Callable[[], ResultT]]:
    """Begin some work, and yield a function that returns its result.

    The work is stopped when nobody waits for it any more.

    Args:
        work: what to do; its result can be sent from process to process.
        fork: whether to do it in a process of its own.
    """
    if not fork:
        yield work
        return
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, sending), daemon=True)
    process.start()
    sending.close()

    def result() -> ResultT:
        try:
            return receiving.recv()  # type: ignore[no-any-return]
        except EOFError:
            # It came to nothing there, for want of memory: whatever is wrong shows here.
            return work()

    try:
        yield result
    finally:
        process.kill()
        process.join()
        receiving.close()


def _do(work: Callable[[], ResultT], sending: Connection) -> None:
    # What is to be told of progress, the other process tells.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sending.send(work())
