"""Where a cohort went, as every kind of store tells it."""

from simulator import academy
from simulator.academy.traffic import traffic_of
from tests.records.samples import NOON, begun, circle, play


def test_ways_of_runs_that_were_rewound_and_tried_again_count_once(store, autumn):
    story = circle()
    for number in range(3):
        first = begun(store, story, "here-ask", "there-order", name=f"P{number}")
        academy.add_members(store, autumn, [store.trainee(f"P{number}", NOON)], at=NOON)
        rewound = store.branch(first.id, 1, kind="rewind", at=NOON)
        play(store, rewound, "there-leave")
        play(store, store.branch(rewound.id, 1, kind="again", at=NOON), "there-force", "here-leave")
    begun(store, story, "here-leave", name="Somebody Else")
    traffic, _ = traffic_of(store, autumn, story, minimum=3)
    assert traffic.ways == {
        ("here", "there"): 3, ("there", "gone"): 3, ("there", "here"): 3, ("here", "gone"): 3,
    }  # fmt: skip
    assert traffic.came == {"here": 6, "there": 6, "gone": 6}
    assert traffic.stopped == {"here": 0, "there": 0}
    assert traffic.notes[0] == "Autumn: 6 runs by 3 people."
