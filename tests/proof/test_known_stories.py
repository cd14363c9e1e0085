"""Stories of which the right answer is known from elsewhere."""

from fractions import Fraction

import pytest

from simulator.encounter.run import Run
from simulator.proof.prove import Limits, prove
from tests.proof.tales import choice, intercept, ruin, tale


def test_two_choices_with_the_same_guard_and_nothing_left_are_found_with_the_shortest_way_there():
    proof = prove(intercept())
    assert [each.scene for each in proof.stuck] == ["pressed", "pressed", "pressed"]
    nearest = proof.stuck[0]
    assert len(nearest.witness) == 3
    assert nearest.because in (
        {"teacup": True, "drugged": True},
        {"teacup": False, "drugged": False},
        {"teacup": False, "drugged": True},
    )
    assert nearest.state.items() >= nearest.because.items()
    # Only sitting down and waiting leaves anything to choose: 1/2 x 1/3.
    assert proof.stuck_probability.value == pytest.approx(5 / 6)
    assert proof.endings["end-free"].probability.value == pytest.approx(1 / 12)


def test_a_witness_of_a_stuck_state_can_be_played_to_it():
    story = intercept()
    for stuck in prove(story).stuck:
        run = Run(story, path=stuck.witness)
        assert run.stuck
        assert run.place == stuck.scene
        assert run.state == stuck.state


def test_a_scene_that_only_leads_round_is_a_trap_at_its_entry():
    proof = prove(
        tale(
            {
                "hall": [choice("knock", "porch"), choice("go-in", "cellar"), choice("leave", "end")],
                "porch": [choice("fall", "cellar"), choice("turn", "hall")],
                "cellar": [choice("dig", "tunnel")],
                "tunnel": [choice("crawl-back", "cellar")],
            }
        )
    )
    assert [(trap.scene, trap.witness) for trap in proof.traps] == [("cellar", ("go-in",))]
    assert proof.stuck == ()
    # From the hall: 1/3 leaves, 1/3 falls in, and of the 1/3 that knocks half come back.
    assert proof.endings["end"].probability.value == pytest.approx(Fraction(2, 5))
    assert proof.trapped_probability.value == pytest.approx(Fraction(3, 5))
    assert proof.plays is None


def test_plays_without_loops_inside_a_trap_are_still_counted():
    proof = prove(
        tale(
            {"hall": [choice("out", "end"), choice("down", "pit"), choice("off", "end")], "pit": [choice("sit", "pit")]}
        )
    )
    assert proof.plays == 2
    assert [trap.scene for trap in proof.traps] == ["pit"]


def test_a_start_without_any_way_to_an_ending_has_no_figures_and_no_plays():
    proof = prove(tale({"pit": [choice("sit", "pit", ratings={"voice": 1})]}))
    assert proof.plays == 0
    assert [(trap.scene, trap.witness) for trap in proof.traps] == [("pit", ())]
    assert proof.rubrics["respect"].total.anchored.greatest.value is None
    assert proof.random["respect"].mean is None
    assert proof.endings["end"].shortest is None
    assert proof.trapped_probability.value == 1


def test_plays_are_counted_exactly_however_many_there_are():
    scenes = {
        f"s{number}": [choice(f"a{number}", f"s{number + 1}"), choice(f"b{number}", f"s{number + 1}")]
        for number in range(99)
    }
    proof = prove(tale({**scenes, "s99": [choice("a99", "end"), choice("b99", "end")]}))
    assert proof.plays == 2**100
    assert proof.as_json()["plays"] == str(2**100)


def test_a_loop_that_gains_is_a_pump_and_its_score_is_come_close_to_and_never_reached():
    story = tale(
        {
            "talk": [
                choice("thank-again", "talk", ratings={"dignity": 2}),
                choice("go", "end", ratings={"dignity": -1}),
            ]
        }
    )
    proof = prove(story)
    greatest = proof.rubrics["respect"].total.anchored.greatest
    assert float(greatest.value) == 100
    assert greatest.loop == ("thank-again",)
    assert greatest.path == ("thank-again", "go")
    assert [(pump.rubric, pump.scene, pump.witness, pump.loop) for pump in proof.pumps] == [
        ("respect", "talk", (), ("thank-again",))
    ]
    assert float(proof.rubrics["respect"].total.anchored.least.value) == 25
    assert proof.rubrics["de-escalation"].total.anchored.greatest.value is None


def test_a_loop_that_loses_is_no_pump_but_bounds_the_least_score():
    proof = prove(
        tale(
            {
                "talk": [
                    choice("shout-again", "talk", ratings={"dignity": -2}),
                    choice("go", "end", ratings={"dignity": 1}),
                ]
            }
        )
    )
    assert proof.pumps == ()
    least = proof.rubrics["respect"].total.anchored.least
    assert float(least.value) == 0
    assert least.loop == ("shout-again",)


@pytest.mark.parametrize("length", [10, 1_200])
def test_in_a_loop_ending_probabilities_are_those_of_the_gamblers_ruin(length):
    proof = prove(ruin(length, leave=False), limits=Limits(samples=10))
    assert proof.endings["end-top"].probability.value == pytest.approx(0.5, abs=1e-9)
    assert proof.endings["end-low"].probability.value == pytest.approx(0.5, abs=1e-9)
    assert proof.endings["end-top"].probability.low == proof.endings["end-top"].probability.high


