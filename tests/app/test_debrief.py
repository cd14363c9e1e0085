"""The debrief: own view first, then what happened, what it was worth, and why."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.app.charts import step_curve
from simulator.app.start import StartRequest
from simulator.messages import program_languages, speaking, tr
from simulator.training.debrief import Curve
from tests.app.driving import driving, session
from tests.app.test_screens import LANE
from tests.samples import GATE


async def played(recruit, *choices):
    """Play from the library to the end, and open the debrief."""
    await recruit.begin()
    for words in choices:
        await recruit.take(words)
    await recruit.sees("Look back on what happened")
    await recruit.press("1")


def kept(own, *path, mode="practice"):
    """Keep a run of the small gate; return its id."""
    own.open()
    request = StartRequest(scenario="the-gate", mode=mode, path=path)
    return own.begin(own.story(request), request, 3).record.id


async def skip_own_view(recruit):
    """Go on to the debrief without a view of one's own."""
    await recruit.sees("First, your own view")
    await recruit.press("escape")


HARM = ("wait-there", "walk-off")
WELL = ("name-first", "promise")


async def test_the_own_view_comes_first_and_is_kept(tmp_path):
    own = session(tmp_path)
    async with driving(own, size=(80, 60)) as recruit:
        await played(recruit, "I'm PC Reid.", "What happened?")
        await recruit.sees("First, your own view", "De-escalation not answered")
        assert "Scores" not in recruit.text
        await recruit.press("7", "down", "1", "0", "left", "down")
        await recruit.type("Less haste")
        await recruit.press("enter")
        await recruit.sees("“Less haste”", "You said", "70 close to the conduct figure")
        run = own.store.runs()[0]
        assert own.store.self_ratings(run.id) == {"de-escalation": 70, "respect": 90}
        assert own.store.reflection(run.id) == "Less haste"
        await recruit.press("o")
        await recruit.sees("What you wrote before stays in the record.", "Less haste")
        await recruit.type(" next time")
        await recruit.press("enter")
        await recruit.sees("“Less haste next time”")


async def test_the_arrows_go_from_question_to_question_where_not_all_of_them_fit(tmp_path):
    own = session(tmp_path)
    run = kept(own, *WELL)
    async with driving(own, start=StartRequest(debrief=run), size=(60, 20)) as recruit:
        await recruit.sees("First, your own view")
        await recruit.press("7", "down", "4", "up", "6", "enter")
        await recruit.until(lambda: own.store.self_ratings(run))
        assert own.store.self_ratings(run) == {"de-escalation": 60, "respect": 40}


async def test_the_own_view_is_asked_for_only_once(tmp_path):
    own = session(tmp_path)
    run = kept(own, *WELL)
    own.keep_own_view(run, {"respect": 40}, "")
    async with driving(own, start=StartRequest(debrief=run), size=(80, 50)) as recruit:
        await recruit.sees("You said", "points below the conduct figure")


async def test_a_skipped_own_view_keeps_nothing(tmp_path):
    own = session(tmp_path)
    run = kept(own, *WELL)
    async with driving(own, start=StartRequest(debrief=run)) as recruit:
        await skip_own_view(recruit)
        await recruit.sees("The ending: resolved")
        assert own.store.self_ratings(run) == {}


async def test_a_critical_event_stands_before_everything_else(tmp_path):
    own = session(tmp_path)
    run = kept(own, *HARM)
    async with driving(own, start=StartRequest(debrief=run), size=(80, 50)) as recruit:
        await skip_own_view(recruit)
        await recruit.sees("A critical event", "No aid, at decision 2", "The ending: harm")
        assert recruit.text.index("A critical event") < recruit.text.index("The ending: harm")


async def test_both_figures_stand_with_their_n_and_what_was_not_met_is_not_assessed(tmp_path):
    own = session(tmp_path)
    run = kept(own, *WELL)
    async with driving(own, start=StartRequest(debrief=run), size=(80, 70)) as recruit:
        await skip_own_view(recruit)
        await recruit.sees("Practice only:", "n = 3 · credits +5 · debits 0")
        lines = {" ".join(line.split()) for line in recruit.lines}
        assert any(line.startswith("Conduct ━") and " 92 " in line for line in lines)
        assert any(line.startswith("Decision quality ━") for line in lines)
        assert "Neutrality not assessed" in lines
        assert "Self-control not assessed" in lines
        assert any(line.startswith("Opening ━") and line.endswith("100 strong n = 1") for line in lines)


async def test_meters_and_moods_are_curves_with_their_course_in_words(tmp_path):
    own = session(tmp_path)
    run = kept(own, "wait-there", "step-back", "ask-more")
    async with driving(own, start=StartRequest(debrief=run), size=(80, 90)) as recruit:
        await skip_own_view(recruit)
        await recruit.sees("Tension 3 → 5, on a scale of 0 to 5 (lower is better)", "Mood wary → upset")
        assert any("┌──" in line for line in recruit.lines)


