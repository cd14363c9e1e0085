"""Rosters made to hurt: each ends in a clear sentence, and the store is as it was."""

import io
import zipfile

import pytest

from simulator.records.store import Store
from tests.commands.conftest import encounter
from tests.records.samples import NOON

__all__ = ["encounter"]

HEADER = b"name,email,external_id,cohort\n"


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return buffer.getvalue()


MANIFEST = "propertyName,value\noneroster.version,1.2\nfile.users,bulk\nfile.classes,bulk\nfile.enrollments,bulk\n"
LOCKED = bytearray(zipped(manifest=MANIFEST))
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1  # the directory says that the file is locked
BROKEN = bytearray(zipped(manifest=MANIFEST * 50))
BROKEN[60:80] = b"\xff" * 20

WHOLE = {
    "UTF-16": ("name\nSam\n".encode("utf-16"), "roster.csv is UTF-16, not UTF-8. Save it again as 'CSV UTF-8'"),
    "UTF-16 without a mark": ("name\nSam\n".encode("utf-16-le"), "is UTF-16, not UTF-8"),
    "UTF-32": (b"\x00\x00\xfe\xff" + "name\nSam\n".encode("utf-32-be"), "is UTF-32, not UTF-8"),
    "Latin-1": ("name\nSam\nZoë\n".encode("latin-1"), "is not UTF-8: line 3 has the byte 0xEB, as files in Latin-1"),
    "Windows-1252": (b"name\nSam \x93Reid\x94\n", "line 2 has the byte 0x93"),
    "an open quotation mark": (b'name\nSam\n"Ada\nBoateng\n', "cannot be read as CSV from line 3 on"),
    "a field of a megabyte": (b"name\n" + b"x" * 1_000_000 + b"\n", "cannot be read as CSV from line 2 on"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "roster.csv is binary, not UTF-8"),
    "nothing": (b"", "has no column 'name'"),
    "white space": (b"\n \n,,,\n", "has no column 'name'"),
    "only a header": (HEADER, "names nobody"),
    "a spreadsheet's own form": (zipped(xl__workbook="x"), "is a spreadsheet's own form or a zip, not UTF-8"),
}
LINES = {
    "a formula": (b"=cmd|' /C calc'!A0,,,\n", "The name begins with '=', as a formula does."),
    "a full-width formula": ("＝SUM(A1),,,\n".encode(), "The name begins with '＝', as a formula does."),
    "a formula behind spaces": (b"  @SUM(A1),,,\n", "The name begins with '@', as a formula does."),
    "a formula for an id": (b"Sam,,+1,\n", "The external_id begins with '+', as a formula does."),
    "a formula for a cohort": (b"Sam,,,-2+3\n", "The cohort begins with '-', as a formula does."),
    "an escape code": (b"Sam \x1b]52;c;aGk=\x07,,,\n", "The name has a character that is not text (U+001B)."),
    "NUL": (b"Sam\x00,,,\n", None),
    "C1 control": ("Sam\x9b31m,,,\n".encode(), "The name has a character that is not text (U+009B)."),
    "a bidi override": ("Sam\u202egnirts,,,\n".encode(), "The name has a character that is not text (U+202E)."),
    "a name without letters": ("👮,,,\n".encode(), "The name has no letters in it."),
    "no name": (b",x@y.example,,\n", "The name is missing."),
    "a long name": (b"x" * 81 + b",,,\n", "The name is longer than 80 characters."),
    "a long id": (b"Sam,," + b"1" * 65 + b",\n", "The external_id is longer than 64 characters."),
    "a rounded id": (b"Sam,,1.23E+11,\n", "'1.23E+11' is an id that a spreadsheet took for a number and rounded"),
    "a rounded id with a comma": (b'Sam,,"1,23e+11",\n', "set the column to Text there"),
    "a tab": (b'"Sam\tReid",,,\n', "The name has a character that is not text (U+0009)."),
    "a space of no width": ("Sam\u200bReid,,,\n".encode(), "The name has a character that is not text (U+200B)."),
    "an id with a joiner": (
        "Sam,,1\u200d2,\n".encode(),
        "The external_id has a character that cannot be seen (U+200D).",
    ),
    "a value without a column": (b"Sam,,,,9\n", "has 5 fields, and the first line names 4 columns"),
    "no address": (b"Sam,sam at home,,\n", "'sam at home' is not an e-mail address."),
    "two addresses": (b"Sam,a@b.example@c.example,,\n", "'a@b.example@c.example' is not an e-mail address."),
    "too few fields": (b"Sam,x@y.example\n", "The line has 2 fields, and the first line names 4 columns."),
    "too many fields": (b"Sam,,,Autumn,admin\n", "The line has 5 fields, and the first line names 4 columns."),
    "an id twice": (b"Sam,,1,\nAda,,1,\n", "The external_id '1' is already on line 3, with another name."),
    "SQL": (b"Robert'); DROP TABLE runs;--,,1,\nSam,,1,\n", "with another name."),
}


