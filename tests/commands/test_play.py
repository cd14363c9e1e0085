"""`encounter play --plain`, `resume`, `runs`, `debrief` and `progress`, as a person or a script uses them."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from simulator import academy
from simulator.campaign.starting import starter
from simulator.commands.main import main
from simulator.records.model import PAUSED, Mode
from simulator.records.store import Store
from simulator.training.preferences import Preferences, keep_preferences
from tests.samples import GATE, write


def test_a_run_is_played_from_standard_input_and_printed_as_json(encounter, gate_file):
    done = encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="name-first\npromise\n")
    record = done.json
    assert done.code == 0
    assert done.err == ""
    assert record["path"] == ["name-first", "promise"]
    assert (record["ending"], record["outcome"], record["trainee"]) == ("settled", "resolved", "sam")
    respect = record["rubrics"]["respect"]
    assert respect["criteria"]["opening"] == {
        "anchored": 100.0, "decision_quality": 100.0, "credits": 2, "debits": 0, "opportunities": 1,
    }  # fmt: skip
    assert respect["criteria"]["neutrality"]["anchored"] is None
    assert record["decisions"][0]["levels"] == {"opening": [2, 2, -1], "voice": [1, 1, -2]}
    assert set(record["decisions"][0]["offered"]) == {"name-first", "wait-there"}
    assert record["decisions"][0]["best_available"] == ["name-first"]


def test_numbers_answer_in_the_order_shown(encounter, gate_file):
    shown = encounter("play", gate_file, "--as", "sam", "--plain", "--seed", "3", typed="1\n").out
    first = next(line for line in shown.splitlines() if line.startswith("1. "))
    chosen = next(line for line in shown.splitlines() if line.startswith("You say: "))
    assert first.removeprefix("1. Say: ") == chosen.removeprefix("You say: ")


def test_the_same_seed_shows_the_same_order(encounter, gate_file):
    first = encounter("play", gate_file, "--as", "a", "--plain", "--seed", "11").out
    again = encounter("play", gate_file, "--as", "b", "--plain", "--seed", "11").out
    assert first == again


def test_input_that_ends_early_leaves_the_run_unfinished_and_resumable(encounter, gate_file):
    left = encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="wait-there\n").json
    assert left["ending"] is None
    assert left["path"] == ["wait-there"]
    (kept,) = encounter("runs", "--json").json["runs"]
    assert (kept["run"], kept["path"], kept["ending"]) == (left["run"], ["wait-there"], None)
    went_on = encounter("resume", "--plain", typed="walk-off\n\n\n\n\n")
    assert "The gate clangs." in went_on.out
    assert "CRITICAL EVENT at decision 2: No aid." in went_on.out
    assert encounter("runs", "--json").json["runs"][0]["ending"] == "left"


def test_a_choice_that_is_not_open_is_refused_and_the_run_is_kept(encounter, gate_file):
    refused = encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="wait-there\npromise\n")
    assert refused.code == 1
    assert "promise" in refused.err
    assert refused.json["path"] == ["wait-there"]


def test_a_person_who_mistypes_is_asked_again(encounter, gate_file):
    out = encounter("play", gate_file, "--as", "sam", "--plain", typed="9\nfoo\nname-first\n").out
    assert "'9' is not one of the choices." in out
    assert "The open choices are:" not in out
    assert "wait-there" not in out
    assert "You say: I'm PC Reid." in out


def test_rewind_takes_back_in_practice_and_not_in_assessment(encounter, gate_file):
    practised = encounter(
        "play", gate_file, "--as", "sam", "--plain", typed="wait-there\nr\nname-first\npromise\n\n\n\n\n"
    ).out
    assert "Taken back." in practised
    assert encounter("runs", "--json").json["runs"][0]["path"] == ["name-first", "promise"]
    assert len(encounter("runs", "--json").json["runs"]) == 1
    assert len(encounter("runs", "--all", "--json").json["runs"]) == 2
    assessed = encounter(
        "play", gate_file, "--as", "sam", "--plain", "--mode", "assessment", typed="wait-there\nr\nwalk-off\n\n\n\n\n"
    ).out
    assert "no way back in an assessment" in assessed
    assert "Coach:" not in assessed
    assert "Coach:" in practised


def test_start_after_a_path(encounter, gate_file):
    done = encounter(
        "play", gate_file, "--as", "sam", "--plain", "--json", "--path", "wait-there,step-back", typed="ask-more\n"
    )
    assert done.json["path"] == ["wait-there", "step-back", "ask-more"]


def test_a_path_that_cannot_be_walked_is_a_sentence(encounter, gate_file):
    refused = encounter("play", gate_file, "--as", "sam", "--plain", "--json", "--path", "promise")
    assert refused.code == 1
    assert "'promise' is not open in 'arrive'" in refused.err


def test_own_view_comes_before_the_scores_and_is_kept(encounter, gate_file):
    out = encounter(
        "play", gate_file, "--as", "sam", "--plain", typed="name-first\npromise\n7\n11\n9\nAsk his name sooner.\n\n"
    ).out
    assert out.index("how well did you do?") < out.index("\nScores.\n")
    assert "A whole number from 0 to 10" in out
    assert "Your own rating was 90" in out
    assert "In your own words.\nAsk his name sooner." in out
    run = encounter("runs", "--json").json["runs"][0]["run"]
    assert encounter("debrief", run, "--json").json["rubrics"]["de-escalation"]["self_rating"] == 70


def test_whoever_gave_themselves_nothing_is_not_asked_again(encounter, gate_file):
    encounter("play", gate_file, "--as", "sam", "--plain", typed="name-first\npromise\n0\n0\n\n\n")
    menu = encounter(typed="q\n").out.splitlines()
    number = next(line for line in menu if line.endswith("Look back on a finished run")).partition(".")[0]
    again = encounter(typed=f"{number}\n1\n").out
    assert "Your own rating was 0" in again
    assert "your own view" not in again


def test_try_again_from_a_decision_is_a_new_run(encounter, gate_file):
    typed = "wait-there\nwalk-off\n\n\n\n2\nstep-back\nask-more\n\n\n\n\n"
    out = encounter("play", gate_file, "--as", "sam", "--plain", typed=typed).out
    assert "She nods." in out
    paths = sorted(run["path"] for run in encounter("runs", "--json").json["runs"])
    assert paths == [["wait-there", "step-back", "ask-more"], ["wait-there", "walk-off"]]


def test_debrief_shows_what_was_chosen_what_else_was_on_offer_and_a_stronger_choice(encounter, gate_file):
    encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="wait-there\nstep-back\nask-more\n")
    out = encounter("debrief", "--plain").out
    assert "You chose to say: Wait there." in out
    assert "A stronger choice: I'm PC Reid. What is his name?" in out
    assert "Opening: poor (-1; on offer -1 to +2)." in out
    assert "- Tension on a scale of 0 to 5: 3 → 5 → 5 → 5 (lower is better)." in out
    assert "- Mood: wary → upset → upset → upset." in out
    assert "- What did she need first?" in out


def test_progress_names_the_weakest_and_what_to_practise(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    for _ in range(3):
        encounter("play", "the-gate", "--as", "sam", "--plain", "--json", typed="wait-there\nwalk-off\n")
    told = encounter("progress", "--json").json
    criteria = {each["criterion"]: each for each in told["criteria"]}
    assert (criteria["voice"]["anchored"], criteria["voice"]["mode"]) == (0.0, "practice")
    assert criteria["neutrality"]["anchored"] is None
    assert {each["kind"] for each in told["practise_next"]} == {"weakest"}
    assert "Voice: conduct 0 of 100 (concern), n = 3" in encounter("progress").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("play", "no-such-place", "--as", "x", "--plain"), 1, "There is no encounter 'no-such-place'"),
        (("play", "missing.yaml", "--as", "x", "--plain"), 2, "There is no file missing.yaml"),
        (("play", "--json"), 2, "an encounter must be named"),
        (("debrief", "zzzz", "--json"), 1, "zzzz"),
        (("resume", "--plain"), 2, "Nobody has played yet"),
        (("progress",), 2, "Nobody has played yet"),
        (("runs", "--trainee", "nobody"), 2, "There is no trainee 'nobody'"),
        (("ply",), 2, "Did you mean 'play'?"),
        (("play", "--mode", "exam"), 2, "exam"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_no_traceback(encounter, arguments, code, said):
    refused = encounter(*arguments)
    assert refused.code == code
    assert said in refused.err
    assert "Traceback" not in refused.err


def test_a_faulty_file_is_not_played_but_explained(encounter, tmp_path):
    path = write(tmp_path, GATE.replace("minutes: 3", "minutes: x"))
    refused = encounter("play", path, "--as", "sam", "--plain")
    assert refused.code == 1
    assert f"{path}:9:10 E206" in refused.err


def test_a_stuck_story_is_told_and_kept(encounter, tmp_path):
    text = GATE.replace(
        "        feedback: An open question.\n", "        when: told\n        feedback: An open question.\n"
    )
    path = write(tmp_path, text.replace("        locked: She has not been told who you are.\n", ""))
    out = encounter("play", path, "--as", "sam", "--plain", typed="wait-there\nstep-back\n").out
    assert "no choice left here" in out
    assert encounter("runs", "--json").json["runs"][0]["path"] == ["wait-there", "step-back"]


def test_the_menu_plays_the_library_without_a_screen(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    menu = encounter(typed="Sam\nq\n").out
    assert "What is your name?" in menu
    number = next(line.split(".")[0] for line in menu.splitlines() if line.endswith("See the whole library"))
    library = encounter(typed=f"{number}\nq\nq\n").out
    gate = next(line.split(".")[0] for line in library.splitlines() if ". The gate." in line)
    played = encounter(typed=f"{number}\n{gate}\np\nname-first\npromise\n\n\n\n\nq\n").out
    assert "The end: resolved." in played
    assert encounter("runs", "--json").json["runs"][0]["trainee"] == "Sam"

    menu = encounter(typed="q\n").out
    number = next(line.split(".")[0] for line in menu.splitlines() if line.endswith("See the whole library"))
    said = encounter(typed=f"{number}\nnot played yet\nschool gate\nq\nq\n").out
    whole, unplayed, found, _ = said.split("Which one?")
    line = "The gate. Foundation, 3 minutes. 1× played, best ending: resolved. Due "
    assert (line in whole, line in unplayed, f"Urban.\n1. {line}" in found) == (True, False, True)


def test_a_decision_shared_by_two_tries_counts_once_in_progress(encounter, gate_file):
    encounter("play", gate_file, "--as", "sam", "--plain", typed="wait-there\nwalk-off\n\n\n\n2\nwalk-off\n\n\n\n\n")
    assert len(encounter("runs", "--json").json["runs"]) == 2
    assert {each["criterion"]: each["opportunities"] for each in encounter("progress", "--json").json["criteria"]}[
        "voice"
    ] == 1


def test_nobodys_run_is_opened_by_chance(encounter, gate_file):
    for name in ("sam", "ada"):
        encounter("play", gate_file, "--as", name, "--plain", "--json", typed="wait-there\n")
    for command in ("resume", "debrief", "progress"):
        refused = encounter(command)
        assert refused.code == 2
        assert "2 people have played here. Say whose: --as NAME" in refused.err
    assert encounter("debrief", "--as", "ada", "--json").json["trainee"] == "ada"


def test_a_discarded_run_is_out_of_the_lists_and_still_in_the_record(encounter, gate_file):
    left = encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="wait-there\n").json["run"]
    assert "Discarded: the-gate" in encounter("resume", "--discard", "--as", "sam").err
    assert "sam has no unfinished run" in encounter("resume", "--as", "sam").err
    assert [run["run"] for run in encounter("runs", "--json").json["runs"]] == [left]
    assert "Continue" not in encounter(typed="q\n").out
    encounter("resume", left, "--plain", typed="q\n")
    assert "Continue" in encounter(typed="q\n").out


@pytest.mark.parametrize("command", ["play", "prove", "graph"])
def test_a_translation_by_itself_is_told_with_the_way_to_play_it(encounter, gate_file, command):
    told = gate_file.with_suffix(".cy.yaml")
    told.write_text("format: 1\nlanguage: cy\ntranslates: 1.0.0\ntitle: Y giât\nscenes: {}\n", encoding="utf-8")
    said = encounter(command, told, *(["--as", "sam", "--plain"] if command == "play" else []))
    assert "This is a translation, which is read with its encounter." in said.err + said.out
    assert f"encounter play {gate_file} --language cy" in said.err + said.out
    alone = told.rename(told.with_name("elsewhere.cy.yaml"))
    assert "Put it beside its encounter" in encounter("play", alone, "--as", "sam", "--plain").err


def test_an_assessment_that_was_begun_is_not_discarded(encounter, gate_file):
    encounter("play", gate_file, "--as", "sam", "--mode", "assessment", "--plain", "--json", typed="wait-there\n")
    refused = encounter("resume", "--discard")
    assert refused.code == 1
    assert "cannot be discarded" in refused.err


def test_q_leaves_and_help_helps_at_every_prompt(encounter, gate_file):
    out = encounter("play", gate_file, "--as", "sam", "--plain", typed="?\nw\ns\nq\n").out
    assert (
        "Answer 1 to 2. s says how things stand, w where you are, b what happened before, g what the words mean. r takes"
        in out
    )
    assert "The gate, practice, choice 1." in out
    assert "Left. Everything you chose is kept; go on with: encounter resume" in out
    noted = encounter("resume", "--plain", typed="name-first\npromise\nq\n")
    assert "how well did you do?" in noted.out
    assert encounter("debrief", "--json").json["rubrics"]["respect"]["self_rating"] is None


@pytest.mark.parametrize("digit", ["１", "१", "١"])
def test_a_digit_of_any_script_answers(encounter, gate_file, digit):
    assert "\nYou " in encounter("play", gate_file, "--as", "sam", "--plain", typed=f"²\n{digit}\nq\n").out


def test_what_an_encounter_contains_is_said_before_a_run_begins(encounter, tmp_path):
    file = write(tmp_path, GATE.replace("title: The gate", "title: The gate\ncontent_warnings: [a child is hurt]"))
    told = encounter("play", file, "--as", "sam", "--plain", typed="n\n")
    assert told.code == 0
    assert "It contains:\n- A child is hurt.\n" in told.out
    assert encounter("runs", "--json").json["runs"] == []


def test_the_menu_asks_who_trains_and_a_slip_makes_nobody(encounter, gate_file):
    for name in ("Sam Reid", "Ada"):
        encounter("play", gate_file, "--as", name, "--plain", "--json", typed="")
    out = encounter(typed="Sam Ried\nn\n2\nq\n").out
    assert "Nobody here is called Sam Ried. There is Sam Reid. Begin as Sam Ried? y or n." in out
    assert "You train as Sam Reid." in out or "You train as Ada." in out
    assert {run["trainee"] for run in encounter("runs", "--json").json["runs"]} == {"Sam Reid", "Ada"}


def test_a_new_try_that_is_asked_for_in_the_menu_is_played(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="name-first\npromise\n")
    menu = encounter(typed="q\n").out.splitlines()
    number = next(line.partition(".")[0] for line in menu if line.endswith("Look back on a finished run"))
    out = encounter(typed=f"{number}\n1\n\n\n\n1\nwait-there\nq\nq\n").out
    assert out.count("Answer with the number of a choice.") == 1
    assert encounter("runs", "--json").json["runs"][0]["path"] == ["wait-there"]


def test_a_full_disk_behind_the_output_is_told_as_such():
    asked = [sys.executable, "-m", "simulator", "schema", "translation"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "encounter: the output could not be written (No space left on device).\n"


def test_what_if_and_the_glossary_answer_in_the_debrief(encounter, gate_file):
    out = encounter(
        "play", gate_file, "--as", "sam", "--plain", typed="name-first\npromise\n\n\n\ni 1\ng\n1\nq\nq\n"
    ).out
    assert "Decision 1, choice 1, " in out
    assert "Decision 1, choice 2, " in out
    assert "Decision quality: How much of what was on offer you reached" in out
    assert len(encounter("runs", "--all", "--json").json["runs"]) == 1


@pytest.mark.parametrize("ending", [".html", ".txt"])
def test_a_debrief_is_kept_as_a_file_and_holds_no_name_as_markup(encounter, tmp_path, ending):
    file = write(tmp_path, GATE.replace("title: The gate", "title: The <b>gate</b>"))
    encounter("play", file, "--as", "sam", "--plain", "--json", typed="name-first\npromise\n")
    target = tmp_path / f"kept{ending}"
    assert encounter("debrief", "--to", target).code == 0
    told = target.read_text(encoding="utf-8")
    assert "Decision 1 of 2" in told
    assert ("<b>" in told) == (ending == ".txt")
    assert "End it with .html or .txt." in encounter("debrief", "--to", tmp_path / "kept.pdf").err


def test_line_by_line_it_can_be_said_first_too(encounter, gate_file):
    with Store.open() as store:
        sam = store.trainee("sam", datetime(2026, 11, 25, tzinfo=UTC))
        keep_preferences(store, sam, Preferences(say_first=True))
    out = encounter("play", gate_file, "--as", "sam", "--plain", typed=f"{'x' * 301}\nIs he safe?\nq\n").out
    assert out.count("First, in your own words: what would you say or do? Enter skips.") == 2
    assert "That is 301 characters. Use 300 at most." in out
    assert out.rindex("First, in your own words") < out.index("1. Say: ")


def test_settings_change_by_a_number_and_a_slip_changes_nothing(encounter, gate_file, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(gate_file.parent))
    menu = encounter(typed="Sam\nq\n").out.split("\n")
    number = next(line.partition(".")[0] for line in menu if line.endswith(". Settings"))
    changed = encounter(typed=f"{number}\n2\ny\n7\nq\nq\n").out
    assert "Say it first: on, " in changed
    assert changed.count("Type 1 to 4, or q to go back.") == 2
    assert "2. Say it first: on, " in encounter(typed=f"{number}\nq\nq\n").out


def test_a_slip_at_yes_or_no_is_asked_about_again(encounter, tmp_path):
    file = write(tmp_path, GATE.replace("title: The gate", "title: The gate\ncontent_warnings: [a child is hurt]"))
    told = encounter("play", file, "--as", "sam", "--plain", typed="x\n1\ny\n").out
    assert (told.count("Type y or n."), told.count("Begin?")) == (2, 3)
    assert "A woman waits" in told


def test_what_is_said_again_is_the_story_and_not_an_answer_to_a_slip(encounter, gate_file):
    told = encounter("play", gate_file, "--as", "sam", "--plain", typed="9\ns\na\nq\n").out
    assert told.count("A woman waits at the gate.") == 2
    assert told.count("'9' is not one of the choices.") == 1


def test_an_assessment_with_an_access_code_asks_for_it_until_it_is_right(encounter, gate_file):
    now = datetime.now(UTC)
    with Store.open() as store:
        autumn = academy.create_cohort(store, "Autumn", at=now)
        academy.add_members(store, autumn, [store.trainee("sam", now)], at=now)
        assigned, _ = academy.assign(store, autumn, "the-gate", mode=Mode.ASSESSMENT, at=now)
        academy.set_server_terms(store, assigned, access_code="blue kettle", at=now)
    play = ("play", gate_file, "--as", "sam", "--plain")
    for typed in ("", "\n", "red kettle\n\n"):
        left = encounter(*play, typed=typed)
        assert left.code == 1
        assert "needs the access code" in left.err
        with Store.open() as store:
            assert store.runs() == [], "no attempt is used up"
    shown = encounter(*play, typed="red kettle\nblue kettle\nname-first\npromise\n").out
    assert shown.count("The access code?") == 2
    with Store.open() as store:
        (run,) = store.runs()
    assert (run.path, run.assignment_id) == (("name-first", "promise"), assigned.id)


def test_a_pause_is_told_before_a_choice_is_asked_for_and_where_one_is_refused(encounter, gate_file):
    now = datetime.now(UTC)
    with Store.open() as store:
        autumn = academy.create_cohort(store, "Autumn", at=now)
        academy.add_members(store, autumn, [store.trainee("sam", now)], at=now)
        assigned, _ = academy.assign(store, autumn, "the-gate", mode=Mode.ASSESSMENT, at=now)
        pause = academy.pause(store, assigned, who=None, reason="Fire alarm", author="Ada", at=now)
    shown = encounter("play", gate_file, "--as", "sam", "--plain", typed="name-first\nq\n").out
    told, _, refused = shown.partition("What is his name?")
    assert (told.count(PAUSED), refused.count(f"{PAUSED} Go on when it is resumed.")) == (1, 1)
    with Store.open() as store:
        academy.end_pause(store, assigned, pause.id, author="Ada", at=datetime.now(UTC))
    went_on = encounter("resume", "--plain", typed="name-first\nq\n").out
    assert PAUSED not in went_on
    assert "She tells you about Kofi." in went_on


def test_line_by_line_too_a_debrief_is_kept_as_a_file(encounter, gate_file, tmp_path):
    encounter("play", gate_file, "--as", "sam", "--plain", "--json", typed="name-first\npromise\n")
    menu = encounter(typed="q\n").out.splitlines()
    number = next(line.partition(".")[0] for line in menu if line.endswith("Look back on a finished run"))
    target = tmp_path / "kept.txt"
    own_view = "\n" * 3
    out = encounter(typed=f"{number}\n1\n{own_view}w\nkept.pdf\nw\n{target}\nw\n{target}\nn\nq\nq\n").out
    assert "End it with .html or .txt." in out
    assert out.count(f"Written: {target}") == 1
    assert "The gate" in target.read_text(encoding="utf-8")


def test_at_a_terminal_a_debrief_that_is_asked_for_is_read_in_parts(encounter, gate_file, monkeypatch):
    encounter("play", gate_file, "--as", "Sam", "--plain", typed="name-first\npromise\n")
    ours, theirs = os.openpty()
    said = []

    def listen():
        with suppress(OSError):  # it ends as the other end is closed
            while piece := os.read(ours, 4096):
                said.append(piece)

    with os.fdopen(os.dup(theirs), "w", encoding="utf-8") as target, os.fdopen(theirs, encoding="utf-8") as source:
        monkeypatch.setattr("sys.stdin", source)
        monkeypatch.setattr("sys.stdout", target)
        listener = Thread(target=listen, daemon=True)
        listener.start()
        os.write(ours, b"7\n\n\n?\nq\n")
        with pytest.raises(SystemExit) as left:
            main(["debrief", "--plain"])
    listener.join()
    told = b"".join(said).decode()
    assert not left.value.code
    for each in ("how well did you do?", "What would you do differently?", "A number tries again from just before"):
        assert each in told
    assert "Decision 1 of" not in told
    os.close(ours)


def test_enter_takes_the_language_that_is_spoken_and_q_begins_nothing(encounter, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_LANGUAGE", "es")
    library = ("play", "--plain", "--as", "sam")
    back = encounter(*library, typed="5\npuesto\n1\nq\nq\n").out
    assert "El puesto del mercado" in back
    assert "El mercado es un griterío." not in back
    assert encounter("runs", "--json", "--trainee", "sam").json["runs"] == []
    assert "El mercado es un griterío." in encounter(*library, typed="5\npuesto\n1\n\np\nq\n").out


def test_a_campaign_is_told_about_and_its_debrief_is_kept_and_looked_into(encounter, tmp_path):
    folder = tmp_path / "years"
    folder.mkdir()
    for name, text in starter("my-campaign").items():
        (folder / name).write_text(text, encoding="utf-8")
    kept = tmp_path / "kept"
    typed = f"promise-depot\n\nmy-fault\nd 1\n\n\n\ng\nq\nw\n{kept}\n\n"
    said = encounter("play", folder, "--as", "sam", "--plain", typed=typed).out
    assert "2 episodes, about" in said
    assert "What you practise:" in said
    assert "Decision 1 of 1." in said
    assert "The figures" in said
    assert "Conduct over all episodes" in kept.with_suffix(".html").read_text(encoding="utf-8")
