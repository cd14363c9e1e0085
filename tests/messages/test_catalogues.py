"""Catalogues: every message of the source is translated, with the same places for values, and compiled as it stands."""

import importlib.util
import re
from pathlib import Path

import pytest

from simulator.messages import FOLDER, program_languages, read_catalogue, speaking, speaks, spoken_language, tr, trn

SCRIPT = Path(__file__).parents[2] / "docs" / "write_messages.py"
_SPEC = importlib.util.spec_from_file_location("write_messages", SCRIPT)
script = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(script)


@pytest.fixture(scope="module")
def today():
    """Return every message that the source marks today."""
    return script.fresh()


@pytest.fixture(params=sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def catalogue(request):
    return script.read(request.param), request.param


def test_every_message_of_the_source_is_translated(catalogue, today):
    kept, path = catalogue
    missing = [each.id for each in today if each.id and not kept.get(each.id)]
    gone = [each.id for each in kept if each.id and not today.get(each.id)]
    assert not missing, "run: python docs/write_messages.py"
    assert not gone, "run: python docs/write_messages.py"
    assert not script.untranslated(kept), f"translate these in {path.name}, then run: python docs/write_messages.py"


def places(text):
    return sorted(re.findall(r"\{(\w*)[^{}]*\}", text))


def test_a_translation_has_the_places_for_values_that_its_message_has(catalogue):
    kept, _ = catalogue
    for message in kept:
        if isinstance(message.id, tuple):
            for form in message.string:
                assert places(form) in (places(message.id[0]), places(message.id[1])), message.id
        elif message.id:
            assert places(message.string) == places(message.id), message.id


def test_what_is_read_is_what_translators_see(catalogue):
    kept, path = catalogue
    found = read_catalogue(path)
    for message in kept:
        if isinstance(message.id, tuple):
            assert {found.ngettext(*message.id, count) for count in range(101)} == set(message.string)
        elif message.id:
            assert found.gettext(message.id) == message.string


def test_a_catalogue_says_nothing_that_is_not_translated(tmp_path):
    path = tmp_path / "xx.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'
        '# a note\nmsgid "a \\"word\\""\nmsgstr ""\n"two "\n"lines\\n"\n\n'
        '#, fuzzy\nmsgid "guessed"\nmsgstr "no"\n\nmsgid "missing"\nmsgstr ""\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "1"\nmsgstr[1] "few"\nmsgstr[2] "more"\n\n'
        '#~ msgid "gone"\n#~ msgstr "no"\n',
        encoding="utf-8",
    )
    found = read_catalogue(path)
    assert found.gettext('a "word"') == "two lines\n"
    assert [found.gettext(each) for each in ("guessed", "missing", "gone")] == ["guessed", "missing", "gone"]
    assert [found.ngettext("one", "many", n) for n in (1, 3, 7)] == ["1", "few", "more"]
    assert [found.ngettext("unknown", "several", n) for n in (1, 2)] == ["unknown", "several"]


def test_a_message_is_said_in_the_language_that_is_spoken():
    assert tr("Scores") == "Scores"
    with speaking("es"):
        assert tr("Scores") == "Puntuaciones"
        with speaking("en"):
            assert tr("Scores") == "Scores"
        assert trn("{count} choice", "{count} choices", 1) == "1 opción"
        assert trn("{count} choice", "{count} choices", 3) == "3 opciones"
    assert tr("Scores") == "Scores"


def test_a_region_has_its_language_and_what_nobody_translated_is_said_in_english():
    with speaking("es-MX"):
        assert tr("Scores") == "Puntuaciones"
        assert spoken_language() == "es"
    for unknown in ("xx", "../es", "", "e" * 300):
        with speaking(unknown):
            assert tr("Scores") == "Scores"
        assert not speaks(unknown) or unknown == "en"
    assert program_languages()[0] == "en"


def test_values_are_data_and_never_filled_in_again():
    with speaking("es"):
        assert tr("You train as {name}.", name="{words} {0.__class__}") == "Entrenas como {words} {0.__class__}."
    assert tr("{what a person typed}") == "{what a person typed}"
