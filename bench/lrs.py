"""A journey with a real learning record store: Ralph, on loopback, started and stopped by this script.

Ralph pins other versions than this project does, so it lives in an environment of its own:

    python -m venv /tmp/ralph && /tmp/ralph/bin/pip install "ralph-malph[full]"
    python bench/lrs.py /tmp/ralph/bin/python

It makes a small academy, validates every statement with Ralph's own models, sends them, sends them again,
and reads back what the store keeps.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.academy.classes import academy

USER, PASSWORD = "academy", "loopback-only"

# Its file backend refuses every second write unless it is told to append.
SERVER = """
import sys
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
import uvicorn
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""
VALIDATE = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
statements = json.load(open(sys.argv[1], encoding="utf-8"))
for statement in statements:
    BaseXapiStatement.model_validate(statement)
print(len(statements))
"""


def main() -> None:
    """Run the journey and print what came of it."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python bench/lrs.py PYTHON, one in whose environment Ralph is installed.")
    ralph = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home = {
            name: str(place / "home")
            for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        }
        environment = os.environ | home | {
            "ENCOUNTER_STORE": academy(place, people=60, attempts=2),
            "ENCOUNTER_XAPI_USER": USER,
            "ENCOUNTER_XAPI_PASSWORD": PASSWORD,
        }  # fmt: skip
        said = encounter(environment, "export", "autumn", "--to", str(place / "statements.xapi.json"), "--json")
        written = json.loads(said)["rows"]["statements"]
        valid = int(subprocess.check_output([ralph, "-c", VALIDATE, str(place / "statements.xapi.json")]))
        assert valid == written > 0
        print(f"{valid} statements are valid by Ralph's models")

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = start(ralph, place, port)
        try:
            url = f"http://127.0.0.1:{port}/xAPI"
            first = json.loads(encounter(environment, "export", "autumn", "--xapi", url, "--json"))
            second = json.loads(encounter(environment, "export", "autumn", "--xapi", url, "--json"))
            assert first["sent"] == second["sent"] == written
            for outcome in (first, second):
                assert (outcome["conflicts"], outcome["refused"]) == ([], [])
            kept = {each["id"]: each for each in everything(url)}
            ours = {
                each["id"]: each for each in json.loads((place / "statements.xapi.json").read_text(encoding="utf-8"))
            }
            assert set(kept) == set(ours)
            assert all(kept[id_]["result"] == ours[id_]["result"] for id_ in ours)
            lines = sum(1 for _ in (place / "lrs" / "fs_lrs.jsonl").open())
            assert lines == written
            print(f"{written} statements sent twice; the store keeps {len(kept)}, each once, with the same results")
        finally:
            server.terminate()
            server.wait(10)


def start(ralph: str, place: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the store and wait until it answers."""
    settings = {
        "RALPH_APP_DIR": str(place / "ralph"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_RUNSERVER_HOST": "127.0.0.1",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(place / "lrs"),
    }
    (place / "ralph").mkdir()
    (place / "lrs").mkdir()
    environment = os.environ | settings
    credentials = [str(Path(ralph).with_name("ralph")), "auth", "-u", USER, "-p", PASSWORD, "-s", "all"]
    credentials += ["-N", "Academy", "-M", "mailto:academy@example.org", "-w"]
    subprocess.run(credentials, env=environment, check=True, capture_output=True, cwd=place)
    server = subprocess.Popen([ralph, "-c", SERVER, str(port)], env=environment, cwd=place)
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("Ralph did not start.")
        try:
            httpx.get(f"http://127.0.0.1:{port}/__heartbeat__", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return server
    server.kill()
    sys.exit("Ralph did not answer within 30 s.")


def everything(url: str) -> list[dict[str, object]]:
    """Return all statements that the store keeps, page by page."""
    kept: list[dict[str, object]] = []
    with httpx.Client(auth=(USER, PASSWORD), headers={"X-Experience-API-Version": "1.0.3"}, trust_env=False) as client:
        answer = client.get(f"{url}/statements").raise_for_status().json()
        kept += answer["statements"]
        while more := answer.get("more"):
            answer = client.get(httpx.URL(url).join(more)).raise_for_status().json()
            kept += answer["statements"]
    return kept


def encounter(environment: dict[str, str], *arguments: str) -> str:
    """Run the program as its user would; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
