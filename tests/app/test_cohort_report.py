"""A cohort's report in the app: the page's sections, sentences and figures, and the page itself by one key."""

import os
import re
import shutil
import threading
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulator.app.report.sections
from scoring.cohort import TrainerLevel, cohort_statistics
from scoring.report import Imprint, render, sentences
from simulator import academy
from simulator.academy import engines
from simulator.app.content import text
from simulator.app.report.pieces import scale
from simulator.app.report.tables import columns
from simulator.app.screens.page import Page
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar
from simulator.records.store import Store
from tests.academy import classes
from tests.app.driving import clock, driving, session
from tests.commands.conftest import encounter
from tests.scoring.cohort.samples import RUBRICS, facts, made_up

__all__ = ["encounter"]

GOLDEN = Path(__file__).parent / "golden" / "cohort-report-80.txt"
HOSTILE = "Sam [/b][@click=app.quit]x[/] \x1b[31mred\u202e"
SHOWN = "Sam [/b][@click=app.quit]x[/] [31mred"
LONG = "Maximiliane Theodora von Hohenstein-Wittgenstein zu Berleburg"
NAMES = ("Zoë Ødegård", HOSTILE, LONG, "محمد عبد الله", "李小龍 山田太郎")

SECTIONS = {id_: title for id_, title in sentences.SECTIONS.items() if id_ != "campaigns"}
"""Those of a cohort that has closed no campaign."""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Keep a cohort of twelve whose names are of every kind."""
    return classes.an_academy(tmp_path_factory.mktemp("played"), people=12, called=NAMES)


@pytest.fixture
def store(played, tmp_path):
    """Return the address of a store of this test's own, with that cohort in it."""
    return str(shutil.copy(played, tmp_path / "academy.sqlite3"))


def tutor(folder, address):
    """Return a trainer's sitting at a store."""
    return session(folder, trainee="Tutor", address=address)


async def at_cohort(trainer):
    """Go from the library to the first cohort."""
    await trainer.sees("Practise next")
    await trainer.press("t")
    await trainer.sees("member")
    await trainer.press("1")
    await trainer.sees("Where they struggle")


async def at_report(trainer):
    """Go on to its report."""
    await at_cohort(trainer)
    await trainer.press("r")
    await trainer.sees("In short")


async def sections(trainer):
    """Go through the report; return the words of each section by its title."""
    found = {}
    for number, title in enumerate(SECTIONS.values(), start=1):
        await trainer.sees(f"{title} {number} of {len(SECTIONS)}")
        await trainer.pilot.pause()
        found[title] = trainer.text_of("VerticalScroll")
        await trainer.press("n")
    return found


def figure(found, places=1, *, signed=False):
    """Return a figure of the JSON as it is to be read."""

    def number(value):
        said = f"{value:{'+' if signed else ''}.{places}f}".replace("-", "−")
        return said.removeprefix("+") if float(f"{value:.{places}f}") == 0 else said

    if "reason" in found:
        return f"– n = {found['n']} {found['reason'][0].upper()}{found['reason'][1:]}"
    between = "" if found["low"] is None else f" ({number(found['low'])} to {number(found['high'])})"
    return f"{number(found['value'])}{between}"


def coefficient(found):
    """Return a coefficient of the JSON as journals print it."""
    return figure(found, 2).replace("0.", ".")


# The same as the page


