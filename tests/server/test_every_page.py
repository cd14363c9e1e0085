"""Every page of the server in a real Chromium; the addresses come from the application itself, so none is left out."""

from itertools import pairwise

import pytest

from simulator.people import accounts
from simulator.people.model import Role
from tests.server.chromium import chromium, is_too_wide, too_wide, violations
from tests.server.serving import Browser
from tests.server.test_every_route import address, now, place, routes, someone, store

__all__ = ["address", "place", "routes", "someone", "store"]

pytestmark = pytest.mark.browser

KEPT = {f"/{what}/{{run}}/debrief.{ending}" for what in ("runs", "campaign-runs") for ending in ("html", "txt")}
NO_PAGE = {"/health", "/my-data.json", "/", *KEPT}
FURTHER = ("/library?q=nothing-like-it", "/nowhere", "/runs/{run}/debrief?scores=now", "/cohorts/{cohort}/reminders?days=365",
           "/encounters/quad-bike", "/encounters/market-stall")  # fmt: skip
STAFF = ("/cohorts", "/accounts", "/check")

PLACE = """() => { const e = document.activeElement, place = e.getBoundingClientRect();
    return [place.top + scrollY, place.left, e.outerHTML.slice(0, 60)]; }"""
HIDDEN_FOCUS = """() => { const style = getComputedStyle(document.activeElement);
    return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2; }"""


@pytest.fixture(scope="module")
def pages(store, someone, routes, place):
    """Return each page's address, by who opens it."""
    sam, ada = someone("Sam"), someone("Ada", Role.ACADEMY)
    other = ada.go("/cohorts").send("/cohorts", name="Other").path.rpartition("/")[2]
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    known = [path for method, path in routes if method == "GET" and path not in NO_PAGE]
    every = [*known, *FURTHER, sam.path, f"/cohorts/side-by-side?cohort={place.ids['cohort']}&cohort={other}"]
    account = accounts.add_account(store, "Robin", Role.TRAINEE, at=now(), by="the test")
    code = accounts.invite(store, account, at=now(), by="the test").code
    stranger = Browser(sam.address)
    found = [
        (ada if path.startswith(STAFF) else sam, place.filled(path))
        for path in every
        if not path.startswith(("/sign-in", "/invitation"))
    ]
    return [*found, (stranger, "/sign-in"), (stranger, f"/invitation/{code}"), (stranger, "/invitation/none")]


def as_whom(page, browser):
    """Be somebody in Chromium."""
    page.context.clear_cookies()
    code = browser.client.cookies.get("encounter")
    if code:
        page.context.add_cookies([{"name": "encounter", "value": code, "url": browser.address}])


@pytest.mark.parametrize("width", [1024, 320])
def test_axe_core_finds_nothing_no_page_is_moved_sideways_and_each_says_what_it_is(pages, width):
    found, titles = {}, {}
    with chromium(width) as page:
        for browser, path in pages:
            as_whom(page, browser)
            page.goto(f"{browser.address}{path}")
            for summary in page.locator("summary").all():
                summary.click()
            wrong = violations(page) + ([f"too wide: {too_wide(page)}"] if is_too_wide(page) else [])
            if page.locator("html").get_attribute("lang") not in ("en-GB", "en"):
                wrong.append("no language")
            titles.setdefault(page.title(), set()).add(page.url.partition("?")[0])
            if wrong:
                found[path] = wrong
    assert found == {}
    assert {title: urls for title, urls in titles.items() if len(urls) > 1 and "Not found" not in title} == {}


def test_with_forced_colours_the_focus_is_seen_wherever_it_goes_and_goes_down_the_page(pages):
    with chromium() as page:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        for browser, path in pages:
            as_whom(page, browser)
            page.goto(f"{browser.address}{path}")
            count = page.locator(
                "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
            ).count()
            reached = []
            for _ in range(min(count, 25)):
                page.keyboard.press("Tab")
                if reached and page.evaluate("document.activeElement.matches('body, .skip')"):
                    break  # once round
                assert not page.evaluate(HIDDEN_FOCUS), (path, page.evaluate("document.activeElement.outerHTML"))
                reached.append(page.evaluate(PLACE))
            went_up = [
                (before, after)
                for before, after in pairwise(reached)
                if after[0] < before[0] - 60 and after[1] <= before[1]
            ]
            assert went_up == [], path


def test_what_was_wrong_is_told_at_the_field_and_in_the_title(someone, place, address):
    ada, home = someone("Ada", Role.ACADEMY), f"/cohorts/{place.ids['cohort']}"
    with chromium() as page:
        as_whom(page, ada)
        page.goto(f"{address}{home}")
        page.get_by_text("Assign an encounter or a campaign").click()
        page.get_by_label("Assessment, with no coach").check()
        page.get_by_label("Attempts, for an assessment").fill("many")
        page.get_by_label("The last day").fill("2099-12-03")
        page.get_by_role("button", name="Assign it").click()
        field = page.get_by_label("Attempts, for an assessment")
        field.wait_for(state="visible")
        assert page.title().startswith("Problem: ")
        assert field.get_attribute("aria-invalid") == "true"
        assert (
            page.locator(f"#{field.get_attribute('aria-describedby')}")
            .inner_text()
            .startswith("This is not a whole number")
        )
        assert page.evaluate("document.activeElement.id") == "attempts"
        assert (field.input_value(), page.get_by_label("The last day").input_value()) == ("many", "2099-12-03")
        assert page.get_by_label("Assessment, with no coach").is_checked()
        page.context.clear_cookies()
        page.goto(f"{address}/sign-in")
        page.get_by_label("Your name").fill("Sam")
        page.get_by_label("Password").fill("not the password")
        page.keyboard.press("Enter")
        page.get_by_role("alert").wait_for()
        assert page.get_by_label("Your name").get_attribute("aria-describedby") == "problem"


@pytest.mark.parametrize("what", ["debrief", "report"])
def test_on_a4_nothing_is_cut_off_and_no_button_is_printed(someone, place, address, what):
    path = (
        f"/runs/{place.ids['run']}/debrief?scores=now"
        if what == "debrief"
        else f"/cohorts/{place.ids['cohort']}/report"
    )
    with chromium(794, 1123) as page:  # A4 at 96 dots an inch
        as_whom(page, someone("Sam") if what == "debrief" else someone("Ada", Role.ACADEMY))
        page.goto(f"{address}{path}")
        page.emulate_media(media="print")
        assert not is_too_wide(page), too_wide(page)
        assert [each for each in page.locator("form, nav").all() if each.is_visible()] == []
        assert page.pdf(format="A4")[:5] == b"%PDF-"
