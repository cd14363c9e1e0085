"""Pages about oneself: progress, settings, a scene's time limit by the server's clock, and the ways to begin."""

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape

from sqlalchemy import select

from simulator.encounter.run import Run
from simulator.people.audit import entries
from simulator.records.schema import decisions
from simulator.scenario.library import Library
from simulator.server import asking
from simulator.training.progress import attempts
from simulator.views.overview import calendar_of
from simulator.views.own_data import as_json, what_is_kept
from tests.server.serving import PASSWORD, Browser
from tests.server.test_pages import play

OTHER = "staple battery horse incorrect"


def test_progress_shows_each_criterion_what_is_due_and_every_run(someone):
    sam = someone("Sam")
    assert "Nothing here yet" in sam.go("/progress").text
    play(sam)
    page = sam.go("/progress")
    for words in ("Practise next", "When each is due again", "Each criterion over time", "the ending:"):
        assert words in page.text
    assert '<polyline points="4.0,' in page.page.text


def test_progress_tells_practice_and_assessment_apart(store, someone):
    sam = someone("Sam")
    play(sam)
    assert "Respect, practice" not in sam.go("/progress").text
    sam.go("/encounters/five-a-side").send("/encounters/five-a-side/begin", mode="assessment")
    assert "assessment" not in sam.go("/progress").text.split("Your runs")[0]
    run = store.runs()[0]
    sam.go(f"/runs/{run.id}")
    while sam.choices():
        sam.choose(sam.choices()[0])
    text = sam.go("/progress").text
    assert text.index("Respect, practice") < text.index("Respect, assessment")


def test_progress_shows_what_one_wrote_and_what_is_due_day_by_day_as_the_app_does(store, someone):
    sam = someone("Sam")
    assert "Your own notes" not in sam.go("/progress").text
    first, second = play(sam), play(sam, "five-a-side")
    for run, words in ((first, "I'd <i>ask</i> first."), (second, "Later I knew.")):
        store.reflect(run, words, datetime.now(UTC))
    sam.go("/settings").send("/settings/say-first", first="on")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    sam.send(f"{sam.path}/say-first", decision="1", words="I'm PC Reid.")
    text = sam.go("/progress").text
    assert "Your own notes" in text
    for words in ("Before the choices of decision 1: I'm PC Reid.", "Afterwards: I'd <i>ask</i> first."):
        assert words in text
    titles = {entry.id: entry.title for entry in Library.default().entries()}
    found = calendar_of(attempts(store.runs()).values(), titles, datetime.now(UTC))
    assert len(found[0].titles) == 2
    assert f"{found[0].day}: {', '.join(found[0].titles)}" in text


def test_any_earlier_attempt_is_put_beside_a_run_and_nobody_elses(someone):
    sam, eve = someone("Sam"), someone("Eve")
    first, _, third = play(sam, "five-a-side"), play(sam, "five-a-side"), play(sam, "five-a-side")
    hers = play(eve, "five-a-side")
    page = sam.go(f"/runs/{third}/debrief?scores=now")
    assert "This was attempt 3; the one before" in page.text
    assert "it is compared with attempt 1" in sam.go(f"/runs/{third}/debrief?scores=now&beside={first}").text
    assert f'<option value="{first}" selected>' in sam.page.text
    assert sam.go(f"/runs/{third}/debrief?scores=now&beside={hers}").page.status_code == 404


def test_a_choice_of_an_assessment_counts_once_it_is_confirmed_where_that_is_set(store, someone):
    sam = someone("Sam")
    sam.go("/settings").send("/settings/confirm", confirm="on")
    sam.go("/encounters/five-a-side").send("/encounters/five-a-side/begin", mode="assessment")
    run = store.runs()[0].id
    first = sam.choices()[0]
    assert "Does this choice count?" in sam.choose(first).text
    assert store.run(run).path == ()
    sam.send(f"/runs/{run}/choose", decision="1", choice=first, sure="yes")
    assert store.run(run).path == (first,)
    sam.go("/settings").send("/settings/confirm", confirm="off")
    sam.go(f"/runs/{run}").choose(sam.choices()[0])
    assert len(store.run(run).path) == 2


