"""The page for authors: a scenario file is uploaded, checked and proved, and nothing of it is kept.

A separate program reads it, with a limit of time and of memory, so that no file can hold up the server.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from starlette.responses import Response

import simulator
from simulator.server.asking import Asking

LARGEST = 512 * 1024
"""Bytes of a file that is read; the longest encounter that ships has a tenth of it."""

SECONDS = 90
MEMORY = 4 * 1024 * 1024 * 1024


def check_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show the form."""
    return asking.page("check", title="Check an encounter", status=status, problem=problem, told=[], name="")


def check(asking: Asking) -> Response:
    """Show what check and prove say of an uploaded file."""
    name, content = asking.files.get("file", ("", b""))
    if not content:
        return check_page(asking, "Choose a file first.", 400)
    if len(content) > LARGEST:
        return check_page(asking, f"A file has at most {LARGEST // 1024} KiB.", 413)
    shown = re.sub(r"[^\w.-]", "-", Path(name).name)[-60:].lstrip("-.") or "encounter.yaml"
    with tempfile.TemporaryDirectory(prefix="encounter-check-") as folder:
        file = Path(folder) / shown
        file.write_bytes(content)
        told = [(title, _said(command, shown, folder)) for title, command in (("Check", "check"), ("Proof", "prove"))]
    return asking.page("check", title="Check an encounter", told=told, name=shown)


def _said(command: str, name: str, folder: str) -> list[str]:
    """Return what a command says of a file, line by line."""
    here = str(Path(simulator.__file__).parent.parent)
    environment = {
        "PATH": os.defpath, "PYTHONPATH": os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "HOME": folder, "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and a name that was cleaned)
            [sys.executable, "-m", "simulator", command, name], cwd=folder, env=environment, capture_output=True,
            timeout=SECONDS, check=False, preexec_fn=_limited, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [f"It took longer than {SECONDS} seconds. Try it on your own computer: encounter {command} {name}"]
    return (done.stdout + done.stderr).splitlines() or ["There is nothing to report."]


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
