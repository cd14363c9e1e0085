"""`encounter translate`: the skeleton, and what lags."""

import re

import pytest

from tests.samples import GATE, write


def test_a_new_translation_holds_every_text_as_a_note_and_is_sound(encounter, tmp_path):
    path = write(tmp_path, GATE)
    assert encounter("translate", path, "cy").code == 0
    target = tmp_path / "the-gate.cy.yaml"
    text = target.read_text(encoding="utf-8")
    for words in ("The gate", "I'm PC Reid. What is his name?", "She has not been told who you are.", "left"):
        assert words in text
    report = encounter("check", path, "--json").json
    assert [each["code"] for each in report["problems"] if each["file"] == str(target)] == ["W60"]


def test_with_the_notes_uncovered_every_text_is_translated(encounter, tmp_path):
    path = write(tmp_path, GATE)
    encounter("translate", path, "cy")
    target = tmp_path / "the-gate.cy.yaml"
    head, _, notes = target.read_text(encoding="utf-8").partition("translates: 1.0.0\n")
    target.write_text(f"{head}translates: 1.0.0\n" + re.sub(r"(?m)^# ?", "", notes), encoding="utf-8")
    done = encounter("translate", path, "cy")
    assert (done.code, "every text is translated" in done.out) == (0, True)


def test_what_lags_is_told(encounter, tmp_path):
    path = write(tmp_path, GATE)
    encounter("translate", path, "es")
    write(tmp_path, GATE.replace("version: 1.0.0", "version: 1.1.0"))
    done = encounter("translate", path, "es")
    assert done.code == 1
    assert "W61" in done.out
    assert "W60" in done.out


@pytest.mark.parametrize(("language", "said"), [("Welsh", "is not written as a language"), ("en-GB", "already")])
def test_what_is_no_language_to_translate_into_is_refused(encounter, tmp_path, language, said):
    done = encounter("translate", write(tmp_path, GATE), language)
    assert done.code == 2
    assert said in done.err
