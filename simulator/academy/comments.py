"""What a trainer says of a run to whoever played it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from simulator.errors import UsageError
from simulator.people.audit import log
from simulator.records.journal import keep
from simulator.records.model import REFLECTION_LIMIT, write_time
from simulator.records.schema import comments
from simulator.records.store import Store
from simulator.text import NAME_LIMIT, clean_text


def comment(store: Store, run_id: str, text: str, *, author: str, at: datetime) -> None:
    """Keep a trainer's comment; the recruit reads it in the debrief, and it is never changed.

    Raises:
        UsageError: nothing readable is left of it, or of the author's name.
        UnknownRecord: no such run.
    """
    who, said = clean_text(author, limit=NAME_LIMIT), clean_text(text, limit=REFLECTION_LIMIT)
    if not who or not said:
        raise UsageError("A comment needs words and the name of the person who writes it.", "Say who: --by NAME")
    record = store.run(run_id)
    with store.writing() as connection:
        number = connection.scalar(
            select(func.coalesce(func.max(comments.c.number), 0)).where(comments.c.run_id == record.id)
        )
        row = {"run_id": record.id, "number": (number or 0) + 1, "author": who, "text": said, "at": write_time(at)}
        keep(connection, comments, [row], at=write_time(at))
        log(connection, at=at, by=who, action="commented", about=record.trainee, detail=record.id)
