"""The server under load: how long pages take, what a decision costs against a bare commit, and how fast guesses go.

    python bench/server.py                    # the whole table, in under three minutes
    python bench/server.py load --people 200 --seconds 60 --store postgresql
    python bench/server.py kills --kills 1000 --people 50 --store postgresql

The server is a process of its own, PostgreSQL one that is started for the bench, with roles and with every commit on
the disk. Times are of the wall, taken by the client; processor time stands beside them, since the client, the server
and the database share the machine.
"""

import argparse
import asyncio
import statistics
import subprocess
import time
from contextlib import suppress

import httpx
import psycopg
from sqlalchemy import make_url

from bench.serving import (
    Recruit,
    Server,
    hidden,
    lost_or_doubled,
    processor_of_database,
    quantile,
    signed_in,
    store_on,
)
from simulator.people import accounts
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store

PASSWORD = "correct horse battery staple"  # noqa: S105 (the bench's own)


def main() -> None:
    """Read the command line, and print a row for each thing that was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["all", "load", "decision", "guesses", "kills"], default="all")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=45, help="measured, after everybody has begun")
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument(
        "--begin-within", type=float, default=5, help="seconds within which all begin: 5 is a class at once"
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    print("| what | measured | target |\n|---|---|---|", flush=True)
    with store_on(given.store) as place:
        options = ("--workers", str(given.workers)) if given.workers > 1 else ()
        server = Server(place, options=options)
        if given.what in ("all", "load"):
            load(server, given)
        if given.what in ("all", "decision"):
            decision(server)
        if given.what in ("all", "guesses"):
            guesses(server)
        if given.what == "kills":
            kills(server, given)
        report = verify_store(locate(place.admin))
        print(f"| the store afterwards | {report.runs:,} runs; sound: {report.sound} | sound |")


def load(server: Server, given: argparse.Namespace) -> None:
    """Let people answer at a steady pace, and look how long their pages took."""
    cookies = signed_in(server.place, given.people)
    server.start()
    spent, span, database = 0.0, 0.0, 0.0
    recruits = [Recruit(server.address, cookie) for cookie in cookies]

    async def play() -> None:
        nonlocal spent, span, database
        until = asyncio.Event()
        begun = [
            asyncio.ensure_future(
                each.play(until, pause=given.pause, first=given.begin_within * number / len(recruits))
            )
            for number, each in enumerate(recruits)
        ]
        await asyncio.sleep(given.begin_within + given.pause)  # everybody has begun a run
        for each in recruits:
            each.times.clear()
        before, base, began = server.usage()[0], processor_of_database(), time.perf_counter()
        await asyncio.sleep(given.seconds)
        spent, span = server.usage()[0] - before, time.perf_counter() - began
        database = processor_of_database() - base
        until.set()
        await asyncio.gather(*begun)

    asyncio.run(play())
    memory = server.usage()[1]
    server.stop()
    times = [each for recruit in recruits for each in recruit.times]
    errors = [each for recruit in recruits for each in recruit.errors]
    print(
        f"| {given.people} people, each answering every {given.pause:g} s, {server.place.name}, {given.workers} process(es): "
        f"answer, commit and next page | median {quantile(times, 0.5):.0f} ms, p95 {quantile(times, 0.95):.0f} ms, "
        f"{len(errors)} errors of {len(times):,}; {1000 * spent / len(times):.1f} ms of processor time each "
        f"(database {1000 * database / len(times):.1f} ms), {100 * spent / span:.0f} % of a core, "
        f"{memory:.0f} MiB | p95 ≤ 150 ms, 0 errors, ≤ 400 MiB |",
        flush=True,
    )
    for each in sorted(set(errors))[:3]:
        print(f"  error: {each}")


def decision(server: Server, rounds: int = 300) -> None:
    """Answer by pages alone on the server, and hold that against bare commits on the same database."""
    (cookie,) = signed_in(server.place, 1, prefix="Alone")
    server.start()
    recruit = Recruit(server.address, cookie)
    before, base = server.usage()[0], processor_of_database()

    async def play() -> None:
        await recruit.play(asyncio.Event(), pause=0, answers=rounds)

    asyncio.run(play())
    spent, database = server.usage()[0] - before, processor_of_database() - base
    server.stop()
    bare = bare_commits(server.place.admin, rounds)
    ours, peer = quantile(recruit.times, 0.95), quantile(bare, 0.95)
    print(
        f"| a decision through a page and its next page, {server.place.name}, p95 | {ours:.1f} ms (median "
        f"{quantile(recruit.times, 0.5):.1f}); {1000 * spent / rounds:.1f} ms of processor time each (database "
        f"{1000 * database / rounds:.1f} ms), beginnings and debriefs among it; a bare commit {peer:.1f} ms (median "
        f"{quantile(bare, 0.5):.1f}): {ours / peer:.1f} × | ≤ 6 × |",
        flush=True,
    )


def bare_commits(address: str, rounds: int) -> list[float]:
    """Time one insert and its commit, on a connection that is open, with the database's own durability."""
    if "://" not in address:
        import sqlite3

        connection = sqlite3.connect(address, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS bare (n INTEGER, t TEXT)")
        insert, begin, commit = "INSERT INTO bare VALUES (?, ?)", "BEGIN IMMEDIATE", "COMMIT"
    else:
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg.connect(plain, autocommit=True)
        connection.execute("CREATE TABLE bare (n integer, t text)")
        insert, begin, commit = "INSERT INTO bare VALUES (%s, %s)", "BEGIN", "COMMIT"
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        connection.execute(begin)
        connection.execute(insert, (number, "x" * 200))
        connection.execute(commit)
        times.append(time.perf_counter() - began)
    connection.execute("DROP TABLE bare")
    connection.close()
    return times


def guesses(server: Server, seconds: float = 60, people: int = 30) -> None:
    """Guess at one account as fast as the server lets, while a class signs in from the same address."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    with Store.open(server.place.address) as store:
        for number in range(people + 1):
            account = accounts.add_account(store, f"Class {number}", Role.TRAINEE, at=now, by="bench")
            accounts.take_up(store, accounts.invite(store, account, at=now, by="bench").code, PASSWORD, at=now)
    server.start()

    def sign_in(client: httpx.Client, name: str, password: str) -> bool:
        token = hidden(client.get("/sign-in"), "token")
        page = client.post("/sign-in", data={"token": token, "name": name, "password": password})
        return page.status_code == 303

    judged, took, refused = 0, [], 0
    with httpx.Client(base_url=server.address, timeout=60) as client:
        token = hidden(client.get("/sign-in"), "token")
        began, next_sign_in, number = time.perf_counter(), 1.0, 1
        while (now_ := time.perf_counter() - began) < seconds or number <= people:
            if now_ > next_sign_in and number <= people:
                with httpx.Client(base_url=server.address, timeout=60) as member:
                    before = time.perf_counter()
                    refused += not sign_in(member, f"Class {number}", PASSWORD)
                    took.append(time.perf_counter() - before)
                number, next_sign_in = number + 1, next_sign_in + seconds / (people + 2)
            page = client.post("/sign-in", data={"token": token, "name": "Class 0", "password": f"guess {judged}"})
            judged += "is wrong" in page.text
    server.stop()
    print(
        f"| guesses at one account that the server judged, in {seconds:.0f} s | {judged}; meanwhile {len(took)} others "
        f"signed in from the same address, {refused} refused, "
        f"median {1000 * statistics.median(took):.0f} ms | < 20 a minute, a class unhindered |",
        flush=True,
    )


def kills(server: Server, given: argparse.Namespace) -> None:
    """Kill the server again and again while people answer, and look for every answer that was acknowledged.

    With several workers it is all of them that are killed, and every twentieth time their parent as well.
    """
    cookies = signed_in(server.place, given.people)
    server.start()
    recruits = [Recruit(server.address, cookie) for cookie in cookies]

    async def play() -> None:
        until = asyncio.Event()
        begun = [asyncio.ensure_future(each.play(until, pause=0, again=True)) for each in recruits]
        for number in range(given.kills):
            before = sum(len(each.answered) for each in recruits)
            for _ in range(1000):  # some are answered, so that others are on their way
                if sum(len(each.answered) for each in recruits) > before + number % 5:
                    break
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05 * ((number * 7919) % 100) / 100)  # any moment of theirs
            if given.workers > 1 and number % 20:
                for each in server.family():  # what answers; the parent starts others at once
                    each.kill()
            else:
                server.kill()
                await asyncio.to_thread(server.start)
            if number % 100 == 99:
                print(f"  {number + 1} kills, {sum(len(each.answered) for each in recruits):,} answers", flush=True)
        until.set()
        await asyncio.gather(*begun)

    asyncio.run(play())
    with suppress(subprocess.TimeoutExpired):
        server.stop()
    answered = [each for recruit in recruits for each in recruit.answered]
    errors = [each for recruit in recruits for each in recruit.errors]
    again = sum(recruit.sent_again for recruit in recruits)
    lost, doubled = lost_or_doubled(server.place, recruits)
    print(
        f"| {given.kills:,} kills (SIGKILL) while {given.people} people answer, {server.place.name} | {lost} of "
        f"{len(answered):,} acknowledged answers lost, {doubled} doubled, though {again} of which nothing was heard were "
        f"sent once more; {len(errors)} refused | 0 lost, 0 doubled |"
    )
    for each in sorted(set(errors))[:3]:
        print(f"  refused: {each}")


if __name__ == "__main__":
    main()
