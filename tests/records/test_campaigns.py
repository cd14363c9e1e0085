"""Campaigns in the store: resumed after a kill, branched without a change, sealed, erased, on both databases."""

import pytest

from scoring.rubric import RubricSet
from simulator import academy
from simulator.campaign.reader import load_campaign
from simulator.errors import AttemptRefused, RecordConflict, UsageError
from simulator.records.campaigns import campaign_kept, campaign_records
from simulator.records.connection import locate
from simulator.records.model import Mode
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.training.campaign import CampaignPlay
from simulator.training.campaign_debrief import campaign_debrief
from simulator.training.ledger import ledger_of
from tests.campaign.conftest import folder  # noqa: F401  a fixture
from tests.campaign.samples import change, years
from tests.records.samples import NOON, behind, minutes


def clock():
    return NOON


def play(campaign, *episodes):
    for choices in episodes:
        episode = campaign.episode(seed=1)
        for choice in choices:
            episode.choose(choice)
        campaign.leave(episode)
    return campaign


def begin(store, name="Sam", **given):
    return CampaignPlay.start(store, years(), store.trainee(name, NOON), clock=clock, **given)


def sound(place):
    return [each.message for each in verify_store(locate(place), processes=1).findings]


def test_a_campaign_is_resumed_where_it_was_left_and_closes_once(place):
    with Store.open(place) as store:
        campaign = play(begin(store), ["promise-depot"])
        campaign.episode()
        id_ = campaign.record.id
    with Store.open(place) as store:
        (again,) = campaign_records(store, finished=False)
        assert again.id == id_
        campaign = CampaignPlay.resume(store, id_, clock=clock)
        assert len(store.runs()) == 2
        play(campaign, ["my-fault"])
        assert campaign.record.closing == "owned-up"
        (kept,) = campaign_records(store)
        assert (kept.closing, kept.ended_at) == ("owned-up", NOON)
    assert sound(place) == []


def test_a_kill_between_the_last_choice_and_the_closing_loses_nothing(place):
    with Store.open(place) as store:
        campaign = play(begin(store), ["promise-depot"])
        campaign.episode().choose("my-fault")  # and the program is gone
    with Store.open(place) as store:
        (record,) = campaign_records(store)
        assert record.closing is None
        assert CampaignPlay.resume(store, record.id, clock=clock).record.closing == "owned-up"
    assert sound(place) == []


def test_a_campaign_that_was_edited_goes_on_on_its_snapshot(place, folder):  # noqa: F811
    with Store.open(place) as store:
        story = load_campaign(folder, RubricSet.shipped())
        campaign = play(CampaignPlay.start(store, story, store.trainee("Sam", NOON), clock=clock), ["promise-depot"])
        change(folder, "when: ticket == owned", "when: ticket == unsaid")
        change(folder, "id: my-fault", "id: my-mistake", "his-mother.yaml")
        play(CampaignPlay.resume(store, campaign.record.id, clock=clock), ["my-fault"])
        assert campaign_records(store)[0].closing == "owned-up"


def test_trying_again_from_an_episode_is_a_branch_and_changes_nothing(place):
    with Store.open(place) as store:
        first = play(begin(store, mode=Mode.ASSESSMENT), ["promise-depot"], ["not-my-desk"])
        before = campaign_debrief(store, campaign_kept(store, first.record.id)).as_json()
        again = CampaignPlay.again(store, first.record.id, keep=1, clock=clock)
        assert again.record.mode is Mode.PRACTICE
        play(again, ["my-fault"])
        assert (again.record.origin, again.record.origin_kept) == (first.record.id, 1)
        assert [run.episode.campaign_run for run in again.kept.played] == [first.record.id, again.record.id]
        assert again.record.closing == "owned-up"
        assert campaign_debrief(store, campaign_kept(store, first.record.id)).as_json() == before
        assert campaign_debrief(store, campaign_kept(store, again.record.id)).as_json()["branch"] == {
            "of": first.record.id,
            "episodes": 1,
        }
        with pytest.raises(RecordConflict):
            CampaignPlay.again(store, first.record.id, keep=2, clock=clock)
    assert sound(place) == []


def test_a_step_taken_back_in_an_episode_stays_in_the_campaign(place):
    with Store.open(place) as store:
        campaign = begin(store)
        episode = campaign.episode()
        episode.choose("off-the-step")
    with Store.open(place) as store:
        episode = store.runs()[0]
        branch = store.branch(episode.id, 0, kind="again", at=NOON)
        assert branch.episode is None
        campaign = CampaignPlay.resume(store, campaign.record.id, clock=clock)
        assert [run.id for run in campaign.kept.played] == [episode.id]


def test_an_assessment_has_no_way_back_in_any_episode(place):
    with Store.open(place) as store:
        campaign = play(begin(store, mode=Mode.ASSESSMENT), ["ring-now"])
        assert not campaign.episode().practice


@pytest.mark.parametrize(
    ("change_", "said"),
    [
        ("campaign_runs SET memory = replace(memory, '1', '2')", "was changed after it was begun"),
        ("campaign_runs SET mode = 'assessment'", "was changed after it was begun"),
        ("campaign_runs SET first = 2", "was changed after it was begun"),
        ("campaign_finishes SET closing = 'kept'", "closed was changed"),
        ("campaign_finishes SET memory = '{}'", "closed was changed"),
        ("campaign_snapshots SET body = replace(body, 'three miles', 'two miles')", "The kept campaign"),
        ("runs SET episode_number = 2 WHERE episode_number = 1", "was changed after it was kept"),
        ("runs SET campaign_run = NULL WHERE episode_number = 1", "was changed after it was kept"),
        ("runs SET episode = 'x' WHERE episode_number = 2", "was changed after it was kept"),
    ],
)
def test_a_change_to_a_kept_campaign_is_found(file, change_, said):
    with Store.open(str(file)) as store:
        play(begin(store), ["promise-depot"], ["my-fault"])
    assert sound(str(file)) == []
    behind(file, f"UPDATE {change_}")
    assert any(said in message for message in sound(str(file)))


