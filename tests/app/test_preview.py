"""The preview follows a file being written: same scene, problems with their lines, and never closed by a fault."""

import os
import threading
from contextlib import asynccontextmanager

import pytest

from simulator.app.screens import preview
from simulator.app.screens.jump import JumpScreen
from simulator.app.screens.preview import PreviewScreen, ProblemsPanel
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.notice import Notice
from simulator.checking.watched import Draft
from tests.app.driving import driving, session
from tests.samples import GATE, write


@pytest.fixture
def file(tmp_path):
    return write(tmp_path)


@asynccontextmanager
async def previewing(file, size=(110, 40)):
    """Open the preview of a file; yields the pilot."""
    own = session(file.parent / "own")
    async with driving(own, size=size, start=StartRequest(preview=file)) as author:
        yield author.pilot
    assert own.store is None, "a preview keeps nothing"


async def follow(pilot, screen, file, text):
    """Save `text`, and wait until the preview has read it."""
    write(file.parent, text)
    # A save in the same tick of the clock must still be seen.
    os.utime(file, ns=(1, hash(text) % 10**12))
    before = screen.draft
    while screen.draft is before:
        await pilot.pause(0.05)
    await pilot.pause()


async def opened(pilot):
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    while screen.run is None and not screen.draft.problems:
        await pilot.pause(0.05)
    await pilot.pause()
    return screen


async def take(pilot, screen, choice):
    numbers = {option.id: number for number, option in screen.query_one(Choices).numbered}
    await pilot.press(str(numbers[choice]))
    await pilot.pause()


async def test_a_large_file_that_is_still_being_checked_says_so(file, monkeypatch):
    may_read, read = threading.Event(), Draft.read

    def slow(draft):
        may_read.wait(20)
        return read(draft)

    monkeypatch.setattr(Draft, "read", slow)
    monkeypatch.setattr(preview, "SAID_AFTER", 0.01)
    own = session(file.parent / "own")
    async with driving(own, size=(60, 20), start=StartRequest(preview=file)) as author:
        await author.until(lambda: "being checked and proved" in author.text)
        may_read.set()
        await author.sees("Wait there.")
        await author.until(lambda: "being checked and proved" not in author.text)


