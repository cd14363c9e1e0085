"""A real server on a real port, asked as a browser would, without a script."""

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

import httpx
import uvicorn

from simulator.records.store import Store
from simulator.server.app import make_app
from simulator.server.running import first_invitation, noting_peers

CERTIFICATES = ssl.create_default_context()
"""Read once: each browser of its own would read them anew."""

PASSWORD = "correct horse battery staple"  # noqa: S105 (a test's own)


@contextmanager
def served(store: Store, **ways) -> Iterator[str]:
    """Serve a store on a free port; give the address. `ways` are further ways to sign in, as for `make_app`."""
    app = make_app(store, hosts={"127.0.0.1", "localhost"}, secure=False, **ways)
    with running(uvicorn.Config(noting_peers(app), port=0, log_level="error", access_log=False)) as address:
        yield address


@contextmanager
def running(config: uvicorn.Config) -> Iterator[str]:
    """Run a server in a thread; give the address."""
    server = uvicorn.Server(config)
    ready = threading.Event()
    start = server.startup

    async def started(sockets=None):
        await start(sockets=sockets)
        ready.set()

    server.startup = started
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(30)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@dataclass
class Browser:
    """Somebody at a browser without scripts: follows links, fills forms, keeps cookies."""

    address: str
    client: httpx.Client = field(init=False)
    page: httpx.Response = field(init=False)

    def __post_init__(self) -> None:
        # Nothing is kept open between two pages, so that nothing has to be closed.
        no_pool = httpx.Limits(max_keepalive_connections=0)
        self.client = httpx.Client(
            base_url=self.address, follow_redirects=True, timeout=30, limits=no_pool, verify=CERTIFICATES
        )

    @property
    def text(self) -> str:
        """The page's text, without its marks."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page.text)).split())

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.path

    def go(self, path: str) -> "Browser":
        """Ask for a page."""
        self.page = self.client.get(path)
        return self

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field of the page."""
        return unescape(re.search(rf'name="{name}" value="([^"]*)"', self.page.text)[1])

    def send(self, path: str, **fields: str) -> "Browser":
        """Send a form of the page."""
        self.page = self.client.post(path, data={"token": self.hidden("token"), **fields})
        return self

    def choices(self) -> list[str]:
        """Return the ids of the open choices, in the order shown."""
        return re.findall(r'name="choice" value="([^"]+)"', self.page.text)

    def link(self, words: str) -> str:
        """Return where the link goes whose text begins with some words."""
        return unescape(re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{words}', self.page.text)[1])

    def choose(self, choice: str) -> "Browser":
        """Press a choice's button."""
        return self.send(f"{self.path}/choose", decision=self.hidden("decision"), choice=choice)


def take_up(browser: Browser, code: str) -> Browser:
    """Set a password by an invitation, and be signed in."""
    browser.go(f"/invitation/{code}")
    return browser.send(browser.path, password=PASSWORD, again=PASSWORD)


def administrator(store: Store, address: str) -> Browser:
    """Return the first administrator, signed in."""
    return take_up(Browser(address), first_invitation(store))
