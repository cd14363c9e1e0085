"""Campaigns from the command line: begun, written, checked, proved, played to two closings, resumed, assigned."""

import csv
import json
import shutil
from contextlib import closing

import openpyxl
import pyarrow.parquet as pq
import pytest

from scoring.rubric import RubricSet
from simulator.commands.follow_campaign import follow
from simulator.proof.prove import Limits
from simulator.records import default_path
from tests.campaign.samples import change
from tests.campaign.test_translation import SPANISH
from tests.records.samples import behind


@pytest.fixture
def years(encounter, tmp_path, monkeypatch):
    """Return the folder of a new campaign in a library of its own."""
    folder = tmp_path / "library" / "my-years"
    assert encounter("new", "--campaign", folder).code == 0
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(tmp_path / "library"))
    return folder


def test_a_new_campaign_is_checked_and_proved(encounter, years):
    assert encounter("check", years).code == 0
    proof = encounter("prove", "my-years", "--json").json
    assert proof["complete"]
    assert proof["faults"] == []
    assert proof["closings"]["owned-up"]["shortest"] == [["promise-depot"], ["my-fault"]]
    said = encounter("prove", years).out
    assert "shortest: promise-depot | my-fault" in said
    assert encounter("new", "--campaign", years).code == 1
    assert encounter("new", "--campaign", years.with_suffix(".yaml")).code == 2


def test_a_campaign_is_played_line_by_line_left_and_resumed_to_a_closing(encounter, years):
    begun = encounter("play", "my-years", "--as", "Sam", "--plain", typed="promise-depot\n")
    assert "Nobody rings anybody." in begun.out
    assert "campaign, unfinished" in encounter("runs").out
    done = encounter("resume", "--plain", typed="my-fault\n\n")
    assert "To Theo Adjei: “Sort his ticket out at the depot tomorrow.” Broken.\n" in done.out
    assert "It came back in His mother, week 4." in done.out
    (campaign,) = encounter("runs", "--json").json["campaigns"]
    assert campaign["closing"] == "owned-up"
    assert encounter("debrief", campaign["campaign_run"][:10], "--json").json["promises"] == {"ticket": "owned"}
    assert encounter("store", "verify").code == 0


def test_a_campaign_is_discarded_and_brought_back_line_by_line_and_by_command(encounter, years):
    encounter("play", "my-years", "--as", "Sam", "--plain", typed="promise-depot\nq\n")
    menu = encounter(typed="discard\nq\n").out
    number = next(line.split(".")[0] for line in menu.splitlines() if line.endswith(". Discard an unfinished run"))
    said = encounter(typed=f"{number}\n1\nq\n").out
    assert "1. The campaign A word at a bus stop, begun" in said
    assert "Discarded. It is out of the lists" in said
    assert "Continue" not in encounter(typed="q\n").out
    assert "no unfinished run" in encounter("resume", "--as", "Sam").err
    (campaign,) = encounter("runs", "--json").json["campaigns"]
    encounter("resume", campaign["campaign_run"], "--plain", typed="q\n")
    assert "Continue the campaign" in encounter(typed="q\n").out
    again = encounter("resume", "--discard")
    assert (again.code, again.out) == (0, "")
    assert "Discarded: my-years" in again.err
    assert "Continue" not in encounter(typed="q\n").out


def test_a_campaign_that_closed_is_looked_back_on_line_by_line(encounter, years):
    encounter("play", "my-years", "--as", "Sam", "--plain", typed="promise-depot\n\nmy-fault\n\nq\n")
    menu = encounter(typed="q\n").out
    number = next(
        line.split(".")[0] for line in menu.splitlines() if "Look back on A word at a bus stop, begun" in line
    )
    said = encounter(typed=f"{number}\n\nq\n").out
    assert "It came back in His mother, week 4." in said


