"""A class on one server, as a new academy would have it: through pages, SSH and the public commands only.

    PYTHONPATH=. python bench/class_journey.py [--store postgresql] [--pages 30] [--ssh 10] [--keyboard 2] [--roster 60]

A roster is imported, and everybody is invited. The class plays an assigned assessment, from the invitation to the
debrief: some by pages, some by SSH with choices sent one by one, and some by keyboard in a real Chromium. The server is
killed in the middle. The trainer follows the class, gives one person more time, reads the report and exports. Every
role asks for something that it may not see. Each step prints what was seen. The first wrong result ends the script.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import asyncssh
import httpx

from bench.serving import PROGRAM, Place, Server, free_port, store_on
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.server.chromium import (
    begin_by_keyboard,
    chromium,
    play_by_keyboard,
    rate_by_keyboard,
    take_up_by_keyboard,
)
from tests.server.serving import PASSWORD, Browser, take_up

_ASKED = ("What would you like to do?", "Your choice", "Enter skips", "Enter to go on")
COHORT, ENCOUNTER = "Autumn 2026", "five-a-side"


def main() -> None:
    """Walk the whole way and print a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--roster", type=int, default=60)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--ssh", type=int, default=10)
    parser.add_argument("--keyboard", type=int, default=2)
    given = parser.parse_args()
    print("| step | seconds | what was seen |\n|---|---|---|", flush=True)
    with store_on(given.store) as place, tempfile.TemporaryDirectory() as folder:
        walk(place, Path(folder), given.roster, given.pages, given.ssh, given.keyboard, tell=print)


def walk(
    place: Place, folder: Path, roster: int, pages: int, ssh: int, keyboard: int, *, tell: Callable[[str], None]
) -> None:
    """Walk the whole day on a store, and look at what it holds afterwards."""
    ssh_port = free_port()
    server = Server(place, options=("--ssh", str(ssh_port)))
    day = Day(server, ssh_port, folder, roster, pages, ssh, keyboard)
    try:
        for name, act in day.steps():
            began = time.perf_counter()
            seen = act()
            tell(f"| {name} | {time.perf_counter() - began:.1f} | {seen} |")
    finally:
        server.stop()
    report = verify_store(locate(place.address))  # with the key that the server signs with
    assert report.sound, report.findings
    with Store.open(place.admin) as store:
        runs = [run for run in store.runs() if run.scenario_id == ENCOUNTER and run.assignment_id]
        rated = [run for run in runs if store.self_ratings(run.id)]
    assert len(runs) == pages + ssh + keyboard, len(runs)
    assert all(run.finished and run.mode == "assessment" for run in runs)
    assert len(rated) == keyboard, len(rated)
    tell(f"| the store afterwards, {place.name} | | {len(runs)} runs, one each, all finished; sound |")


