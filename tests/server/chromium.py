"""A real Chromium on the server's pages: axe-core, the keyboard, and what a screen reader is told."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from time import sleep

from tests.academy.browser import browser
from tests.server.serving import PASSWORD

# What W3C's WCAG 2.2 asks at levels A and AA, and what axe-core calls good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium(width=1024, height=768) -> Iterator:
    """Give a page of a fresh browser, which calls nobody but this computer."""
    from playwright.sync_api import sync_playwright

    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser(), args=["--disable-dev-shm-usage", *rights])
        context = started.new_context(viewport={"width": width, "height": height}, bypass_csp=False)
        context.set_default_timeout(60_000)
        yield context.new_page()
        started.close()


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page) -> list[str]:
    """Return what axe-core finds wrong with the page: the rule, and where."""
    page.evaluate(axe() + "\n0")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found["violations"]]


def is_too_wide(page) -> bool:
    """Return whether the page must be moved sideways to be read."""
    return page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth")


def too_wide(page) -> list[str]:
    """Return the elements that reach beyond the window, the innermost first."""
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
        && !e.closest('.scroll, .wide')).reverse().slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""
    )


def tab_to(page, words: str, limit: int = 120) -> None:
    """Press Tab until what has the focus is called by some words, as a screen reader says them."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if words in focused(page):
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def focused(page) -> str:
    """Return what the element with the focus is called."""
    return page.evaluate(
        """() => { const e = document.activeElement;
        return [e.labels ? [...e.labels].map(l => l.innerText).join(' ') : '', e.innerText, e.value || '',
                e.getAttribute('aria-label') || ''].join(' '); }"""
    )


def take_up_by_keyboard(page, invitation: str) -> None:
    """Open an invitation and set a password, by keyboard alone."""
    page.goto(invitation)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    tab_to(page, "The same again")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/library")


def begin_by_keyboard(page, title: str) -> str:
    """Open an encounter from the library and begin it, by keyboard alone; return the run's address."""
    tab_to(page, title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/encounters/**")
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/*")
    return page.url


def play_by_keyboard(page, run: str) -> None:
    """Take the first choice of each decision, by keyboard alone; where the server is away, ask again for the page."""
    from playwright.sync_api import Error

    while True:
        try:
            if not page.url.startswith(run):
                page.goto(run)
            if not page.locator("ol.choices").count():
                return
            was = page.locator('input[name="decision"]').first.input_value()
            tab_to(page, ":")
            page.keyboard.press("Enter")
            page.wait_for_function(
                "was => !document.querySelector('input[name=decision]') || "
                "document.querySelector('input[name=decision]').value !== was",
                arg=was,
            )
            page.wait_for_load_state()
        except Error:
            sleep(0.2)


def rate_by_keyboard(page) -> None:
    """Say how it went, and read the debrief, by keyboard alone."""
    tab_to(page, "from 0 to 10")
    page.keyboard.type("7")
    tab_to(page, "Keep it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/debrief?scores=now")
    assert page.get_by_role("heading", name="Scores").is_visible()
