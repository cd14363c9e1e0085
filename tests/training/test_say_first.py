"""Say it first: own words before the choices are shown, kept for good and never scored."""

import pytest
from sqlalchemy import select

from simulator import academy
from simulator.errors import UsageError
from simulator.records.connection import locate
from simulator.records.model import Mode
from simulator.records.schema import own_words
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.training.debrief import debrief
from simulator.training.own_notes import own_notes
from simulator.training.play import Play
from simulator.training.preferences import Preferences, keep_preferences
from simulator.views.debrief import debrief_parts
from simulator.views.own_notes import notes_parts
from simulator.views.so_far import story_so_far
from tests.records.samples import NOON, behind, circle


def noon():
    return NOON


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "store.sqlite3")) as opened:
        yield opened


def begun(store, *, wished=True):
    sam = store.trainee("Sam", NOON)
    keep_preferences(store, sam, Preferences(say_first=wished))
    return Play.start(store, circle(), sam, clock=noon, seed=1)


def test_words_are_asked_for_once_before_each_decision_and_only_where_wished(store):
    assert not begun(store, wished=False).words_wanted
    play = begun(store)
    assert play.words_wanted
    assert play.say_first("  I'm PC Reid.\n Who is he? ") == "I'm PC Reid. Who is he?"
    assert not play.words_wanted
    play.choose("here-ask")
    assert play.words_wanted
    play.say_first("")
    assert not play.words_wanted
    assert Play.resume(
        store, play.record.id, clock=noon
    ).words_wanted  # skipped words are asked for in the next sitting


def test_a_setting_that_is_changed_in_the_middle_of_a_run_holds_from_the_next_decision_on(store):
    play = begun(store, wished=False)
    assert not play.words_wanted
    sam = store.trainee("Sam", NOON)
    keep_preferences(store, sam, Preferences(say_first=True))
    play.choose("here-ask")
    assert play.words_wanted
    keep_preferences(store, sam, Preferences(say_first=False))
    assert not play.words_wanted


def test_words_that_are_too_long_are_refused_and_nothing_is_cut(store):
    play = begun(store)
    with pytest.raises(UsageError, match=r"301 characters.*300 at most"):
        play.say_first("x" * 301)
    assert play.words_wanted
    assert len(play.say_first("x" * 300)) == 300


def test_the_debrief_shows_them_with_the_anchors_of_what_is_at_stake_and_scores_do_not_change(store):
    plain, play = begun(store, wished=False), begun(store)
    play.say_first("I'm PC Reid, who are you?")
    for run in (plain, play):
        run.choose("here-ask")
        run.choose("there-leave")
    before, view = debrief(store, plain.record.id), debrief(store, play.record.id)
    assert [each.total for each in before.rubrics] == [each.total for each in view.rubrics]
    first, second = view.decisions
    assert first.own_words == "I'm PC Reid, who are you?"
    assert [each.title for each in first.anchors] == [each.title for each in first.rated]
    assert all([level for level, _ in each.levels] == [2, 1, 0, -1, -2] for each in first.anchors)
    assert (second.own_words, second.anchors) == ("", ())
    (told,) = [part for part in debrief_parts(view) if part.title == "Decision 1 of 2"]
    words = [line.text for line in told.lines]
    assert words.index("You, before the choices: I'm PC Reid, who are you?") < words.index(
        "You chose to say: And then?"
    )


def test_a_run_that_goes_on_from_another_keeps_the_words_of_what_it_shares(store):
    play = begun(store)
    play.say_first("first")
    play.choose("here-ask")
    play.say_first("second")
    play.choose("there-ask")
    play.rewind()
    assert play.said == {1: "first"}
    assert play.words_wanted
    play.say_first("second, again")
    assert store.own_words(play.record) == {1: "first", 2: "second, again"}