async def test_every_decision_tells_what_was_chosen_why_and_what_was_stronger(tmp_path):
    own = session(tmp_path)
    run = kept(own, *HARM)
    async with driving(own, start=StartRequest(debrief=run), size=(80, 150)) as recruit:
        await skip_own_view(recruit)
        await recruit.sees(
            "Decision 1 of 2",
            "You chose “Wait there.”",
            "−− Voice harmful on offer: harmful to good",
            "Why An order without a name.",
            "A stronger choice “I'm PC Reid. What is his name?” A name before a question.",
            "Decision 2 of 2",
            "To discuss",
            "1. What did she need first?",
        )


async def test_an_unfinished_assessment_gives_nothing_away(tmp_path):
    own = session(tmp_path)
    run = kept(own, "wait-there", mode="assessment")
    async with driving(own, start=StartRequest(debrief=run)) as recruit:
        await recruit.sees("This assessment is not finished")
        assert "Voice" not in recruit.text


async def test_an_unknown_run_is_said(tmp_path):
    async with driving(session(tmp_path), start=StartRequest(debrief="nothing")) as recruit:
        await recruit.sees("nothing")


async def test_progress_shows_each_criterion_over_time_and_opens_a_run(tmp_path):
    own = session(tmp_path, GATE)
    kept(own, *HARM)
    kept(own, *WELL)
    async with driving(own, size=(80, 70)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("p")
        await recruit.sees("Each criterion over time", "Neutrality not assessed", "Your runs")
        opening = next(line.split() for line in recruit.lines if line.strip().startswith("Opening"))
        assert opening == ["Opening", "▃█", "62", "unsure", "n", "=", "2"]
        await recruit.press("2")
        await skip_own_view(recruit)
        await recruit.sees("The ending: harm")


async def test_progress_is_helpful_before_anything_was_played(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("p")
        await recruit.sees("Nothing here yet")
        assert "Look back" not in recruit.lines[-1]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_whole_debrief_can_be_read_on_a_small_terminal(tmp_path, size):
    own = session(tmp_path)
    run = kept(own, *HARM)
    async with driving(own, start=StartRequest(debrief=run), size=size) as recruit:
        await skip_own_view(recruit)
        await recruit.sees("A critical event")
        seen = []
        for _ in range(20):
            seen += recruit.lines
            await recruit.press("pagedown")
        words = " ".join(" ".join(seen).replace("▌", " ").split())
        assert "What did she need first?" in words
        assert all(len(line) <= size[0] for line in seen)


@pytest.mark.parametrize("language", program_languages())
@pytest.mark.parametrize("width", [30, 80])
def test_what_stands_below_a_course_never_runs_together(language, width):
    with speaking(language):
        *_, axis = step_curve(Curve("tension", (3, 4, 5, 5), 0, 10, (), "low"), width)
        first, *decisions = axis.plain.split()
        assert decisions == ["1", "2", "3"]
        assert first in (tr("start"), "0")


async def test_what_is_listed_stands_in_columns_where_a_row_fits_a_line(tmp_path):
    own = session(tmp_path, GATE, LANE)
    kept(own, *HARM)
    second = kept(own, *WELL)
    own.begin(own.story(StartRequest(scenario="the-lane")), StartRequest(scenario="the-lane", path=WELL), 3)
    async with driving(own, size=(160, 90)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("p")
        await recruit.sees("Your runs", "The long way round by the lane")
        rows = [line for line in recruit.lines if "practice" in line and "the ending" in line]
        assert len(rows) == 3
        assert len({(line.index("2 November"), line.index("practice"), line.index("the ending")) for line in rows}) == 1
        recruit.app.show(StartRequest(debrief=second))
        await skip_own_view(recruit)
        await recruit.sees("Then and now")
        compared = [line for line in recruit.lines if "→" in line and "point" in line]
        assert len({line.index("→") for line in compared}) == 1
        assert any(" ".join(line.split()).startswith("Opening 25 → 100 +75 points") for line in compared)


async def test_a_page_that_is_opened_while_a_debrief_is_written_stays_open(tmp_path):
    own = session(tmp_path)
    run = kept(own, *WELL)
    own.keep_own_view(run, {"respect": 40}, "")
    async with driving(own, start=StartRequest(debrief=run)) as recruit:
        await recruit.sees("The ending: resolved")
        await recruit.press("w")
        await recruit.sees("Where should it be kept?")
        await recruit.press("ctrl+u", *str(tmp_path / "kept.txt"))
        # What is written waits for a thread until the other page is open.
        free, threads = threading.Event(), ThreadPoolExecutor(1)
        threads.submit(free.wait, 20)
        asyncio.get_running_loop().set_default_executor(threads)
        await recruit.press("enter", "g")
        await recruit.sees("What the words mean")
        free.set()
        await recruit.until((tmp_path / "kept.txt").exists)
        await recruit.press("escape")
        await recruit.sees("Written:")