@pytest.fixture
def refuse(encounter, tmp_path, monkeypatch):
    """Return a function that imports a file, which must be refused, and returns the message."""
    address = str(tmp_path / "store.sqlite3")
    monkeypatch.setenv("ENCOUNTER_STORE", address)
    with Store.open(address) as store:
        store.trainee("Somebody", NOON)

    def run(raw, name="roster.csv"):
        path = tmp_path / name
        path.write_bytes(bytes(raw))
        done = encounter("roster", "import", path, "--yes")
        assert done.code == 1
        assert "Traceback" not in done.err
        assert "\x1b" not in done.out + done.err
        assert "\x00" not in done.out + done.err
        with Store.open(address) as store:
            assert [each.name for each in store.trainees()] == ["Somebody"]
        assert encounter("cohort", "list", "--json").json == {"cohorts": []}
        assert encounter("store", "verify").code == 0
        return done

    return run


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_no_roster_is_refused_in_one_sentence(refuse, name):
    raw, said = WHOLE[name]
    err = refuse(raw).err
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", LINES)
def test_one_bad_line_keeps_everybody_out_and_is_named(refuse, name):
    raw, said = LINES[name]
    out = refuse(HEADER + b"Good Person,good@academy.example,g,Autumn\n" + raw)
    if said is None:
        assert "is binary" in out.err  # bytes of zero are told from text before any line is read
        return
    assert said in out.out
    line = 4 if b"\n" in raw[:-1] else 3
    assert f"roster.csv:{line}: " in out.out
    assert "Nothing was imported" in out.err


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04 and no more", "is not a zip that can be read"),
        (LOCKED, "locked with a password"),
        (BROKEN, "is not a zip that can be read"),
        (zipped(a="x"), "has no manifest.csv"),
        (zipped(a__manifest=MANIFEST, b__manifest=MANIFEST), "contains manifest.csv 2 times"),
        (
            zipped(manifest=MANIFEST, users="sourcedId\n", classes="", enrollments=""),
            "classes.csv has no column 'sourcedId'",
        ),
    ],
    ids=["cut", "locked", "broken", "another zip", "two exports", "empty files"],
)
def test_a_zip_that_is_no_export_is_refused_in_one_sentence(refuse, raw, said):
    assert said in refuse(raw, "export.zip").err


def test_a_zip_that_unpacks_to_too_much_is_refused_in_one_sentence(refuse):
    bomb = zipped(manifest="\x00" * 140_000_000)
    assert "manifest.csv is larger than 128 MiB" in refuse(bomb, "export.zip").err


def test_thousands_of_namesakes_are_told_apart(encounter, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_STORE", str(tmp_path / "store.sqlite3"))
    path = tmp_path / "roster.csv"
    path.write_text("name,external_id,cohort\n" + "".join(f"Sam Reid,r{n},Autumn\n" for n in range(5_000)))
    added = encounter("roster", "import", path, "--yes", "--json").json["added"]
    assert [each["name"] for each in added] == ["Sam Reid", *(f"Sam Reid (r{n})" for n in range(1, 5_000))]
    assert len(encounter("roster", "import", path, "--yes", "--json").json["unchanged"]) == 5_000
