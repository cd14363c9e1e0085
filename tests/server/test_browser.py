"""The pages in a real Chromium: nothing that axe-core finds, every journey by keyboard alone, and on a narrow screen."""

import re
from datetime import UTC, datetime

import pytest

from simulator import academy
from simulator.people import accounts
from simulator.people.model import Role
from simulator.training.classes import kept_classes
from tests.server.chromium import (
    begin_by_keyboard,
    chromium,
    is_too_wide,
    play_by_keyboard,
    rate_by_keyboard,
    tab_to,
    take_up_by_keyboard,
    violations,
)
from tests.server.test_pages import play
from tests.server.test_training_pages import kofi

__all__ = ["kofi"]

pytestmark = pytest.mark.browser

SIGN_IN = """\
- link "To the page":
  - /url: "#main"
- banner:
  - strong: Encounter
- main:
  - heading "Sign in" [level=1]
  - text: Your name
  - textbox "Your name"
  - text: Password
  - textbox "Password"
  - paragraph:
    - button "Sign in"
  - paragraph: No password yet, or forgotten? Your academy gives you an invitation.
- contentinfo: {footer}"""


OWN_VIEW = """\
- main:
  - heading "Five-a-side" [level=1]
{ending}  - heading "Your own view, before the scores" [level=2]
  - paragraph: "Before any score: how well did you do? 0 is not at all, 10 as well as anyone could. Knowing how one is doing is a skill, and this is how it grows."
  - text: De-escalation, from 0 to 10
  - textbox "De-escalation, from 0 to 10"
  - text: Respect, from 0 to 10
  - textbox "Respect, from 0 to 10"
  - text: Cultural responsiveness, from 0 to 10
  - textbox "Cultural responsiveness, from 0 to 10"
  - text: What would you do differently?
  - textbox "What would you do differently?"
  - paragraph:
    - button "Keep it and see the debrief"
  - paragraph:
    - link "Skip":
      - /url: {here}?scores=now"""

COHORT = """\
  - heading "Who has done what" [level=2]
  - region "Members":
    - table:
      - rowgroup:
        - row "Name Runs Finished Five-a-side (assessment)":
          - columnheader "Name"
          - columnheader "Runs"
          - columnheader "Finished"
          - columnheader "Five-a-side (assessment)"
        - row "Sam 0 0 open":
          - rowheader "Sam":
            - link "Sam":
              - /url: {home}/members/{member}
          - cell "0"
          - cell "0"
          - cell "open"
  - group: Add members"""


def cookies(someone):
    """Return the sign-in of a browser without scripts, for Chromium."""
    return [{"name": "encounter", "value": someone.client.cookies["encounter"], "url": someone.address}]


def invited(store, name):
    """Make a trainee's account; return the invitation's code."""
    now = datetime.now(UTC)
    account = accounts.add_account(store, name, Role.TRAINEE, at=now, by="the test")
    return accounts.invite(store, account, at=now, by="the test").code


# 320 by 192 is what is left of a window of 1280 by 768 at 400 %.
@pytest.mark.parametrize("window", [(1024, 768), (320, 192)], ids=["1024 px", "400 %"])
def test_from_the_invitation_to_the_debrief_by_keyboard_alone(store, address, window):
    code = invited(store, "Robin")
    with chromium(*window) as page:
        take_up_by_keyboard(page, f"{address}/invitation/{code}")
        tab_to(page, "Search")
        page.keyboard.type("five-a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/library?*")
        play_by_keyboard(page, begin_by_keyboard(page, "Five-a-side"))
        rate_by_keyboard(page)
    (record,) = store.runs()
    assert record.finished
    assert store.self_ratings(record.id)


def test_a_trainer_follows_and_pauses_by_keyboard_alone(store, kofi):
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="quad-bike", mode="assessment")
    with chromium() as page:
        page.context.add_cookies(cookies(kofi))
        page.goto(f"{kofi.address}{home}")
        tab_to(page, "Who is where")
        page.keyboard.press("Enter")
        page.wait_for_url("**/live")
        tab_to(page, "Pause The second quad")
        page.keyboard.press("Enter")
        tab_to(page, "The reason")
        page.keyboard.type("Fire alarm")
        page.keyboard.press("Enter")
        page.get_by_text("Paused for everybody").wait_for()


