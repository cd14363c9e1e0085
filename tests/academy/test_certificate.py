"""`encounter certificate`: completion and no more, with a code that finds the run again."""

import re
from datetime import timedelta

import pytest

from simulator import academy
from simulator.records.store import Mode, Store
from tests.records.samples import NOON, begun
from tests.samples import gate

CALM = ("name-first", "promise")


@pytest.fixture
def played(tmp_path, monkeypatch):
    """Return a function that lets somebody play the gate, and gives the run's id."""
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "s.sqlite3"))
    story = gate(tmp_path / "scenarios")

    def play(name, *choices, **options):
        with Store.open() as store:
            return begun(store, story, *choices, name=name, **options).id

    return play


def code_in(text):
    return re.search(r"[0-9a-f]{8}-[0-9a-f]{16}", text).group()


def test_a_page_says_who_finished_what_and_its_code_is_found_again(played, encounter, tmp_path):
    run = played("Zoë <b>Ødegård</b>", *CALM)
    done = encounter("certificate", run[:8], "--to", tmp_path / "zoe.html")
    assert done.code == 0, done.err
    page = (tmp_path / "zoe.html").read_text(encoding="utf-8")
    assert "Zoë &lt;b&gt;Ødegård&lt;/b&gt;" in page
    assert "not a score, not a qualification" in page
    checked = encounter("certificate", "--check", code_in(page))
    assert checked.out.startswith("Genuine. Zoë <b>Ødegård</b> played the encounter “The gate”")


def test_a_code_that_was_changed_is_on_no_certificate(played, encounter, tmp_path):
    run = played("Sam", *CALM)
    code = code_in(encounter("certificate", run[:8], "--to", tmp_path / "sam.html").out)
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), "12345678-" + "0" * 16, "", code[:8], "'; DROP"):
        done = encounter("certificate", "--check", wrong)
        assert (done.code, done.out) == (1, "")
        assert "No certificate of this store" in done.err


def test_a_pdf_is_written_and_a_name_that_its_font_lacks_is_offered_a_page(played, encounter, tmp_path):
    run = played("Zoë Ødegård", *CALM)
    assert encounter("certificate", run[:8], "--to", tmp_path / "zoe.pdf").code == 0
    assert (tmp_path / "zoe.pdf").read_bytes().startswith(b"%PDF-")
    run = played("山田 花子", *CALM)
    done = encounter("certificate", run[:8], "--to", tmp_path / "hanako.pdf")
    assert (done.code, "FILE.html" in done.err) == (1, True)
    assert not (tmp_path / "hanako.pdf").exists()
    assert encounter("certificate", run[:8], "--to", tmp_path / "hanako.html").code == 0


def test_what_was_not_finished_or_does_not_count_is_not_certified(played, encounter, tmp_path):
    unfinished, by_path = played("Sam", "name-first"), played("Sam", *CALM, by_path=True)
    with Store.open() as store:
        autumn = academy.create_cohort(store, "Autumn", at=NOON)
        given, _ = academy.assign(store, autumn, "the-gate", mode=Mode.ASSESSMENT, at=NOON)
    void = played("Sam", *CALM, assignment_id=given.id)
    with Store.open() as store:
        academy.void(store, void, author="Ada", reason="fire alarm", at=NOON + timedelta(days=1))
    for run in (unfinished, by_path, void):
        done = encounter("certificate", run[:8], "--to", tmp_path / "x.html")
        assert (done.code, "nothing to certify" in done.err) == (2, True)
    assert not (tmp_path / "x.html").exists()
