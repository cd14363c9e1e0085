"""What is shown of campaigns and promises points at nobody."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.cohort.campaigns import shown_campaign
from scoring.cohort.model import CampaignPlayed, PromiseOutcome

counts = st.lists(st.integers(0, 30), min_size=4, max_size=4)


@given(counts, counts, st.integers(2, 12))
def test_no_small_number_of_people_is_shown_nor_can_be_computed(became, broken, minimum):
    people = max(sum(became), sum(broken))
    levels = tuple(zip(("unsaid", "kept", "broken", "owned"), became, strict=True))
    at = tuple(("day 1", f"Episode {number}", count) for number, count in enumerate(broken))
    promise = PromiseOutcome("bus", "The boys", "Be there.", levels, at)
    played = CampaignPlayed("hill", "Hill", people, people, (("Two nights", people),), (promise,))
    shown = shown_campaign(played, minimum).promises[0]
    for rows, counted in ((shown.became, became), (shown.broken_at, [*broken, people - sum(broken)])):
        seen = [row[-1] for row in rows]
        assert all(count is None or count == 0 or count >= minimum for count in seen)
        hidden = sum(counted) - sum(count or 0 for count in seen)
        assert None not in seen or hidden == 0 or hidden >= minimum or sum(counted) < minimum


def test_where_a_promise_was_broken_does_not_tell_how_few_it_was_broken_for():
    promise = PromiseOutcome("bus", "The boys", "Be there.", (("kept", 30), ("broken", 3)), (("day 1", "Bus", 3),))
    played = CampaignPlayed("hill", "Hill", 33, 0, (), (promise,))
    (shown,) = shown_campaign(played, 10).promises
    assert shown.broken_at == (("day 1", "Bus", None),)
    assert shown_campaign(played, 1) == played
