"""`encounter class`: a trainer with a class, hands counted."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.records.store import Store
from simulator.training.classes import kept_classes
from simulator.training.note import CoachNote
from simulator.views.class_session import ClassDecision, ClassSession, hands_of


def test_a_class_goes_on_by_the_majority_or_by_the_trainers_pick(encounter, gate_file):
    out = encounter("class", gate_file, "--seed", "1", typed="12 3\n\n5,5\n\n2\n").out
    assert "15 hands. 1: 12 (80%), 2: 3 (20%)." in out
    assert "Enter takes 1, which most want." in out
    assert "10 hands. 1: 5 (50%), 2: 5 (50%)." in out
    assert "Answer 1 to 2." in out  # as many for either: Enter decides nothing
    assert out.index("Decision 2, split:") < out.index("Decision 1, agreed:")
    assert "To discuss: " in out


def test_a_class_is_told_once_where_it_is_and_whom_it_plays(encounter, gate_file):
    out = encounter("class", gate_file, "--seed", "1", typed="12 3\n\n5,5\n\n2\n").out
    assert out.count("You are PC Reid.") == 1
    assert out.index("You are PC Reid.") < out.index("A woman waits at the gate.")


def test_a_class_session_is_nobodys_score(encounter, gate_file):
    encounter("class", gate_file, typed="9 1\n\n")
    assert encounter("runs", "--json").json["runs"] == []
    with Store.open() as store:
        (kept,) = kept_classes(store)
        assert store.trainees() == []
    (show,) = kept.shows
    assert (show.hands, show.taken, len(show.offered), kept.ending) == ((9, 1), 0, 2, None)
    listed = encounter("class").out
    assert "the-gate: 1 decision, up to 10 hands, stopped before an ending" in listed


def test_a_class_that_decides_nothing_is_not_kept(encounter, gate_file):
    encounter("class", gate_file, typed="q\n")
    assert encounter("class").code == 1  # there is no store yet


def test_hands_that_are_no_numbers_are_asked_for_again(encounter, gate_file):
    out = encounter("class", gate_file, typed="many few\n4\n4 5 6\n²\nq\n").out
    assert out.count("2 numbers, such as 5 5: hands per choice.") == 4


@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
def test_a_majority_is_the_one_choice_with_most_hands(hands):
    place = ClassSession.majority(hands)
    if place is None:
        assert max(hands) == 0 or hands.count(max(hands)) > 1
    else:
        assert all(count < hands[place] for other, count in enumerate(hands) if other != place)
    share = ClassDecision(1, ("",) * len(hands), tuple(hands), 0, CoachNote("", (), ())).share
    assert share == 1.0 if not sum(hands) else 1 / len(hands) <= share <= 1.0


@given(st.lists(st.integers(0, 999), min_size=2, max_size=4), st.sampled_from([" ", ", ", ";"]))
def test_hands_are_read_as_they_are_typed(hands, between):
    assert hands_of(between.join(map(str, hands)), len(hands)) == hands
    assert hands_of(between.join(map(str, hands)), len(hands) + 1) is None
    assert hands_of("", len(hands)) == [0] * len(hands)
