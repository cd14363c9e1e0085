"""A campaign is read with its episodes, and whatever is wrong is told with line, column and mend."""

import shutil

import pytest

from scoring.rubric import RubricSet
from simulator.campaign.journey import Journey
from simulator.campaign.reader import load_campaign, read_campaign
from simulator.campaign.story import CampaignStory
from simulator.checking.files import check_paths
from simulator.errors import ChoiceRefused, UsageError
from simulator.scenario.reader import ScenarioInvalid
from tests.campaign.samples import change


def told(folder):
    lines = (folder / "campaign.yaml").read_text(encoding="utf-8").split("\n")
    return [
        (each.code, lines[each.line - 1][each.column - 1 :][: each.width], each.message, each.mend)
        for each in read_campaign(folder, RubricSet.shipped()).problems
    ]


def test_the_starter_is_read_and_passes_its_own_tests(folder):
    story = load_campaign(folder, RubricSet.shipped())
    assert [each.episode.id for each in story.episodes] == ["first-night", "four-weeks-on"]
    assert [each.code for each in check_paths([folder], RubricSet.shipped()).problems if each.severity == "error"] == []


def test_a_snapshot_is_the_whole_campaign(folder):
    story = load_campaign(folder, RubricSet.shipped())
    shutil.rmtree(folder)
    again = CampaignStory.from_snapshot(story.snapshot, RubricSet.shipped())
    assert again.digest == story.digest
    journey = Journey(again)
    journey.pass_through(["promise-depot"])
    journey.pass_through(["my-fault"])
    assert journey.closing.closing.id == "owned-up"


def test_an_episode_changes_the_digest(folder):
    before = load_campaign(folder, RubricSet.shipped()).digest
    change(folder, "It is three miles.", "It is four miles.", "wet-ticket.yaml")
    assert load_campaign(folder, RubricSet.shipped()).digest != before


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "message", "mend"),
    [
        ("when: ticket == owned", "when: tickett == owned", "E403", "tickett", "not a name of the memory", "'ticket'"),
        ("keeps: {ticket: ticket, theo", "keeps: {tiket: ticket, theo", "E305", "tiket", "'memory' or 'promises'", "'ticket'"),
        ("theo_knows: theo_knows}", "theo_knows: theo_know}", "E403", "theo_know", "the state of wet-ticket.yaml", "'theo_knows'"),
        ("promised: ticket", "promist: ticket", "E305", "promist", "'state' of his-mother.yaml", "'promised'"),
        ("promised: ticket == broken", "promised: ticket", "E310", "ticket", "a variable with levels", "same kind"),
        ("count(theo_knows in [met, helped])", "count(theo_knows == met) + 3", "E310", "count(theo_knows == met) + 3", "3 to 4", "max: 4"),
        ("ticket: ticket\n", "ticket: theo_knows\n", "E310", "theo_knows", "'ticket' of his-mother.yaml has others", "unsaid, said"),
        ("scenario: his-mother", "scenario: his-mothr", "E901", "his-mothr", "no file his-mothr.yaml", "'his-mother'"),
        ("scenario: his-mother", "scenario: campaign", "E902", "campaign", "is a campaign", "Name an encounter"),
        ("to: theo,", "to: teo,", "E302", "teo", "no person", "'theo'"),
        ("person: theo", "person: teo", "E302", "teo", "no person", "'theo'"),
        ("set: {ticket: broken}", "set: {ticket: brocken}", "E310", "brocken", "does not fit", "unsaid"),
        ("add: {depot_trust: -1}", "add: {depot_thrust: -1}", "E305", "depot_thrust", "not declared", "'depot_trust'"),
        ("shown: end,", "shown: and,", "E204", "and", "not one of the allowed words", "'end'"),
        ("closing: owned-up", "closing: owned", "E301", "owned", "no closing", "'owned-up'"),
        ("depot_trust: {start: 1, min: 0, max: 2", "depot_trust: {start: 1, min: 2, max: 2", "E206", "{", "is outside the range", "widen"),
        ("min: 0, max: 2", "min: 0, max: 9999999", "E206", "9999999", "too great", "The most is 1000000."),
        ("id: let-down", "id: owned-up", "E308", "owned-up", "is used twice", "another id"),
        ("The depot opens at six", "The {depo} opens at six", "E311", "{depo}", "neither a person", "depot_trust"),
        ("kind: campaign", "kind: campain", "E204", "campain", "not one of the allowed words", "campaign"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands_with_the_mend(folder, old, new, code, at, message, mend):
    change(folder, old, new)
    ((found, shown, said, how),) = told(folder)
    assert (found, shown) == (code, at)
    assert message in said
    assert mend in how


def test_a_range_too_small_for_what_is_kept_is_refused(folder):
    change(folder, "keeps: {ticket: ticket, theo", "keeps: {depot_trust: wet, ticket: ticket, theo")
    change(folder, "state:  ", "state:\n  wet: {start: 0, min: 0, max: 3} #", "wet-ticket.yaml")
    ((code, shown, message, mend),) = told(folder)
    assert (code, shown) == ("E310", "wet")
    assert message == "'wet' can be 0 to 3, but 'depot_trust' can only be 0 to 2."
    assert mend == "Widen 'depot_trust' to min: 0, max: 3."


def test_errors_of_an_episode_are_told_in_its_own_file_too(folder):
    change(folder, "goto: waits", "goto: wait", "wet-ticket.yaml")
    assert [
        (each.code, each.file.rsplit("/", maxsplit=1)[-1])
        for each in read_campaign(folder, RubricSet.shipped()).problems
    ] == [
        ("E901", "campaign.yaml"),
        ("E301", "wet-ticket.yaml"),
    ]
    with pytest.raises(ScenarioInvalid):
        load_campaign(folder, RubricSet.shipped())


def test_closings_after_one_without_a_condition_are_refused(folder):
    change(folder, "    when: ticket == owned\n", "")
    assert [(code, message) for code, _, message, _ in told(folder)] == [
        ("E309", "This closing always holds, so those below it are never used.")
    ]


def test_a_folder_without_a_campaign_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no campaign"):
        load_campaign(tmp_path, RubricSet.shipped())


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "{", "kind: campaign\n", "a: &b [*b]\n", "\x00"])
def test_whatever_stands_in_the_file_is_told_and_nothing_raised(folder, text):
    (folder / "campaign.yaml").write_text(text, encoding="utf-8")
    reading = read_campaign(folder, RubricSet.shipped())
    assert reading.story is None
    assert reading.problems


