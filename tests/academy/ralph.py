"""Ralph, a real learning record store, on loopback: started for a test, asked what it keeps, and stopped.

Ralph pins other versions than this project does, so it lives in an environment of its own:

    python3 -m venv .venv-ralph && .venv-ralph/bin/python -m pip install -r requirements-ralph.txt
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

USER, PASSWORD = "academy", "loopback-only"
HOME = Path(__file__).parents[2] / ".venv-ralph"

# Its file backend refuses every second write unless it is told to append.
_SERVER = """
import sys
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
import uvicorn
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""
_VALIDATE = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
statements = json.load(open(sys.argv[1], encoding="utf-8"))
for statement in statements:
    BaseXapiStatement.model_validate(statement)
print(len(statements))
"""


def count_valid(statements: Path) -> int:
    """Return how many statements a file holds, each of them valid by Ralph's own models."""
    return int(subprocess.check_output([_program("python"), "-c", _VALIDATE, str(statements)]))


@contextmanager
def record_store(folder: Path) -> Iterator[str]:
    """Start a store that keeps its statements in `folder`; give its address, and stop it in the end."""
    settings = {
        "RALPH_APP_DIR": str(folder / "ralph"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_RUNSERVER_HOST": "127.0.0.1",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "lrs"),
    }
    (folder / "ralph").mkdir()
    (folder / "lrs").mkdir()
    environment = os.environ | settings
    credentials = [_program("ralph"), "auth", "-u", USER, "-p", PASSWORD, "-s", "all"]
    credentials += ["-N", "Academy", "-M", "mailto:academy@example.org", "-w"]
    subprocess.run(credentials, env=environment, check=True, capture_output=True, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([_program("python"), "-c", _SERVER, str(port)], env=environment, cwd=folder)
    try:
        _wait_for(server, port)
        yield f"http://127.0.0.1:{port}/xAPI"
    finally:
        server.terminate()
        server.wait(10)


def kept_by(url: str) -> list[dict[str, object]]:
    """Return all statements that the store at `url` keeps, page by page."""
    kept: list[dict[str, object]] = []
    with httpx.Client(auth=(USER, PASSWORD), headers={"X-Experience-API-Version": "1.0.3"}, trust_env=False) as client:
        answer = client.get(f"{url}/statements").raise_for_status().json()
        kept += answer["statements"]
        while more := answer.get("more"):
            answer = client.get(httpx.URL(url).join(more)).raise_for_status().json()
            kept += answer["statements"]
    return kept


def _program(name: str) -> str:
    found = HOME / ("Scripts" if os.name == "nt" else "bin") / name
    assert found.exists(), f"These tests need Ralph in {HOME}: see {__name__}."
    return str(found)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    patience = time.monotonic() + 60
    while True:
        assert server.poll() is None, "Ralph did not start."
        assert time.monotonic() < patience, "Ralph did not answer within a minute."
        try:
            httpx.get(f"http://127.0.0.1:{port}/__heartbeat__", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
