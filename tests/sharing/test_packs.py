"""Packs: made in one home, installed, played and removed in another; hostile archives are not let in."""

import hashlib
import json
import stat
import zipfile
from pathlib import Path

import pytest

from scoring.rubric import RubricSet
from simulator.errors import UnknownScenario
from simulator.scenario.library import Library, packs_folder
from simulator.sharing.archive import PackRefused
from simulator.sharing.author_key import own_key
from simulator.sharing.pack import install_pack, installed_packs, make_pack, remove_pack
from tests.samples import GATE

DESCRIPTION = "id: friend\nversion: 1.0.0\ntitle: Of a friend\nlicence: CC-BY-4.0\nauthors: [A. Friend]\n"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one encounter and what says whose it is."""
    place = tmp_path / "mine"
    place.mkdir()
    (place / "pack.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (place / "the-gate.yaml").write_text(GATE, encoding="utf-8")
    return place


def made(folder, name="friend.zip", **given):
    path = folder.parent / name
    make_pack(folder, path, RubricSet.shipped(), **given)
    return path


def changed(archive, name="evil.zip", *, drop=(), **files):
    """Write an archive again with other files in it, and with a manifest that names them, as a forger would."""
    content = read(archive)
    manifest = json.loads(content.pop("manifest.json"))
    content.update(files)
    content = {key: value for key, value in content.items() if key not in drop}
    manifest["files"] = [{"name": key, "sha256": hashlib.sha256(value).hexdigest()} for key, value in content.items()]
    path = archive.with_name(name)
    with zipfile.ZipFile(path, "w") as stream:
        stream.writestr("manifest.json", json.dumps(manifest))
        for key, value in content.items():
            stream.writestr(key, value)
    return path


def read(archive):
    with zipfile.ZipFile(archive) as stream:
        return {name: stream.read(name) for name in stream.namelist()}


def with_entry(archive, entry, content=b"x"):
    path = archive.with_name("evil.zip")
    path.write_bytes(archive.read_bytes())
    with zipfile.ZipFile(path, "a") as stream:
        stream.writestr(entry, content)
    return path


def nothing_is_installed():
    return installed_packs() == [] and not list(packs_folder().glob("*"))


def test_a_pack_is_made_installed_and_removed(folder):
    installed = install_pack(made(folder), RubricSet.shipped())
    assert installed.replaced is None
    library = Library.default()
    assert library.story("friend/the-gate").scenario.title == "The gate"
    assert library.story("friend/the-gate").digest == installed.manifest.encounters[0].digest
    assert library.story("the-gate").scenario.id == "friend/the-gate"
    remove_pack("friend")
    assert nothing_is_installed()
    with pytest.raises(UnknownScenario):
        Library.default().story("friend/the-gate")
    with pytest.raises(PackRefused, match="No pack 'friend'"):
        remove_pack("friend")


def test_a_pack_never_takes_the_place_of_what_ships(folder):
    text = GATE.replace("id: the-gate", "id: market-stall")
    (folder / "the-gate.yaml").write_text(text, encoding="utf-8")
    install_pack(made(folder), RubricSet.shipped())
    assert Library.default().story("market-stall").scenario.title == "The market stall"
    assert Library.default().story("friend/market-stall").scenario.title == "The gate"


def test_the_same_folder_makes_the_same_archive(folder):
    assert made(folder, "a.zip").read_bytes() == made(folder, "b.zip").read_bytes()


def test_reviews_are_named_beside_the_digest_of_what_was_read(folder):
    reviewed = GATE.replace("level: foundation", "reviewed: [{by: Ama, on: 2026-11-01}]\nlevel: foundation")
    (folder / "the-gate.yaml").write_text(reviewed, encoding="utf-8")
    archive = made(folder)
    (entry,) = install_pack(archive, RubricSet.shipped()).manifest.encounters
    assert [(each.by, each.on) for each in entry.reviewed] == [("Ama", "2026-11-01")]
    later = changed(archive, **{"the-gate.yaml": reviewed.replace("Wait there.", "Wait here.").encode()})
    remove_pack("friend")
    with pytest.raises(PackRefused, match="not those that its manifest names"):
        install_pack(later, RubricSet.shipped())


def test_a_later_version_takes_the_place_of_an_earlier_one_and_never_the_other_way(folder):
    first = made(folder)
    (folder / "pack.yaml").write_text(DESCRIPTION.replace("1.0.0", "1.1.0"), encoding="utf-8")
    second = made(folder, "second.zip")
    install_pack(first, RubricSet.shipped())
    assert install_pack(second, RubricSet.shipped()).replaced == "1.0.0"
    with pytest.raises(PackRefused, match=r"newer than 1\.0\.0"):
        install_pack(first, RubricSet.shipped())
    (folder / "the-gate.yaml").write_text(GATE.replace("Wait there.", "Stay there."), encoding="utf-8")
    with pytest.raises(PackRefused, match="same version, other content"):
        install_pack(made(folder, "third.zip"), RubricSet.shipped())
    assert [each.manifest.description.version for each in installed_packs()] == ["1.1.0"]


def test_a_signed_pack_is_followed_only_by_one_of_the_same_key(folder):
    install_pack(made(folder, sign=own_key()), RubricSet.shipped())
    (folder / "pack.yaml").write_text(DESCRIPTION.replace("1.0.0", "1.1.0"), encoding="utf-8")
    with pytest.raises(PackRefused, match="by nobody"):
        install_pack(made(folder, "unsigned.zip"), RubricSet.shipped())
    assert install_pack(made(folder, "signed.zip", sign=own_key()), RubricSet.shipped()).replaced == "1.0.0"


def test_a_signature_of_something_else_is_refused(folder):
    archive = made(folder, sign=own_key())
    forged = changed(archive, **{"notes.txt": b"added"})
    with pytest.raises(PackRefused, match="signature"):
        install_pack(forged, RubricSet.shipped())
    assert nothing_is_installed()


@pytest.mark.parametrize(
    "name",
    [
        "../outside.yaml",
        "/etc/outside.yaml",
        "a/../../outside.yaml",
        "C:\\outside.yaml",
        "a\\b.yaml",
        "con.yaml",
        "sub/NUL.yaml",
        ".hidden.yaml",
        "-option.yaml",
        "a/b/c/d/e/f/g.yaml",
        "program.py",
        "library.so",
        "THE-GATE.yaml",
        "x" * 90 + ".yaml",
        "trailing..yaml",
        "bidi\u202eyaml.yaml",
        "escape\x1b[31m.yaml",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(folder, name):
    with pytest.raises(PackRefused) as refused:
        install_pack(with_entry(made(folder), name), RubricSet.shipped())
    assert "\x1b" not in str(refused.value)
    assert nothing_is_installed()


def test_a_link_is_refused(folder):
    entry = zipfile.ZipInfo("link.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(PackRefused, match="link"):
        install_pack(with_entry(made(folder), entry, b"/etc/passwd"), RubricSet.shipped())
    assert nothing_is_installed()


def test_bombs_are_refused_without_being_unpacked(folder):
    entry = zipfile.ZipInfo("bomb.yaml")
    entry.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(PackRefused, match="larger"):
        install_pack(with_entry(made(folder), entry, b"a" * 50_000_000), RubricSet.shipped())
    many = changed(made(folder, "many.zip"), **{f"n{number}.txt": b"x" for number in range(600)})
    with pytest.raises(PackRefused, match="a pack may hold 500"):
        install_pack(many, RubricSet.shipped())
    assert nothing_is_installed()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda archive: archive.write_bytes(b"PK\x03\x04 nothing"), "not a zip"),
        (lambda archive: archive.write_bytes(archive.read_bytes()[:-40]), "not a zip"),
        (lambda archive: archive.write_bytes(b""), "not a zip"),
        (Path.unlink, "no file"),
    ],
)
def test_a_damaged_archive_is_a_sentence(folder, damage, said):
    archive = made(folder)
    damage(archive)
    with pytest.raises(PackRefused, match=said):
        install_pack(archive, RubricSet.shipped())


def test_what_the_manifest_does_not_name_or_names_otherwise_is_refused(folder):
    archive = made(folder)
    with pytest.raises(PackRefused, match="not the same as in the manifest"):
        install_pack(with_entry(archive, "extra.yaml"), RubricSet.shipped())
    without = changed(archive, drop=("pack.yaml",))
    with pytest.raises(PackRefused, match=r"no pack.yaml"):
        install_pack(without, RubricSet.shipped())
    other = changed(archive, **{"pack.yaml": DESCRIPTION.replace("A. Friend", "Another").encode()})
    with pytest.raises(PackRefused, match="different things"):
        install_pack(other, RubricSet.shipped())
    plain = archive.with_name("plain.zip")
    with zipfile.ZipFile(plain, "w") as stream:
        stream.writestr("the-gate.yaml", GATE)
    with pytest.raises(PackRefused, match="no manifest"):
        install_pack(plain, RubricSet.shipped())
    assert nothing_is_installed()


def test_an_encounter_with_an_error_is_not_let_in(folder):
    archive = made(folder)
    broken = changed(archive, **{"the-gate.yaml": GATE.replace("goto: settled", "goto: nowhere").encode()})
    with pytest.raises(PackRefused, match="nowhere"):
        install_pack(broken, RubricSet.shipped())
    assert nothing_is_installed()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DESCRIPTION.replace("id: friend", "id: ../friend"), "pack.yaml:1"),
        (DESCRIPTION.replace("licence: CC-BY-4.0\n", ""), "licence"),
        (DESCRIPTION + "colour: red\n", "colour"),
        ("", r"pack.yaml"),
    ],
)
def test_a_fault_in_the_description_has_its_line(folder, text, said):
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackRefused, match=said):
        made(folder)


def test_two_encounters_of_one_id_in_a_further_folder_are_told_by_both_files(tmp_path, monkeypatch):
    place = tmp_path / "More Encounters"
    place.mkdir()
    for name in ("a.yaml", "b.yaml"):
        (place / name).write_text(GATE, encoding="utf-8")
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(place))
    clashing = [entry for entry in Library.default().entries() if entry.id == "more-encounters/the-gate"]
    assert len(clashing) == 2
    assert all("a.yaml" in entry.error and "b.yaml" in entry.error for entry in clashing)
