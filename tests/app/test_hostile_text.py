"""Text is data: whatever a name, a title or a choice holds, the terminal gets it as text."""

import os
import re
import sys

import pexpect
import pyte
import pytest

from scoring.rubric import RubricSet
from simulator.app.content import prose, quoted, raw, text
from simulator.app.start import StartRequest
from simulator.records.store import Mode, Store
from simulator.scenario.library import Library
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from tests.app.driving import clock, driving, session
from tests.samples import GATE, gate, write

MARKUP = "[/b][@click=app.quit]here[/] [red]$you [/ "
ESCAPES = "\x1b]52;c;UFdORUQ=\x07\x1b[31;5mRED\x1b[0m\x9b31mC1\x9d52;c;UFdORUQ=\x9c\u202eKCAB\u2066\x00\x08\x7f"
SHOWN = "]52;c;UFdORUQ=[31;5mRED[0m31mC152;c;UFdORUQ=KCAB"
"""What is left of ESCAPES: only what is readable."""

FORBIDDEN = (b"\x1b]52", b"\x1b[31;5m", "\x9b31m".encode(), "\x9d52".encode(), "\u202e".encode(), "\u2066".encode())

MARKED = (
    GATE.replace("title: The gate", f"title: 'The {MARKUP}gate'")
    .replace("summary: Somebody waits", f"summary: 'Somebody {MARKUP}waits'\n#")
    .replace("place: a school gate", f"place: '{MARKUP}school'")
    .replace("name: Ama Boateng", f"name: 'Ama {MARKUP}'")
    .replace("A woman waits at the gate. Tension {tension}.", f"'A woman {MARKUP}waits.'")
    .replace("Are you here for my son?", f"'Son? {MARKUP}'")
    .replace("say: Wait there.", f"say: 'Wait there {MARKUP}'")
    .replace("An order without a name.", f"'An order {MARKUP}'")
    .replace("She has not been told who you are.", f"'Not told {MARKUP}'")
    .replace("She nods.", f"'She nods {MARKUP}'")
    .replace("What did she need first?", f"'First? {MARKUP}'")
    .replace("text: She is shouting.", f"text: 'Shouting {MARKUP}'")
    .replace("minutes: 3", f"minutes: 3\ncontent_warnings: ['Warned {MARKUP}']\nobjectives: ['Aim {MARKUP}']")
)


@pytest.mark.parametrize("make", [text, raw, prose, quoted])
@pytest.mark.parametrize("hostile", [MARKUP, ESCAPES, "[", "[/", "$you", "\\[b]"])
def test_content_shows_markup_as_it_stands_and_drops_what_is_no_text(make, hostile):
    plain = make(hostile).plain
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain)
    assert plain.strip("“” ") == SHOWN if hostile == ESCAPES else plain.strip("“” ") == hostile.strip()


async def test_markup_is_shown_as_text_on_every_screen(tmp_path):
    words = " ".join(MARKUP.split())
    async with driving(session(tmp_path, MARKED, trainee=f"Sam {MARKUP}"), size=(200, 60)) as recruit:
        await recruit.sees(f"The {words} gate", f"Sam {words}")
        await recruit.sees(f"Warned {words}", f"Aim {words}", at="#details")
        await recruit.press("enter")
        await recruit.sees(f"Warned {words}", "Not now")
        await recruit.press("1")
        await recruit.sees(f"A woman {words} waits.", f"Ama {words} “Son? {words}”", at="Transcript")
        await recruit.take("Wait there")
        await recruit.sees(f"Wait there {words}", f"An order {words}", f"Shouting {words}", at="Transcript")
        await recruit.take("Step back")
        await recruit.sees(f"Not open: Not told {words}")
        await recruit.take("What happened?")
        await recruit.sees(f"She nods {words}")
        await recruit.press("1")
        await recruit.sees("First, your own view")
        await recruit.press("down", "down")
        await recruit.type(MARKUP)
        await recruit.press("enter")
        await recruit.sees(f"She nods {words}", f"“{words}”", "The ending: resolved")
        await recruit.press("end")
        await recruit.sees(f"First? {words}")
        await recruit.press("escape")
        await recruit.sees("1× played")
        await recruit.press("p")
        await recruit.sees("Your runs", f"The {words} gate")
        assert recruit.app.return_code is None


async def test_a_field_never_holds_what_is_no_text(tmp_path):
    from textual.events import Paste
    from textual.widgets import Input

    async with driving(session(tmp_path, trainee=None)) as recruit:
        await recruit.sees("What should we call you?")
        recruit.app.screen.query_one(Input).post_message(Paste("Sam\x1b]52;c;UFdORUQ=\x07\u202e\x9b31m"))
        await recruit.sees("Sam]52;c;UFdORUQ=31m")
        assert recruit.app.screen.query_one(Input).value == "Sam]52;c;UFdORUQ=31m"
        await recruit.press("enter")
        await recruit.sees("The first minute")
        await recruit.press("escape")
        await recruit.sees("Practise next")
        assert recruit.app.session.trainee.name == "Sam]52;c;UFdORUQ=31m"


# On the bytes of a pseudo-terminal


