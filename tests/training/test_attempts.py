"""Attempts side by side: the one before, figures then and now, and the choices that were taken back."""

import io
from datetime import UTC, datetime

import pytest

from simulator.app.start import StartRequest
from simulator.errors import UsageError
from simulator.plain.debrief import look_back
from simulator.plain.talk import Talk
from simulator.records.store import Mode, Store
from simulator.training.debrief import debrief
from simulator.training.play import Play
from simulator.views.debrief import debrief_parts
from tests.app.driving import clock, driving, session
from tests.samples import gate


def two_attempts(folder):
    """Play the gate twice, with a choice taken back the second time; return the ids."""
    ticks = clock()
    with Store.open(str(folder / "store.db")) as store:
        sam = store.trainee("Sam", datetime(2026, 11, 1, tzinfo=UTC))
        story = gate(folder / "played")
        first = Play.start(store, story, sam, clock=ticks, mode=Mode.PRACTICE)
        for choice in ("wait-there", "walk-off"):
            first.choose(choice)
        second = Play.start(store, story, sam, clock=ticks, mode=Mode.PRACTICE)
        second.choose("wait-there")
        second.rewind()
        for choice in ("name-first", "promise"):
            second.choose(choice)
        return first.record.id, second.record.id


def told(folder, run):
    """Return the lines of a debrief, by the heading that they stand under."""
    with Store.open(str(folder / "store.db")) as store:
        return {part.title: [line.text for line in part.lines] for part in debrief_parts(debrief(store, run))}


def test_a_second_attempt_is_told_beside_the_first(tmp_path):
    first, second = two_attempts(tmp_path)
    assert "Then and now" not in told(tmp_path, first)
    found = told(tmp_path, second)
    beside = found["Then and now"]
    assert beside[0].startswith("This was attempt 2; the one before was on 2 November 2026")
    assert beside[1:3] == ["The ending then: harm; now: resolved.", "Choices taken back then: 0; now: 1."]
    assert any(line.startswith("Opening: 25 then, 100 now, +75 points") for line in beside)
    assert found["Decision 1 of 2"].index("Taken back: Wait there.") + 1 == next(
        place for place, line in enumerate(found["Decision 1 of 2"]) if line.startswith("You chose")
    )


def third_attempt(folder):
    """Play the gate once more, after two attempts; return the ids of all three."""
    first, second = two_attempts(folder)
    with Store.open(str(folder / "store.db")) as store:
        play = Play.start(
            store, gate(folder / "played"), store.find_trainee("Sam"), clock=lambda: datetime(2026, 11, 20, tzinfo=UTC)
        )
        for choice in ("name-first", "promise"):
            play.choose(choice)
        return first, second, play.record.id


def test_any_earlier_attempt_is_put_beside_a_run_and_nothing_else(tmp_path):
    first, second, third = third_attempt(tmp_path)
    with Store.open(str(tmp_path / "store.db")) as store:
        then = {beside: debrief(store, third, beside=beside).then.attempt for beside in (None, second, first)}
        assert [(each.run, each.number) for each in then.values()] == [(second, 2), (second, 2), (first, 1)]
        for other in (third, "no-such-run"):
            with pytest.raises(UsageError, match="not an earlier attempt"):
                debrief(store, third, beside=other)
        with pytest.raises(UsageError, match="not an earlier attempt"):
            debrief(store, first, beside=second)
        (lines,) = (part.lines for part in debrief_parts(debrief(store, third, beside=first)) if part.shows == "then")
    assert lines[0].text.startswith("This was attempt 3; it is compared with attempt 1, of ")


class Keyboard(io.StringIO):
    """Somebody who types, and reads a long text in parts."""

    def isatty(self):
        return True


def test_line_by_line_another_attempt_is_put_beside_a_run_by_its_number(tmp_path):
    _, _, third = third_attempt(tmp_path)
    screen = io.StringIO()
    with Store.open(str(tmp_path / "store.db")) as store:
        asked = len(debrief(store, third).rubrics) + 1 + 3
        look_back(Talk(Keyboard("\n" * asked + "c 1\nc 9\no\nLess haste\n"), screen), store, third)
        assert store.reflection(third) == "Less haste"
    out = " ".join(screen.getvalue().split())
    assert "c and a number compares this attempt with another of them." in out
    assert out.index("This was attempt 3; the one before") < out.index("it is compared with attempt 1, of ")
    assert "'c 9' is not the number of a decision." in out


async def test_in_the_app_another_attempt_is_picked_and_stands_beside_the_run(tmp_path):
    _, _, third = third_attempt(tmp_path)
    async with driving(session(tmp_path), size=(100, 90), start=StartRequest(debrief=third)) as recruit:
        await recruit.sees("your own view")
        await recruit.press("escape")
        await recruit.sees("This was attempt 3; the one before", "c compares this attempt with another one.")
        await recruit.press("c")
        await recruit.sees("Attempt 2, practice, ", "Attempt 1, practice, ")
        await recruit.press("2")
        await recruit.sees("it is compared with attempt 1, of ")


async def test_on_a_wide_terminal_a_debrief_stands_in_two_columns_and_says_that_there_is_more(tmp_path):
    _, second = two_attempts(tmp_path)
    async with driving(session(tmp_path), size=(160, 50), start=StartRequest(debrief=second)) as recruit:
        await recruit.sees("your own view")
        await recruit.press("escape")
        await recruit.sees("The ending", "Then and now", "more below ▼")
        assert any("De-escalation" in line and "Respect" in line for line in recruit.lines)
        bare = [
            segment
            for strip in recruit.app.screen._compositor.render_strips()
            for segment in strip
            if segment.cell_length and (segment.style is None or segment.style.bgcolor is None)
        ]
        assert bare == [], "between the columns the terminal's own colour shows"
        await recruit.press("n")
        await recruit.sees("You took back", "Wait there.")
        await recruit.press("end")
        await recruit.until(lambda: "more below" not in recruit.text)


async def test_before_one_begins_it_is_said_that_there_is_more_below(tmp_path):
    async with driving(session(tmp_path), size=(60, 12)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("enter")
        await recruit.sees("before you begin", "more below ▼")
        await recruit.press("space", "space", "space")
        await recruit.until(lambda: "more below" not in recruit.text)
