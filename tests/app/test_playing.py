"""A recruit's way through the app: a name, an encounter, its debrief, and a new try."""

from dataclasses import replace

from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.countdown import Countdown
from simulator.records.store import Store
from simulator.training.play import Play
from tests.app.driving import STUCK, TIMED, WARNED, driving, session, slow
from tests.samples import GATE, write


async def test_a_first_start_asks_only_for_a_name(tmp_path):
    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("What should we call you?")
        await recruit.type("Sam Reid")
        await recruit.press("enter")
        await recruit.sees("The first minute", "nothing of it is kept", "What are you doing here?")
        await recruit.press("2")
        await recruit.sees("Coach You took the light out of his eyes")
        await recruit.press("enter")
        await recruit.sees("Practise next The gate", "Sam Reid")
    with Store.open(str(tmp_path / "store.db")) as store:
        assert [trainee.name for trainee in store.trainees()] == ["Sam Reid"]


async def test_a_question_mark_asks_for_help_and_is_no_part_of_a_name(tmp_path):
    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("What should we call you?", "? Help")
        await recruit.press("A", "question_mark")
        await recruit.sees("Go on under this name.")
        await recruit.press("escape", "d", "a")
        await recruit.sees("Ada")


async def test_a_name_needs_a_letter(tmp_path):
    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("What should we call you?")
        await recruit.press("space", "enter")
        await recruit.sees("A name has letters in it")


async def test_the_second_start_knows_who_is_training(tmp_path):
    async with driving(session(tmp_path, trainee="Sam")) as recruit:
        await recruit.sees("Practise next The gate")
    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("Practise next The gate", "Sam")


async def test_an_encounter_is_played_to_its_debrief_and_tried_again_from_a_decision(tmp_path):
    async with driving(session(tmp_path), size=(100, 40)) as recruit:
        await recruit.begin()
        await recruit.sees("A woman waits at the gate. Tension 3.", "Ama Boateng “Are you here for my son?”")
        await recruit.take("Wait there.")
        await recruit.take("Step back")
        await recruit.take("What happened?")
        await recruit.sees("She nods.", "Look back on what happened")
        await recruit.press("1")
        await recruit.sees("First, your own view")
        await recruit.press("escape")
        await recruit.sees("The ending: resolved", "Scores")
        await recruit.press("n")
        await recruit.sees(
            "Decision 1 of 3", "You chose “Wait there.”", "A stronger choice “I'm PC Reid. What is his name?”"
        )
        await recruit.press("n")
        await recruit.until(lambda: any("Decision 2 of 3" in line and "try again" in line for line in recruit.lines))
        await recruit.press("t")
        await recruit.sees("practice · choice 2", "She is shouting.")
        assert recruit.app.screen.play.run.path == ["wait-there"]


