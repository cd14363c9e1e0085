"""The map of a story: nothing in a title or an id becomes part of the drawing, and faults are marked."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rubric import RubricSet
from simulator.drawing import maps, pictures
from simulator.proof.prove import Limits, prove
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
from tests.proof.tales import choice, tale
from tests.samples import gate
from tests.strategies import compiled, stories

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '"];',
    "</svg>",
    "<script>alert(1)</script>",
    'a"b\\',
    "\\N",
    "end]-->",
    "--> x",
    "&amp;",
    "%%{init}%%",
    "<b>",
    "`",
    "#quot;",
    "\\",
]


def titled(story, title):
    """Return the story under another title."""
    return Story(
        Scenario.model_validate({**story.scenario.model_dump(exclude_defaults=True), "title": title}),
        RubricSet.shipped(),
    )


def counts(map_):
    return len(map_.places), len(map_.ways)


def dot_counts(text):
    nodes = re.findall(r"^  n\d+ \[label=", text, re.MULTILINE)
    edges = re.findall(r"^  n\d+ -> n\d+ \[label=", text, re.MULTILINE)
    return len(nodes), len(edges)


def svg_counts(root):
    groups = [each.get("class") for each in root.iter(f"{SVG}g")]
    return groups.count("node"), groups.count("edge")


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.names = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_breaks_no_drawing(tmp_path, title):
    story = titled(gate(tmp_path), title)
    map_ = maps.story_map(story, proof=prove(story))
    assert dot_counts(pictures.as_dot(map_)) == counts(map_)
    root = ET.fromstring(pictures.as_svg(map_))  # noqa: S314 - our own drawing
    assert svg_counts(root) == counts(map_)
    assert title in [text.text for text in root.iter(f"{SVG}text")]
    assert not list(root.iter(f"{SVG}script"))
    tags = Tags(pictures.as_html(map_)).names
    assert tags.count("svg") == tags.count("table") == tags.count("html") == 1
    assert "script" not in tags
    assert "b" not in tags


@pytest.mark.parametrize("title", HOSTILE)
def test_mermaid_holds_as_many_lines_as_there_are_places_and_ways(tmp_path, title):
    map_ = maps.story_map(titled(gate(tmp_path), title))
    lines = pictures.as_mermaid(map_).splitlines()
    assert sum(bool(re.match(r'  n\d+(\(\["[^"]*"\]\)|\["[^"]*"\])$', line)) for line in lines) == len(map_.places)
    assert sum(bool(re.match(r'  n\d+ (-->|-\.->|==>)\|"[^"]*"\| n\d+$', line)) for line in lines) == len(map_.ways)


@settings(max_examples=15, deadline=None)
@given(stories(scenes=4))
def test_every_story_is_drawn_whole(story):
    map_ = maps.story_map(story, proof=prove(story))
    assert svg_counts(ET.fromstring(pictures.as_svg(map_))) == counts(map_)  # noqa: S314 - our own drawing
    assert dot_counts(pictures.as_dot(map_)) == counts(map_)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip))
def test_any_title_leaves_html_whole(title):
    tree = {
        "format": "1", "id": "a", "version": "1.0.0", "title": title, "summary": "S.", "language": "en-GB",
        "setting": {"force": "urban", "place": "p"}, "level": "foundation", "minutes": 1, "rubrics": ["respect"],
        "people": {"me": {"name": "Me", "role": "you"}}, "start": "s",
        "scenes": {"s": {"text": "T.", "choices": [{"id": "c", "say": "S.", "goto": "e"}]}},
        "endings": {"e": {"outcome": "resolved", "text": "E."}},
    }  # fmt: skip
    page = pictures.as_html(maps.story_map(compiled(tree)))
    assert Tags(page).names.count("svg") == 1
    ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314 - our own drawing


def test_where_somebody_can_be_stuck_is_marked(tmp_path):
    tree = gate(tmp_path).scenario.model_dump(exclude_defaults=True)
    for each in tree["scenes"]["talk"]["choices"]:
        each["when"] = "told"
    story = compiled(tree)
    map_ = maps.story_map(story, proof=prove(story))
    assert {place.id: place.note for place in map_.places if place.note} == {"talk": "can be stuck with told false"}
    for drawn in (
        pictures.as_mermaid(map_).replace("#40;", "(").replace("#41;", ")"),
        pictures.as_dot(map_),
        pictures.as_svg(map_),
    ):
        assert "(can be stuck with told false)" in drawn


def test_where_a_run_went_is_counted(tmp_path):
    story = gate(tmp_path)
    map_ = maps.story_map(story, traffic=maps.walk(("wait-there", "step-back", "ask-more"), story))
    ways = {(way.source, way.target): way.taken for way in map_.ways}
    assert ways == {
        ("arrive", "talk"): 0, ("arrive", "shouting"): 1, ("shouting", "talk"): 1, ("talk", "settled"): 1, ("shouting", "left"): 0,
    }  # fmt: skip
    assert "× 1" in pictures.as_svg(map_)
    page = pictures.as_html(map_)
    assert '<th scope="col">taken</th>' in page
    assert "passed through" not in page


def cohort_map(story):
    """The gate with thirty runs over it: one number is hidden, and one run stopped on its way."""
    traffic = maps.Traffic(
        ways={("arrive", "talk"): 24, ("arrive", "shouting"): None, ("talk", "settled"): 23},
        came={"arrive": 30, "talk": 24, "shouting": None, "settled": 23},
        stopped={"talk": 1},
        notes=("Autumn: 30 runs.", "2 <b>left</b> out."),
    )
    return maps.story_map(story, proof=prove(story), traffic=traffic)


def test_a_cohorts_ways_have_counts_and_shares_and_its_places_who_came_and_who_stopped(tmp_path):
    map_ = cohort_map(gate(tmp_path))
    assert {(way.source, way.target): (way.taken, way.share) for way in map_.ways} == {
        ("arrive", "talk"): (24, 0.8),
        ("arrive", "shouting"): (None, None),
        ("talk", "settled"): (23, 23 / 24),
        ("shouting", "talk"): (0, None),
        ("shouting", "left"): (0, None),
    }
    for drawn in (pictures.as_mermaid(map_), pictures.as_dot(map_), pictures.as_svg(map_), pictures.as_html(map_)):
        for words in (
            "× 24 = 80 %",
            "passed through: 30",
            "stopped here: 1",
            "ended here: 23",
            "passed through: not shown",
        ):
            assert words in drawn
        assert "30 runs." in drawn
    assert "b" not in Tags(pictures.as_html(map_)).names
    assert "<b>" not in pictures.as_mermaid(map_)


def test_a_cohorts_page_has_the_same_as_tables(tmp_path):
    rows = [
        re.findall(r"<td>([^<]*)</td>", row)
        for row in re.findall(r"<tr>(<td>.*)</tr>", pictures.as_html(cohort_map(gate(tmp_path))))
    ]
    assert ["arrive", "wait-there", "shouting", "a condition decides", "not shown", ""] in rows
    assert ["talk", "ask-more, promise", "settled", "", "23", "96 %"] in rows
    assert ["talk", "", "24", "1"] in rows
    assert ["shouting", "", "not shown", "0"] in rows
    assert ["settled", "resolved", "23", "23"] in rows


def test_how_many_went_a_way_shows_in_its_width_and_not_in_its_colour_alone(tmp_path):
    lines = [line for line in pictures.as_dot(cohort_map(gate(tmp_path))).splitlines() if " -> " in line]
    widths = {
        words: [re.findall(r"penwidth=([\d.]+)", line) for line in lines if words in line]
        for words in ("× 24", "× 23", "not shown")
    }
    assert float(widths["× 24"][0][0]) > float(widths["× 23"][0][0])
    # A number that is not shown cannot be read off the width either.
    assert widths["not shown"] == [[]]


def test_the_page_needs_no_network_and_no_script(tmp_path):
    page = pictures.as_html(maps.story_map(gate(tmp_path)))
    assert "default-src 'none'" in page
    outside = [url for url in re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)]*)\)", page) if any(url)]
    assert outside == []


def test_a_solid_way_is_one_that_no_condition_decides(tmp_path):
    map_ = maps.story_map(gate(tmp_path))
    assert {(way.source, way.target) for way in map_.ways if way.guarded} == {("arrive", "shouting")}


def test_a_way_that_no_play_goes_looks_different_and_says_so():
    story = tale(
        {
            "talk": [
                choice("go", [{"when": "never", "to": "end-a"}, {"to": "end-b"}]),
                choice("shut", "end-c", "never"),
            ],
        },
        state={"never": False},
    )
    map_ = maps.story_map(story, proof=prove(story))
    assert {(way.choices, way.target): way.comes for way in map_.ways} == {
        (("go",), "end-a"): False, (("go",), "end-b"): True, (("shut",), "end-c"): False
    }  # fmt: skip
    assert pictures.as_dot(map_).count("style=dotted") == 2
    assert pictures.as_html(map_).count("<td>no play takes it</td>") == 2
    assert pictures.as_mermaid(map_).count("no play takes it") == 2
    assert all(way.comes for way in maps.story_map(story).ways)


def test_a_map_of_what_was_not_all_looked_into_says_so(tmp_path):
    story = gate(tmp_path)
    assert maps.story_map(story, proof=prove(story)).notes == ()
    first, second = maps.story_map(story, proof=prove(story, limits=Limits(states=1, samples=50))).notes
    assert first.startswith("Not everything that can happen was examined")
    assert second == "Percentages come from 50 random plays."
