"""One request: who asks, what their form says, and the page that answers.

A form carries a token that is made from the sign-in's code, so that no other site can send one in somebody's name.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from simulator import __version__
from simulator.errors import EncounterError, UsageError
from simulator.messages import spoken_language, tr, trn
from simulator.messages.moments import day_of
from simulator.people.model import MANAGES_ACCOUNTS, SEES_COHORTS, WRITES, Account
from simulator.records.store import Store
from simulator.server.charts import points
from simulator.views.debrief import either, signed

COOKIE = "encounter"
_NOT_FILLED_IN = {"token", "assignment", "member", "of"}
STYLES = Path(__file__).parent / "styles"

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.globals.update(points=points, tr=tr, trn=trn, either=either, signed=signed, day_of=day_of)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request, once it is known who asks.

    Attributes:
        account: who is signed in; None before.
        code: the sign-in's code, "" if there is none.
        form: what was filled in.
        files: the uploaded files: a field's name to the file's name and content.
    """

    request: Request
    store: Store
    account: Account | None
    code: str
    form: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes]]

    @property
    def who(self) -> Account:
        """Who is signed in, for pages that only such people may see."""
        assert self.account is not None  # noqa: S101 (the routes see to it)
        return self.account

    @property
    def now(self) -> datetime:
        """The server's clock."""
        return datetime.now(UTC)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    @property
    def token(self) -> str:
        """What this person's forms carry."""
        return hmac.new(self.code.encode(), b"form", hashlib.sha256).hexdigest()

    def may_send(self) -> bool:
        """Whether the form comes from a page of ours that this person was shown."""
        return hmac.compare_digest(self.form.get("token", "").encode(), self.token.encode())

    def page(self, template: str, *, title: str, status: int = 200, **told: Any) -> Response:
        """Return a page.

        Args:
            template: its name, without its ending.
            title: what the page is called, and its heading.
            status: the HTTP status.
            told: what it shows. Any page may have these: `problem`, a sentence about what stands in the way, and
                `wrong`, the field that it is about; `done`, a sentence about what was just done; `titled`, a browser
                title that says more than the heading.
        """
        role, problem = self.account.role if self.account else None, told.pop("problem", "")
        sent = self.request.url.path if problem and self.request.method == "POST" else ""
        text = _PAGES.get_template(f"{template}.html").render(
            title=title,
            account=self.account,
            token=self.token,
            version=__version__,
            language=spoken_language(),
            sees_cohorts=role in SEES_COHORTS,
            writes=role in WRITES,
            manages_accounts=role in MANAGES_ACCOUNTS,
            problem=problem,
            done=told.pop("done", ""),
            titled=told.pop("titled", ""),
            sent=sent,
            wrong=told.pop("wrong", "") or self._only_field,
            typed=self.form if sent else {},
            **told,
        )
        return HTMLResponse(text, status)

    @property
    def _only_field(self) -> str:
        """The one field of a form that somebody fills in; "" if it has several."""
        filled = [name for name in self.form if name not in _NOT_FILLED_IN]
        return filled[0] if len(filled) == 1 else ""

    def go(self, where: str) -> Response:
        """Send the browser to another page, which it asks for by GET: reloading that page sends nothing twice."""
        return RedirectResponse(where, 303)

    def not_found(self, what: str) -> Response:
        """Return the page for something that is not there, or not for this person."""
        return self.page("message", title=tr("Not found"), status=404, message=what)


class FieldError(UsageError):
    """What stands in one field of a form cannot be.

    Attributes:
        field: its name.
    """

    def __init__(self, field: str, message: str, mend: str) -> None:
        super().__init__(message, mend)
        self.field = field


def wrong_field(refused: EncounterError) -> str:
    """Return the name of the field that was refused, "" if it is none alone."""
    return refused.field if isinstance(refused, FieldError) else ""


def whole(typed: str, low: int, high: int) -> int | None:
    """Return the whole number that somebody typed or sent, None if it is none from `low` to `high`."""
    digits = typed.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return int(digits) if low <= int(digits) <= high else None