def test_words_cannot_be_changed_unseen(store, tmp_path):
    play = begun(store)
    play.say_first("I'm PC Reid.")
    store.say_first(play.record.id, 1, "something else", NOON)
    assert store.own_words(play.record) == {1: "I'm PC Reid."}  # the first stand
    place = str(tmp_path / "store.sqlite3")
    assert verify_store(locate(place)).findings == ()
    store.close()
    behind(place, "UPDATE own_words SET text = 'You lot again.'")
    found = " ".join(str(each) for each in verify_store(locate(place)).findings)
    assert f"What was said first at decision 1 of run {play.record.id[:8]}" in found


def test_an_assignment_asks_for_them_whatever_the_trainee_set(store):
    sam = store.trainee("Sam", NOON)
    cohort = academy.create_cohort(store, "Autumn", at=NOON)
    academy.add_members(store, cohort, [sam], at=NOON)
    assigned, _ = academy.assign(store, cohort, circle().scenario.id, mode=Mode.PRACTICE, at=NOON, say_first=True)
    assert assigned.say_first
    assert "own words before the choices" in assigned.terms
    assert academy.begin(store, circle(), sam, clock=noon).words_wanted
    dated, _ = academy.assign(store, cohort, circle().scenario.id, mode=Mode.PRACTICE, at=NOON)
    assert dated.say_first
    changed, _ = academy.assign(store, cohort, circle().scenario.id, mode=Mode.PRACTICE, at=NOON, say_first=False)
    assert not changed.say_first
    assert not academy.begin(store, circle(), sam, clock=noon).words_wanted


def test_trainers_rate_them_apart_from_what_was_chosen(store):
    play = begun(store)
    with pytest.raises(UsageError, match="no words of their own"):
        academy.rate(store, play.record.id, "Ada", {"voice": 1}, at=NOON, words=True)
    play.say_first("I'm PC Reid.")
    academy.rate(store, play.record.id, "Ada", {"voice": 1}, at=NOON, words=True)
    assert [each.level for each in academy.ratings_of_run(store, play.record.id, words=True)] == [1]
    assert academy.ratings_of_run(store, play.record.id) == []
    academy.undo_rating(store, play.record.id, "Ada", at=NOON, words=True)
    assert academy.ratings_of_run(store, play.record.id, words=True) == []


def test_erasing_somebody_erases_their_words(store):
    play = begun(store)
    play.say_first("I'm PC Reid.")
    store.erase(store.find_trainee("Sam"), at=NOON)
    with store.reading() as connection:
        assert connection.execute(select(own_words)).all() == []


def test_everything_that_was_written_stands_in_one_place(store):
    first, second = begun(store), begun(store)
    first.say_first("I'm PC Reid.")
    second.choose("here-leave")
    store.reflect(second.record.id, "Later I knew.", NOON)
    store.reflect(second.record.id, "I would ask.", NOON)
    found = list(notes_parts(own_notes(store, store.find_trainee("Sam")), {"circle": "Circle"}))
    assert [part.title for part in found] == ["Circle, 22 November 2026"] * 2
    assert [[line.text for line in part.lines] for part in found] == [
        ["Afterwards: I would ask."],
        ["Before the choices of decision 1: I'm PC Reid."],
    ]


@pytest.mark.parametrize("slip", ["1", "r", "２", "..", "7 8"])
def test_a_number_or_a_letter_is_a_slip_and_is_not_kept_as_words(store, slip):
    play = begun(store)
    with pytest.raises(UsageError, match="says nothing yet"):
        play.say_first(slip)
    assert play.words_wanted
    assert play.say_first("Go") == "Go"


def test_one_letter_of_another_script_can_be_a_word(store):
    assert begun(store).say_first("好") == "好"


def test_what_happened_before_tells_own_words_only_where_something_was_typed(store):
    play = begun(store)
    play.say_first("Hello.")
    first = play.choose(play.run.offers()[0].choice.id)
    play.say_first("")
    play.choose(play.run.offers()[0].choice.id)
    told = [[line.text for line in part.lines] for part in story_so_far(play.run, play.said)]
    assert [any(line.startswith("You, before the choices:") for line in lines) for lines in told] == [True, False]
    assert told[0][-1].endswith(play.run.words(play.run.story.taken(first.decision.choice), first))