def test_a_debrief_is_handed_over_as_a_page_and_as_text_to_whose_it_is(someone):
    sam, eve = someone("Sam"), someone("Eve")
    run = play(sam, "five-a-side")
    for ending in ("html", "txt"):
        kept = sam.go(f"/runs/{run}/debrief.{ending}").page
        assert kept.headers["content-disposition"] == f'attachment; filename="debrief.{ending}"'
        assert "Decision 1 of" in kept.text
        assert eve.go(f"/runs/{run}/debrief.{ending}").page.status_code == 404


def test_somebody_new_tries_one_choice_of_which_nothing_is_kept(store, someone):
    sam = someone("Sam").go("/library")
    assert "New here?" in sam.text
    assert "Five to midnight." in sam.go("/lesson").text
    assert "You took the light out of his eyes" in sam.go("/lesson?choice=1").text
    assert "Five to midnight." in sam.go("/lesson?choice=2").text
    assert store.runs() == []
    play(sam, "five-a-side")
    assert "New here?" not in sam.go("/library").text
    assert "(1× played, best ending: " in sam.text
    assert "Practise next" in sam.text
    assert "You, so far 1× played to an ending best ending: " in sam.go("/encounters/five-a-side").text
    sam.go("/library")
    assert "Five-a-side" not in sam.go("/library?kind=not+played+yet").text
    assert "The market stall" in sam.text
    assert "Nothing was found." in sam.go("/library?kind=due").text


def test_own_words_are_written_anew_and_the_first_stay_in_the_record(store, someone):
    sam, eve = someone("Sam"), someone("Eve")
    run = play(sam, "five-a-side")
    for words in ("Ask his name.", "Ask his name, and wait."):
        sam.go(f"/runs/{run}/debrief?scores=now").send(f"/runs/{run}/own-words", words=words)
        assert words in sam.text
    assert sam.page.text.count("Ask his name") == 2, "what stands, and what the form begins with"
    sam.send(f"/runs/{run}/own-words", words="  ")
    assert store.reflection(run) == "Ask his name, and wait."
    assert [each["text"] for each in store.person_record(store.find_trainee("Sam"))["reflections"]] == [
        "Ask his name.", "Ask his name, and wait.",
    ]  # fmt: skip
    assert eve.go("/settings").send(f"/runs/{run}/own-words", words="not mine").page.status_code == 404


def test_an_unfinished_practice_run_can_be_put_out_of_the_lists(store, someone):
    sam, kit = someone("Sam"), someone("Kit")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    run, back = sam.path, f"/discarded{sam.path.removeprefix('/runs')}/bring-back"
    assert kit.go("/settings").send(f"{run}/discard").page.status_code == 404
    assert "market" in sam.go("/progress").text.lower()
    assert "Discarded. It is out of the lists" in sam.send(f"{run}/discard").text
    assert "Go on" not in sam.go("/library").text
    assert "Continue" not in sam.go("/encounters/market-stall").text
    assert kit.go("/settings").send(back).page.status_code == 404
    assert "It is in the lists again." in sam.go("/progress").send(back).text
    assert "Continue The market stall, begun" in sam.go("/encounters/market-stall").text
    assert "Go on" in sam.go("/library").text
    assert len(store.runs()) == 1


def test_a_scene_tells_what_happened_before_it_and_who_somebody_is(someone):
    sam = someone("Sam")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    assert "practice · choice 1" in sam.text
    assert "What happened before" not in sam.text
    assert "Amara Okafor, stallholder, pitch 14: wary. Runs the fabric stall" in sam.text
    words = re.search(r">(Say|Do): ([^<]+)</button>", sam.page.text)[2]
    sam.choose(sam.choices()[0])
    before = sam.text.partition("What happened before")[2].partition("Amara Okafor, stallholder")[0]
    assert "Decision 1 The market is loud." in before
    assert unescape(words) in before


