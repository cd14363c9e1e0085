"""The library: its encounters, the runs of each, and what to do next."""

from simulator.app.start import StartRequest
from simulator.records.store import Store
from simulator.training.preferences import Preferences, keep_preferences
from tests.app.driving import WARNED, driving, session
from tests.samples import GATE, write

BROKEN = GATE.replace("level: foundation", "level: foundaton")
RURAL = GATE.replace("id: the-gate", "id: the-lane").replace("title: The gate", "title: The lane")
RURAL = RURAL.replace("force: urban, place: a school gate", "force: rural, place: a wet lane").replace(
    "level: foundation", "level: advanced"
)


async def test_encounters_stand_by_setting_with_level_and_minutes(tmp_path):
    async with driving(session(tmp_path, GATE, RURAL)) as recruit:
        await recruit.sees("RURAL", "The lane", "advanced · 3 min", "URBAN", "The gate", "foundation · 3 min")
        assert recruit.text.index("RURAL") < recruit.text.index("URBAN")


async def test_the_details_tell_what_is_practised_and_what_it_contains(tmp_path):
    async with driving(session(tmp_path, WARNED), size=(120, 40)) as recruit:
        await recruit.sees("Somebody waits at a gate.", "It contains • Somebody shouts", at="#details")


async def test_own_attempts_and_best_results_are_shown(tmp_path):
    async with driving(session(tmp_path), size=(120, 40)) as recruit:
        await recruit.begin()
        await recruit.take("I'm PC Reid.")
        await recruit.take("I will ring you")
        await recruit.sees("Back to the library")
        await recruit.press("2")
        await recruit.sees("1× played, best ending: resolved", at="EntryList")
        await recruit.sees("best Respect: conduct 92 of 100, n = 3", "due again on 3 November 2026", at="#details")


async def test_an_assessment_stands_apart_from_practice(tmp_path):
    own = session(tmp_path)
    own.open()
    for mode, path in (("practice", ("name-first", "promise")), ("assessment", ("wait-there", "walk-off"))):
        request = StartRequest(scenario="the-gate", path=path, mode=mode)
        own.begin(own.story(request), request, 3)
    async with driving(own, size=(120, 40)) as recruit:
        await recruit.sees("2× played, best ending: resolved", "best ending in assessment: harm", at="EntryList")
        await recruit.sees("best Respect: conduct 92", "best Respect in assessment: conduct 8", at="#details")
        await recruit.press("p")
        await recruit.sees("Respect, practice")
        await recruit.press("space")
        await recruit.sees("Respect, assessment")


async def test_a_file_with_errors_is_listed_with_its_first_problem(tmp_path):
    async with driving(session(tmp_path, GATE, BROKEN), size=(120, 40)) as recruit:
        await recruit.sees("FILES WITH ERRORS", "cannot be read")
        await recruit.press("down")
        await recruit.sees("Its first problem:", "8:8 E204", "foundaton", "encounter check", at="#details")
        await recruit.press("enter")
        await recruit.pilot.pause()
        assert "before you begin" not in recruit.text


async def test_an_empty_library_says_what_to_do(tmp_path):
    own = session(tmp_path)
    (tmp_path / "scenarios" / "a.yaml").unlink()
    async with driving(own, size=(120, 24)) as recruit:
        await recruit.sees("There is no encounter here.", "ENCOUNTER_SCENARIOS", at="#details")


async def test_a_search_follows_what_is_typed_and_can_be_taken_back(tmp_path):
    async with driving(session(tmp_path, GATE, RURAL)) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("slash")
        await recruit.type("wet lane")
        await recruit.sees("1 of 2", "The lane")
        assert "URBAN" not in recruit.text
        await recruit.type(" nowhere")
        await recruit.sees("No encounter matches.")
        await recruit.press("escape")
        await recruit.sees("URBAN", "The gate")


async def test_a_filter_shows_one_kind_only(tmp_path):
    async with driving(session(tmp_path, GATE, RURAL)) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("f", "f", "f")
        await recruit.sees("1 of 2", "showing advanced")
        assert "URBAN" not in recruit.text


async def test_practise_next_opens_what_is_suggested(tmp_path):
    async with driving(session(tmp_path, GATE, RURAL)) as recruit:
        await recruit.sees("Practise next The gate You have not met these people yet.")
        await recruit.press("n")
        await recruit.sees("The gate before you begin")


async def test_nothing_is_kept_of_an_encounter_that_was_only_looked_at(tmp_path):
    own = session(tmp_path)
    async with driving(own) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("enter")
        await recruit.sees("Not now")
        await recruit.press("escape")
        await recruit.sees("Practise next The gate")
        assert own.store.runs() == []


async def test_a_translation_is_offered_and_played(tmp_path):
    own = session(tmp_path)
    write(
        tmp_path / "scenarios",
        "format: 1\nlanguage: de\ntranslates: 1.0.0\nscenes:\n  arrive: {text: Eine Frau wartet.}\n",
        "a.de.yaml",
    )
    async with driving(own) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("enter")
        await recruit.sees("3 Practise in German")
        await recruit.press("3")
        await recruit.sees("Eine Frau wartet.")


async def test_a_library_is_titled_in_the_language_of_whoever_trains(tmp_path):
    own = session(tmp_path)
    spanish = "format: 1\nlanguage: es\ntranslates: 1.0.0\ntitle: La verja\nsummary: Una mujer en una verja.\n"
    write(tmp_path / "scenarios", spanish, "a.es.yaml")
    with Store.open(own.address) as store:
        keep_preferences(store, store.trainee("Sam", own.clock()), Preferences(language="es"))
    async with driving(own) as recruit:
        await recruit.sees("A practicar La verja", "Una mujer en una verja.")


async def test_a_suggestion_is_taken_by_a_click_as_by_its_key(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("Practise next The gate")
        line = next(at for at, each in enumerate(recruit.lines) if "Practise next" in each)
        await recruit.pilot.click(offset=(20, line))
        await recruit.sees("before you begin")
