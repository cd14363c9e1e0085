"""`encounter report`: one page that needs nothing else, for people, paper and screen readers."""

import json
import re
import stat
import threading
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from PIL import Image

import scoring.report
from scoring.cohort import TrainerLevel, cohort_statistics
from scoring.report import Imprint, render, sentences
from simulator import academy
from simulator.academy.ratings import rate
from simulator.errors import ExportFailed
from simulator.records.store import Store
from tests.academy.browser import open_page
from tests.academy.classes import BEGAN, NAMES, an_academy, play
from tests.samples import gate
from tests.scoring.cohort.samples import RUBRICS, facts, made_up

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CSS = (Path(scoring.report.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")


@pytest.fixture
def store(tmp_path, monkeypatch):
    address = an_academy(tmp_path, people=12)
    monkeypatch.setenv("ENCOUNTER_STORE", address)
    return address


@pytest.fixture(scope="module")
def statistics():
    rows, _ = made_up(45)
    return cohort_statistics(facts(rows), RUBRICS, cohort="Spring & <b>summer</b>", members=50)


@pytest.fixture(scope="module")
def page(statistics):
    return render(statistics, RUBRICS, Imprint(AT, "1.2.3"))


@pytest.fixture(scope="module")
def opened(page, tmp_path_factory):
    """Return the page's file, and a folder for the browser."""
    folder = tmp_path_factory.mktemp("report")
    file = folder / "report.html"
    file.write_text(page, encoding="utf-8")
    return file, folder


@cache
def tree(page):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def local(element):
    return str(element.tag).rsplit("}", 1)[-1]


def text_of(element):
    return " ".join(" ".join(element.itertext()).split())


# The page


def test_the_page_is_valid_and_says_its_language(page):
    html = tree(page)
    assert html.get("lang") == "en-GB"
    ids = [each.get("id") for each in html.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    targets = {each.get("href").removeprefix("#") for each in html.iter("a")}
    assert targets <= set(ids)
    named = {id_ for each in html.iter() for id_ in (each.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(local(each)[1]) for each in tree(page).iter() if re.fullmatch("h[1-6]", local(each))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_says_what_its_headers_are_for(page):
    tables = list(tree(page).iter("table"))
    assert len(tables) > 8
    for table in tables:
        assert text_of(table.find("caption"))
        assert all(header.get("scope") in ("col", "row", "colgroup", "rowgroup") for header in table.iter("th"))


def test_every_chart_has_words_or_stands_beside_them(page):
    charts = [each for each in tree(page).iter() if local(each) == "svg"]
    spoken = [each for each in charts if each.get("role") == "img"]
    assert len(spoken) > 3
    for chart in charts:
        if chart.get("role") == "img":
            words = {local(each): text_of(each) for each in chart if local(each) in ("title", "desc")}
            assert words["title"]
            assert words["desc"]
        else:
            assert chart.get("aria-hidden") == "true"


def test_the_page_refers_to_nothing_outside_and_runs_nothing(page):
    html = tree(page)
    assert not {"script", "link", "iframe", "object", "embed", "img", "form", "base"} & {local(e) for e in html.iter()}
    for element in html.iter():
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on")
            assert name not in ("src", "srcset", "action", "style", "background", "poster")
            assert "href" not in str(name) or value.startswith("#")
    assert not re.search(r"url\(|@import|@font-face", CSS)
    policy = next(e.get("content") for e in html.iter("meta") if e.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_the_page_shows_the_figures_that_the_statistics_hold(page, statistics):
    shown = text_of(tree(page))
    for rubric in statistics.rubrics:
        assert f"{rubric.anchored.mean.value:.1f}" in shown
        assert rubric.reliability.label in shown
        assert rubric.repetition.rows in shown
        for criterion in rubric.criteria:
            title = criterion.title if len(rubric.criteria) > 1 else "All of it"
            assert f"{title} {criterion.anchored.mean.n} {criterion.anchored.mean.value:.1f}" in shown
    respect = next(each for each in statistics.rubrics if each.rubric == "respect")
    assert f"{respect.reliability.phi.value:.2f}".removeprefix("0") in shown
    assert "a formative index" in shown
    assert "It may not be used to say" in shown


def test_scores_below_80_are_labelled_practice_only_before_any_figure(page):
    shown = text_of(tree(page).find("body"))
    assert shown.index("Practice only") < shown.index("reached")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_keeps_a_contrast_of_at_least_4_5_on_every_ground():
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))
    cells = re.findall(r"\.h\d+ \{ background: (#[0-9a-f]{6}); \}", CSS)
    assert len(cells) == 11
    small = re.search(r"td small \{ display: block; font-size: [^;]+; color: (#[0-9a-f]{6})", CSS)[1]
    for ground in (colours["paper"], colours["card"], "#ffffff"):
        for ink in ("ink", "soft", "accent", "warm"):
            assert contrast(colours[ink], ground) >= 4.5, (ink, ground)
    for ground in (*cells, colours["warm-soft"], "#e7f1f0"):
        assert contrast(colours["ink"], ground) >= 7, ground
        assert contrast(small, ground) >= 4.5, ground


def test_an_empty_cohort_has_a_page_that_says_so():
    empty = render(cohort_statistics(facts([]), RUBRICS, cohort="New"), RUBRICS, Imprint(AT, "1"))
    assert "Nobody in this cohort has finished a run yet" in text_of(tree(empty))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_small_cohort_has_a_page_with_reasons(count):
    rows, _ = made_up(count)
    small = render(cohort_statistics(facts(rows), RUBRICS), RUBRICS, Imprint(AT, "1"))
    shown = text_of(tree(small))
    assert "Practice only:" in shown
    assert not re.search(r"\b(nan|None|inf|Undefined)\b", shown)


def hostile(port=9):
    """Return names that would call a server, leave the page's text, or run in a spreadsheet or a template."""
    return (
        f"<img src=http://127.0.0.1:{port}/name>",
        f"<script>fetch('http://127.0.0.1:{port}/script')</script>",
        f"</style><link rel=stylesheet href=http://127.0.0.1:{port}/css>",
        "=cmd|' /C calc'!A0",
        "{{ 7 * 7 }}{% raw %}",
    )


def hostile_page(names):
    """Return a page on which trainees, choices, encounters, the cohort and a trainer have such names."""
    rows, _ = made_up(len(names))
    named = {f"t-{number:03}": name for number, name in enumerate(names)}
    rows = [row | {"trainee_name": named[row["trainee"]], "choice": row["choice"] + names[0]} for row in rows]
    levels = [TrainerLevel("r", rater, criterion, 1) for rater in names[:2] for criterion in ("voice", "dignity")]
    groups = {trainee: {names[1]: names[0]} for trainee in named}
    told = cohort_statistics(
        facts(rows), RUBRICS, cohort=names[2], titles={"gate": names[1]}, ratings=levels, groups=groups, minimum=1
    )
    return render(told, RUBRICS, Imprint(AT, names[0]))


def test_hostile_names_stay_text():
    names = hostile()
    html = tree(hostile_page(names))
    shown = text_of(html)
    assert all(name in shown for name in names)
    assert not {"script", "img", "link"} & {local(element) for element in html.iter()}


# In a browser


@pytest.mark.browser
def test_a_browser_without_a_network_shows_the_same_text(page, opened):
    file, folder = opened
    dom = open_page(file, folder / "profile", "--dump-dom")
    shown = html5lib.parse(dom, namespaceHTMLElements=False)
    assert text_of(shown.find("body")) == text_of(tree(page).find("body"))


@pytest.mark.browser
def test_the_page_is_a_picture_with_text_and_colours_and_fits_its_width(opened):
    file, folder = opened
    open_page(file, folder / "profile", f"--screenshot={folder / 'page.png'}", "--window-size=1100,6000")
    with Image.open(folder / "page.png") as picture:
        assert picture.size == (1100, 6000)
        counts = {colour: count for count, colour in picture.convert("RGB").getcolors(1 << 24)}
    colours = {f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in counts}
    drawn = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))
    assert {drawn["ink"], drawn["accent"], drawn["accent-soft"], drawn["paper"]} <= colours
    assert colours & set(re.findall(r"\.h\d+ \{ background: (#[0-9a-f]{6}); \}", CSS))
    assert counts[(0xFC, 0xFB, 0xF8)] < 0.97 * 1100 * 6000


@pytest.mark.browser
def test_the_page_prints(opened):
    file, folder = opened
    open_page(file, folder / "profile", f"--print-to-pdf={folder / 'page.pdf'}", "--no-pdf-header-footer")
    printed = (folder / "page.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert 5 < len(re.findall(rb"/Type\s*/Page\b", printed)) < 40


class _Listener(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listener():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_a_browser_calls_nobody_whatever_the_names_ask_for(listener, tmp_path):
    names = hostile(listener.server_port)
    file = tmp_path / "hostile.html"
    file.write_text(hostile_page(names), encoding="utf-8")
    open_page(file, tmp_path / "profile", "--dump-dom", blocked=False)
    assert listener.asked == []
    control = tmp_path / "control.html"
    control.write_text(f"<!doctype html><title>c</title>{names[0]}", encoding="utf-8")
    open_page(control, tmp_path / "profile", "--dump-dom", blocked=False)
    assert "/name" in listener.asked


# The command


def test_a_cohorts_report_is_written_from_the_store(encounter, store, tmp_path):
    file = tmp_path / "report.html"
    done = encounter("report", "autumn", "--to", file)
    assert (done.code, done.err) == (0, f"{sentences.PERSONAL}\n")
    assert done.out.startswith(f"{file}: 12 trainees, 24 finished runs.")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shown = text_of(tree(file.read_text(encoding="utf-8")))
    assert "The gate" in shown
    assert all(" ".join(name.split()) in shown for name in NAMES)
    assert "Somebody Else" not in shown


def test_the_json_holds_every_figure_of_the_page(encounter, store):
    told = encounter("report", "autumn", "--json").json
    assert (told["cohort"], told["trainees"], told["runs"], told["unfinished"]) == ("Autumn", 12, 24, 1)
    exported = encounter("report", "autumn", "--json", "--min-cell", 1).json
    assert exported["rubrics"] == told["rubrics"]
    own = next(each for each in told["rubrics"] if each["rubric"] == "respect")
    assert own["calibration"]["difference"]["n"] == 12


def test_the_report_is_the_same_whenever_it_is_written(encounter, store):
    assert encounter("report", "autumn", "--json").out == encounter("report", "autumn", "--json").out


def test_a_pseudonymous_report_names_nobody(encounter, store, tmp_path):
    with Store.open(store) as kept:
        run = kept.runs(limit=1)[0].id
        for rater in ("Inspector Ames", "Sergeant Birk"):
            rate(kept, run, rater, {"voice": 1, "dignity": 0}, at=BEGAN)
    file = tmp_path / "report.html"
    plain = encounter("report", "autumn", "--to", file)
    assert plain.code == 0
    assert "Inspector Ames" in file.read_text(encoding="utf-8")
    done = encounter("report", "autumn", "--to", file, "--pseudonymous", "--json")
    assert "A key for pseudonyms was made" in done.err
    for text in (text_of(tree(file.read_text(encoding="utf-8"))), json.dumps(done.json, ensure_ascii=False)):
        assert not any(" ".join(name.split()) in text for name in (*NAMES, "Inspector Ames", "Sergeant Birk"))
        assert run not in text
        assert "Trainer 1" in text
    again = encounter("report", "autumn", "--pseudonymous", "--json")
    assert [each["trainee"] for each in again.json["profiles"]] == [each["trainee"] for each in done.json["profiles"]]


def test_a_panels_file_sets_the_standard(encounter, store, tmp_path):
    panel = tmp_path / "panel.yaml"
    panel.write_text(
        "format: 1\ntitle: Board\nrubric: respect\ndate: 2026-05-03\njudges:\n"
        "  - name: One\n    judgements: {voice: 60}\n  - name: Two\n    judgements: {voice: 50}\n",
        encoding="utf-8",
    )
    told = encounter("report", "autumn", "--json", "--angoff", panel).json["standard"]
    assert (told["cut"]["cut"], told["cut"]["standard_error"]) == (55, 5)
    panel.write_text(panel.read_text(encoding="utf-8").replace("voice", "voise", 1), encoding="utf-8")
    refused = encounter("report", "autumn", "--json", "--angoff", panel)
    assert refused.code == 2
    assert "panel.yaml:7:" in refused.err
    assert "Did you mean 'voice'?" in refused.err


def test_groups_come_from_the_roster(encounter, store, tmp_path):
    roster = tmp_path / "roster.csv"
    lines = [f"Trainee {number},{'north' if number % 2 else 'south'}" for number in range(5)]
    roster.write_text("\n".join(["name,group:branch", *lines]) + "\n", encoding="utf-8")
    assert encounter("roster", "import", roster, "--yes").code == 0
    told = encounter("report", "autumn", "--json").json["fairness"]
    assert told["why_not"] is None
    assert {share["standing"] for each in told["selections"] for share in each["shares"]} == {"insufficient"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody", "--to", "r.html"], 1, "There is no cohort 'nobody'."),
        (["autumn"], 2, "Say where to write the report."),
        (["autumn", "--to", "r.pdf"], 2, "A report is a web page"),
        (["autumn", "--to", "/nowhere/r.html"], 1, "There is no folder /nowhere."),
        (["autumn", "--to", "r.html", "--angoff", "none.yaml"], 2, "There is no file none.yaml."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(encounter, store, tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    done = encounter("report", *arguments)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.glob("*.html"))


def test_a_report_that_cannot_be_finished_leaves_the_old_one(store, tmp_path, monkeypatch, statistics):
    from simulator.academy.report import write_report

    file = tmp_path / "report.html"
    file.write_text("the old one", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scoring.exports.atomic.os.fsync", full)
    with pytest.raises(ExportFailed, match="no room"):
        write_report(statistics, file, at=AT)
    assert file.read_text(encoding="utf-8") == "the old one"
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_a_cohort_without_runs_is_told_so(encounter, store, tmp_path):
    with Store.open(store) as kept:
        academy.add_members(kept, academy.create_cohort(kept, "Winter", at=AT), [kept.trainee("New", AT)], at=AT)
    file = tmp_path / "winter.html"
    assert "nobody in Winter has finished a run yet" in encounter("report", "winter", "--to", file).out
    with Store.open(store) as kept:
        play(kept, gate(tmp_path / "scenarios"), "New", seed=1, at=AT, finish=False)
    assert encounter("report", "winter", "--json").json["unfinished"] == 1
