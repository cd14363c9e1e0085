"""Keys of one's own, out of a file."""

import json

import pytest

from simulator.app.keymap import keys_file, read_keymap
from simulator.errors import EncounterError
from tests.app.driving import driving, session


def kept(text):
    keys_file().parent.mkdir(parents=True, exist_ok=True)
    keys_file().write_text(text, encoding="utf-8")


async def test_a_key_of_ones_own_stands_on_the_bar_and_works(tmp_path):
    kept(json.dumps({"library.progress": "f5"}))
    async with driving(session(tmp_path), size=(120, 30)) as recruit:
        await recruit.sees("Practise next")
        await recruit.sees("f5 Progress", at="KeyBar")
        await recruit.press("f5")
        await recruit.sees("Nothing here yet")


async def test_help_names_the_id_of_every_key(tmp_path):
    async with driving(session(tmp_path), size=(120, 60)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("question_mark")
        await recruit.sees("[library.search]", "keys.json")


@pytest.mark.parametrize("text", ["{", "[]", '{"library.progress": 5}', '{"library.progress": ""}'])
def test_a_file_that_names_no_keys_is_a_sentence(tmp_path, text):
    kept(text)
    with pytest.raises(EncounterError, match=r"keys\.json"):
        read_keymap(keys_file())
