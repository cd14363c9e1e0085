"""A campaign on pages: begun, left between episodes, gone on with to its closing, tried again; nobody else's."""

import pytest

from simulator import academy
from simulator.campaign.starting import starter
from simulator.people.model import Role
from simulator.records.campaigns import campaign_records
from simulator.records.model import Mode
from tests.campaign.test_translation import SPANISH


@pytest.fixture(autouse=True)
def years(tmp_path, monkeypatch):
    """Put the starter campaign into the library."""
    folder = tmp_path / "library" / "years"
    folder.mkdir(parents=True)
    for name, text in starter("my-campaign").items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(folder.parent))
    return folder


def test_a_campaign_is_played_to_its_closing_left_and_tried_again(store, someone, years):
    sam = someone("Sam Reid")
    assert "A word at a bus stop" in sam.go("/library").text
    sam.go("/campaigns/my-campaign").send("/campaigns/my-campaign/begin", mode="practice")
    assert "day 1: The wet ticket, now." in sam.text
    sam.send(f"{sam.path}/go-on").choose("promise-depot")
    for said in (
        "You stand under the shelter together", "Nobody rings anybody.", "To Theo Adjei: “Sort his ticket out at the",
        "week 4: His mother, now.", "Look back on The wet ticket",
    ):  # fmt: skip
        assert said in sam.text
    assert "Continue the campaign A word at a bus stop, begun" in sam.go("/library").text
    (record,) = campaign_records(store)
    assert "Discarded. It is out of the lists" in sam.send(f"/campaign-runs/{record.id}/discard").text
    assert "Go on" not in sam.go("/library").text
    sam.go("/progress").send(f"/discarded/{record.id}/bring-back")
    assert "Go on" in sam.go("/library").text
    sam.go(f"/campaign-runs/{record.id}").send(f"/campaign-runs/{record.id}/go-on").choose("my-fault")
    for said in (
        "Efe Adjei: He said it was him that forgot.",
        "It came back in His mother",
        "Conduct over all episodes",
    ):
        assert said in sam.text
    for wrong in ("", "0", "3", "²", "9" * 5_000):
        refused = sam.send(f"/campaign-runs/{record.id}/again", episode=wrong)
        assert refused.page.status_code == 409
        assert "No episode was named." in refused.text
    sam.go(f"/campaign-runs/{record.id}").send(f"{sam.path}/again", episode="2")
    sam.send(f"{sam.path}/go-on").choose("not-my-desk")
    assert "Nobody complains." in sam.text
    assert [each.closing for each in campaign_records(store)] == ["let-down", "owned-up"]
    assert sam.go("/library").text.count("Look back on A word at a bus stop, ") == 2
    ada = someone("Ada Osei")
    for ending in ("html", "txt"):
        assert (
            "Nobody complains." in sam.go(f"/campaign-runs/{campaign_records(store)[0].id}/debrief.{ending}").page.text
        )
        assert ada.go(f"/campaign-runs/{record.id}/debrief.{ending}").page.status_code == 404
    assert ada.go(f"/campaign-runs/{record.id}").page.status_code == 404
    for name in ("marl-hil", f"/{years}", str(years / "campaign.yaml")):
        assert sam.go(f"/campaigns/{name}").page.status_code == 404


def test_a_translated_campaign_is_played_in_the_language_that_is_chosen_on_the_page(someone, years):
    (years / "campaign.es.yaml").write_text(SPANISH, encoding="utf-8")
    sam = someone("Sam Reid").go("/campaigns/my-campaign")
    assert "Spanish" in sam.text
    assert sam.send("/campaigns/my-campaign/begin", mode="practice", language="cy").page.status_code == 409
    assert "It can be played in: en-GB, es." in sam.text
    sam.send("/campaigns/my-campaign/begin", mode="practice", language="es")
    assert "día 1: El billete mojado" in sam.text
    sam.send(f"{sam.path}/go-on", language=sam.hidden("language"))
    sam.choose("promise-depot")
    assert "Nadie llama a nadie." in sam.text


def test_an_assigned_campaign_begins_where_the_cohort_begins_and_shows_no_ratings_before_its_end(
    store, someone, autumn
):
    sam = someone("Sam Reid")
    academy.add_members(store, autumn, [store.trainee("Sam Reid", autumn.created)], at=autumn.created)
    academy.assign(store, autumn, "my-campaign", mode=Mode.ASSESSMENT, at=autumn.created)
    assert "/campaigns/my-campaign" in sam.go("/library").page.text
    sam.go("/campaigns/my-campaign").send("/campaigns/my-campaign/begin")
    sam.send(f"{sam.path}/go-on").choose("ring-now")
    assert "The doors close behind him." in sam.text
    assert "Look back" not in sam.text
    run = store.runs()[0].id
    assert sam.go(f"/runs/{run}/debrief").page.status_code == 403


def test_a_campaign_for_the_server_only_is_begun_on_the_page_by_its_access_code(store, someone, autumn):
    sam = someone("Sam Reid")
    academy.add_members(store, autumn, [store.trainee("Sam Reid", autumn.created)], at=autumn.created)
    assigned, _ = academy.assign(store, autumn, "my-campaign", mode=Mode.ASSESSMENT, at=autumn.created)
    academy.set_server_terms(store, assigned, server_only=True, access_code="blue kettle", at=autumn.created)
    begin = "/campaigns/my-campaign/begin"
    assert "needs the access code" in sam.go("/campaigns/my-campaign").send(begin, access_code="x").text
    sam.go("/campaigns/my-campaign").send(begin, access_code="blue kettle")
    assert "day 1: The wet ticket, now." in sam.text


def test_a_trainer_assigns_a_campaign_with_a_given_past_on_the_page(store, someone):
    kofi = someone("Kofi Mensah", Role.TRAINER)
    kofi.go("/cohorts").send("/cohorts", name="Spring")
    kofi.go(f"/cohorts/{academy.cohort_named(store, 'Spring').id}")
    home = kofi.path
    assert "A word at a bus stop, a campaign of 2" in kofi.text
    given = {"encounter": "my-campaign", "mode": "assessment", "episode": "2"}
    assert "Did you mean 'ticket'?" in kofi.send(f"{home}/assign", **given, memory="tickt=broken").text
    kofi.go(home).send(f"{home}/assign", **given, memory="ticket=broken")
    assert "A word at a bus stop: assessment, one attempt, from episode 2." in kofi.text
    (assigned,) = academy.assignments_of(store, academy.cohort_named(store, "Spring"))
    assert assigned.begins == academy.Beginning(2, {"ticket": "broken"})