def test_a_campaigns_debrief_is_kept_as_a_page_and_as_text(encounter, years, tmp_path):
    done = encounter("play", "my-years", "--as", "Sam", "--json", "--path", "promise-depot|my-fault").json
    assert done["rubrics"]["respect"]["bands"] == ["proficient"]
    assert done["rubrics"]["respect"]["standard"] is True
    for name in ("debrief.txt", "debrief.html"):
        file = tmp_path / name
        assert encounter("debrief", done["campaign_run"][:9], "--to", file).code == 0
        told = " ".join(file.read_text(encoding="utf-8").split())
        for part in (
            "Efe Adjei: He said it was him that forgot.",
            "after day 1, The wet ticket: broken.",
            "Nobody rings",
        ):
            assert part in told
    assert encounter("debrief", done["campaign_run"][:9], "--to", tmp_path / "debrief.pdf").code == 2


def test_no_ratings_are_shown_while_an_assessment_goes_on_over_the_campaign(encounter, years):
    def told_in_progress():
        criteria = encounter("progress", "--as", "Sam", "--json").json["criteria"]
        return {each["mode"] for each in criteria if each["runs"]}

    encounter("play", "my-years", "--as", "Sam", "--plain", typed="ring-now\nq\n")
    assert told_in_progress() == {"practice"}
    begun = encounter("play", "my-years", "--as", "Sam", "--mode", "assessment", "--plain", typed="ring-now\nd\nq\n")
    assert "looks back" not in begun.out
    run = encounter("runs", "--json").json["runs"][0]
    assert run["ending"] == "rides-home"
    for name in (run["run"], run["branch"]):
        refused = encounter("debrief", name, "--plain")
        assert (refused.code, "when the assessment is over" in refused.err) == (1, True)
    assert told_in_progress() == {"practice"}
    encounter("resume", "--plain", typed="write-it-down\n\n")
    assert encounter("debrief", run["run"], "--plain").code == 0
    assert told_in_progress() == {"practice", "assessment"}
    hidden = encounter("play", "my-years", "--as", "Sam", "--mode", "assessment", "--json", typed="ring-now\n").json
    assert (hidden["rubrics"], hidden["episodes"]) == ({}, [])


def test_a_campaign_is_tried_again_from_an_episode(encounter, years):
    typed = "promise-depot\n\nnot-my-desk\n2\nmy-fault\n\n"
    assert encounter("play", "my-years", "--as", "Sam", "--plain", typed=typed).code == 0
    found = encounter("runs", "--json").json
    assert [each["closing"] for each in found["campaigns"]] == ["owned-up", "let-down"]
    assert found["campaigns"][0]["branch"] == {"of": found["campaigns"][1]["campaign_run"], "episodes": 1}
    assert [each["episode"] for each in found["runs"]] == ["four-weeks-on", "four-weeks-on", "first-night"]


def test_a_way_that_a_proof_shows_can_be_played(encounter, years):
    done = encounter("play", "my-years", "--as", "Sam", "--json", "--path", "ring-now|write-it-down").json
    assert done["closing"] == "kept"
    assert [each["ending"] for each in done["episodes"]] == ["rides-home", "heard"]
    run = encounter("debrief", done["episodes"][0]["run"], "--json").json
    assert (run["campaign"], run["branch"], run["episode"]) == ("my-years", done["campaign_run"], "first-night")
    json = encounter("play", "my-years", "--as", "Sam", "--json", typed="off-the-step\nnot-my-desk\n").json
    assert json["closing"] == "nothing-said"


def test_input_that_ends_early_leaves_the_campaign_unfinished(encounter, years):
    json = encounter("play", "my-years", "--as", "Sam", "--json", typed="ring-now\n").json
    assert json["closing"] is None
    assert len(json["episodes"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--episode", "four-weeks-on", "--memory", "ticket=broken"], 0, "His mother, now"),
        (["--episode", "nine"], 2, "There is no episode 'nine'"),
        (["--memory", "tickt=kept"], 2, "Did you mean 'ticket'?"),
        (["--memory", "ticket"], 2, "has no value"),
        (["--language", "cy"], 2, "not translated into 'cy'"),
    ],
)
def test_where_a_campaign_begins_is_said_or_refused(encounter, years, arguments, code, said):
    done = encounter("play", "my-years", "--as", "Sam", "--plain", *arguments)
    assert (done.code, said in done.out + done.err) == (code, True)