def test_the_copy_of_what_is_kept_is_the_one_that_the_app_writes(store, someone):
    sam = someone("Sam")
    play(sam, "five-a-side")
    who = store.find_trainee("Sam")
    told = json.loads(sam.go("/my-data.json").page.text)
    assert told["kept"] == json.loads(as_json(who.name, what_is_kept(store, who), datetime.now(UTC)))["kept"]
    assert f"Runs: {len(told['kept']['runs'])}" in sam.go("/settings").text


def test_a_password_is_changed_by_who_knows_it_and_ends_every_other_sign_in(address, someone):
    first = someone("Sam")
    second = Browser(address).go("/sign-in").send("/sign-in", name="Sam", password=PASSWORD)
    first.go("/settings")
    change = {"password": OTHER, "again": OTHER}
    assert "is not right" in first.send("/settings/password", current="guess", **change).text
    assert "is changed" in first.send("/settings/password", current=PASSWORD, **change).text
    assert first.go("/library").path == "/library"
    assert second.go("/library").path == "/sign-in"
    assert second.send("/sign-in", name="Sam", password=PASSWORD).path == "/sign-in"
    assert second.send("/sign-in", name="Sam", password=OTHER).path == "/library"


def test_an_encounter_is_begun_as_practice_or_as_an_assessment_where_nothing_is_assigned(store, someone):
    sam = someone("Sam").go("/encounters/five-a-side")
    sam.send("/encounters/five-a-side/begin", mode="assessment")
    sam.choose(sam.choices()[0])
    assert "Coach:" not in sam.text
    assert store.runs()[0].mode == "assessment"


@cache
def timed():
    """Return an encounter, and the choices that lead to a scene of it with a time limit."""
    found = ((entry.id, way_to_a_timer(entry.id)) for entry in Library.default().entries())
    return next((id_, way) for id_, way in found if way is not None)


def test_whoever_is_late_by_the_servers_clock_goes_on_with_what_the_scene_says(store, someone, monkeypatch):
    sam = someone("Sam")
    id_, path = timed()
    sam.go(f"/encounters/{id_}").send(f"/encounters/{id_}/begin")
    run = sam.path
    for choice in path:
        sam.choose(choice)
    assert "by the server's clock" in sam.text
    scene = store.replay(run.split("/")[2]).scene
    wanted = next(each for each in sam.choices() if each != scene.timer.choose)
    later(monkeypatch, seconds=scene.timer.seconds + 5)
    assert "Your time is up" in sam.go(run).text
    sam.send(f"{run}/choose", decision=sam.hidden("decision"), choice=wanted)
    with store.reading() as connection:
        last = connection.execute(select(decisions).order_by(decisions.c.sequence.desc())).first()
    assert (last.choice, last.timed_out) == (scene.timer.choose, True)


def test_with_timers_off_nobody_is_late(store, someone, monkeypatch):
    sam = someone("Sam")
    sam.go("/settings").send("/settings/timers", timers="off")
    id_, path = timed()
    sam.go(f"/encounters/{id_}").send(f"/encounters/{id_}/begin")
    for choice in path:
        sam.choose(choice)
    assert "by the server's clock" not in sam.text
    later(monkeypatch, seconds=700)
    assert sam.go(sam.path).choices()


def way_to_a_timer(id_):
    """Return choices that lead to a scene with a time limit, None where the first three scenes have none."""
    story = Library.default().story(id_)
    ways = [()]
    for _ in range(3):
        longer = []
        for way in ways:
            run = Run(story, path=list(way))
            if run.scene is not None and run.scene.timer is not None and len(run.available()) > 1:
                return way
            longer += [(*way, choice.id) for choice in run.available()[:3]]
        ways = longer
    return None


def later(monkeypatch, *, seconds):
    """Let the server's clock go on."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=seconds)

    monkeypatch.setattr(asking, "datetime", Clock)


def test_erasing_is_asked_for_where_the_academy_answers_for_the_record(store, someone):
    sam = someone("Sam")
    assert "Nothing is erased yet." in sam.go("/settings").send("/settings/erasure").text
    asked = [(each.by, each.action, each.about) for each in entries(store)]
    assert ("Sam", "erasure-asked-for", "Sam") in asked
    assert store.find_trainee("Sam") is not None
