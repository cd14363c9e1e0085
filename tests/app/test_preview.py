"""The preview follows a file being written: same scene, problems with their lines, and never closed by a fault."""

import os

import pytest

from simulator.app.preview import JumpScreen, PreviewApp, PreviewScreen
from simulator.app.widgets.choices import Choices
from tests.samples import GATE, write


@pytest.fixture
def file(tmp_path):
    return write(tmp_path)


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


async def test_a_save_keeps_the_place_and_shows_the_new_words(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        assert screen.run.place == "shouting"
        await follow(pilot, screen, file, GATE.replace("She is shouting.", "She shouts and shouts."))
        assert screen.run.path == ["wait-there"]
        assert screen.run.text() == "She shouts and shouts."
        assert screen.draft.seconds > 0


async def test_a_broken_file_leaves_the_last_good_version_and_names_the_line(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
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
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        await follow(pilot, screen, file, GATE.replace("id: wait-there", "id: stand-there"))
        assert screen.run.place == "shouting"


async def test_a_jump_goes_to_any_scene_in_any_state(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
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


async def test_a_state_that_does_not_fit_is_told_and_not_taken(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
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
    async with PreviewApp(write(tmp_path, stuck)).run_test(size=(110, 40)) as pilot:
        await opened(pilot)
        await pilot.press("m")
        await pilot.pause()
        lines = {option.id: option.words for _, option in pilot.app.screen.query_one(Choices).numbered}
        assert "you are here" in lines["arrive"]
        assert "somebody can be stuck" in lines["talk"]
        assert "not read yet" in lines["talk"]
        assert "not read yet" not in lines["arrive"]


async def test_a_file_that_is_broken_from_the_start_opens_all_the_same(tmp_path):
    async with PreviewApp(write(tmp_path, "format: [")).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert screen.run is None
        assert screen.draft.errors == 1
        await follow(pilot, screen, screen.draft.path, GATE)
        assert screen.run.place == "arrive"


async def test_a_file_that_goes_away_is_told(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
        screen = await opened(pilot)
        before = screen.draft
        file.unlink()
        while screen.draft is before:
            await pilot.pause(0.05)
        assert [problem.code for problem in screen.draft.problems] == ["E101"]
        assert screen.run.place == "arrive"


async def test_what_is_waived_is_not_shown(file):
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
        screen = await opened(pilot)
        assert "W33" in {problem.code for problem in screen.draft.problems}
        await follow(pilot, screen, file, GATE + "waive:\n  - {rule: W33, reason: a draft}\n")
        assert "W33" not in {problem.code for problem in screen.draft.problems}


async def test_a_choice_without_a_note_has_no_empty_box(file):
    bare = "\n".join(line for line in GATE.splitlines() if "feedback:" not in line and "ratings:" not in line)
    write(file.parent, bare + "\n")
    async with PreviewApp(file).run_test(size=(110, 40)) as pilot:
        screen = await opened(pilot)
        await take(pilot, screen, "wait-there")
        assert screen.run.path == ["wait-there"]
        assert not list(screen.query(".-coach"))
