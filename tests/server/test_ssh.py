"""SSH with a real client: the app on a terminal, line by line without one, and nothing else."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime

import asyncssh
import pytest

from simulator.people import accounts
from simulator.people.audit import entries
from simulator.people.model import Role
from simulator.people.ssh_keys import add_key, fingerprint_of
from simulator.records.connection import locate
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.server.serving import PASSWORD


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def academy(tmp_path):
    """Return the SSH port of a served store with Robin Vale and Kit in it, the store's place, and Robin's key."""
    place, now = str(tmp_path / "records.sqlite3"), datetime.now(UTC)
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_public_key(str(tmp_path / "robin.pub"))
    with Store.open(place) as store:
        for name in ("Robin Vale", "Kit"):
            account = accounts.add_account(store, name, Role.TRAINEE, at=now, by="the test")
            code = accounts.invite(store, account, at=now, by="the test").code
            accounts.take_up(store, code, PASSWORD, at=now)
        robin = accounts.account_named(store, "Robin Vale")
        add_key(store, robin, fingerprint_of(tmp_path / "robin.pub"), at=now, by="the test")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--store",
        place,
        "serve",
        "--port",
        str(free_port()),
        "--ssh",
        str(port),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        for line in server.stderr:
            if "is served at" in line:
                break
        yield port, place, key
        server.send_signal(signal.SIGINT)
        server.stderr.read()
        assert server.wait(30) == 0


def client(port, name="Robin_Vale", **ways):
    how = {"password": PASSWORD, "client_keys": None, **ways}
    return asyncssh.connect("127.0.0.1", port, username=name, known_hosts=None, config=None, **how)


async def until(stream, words, *, limit=60):
    """Read until some words stand there; return all that was read."""
    seen = ""
    async with asyncio.timeout(limit):
        while words not in re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", seen):
            more = await stream.read(4096)
            assert more, seen
            seen += more
    return seen


async def test_sessions_over_ssh(academy):
    port, place, key = academy
    await refuses_whoever_does_not_belong(port)
    await plays_line_by_line_and_keeps_what_was_answered(port, place)
    await opens_the_app_on_a_terminal(port, key)
    await hands_out_no_shell_no_files_and_no_way_on(port)
    with Store.open(place) as store:
        (run,) = store.runs()
        assert (run.trainee, len(run.path)) == ("Robin Vale", 1)
        assert {"Administrator", "Robin Vale", "Kit"} == {
            each.name for each in store.trainees()
        }  # and nobody by a slip
        assert [each.about for each in entries(store) if each.detail.endswith("by key")] == ["Robin Vale"]
    assert verify_store(locate(place)).sound


async def refuses_whoever_does_not_belong(port):
    for name, ways in (
        ("Robin_Vale", {"password": "guess"}),
        ("Nobody", {}),
        ("Kit", {"password": None, "client_keys": [asyncssh.generate_private_key("ssh-ed25519")]}),
    ):
        with pytest.raises(asyncssh.PermissionDenied):
            await client(port, name, **ways)


async def plays_line_by_line_and_keeps_what_was_answered(port, place):
    async with client(port) as connection:
        process = await connection.create_process()
        menu = await until(process.stdout, "What would you like to do?")
        assert "You train as Robin Vale." in menu
        assert "Change who is training" not in menu
        number = re.search(r"(\d+)\. Play ", menu)[1]
        process.stdin.write(f"{number}\n")
        asked = await until(process.stdout, "Practice")
        process.stdin.write("p\n")
        asked = await until(process.stdout, ":")
        while "Your choice" not in asked:
            process.stdin.write("y\n")
            asked = await until(process.stdout, ":")
        process.stdin.write("1\n")
        await until(process.stdout, "Coach:")  # said once the choice is kept
        # The line drops here.


async def opens_the_app_on_a_terminal(port, key):
    async with client(port, password=None, client_keys=[key]) as connection:
        process = await connection.create_process(term_type="xterm-256color", term_size=(100, 30))
        await until(process.stdout, "Five-a-side")
        process.change_terminal_size(80, 24)
        process.stdin.write("t")  # trainers' pages are not here
        process.stdin.write(",")
        settings = await until(process.stdout, "Timers")
        assert "Who is training" not in settings
        process.stdin.write("\x1b")
        process.stdin.write("\x11")
        await process.wait()


async def hands_out_no_shell_no_files_and_no_way_on(port):
    async with client(port, "Kit") as connection:
        done = await connection.run("cat /etc/passwd")
        assert "There is no shell" in done.stderr
        assert (done.stdout, done.exit_status) == ("", 1)
        with pytest.raises(asyncssh.Error):
            await connection.start_sftp_client()
        with pytest.raises(asyncssh.Error):
            await connection.open_connection("127.0.0.1", port)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.start_server(lambda *_: None, "127.0.0.1", 0)