async def test_in_practice_the_coach_says_why_in_words_and_a_choice_can_be_taken_back(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
        await recruit.sees("Coach An order without a name.", "− Opening poor", "−− Voice harmful")
        await recruit.press("r")
        await recruit.sees("Taken back.", "practice · choice 1")
        assert "Coach" not in recruit.text
        assert recruit.app.screen.play.run.path == []


async def test_in_an_assessment_there_is_no_note_and_no_way_back(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.begin(way="2")
        await recruit.take("Wait there.")
        assert "assessment · choice 2" in recruit.text
        assert "Coach" not in recruit.text
        assert "Take back" not in recruit.text
        await recruit.press("r")
        await recruit.pilot.pause()
        assert recruit.app.screen.play.run.path == ["wait-there"]


async def test_leaving_keeps_the_run_and_continue_goes_on_where_it_stood(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
        await recruit.press("escape")
        await recruit.sees("Kept. Go on with it whenever you like", "Continue The gate")
        await recruit.press("c")
        await recruit.sees("practice · choice 2", "She is shouting.")
        await recruit.take("Walk away.")
        await recruit.sees("The gate clangs.")


async def test_continue_names_a_run_of_a_file_that_is_not_in_the_library(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
    (tmp_path / "scenarios" / "a.yaml").unlink()
    async with driving(session(tmp_path, TIMED)) as recruit:
        await recruit.sees("Continue the-gate You began this and have not reached its ending.")
        await recruit.press("c")
        await recruit.sees("She is shouting.")


async def test_a_run_resumes_on_the_scenario_it_began_with(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
    write(tmp_path / "scenarios", GATE.replace("She is shouting.", "Nobody is here."), "a.yaml")
    async with driving(session(tmp_path, GATE.replace("She is shouting.", "Nobody is here."))) as recruit:
        await recruit.sees("Continue The gate")
        await recruit.press("c")
        await recruit.sees("She is shouting.")


async def test_a_choice_that_cannot_be_kept_is_said_and_nothing_moves(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        screen = recruit.app.screen
        recruit.app.session.store.close()
        (tmp_path / "store.db").rename(tmp_path / "elsewhere.db")
        await recruit.press("1")
        await recruit.until(lambda: not screen.busy)
        await recruit.sees("record store")
        assert screen.play.run.path == []
        assert "choice 1" in recruit.text
        (tmp_path / "elsewhere.db").rename(tmp_path / "store.db")
        await recruit.take("Wait there.")
        await recruit.sees("choice 2")


async def test_a_store_that_cannot_be_opened_is_said_and_nothing_begins(tmp_path):
    async with driving(session(tmp_path, address=str(tmp_path))) as recruit:
        await recruit.sees("The gate")
        await recruit.until(lambda: "is a folder" in recruit.text or "record" in recruit.text)
        await recruit.press("enter")
        await recruit.sees("Not now")
        await recruit.press("1")
        await recruit.sees("1 Back to the library", "is a folder")
        await recruit.until(lambda: not any(each in recruit.text for each in ("A woman waits", "Tension", "choice 1")))


async def test_a_locked_choice_is_shown_with_its_reason_and_cannot_be_taken(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
        await recruit.take("Step back")
        await recruit.sees("Not open: She has not been told who you are.")
        await recruit.press("2")
        await recruit.pilot.pause()
        assert recruit.app.screen.play.run.path == ["wait-there", "step-back"]


async def test_arrows_and_enter_take_a_choice(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        second = recruit.app.screen.run.available()[1].id
        await recruit.press("down", "enter")
        await recruit.until(lambda: recruit.app.screen.play.run.path == [second])


async def test_a_click_takes_a_choice(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.begin()
        second = recruit.app.screen.run.available()[1].id
        row = next(y for y, line in enumerate(recruit.lines) if line.strip().startswith("2 "))
        await recruit.pilot.click(offset=(10, row))
        await recruit.until(lambda: recruit.app.screen.play.run.path == [second])


async def test_a_choice_out_of_sight_is_shown_before_it_is_taken(tmp_path):
    long = GATE.replace("A woman waits at the gate.", "A woman waits at the gate. " + "It rains on and on. " * 60)
    async with driving(session(tmp_path, long), size=(60, 20)) as recruit:
        await recruit.begin()
        await recruit.sees("2 more below ▼")
        assert "Wait there." not in recruit.text
        await recruit.press("2")
        await recruit.sees("Wait there.")
        await recruit.until(lambda: "more below" not in recruit.text)
        assert recruit.app.screen.play.run.path == []
        await recruit.press("2")
        await recruit.until(lambda: len(recruit.app.screen.play.run.path) == 1)


async def test_a_timer_chooses_when_the_time_is_up(tmp_path):
    from simulator.app.widgets.countdown import Countdown

    async with driving(session(tmp_path, TIMED), size=(80, 40)) as recruit:
        await recruit.begin()
        await recruit.sees("3 s to choose")
        countdown = recruit.app.screen.query_one(Countdown)
        countdown.tick()
        countdown.tick()
        assert countdown.left == 1
        countdown.tick()
        await recruit.sees("You, out of time “Wait there.”")


async def test_timers_are_switched_off_by_a_key_that_is_named_and_stay_off(tmp_path):
    async with driving(session(tmp_path, TIMED), size=(60, 20)) as recruit:
        await recruit.begin()
        await recruit.sees("3 s to choose", "t switches timers off")
        await recruit.press("t")
        await recruit.sees("Timers are off.")
        assert "to choose" not in recruit.text
    async with driving(session(tmp_path, TIMED)) as recruit:
        await recruit.begin()
        assert "to choose" not in recruit.text


async def test_content_warnings_come_before_the_start_with_a_way_out(tmp_path):
    path = write(tmp_path / "alone", WARNED)
    async with driving(session(tmp_path), start=StartRequest(scenario=str(path))) as recruit:
        await recruit.sees("It contains • Somebody shouts", "Begin", "Not now")
        await recruit.press("escape")
        await recruit.sees("Practise next The gate")
    with Store.open(str(tmp_path / "store.db")) as store:
        assert store.runs() == []


async def test_a_stuck_scene_is_said_in_a_sentence_and_the_run_is_kept(tmp_path):
    async with driving(session(tmp_path, STUCK), size=(80, 40)) as recruit:
        await recruit.begin()
        await recruit.take("I'm PC Reid.")
        await recruit.sees("That is a fault of the story, not yours; the run is kept.", "Take the last choice back")
        assert len(recruit.app.session.store.runs()) == 1


async def test_a_start_after_a_path_stands_behind_its_choices(tmp_path):
    start = StartRequest(scenario="the-gate", seed=7, path=("wait-there", "step-back"))
    async with driving(session(tmp_path), start=start, size=(80, 40)) as recruit:
        await recruit.sees("choice 3", "She looks past you.")
        await recruit.until(lambda: recruit.app.screen.play is not None)
        assert recruit.app.session.store.runs()[0].path == ("wait-there", "step-back")


async def test_a_path_that_the_story_does_not_allow_is_said(tmp_path):
    start = StartRequest(scenario="the-gate", path=("walk-off",))
    async with driving(session(tmp_path), start=start) as recruit:
        await recruit.sees("Step 1: 'walk-off' is not open in 'arrive'.")


async def test_an_unknown_scenario_is_said_with_the_nearest(tmp_path):
    async with driving(session(tmp_path), start=StartRequest(scenario="the-gat")) as recruit:
        await recruit.sees("There is no encounter 'the-gat'.", "the-gate")


async def test_a_choice_made_before_the_store_has_opened_is_kept_once_it_has(tmp_path):
    own = slow(tmp_path)
    async with driving(own, start=StartRequest(scenario="the-gate", seed=3)) as recruit:
        await recruit.sees("A woman waits at the gate.", "choice 1")
        await recruit.press("1")
        assert recruit.app.screen.run.path == []
        own.may_open.set()
        await recruit.sees("choice 2")
        assert len(own.store.runs()[0].path) == 1


async def test_the_app_can_be_left_before_anything_has_opened(tmp_path):
    own = slow(tmp_path)
    async with driving(own) as recruit:
        await recruit.sees("The gate")
        await recruit.press("q")
        own.may_open.set()
        await recruit.until(lambda: recruit.app.return_code == 0)


async def test_the_library_can_be_read_before_the_store_has_opened(tmp_path):
    own = slow(tmp_path)
    own.library.entries()
    async with driving(own) as recruit:
        await recruit.sees("The gate", "foundation · 3 min", "Opening your records")
        own.may_open.set()
        await recruit.sees("Practise next The gate")


async def test_a_screen_that_is_being_taken_down_may_still_be_loading(tmp_path):
    own = slow(tmp_path)
    async with driving(own) as recruit:
        await recruit.sees("The gate")
        await recruit.app.screen.remove_children()  # what closing the app does first
        own.may_open.set()
        await recruit.app.workers.wait_for_complete()
        assert own.trainee.name == "Sam"


NARRATED = (
    GATE.replace("format: 1", "format: 2")
    .replace("        goto: talk\n      - id: wait-there", "        goto: pause\n      - id: wait-there")
    .replace(
        "  talk:\n",
        "  pause:\n    text: A bell rings. {if told}She says your name.{end}\n    continue: talk\n  talk:\n",
        1,
    )
)


async def test_what_goes_on_by_itself_is_read_before_the_next_scene(tmp_path):
    async with driving(session(tmp_path, NARRATED), size=(100, 40)) as recruit:
        await recruit.begin()
        await recruit.take("I'm PC Reid. What is his name?")
        await recruit.sees("A bell rings. She says your name.", "Go on")
        assert not any("She tells you about Kofi." in line for line in recruit.lines)
        await recruit.press("1")
        await recruit.sees("She tells you about Kofi.", "What happened?")
        assert recruit.app.screen.play.run.path == ["name-first"]


async def test_who_says_it_first_types_before_the_choices_are_shown(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.press("comma")
        await recruit.sees("Say it first: off")
        await recruit.press("7")
        await recruit.sees("Say it first: on")
        await recruit.press("escape")
        await recruit.begin()
        await recruit.sees("First, in your own words: what would you say or do?")
        assert "Wait there." not in recruit.text
        await recruit.sees("Enter Show choices F1 Help Esc Leave", at="KeyBar")
        await recruit.press("f1")
        await recruit.sees("Help", "PgDn Scroll down")
        assert "encounter.timers" not in recruit.text
        assert "None" not in recruit.text
        await recruit.press("escape")
        await recruit.type("I'm PC Reid, 12?")
        await recruit.press("enter")
        await recruit.sees("You, before the choices I'm PC Reid, 12?", "Wait there.", "Enter Choose")
        await recruit.take("Wait there.")
        await recruit.sees("First, in your own words")
        await recruit.press("enter")
        await recruit.sees("Step back")
        play = recruit.app.screen.play
        assert play.store.own_words(play.record) == {1: "I'm PC Reid, 12?"}


async def test_in_two_windows_the_one_that_comes_second_is_told_and_goes_on(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.begin()
        await recruit.sees("Wait there.")
        await recruit.until(lambda: recruit.app.screen.play is not None)
        play = recruit.app.screen.play
        with Store.open(str(tmp_path / "store.db")) as other:
            Play.resume(other, play.record.id, clock=recruit.app.session.clock).choose("wait-there")
        number = next(n for n, each in recruit.app.screen.query_one(Choices).numbered if each.id == "name-first")
        await recruit.press(str(number))
        await recruit.sees("Another window went on with this run.", "practice · choice 2")
        assert recruit.app.screen.play.run.path == ["wait-there"]
        await recruit.take("Step back")


async def test_in_an_assessment_a_choice_can_be_asked_about_before_it_counts(tmp_path):
    own = session(tmp_path)
    own.open()
    own.prefer(replace(own.preferences, confirm=True))
    own.keep_preferred()
    async with driving(own, size=(80, 40)) as recruit:
        await recruit.begin(way="2")
        await recruit.sees("Wait there.")
        await recruit.press("1")
        await recruit.sees("Does this choice count?")
        await recruit.press("1")
        await recruit.sees("assessment · choice 1")
        assert recruit.app.screen.play.run.path == []
        await recruit.press("1")
        await recruit.sees("Does this choice count?")
        await recruit.press("2")
        await recruit.sees("assessment · choice 2")


async def test_an_assessment_that_is_left_and_continued_gets_no_new_time(tmp_path):
    async with driving(session(tmp_path, TIMED.replace("seconds: 3", "seconds: 600")), size=(80, 40)) as recruit:
        await recruit.begin(way="2")
        await recruit.sees("s to choose")
        before = recruit.app.screen.query_one(Countdown).left
        await recruit.press("escape")
        await recruit.sees("Practise next")
        await recruit.press("c")
        await recruit.sees("s to choose")
        # The clock of these tests goes on by a minute whenever it is read.
        assert recruit.app.screen.query_one(Countdown).left <= before - 60


async def test_digits_of_an_input_method_rate_as_well(tmp_path):
    own = session(tmp_path)
    own.open()
    request = StartRequest(scenario="the-gate", path=("name-first", "promise"))
    run_id = own.begin(own.story(request), request, 3).record.id
    async with driving(own, size=(80, 40), start=StartRequest(debrief=run_id)) as recruit:
        await recruit.sees("First, your own view")
        await recruit.press("７")
        await recruit.sees("7 of 10")


async def test_resizing_again_and_again_keeps_the_place(tmp_path):
    async with driving(session(tmp_path), size=(60, 20)) as recruit:
        await recruit.begin()
        await recruit.take("Wait there.")
        await recruit.sees("Coach", "Step back")
        for size in ((160, 50), (60, 20), (160, 50), (80, 24), (60, 14)):
            await recruit.pilot.resize_terminal(*size)
            await recruit.pilot.pause()
        await recruit.sees("You “Wait there.”")
        await recruit.until(lambda: "A school gate." not in recruit.text)


async def test_in_another_size_it_is_said_anew_what_is_below_and_the_highlight_stays_in_view(tmp_path):
    async with driving(session(tmp_path), size=(80, 24)) as recruit:
        await recruit.begin()
        await recruit.sees("› 1")
        assert "more below" not in recruit.lines[0]
        await recruit.pilot.resize_terminal(60, 12)
        await recruit.sees("1 more below ▼")
        await recruit.pilot.resize_terminal(80, 24)
        await recruit.until(lambda: "more below" not in recruit.lines[0])
        await recruit.press("down")
        await recruit.sees("› 2")
        await recruit.pilot.resize_terminal(60, 12)
        await recruit.sees("› 2")


async def test_a_small_terminal_tells_who_is_here_where_it_is_asked(tmp_path):
    async with driving(session(tmp_path), start=StartRequest(scenario="the-gate"), size=(60, 20)) as recruit:
        await recruit.sees("A woman waits at the gate.")
        assert "mother" not in recruit.text
        await recruit.press("s")
        await recruit.sees("How it stands", "3 of 5", "Ama Boateng", "mother")
        await recruit.press("s")
        await recruit.sees("A woman waits at the gate.")


async def test_words_that_are_quoted_stand_in_one_kind_of_quotation_marks(tmp_path):
    told = GATE.replace("A woman waits at the gate.", 'A woman calls "Wait!" at the gate.')
    told = told.replace("Are you here for my son?", 'Who said "son"?')
    async with driving(session(tmp_path, told)) as recruit:
        await recruit.begin()
        await recruit.sees("A woman calls “Wait!” at the gate.", "“Who said ‘son’?”")
