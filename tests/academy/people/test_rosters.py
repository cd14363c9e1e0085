"""Rosters as they are read from files: a plain CSV, and a OneRoster bulk export."""

import zipfile
from datetime import date

import pytest

from simulator.academy.roster import RosterRow
from simulator.academy.roster_file import read_roster
from simulator.errors import RosterError, UsageError

PLAIN = """\
name,email,external_id,cohort,group:branch
Sam Reid,Sam@Academy.example,r-1,Autumn,north
"Boateng, Ada",,r-2,,
"""
MANIFEST = """\
propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.academicSessions,absent
file.classes,bulk
file.demographics,absent
file.enrollments,bulk
file.users,bulk
source.systemName,School System
"""
USERS = """\
sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,password,preferredGivenName
u1,,,true,sreid,,Samuel,Reid,,77,Sam@academy.example,hunter2,Sam
u2,,,true,aboateng,,Ada,Boateng,,,,,
u3,,,false,off,,Switched,Off,,,,,
u4,,,true,teach,,Ruth,Teacher,,,,,
u5,tobedeleted,,true,gone,,Gone,Person,,,,,
"""
CLASSES = """\
sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId
c1,,,Custody,,k1,CU-1,scheduled,,s1
c2,,,custody,,k1,CU-2,scheduled,,s1
c3,,,Autumn,,k1,,scheduled,,s1
"""
ENROLLMENTS = """\
sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary
e1,,,c1,s1,u1,student,
e2,,,c3,s1,u1,student,
e3,,,c2,s1,u2,student,
e4,,,c1,s1,u4,teacher,true
e5,,,c1,s1,u3,student,
"""


def plain(folder, text, name="roster.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def export(folder, **files):
    """Write a OneRoster export; a file that is None is left out."""
    whole = {"manifest": MANIFEST, "users": USERS, "classes": CLASSES, "enrollments": ENROLLMENTS, **files}
    folder.mkdir(exist_ok=True)
    for name, text in whole.items():
        if text is not None:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_plain_roster_is_read_line_by_line(tmp_path):
    path = plain(tmp_path, PLAIN)
    roster = read_roster(path)
    assert (roster.source, roster.kind, roster.refused) == (str(path), "csv", ())
    assert roster.rows == (
        RosterRow("roster.csv", 2, "Sam Reid", "r-1", "sam@academy.example", ("Autumn",), {"branch": "north"}),
        RosterRow("roster.csv", 3, "Boateng, Ada", "r-2", None, (), {"branch": ""}),
    )


def test_a_cohort_may_be_named_for_all_and_a_line_may_name_another(tmp_path):
    rows = read_roster(plain(tmp_path, PLAIN), cohort="Winter").rows
    assert [row.cohorts for row in rows] == [("Autumn",), ("Winter",)]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffname,cohort\r\nSam,Autumn\r\n",
        "Name;Cohort\nSam;Autumn\n",
        "NAME\tCohort\n\n\nSam\tAutumn",
        "cohort,name\rAutumn,Sam\r",
        '"name","cohort"\n" Sam ","Autumn"\n',
        "sep=;\r\nname;cohort\r\nSam;Autumn\r\n",
        '"sep=\t"\nname\tcohort\nSam\tAutumn\n',
        "name,cohort,,,\nSam,Autumn,,,\n",
        "name,cohort\nSam,Autumn,,\n",
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path, text):
    (row,) = read_roster(plain(tmp_path, text)).rows
    assert (row.name, row.cohorts) == ("Sam", ("Autumn",))


def test_a_line_is_named_by_where_it_begins(tmp_path):
    roster = read_roster(plain(tmp_path, 'name,cohort\n"Sam\nReid",A\n\nAda,"B\nC"\nx,y,z\n'))
    assert [(row.line, row.name, row.cohorts) for row in roster.rows] == [(2, "Sam Reid", ("A",)), (5, "Ada", ("B C",))]
    assert [(each.line, each.reason) for each in roster.refused] == [
        (7, "The line has 3 fields, and the first line names 2 columns.")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("email\nx@y.example\n", "no column 'name'"),
        ("name,mail\nSam,x\n", r"column 'mail', which is not known.*'email'"),
        ("name,name\nSam,Sam\n", "column 'name' twice"),
        ("name,group:\nSam,x\n", "Column 2 of roster.csv is a group without a usable name"),
        ("name," + ",".join(f"group:{n}" for n in range(21)) + "\n", "more than 20 groups"),
        ("name\n", "names nobody"),
        ("", "no column 'name'"),
        (USERS, "only one file of a OneRoster export"),
    ],
)
def test_a_header_that_does_not_name_the_columns_is_answered_with_a_sentence(tmp_path, text, said):
    with pytest.raises(RosterError, match=said):
        read_roster(plain(tmp_path, text))


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(UsageError, match="There is no file"):
        read_roster(tmp_path / "no.csv")


