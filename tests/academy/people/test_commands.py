"""`encounter roster`, `encounter cohort`, and what they mean for `encounter play` and `progress`."""

import re

import pytest
from rich.cells import cell_len

from simulator import academy
from simulator.records.store import Store
from tests.records.samples import NOON, begun
from tests.samples import gate

ROSTER = (
    "name,email,external_id,cohort,group:branch\nSam Reid,sam@a.example,r-1,Autumn,north\nAda Boateng,,r-2,Autumn,\n"
)


@pytest.fixture
def an_academy(encounter, gate_file, tmp_path, monkeypatch):
    """Import a roster of two into the cohort Autumn; return the roster's path."""
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    path = tmp_path / "autumn.csv"
    path.write_text(ROSTER)
    assert encounter("roster", "import", path, "--yes").code == 0
    return path


def play(encounter, who, *options, typed="name-first\npromise\n"):
    return encounter("play", "the-gate", "--as", who, "--plain", "--json", *options, typed=typed)


def show(encounter):
    return encounter("cohort", "show", "autumn", "--json").json


def test_an_import_is_shown_before_it_is_done(encounter, tmp_path):
    path = tmp_path / "autumn.csv"
    path.write_text(ROSTER)
    dry = encounter("roster", "import", path, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert dry.out.splitlines() == [
        "2 added:",
        "  autumn.csv:2: Sam Reid (joins Autumn, group branch)",
        "  autumn.csv:3: Ada Boateng (joins Autumn)",
        "New cohorts: Autumn.",
    ]
    assert encounter("cohort", "list", "--json").json["cohorts"] == []
    unasked = encounter("roster", "import", path)
    assert unasked.code == 1
    assert "Import these 2 people?" in unasked.err
    assert "Nothing was imported. To answer yes in advance: --yes." in unasked.err
    assert encounter("cohort", "list", "--json").json["cohorts"] == []
    told = encounter("roster", "import", path, "--json").json
    assert (told["imported"], told["dry_run"], len(told["added"])) == (False, True, 2)
    assert encounter("roster", "import", path, typed="y\n").out.endswith("Imported.\n")
    again = encounter("roster", "import", path)
    assert (again.code, again.out, again.err) == (0, "2 unchanged.\n", "")


def test_a_refused_line_is_named_and_nothing_is_imported(encounter, an_academy):
    an_academy.write_text(ROSTER + "=A1,,r-3,Autumn,\n")
    done = encounter("roster", "import", an_academy, "--yes")
    assert done.code == 1
    assert "  autumn.csv:4: The name begins with '=', as a formula does.\n" in done.out
    assert "Nothing was imported." in done.err
    told = encounter("roster", "import", an_academy, "--yes", "--json")
    assert told.code == 1
    assert told.json["refused"] == [
        {"file": "autumn.csv", "line": 4, "reason": "The name begins with '=', as a formula does."}
    ]
    assert not told.json["imported"]


def test_a_long_report_names_the_first_and_counts_the_rest(encounter, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("name\n" + "".join(f"Trainee {n}\n" for n in range(30)))
    out = encounter("roster", "import", path, "--dry-run", "--cohort", "Winter").out
    assert "30 added:" in out
    assert "  … and 10 more; all of them: --json" in out
    assert "New cohorts: Winter." in out


def test_cohorts_are_made_filled_and_emptied(encounter, an_academy):
    assert "Made Winter." in encounter("cohort", "create", "Winter").out
    assert encounter("cohort", "create", "winter").code == 2
    assert encounter("cohort", "add", "winter", "r-1", "Ada Boateng").out == "2 joined Winter.\n"
    assert encounter("cohort", "add", "winter", "r-1").out == "0 joined Winter. 1 belonged to it already.\n"
    unknown = encounter("cohort", "add", "winter", "Sma Reid")
    assert unknown.code == 1
    assert "Did you mean 'Sam Reid'?" in unknown.err
    assert encounter("cohort", "add", "winter", "Zoë", "--new").out == "1 joined Winter.\n"
    assert encounter("cohort", "remove", "winter", "sam@a.example", "Zoë").out == "2 left Winter.\n"
    listed = {each["cohort"]: each["members"] for each in encounter("cohort", "list", "--json").json["cohorts"]}
    assert listed == {"Autumn": 2, "Winter": 1}
    assert encounter("cohort", "list").out.splitlines() == [
        "Autumn       2 members  nothing assigned",
        "Winter       1 member   nothing assigned",
    ]


def test_an_assignment_ties_the_run_and_its_mode_applies(encounter, an_academy):
    done = encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment", "--due", "2999-12-03", "--json")
    (given,) = done.json["assignments"]
    assert (given["new"], given["mode"], given["attempts_allowed"]) == (True, "assessment", 1)
    played = play(encounter, "r-1", "--mode", "practice").json
    assert (played["trainee"], played["mode"], played["assignment"]) == ("Sam Reid", "assessment", given["assignment"])
    refused = play(encounter, "Sam Reid")
    assert refused.code == 1
    assert refused.err == (
        "encounter: This assessment for Autumn allows one attempt until 3 December 2999, and you have used it. "
        f"Look back: encounter debrief {played['run'][:8]}\n"
    )
    assert [run["assignment"] for run in encounter("runs", "--json").json["runs"]] == [given["assignment"]]
    assert play(encounter, "Somebody else").json["mode"] == "practice"


def test_another_date_opens_no_examination_and_takes_no_question_away(encounter, an_academy):
    examination = ("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    opens = ("--opens", "2999-12-01T09:00", "--server-only", "--access-code", "harbour", "--say-it-first")
    first = encounter(*examination, *opens).out
    told = "own words before the choices, on the server only, not before 1 December 2999"
    assert told in first
    assert "with an access code" in first
    assert "harbour" not in first
    assert told in encounter(*examination, "--due", "2999-12-03").out
    assert encounter("play", "the-gate", "--as", "Sam Reid", "--plain").code != 0
    taken_back = encounter(*examination, "--any-program", "--access-code", "", "--choices-first").out
    assert "the-gate, assessment, one attempt, not before 1 December 2999" in taken_back
    assert "code" not in taken_back


def test_an_assigned_assessment_has_no_notes_and_no_way_back(encounter, an_academy):
    encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    out = encounter("play", "the-gate", "--as", "r-1", "--plain", typed="wait-there\nr\nwalk-off\n\n\n\n\n").out
    assert "This run is for your assignment in Autumn: assessment, no notes and no way back." in out
    assert "no way back in an assessment" in out
    assert "Coach:" not in out


def test_the_order_of_an_assigned_assessment_is_not_chosen(encounter, an_academy):
    encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    refused = play(encounter, "r-1", "--seed", "3")
    assert refused.code == 2
    assert "the order of choices is drawn at random" in refused.err
    assert encounter("runs", "--json").json["runs"] == []


def test_a_cohort_shows_who_has_done_what_and_where_it_struggles(encounter, an_academy):
    encounter("cohort", "assign", "autumn", "the-gate", "--due", "2999-12-03")
    for _ in range(3):
        play(encounter, "r-1", typed="wait-there\nwalk-off\n")
    seen = show(encounter)
    (assigned,) = seen["assignments"]
    assert assigned["members"] == {"open": 1, "overdue": 0, "begun": 0, "done": 1}
    sam = next(each for each in seen["members"] if each["trainee"] == "Sam Reid")
    assert (sam["runs"], sam["finished"], sam["external_id"]) == (3, 3, "r-1")
    assert sam["standing"] == {assigned["assignment"]: "done"}
    voice = seen["criteria"]["voice"]
    assert (voice["rubric"], voice["anchored"], voice["opportunities"], voice["trainees"]) == ("respect", 0.0, 3, 1)
    assert voice["runs_under_other_versions"] == 0
    assert seen["weakest"][0] == "care"
    out = encounter("cohort", "show", "Autumn").out
    assert "the-gate, practice, due 3 December 2999, 23:59 UTC: 1 done, 1 open." in out
    assert (
        "Where they struggle (practice only):\n  Care: conduct 0 of 100 (concern) over n = 3 decisions of one trainee.\n"
        in out
    )
    assert "  Ada Boateng  0 of 1 done  0 runs  never played" in out


def test_assigning_again_changes_and_withdrawing_ends(encounter, an_academy):
    assert (
        encounter("cohort", "assign", "autumn", "the-gate").out == "Assigned to Autumn: scenarios/the-gate, practice.\n"
    )
    changed = encounter("cohort", "assign", "autumn", "the-gate", "--due", "2999-12-03T17:30").out
    assert changed == "Changed for Autumn: scenarios/the-gate, practice, due 3 December 2999, 17:30 UTC.\n"
    assert (
        encounter("cohort", "withdraw", "autumn", "the-gate").out
        == "scenarios/the-gate is not assigned to Autumn any more.\n"
    )
    again = encounter("cohort", "withdraw", "autumn", "the-gate")
    assert again.code == 1
    assert show(encounter)["assignments"] == []


def test_the_menu_shows_what_is_assigned_and_plays_it(encounter, an_academy):
    encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    menu = encounter(typed="r-1\nq\n").out
    assert "1. Play The gate. Assigned in Autumn: assessment, one attempt." in menu
    played = encounter(typed="r-1\n1\nname-first\npromise\n\n\n\n\nq\n").out
    assert "Practice, with a coach's notes" not in played
    assert "The end: resolved." in played
    (run,) = encounter("runs", "--json").json["runs"]
    assert (run["mode"], run["ending"], run["trainee"]) == ("assessment", "settled", "Sam Reid")
    library = encounter(typed="r-1\n" + "q\n").out
    assert "Assigned in Autumn" not in library


def test_progress_shows_what_is_assigned(encounter, an_academy):
    encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    assert "The gate: Assigned in Autumn: assessment, one attempt." in encounter("progress", "--trainee", "r-2").out
    play(encounter, "r-2")
    told = encounter("progress", "--trainee", "r-2", "--json").json
    (duty,) = told["assigned"]
    assert (duty["scenario"], duty["attempts_left"], duty["finished"], duty["overdue"]) == (
        "scenarios/the-gate",
        0,
        1,
        False,
    )


def test_a_trainer_rates_a_run_and_takes_it_back(encounter, an_academy):
    run = play(encounter, "r-1").json["run"]
    told = encounter("cohort", "rate", run[:8], "opening=1", "voice=-1", "--by", "Ada", "--json").json
    assert told["ratings"] == [
        {"rater": "Ada", "criterion": "opening", "level": 1},
        {"rater": "Ada", "criterion": "voice", "level": -1},
    ]
    assert encounter("cohort", "rate", run).out == "Ada: opening +1\nAda: voice -1\n"
    assert (
        encounter("cohort", "rate", run, "--by", "Ada", "--undo").out == "There is no trainer's rating of this run.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("roster", "import", "no.csv"), 2, "There is no file no.csv"),
        (("cohort", "show", "Autunm"), 1, "Did you mean 'Autumn'?"),
        (("cohort", "assign", "autumn", "the-gat"), 1, "Did you mean 'the-gate'?"),
        (("cohort", "assign", "autumn", "the-gate", "--due", "soon"), 2, "'soon' is not a date"),
        (("cohort", "assign", "autumn", "the-gate", "--due", "2001-01-01"), 2, "has passed already"),
        (("cohort", "assign", "autumn", "the-gate", "--attempts", "2"), 2, "Only an assessment has"),
        (("cohort", "create", " "), 2, "A cohort needs a name"),
        (("cohort", "rate", "zzzz", "voice=1", "--by", "Ada"), 1, "There is no run 'zzzz'"),
        (("cohort", "rate", "zzzz", "voice"), 2, "'voice' is not a rating"),
        (("cohort", "rate", "zzzz", "voice=1"), 2, "Say who: --by NAME"),
        (("progress", "--trainee", "r-9"), 2, "There is no trainee 'r-9'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(encounter, an_academy, arguments, code, said):
    refused = encounter(*arguments)
    assert refused.code == code
    assert said in refused.err
    assert "Traceback" not in refused.err
    assert encounter("cohort", "list", "--json").json["cohorts"][0]["assignments"] == []


def test_a_cohort_with_assessments_alone_is_warned_of(encounter, an_academy):
    alone = encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment")
    assert alone.code == 0
    assert "Autumn has assessments but no practice." in alone.err
    both = encounter("cohort", "assign", "autumn", "the-gate", "--mode", "practice", "--json")
    assert (both.json["warnings"], both.err) == ([], "")


def test_one_persons_terms_a_void_attempt_and_a_comment_by_command(encounter, gate_file, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    encounter("cohort", "create", "Autumn")
    encounter("cohort", "add", "Autumn", "Sam", "--new")
    encounter("cohort", "assign", "Autumn", "market-stall", "--mode", "assessment", "--due", "2099-01-01")
    said = ("--by", "Ada", "--reason", "ill")
    done = encounter(
        "cohort", "adjust", "Autumn", "Sam", "market-stall", "--due", "2099-02-01", "--extra-time", "25", *said
    )
    assert done.code == 0, done.err
    assert "25 % more time" in done.out
    assert "1 February 2099, 23:59" in done.out
    assert encounter("cohort", "late", "Autumn", "--json").json == {"cohort": "Autumn", "late": []}
    refused = encounter("cohort", "adjust", "Autumn", "Sam", "school-gate", "--extra-time", "25", *said)
    assert (refused.code, "is not assigned to Autumn" in refused.err) == (1, True)
    assert encounter("cohort", "rename", "Autumn", "Autumn 2026").code == 0
    assert encounter("cohort", "archive", "Autumn 2026").code == 0
    assert encounter("cohort", "list", "--json").json == {"cohorts": []}
    assert encounter("cohort", "list", "--archived", "--json").json["cohorts"][0]["cohort"] == "Autumn 2026"


def test_an_id_that_is_somebodys_name_is_refused(encounter, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    encounter("cohort", "create", "Autumn")
    encounter("cohort", "add", "Autumn", "Sam Reid", "--new")
    roster = tmp_path / "roster.csv"
    roster.write_text("name,external_id,cohort\nKim Lee,SAM REID,Autumn\n", encoding="utf-8")
    done = encounter("roster", "import", roster, "--yes", "--json")
    assert done.json["imported"] is False
    assert "The id is the same as the name of somebody else, Sam Reid" in done.json["refused"][0]["reason"]
    roster.write_text("name,external_id,cohort\nAnn Poe,1,Autumn\nKim Lee,ANN POE,Autumn\n", encoding="utf-8")
    (refused,) = encounter("roster", "import", roster, "--yes", "--json").json["refused"]
    assert "The id is the same as the name of somebody else, Ann Poe" in refused["reason"]


def test_cohorts_stand_side_by_side_and_few_people_are_not_shown(encounter, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    story = gate(tmp_path / "scenarios")
    with Store.open() as store:
        for name, count, choices in (("Autumn", 12, ("name-first", "promise")), ("秋", 11, ("wait-there", "walk-off"))):
            cohort = academy.create_cohort(store, name, at=NOON)
            people = [f"{name} {number}" for number in range(count)]
            for person in people:
                begun(store, story, *choices, name=person)
            academy.add_members(store, cohort, [store.trainee(person, NOON) for person in people], at=NOON)
        academy.create_cohort(store, "Empty", at=NOON)
    told = encounter("cohort", "compare", "autumn", "秋", "empty", "--json").json["cohorts"]
    assert told["Empty"] == {}
    assert told["Autumn"]["opening"]["trainees"] == 12
    assert told["Autumn"]["opening"]["anchored"] > told["秋"]["opening"]["anchored"]
    lines = encounter("cohort", "compare", "autumn", "秋").out.splitlines()
    assert len({cell_len(found.group()) for line in lines if (found := re.match("  (Autumn|秋) +", line))}) == 1
    assert encounter("cohort", "compare", "autumn").code == 2
    assert encounter("cohort", "compare", "autumn", "Autumn").code == 2


def test_nobody_is_told_what_choices_are_worth_while_an_assessment_of_them_goes_on(encounter, an_academy):
    assert encounter("cohort", "assign", "autumn", "the-gate", "--mode", "assessment").code == 0
    assert encounter("prove", "the-gate").code == 0
    assert play(encounter, "Sam Reid", typed="name-first\n").json["ending"] is None
    refused = encounter("prove", "the-gate")
    assert (refused.code, refused.out) == (1, "")
    assert "when its assessment is over. Go on with it: encounter resume" in refused.err
    assert encounter("prove", "market-stall").code == 0
    run = encounter("runs", "--json").json["runs"][0]["run"]
    assert encounter("resume", run, "--plain", typed="promise\n\n\n\n\n").code == 0
    assert encounter("prove", "the-gate").code == 0


def test_whoever_asks_for_their_record_or_to_be_erased_is_named_by_the_academys_id_too(
    encounter, tmp_path, monkeypatch
):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "academy.sqlite3"))
    path = tmp_path / "roster.csv"
    path.write_text("name,email,external_id\nSam Reid,sam@a.example,r-7\nAda,,r-8\n", encoding="utf-8")
    assert encounter("roster", "import", path, "--yes").code == 0
    for name, who in (("a.json", "r-7"), ("b.json", "SAM@a.example"), ("c.json", "sam reid")):
        done = encounter("store", "record", who, "--to", tmp_path / name)
        assert done.code == 0, done.err
        assert "Sam Reid" in (tmp_path / name).read_text(encoding="utf-8")
    assert encounter("store", "erase", "r-7", "--yes").out.startswith("Erased Sam Reid and 0 runs.")
    assert encounter("store", "record", "r-7", "--to", tmp_path / "d.json").code == 1
