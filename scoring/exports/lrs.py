"""Sending statements to a learning record store (xAPI 1.0.3): in batches, again where it failed, on after a cut.

A statement's id is computed from its content, so a statement that is sent twice is kept once. A small progress file
says how many were acknowledged; it is trusted only if their ids are the same as then.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.exports.atomic import part_of
from scoring.exports.xapi import Statement

if TYPE_CHECKING:
    import httpx

BATCH = 100
"""Statements of one request."""

ATTEMPTS = 5
"""How often one request is tried."""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOST_ANSWER = 1_000_000  # bytes of an answer that are read
_LONGEST_WAIT = 60.0
_PATIENCE = 20  # refused statements after which the rest is not tried


class LrsError(Exception):
    """The store did not take what it was sent; `said` is a sentence, `mend` what to do about it."""

    def __init__(self, said: str, mend: str, outcome: Outcome | None = None) -> None:
        super().__init__(f"{said} {mend}")
        self.said, self.mend, self.outcome = said, mend, outcome


@dataclass(slots=True)
class Outcome:
    """What became of the statements.

    Attributes:
        sent: acknowledged in this go.
        before: acknowledged in an earlier go, and not sent again.
        conflicts: ids under which the store keeps another statement.
        refused: ids of statements that the store calls wrong, with what it said.
    """

    sent: int = 0
    before: int = 0
    conflicts: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lrs:
    """A learning record store, and how patient to be with it.

    Attributes:
        url: its xAPI address, with or without `/statements` at the end.
        authorization: the header's value, such as "Basic …"; "" for none.
        timeout: seconds that one request may take, from the first byte sent to the last byte read.
        attempts: how often one request is tried.
        batch: statements of one request.
    """

    url: str
    authorization: str = ""
    timeout: float = 30.0
    attempts: int = ATTEMPTS
    batch: int = BATCH

    @property
    def statements(self) -> str:
        """Where statements are sent."""
        url = self.url.rstrip("/")
        return url if url.endswith("/statements") else url + "/statements"


Wait = Callable[[float], Awaitable[None]]


def send(
    lrs: Lrs,
    statements: Callable[[], Iterable[Statement]],
    *,
    progress_file: Path,
    shown: Callable[[int], None] = lambda _: None,
    waits: Callable[[str], None] = lambda _: None,
    wait: Wait = asyncio.sleep,
) -> Outcome:
    """Send statements, and return what became of them.

    Args:
        lrs: where to.
        statements: gives the statements from the first, in an order that does not change from one go to the next.
        progress_file: where it is kept how far it came; removed when all is sent.
        shown: is told how many are acknowledged so far.
        waits: is told in a sentence why nothing is sent for a while, and for how long.
        wait: waits so many seconds.

    Raises:
        LrsError: the store cannot be reached, refuses us or does not recover. The progress file keeps what it
            acknowledged, and the next attempt begins after that.
    """
    return asyncio.run(_send(lrs, statements, _Progress(progress_file, lrs.statements), shown, _Pause(waits, wait)))


async def _send(
    lrs: Lrs,
    statements: Callable[[], Iterable[Statement]],
    progress: _Progress,
    shown: Callable[[int], None],
    pause: _Pause,
) -> Outcome:
    import httpx

    outcome = Outcome()
    waiting = iter(statements())
    outcome.before = progress.skip(waiting)
    if not outcome.before:
        waiting = iter(statements())
    # A store on this machine is never behind a proxy.
    local = httpx.URL(lrs.url).host in ("127.0.0.1", "localhost", "::1")
    async with httpx.AsyncClient(timeout=lrs.timeout, trust_env=not local, follow_redirects=False) as client:
        for batch in _batches(waiting, lrs.batch):
            try:
                await _deliver(_Client(client, lrs, pause), batch, outcome)
            except LrsError as error:
                error.outcome = outcome
                raise
            progress.keep(batch)
            shown(outcome.before + outcome.sent)
    progress.forget()
    return outcome


async def _deliver(client: _Client, batch: list[Statement], outcome: Outcome) -> None:
    """Send one batch; where the store turns it down as a whole, find the statement that is to blame."""
    status, body = await client.post(batch)
    said = _first_words(body)
    if status in (200, 204):
        await _confirm_kept(client, status, body, batch)
        outcome.sent += len(batch)
    elif len(batch) > 1:  # 400, 409 or 413 of a batch says that some statement in it, or all together, will not do
        middle = len(batch) // 2
        await _deliver(client, batch[:middle], outcome)
        await _deliver(client, batch[middle:], outcome)
    elif status == 409:
        await _compare_kept(client, batch[0], outcome)
    else:
        outcome.refused.append((batch[0]["id"], f"{status} {said}".strip()))
        if len(outcome.refused) >= _PATIENCE:
            raise LrsError(
                f"The record store refuses our statements: {outcome.refused[0][1]}.", "Ask the people who run it."
            )


async def _confirm_kept(client: _Client, status: int, body: bytes, batch: list[Statement]) -> None:
    """Make sure that the store has what it was sent: it names the statements' ids, or shows that it had them before.

    A store that had them all may answer 204, and one that had some may leave these out (Ralph does both). Three of
    those that it does not name are asked for.

    Raises:
        LrsError: it is no record store, such as a proxy that takes everything.
    """
    sent = [each["id"] for each in batch]
    named: Any = []
    if status != 204:
        try:
            named = json.loads(body)
        except (ValueError, RecursionError):
            named = None
    believed = isinstance(named, list) and all(isinstance(each, str) for each in named) and set(named) <= set(sent)
    if believed:
        others = [each for each in sent if each not in set(named)]
        for id_ in {others[place] for place in (0, len(others) // 2, len(others) - 1)} if others else ():
            kept = await client.get(id_)
            believed = believed and isinstance(kept, dict) and kept.get("id") == id_
    if not believed:
        said = f", but says: {_first_words(body)}" if body else ""
        raise LrsError(
            "The server that answers is not a record store: its answer does not list the statements that it was "
            f"sent{said}.",
            "Check the address, and any proxy on the way there.",
        )


async def _compare_kept(client: _Client, statement: Statement, outcome: Outcome) -> None:
    """Compare the statement that the store keeps under this id with ours: if they say the same, ours counts as sent."""
    kept = await client.get(statement["id"])
    same = isinstance(kept, dict) and all(
        _says(kept.get(part), statement.get(part)) for part in ("actor", "verb", "object", "result")
    )
    if same:
        outcome.sent += 1
    else:
        outcome.conflicts.append(statement["id"])


def _says(kept: Any, ours: Any) -> bool:
    """Return whether the kept statement says everything that ours says. A store may add what the standard implies."""
    if isinstance(ours, dict):
        return isinstance(kept, dict) and all(_says(kept.get(key), value) for key, value in ours.items())
    return bool(kept == ours)


@dataclass(frozen=True, slots=True)
class _Pause:
    """Waits before a request is tried again, and says so."""

    waits: Callable[[str], None]
    wait: Wait

    async def __call__(self, trouble: str, seconds: float, tried: str) -> None:
        seconds = min(_LONGEST_WAIT, seconds)
        self.waits(f"The record store {trouble}, {tried}: trying again in {seconds:.0f} s")
        await self.wait(seconds)


class _Client:
    """One request at a time: with a deadline, and again where that may help."""

    def __init__(self, client: httpx.AsyncClient, lrs: Lrs, pause: _Pause) -> None:
        self._client, self._lrs, self._pause = client, lrs, pause
        self._headers = {
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
        }
        if lrs.authorization:
            self._headers["Authorization"] = lrs.authorization

    async def post(self, batch: list[Statement]) -> tuple[int, bytes]:
        """Send statements; return the status and the answer."""
        content = json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode()
        status, body = await self._ask("POST", content=content)
        if status in (200, 204, 400, 409, 413, 422):
            return status, body
        raise self._turned_away(status, body)

    async def get(self, id_: str) -> Any:
        """Return the statement that the store keeps under an id, or None if it does not give one.

        By the standard the answer is the statement; Ralph puts it into a list of results.
        """
        status, body = await self._ask("GET", params={"statementId": id_})
        try:
            found = json.loads(body) if status == 200 else None
        except ValueError:
            return None
        results = found.get("statements") if isinstance(found, dict) else None
        return results[0] if isinstance(results, list) and len(results) == 1 else found

    async def _ask(self, method: str, **more: Any) -> tuple[int, bytes]:
        import httpx

        trouble, later = "", 0.0
        for number in range(self._lrs.attempts):
            if number:
                await self._pause(trouble, max(later, 0.5 * 2**number), f"{number} of {self._lrs.attempts} times")
                later = 0.0
            try:
                # httpx limits the wait for each piece; a store that drips its answer needs a deadline for the whole.
                async with asyncio.timeout(self._lrs.timeout):
                    status, body, later = await self._once(method, **more)
            except TimeoutError:
                trouble = f"did not answer within {self._lrs.timeout:g} s"
            except httpx.TimeoutException:
                trouble = f"did not answer within {self._lrs.timeout:g} s"
            except (httpx.InvalidURL, httpx.UnsupportedProtocol):
                raise LrsError(
                    f"{self._lrs.url} is not the address of a record store.",
                    "Give an address that begins with https://.",
                ) from None
            except httpx.ConnectError as error:
                trouble = f"cannot be reached ({error})" if str(error) else "cannot be reached"
            except httpx.HTTPError as error:
                trouble = f"broke off the connection ({type(error).__name__})"
            else:
                if status not in _AGAIN:
                    return status, body
                trouble = f"answered {status} {_first_words(body)}".rstrip()
        raise LrsError(
            f"The record store {trouble}, {self._lrs.attempts} times over.",
            "Try again later with the same command: it goes on where it stopped.",
        )

    async def _once(self, method: str, **more: Any) -> tuple[int, bytes, float]:
        async with self._client.stream(method, self._lrs.statements, headers=self._headers, **more) as answer:
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise LrsError(
                    "The record store compresses its answer, although it was asked not to.",
                    "Ask the people who run it.",
                )
            body = b""
            async for piece in answer.aiter_raw():
                body += piece
                if len(body) > _MOST_ANSWER:
                    raise LrsError("The record store answers with more than a megabyte.", "Ask the people who run it.")
            later = answer.headers.get("Retry-After", "")
            return answer.status_code, body, float(later) if later.isdecimal() else 0.0

    def _turned_away(self, status: int, body: bytes) -> LrsError:
        if status in (401, 403):
            return LrsError(
                f"The record store refuses the sign-in ({status}).",
                "Set ENCOUNTER_XAPI_USER and ENCOUNTER_XAPI_PASSWORD, or ENCOUNTER_XAPI_TOKEN.",
            )
        if 300 <= status < 400:
            return LrsError(
                f"The record store redirects to another address ({status}).", "Give the address that it redirects to."
            )
        if status in (404, 405):
            return LrsError(f"There is no record store at {self._lrs.statements} ({status}).", "Check the address.")
        return LrsError(
            f"The record store answered {status} {_first_words(body)}".rstrip() + ".", "Ask the people who run it."
        )


class _Progress:
    """How many statements were acknowledged, in a small file."""

    def __init__(self, path: Path, url: str) -> None:
        self._path, self._url = path, url
        self._count = 0
        self._ids = hashlib.sha256(url.encode())

    def skip(self, statements: Iterator[Statement]) -> int:
        """Pass over what was acknowledged in an earlier go; return how many that is.

        If their ids are not the same as then, it is 0 and all are sent from the first. That changes nothing for
        statements that are kept already.
        """
        kept = self._read()
        if kept is None:
            return 0
        count, digest = kept
        for statement in islice(statements, count):
            self._add([statement])
        if (self._count, self._ids.hexdigest()) == (count, digest):
            return count
        self._count, self._ids = 0, hashlib.sha256(self._url.encode())
        return 0

    def keep(self, batch: list[Statement]) -> None:
        """Keep that one more batch was acknowledged."""
        self._add(batch)
        part = part_of(self._path)
        content = {"url": self._url, "acknowledged": self._count, "ids": self._ids.hexdigest()}
        # Where it cannot be kept, the next go begins at the first statement, which changes nothing.
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(json.dumps(content), encoding="utf-8")
            part.replace(self._path)
        with suppress(OSError):
            part.unlink(missing_ok=True)

    def forget(self) -> None:
        """All is sent: the next go begins at the start."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _add(self, batch: list[Statement]) -> None:
        self._count += len(batch)
        for statement in batch:
            self._ids.update(statement["id"].encode())

    def _read(self) -> tuple[int, str] | None:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            count, ids = kept["acknowledged"], kept["ids"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return (count, ids) if isinstance(count, int) and count > 0 and isinstance(ids, str) else None


def _batches(statements: Iterator[Statement], size: int) -> Iterator[list[Statement]]:
    while batch := list(islice(statements, size)):
        yield batch


def _first_words(body: bytes) -> str:
    """Return the beginning of an answer as text that a terminal can show."""
    text = body[:300].decode("utf-8", "replace")
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:120]
