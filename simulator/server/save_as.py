"""Hands a debrief over, of a run or of a campaign, as a file to keep."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from simulator.views.debrief import DebriefPart
from simulator.views.kept_debrief import as_html, as_text


def keep_debrief(parts: Iterable[DebriefPart], *, as_page: bool) -> Response:
    """Return a debrief as a file to keep: a page, or text."""
    told = list(parts)
    headers = {"Content-Disposition": f'attachment; filename="debrief.{"html" if as_page else "txt"}"'}
    if as_page:
        return Response(as_html(told), media_type="text/html", headers=headers)
    return Response(as_text(told), media_type="text/plain", headers=headers)
