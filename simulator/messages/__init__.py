"""What the program says, in the reader's language: gettext, with the language carried as a value.

English is the language of the source. Beside this module stands a catalogue for each other language, such as `es.po`.
What has no translation is said in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

ENGLISH = "en"
FOLDER = Path(__file__).parent
_NONE = NullTranslations()


@dataclass(slots=True)
class Speech:
    """The language that one session or request is spoken to in, now and where nobody chose another."""

    language: str = ENGLISH
    begun: str = ENGLISH


_SPEECH: ContextVar[Speech | None] = ContextVar("speech", default=None)


def begin_speech(language: str = ENGLISH) -> Speech:
    """Begin to speak in a language, in this task and in everything that it starts.

    Return the value that can change it.
    """
    known = catalogue_language(language)
    speech = Speech(known, known)
    _SPEECH.set(speech)
    return speech


def speak(language: str) -> None:
    """Go on in a language for the rest of this session or request; "" for the language in which it began."""
    speech = _SPEECH.get()
    if speech is None:
        begin_speech(language or ENGLISH)
    else:
        speech.language = catalogue_language(language) or speech.begun


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak in a language for a while."""
    known = catalogue_language(language)
    before = _SPEECH.set(Speech(known, known))
    try:
        yield
    finally:
        _SPEECH.reset(before)


def speaking_around(story_language: str) -> AbstractContextManager[None]:
    """Speak for a while as befits a story that is told in a language; see `language_around`."""
    return speaking(language_around(story_language, spoken_language()))


def spoken_language() -> str:
    """Return the language that is spoken now."""
    speech = _SPEECH.get()
    return ENGLISH if speech is None else speech.language


def language_around(story_language: str, wished: str) -> str:
    """Return the language around a story: the translation's if there is a catalogue for it, or else the reader's.

    Args:
        story_language: the language that the story is told in.
        wished: the language that the person chose for the program.
    """
    return story_language if speaks(story_language) and catalogue_language(story_language) != ENGLISH else wished


def speaks(language: str) -> bool:
    """Return whether the program can be read in a language."""
    return catalogue_language(language) in program_languages()


def program_languages() -> list[str]:
    """Return the languages that the program can be read in, English first."""
    return [ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.po"))]


def tr(message: str, /, **values: object) -> str:
    """Return a message in the language that is spoken now, with its values filled in.

    Args:
        message: in English, as it stands in the source; `{name}` is where a value goes.
        values: by name. They are data: nothing in them is filled in or translated.
    """
    # A catalogue says of "" what it is itself.
    said = _catalogue(spoken_language()).gettext(message) if message else ""
    return said.format_map(values) if values else said


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return a message in the form that a number needs; the number is its value `count`.

    Args:
        one: in English, for 1.
        many: in English, for any other number.
        count: the number.
        values: as for `tr`.
    """
    return _catalogue(spoken_language()).ngettext(one, many, count).format_map({"count": count, **values})


def later(message: str) -> str:
    """Return a message as it is; it is marked for translation, and `tr` says it where it is shown."""
    return message


def read_catalogue(path: Path) -> GNUTranslations:
    """Return the messages of the file that translators edit, without fuzzy and untranslated ones."""
    import polib

    return GNUTranslations(BytesIO(polib.pofile(str(path), encoding="utf-8").to_binary()))


def catalogue_language(language: str) -> str:
    """Return the language of the catalogue that serves a language: es for es-MX.

    If there is none, the language itself.
    """
    known = program_languages()
    short = language.replace("_", "-").partition("-")[0]
    return next((each for each in (language, short) if each in known), language)


@cache
def _catalogue(language: str) -> NullTranslations:
    """Return a language's catalogue, an empty one where there is none."""
    named = catalogue_language(language)
    return read_catalogue(FOLDER / f"{named}.po") if named in program_languages()[1:] else _NONE