async def test_every_figure_is_the_one_that_the_command_prints(tmp_path, store, encounter):
    told = encounter("--store", store, "report", "autumn", "--json").json
    async with driving(tutor(tmp_path, store), size=(100, 300)) as trainer:
        await at_report(trainer)
        seen = await sections(trainer)
    for rubric in told["rubrics"]:
        mean, spread = rubric["anchored"]["mean"], rubric["anchored"]["spread"]
        profile = seen["How the cohort did"]
        assert f"{figure(mean)} n = {mean['n']} SD {spread['sd']:.1f} quartiles" in profile
        assert f"opportunities {rubric['opportunities']:,} credits {rubric['credits']:,}" in profile
        for one in rubric["criteria"]:
            if len(rubric["criteria"]) > 1:
                assert f"{one['title']} " in profile
                assert f"{figure(one['anchored']['mean'])} n = {one['anchored']['mean']['n']}" in profile
        progress, repeated = seen["Progress and self-ratings"], rubric["repetition"]
        for label, change in (("last", repeated["last"]), ("best", repeated["best"])):
            assert f"Gain to {label} {figure(change['gain'], signed=True)} n = {change['gain']['n']}" in progress
            assert f"g to {label} {figure(change['effect'], 2, signed=True)}" in progress
        assert f"Difference {figure(rubric['calibration']['difference'], signed=True)}" in progress
        assert f"Correlation {coefficient(rubric['calibration']['correlation'])}" in progress
        for name in ("alpha", "omega", "g", "phi"):
            label = name if name == "phi" else name.title()
            assert f"{label} {coefficient(rubric['reliability'][name])}" in seen["How reliable the figures are"]
    heat = seen["Where it is hard"]
    assert len(told["cells"]) > 3
    for cell in told["cells"]:
        assert ("few" if cell["anchored"] is None else f"{cell['anchored']:.0f} n {cell['trainees']}") in heat
    for person in told["profiles"]:
        for own in person["figures"]:
            assert f"{own['anchored']:.0f} n {own['opportunities']}" in seen["Trainee by trainee"]
        assert f"{person['runs']} runs" in seen["Trainee by trainee"]
    for item in told["items"]:
        assert f"n {item['trainees'] or 'few'} difficulty" in seen["Every decision"]
        assert f": {item['scene']} " in seen["Every decision"]
        assert f"item-rest {coefficient(item['item_rest'])}" in seen["Every decision"]


def rich(count=24):
    """Return statistics with everything in them: groups, trainers who rated, concerns, decisions compared."""
    rows, _ = made_up(count)
    rated = sorted({row["run"] for row in rows})[:12]
    levels = [
        TrainerLevel(run, who, criterion, (place + by) % 5 - 2)
        for place, run in enumerate(rated)
        for by, who in enumerate(("Ames", "Birk [b]"))
        for criterion in ("voice", "dignity", "listening")
    ]
    groups = {f"t-{number:03}": {"branch": "north" if number % 2 else "south"} for number in range(count)}
    return cohort_statistics(facts(rows), RUBRICS, cohort="Autumn", members=30, ratings=levels, groups=groups)


async def test_every_sentence_of_the_page_stands_on_the_screen(tmp_path, store, monkeypatch):
    statistics = rich()
    monkeypatch.setattr(academy, "statistics_of", lambda *_, **__: (statistics, None))
    async with driving(tutor(tmp_path, store), size=(100, 600)) as trainer:
        await at_report(trainer)
        seen = " ".join((await sections(trainer)).values())
    page = html5lib.parse(render(statistics, RUBRICS, Imprint(clock()(), "1")), namespaceHTMLElements=False)
    said = [
        " ".join("".join(each.itertext()).split())
        for tag in ("caption", "p", "li", "strong", "h2", "h3")
        for place in (page.find(".//main"), page.find(".//footer"))
        for each in place.iter(tag)
        if each.get("class") != "meta"  # the scale of colours, which are drawn only there
    ]
    assert len(said) > 60
    named = "|".join(re.escape(f"{rubric.title}. ") for rubric in RUBRICS)  # on the screen, a heading
    assert [each for each in said if re.sub(f"^({named})", "", each) not in seen] == []
    for each in statistics.agreement[0].pairs:
        assert (
            f"{each.first} and {each.second} Weighted kappa {each.kappa.value:.2f}".replace("0.", ".").replace("-", "−")
            in seen
        )
    assert "north" in seen


