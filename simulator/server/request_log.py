"""A line of JSON for each request: when, what kind of page, how it was answered and how long it took.

Names, ids, codes and answers stand in no line: what varies in an address is left out of it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RequestLog:
    """Reports each request.

    Args:
        app: what answers.
        tell: takes a line.
    """

    def __init__(self, app: ASGIApp, *, tell: Callable[[str], None]) -> None:
        self.app = app
        self.tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and tell of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            line = {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"), "method": scope["method"],
                "page": _page(scope), "status": status, "ms": round((time.perf_counter() - began) * 1000, 1),
            }  # fmt: skip
            self.tell(json.dumps(line))


def _page(scope: Scope) -> str:
    """Return the address with a star for each part that varies."""
    path = unquote(scope["path"])
    values = scope.get("path_params")
    if values is None or "anything" in values:  # refused before, or no page of ours: nobody knows what stands in it
        return "*"
    for value in values.values():
        path = re.sub(rf"/{re.escape(str(value))}(?=/|$)", "/*", path, count=1)
    return path
