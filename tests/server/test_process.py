"""The server as processes: killed in the middle, several on one address, and refusals when it starts."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest

from simulator.people import accounts, sign_in
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.server.running import ServerAddress
from simulator.server.workers import listening
from tests.people.conftest import pattern, secured, server
from tests.server.serving import Browser

__all__ = ["pattern", "secured", "server"]

PEOPLE = 4


@contextmanager
def started(place, *options):
    """Give a server's process and its address, once it says that it is there."""
    command = [sys.executable, "-m", "simulator", "--store", place, "serve", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        address = next(line for line in process.stderr if "is served at" in line).split()[4]
        reader = threading.Thread(target=process.stderr.read)
        reader.start()
        try:
            yield process, address
        finally:
            process.terminate()
            process.wait(30)
            reader.join(30)


def serve(place, *options):
    """Return what a server says that does not start."""
    command = [sys.executable, "-m", "simulator", "--store", place, "serve", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done
    return done.stderr


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ServerAddress("127.0.0.1", 8080), "http://127.0.0.1:8080"),
        (ServerAddress("::1", 8080), "http://[::1]:8080"),
        (ServerAddress("10.0.0.2", 8080, ("a.example", "b.example"), behind_proxy=True), "https://a.example"),
        (
            ServerAddress("10.0.0.2", 8443, ("a.example",), certificate=Path("c"), key=Path("k")),
            "https://a.example:8443",
        ),
    ],
)
def test_the_address_that_is_told_is_the_one_that_a_browser_can_open(address, shown):
    assert address.shown == shown


class Recruit(threading.Thread):
    """Plays until told to stop; notes every answer whose page was shown."""

    def __init__(self, address, cookie, until, one_more):
        super().__init__()
        self.browser, self.until, self.one_more = Browser(address), until, one_more
        self.browser.client.cookies["encounter"] = cookie
        self.shown = []

    def run(self):
        while not self.until.is_set():
            try:
                self.play()
            except httpx.HTTPError:
                continue  # it is down just now

    def play(self):
        here = self.browser.go("/encounters/five-a-side").send("/encounters/five-a-side/begin")
        while choices := here.choices():
            run, decision = here.path.split("/")[2], int(here.hidden("decision"))
            if here.choose(choices[0]).page.status_code == 200:
                self.shown.append((run, decision, choices[0]))
                self.one_more.release()


def test_a_kill_loses_no_answer_that_was_shown_and_doubles_none(tmp_path):
    place, now = str(tmp_path / "records.sqlite3"), datetime.now(UTC)
    with Store.open(place) as store:
        people = [
            accounts.add_account(store, f"Recruit {n}", Role.TRAINEE, at=now, by="the test") for n in range(PEOPLE)
        ]
        cookies = [sign_in.begin(store, each, at=now) for each in people]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    until, one_more = threading.Event(), threading.Semaphore(0)
    recruits = [Recruit(f"http://127.0.0.1:{port}", cookie, until, one_more) for cookie in cookies]
    for number in range(3):
        with started(place, "--port", str(port)) as (process, _):
            if not number:
                for each in recruits:
                    each.start()
            for _ in range(3 * PEOPLE):
                assert one_more.acquire(timeout=60)
            if number == 2:
                until.set()
                for each in recruits:
                    each.join(60)
            process.kill()
    with Store.open(place) as store:
        kept = {run.id: run.path for run in store.runs()}
    shown = [answer for each in recruits for answer in each.shown]
    assert len(shown) >= 9 * PEOPLE
    assert [each for each in shown if kept[each[0]][each[1] - 1 : each[1]] != (each[2],)] == []
    last = {run: decision for run, decision, _ in shown}
    assert all(len(kept[run]) <= decision + 1 for run, decision in last.items())
    assert verify_store(locate(place)).findings == ()


def test_several_workers_serve_postgresql_and_one_that_is_killed_is_replaced(secured):
    with started(secured.address("encounter_app"), "--port", "0", "--workers", "2") as (process, address):
        for worker in psutil.Process(process.pid).children():
            os.kill(worker.pid, signal.SIGKILL)
        # The parent holds the address open, so that what is asked meanwhile waits for the next worker.
        for _ in range(4):
            assert httpx.get(f"{address}/health", timeout=60).text == "ok"
    assert process.returncode == 0


def test_what_cannot_be_served_is_refused_in_a_sentence(tmp_path):
    place = str(tmp_path / "records.sqlite3")
    said = serve(place, "--port", "0", "--workers", "2")
    assert "A SQLite file is served by one process. Leave out --workers" in said
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"The server cannot listen on 127.0.0.1:{port}" in serve(place, "--port", str(port))
        assert "Give another --ssh." in serve(place, "--port", "0", "--ssh", str(port))


def test_a_page_is_sent_at_once_and_waits_for_no_acknowledgement_of_its_first_half():
    with listening("127.0.0.1", 0) as place, socket.create_connection(place.getsockname()):
        taken, _ = place.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