async def test_the_report_of_a_small_cohort_as_text(tmp_path, store):
    async with driving(tutor(tmp_path, store), size=(80, 220)) as trainer:
        await at_report(trainer)
        shown = []
        for _ in SECTIONS:
            await trainer.pilot.pause()
            await trainer.pilot.pause()
            page = "\n".join(trainer.lines[:-1]).rstrip().splitlines()
            shown += [*page, "", trainer.lines[-1], ""]
            await trainer.press("n")
    assert max(map(len, shown)) <= 80
    if os.environ.get("ENCOUNTER_GOLDEN") == "write":
        GOLDEN.write_text("\n".join(shown), encoding="utf-8")
    assert "\n".join(shown) == GOLDEN.read_text(encoding="utf-8")


async def test_names_are_text_whatever_they_hold(tmp_path, store):
    async with driving(tutor(tmp_path, store), size=(100, 300)) as trainer:
        await at_report(trainer)
        await trainer.press("c")
        await trainer.sees("9 What may be claimed")
        await trainer.press("9", "n")
        await trainer.sees("Trainee by trainee", SHOWN, LONG, "Zoë Ødegård", "محمد عبد الله", "李小龍 山田太郎")
        assert trainer.app.return_code is None


# Its keys


async def test_sections_are_turned_like_pages_and_picked_by_their_titles(tmp_path, store):
    async with driving(tutor(tmp_path, store)) as trainer:
        await at_report(trainer)
        await trainer.sees("In short 1 of 11", "practice only")
        assert "Previous" not in trainer.text_of("KeyBar")
        await trainer.press("n")
        await trainer.sees("What was trained 2 of 11", "n goes on to: How the cohort did")
        await trainer.press("p", "p")
        await trainer.sees("In short 1 of 11")
        await trainer.press("c")
        await trainer.sees("Which section?", "9 What may be claimed")
        await trainer.press("9")
        await trainer.sees("It may not be used to say")
        await trainer.press("n", "n", "n")
        await trainer.sees("Every decision 11 of 11")
        assert "Next" not in trainer.text_of("KeyBar")
        await trainer.press("escape")
        await trainer.sees("Where they struggle")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_each_section_has_keys_with_a_sentence_and_at_most_seven_on_its_bar(tmp_path, store, size):
    async with driving(tutor(tmp_path, store), size=size) as trainer:
        await at_report(trainer)
        page = trainer.app.screen
        assert isinstance(page, Page)
        for _ in SECTIONS:
            await trainer.pilot.pause()
            assert all(each.tooltip for each in page.own_bindings())
            assert 1 <= len([each for each in trainer.lines[-1].split("   ") if each.strip()]) <= 7
            assert "Esc Cohort" in trainer.text_of(KeyBar)
            column = page.query_one("VerticalScroll")
            assert ("Read on" in trainer.text_of(KeyBar)) == (column.max_scroll_y > 0)
            await trainer.press("n")


async def test_a_large_cohorts_trainees_are_turned_through_too(tmp_path, store, monkeypatch):
    monkeypatch.setattr(simulator.app.report.sections, "MOST_PEOPLE", 5)
    async with driving(tutor(tmp_path, store), size=(100, 100)) as trainer:
        await at_report(trainer)
        await trainer.press("c")
        await trainer.sees("Trainee by trainee, 6 to 10 of 12")
        await trainer.press("1")
        await trainer.press(*"nnnnnnnnnnn")
        await trainer.sees("Trainee by trainee, 11 to 12 of 12 12 of 13")
        assert "李小龍 山田太郎" in trainer.text
        assert "Trainee 1" not in trainer.text


# While it is read, and where there is nothing to read


async def test_the_report_says_how_far_it_is_and_can_be_left_meanwhile(tmp_path, store, monkeypatch):
    told, ended = threading.Event(), threading.Event()

    def slowly(*_, progress):
        progress("12,000 facts read")
        told.wait()
        try:
            progress("figures are computed")
        except Exception:  # whatever ends the reading
            ended.set()
            raise

    monkeypatch.setattr(academy, "statistics_of", slowly)
    async with driving(tutor(tmp_path, store)) as trainer:
        try:
            await at_cohort(trainer)
            await trainer.press("r")
            await trainer.sees("Autumn: report", "12,000 facts read", "Esc Cohort")
            assert "Write" not in trainer.text_of("KeyBar")
            await trainer.press("escape")
            await trainer.sees("Where they struggle")
        finally:
            told.set()
        await trainer.until(ended.is_set)
        await trainer.press("t")
        assert trainer.app.return_code is None