def as_zip(folder, prefix="", extra=()):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, prefix + file.name)
        for name, text in extra:
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("form", ["folder", "zip", "zip of a folder"])
def test_a_oneroster_export_gives_students_in_their_classes(tmp_path, form):
    folder = export(tmp_path / "export")
    shadow = [("__MACOSX/export/._users.csv", "x"), ("__MACOSX/export/users.csv", "x")]
    path = {
        "folder": lambda: folder,
        "zip": lambda: as_zip(folder),
        "zip of a folder": lambda: as_zip(folder, "export/", shadow),
    }[form]()
    roster = read_roster(path)
    assert (roster.kind, roster.refused) == ("oneroster", ())
    assert roster.rows == (
        RosterRow("users.csv", 2, "Sam Reid", "u1", "sam@academy.example", ("Custody (CU-1)", "Autumn")),
        RosterRow("users.csv", 3, "Ada Boateng", "u2", None, ("custody (CU-2)",)),
    )
    assert roster.skipped == {
        "enrolments of teachers and others": 1,
        "lines of users.csv that are to be deleted": 1,
        "students whose account is switched off": 1,
        "users that are enrolled in no class as students": 1,
    }


def test_enrolments_that_have_ended_or_lead_to_what_is_to_be_deleted_are_left_out_and_counted(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    manifest = "oneroster.version,1.2\nfile.users,bulk\nfile.classes,bulk\nfile.enrollments,bulk\n"
    (folder / "manifest.csv").write_text(manifest)
    people = "".join(f"u{n},{'tobedeleted' if n == 2 else 'active'},P{n},Reid\n" for n in range(1, 6))
    (folder / "users.csv").write_text(f"sourcedId,status,givenName,familyName\n{people}")
    (folder / "classes.csv").write_text("sourcedId,status,title\nc1,active,Autumn\nc2,tobedeleted,Old\n")
    rows = "c1,u1,student,2026-11-26\nc1,u2,student,\nc1,u3,student,2026-11-25\nc2,u4,student,\nc1,u5,student,soon\n"
    (folder / "enrollments.csv").write_text(f"classSourcedId,userSourcedId,role,endDate\n{rows}")
    roster = read_roster(folder, today=date(2026, 11, 26))
    assert {row.name for row in roster.rows} == {"P1 Reid", "P5 Reid"}
    assert [(each.file, each.line) for each in roster.refused] == [("enrollments.csv", 6)]
    assert "'soon' is not a date" in roster.refused[0].reason
    assert roster.skipped["enrolments that have ended"] == 1
    assert roster.skipped["enrolments of users that are to be deleted"] == 1
    assert roster.skipped["enrolments in classes that are to be deleted"] == 1
    assert {row.name for row in read_roster(folder).rows} == {"P1 Reid", "P3 Reid", "P5 Reid"}


def test_nothing_that_is_not_needed_is_taken_from_an_export(tmp_path):
    folder = export(tmp_path / "export", demographics="sourcedId,sex\nu1,male\n")
    roster = read_roster(folder)
    assert "hunter2" not in repr(roster)
    assert "male" not in repr(roster)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"manifest": None}, r"has no manifest\.csv"),
        ({"users": None}, r"has no users\.csv"),
        ({"manifest": MANIFEST.replace("version,1.2", "version,1.0")}, r"names 1\.0; 1\.1 and 1\.2 are read"),
        ({"manifest": "x\n"}, "names no version"),
        ({"manifest": MANIFEST.replace("file.users,bulk", "file.users,delta")}, r"users\.csv contains only changes"),
        ({"manifest": MANIFEST.replace("file.classes,bulk", "file.classes,absent")}, r"classes\.csv is absent"),
        ({"users": USERS.replace("familyName", "surname")}, r"users\.csv has no column 'familyName'"),
        ({"enrollments": ENROLLMENTS.splitlines()[0]}, "contains no enrolments of students"),
    ],
)
def test_an_export_that_is_not_whole_is_answered_with_a_sentence(tmp_path, files, said):
    with pytest.raises(RosterError, match=said):
        read_roster(export(tmp_path / "export", **files))


def test_lines_of_an_export_that_contradict_each_other_are_refused_with_their_place(tmp_path):
    roster = read_roster(
        export(
            tmp_path / "export",
            users=USERS + "u2,,,true,again,,Ada,Again,,,,,\nu6,,,true\n",
            classes=CLASSES + "c1,,,Twice,,,,,,\nc4,,,,,,,,,\n",
            enrollments=ENROLLMENTS + "e6,,,c9,s1,u1,student,\ne7,,,c1,s1,u9,student,\ne8,,,c1,s1,u1,student,\n",
        )
    )
    assert {(each.file, each.line, each.reason) for each in roster.refused} == {
        ("users.csv", 7, "The id 'u2' is already on line 3."),
        ("users.csv", 8, "The line has 4 fields, and the first line 13."),
        ("classes.csv", 5, "The class 'c1' appears there twice."),
        ("classes.csv", 6, "The title of the class is missing."),
        ("enrollments.csv", 7, "There is no class 'c9' in classes.csv."),
        ("enrollments.csv", 8, "There is no user 'u9' in users.csv."),
        ("enrollments.csv", 9, "Line 2 enrols the same student in the same class."),
    }


def test_a_value_in_a_column_without_a_name_is_refused(tmp_path):
    roster = read_roster(plain(tmp_path, "name,\nSam,x\nAda,\n"))
    assert [row.name for row in roster.rows] == ["Ada"]
    assert [(each.line, each.reason) for each in roster.refused] == [(2, "A value is in a column that has no name.")]