def test_episodes_and_memory_belong_to_campaigns(encounter, gate_file):
    assert encounter("play", gate_file, "--as", "Sam", "--plain", "--episode", "2").code == 2


def test_a_cohort_is_assigned_a_campaign_from_an_episode_with_a_ledger(encounter, years, tmp_path):
    encounter("cohort", "create", "Autumn")
    encounter("cohort", "add", "Autumn", "Sam", "--new")
    given = ["--mode", "assessment", "--episode", "2", "--memory", "ticket=broken"]
    done = encounter("cohort", "assign", "Autumn", "my-years", *given)
    assert "my-years, assessment, one attempt, from episode 2." in done.out
    encounter("play", "my-years", "--as", "Sam", "--json", typed="my-fault\n")
    shown = encounter("cohort", "show", "Autumn").out
    assert "1 done" in shown
    assert "1 trainee, 1 finished run." in encounter("report", "Autumn", "--to", tmp_path / "report.html").out
    assert "A word at a bus stop: 1 trainee, 1 to a closing (owned-up 1)." in shown
    assert "To Theo Adjei: Sort his ticket out at the depot tomorrow. owned 1.\n" in shown
    refused = encounter("play", "my-years", "--as", "Sam", "--json")
    assert (refused.code, "one attempt" in refused.err) == (1, True)
    assert encounter("cohort", "assign", "Autumn", "my-years", "market-stall", "--episode", "2").code == 2


def test_nothing_of_ratings_is_proved_while_a_campaign_is_assessed(encounter, years):
    encounter("cohort", "create", "Autumn")
    encounter("cohort", "add", "Autumn", "Sam", "--new")
    encounter("cohort", "assign", "Autumn", "my-years", "--mode", "assessment")
    assert encounter("prove", "my-years").code == 0
    encounter("play", "my-years", "--as", "Sam", "--plain", typed="promise-depot\n")
    for asked in ("my-years", years / "wet-ticket.yaml"):
        refused = encounter("prove", asked)
        assert (refused.code, "when its assessment is over" in refused.err) == (1, True)
    encounter("resume", "--plain", typed="my-fault\n\n")
    for asked in ("my-years", years / "wet-ticket.yaml"):
        assert encounter("prove", asked).code == 0