async def test_without_the_academys_libraries_it_says_which_is_missing_and_how_to_get_it(tmp_path, store, monkeypatch):
    found = engines.find_spec
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "duckdb" else found(name))
    async with driving(tutor(tmp_path, store)) as trainer:
        await at_cohort(trainer)
        await trainer.press("r")
        await trainer.sees("There is no report to show.", "The library duckdb is not installed.")
        await trainer.sees("pip install 'encounter-simulator[academy]'")
        assert "Write" not in trainer.text_of("KeyBar")


@pytest.mark.parametrize(
    ("members", "mend"),
    [((), 'encounter cohort add "Winter" NAME'), (("New",), 'encounter cohort assign "Winter" SCENARIO')],
)
async def test_a_cohort_without_runs_is_told_what_to_do(tmp_path, members, mend):
    address = str(tmp_path / "store.db")
    with Store.open(address) as kept:
        academy.add_members(
            kept,
            academy.create_cohort(kept, "Winter", at=classes.BEGAN),
            [kept.trainee(n, classes.BEGAN) for n in members],
            at=classes.BEGAN,
        )
    async with driving(tutor(tmp_path, address)) as trainer:
        await at_report(trainer)
        await trainer.sees("Nobody in this cohort has finished a run yet", mend)
        assert not {"Next", "Write page"} & {each.description for each in trainer.app.screen.own_bindings()}


# The page by a key


async def write(trainer, name):
    """Ask for the page with its people, under a name."""
    await trainer.press("w")
    await trainer.sees("Which report?")
    await trainer.press("1")
    await trainer.sees("Where should it be kept?")
    trainer.app.screen.query_one(Field).value = str(name)
    await trainer.press("enter")


async def test_the_page_is_written_where_it_was_asked_for(tmp_path, store, encounter):
    target = tmp_path / "out" / "autumn.html"
    target.parent.mkdir()
    async with driving(tutor(tmp_path, store), size=(120, 30)) as trainer:
        await at_report(trainer)
        await write(trainer, target.with_suffix(""))
        await trainer.sees("Written:", "autumn.html", "Open it in any browser", at="Notice")
    said = encounter("--store", store, "report", "autumn", "--to", tmp_path / "command.html")
    assert said.code == 0
    main = [page.read_text(encoding="utf-8").partition("<main")[2] for page in (target, tmp_path / "command.html")]
    assert main[0]
    assert main[0] == main[1]


async def test_the_page_without_people_is_the_commands_and_only_it_is_published(tmp_path, store, encounter):
    target, command = tmp_path / "counts.html", tmp_path / "command.html"
    async with driving(tutor(tmp_path, store), size=(120, 30)) as trainer:
        await at_report(trainer)
        await write(trainer, tmp_path / "people.html")
        await trainer.sees("Written:", at="Notice")
        with Store.open(store) as kept:
            assert academy.publications_of(kept, "Autumn") == []
        await trainer.press("w")
        await trainer.sees("Without people, to pass on")
        await trainer.press("2")
        await trainer.sees("Where should it be kept?", "no hidden count can be worked out")
        trainer.app.screen.query_one(Field).value = str(target)
        await trainer.press("enter")
        await trainer.sees("Written:", "counts.html", at="Notice")
    assert encounter("--store", store, "report", "autumn", "--to", command, "--without-people").code == 0
    pages = [page.read_text(encoding="utf-8") for page in (target, command)]
    assert pages[0].partition("<main")[2] == pages[1].partition("<main")[2]
    assert sentences.WITHOUT_PEOPLE in pages[0]
    assert not any(name in pages[0] for name in (NAMES[0], LONG, "Trainee 7"))
    (kept,) = encounter("--store", store, "cohort", "published", "Autumn", "--json").json["published"]
    assert kept["what"] == "report without people"


