"""What every answer carries and every request must: the right host, the right origin, and strict headers.

No page has a script, and nothing comes from elsewhere, so the policy forbids both.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST_FORM = 64 * 1024
LARGEST_UPLOAD = {"/check": 600 * 1024}
"""By the path that takes one: bytes of a form with a file in it."""


class Protection:
    """Refuses foreign hosts and origins and large forms, and adds the headers.

    Args:
        app: what is protected.
        hosts: names by which the server is known, without a port.
        secure: whether pages are only reached by TLS.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], secure: bool) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope["method"], scope["path"], Headers(scope=scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        answer = self.app if refused is None else PlainTextResponse(*refused)
        await answer(scope, receive, send_with_headers)

    def _refused(self, method: str, path: str, headers: Headers) -> tuple[str, int] | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host not in self.hosts:
            return "This server is not known by that name.", 400
        if method in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "This form was sent from another site.", 403
        length = headers.get("content-length", "0")
        if (
            not length.isdigit()
            or int(length) > LARGEST_UPLOAD.get(path, LARGEST_FORM)
            or "transfer-encoding" in headers
        ):
            return "This form is too large.", 413
        return None