def test_a_campaign_that_is_gone_is_missed(file):
    with Store.open(str(file)) as store:
        play(begin(store), ["promise-depot"], ["my-fault"])
    behind(file, "PRAGMA foreign_keys = OFF", "DELETE FROM campaign_finishes", "DELETE FROM campaign_runs")
    assert any("is missing; its runs are there" in message for message in sound(str(file)))


def test_erasing_somebody_erases_their_campaigns(place):
    with Store.open(place) as store:
        campaign = play(begin(store), ["promise-depot"], ["my-fault"])
        CampaignPlay.again(store, campaign.record.id, keep=1, clock=clock)
        play(begin(store, "Ada"), ["ring-now"])
        store.erase(store.find_trainee("Sam"), at=minutes(1))
        assert [record.trainee for record in campaign_records(store)] == ["Ada"]
    assert sound(place) == []


@pytest.fixture
def class_(place):
    with Store.open(place) as store:
        cohort = academy.create_cohort(store, "Autumn", at=NOON)
        academy.add_members(store, cohort, [store.trainee("Sam", NOON)], at=NOON)
        yield store, cohort


def test_an_assigned_campaign_is_answered_by_the_campaign_and_counts_its_attempts(class_):
    store, cohort = class_
    academy.assign(store, cohort, "my-campaign", mode=Mode.ASSESSMENT, at=NOON)
    sam = store.find_trainee("Sam")
    campaign = academy.begin_campaign(store, years(), sam, clock=clock)
    assert campaign.record.mode is Mode.ASSESSMENT
    with pytest.raises(AttemptRefused, match="You have begun this assessment"):
        academy.begin_campaign(store, years(), sam, clock=clock)
    play(campaign, ["promise-depot"], ["my-fault"])
    (duty,) = academy.assignments_for(store, sam)
    assert (duty.begun, duty.finished, duty.attempts_left) == (1, 1, 0)
    (member,) = academy.overview(store, cohort, now=NOON).members
    assert list(member.standing.values()) == [academy.Standing.DONE]
    assert member.runs == 2
    assert academy.at_a_glance(store, now=NOON)[0].done == 1
    winter = academy.create_cohort(store, "Winter", at=NOON)
    academy.add_members(store, winter, [sam], at=NOON)
    assert academy.overview(store, winter, now=NOON).members[0].runs == 0


def test_a_class_begins_at_an_episode_with_a_given_ledger(class_):
    store, cohort = class_
    begins = academy.Beginning(2, {"ticket": "broken", "theo_knows": "met"})
    academy.assign(store, cohort, "my-campaign", mode=Mode.PRACTICE, at=NOON, begins=begins)
    sam = store.find_trainee("Sam")
    with pytest.raises(UsageError, match="The assignment says"):
        academy.begin_campaign(store, years(), sam, clock=clock, episode="1")
    campaign = academy.begin_campaign(store, years(), sam, clock=clock)
    assert campaign.journey.episode.episode.id == "four-weeks-on"
    assert [promise.state for promise in ledger_of(campaign.kept).promises] == ["broken"]
    play(campaign, ["my-fault"])
    assert campaign.record.closing == "owned-up"


@pytest.mark.parametrize(
    ("episode", "memory", "said"),
    [
        ("first-nite", {}, "'first-night'"),
        ("3", {}, "There is no episode '3'"),
        (None, {"tickit": "kept"}, "'ticket'"),
        (None, {"ticket": "kapt"}, "unsaid, said, kept"),
        (None, {"depot_trust": "7"}, "from 0 to 2"),
    ],
)
def test_a_beginning_that_is_not_there_is_refused_with_what_would_do(place, episode, memory, said):
    with Store.open(place) as store:
        sam = store.trainee("Sam", NOON)
        with pytest.raises(UsageError) as refused:
            academy.begin_campaign(store, years(), sam, clock=clock, episode=episode, memory=memory)
        assert said in str(refused.value)
        assert campaign_records(store) == []


def test_exports_say_which_episode_of_which_campaign_a_run_is_and_what_it_answers(class_):
    store, cohort = class_
    academy.assign(store, cohort, "my-campaign", mode=Mode.ASSESSMENT, at=NOON)
    campaign = academy.begin_campaign(store, years(), store.find_trainee("Sam"), clock=clock)
    play(campaign, ["ring-now"], ["write-it-down"])
    again = play(CampaignPlay.again(store, campaign.record.id, keep=1, clock=clock), ["not-my-desk"])
    facts = [row for batch in academy.facts_of(store, "Autumn") for row in batch.to_pylist()]
    told = {(row["campaign"], row["episode"], row["branch"], row["cohort"], row["assignment"]) for row in facts}
    answered = campaign.record.assignment_id
    assert told == {
        ("my-campaign", "first-night", campaign.record.id, "Autumn", answered),
        ("my-campaign", "four-weeks-on", campaign.record.id, "Autumn", answered),
        ("my-campaign", "four-weeks-on", again.record.id, "Autumn", None),
    }