def test_a_screen_reader_is_told_names_roles_and_values(store, address, someone):
    with chromium() as page:
        page.goto(f"{address}/sign-in")
        tree = page.locator("body").aria_snapshot()
        footer = tree.rpartition("contentinfo: ")[2]  # it names the program's version
        assert tree == SIGN_IN.format(footer=footer)
        sam = someone("Sam").go("/encounters/five-a-side")
        sam.send("/encounters/five-a-side/begin")
        page.context.add_cookies(cookies(sam))
        page.goto(f"{address}{sam.path}")
        told = page.locator("main").aria_snapshot()
        assert '- region "What happens":' in told
        assert '- heading "What do you do?" [level=2]' in told
        assert told.count('button "Say: ') + told.count('button "Do: ') == len(sam.choices())
        page.goto(f"{address}/settings")
        told = page.locator("main").aria_snapshot()
        assert '- group "Scenes with a time limit":' in told
        assert "[checked]" in told


def test_a_screen_reader_is_told_of_a_cohort_and_of_ones_own_view_as_on_screen(store, address, someone, kofi):
    home = kofi.path
    kofi.send(f"{home}/assign", encounter="five-a-side", mode="assessment")
    member = academy.members_of(store, academy.cohort_named(store, "Winter"))[0].id
    lee = someone("Lee")
    run = play(lee, "five-a-side")
    with chromium() as page:
        page.context.add_cookies(cookies(kofi))
        page.goto(f"{address}{home}")
        assert COHORT.format(home=home, member=member) in page.locator("main").aria_snapshot()
        page.context.clear_cookies()
        page.context.add_cookies(cookies(lee))
        page.goto(f"{address}/runs/{run}/debrief")
        told = page.locator("main").aria_snapshot()
        ending = re.search(r"\[level=1\]\n((?:  - paragraph: .*\n)+)", told)[1]
        assert "The end: " in ending
        assert told == OWN_VIEW.format(ending=ending, here=f"/runs/{run}/debrief")


def test_a_debrief_on_paper_has_no_forms_and_no_navigation(someone):
    sam = someone("Sam")
    run = play(sam)
    with chromium() as page:
        page.context.add_cookies(cookies(sam))
        page.goto(f"{sam.address}/runs/{run}/debrief?scores=now")
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation").is_visible()
        assert [each for each in page.locator("form").all() if each.is_visible()] == []
        assert page.get_by_role("heading", name="Scores").is_visible()


def test_a_class_votes_and_goes_on_by_keyboard_alone_on_phones_of_320_px(store, kofi, someone):
    phone = someone("Robin")
    winter = academy.cohort_named(store, "Winter")
    academy.add_members(store, winter, [store.find_trainee("Robin")], at=datetime.now(UTC))
    home = f"{kofi.path}/class"
    with chromium(1280, 800) as projector:
        projector.context.add_cookies(cookies(kofi))
        small = projector.context.browser.new_context(viewport={"width": 320, "height": 480})
        small.add_cookies(cookies(phone))
        vote = small.new_page()

        def press(page, words):
            tab_to(page, words)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert (violations(page), is_too_wide(page)) == ([], False)

        projector.goto(f"{kofi.address}{home}")
        press(projector, "Begin the class")
        vote.goto(f"{kofi.address}/class")
        press(vote, "2.")
        press(vote, "1.")
        assert vote.get_by_role("status").inner_text().startswith("Your vote is in: number 1.")
        press(projector, "Count again")
        assert "1 of 2 have voted" in projector.get_by_role("status").inner_text()
        press(projector, "Close the vote")
        press(vote, "Look again")
        assert "1 vote, 100%" in vote.get_by_role("main").inner_text()
        press(projector, "(most votes)")
        while projector.get_by_role("button", name="Close the vote").count():
            press(projector, "Close the vote")
            press(projector, "Vote again")
            press(projector, "Close the vote")
            with projector.expect_navigation():
                projector.locator("ol.choices button").first.press("Enter")
        assert projector.get_by_role("heading", name="Where the class split").is_visible()
        assert (violations(projector), is_too_wide(projector)) == ([], False)
        press(vote, "Look again")
        press(projector, "Keep it and close the class")
    (kept,) = kept_classes(store)
    assert kept.shows[0].hands[0] == 1
