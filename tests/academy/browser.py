"""Chromium without a window and without a network, as a reader's browser."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

QUIET = (
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
BLOCKED = ("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND")


def browser() -> str:
    """Return the browser's path; the tests need one (Debian: apt-get install chromium)."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "The report's tests open it in a browser: install chromium."
    return found


def open_page(page: Path, profile: Path, *switches: str, blocked: bool = True) -> str:
    """Open a page and return what the browser prints."""
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [
            browser(),
            *QUIET,
            *(BLOCKED if blocked else ()),
            *rights,
            f"--user-data-dir={profile}",
            *switches,
            page.absolute().as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout
