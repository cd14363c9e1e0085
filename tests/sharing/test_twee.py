"""Twee 3 in and out: what comes in reads without errors, and what cannot be said stands as a comment at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rubric import RubricSet
from simulator.encounter.run import Run
from simulator.errors import UsageError
from simulator.scenario.library import Library
from simulator.scenario.reader import read_scenario
from simulator.sharing.twee.incoming import import_twee
from simulator.sharing.twee.outgoing import export_twee
from simulator.sharing.twee.passages import Passage, read_passages, write_passages

SUGARCUBE = """\
:: StoryTitle
The night bus

:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "format": "SugarCube", "start": "Stop"}

:: StoryInit
<<set $heat to 1>><<set $mood to "calm">>

:: Stop [road] {"position": "100,100"}
''Midnight.'' A boy sits on the kerb. <<if $asked>>He knows you.<<else>>He looks away.<</if>> Heat is $heat.
<<link "Ask his name" "Name">><<set $asked to true>><</link>>
<<link "Shout">><<set $heat += 2>><<set $mood to "angry">><<if $heat gte 3>><<goto "Gone">><<else>><<goto "Stop">><</if>><</link>>
<<if $asked and not ($mood is "angry")>>[[Sit down->Talk]]<</if>>

:: Name
<<nobr>>"Jay." <<cacheaudio "x" "y.mp3">><</nobr>> {He waits.}
[[Go back|Stop]]
[[A passage that is not there]]

:: Talk
<<include "Refrain">>The bus comes.

:: Refrain
It is cold.

:: Gone
<<set $heat to 0>>He has run.

:: Style [stylesheet]
body { color: red }
"""

HARLOWE = """\
:: Setup [startup]
(set: $cup to true, $steps to 0)

:: Start
You hold a cup. (if: $cup is true)[It is hot.](else-if: $steps > 2)[It was hot.](else:)[You hold nothing.]
(link-goto: "Put it down", "Table")
(link: "Walk")[(set: $steps to it + 1)(go-to: "Start")]
(text-style: "bold")[[[Leave->Door]]]
(random: 1, 6)

:: Table
(set: $cup to false)(if: $steps >= 1)[(link-goto: "Walk on", "Door")][[Back->Start]]

:: Door
(display: "Cold")The door is open.

:: Cold
It is cold.
"""

NAMES = st.text("ab[]{}\\:<>|é会", min_size=1, max_size=8)
TEXTS = st.text("ab :[]{}\\é会", max_size=30)


def read(tmp_path, made):
    path = tmp_path / "story.yaml"
    path.write_text(made.text, encoding="utf-8")
    reading = read_scenario(path, RubricSet.shipped())
    assert [f"{each.line} {each.code} {each.message}" for each in reading.problems] == []
    return reading.story


@given(st.dictionaries(NAMES, st.tuples(TEXTS, st.lists(NAMES, max_size=3)), min_size=1, max_size=6))
def test_passages_that_were_written_are_read_again(given_passages):
    passages = [Passage(name, text, tuple(tags)) for name, (text, tags) in given_passages.items()]
    assert read_passages(write_passages(passages)) == passages


def test_a_sugarcube_story_becomes_an_encounter(tmp_path):
    made = import_twee(SUGARCUBE, "night-bus")
    story = read(tmp_path, made)
    assert (story.scenario.title, story.scenario.start) == ("The night bus", "stop")
    assert set(story.scenario.state) == {"heat", "mood", "asked"}
    assert (made.passages, made.links, made.scenes, made.endings, made.choices) == (5, 5, 2, 4, 5)
    run = Run(story)
    assert "He looks away." in run.text()
    assert "Heat is 1." in run.text()
    run.choose("ask-his-name")
    run.choose("go-back")
    assert "He knows you." in run.text()
    assert "sit-down" in [choice.id for choice in run.available()]
    run.choose("shout")
    assert run.place == "gone"
    assert run.state["heat"] == 0


def test_what_cannot_be_said_is_a_comment_at_its_place_and_is_counted():
    made = import_twee(SUGARCUBE, "night-bus")
    at = made.text.index("\n  name:\n")
    assert "# not imported: <<cacheaudio" in made.text[at : at + 120]
    assert made.left_out == {
        "cacheaudio": 1, "a link to a passage that is not there": 1, "the passage Style [stylesheet]": 1,
    }  # fmt: skip
    assert "(He waits.)" in made.text
    assert "# in Twine: [road] at 100,100" in made.text


def test_a_harlowe_story_becomes_an_encounter(tmp_path):
    made = import_twee(HARLOWE, "cup")
    story = read(tmp_path, made)
    run = Run(story)
    assert "It is hot." in run.text()
    run.choose("walk")
    run.choose("put-it-down")
    assert {choice.id for choice in run.available()} == {"walk-on", "back"}
    run.choose("walk-on")
    assert run.finished
    assert "It is cold." in run.text()
    assert made.left_out == {"random": 1}


@pytest.mark.parametrize("id_", ["market-stall", "grounds", "quad-bike"])
def test_an_encounter_goes_out_and_comes_in_again(tmp_path, id_):
    scenario = Library.default().story(id_).scenario
    made = import_twee(export_twee(scenario), id_)
    story = read(tmp_path, made)
    choices = sum(len(scene.choices) for scene in scenario.scenes.values())
    assert (made.scenes, made.endings, made.choices) == (len(scenario.scenes), len(scenario.endings), choices)
    assert made.left_out == {}
    assert set(story.scenario.scenes) == set(scenario.scenes)


def test_a_file_made_to_hurt_is_a_sentence_or_an_encounter():
    with pytest.raises(UsageError, match="nested too deeply"):
        import_twee(":: Start\n" + "(if: $a)[" * 5_000 + "[[x->Start]]", "x")
    with pytest.raises(UsageError, match="no passage"):
        import_twee("nothing", "x")
    with pytest.raises(UsageError, match="No passage leads"):
        import_twee(":: Start\nThe end.", "x")
    with pytest.raises(UsageError, match="2,000"):
        import_twee("".join(f":: P{n}\n[[P0]]\n" for n in range(2_100)), "x")
    open_ = import_twee(":: Start\n[[On->End]]" + "<<a 'x' \"y\" " * 5_000 + "\n:: End\n\x1b[31mRed {if} ", "x")
    assert "\x1b" not in open_.text
    assert "{if}" not in open_.text.split("endings:")[1]


def test_the_commands_write_over_nothing(tmp_path, encounter):
    story, target, out = tmp_path / "bus.twee", tmp_path / "bus.yaml", tmp_path / "stall.twee"
    story.write_text(SUGARCUBE, encoding="utf-8")
    done = encounter("twee", "import", story, "--to", target)
    assert done.code == 0
    assert "5 choices" in done.err
    assert target.is_file()
    again = encounter("twee", "import", story, "--to", target)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert encounter("twee", "export", "market-stall", "--to", out).code == 0
    assert ":: approach [scene]" in out.read_text(encoding="utf-8")
    assert encounter("twee", "import", tmp_path / "none.twee").code == 2
