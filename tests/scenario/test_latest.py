"""Stories that stay compiled: the same one is given again until a file that it was made of has changed."""

import pytest

from scoring.rubric import NONE
from simulator.errors import UsageError
from simulator.scenario.library import Library
from simulator.scenario.reader import ScenarioInvalid
from tests.samples import GATE

HEAD, TAIL = GATE.replace("format: 1\n", "format: 2\njurisdiction: gb-eaw\n").split("  shouting:\n")
SHOUTING, REST = TAIL.split("endings:\n")
FILES = {
    "the-gate.yaml": HEAD.replace("people:\n", "include: [_shouting.yaml]\npeople:\n", 1) + "endings:\n" + REST,
    "_shouting.yaml": "scenes:\n  shouting:\n" + SHOUTING,
    "the-gate.es.yaml": "format: 2\nlanguage: es\ntranslates: 1.0.0\ntitle: La verja\nendings: {left: {text: Sola.}}\n",
    "the-gate.us-tx.yaml": (
        "format: 2\noverlay_of: the-gate\njurisdiction: us-tx\nversion: 1.0.0\nadapts: 1.0.0\n"
        "title: The gate, in Texas\nlanguage: en-US\nsources: [Terry v. Ohio]\n"
    ),
}


@pytest.fixture
def shown(tmp_path):
    """Give a function that asks a library of its own for a story, as each page of a server does."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return lambda id_, language=None: Library([tmp_path], cache=tmp_path / "cache").story(id_, language=language)


@pytest.mark.parametrize(
    ("id_", "language", "made_of"),
    [
        ("the-gate", None, ("the-gate.yaml", "_shouting.yaml")),
        ("the-gate", "es", ("the-gate.yaml", "_shouting.yaml", "the-gate.es.yaml")),
        ("the-gate-us-tx", None, ("the-gate.yaml", "_shouting.yaml", "the-gate.us-tx.yaml")),
    ],
)
def test_a_story_is_read_again_only_after_a_file_that_it_was_made_of_has_changed(
    shown, tmp_path, id_, language, made_of
):
    story = shown(id_, language)
    assert shown(id_, language) is story
    for name in made_of:
        file = tmp_path / name
        file.write_text(file.read_text(encoding="utf-8") + "# Read again.\n", encoding="utf-8")
        again = shown(id_, language)
        assert again is not story
        assert again.wording == story.wording
        story = again


def test_what_was_kept_does_not_hide_a_slip_nor_a_translation_that_is_gone(shown, tmp_path):
    shown("the-gate"), shown("the-gate", "es")
    (tmp_path / "the-gate.es.yaml").unlink()
    with pytest.raises(UsageError, match="not translated into 'es'"):
        shown("the-gate", "es")
    (tmp_path / "_shouting.yaml").write_text("scenes: {shouting: {}}\n", encoding="utf-8")
    with pytest.raises(ScenarioInvalid):
        shown("the-gate")


def test_a_story_that_is_scored_by_the_same_rubrics_is_the_same(shown):
    story = shown("the-gate")
    assert story.scored_by(story.rubrics) is story
    assert story.scored_by(NONE).rubrics == NONE


def test_a_list_has_the_title_and_summary_of_a_translation_as_its_file_is_now(tmp_path, shown):
    def listed(language):
        return {
            each.id: (each.title, each.summary)
            for each in Library([tmp_path], cache=tmp_path / "cache").entries_in(language)
        }

    own, file = listed("en-GB"), tmp_path / "the-gate.es.yaml"
    assert listed("es") == own | {"the-gate": ("La verja", own["the-gate"][1])}
    assert listed("cy") == listed("../es") == own
    file.write_text(
        FILES[file.name].replace("La verja", "Otra verja") + "summary: |\n  De\n  otro modo.\n", encoding="utf-8"
    )
    for _ in range(2):  # read, and out of the index
        assert listed("es")["the-gate"] == ("Otra verja", "De otro modo.")
    for broken in ("title: [", "- a list", "title: {of: thing}\nsummary: ''\n"):
        file.write_text(broken, encoding="utf-8")
        assert listed("es") == own
    file.unlink()
    assert listed("es") == own