class Day:
    """One day of an academy: its server, its people, and what they do in order."""

    def __init__(
        self, server: Server, ssh_port: int, folder: Path, roster: int, pages: int, ssh: int, keyboard: int
    ) -> None:
        self.server, self.ssh_port, self.folder = server, ssh_port, folder
        self.names = [f"Recruit Number{number:02}" for number in range(roster)]
        self.by_pages, self.by_ssh = self.names[:pages], self.names[pages : pages + ssh]
        self.by_keyboard = self.names[pages + ssh : pages + ssh + keyboard]
        self.staff: dict[str, Browser] = {}
        self.class_: dict[str, Browser] = {}
        self.links: dict[str, str] = {}
        self.seated: list[str] = []
        self.looked_back: list[str] = []
        self.answered = 0
        self.killed = threading.Event()

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """Return what is done, in order."""
        return [
            ("the server starts, and its first administrator signs in", self.begin),
            ("a roster is imported, everybody invited", self.invite),
            ("the class takes its invitations up", self.take_up),
            ("a trainer assigns an assessment", self.assign),
            ("the class sits it, the server is killed in the middle", self.sit),
            ("the trainer follows, extends one, reads the report, exports", self.train),
            ("every role asks for what is not its own", self.try_roles),
        ]

    def encounter(self, *arguments: str) -> str:
        """Run the program on the server's store, as whoever keeps the server does."""
        environment = os.environ | {"ENCOUNTER_STORE": self.server.place.address}
        done = subprocess.run([*PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def begin(self) -> str:
        """Start the server; the administrator adds the staff."""
        said = self.server.start().said
        code = re.search(r"/invitation/(\S+)", said)
        assert code is not None, said
        root = self.staff["administrator"] = take_up(Browser(self.server.address), code[1])
        assert root.path == "/library", root.text
        for role, name in (("trainer", "Kofi Mensah"), ("author", "Ada Boateng"), ("academy", "Olu Reid")):
            printed = self.encounter("people", "add", name, "--role", role)
            self.staff[role] = take_up(Browser(self.server.address), printed.split()[-1].rpartition("/")[2])
            assert self.staff[role].path == "/library", printed
        return "administrator, trainer, author and academy are signed in"

    def invite(self) -> str:
        """Import the roster and write the invitations."""
        roster = self.folder / "roster.csv"
        rows = "\n".join(f"{name},p{n}@academy.example,r-{n:03},{COHORT}" for n, name in enumerate(self.names))
        roster.write_text(f"name,email,external_id,cohort\n{rows}\n", encoding="utf-8")
        self.encounter("roster", "import", str(roster), "--yes")
        self.encounter("people", "trains", "Kofi Mensah", COHORT)
        letters = self.folder / "letters.csv"
        self.encounter("people", "invite", "--cohort", COHORT, "--address", self.server.address, "--csv", str(letters),
                       "--sheet", str(self.folder / "sheet.html"))  # fmt: skip
        with letters.open(encoding="utf-8-sig", newline="") as file:
            self.letters = [row for row in csv.reader(file) if row and row[0] in set(self.names)]
        assert len(self.letters) == len(self.names)
        return f"{len(self.letters)} invitations, a printed sheet of {(self.folder / 'sheet.html').stat().st_size // 1024} KiB"

    def take_up(self) -> str:
        """Let those who come set their passwords."""
        for row in self.letters:
            link = next(each for each in row if "/invitation/" in each)
            if row[0] in self.by_keyboard:
                self.links[row[0]] = link
            elif row[0] in {*self.by_pages, *self.by_ssh}:
                self.class_[row[0]] = take_up(Browser(self.server.address), link.rpartition("/")[2])
                assert self.class_[row[0]].path == "/library", self.class_[row[0]].text
        return f"{len(self.class_)} are signed in"

    def assign(self) -> str:
        """Assign by the trainer's page."""
        kofi = self.staff["trainer"].go("/cohorts")
        found = re.search(r'href="(/cohorts/[^"/]+)"', kofi.page.text)
        assert found is not None, kofi.text
        self.home = found[1]
        kofi.go(self.home).send(f"{self.home}/assign", encounter=ENCOUNTER, mode="assessment", due="2030-01-31")
        assert kofi.page.status_code == 200, kofi.text
        assert "due" in self.class_[self.by_pages[0]].go("/library").text
        return f"{ENCOUNTER} is assigned as an assessment"

    def sit(self) -> str:
        """Let everybody play, and kill the server when a third of the answers are there."""
        at_keys = [threading.Thread(target=self._by_keyboard, args=(name,)) for name in self.by_keyboard]
        for each in at_keys:
            each.start()
        while len(self.seated) < len(at_keys):  # the others would be done before their browsers are there
            assert all(each.is_alive() for each in at_keys), "somebody at a keyboard gave up"
            time.sleep(0.05)
        threads = [threading.Thread(target=self._play, args=(self.class_[name],)) for name in self.by_pages]
        for each in threads:
            each.start()
        killing = threading.Thread(target=self._kill)
        killing.start()
        finished = asyncio.run(self._all_by_ssh())
        for each in (*threads, *at_keys, killing):
            each.join()
        assert self.killed.is_set()
        assert sorted(self.looked_back) == self.by_keyboard, self.looked_back
        return (
            f"{len(self.by_pages)} by pages, {finished} by SSH and {len(self.looked_back)} by keyboard finished; "
            f"{self.answered} answers by pages"
        )

    def _kill(self) -> None:
        while self.answered < 3 * len(self.by_pages):
            time.sleep(0.05)
        self.server.kill()
        self.server.start()
        self.killed.set()

    def _play(self, browser: Browser) -> None:
        at = ""
        while True:
            try:
                if not at:
                    browser.go(f"/encounters/{ENCOUNTER}")
                    if "Begin" in browser.text:
                        browser.send(f"/encounters/{ENCOUNTER}/begin")
                    else:
                        browser.go(re.findall(r'href="(/runs/[^"/]+)"', browser.go("/library").page.text)[0])
                    at = browser.path
                browser.go(at)
                while choices := browser.choices():
                    browser.choose(choices[0])
                    self.answered += 1
            except (httpx.HTTPError, IndexError, TypeError):
                time.sleep(0.2)  # the server is down just now
            else:
                assert browser.path.endswith("/debrief"), browser.text
                return

    def _by_keyboard(self, name: str) -> None:
        with chromium() as page:
            take_up_by_keyboard(page, self.links[name])
            run = begin_by_keyboard(page, "Five-a-side")
            self.seated.append(name)
            play_by_keyboard(page, run)
            rate_by_keyboard(page)
        self.looked_back.append(name)

    async def _all_by_ssh(self) -> int:
        played = [asyncio.ensure_future(self._by_ssh(name)) for name in self.by_ssh]
        return sum(await asyncio.gather(*played))

    async def _by_ssh(self, name: str) -> int:
        for _ in range(20):
            try:
                async with asyncssh.connect(
                    "127.0.0.1", self.ssh_port, username=name.replace(" ", "_"), password=PASSWORD, known_hosts=None,
                    config=None, client_keys=None, login_timeout=120, connect_timeout=120,
                ) as connection:  # fmt: skip
                    process = await connection.create_process()
                    if await _line_by_line(process):
                        return 1
            except (OSError, asyncssh.Error, EOFError):
                await asyncio.sleep(0.5)
        raise AssertionError(f"{name} did not finish by SSH")

    def train(self) -> str:
        """Follow, extend, read and export as the trainer."""
        kofi = self.staff["trainer"].go(f"{self.home}/live")
        assert kofi.text.count("finished") >= len(self.class_) + len(self.by_keyboard), kofi.text
        absent = self.names[-1]
        member = re.search(rf'<option value="([^"]+)">{absent}</option>', kofi.page.text)
        assert member is not None
        kofi.send(
            f"{self.home}/adjust",
            assignment=kofi.hidden("assignment"),
            member=member[1],
            due="2030-02-28",
            reason="Ill",
        )
        assert kofi.page.status_code == 200, kofi.text
        report = kofi.go(f"{self.home}/report").page
        assert "<svg" in report.text, kofi.text
        kofi.go(f"{self.home}/exports").send(f"{self.home}/exports", format="csv", level="runs", mode="assessment")
        with zipfile.ZipFile(io.BytesIO(kofi.page.content)) as handed:
            table = next(each for each in handed.namelist() if each.endswith(".csv"))
            rows = list(csv.DictReader(io.StringIO(handed.read(table).decode("utf-8-sig"))))
        assert len({row["run"] for row in rows}) == len(self.class_) + len(self.by_keyboard)
        return f"{absent} is extended; a report of {len(report.content) // 1024} KiB; {len(rows)} rows exported"

    def try_roles(self) -> str:
        """Ask as each role for what is another's."""
        recruit, other = self.class_[self.by_pages[0]], self.class_[self.by_pages[1]]
        run = re.findall(r"/runs/([^/\"]+)", other.page.text)[0]
        asked = {
            "trainee": (recruit, ["/cohorts", self.home, f"{self.home}/live", f"{self.home}/exports", "/accounts", "/check",
                                  f"/runs/{run}", f"/runs/{run}/debrief"]),
            "author": (self.staff["author"], [self.home, f"{self.home}/report", "/accounts", f"/runs/{run}"]),
            "administrator": (self.staff["administrator"], [self.home, f"{self.home}/report", f"/runs/{run}"]),
            "trainer": (self.staff["trainer"], ["/accounts", f"/runs/{run}"]),
        }  # fmt: skip
        tried = 0
        for role, (browser, paths) in asked.items():
            for path in paths:
                found = browser.go(path).page
                assert found.status_code == 404, f"{role} {path}: {found.status_code}"
                tried += 1
        assert self.staff["academy"].go(self.home).page.status_code == 200
        return f"{tried} pages asked for by four roles, none given; the academy sees the cohort"


async def _line_by_line(process: asyncssh.SSHClientProcess[str]) -> bool:
    """Answer one question after another; return whether the assignment is finished."""
    told = ""
    for _ in range(120):
        told = await _question(process)
        asked = told.rstrip("\n").rpartition("\n")[2]
        if "What would you like to do?" in asked:
            first = re.search(r"^1\. (.*)", told, re.MULTILINE)
            if first is None or not ("assessment" in first[1].lower() or first[1].startswith("Continue")):
                return True
            answer = "1"
        elif "Your choice" in asked:
            answer = "1"
        else:  # own ratings and words are skipped, content notes agreed to
            answer = "" if asked.endswith(":") or "Enter" in asked else "y"
        process.stdin.write(f"{answer}\n")
    raise AssertionError(told)


async def _question(process: asyncssh.SSHClientProcess[str]) -> str:
    """Read up to a question: one that is known, or whatever stands there when nothing has come for a while."""
    seen = ""
    while not seen.endswith("\n") or not any(each in seen.rsplit("\n", 2)[-2] for each in _ASKED):
        try:
            more = await asyncio.wait_for(process.stdout.read(65536), 3)
        except TimeoutError:
            if seen:
                return seen
            continue
        if not more:
            raise EOFError(seen)
        seen += more
    return seen


if __name__ == "__main__":
    main()