def test_a_loop_too_large_to_be_solved_is_gone_round_and_is_exact_where_little_is_left():
    proof = prove(ruin(2_000, leave=True), limits=Limits(samples=10))
    left = proof.endings["end-left"].probability
    assert left.low == left.high
    assert left.value == pytest.approx(1)


def test_a_loop_too_large_to_be_solved_and_too_slow_to_go_round_has_an_interval_that_holds_the_truth():
    proof = prove(ruin(2_000, leave=False), limits=Limits(samples=10, work=1_000_000))
    top = proof.endings["end-top"].probability
    assert top.low < 0.5 < top.high
    assert proof.as_json()["endings"]["end-top"]["exact"] is False


def test_bounds_in_loops_that_cost_too_much_work_say_so_and_hold_the_truth_between_them():
    story = tale(
        {
            "talk": [
                choice("thank", "talk", ratings={"dignity": 2, "voice": -1}, add={"n": 1}),
                choice("press", "talk", ratings={"dignity": -2, "voice": 1}, add={"n": -1}),
                choice("go", [{"when": "n >= 15", "to": "end-a"}, {"to": "end-b"}], ratings={"dignity": 1}),
            ]
        },
        state={"n": {"start": 5, "min": 0, "max": 20}},
    )
    quick, whole = prove(story, limits=Limits(work=10)), prove(story)
    assert set(quick.unfinished) == {"rubrics", "pumps", "never_best"}
    assert whole.unfinished == ()
    for name in ("dignity", "voice"):
        rough = quick.rubrics["respect"].criteria[name].anchored
        exact = whole.rubrics["respect"].criteria[name].anchored
        assert rough.least.limit <= exact.least.value <= rough.least.value
        assert rough.greatest.value <= exact.greatest.value <= rough.greatest.limit
    assert quick.as_json()["rubrics"]["respect"]["anchored"]["exact"] is False


def test_where_a_random_player_can_go_round_its_score_is_sampled_within_a_range_that_holds_the_truth():
    # Each round adds +2 with probability 1/2; the last move is -1: the mean is known as a series.
    story = tale(
        {"talk": [choice("again", "talk", ratings={"dignity": 2}), choice("go", "end", ratings={"dignity": -1})]}
    )
    score = prove(story).random["respect"]
    truth = sum(0.5 ** (rounds + 1) * (50 + 25 * (2 * rounds - 1) / (rounds + 1)) for rounds in range(200))
    assert not score.exact
    assert score.plays == 20_000
    assert score.mean.low <= truth <= score.mean.high
    # 50 + 25 (2k - 1)/(k + 1) >= 60 from one round on.
    assert score.pass_probability.low <= 0.5 <= score.pass_probability.high
    assert score.mean.high - score.mean.low < 2


def test_a_guesser_that_goes_round_for_ever_is_caught():
    story = tale({"talk": [choice("again", "talk"), choice("go", "end", ratings={"voice": 1})]})
    proof = prove(story)
    assert (proof.guessers["first"].end, proof.guessers["first"].scores["respect"]) == ("loop", None)
    assert (proof.guessers["last"].end, float(proof.guessers["last"].scores["respect"])) == ("ending", 75)


def test_variables_that_nothing_reads_and_nobody_sees_are_named():
    story = tale(
        {
            "hall": [
                choice("a", "end", set={"unread": True, "read": True}, add={"meter": 1}),
                choice("b", "end", when="fixed and not read"),
            ]
        },
        state={
            "unread": False,
            "read": False,
            "fixed": True,
            "named": {"start": 0, "min": 0, "max": 3},
            "meter": {"start": 0, "min": 0, "max": 3, "shown": True},
        },
        endings={"end": {"outcome": "resolved", "text": "It was {named}."}},
    )
    found = prove(story).findings
    assert found.unread == ("unread",)
    assert found.unwritten == ("fixed", "named")


def test_a_meter_that_is_only_shown_still_has_its_clamps_checked():
    story = tale(
        {"hall": [choice("up", "end", add={"meter": 1}), choice("down", "end", add={"meter": -1})]},
        state={"meter": {"start": 3, "min": 0, "max": 3, "shown": True}},
    )
    assert [each.where for each in prove(story).findings.saturated] == ["scenes.hall.choices.0.add.meter"]


def test_a_trap_with_two_ways_in_is_named_at_both():
    proof = prove(
        tale(
            {
                "hall": [choice("slip", "shaft"), choice("walk-on", "yard")],
                "shaft": [choice("crawl", "pit")],
                "pit": [choice("wait", "shaft")],
                "yard": [choice("jump", "pit"), choice("leave", "end")],
            }
        )
    )
    assert {trap.scene: trap.witness for trap in proof.traps} == {"shaft": ("slip",), "pit": ("walk-on", "jump")}


def test_a_play_exactly_as_good_as_a_loop_is_named_before_the_loop():
    proof = prove(
        tale(
            {
                "talk": [
                    choice("again", "talk", ratings={"dignity": 2}),
                    choice("go-on", "door", ratings={"dignity": 2}),
                ],
                "door": [
                    choice("slam", "end", ratings={"dignity": -2}),
                    choice("hold", "street", ratings={"dignity": 2}),
                ],
                "street": [choice("wave", "end", ratings={"dignity": 2})],
            }
        )
    )
    greatest = proof.rubrics["respect"].total.anchored.greatest
    assert float(greatest.value) == 100
    assert greatest.loop == ()
    assert greatest.path[-3:] == ("go-on", "hold", "wave")
    assert proof.never_best == ("slam",)