async def test_a_save_keeps_the_place_and_shows_the_new_words(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        assert screen.run.place == "shouting"
        await follow(pilot, screen, file, GATE.replace("She is shouting.", "She shouts and shouts."))
        assert screen.run.path == ["wait-there"]
        assert screen.run.text() == "She shouts and shouts."
        assert screen.draft.seconds > 0


async def test_a_broken_file_leaves_the_last_good_version_and_names_the_line(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "name-first")
        await follow(pilot, screen, file, GATE.replace("when: tension >= 5", "when: tension = 5"))
        assert screen.run.place == "talk"
        assert [(problem.line, problem.code) for problem in screen.draft.problems] == [(39, "E402")]
        await take(pilot, screen, "ask-more")
        assert screen.run.finished
        await follow(pilot, screen, file, GATE)
        assert screen.draft.current


async def test_a_way_that_is_gone_still_stands_in_the_same_scene(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        await follow(pilot, screen, file, GATE.replace("id: wait-there", "id: stand-there"))
        assert screen.run.place == "shouting"


async def test_a_jump_goes_to_any_scene_in_any_state(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await pilot.press("m")
        await pilot.pause()
        jump = pilot.app.screen
        assert isinstance(jump, JumpScreen)
        jump.query_one("#state").value = "tension=4, mood=upset, told=true"
        jump.query_one(Choices).focus()
        await pilot.press("2")
        await pilot.pause()
        assert screen.run.place == "talk"
        assert screen.run.state == {"tension": 4, "mood": "upset", "told": True}
        await take(pilot, screen, "promise")
        assert screen.run.finished


async def test_a_jump_says_when_no_play_comes_there_like_this(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        for state, possible in (("tension=4, mood=open, told=true", False), ("tension=1, mood=open, told=true", True)):
            await pilot.press("m")
            await pilot.pause()
            pilot.app.screen.query_one("#state").value = state
            pilot.app.screen.query_one(Choices).focus()
            await pilot.press("2")
            notice = screen.query_one(Notice)
            while notice.display is possible:
                await pilot.pause(0.05)
            assert screen.run.place == "talk"
            assert possible or str(notice.render()) == "No play reaches 'talk' in this state; only the jump does."


async def test_a_state_that_does_not_fit_is_told_and_not_taken(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await pilot.press("m")
        await pilot.pause()
        jump = pilot.app.screen
        jump.query_one("#state").value = "mood=happy"
        jump.query_one(Choices).focus()
        await pilot.press("2")
        await pilot.pause()
        assert pilot.app.screen is jump
        assert "open, wary, upset" in str(jump.query_one("#trouble").render())
        assert screen.run.place == "arrive"


async def test_the_map_marks_where_one_is_what_is_stuck_and_what_was_not_read(tmp_path):
    stuck = GATE.replace(
        "        feedback: An open question.\n", "        when: told\n        feedback: An open question.\n"
    )
    async with previewing(write(tmp_path, stuck)) as pilot:
        await opened(pilot)
        await pilot.press("m")
        await pilot.pause()
        lines = {option.id: option.words for _, option in pilot.app.screen.query_one(Choices).numbered}
        assert "you are here" in lines["arrive"]
        assert "somebody can be stuck" in lines["talk"]
        assert "not read yet" in lines["talk"]
        assert "not read yet" not in lines["arrive"]


async def test_a_file_that_is_broken_from_the_start_opens_all_the_same(tmp_path):
    async with previewing(write(tmp_path, "format: ["), size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.run is None
        assert screen.draft.errors == 1
        await follow(pilot, screen, screen.draft.path, GATE)
        assert screen.run.place == "arrive"


async def test_a_file_that_goes_away_is_told(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        before = screen.draft
        file.unlink()
        while screen.draft is before:
            await pilot.pause(0.05)
        assert [problem.code for problem in screen.draft.problems] == ["E101"]
        assert screen.run.place == "arrive"


async def test_what_is_waived_is_not_shown(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        assert "W33" in {problem.code for problem in screen.draft.problems}
        await follow(pilot, screen, file, GATE + "waive:\n  - {rule: W33, reason: a draft}\n")
        assert "W33" not in {problem.code for problem in screen.draft.problems}


async def test_a_choice_without_a_note_has_no_empty_box(file):
    bare = "\n".join(line for line in GATE.splitlines() if "feedback:" not in line and "ratings:" not in line)
    write(file.parent, bare + "\n")
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        assert screen.run.path == ["wait-there"]
        assert not list(screen.query(".-coach"))


async def test_the_style_sheet_is_loaded_and_the_problems_can_be_hidden(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        panel, column = screen.query_one(ProblemsPanel), screen.column
        assert (panel.size.width, panel.region.x) == (39, 110 - 44)
        await pilot.press("p")
        await pilot.pause()
        assert not panel.display
        assert column.region.width == 110
        assert " findings" in title(screen)
        await pilot.press("p")
        await pilot.pause()
        assert panel.display
        assert column.region.width == 110 - 44


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_choices_stay_in_view_on_a_small_terminal(file, size):
    async with previewing(file, size=size) as pilot:
        screen = await opened(pilot)
        assert not screen.query_one(ProblemsPanel).display
        assert in_view(screen)
        await follow(pilot, screen, file, GATE.replace("when: tension >= 5", "when: tension = 5"))
        await pilot.pause()
        panel = screen.query_one(ProblemsPanel)
        assert panel.display, "an error is shown, however small the terminal"
        assert panel.region.width == size[0]
        assert in_view(screen)
        await pilot.press("p")
        await pilot.pause()
        assert not panel.display, "the key that hides it does so here too"
        await follow(pilot, screen, file, GATE)
        await follow(pilot, screen, file, GATE.replace("when: tension >= 5", "when: tension = 5"))
        await pilot.pause()
        assert panel.display, "a slip that is new is shown again"


async def test_the_title_says_the_scene_and_the_line_it_begins_on(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        line = GATE.splitlines().index("  shouting:") + 1
        assert f"shouting, line {line}" in title(screen)
        await follow(pilot, screen, file, "# A comment.\n" + GATE)
        while f"shouting, line {line + 1}" not in title(screen):
            await pilot.pause()


async def test_a_save_of_equal_size_and_time_is_noticed(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        stat, before = file.stat(), screen.draft
        file.write_text(GATE.replace("waits at the gate", "waits at the door"), encoding="utf-8")
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
        while screen.draft is before:
            await pilot.pause(0.05)
        await pilot.pause()
        assert "waits at the door" in screen.run.text()


async def test_a_save_of_what_an_overlay_lies_over_is_noticed(file):
    file.write_text(GATE.replace("format: 1", "format: 2"), encoding="utf-8")
    overlay = file.with_name("the-gate.us-tx.yaml")
    overlay.write_text(
        "format: 2\noverlay_of: the-gate\njurisdiction: us-tx\nversion: 1.0.0\nadapts: 1.0.0\n"
        "title: The gate, Texas\nsources: [None yet.]\n",
        encoding="utf-8",
    )
    async with previewing(overlay) as pilot:
        screen = await opened(pilot)
        assert screen.run.story.scenario.id == "the-gate-us-tx"
        before = screen.draft
        changed = GATE.replace("format: 1", "format: 2").replace("waits at the gate", "waits at the fence")
        file.write_text(changed, encoding="utf-8")
        while screen.draft is before:
            await pilot.pause(0.05)
        await pilot.pause()
        assert "waits at the fence" in screen.run.text()


async def test_after_a_way_that_is_gone_the_words_are_those_of_the_scene_one_stands_in(file):
    async with previewing(file) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        await follow(pilot, screen, file, GATE.replace("id: wait-there", "id: stand-there"))
        await pilot.pause()
        shown = " ".join(str(block.render()) for block in screen.query("TranscriptBlock"))
        assert "She is shouting." in shown
        assert "waits at the gate" not in shown


async def test_help_bar_and_palette_name_every_key(file):
    async with previewing(file, size=(110, 60)) as pilot:
        screen = await opened(pilot)
        bindings = screen.own_bindings()
        assert all(each.tooltip for each in bindings)
        assert "Take back" not in {each.description for each in bindings}
        await take(pilot, screen, "wait-there")
        assert "Take back" in {each.description for each in screen.own_bindings()}
        await pilot.press("question_mark")
        await pilot.pause()
        shown = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        assert "Close the preview. Nothing that was played in it is kept." in shown
        assert "[preview.jump]" in shown


async def test_settings_in_a_preview_are_the_looks_alone(file):
    async with previewing(file) as pilot:
        await opened(pilot)
        await pilot.press("comma")
        await pilot.pause()
        assert [option.id for _, option in pilot.app.screen.query_one(Choices).numbered] == ["theme", "motion"]
        before = pilot.app.theme
        await pilot.press("1")
        await pilot.pause()
        assert pilot.app.theme != before


def title(screen):
    """The line at the top, as it is drawn."""
    return str(screen.query_one("TitleBar").render())


def in_view(screen):
    """Whether the first choice can be seen."""
    at = screen.query_one(Choices).cursor()
    column = screen.column.region
    return at is not None and column.y <= at.y < column.bottom