class Terminal:
    """The program on a terminal of its own, with every byte that it wrote."""

    def __init__(self, arguments, folder, **environment):
        self.written = b""
        self._screen = pyte.Screen(100, 40)
        self._stream = pyte.ByteStream(self._screen)
        # COLUMNS, which a parallel test run sets, would go before the terminal's own size.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "simulator", "--store", str(folder / "store.db"), *arguments],
            dimensions=(40, 100),
            env={**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            timeout=30,
        )

    def sees(self, words):
        """Read until the screen shows the words."""
        while words not in " ".join(" ".join(self._screen.display).split()):
            try:
                data = self._child.read_nonblocking(65536, timeout=20)
            except (pexpect.TIMEOUT, pexpect.EOF):
                raise AssertionError(f"{words!r} not in:\n" + "\n".join(self._screen.display)) from None
            self.written += data
            self._stream.feed(data)

    def press(self, keys):
        """Send keys."""
        self._child.send(keys)

    def close(self):
        """Leave the program."""
        self._child.send("\x11")
        self._child.expect(pexpect.EOF)
        self.written += self._child.before
        self._child.close()
        return self._child.exitstatus


def hostile_story():
    """Return a story that no file could hold: the reader refuses such text, a damaged store might not."""
    base = gate_scenario()
    for path in ("title", "summary", "scenes.arrive.text.0.text", "scenes.arrive.lines.0.text", "scenes.arrive.choices.0.say",
                 "scenes.arrive.choices.0.feedback", "people.ama.name", "people.ama.role", "scenes.talk.choices.1.locked", "endings.settled.text.0.text",
                 "trainer.discussion.0"):  # fmt: skip
        *way, last = path.split(".")
        part = base
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        key = int(last) if last.isdigit() else last
        part[key] = f"{part[key]} {ESCAPES}"
    return Story(Scenario.model_validate(base), RubricSet.shipped())


def gate_scenario():
    """Return the small gate as plain values."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        return gate(Path(folder)).scenario.model_dump(mode="json", exclude_defaults=True)


def test_escapes_out_of_a_store_never_reach_the_terminal(tmp_path):
    with Store.open(str(tmp_path / "store.db")) as store:
        sam = store.trainee("Sam", clock()())
        record = store.begin(sam, hostile_story(), mode=Mode.PRACTICE, seed=3, at=clock()(), language="en-GB")
    terminal = Terminal(["resume", record.id], tmp_path)
    terminal.sees("A woman waits at the gate.")
    terminal.sees("RED")
    terminal.press("1")
    terminal.sees("choice 2")
    assert terminal.close() == 0
    assert b"RED" in terminal.written
    assert [each for each in FORBIDDEN if each in terminal.written] == []


def test_escapes_in_file_names_never_reach_the_terminal(tmp_path):
    write(tmp_path / "more", "format: 1\n", f"evil{ESCAPES.replace(chr(0), '')}.yaml")
    write(tmp_path / "more", GATE, "a.yaml")
    terminal = Terminal([], tmp_path, ENCOUNTER_SCENARIOS=str(tmp_path / "more"))
    terminal.sees("What should we call you?")
    terminal.press("Sam\r")
    terminal.sees("The first minute")
    terminal.press("q")
    terminal.sees("Practise next")
    terminal.press("/")
    terminal.sees("Words to search for")
    terminal.press("evil\r")
    terminal.sees("This file cannot be read")
    assert terminal.close() == 0
    assert [each for each in FORBIDDEN if each in terminal.written] == []


def test_no_color_means_no_colour_codes(tmp_path):
    write(tmp_path / "more", GATE, "a.yaml")
    terminal = Terminal(["play", str(tmp_path / "more" / "a.yaml"), "--as", "Sam"], tmp_path, NO_COLOR="1")
    terminal.sees("A woman waits at the gate.")
    assert terminal.close() == 0
    coloured = re.findall(rb"\x1b\[[0-9;:]*m", terminal.written)
    assert coloured
    assert [
        code
        for code in coloured
        if re.search(rb"(?<![0-9])([34]8[;:]|3[0-7](?![0-9])|4[0-7](?![0-9])|9[0-7](?![0-9])|10[0-7])", code)
    ] == []


def test_without_no_color_there_are_colours(tmp_path):
    write(tmp_path / "more", GATE, "a.yaml")
    terminal = Terminal(["play", str(tmp_path / "more" / "a.yaml"), "--as", "Sam"], tmp_path)
    terminal.sees("A woman waits at the gate.")
    assert terminal.close() == 0
    assert b"\x1b[38;2;" in terminal.written or b";38;2;" in terminal.written


def test_a_library_of_such_names_can_be_listed(tmp_path):
    write(tmp_path / "more", GATE, f"evil{ESCAPES.replace(chr(0), '')}.yaml")
    (entry,) = Library([tmp_path / "more"], cache=tmp_path / "cache").entries()
    assert entry.title == "The gate"
    assert StartRequest(scenario=entry.path).scenario == entry.path


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Morning.", "“Morning.”"),
        ("“Morning.”", "“Morning.”"),
        ('"Morning."', "“Morning.”"),
        ('"No," she says.', "“‘No,’ she says.”"),
        ("“No,” she says, “no.”", "““No,” she says, “no.””"),
        ("", "“”"),
    ],
)
def test_spoken_words_stand_in_one_pair_of_quotation_marks(written, shown):
    assert quoted(written).plain == shown
