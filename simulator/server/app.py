"""The server's pages by address: who may ask for each, and what a form must carry.

A page for people who are signed in sends everybody else to the sign-in page. What somebody may not see answers like
what is not there.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from simulator.errors import EncounterError, StoreError
from simulator.messages import ENGLISH, speak, speaking, speaks, tr
from simulator.people.model import MANAGES_ACCOUNTS, SEES_COHORTS, WRITES, Role
from simulator.people.provider import Provider
from simulator.people.sign_in import who_is
from simulator.records.functions import asked_by
from simulator.records.store import Store
from simulator.server import (
    account_pages,
    authoring,
    campaigns,
    class_runs,
    cohort_upkeep,
    cohorts,
    handing_out,
    in_class,
    live,
    looking_back,
    own,
    playing,
    signing,
)
from simulator.server.asking import COOKIE, STYLES, Asking
from simulator.server.provider_pages import TrustedHeader, come_back, leave_for_provider
from simulator.server.request_checks import Protection

Page = Callable[[Asking], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

_EVERYBODY = frozenset(Role)
_LOG = logging.getLogger("uvicorn.error")
_FAULT = (
    "Something went wrong on the server, and it is not your doing. What you did before is kept. Go back and try again; "
    "if it happens again, tell whoever runs the server."
)


def make_app(
    store: Store,
    *,
    hosts: Collection[str],
    secure: bool,
    provider: Provider | None = None,
    trusted: TrustedHeader | None = None,
) -> Starlette:
    """Return the server's application.

    Args:
        store: where everything is kept; it stays open as long as the server runs.
        hosts: names by which the server is known.
        secure: whether pages are only reached by TLS; cookies then go nowhere else.
        provider: the academy's own, by which people may sign in.
        trusted: a header in which a proxy says who it is.
    """
    serve = partial(_served, store)
    routes = [
        Route("/health", serve(_healthy, public=True)),
        Route("/", serve(lambda asking: asking.go("/library"))),
        Route(
            "/sign-in",
            serve(
                partial(signing.sign_in_page, provider=provider is not None, trusted=trusted, secure=secure),
                public=True,
            ),
        ),
        Route(
            "/sign-in",
            serve(partial(signing.come_in, secure=secure, provider=provider is not None), public=True),
            methods=["POST"],
        ),
        *([] if provider is None else _by_provider(partial(serve, public=True), provider, secure=secure)),
        Route("/invitation/{code}", serve(signing.invitation_page, public=True)),
        Route("/invitation/{code}", serve(partial(signing.take_up, secure=secure), public=True), methods=["POST"]),
        Route("/sign-out", serve(signing.leave), methods=["POST"]),
        Route("/library", serve(playing.library_page)),
        Route("/encounters/{id:path}/begin", serve(playing.begin), methods=["POST"]),
        Route("/encounters/{id:path}", serve(playing.before_page)),
        Route("/campaigns/{id:path}/begin", serve(campaigns.begin), methods=["POST"]),
        Route("/campaigns/{id:path}", serve(campaigns.before_page)),
        Route("/campaign-runs/{run}", serve(campaigns.campaign_page)),
        Route("/campaign-runs/{run}/debrief.html", serve(partial(campaigns.debrief_to_keep, as_page=True))),
        Route("/campaign-runs/{run}/debrief.txt", serve(partial(campaigns.debrief_to_keep, as_page=False))),
        Route("/campaign-runs/{run}/discard", serve(own.discard_campaign), methods=["POST"]),
        Route("/campaign-runs/{run}/go-on", serve(campaigns.go_on), methods=["POST"]),
        Route("/campaign-runs/{run}/again", serve(campaigns.again), methods=["POST"]),
        Route("/progress", serve(own.progress_page)),
        Route("/settings", serve(own.settings_page)),
        Route("/settings/timers", serve(own.set_timers), methods=["POST"]),
        Route("/settings/say-first", serve(own.set_say_first), methods=["POST"]),
        Route("/settings/confirm", serve(own.set_confirm), methods=["POST"]),
        Route("/settings/language", serve(own.set_language), methods=["POST"]),
        Route("/settings/erasure", serve(own.ask_erasure), methods=["POST"]),
        Route("/settings/password", serve(own.set_password), methods=["POST"]),
        Route("/runs/{run}", serve(playing.scene_page)),
        Route("/runs/{run}/say-first", serve(playing.say_first), methods=["POST"]),
        Route("/runs/{run}/choose", serve(playing.choose), methods=["POST"]),
        Route("/runs/{run}/take-back", serve(playing.take_back), methods=["POST"]),
        Route("/runs/{run}/discard", serve(own.discard_run), methods=["POST"]),
        Route("/discarded/{run}/bring-back", serve(own.bring_back), methods=["POST"]),
        Route("/runs/{run}/debrief.html", serve(partial(looking_back.debrief_to_keep, as_page=True))),
        Route("/runs/{run}/debrief.txt", serve(partial(looking_back.debrief_to_keep, as_page=False))),
        Route("/runs/{run}/debrief", serve(looking_back.debrief_page)),
        Route("/runs/{run}/own-words", serve(looking_back.write_anew), methods=["POST"]),
        Route("/runs/{run}/own-view", serve(looking_back.own_view), methods=["POST"]),
        Route("/runs/{run}/again", serve(looking_back.again), methods=["POST"]),
        Route("/runs/{run}/what-if/{decision}", serve(looking_back.what_if_page)),
        Route("/class", serve(in_class.own_class_page)),
        Route("/class/{running}", serve(in_class.vote_page)),
        Route("/class/{running}/vote", serve(in_class.vote), methods=["POST"]),
        Route("/check", serve(authoring.check_page, roles=WRITES)),
        Route("/check", serve(authoring.check, roles=WRITES), methods=["POST"]),
        Route("/lesson", serve(looking_back.lesson_page)),
        Route("/glossary", serve(looking_back.glossary_page)),
        Route("/my-data.json", serve(own.own_data)),
        *_for_trainers(partial(serve, roles=SEES_COHORTS)),
        *_for_accounts(partial(serve, roles=MANAGES_ACCOUNTS)),
        Route("/{anything:path}", serve(lambda asking: asking.not_found(tr("There is no such page.")))),
    ]
    styles = Mount("/styles", StaticFiles(directory=STYLES))
    return Starlette(routes=[styles, *routes], middleware=[Middleware(Protection, hosts=hosts, secure=secure)])


def _by_provider(serve: Callable[..., Endpoint], provider: Provider, *, secure: bool) -> list[Route]:
    return [
        Route("/sign-in/provider", serve(partial(leave_for_provider, provider=provider, secure=secure))),
        Route("/sign-in/returned", serve(partial(come_back, provider=provider, secure=secure))),
    ]


def _for_accounts(serve: Callable[..., Endpoint]) -> list[Route]:
    one = "/accounts/{account}"
    return [
        Route("/accounts", serve(account_pages.accounts_page)),
        Route("/accounts", serve(account_pages.add), methods=["POST"]),
        Route("/accounts/audit", serve(account_pages.audit_page)),
        Route("/accounts/merge", serve(account_pages.merge), methods=["POST"]),
        Route(one, serve(account_pages.account_page)),
        Route(f"{one}/invite", serve(account_pages.invite), methods=["POST"]),
        Route(f"{one}/reset", serve(account_pages.reset), methods=["POST"]),
        Route(f"{one}/rename", serve(account_pages.rename), methods=["POST"]),
        Route(f"{one}/role", serve(account_pages.set_role), methods=["POST"]),
        Route(f"{one}/disabled", serve(account_pages.set_disabled), methods=["POST"]),
    ]


def _for_trainers(serve: Callable[..., Endpoint]) -> list[Route]:
    one = "/cohorts/{cohort}"
    return [
        Route("/cohorts", serve(cohorts.cohorts_page)),
        Route("/cohorts", serve(cohorts.create), methods=["POST"]),
        Route("/cohorts/side-by-side", serve(cohort_upkeep.side_by_side_page)),
        Route(one, serve(cohorts.cohort_page)),
        Route(f"{one}/rename", serve(cohort_upkeep.rename), methods=["POST"]),
        Route(f"{one}/merge", serve(cohort_upkeep.merge), methods=["POST"]),
        Route(f"{one}/put-away", serve(cohort_upkeep.put_away), methods=["POST"]),
        Route(f"{one}/bring-back", serve(cohort_upkeep.bring_back), methods=["POST"]),
        Route(f"{one}/members/{{member}}/leave", serve(cohort_upkeep.let_leave), methods=["POST"]),
        Route(f"{one}/assign", serve(cohorts.assign), methods=["POST"]),
        Route(f"{one}/withdraw", serve(cohorts.withdraw), methods=["POST"]),
        Route(f"{one}/members", serve(cohorts.add_members), methods=["POST"]),
        Route(f"{one}/trainers", serve(cohorts.change_trainers), methods=["POST"]),
        Route(f"{one}/members/{{member}}", serve(class_runs.member_page)),
        Route(f"{one}/runs/{{run}}", serve(class_runs.run_page)),
        Route(f"{one}/runs/{{run}}/rate", serve(class_runs.rate), methods=["POST"]),
        Route(f"{one}/runs/{{run}}/undo", serve(class_runs.undo), methods=["POST"]),
        Route(f"{one}/runs/{{run}}/comment", serve(class_runs.comment), methods=["POST"]),
        Route(f"{one}/runs/{{run}}/void", serve(class_runs.void), methods=["POST"]),
        Route(f"{one}/report", serve(handing_out.report)),
        Route(f"{one}/exports", serve(handing_out.export_page)),
        Route(f"{one}/exports", serve(handing_out.export), methods=["POST"]),
        Route(f"{one}/class", serve(in_class.class_page)),
        Route(f"{one}/class", serve(in_class.begin), methods=["POST"]),
        Route(f"{one}/class/act", serve(in_class.act), methods=["POST"]),
        Route(f"{one}/live", serve(live.live_page)),
        Route(f"{one}/reminders", serve(live.reminders_page)),
        Route(f"{one}/pause", serve(live.pause), methods=["POST"]),
        Route(f"{one}/adjust", serve(live.adjust), methods=["POST"]),
        Route(f"{one}/inject", serve(live.inject), methods=["POST"]),
        Route(f"{one}/resume", serve(live.end_pause), methods=["POST"]),
    ]


def _served(
    store: Store, page: Page, *, public: bool = False, roles: Collection[Role] = _EVERYBODY
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        form: dict[str, str] = {}
        files: dict[str, tuple[str, bytes]] = {}
        if request.method == "POST":
            async with request.form(max_files=1) as sent:
                for key, value in sent.items():
                    if isinstance(value, str):
                        form[key] = value
                    else:
                        files[key] = (value.filename or "", await value.read())
        return await run_in_threadpool(_answer, store, request, form, files, page, public=public, roles=roles)

    return answer


def _answer(
    store: Store,
    request: Request,
    form: dict[str, str],
    files: dict[str, tuple[str, bytes]],
    page: Page,
    *,
    public: bool,
    roles: Collection[Role],
) -> Response:
    try:
        with store.together(), speaking(_wanted(request)):
            asking = Asking(request, store, None, request.cookies.get(COOKIE, ""), form, files)
            return _page(asking, page, public=public, roles=roles)
    except StoreError as error:
        return PlainTextResponse(f"The record store cannot be used at the moment. {error.message}", 503)
    except EncounterError as error:
        return PlainTextResponse(str(error), 400)
    except Exception:  # noqa: BLE001 (it is said in a sentence, with every header; what it was is in the log)
        _LOG.exception("A page could not be made.")
        return PlainTextResponse(_FAULT, 500)


def _page(asking: Asking, page: Page, *, public: bool, roles: Collection[Role]) -> Response:
    account = who_is(asking.store, asking.code, at=asking.now) if asking.code else None
    asking = replace(asking, account=account, code=asking.code if account else "")
    if account is None and not public:
        return asking.go("/sign-in")
    if account is not None and account.role not in roles:
        return asking.not_found(tr("There is no such page."))
    if asking.request.method == "POST" and not asking.may_send():
        return asking.page(
            "message", title=tr("Once more"), status=403,
            message=tr("This form is from before you signed in or out. Go back, reload the page, and send it again."),
        )  # fmt: skip
    if account is None or public:  # who signs in need not be whoever was signed in
        return page(asking)
    with asked_by(account.id, account.role):
        speak(str(asking.store.get(account.trainee, "app.language") or ""))
        return page(asking)


def _wanted(request: Request) -> str:
    """Return the first language that the browser asks for and the program can be read in; English if there is none."""
    asked = request.headers.get("accept-language", "")[:200].split(",")
    named = (each.partition(";")[0].strip() for each in asked)
    return next((each for each in named if each and speaks(each.partition("-")[0])), ENGLISH)


def _healthy(asking: Asking) -> Response:
    with asking.store.reading():
        return PlainTextResponse("ok")