def test_a_report_tells_where_a_cohort_broke_its_promises(encounter, years, tmp_path):
    encounter("cohort", "create", "Autumn")
    for who, way in (
        ("Sam", "promise-depot|my-fault"),
        ("Ada", "promise-depot|not-my-desk"),
        ("Lou", "ring-now|not-my-desk"),
    ):
        encounter("cohort", "add", "Autumn", who, "--new")
        encounter("play", "my-years", "--as", who, "--json", "--path", way)
    encounter("play", "my-years", "--as", "Sam", "--json", "--path", "ring-now|not-my-desk")  # the first counts
    (campaign,) = encounter("report", "Autumn", "--json", "--min-cell", "1").json["campaigns"]
    (promise,) = campaign["promises"]
    assert (campaign["trainees"], campaign["closed"]) == (3, 3)
    assert campaign["closings"] == [["kept", 1], ["owned-up", 1], ["let-down", 1]]
    assert promise["became"] == [["kept", 1], ["broken", 1], ["owned", 1]]
    assert promise["broken_at"] == [["day 1", "The wet ticket", 2]]
    encounter("cohort", "add", "Autumn", "Jo", "--new")
    encounter("play", "my-years", "--as", "Jo", "--json", typed="promise-depot\n")
    shown = encounter("cohort", "show", "Autumn").out
    assert "4 trainees, 3 to a closing" in shown
    assert "kept 1, broken 2, owned 1. Broken after The wet ticket (day 1) 3." in shown
    page = tmp_path / "report.html"
    encounter("report", "Autumn", "--to", page, "--min-cell", "1")
    assert "after The wet ticket (day 1) 3" in page.read_text(encoding="utf-8")
    encounter("report", "Autumn", "--to", page)
    assert "after The wet ticket (day 1) (hidden)" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE campaign_runs SET memory = '{}' WHERE trainee_id = (SELECT id FROM trainees WHERE name = 'Sam')",
        (
            "UPDATE decisions SET choice = 'gone' WHERE run_id IN (SELECT r.id FROM runs r JOIN trainees t "
            "ON t.id = r.trainee_id WHERE t.name = 'Sam' AND r.episode_number = 2)"
        ),
    ],
)
def test_one_persons_damaged_campaign_is_left_out_and_said(encounter, years, damage):
    encounter("cohort", "create", "Autumn")
    for who in ("Sam", "Ada"):
        encounter("cohort", "add", "Autumn", who, "--new")
        encounter("play", "my-years", "--as", who, "--json", "--path", "promise-depot|my-fault")
    behind(default_path(), damage)
    shown = encounter("cohort", "show", "Autumn")
    told = "1 trainee, 1 to a closing (owned-up 1). 1 left out, where what is kept is damaged: encounter store verify"
    assert (shown.code, told in shown.out) == (0, True), shown
    (campaign,) = encounter("cohort", "show", "Autumn", "--json").json["campaigns"]
    assert (campaign["trainees"], campaign["left_out"], campaign["promises"][0]["became"]) == (1, 1, [["owned", 1]])
    found = encounter("store", "verify")
    assert (found.code, "contradicts it" in found.out or "was changed" in found.out) == (1, True), found


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx", "xapi.json"])
def test_every_format_says_which_campaign_branch_and_episode_a_run_is(encounter, years, tmp_path, ending):
    played = encounter("play", "my-years", "--as", "Sam", "--json", "--path", "promise-depot|my-fault").json
    file = tmp_path / f"runs.{ending}"
    assert encounter("export", "--to", file).code == 0
    if ending == "parquet":
        rows = pq.read_table(file).to_pylist()
    elif ending == "csv":
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    elif ending == "jsonl":
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    elif ending == "xlsx":
        with closing(openpyxl.load_workbook(file)) as book:
            head, *rest = book["runs"].iter_rows(values_only=True)
        rows = [dict(zip(head, row, strict=True)) for row in rest]
    else:
        contexts = [each["context"] for each in json.loads(file.read_text(encoding="utf-8"))]
        assert {each["contextActivities"]["parent"][0]["id"].rpartition("/")[2] for each in contexts} == {"my-years"}
        rows = [{name.rpartition("/")[2]: value for name, value in each["extensions"].items()} for each in contexts]
    assert {(row["campaign"], row["branch"], row["episode"]) for row in rows} == {
        ("my-years", played["campaign_run"], episode) for episode in ("first-night", "four-weeks-on")
    }


def test_a_campaign_is_drawn_with_what_flows_between_its_episodes(encounter, years, tmp_path):
    drawn = encounter("graph", "my-years").out
    assert '["day 1: first-night"]' in drawn
    assert '-->|"theo_knows, ticket"|' in drawn
    assert "owned-up 8.3 %" in drawn
    page = tmp_path / "map.html"
    assert encounter("graph", "my-years", "--to", page).code == 0
    assert "week 4: four-weeks-on" in page.read_text(encoding="utf-8")
    assert encounter("graph", "my-years", "--cohort", "Autumn").code == 2


