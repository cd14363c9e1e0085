"""The map of a story: nothing in a title or an id becomes part of the drawing, and faults are marked."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.proof import drawing
from simulator.proof.prove import prove
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story
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
    return Story(Scenario.model_validate({**story.scenario.model_dump(exclude_defaults=True), "title": title}))


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
    map_ = drawing.story_map(story, proof=prove(story))
    assert dot_counts(drawing.as_dot(map_)) == counts(map_)
    root = ET.fromstring(drawing.as_svg(map_))  # noqa: S314 - our own drawing
    assert svg_counts(root) == counts(map_)
    assert title in [text.text for text in root.iter(f"{SVG}text")]
    assert not list(root.iter(f"{SVG}script"))
    tags = Tags(drawing.as_html(map_)).names
    assert tags.count("svg") == tags.count("table") == tags.count("html") == 1
    assert "script" not in tags
    assert "b" not in tags


@pytest.mark.parametrize("title", HOSTILE)
def test_mermaid_holds_as_many_lines_as_there_are_places_and_ways(tmp_path, title):
    map_ = drawing.story_map(titled(gate(tmp_path), title))
    lines = drawing.as_mermaid(map_).splitlines()
    assert sum(bool(re.match(r'  n\d+(\(\["[^"]*"\]\)|\["[^"]*"\])$', line)) for line in lines) == len(map_.places)
    assert sum(bool(re.match(r'  n\d+ (-->|-\.->|==>)\|"[^"]*"\| n\d+$', line)) for line in lines) == len(map_.ways)


@settings(max_examples=15, deadline=None)
@given(stories(scenes=4))
def test_every_story_is_drawn_whole(story):
    map_ = drawing.story_map(story, proof=prove(story))
    assert svg_counts(ET.fromstring(drawing.as_svg(map_))) == counts(map_)  # noqa: S314 - our own drawing
    assert dot_counts(drawing.as_dot(map_)) == counts(map_)


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
    page = drawing.as_html(drawing.story_map(compiled(tree)))
    assert Tags(page).names.count("svg") == 1
    ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314 - our own drawing


def test_where_somebody_can_be_stuck_is_marked(tmp_path):
    tree = gate(tmp_path).scenario.model_dump(exclude_defaults=True)
    for choice in tree["scenes"]["talk"]["choices"]:
        choice["when"] = "told"
    story = compiled(tree)
    map_ = drawing.story_map(story, proof=prove(story))
    assert {place.id: place.note for place in map_.places if place.note} == {"talk": "can be stuck"}
    for drawn in (
        drawing.as_mermaid(map_).replace("#40;", "(").replace("#41;", ")"),
        drawing.as_dot(map_),
        drawing.as_svg(map_),
    ):
        assert "(can be stuck)" in drawn


def test_where_a_run_went_is_counted(tmp_path):
    story = gate(tmp_path)
    taken = drawing.walks([(("name-first", "promise"), story), (("wait-there", "step-back", "ask-more"), story)])
    assert taken["arrive", "name-first", "talk"] == 1
    map_ = drawing.story_map(story, taken=taken)
    ways = {(way.source, way.target): way.taken for way in map_.ways}
    assert ways == {
        ("arrive", "talk"): 1, ("arrive", "shouting"): 1, ("shouting", "talk"): 1, ("talk", "settled"): 2, ("shouting", "left"): 0,
    }  # fmt: skip
    assert "× 2" in drawing.as_svg(map_)
    assert "<th>taken</th>" in drawing.as_html(map_)


def test_the_page_needs_no_network_and_no_script(tmp_path):
    page = drawing.as_html(drawing.story_map(gate(tmp_path)))
    assert "default-src 'none'" in page
    outside = [url for url in re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)]*)\)", page) if any(url)]
    assert outside == []


def test_a_solid_way_is_one_that_no_condition_decides(tmp_path):
    map_ = drawing.story_map(gate(tmp_path))
    assert {(way.source, way.target) for way in map_.ways if way.guarded} == {("arrive", "shouting")}
