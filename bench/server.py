"""The server under a class: how long pages take, and what a kill loses.

    python bench/server.py load --people 30 --seconds 20
    python bench/server.py kills --kills 20 --people 10

Each person is a thread with a browser's cookies, who answers by the first choice. `--store` names a PostgreSQL address
in place of a file. Times are of the wall; the server's processor time stands beside them.
"""

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from simulator.people import accounts
from simulator.people.model import Role
from simulator.people.sign_in import begin
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store

ENCOUNTER = "five-a-side"


def prepared(place, people):
    """Make accounts that are signed in; return their cookies."""
    now = datetime.now(UTC)
    with Store.open(place) as store:
        found = []
        for number in range(people):
            account = accounts.add_account(store, f"Recruit {number} {os.getpid()}", Role.TRAINEE, at=now, by="bench")
            found.append(begin(store, account, at=now))
    return found


def started(place, port):
    command = [sys.executable, "-m", "simulator", "--store", place, "serve", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "is served at" in line:
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()
    return process


class Recruit(threading.Thread):
    """Plays again and again; notes how long each answer took, and which were acknowledged."""

    def __init__(self, address, cookie, until, pause):
        super().__init__()
        self.client = httpx.Client(base_url=address, cookies={"encounter": cookie}, follow_redirects=True, timeout=30)
        self.until, self.pause = until, pause
        self.times, self.answered, self.errors = [], [], 0

    def run(self):
        """Play until told to stop."""
        page = None
        while not self.until.is_set():
            try:
                choice = None if page is None else re.search(r'name="choice" value="([^"]+)"', page.text)
                if choice is None:
                    page = self.client.get(f"/encounters/{ENCOUNTER}")
                    token = re.search(r'name="token" value="([^"]+)"', page.text)[1]
                    page = self.client.post(f"/encounters/{ENCOUNTER}/begin", data={"token": token})
                    continue
                run = page.url.path.split("/")[2]
                form = {n: re.search(rf'name="{n}" value="([^"]+)"', page.text)[1] for n in ("token", "decision")}
                before = time.perf_counter()
                page = self.client.post(f"/runs/{run}/choose", data={**form, "choice": choice[1]})
                self.times.append(time.perf_counter() - before)
                if page.status_code == 200:
                    self.answered.append((run, int(form["decision"]), choice[1]))
                else:
                    self.errors += 1
                    page = self.client.get(f"/runs/{run}") if page.status_code == 409 else None
            except (httpx.HTTPError, TypeError):
                self.errors += 1
                page = None
                time.sleep(0.1)
            self.until.wait(self.pause)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["load", "kills"])
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--store")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.store or str(Path(folder) / "bench.sqlite3")
        cookies = prepared(place, given.people)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server, until = started(place, port), threading.Event()
        pause = given.pause if given.what == "load" else 0
        people = [Recruit(f"http://127.0.0.1:{port}", cookie, until, pause) for cookie in cookies]
        for each in people:
            each.start()
        if given.what == "load":
            time.sleep(given.seconds)
        else:
            for _ in range(given.kills):
                time.sleep(1.0)
                server.send_signal(signal.SIGKILL)
                server.wait()
                server = started(place, port)
        until.set()
        for each in people:
            each.join()
        usage = Path(f"/proc/{server.pid}/stat").read_text().split()
        memory = psutil.Process(server.pid).memory_info().rss / 1024 / 1024
        server.send_signal(signal.SIGTERM)
        server.wait()
        times = sorted(time for each in people for time in each.times)
        answered = [answer for each in people for answer in each.answered]
        processor = (int(usage[13]) + int(usage[14])) / os.sysconf("SC_CLK_TCK")
        print(f"{len(answered):,} answers, {sum(each.errors for each in people)} errors")
        if times:
            print(
                f"answer and next page: median {times[len(times) // 2] * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms"
            )
        print(f"server: {processor:.1f} s of processor time since its start, {memory:.0f} MiB")
        with Store.open(place) as store:
            kept = {record.id: record.path for record in store.runs(include_superseded=True)}
        lost = [answer for answer in answered if kept.get(answer[0], ())[answer[1] - 1 : answer[1]] != (answer[2],)]
        print(
            f"acknowledged answers lost: {len(lost)} of {len(answered)}; the store is sound: {verify_store(locate(place)).sound}"
        )


if __name__ == "__main__":
    main()
