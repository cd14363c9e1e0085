"""One connection for everything that one request reads, instead of one for each question.

Reads share a connection only within `together`, which the server opens for each request. There, a question that is
asked again is answered from memory. A write ends the sharing: what is read afterwards comes from the store again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

AnswerT = TypeVar("AnswerT")

Who = tuple[str, str] | None
"""The account and the role that read; None for the program itself."""


@dataclass(slots=True)
class _Open:
    connection: Connection
    readers: int = 0
    over: bool = False

    def end(self) -> None:
        """Close the connection once nobody reads on it."""
        self.over = True
        if not self.readers:
            self.connection.close()


@dataclass(slots=True)
class _Shared:
    store: object
    open: dict[Who, _Open] = field(default_factory=dict)
    answers: dict[tuple[Who, Hashable], Any] = field(default_factory=dict)

    def idle(self) -> Connection | None:
        """Take a connection on which nobody reads, as the program's own again; None if there is none."""
        for who, each in self.open.items():
            if not each.readers:
                del self.open[who]
                if who is not None:
                    each.connection.rollback()
                return each.connection
        return None

    def end(self) -> None:
        """Let go of every connection, and forget what was read."""
        self.answers.clear()
        while self.open:
            self.open.popitem()[1].end()


_shared: ContextVar[_Shared | None] = ContextVar("shared", default=None)


@contextmanager
def together(store: object) -> Iterator[None]:
    """Read from a store on one connection for the length of this block, in everything that is called from here."""
    shared = _Shared(store)
    token = _shared.set(shared)
    try:
        yield
    finally:
        _shared.reset(token)
        shared.end()


def end_sharing(store: object) -> None:
    """Read everything from the store again from now on."""
    shared = _shared.get()
    if shared is not None and shared.store is store:
        shared.end()


def asked_once(store: object, who: Who, question: Hashable, ask: Callable[[], AnswerT]) -> AnswerT:
    """Return the answer to a question, which within `together` is asked once until something is written.

    Args:
        store: of which store.
        who: the account and role that read; an answer is kept for them only.
        question: what is asked.
        ask: asks it. The answer is given to several callers, and none of them may change it.
    """
    shared = _shared.get()
    if shared is None or shared.store is not store:
        return ask()
    if (who, question) not in shared.answers:
        shared.answers[who, question] = ask()
    found: AnswerT = shared.answers[who, question]
    return found


@contextmanager
def shared_connection(
    store: object, who: Who, connect: Callable[[], Connection], become: Callable[[Connection, Who], None]
) -> Iterator[Connection]:
    """Give a connection to read on: the one that is shared, or where nothing is shared one for this alone.

    Args:
        store: of which store.
        who: the account and role that read; nobody reads on somebody else's connection.
        connect: opens one, for the program itself.
        become: lets one be somebody's until its transaction ends.
    """
    shared = _shared.get()
    if shared is None or shared.store is not store:
        with connect() as connection:
            become(connection, who)
            yield connection
        return
    found = shared.open.get(who)
    if found is None:
        connection = shared.idle() or connect()
        try:
            become(connection, who)
        except BaseException:
            connection.close()  # nobody may read on it as the program itself
            raise
        found = shared.open[who] = _Open(connection)
    found.readers += 1
    try:
        yield found.connection
    except BaseException:
        # After an error a transaction may be good for nothing.
        if shared.open.get(who) is found:
            del shared.open[who]
        found.over = True
        raise
    finally:
        found.readers -= 1
        if found.over and not found.readers:
            found.connection.close()