async def test_the_name_that_is_proposed_is_the_cohorts_among_the_documents(tmp_path, monkeypatch):
    documents = tmp_path / "home" / "Documents"
    documents.mkdir(parents=True)
    address = classes.an_academy(tmp_path, people=3)
    with Store.open(address) as kept:
        made = academy.create_cohort(kept, "Night / shift: ../2026", at=classes.BEGAN)
        academy.add_members(kept, made, [kept.trainee(classes.NAMES[0], classes.BEGAN)], at=classes.BEGAN)
    async with driving(tutor(tmp_path, address), size=(120, 30)) as trainer:
        await trainer.sees("Practise next")
        await trainer.press("t")
        await trainer.sees("Night / shift")
        await trainer.press("2", "r")
        await trainer.sees("In short")
        await trainer.press("w")
        await trainer.sees("Which report?")
        await trainer.press("1")
        await trainer.sees("Where should it be kept?")
        assert trainer.app.screen.query_one(Field).value == str(documents / "Night-shift-2026-report.html")
        await trainer.press("escape")
        await trainer.sees("In short")
    assert list(documents.iterdir()) == []


async def test_a_file_is_replaced_only_after_a_yes(tmp_path, store):
    target = tmp_path / "autumn.html"
    target.write_text("the old one", encoding="utf-8")
    async with driving(tutor(tmp_path, store), size=(120, 30)) as trainer:
        await at_report(trainer)
        await write(trainer, target)
        await trainer.sees("Replace the file that is there?", "autumn.html")
        await trainer.press("1")
        await trainer.sees("In short")
        assert target.read_text(encoding="utf-8") == "the old one"
        await write(trainer, target)
        await trainer.sees("Replace the file that is there?")
        await trainer.press("2")
        await trainer.sees("Written:")
        assert "Cohort report" in target.read_text(encoding="utf-8")


async def test_a_name_that_cannot_be_a_pages_is_refused_in_a_sentence(tmp_path, store):
    async with driving(tutor(tmp_path, store), size=(120, 30)) as trainer:
        await at_report(trainer)
        await write(trainer, tmp_path / "autumn.pdf")
        await trainer.sees("A report is a web page, but autumn.pdf does not end in .html.", "End its name with .html.")
        trainer.app.screen.query_one(Field).value = str(tmp_path / "nowhere" / "autumn.html")
        await trainer.press("enter")
        await trainer.sees("There is no folder", "Make it first, or name another file.", at="Notice")
    assert list(tmp_path.glob("**/autumn*")) == []


# What is drawn


@given(st.lists(st.tuples(st.floats(-400, 400), st.just("●"), st.just(""))), st.integers(1, 60), st.floats(-9, 109))
def test_a_scale_is_as_wide_as_it_is_to_be_wherever_its_marks_are(marks, cells, end):
    drawn = scale(marks, (end, 50), cells)
    assert drawn.cell_length == cells
    assert ("●" in drawn.plain) == bool(marks)


@given(st.lists(st.lists(st.integers(0, 9_999), min_size=1, max_size=2), min_size=1, max_size=9), st.integers(50, 120))
def test_columns_keep_every_cell_and_never_grow_wider_than_they_may(cells, width):
    drawn = columns([[text(part) for part in cell] for cell in cells], width)
    lines = [drawn] if not hasattr(drawn, "parts") else drawn.parts
    assert all(line.cell_length <= max(width, 6 * len(cells)) for line in lines)
    words = " ".join(line.plain for line in lines).split()
    assert sorted(words) == sorted(str(part) for cell in cells for part in cell)


async def test_a_key_goes_from_practice_to_assessments_and_back(store, tmp_path):
    async with driving(tutor(tmp_path, store), size=(100, 60)) as trainer:
        await at_report(trainer)
        await trainer.sees("Autumn: report of practice", "12 trainees reached")
        await trainer.press("m")
        await trainer.sees("Autumn: report of assessments", "0")
        await trainer.press("m")
        await trainer.sees("Autumn: report of practice", "12 trainees reached", "Only what was played as practice.")