def test_a_test_that_no_longer_works_is_an_error(folder):
    change(folder, "choose: [[promise-depot], [my-fault]]", "choose: [[off-the-step], [my-fault]]")
    (problem,) = [each for each in check_paths([folder], RubricSet.shipped()).problems if each.severity == "error"]
    assert problem.code == "E903"
    assert "in four-weeks-on: Step 1: 'my-fault' is not open" in problem.message


def test_a_library_of_encounters_lists_the_episodes_and_not_the_campaign(folder):
    report = check_paths([folder.parent], RubricSet.shipped())
    assert sorted(each.path.rsplit("/", maxsplit=1)[-1] for each in report.files) == [
        "campaign.yaml",
        "his-mother.yaml",
        "wet-ticket.yaml",
    ]


def test_a_journey_brings_keeps_and_lets_time_pass(folder):
    story = load_campaign(folder, RubricSet.shipped())
    journey = Journey(story)
    first = journey.pass_through(["promise-depot"])
    assert story.layout.decode(first.kept) == {"depot_trust": 1, "theo_knows": "met", "ticket": "said"}
    assert story.layout.decode(first.after) == {"depot_trust": 1, "theo_knows": "met", "ticket": "broken"}
    assert first.between == ("The depot opens at six, and your early turn begins at six. Nobody rings anybody.",)
    begins = journey.encounter()
    assert begins.layout.decode(begins.start) == {"promised": True, "knows_him": 1, "ticket": "broken"}
    with pytest.raises(ChoiceRefused):
        journey.pass_through([])
    journey.pass_through(["not-my-desk"])
    assert journey.finished
    assert journey.closing.closing.id == "let-down"


def test_an_episode_is_passed_over_where_its_condition_does_not_hold(folder):
    change(folder, "    brings:  ", "    when: ticket == broken\n    brings:  ")
    journey = Journey(load_campaign(folder, RubricSet.shipped()))
    journey.pass_through(["off-the-step"])
    assert journey.closing.closing.id == "nothing-said"


def test_two_variables_of_an_encounter_may_have_the_levels_of_a_promise(folder):
    levels = "levels: [unsaid, said, kept, broken, owned]"
    change(folder, "state:  ", f"state:\n  page: {{start: unsaid, {levels}}} #", "wet-ticket.yaml")
    assert read_campaign(folder, RubricSet.shipped()).problems == ()
    change(folder, f"page: {{start: unsaid, {levels}", "page: {start: said, levels: [said, read]", "wet-ticket.yaml")
    assert [each.code for each in read_campaign(folder, RubricSet.shipped()).problems] == ["E901", "E308"]