def test_two_versions_of_a_campaign_are_compared_in_behaviour(encounter, years, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(years, older)
    assert encounter("diff", older, years).out == "The two are the same.\n"
    change(years, "text: Four weeks, one", "text: A month, one")
    assert encounter("diff", older, years).out == "Texts differ; behaviour does not.\n"
    change(years, "when: ticket == owned", "when: ticket == unsaid")
    done = encounter("diff", older, years, "--json")
    assert done.code == 1
    assert {each["kind"] for each in done.json["changes"]} == {"closing"}
    assert done.json["old"]["campaign"] == "my-years"
    assert encounter("diff", older, "market-stall").code == 2


def test_the_library_lists_campaigns_apart(encounter, years):
    listed = encounter("list", "--json").json
    assert "my-years" in [each["id"] for each in listed["campaigns"]]
    assert "my-years" not in [each["id"] for each in listed["encounters"]]
    assert "wet-ticket" in [each["id"].rsplit("/", maxsplit=1)[-1] for each in listed["encounters"]]
    (years / "campaign.yaml").write_text("kind: campaign\n", encoding="utf-8")
    assert encounter("list").code == 1


def test_a_campaign_that_is_being_written_is_followed_save_by_save(years):
    steps = iter(
        [
            lambda: None,
            lambda: change(years, "when: ticket == owned", "when: tickett == owned"),
            lambda: change(years, "when: tickett == owned", "when: ticket == unsaid"),
        ]
    )

    def wait():
        step = next(steps, None)
        if step is not None:
            step()
        return step is not None

    first, broken, mended = follow(years, RubricSet.shipped(), wait, Limits)
    assert any("owned-up" in line and "8.3 %" in line for line in first)
    assert any("Did you mean 'ticket'?" in line for line in broken)
    assert any("owned-up" in line and "50.0 %" in line for line in mended)


def test_how_far_to_look_into_a_campaign_is_heeded(encounter, years, tmp_path):
    assert (
        "Not everything that can happen" in encounter("graph", years, "--states", "1", "--to", tmp_path / "map.svg").err
    )
    checked = encounter("check", years, "--states", "1", "--json")
    assert str(years / "campaign.yaml") in checked.json["incomplete"]
    assert "W85" in checked.out
    compared = encounter("diff", years, years, "--states", "1")
    said = "No difference was found, but not everything that can happen was examined.\n"
    assert (compared.code, compared.out) == (1, said)
    assert not encounter("prove", years, "--states", "1", "--json").json["complete"]


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [("prove", "--jurisdiction", "us-tx"), ("preview", "--jurisdiction", "us-tx"), ("prove", "--library", ".")],
)
def test_what_is_for_an_encounter_is_not_dropped_in_silence_for_a_campaign(encounter, years, command, option, value):
    refused = encounter(command, years, option, value)
    assert (refused.code, "eave" in refused.err) == (2, True)


def test_a_campaign_is_laid_out_in_the_order_of_its_fields(encounter, years):
    own = years / "campaign.yaml"
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("kind: campaign\n", "", 1) + "\nkind: campaign\n", encoding="utf-8")
    assert encounter("fmt", own).code == 0
    keys = [line.split(":")[0] for line in own.read_text(encoding="utf-8").split("\n") if line[:1].isalpha()]
    assert keys == [
        "format", "kind", "id", "version", "title", "summary", "language", "minutes", "objectives", "sources",
        "based_on", "people", "memory", "promises", "episodes", "closings", "tests",
    ]  # fmt: skip
    assert encounter("check", years).code == 0


def test_a_campaign_is_played_in_another_language_and_goes_on_in_it(encounter, years):
    (years / "campaign.es.yaml").write_text(SPANISH, encoding="utf-8")
    assert encounter("check", years / "campaign.es.yaml").code == 0
    assert encounter("fmt", years / "campaign.es.yaml").code == 0
    assert encounter("translate", years / "campaign.yaml", "es").code == 0
    assert encounter("translate", years, "es").code == 0
    begun = encounter("play", "my-years", "--as", "Sam", "--plain", "--language", "es", typed="promise-depot\n")
    assert "Nadie llama a nadie." in begun.out
    done = encounter("resume", "--plain", typed="my-fault\n\n")
    for said in (
        "Una palabra en la parada",
        "semana 4: Su madre",
        "Theo Adjei: te conoce.",
        "Efe Adjei paga el billete.",
    ):
        assert said in done.out
    assert encounter("store", "verify").code == 0
    refused = encounter("play", "my-years", "--as", "Sam", "--plain", "--language", "cy")
    assert (refused.code, "It can be played in: en-GB, es." in refused.err) == (2, True)
