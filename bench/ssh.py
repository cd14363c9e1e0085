"""SSH sessions opened at once: when the last is usable, and what each needs, against one start of the app on a terminal.

    python bench/ssh.py [SESSIONS]

A session is usable once the library stands on its screen. Memory is what no other process shares (`USS`).
"""

from __future__ import annotations

import asyncio
import os
import pty
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import asyncssh

from bench.serving import PROGRAM, Server, free_port, store_on
from simulator.people import accounts
from simulator.people.model import Role
from simulator.records.store import Store

PASSWORD = "correct horse battery staple"  # noqa: S105 (the bench's own)
USABLE = "Practise next"
_CODES = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
_ROUNDS = 3


def main() -> None:
    """Measure one local start, then all sessions at once, and print a row."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with store_on("sqlite") as place:
        now = datetime.now(UTC)
        with Store.open(place.address) as store:
            for number in range(sessions):
                account = accounts.add_account(store, f"Recruit {number}", Role.TRAINEE, at=now, by="bench")
                accounts.take_up(store, accounts.invite(store, account, at=now, by="bench").code, PASSWORD, at=now)
        alone = min(local_start(place.address) for _ in range(_ROUNDS))
        port = free_port()
        server = Server(place, options=("--ssh", str(port))).start()
        opened, memory = asyncio.run(all_at_once(server, port, sessions))
        server.stop()
    print(
        f"| {sessions} SSH sessions opened at once, sign-in by password included | first usable after {min(opened):.2f} s, "
        f"last after {max(opened):.2f} s; one local start {alone:.2f} s: {max(opened) / alone:.1f} ×; "
        f"{max(memory):.0f} MiB private at most, {sum(memory) / len(memory):.0f} on average | ≤ 8 ×, ≤ 35 MiB |"
    )


def local_start(store: str) -> float:
    """Return the seconds until the app is usable on a terminal of this computer."""
    near, far = pty.openpty()
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"TERM": "xterm-256color", "XDG_CACHE_HOME": str(Path(home))}
        began = time.perf_counter()
        process = subprocess.Popen(
            [*PROGRAM, "--store", store, "play", "--as", "Recruit 0"],
            stdin=far,
            stdout=far,
            stderr=far,
            env=environment,
        )
        os.close(far)
        seen = ""
        while USABLE not in _CODES.sub("", seen):
            seen += os.read(near, 65536).decode(errors="replace")
        took = time.perf_counter() - began
        process.kill()
        process.wait()
    os.close(near)
    return took


async def all_at_once(server: Server, port: int, sessions: int) -> tuple[list[float], list[float]]:
    """Return when each session was usable, and what memory each has for itself alone."""
    began = time.perf_counter()
    opened: list[float] = []
    there = asyncio.Event()

    async def session(number: int) -> None:
        async with asyncssh.connect(
            "127.0.0.1", port, username=f"Recruit_{number}", password=PASSWORD, known_hosts=None, config=None,
            client_keys=None, login_timeout=120, connect_timeout=120,
        ) as connection:  # fmt: skip
            process = await connection.create_process(term_type="xterm-256color", term_size=(80, 24))
            seen = ""
            while USABLE not in _CODES.sub("", seen):
                more = await process.stdout.read(65536)
                assert more, seen
                seen += more
            opened.append(time.perf_counter() - began)
            await there.wait()

    waiting = [asyncio.ensure_future(session(number)) for number in range(sessions)]
    while len(opened) < sessions:
        failed = [each for each in waiting if each.done() and each.exception()]
        if failed:
            raise failed[0].exception() or AssertionError
        await asyncio.sleep(0.02)
    seats = [each for each in server.family() if len(each.parents()) > 1 and each.ppid() != server.process.pid]
    memory = [each.memory_full_info().uss / 2**20 for each in seats]
    there.set()
    await asyncio.gather(*waiting)
    return opened, memory


if __name__ == "__main__":
    main()
