"""A receipt that is kept elsewhere holds a store to what it held, also against somebody who has its key."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from simulator.errors import UsageError
from simulator.records.checkpoint import write_checkpoint
from simulator.records.connection import locate
from simulator.records.digests import hash_text
from simulator.records.journal import change
from simulator.records.model import write_time
from simulator.records.receipt import read_receipt
from simulator.records.schema import signers
from simulator.records.seal import Seal, make_seal, read_seal, seal_path
from simulator.records.signers import let_sign
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun, behind, minutes, play


@pytest.fixture
def sealed(file, story, tmp_path):
    """Return the file of a store with two runs, one of them unfinished, and a receipt of it."""
    receipt = tmp_path / "kept elsewhere" / "receipt.json"
    receipt.parent.mkdir()
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", "there-leave")
        begun(store, story, "here-ask", name="Ada")
        store.receipt(receipt, minutes(1))
    return file, receipt


def found(file, receipt):
    report = verify_store(locate(str(file)), receipt=read_receipt(receipt))
    return [each.kind.value for each in report.findings]


def test_a_store_that_went_on_still_holds_its_receipt(sealed, story):
    file, receipt = sealed
    with Store.open(str(file)) as store:
        play(store, store.runs(finished=False)[0], "there-ask")
        begun(store, story, "here-order")
        store.erase(store.find_trainee("Sam"), at=minutes(2))
    assert found(file, receipt) == []


def test_an_older_copy_with_its_key_is_found(file, story, tmp_path):
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
    older = {path.name: path.read_bytes() for path in file.parent.glob("store*")}
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
        store.receipt(tmp_path / "receipt", minutes(1))
    for path in file.parent.glob("store*"):
        path.unlink()
    for name, content in older.items():
        (file.parent / name).write_bytes(content)
    assert verify_store(locate(str(file))).sound
    assert set(found(file, tmp_path / "receipt")) == {"receipt-contradicted"}


def test_a_store_made_anew_with_the_key_in_hand_is_found(sealed, story):
    file, receipt = sealed
    seal = seal_path(locate(str(file))).read_bytes()
    for path in file.parent.glob("store*"):
        path.unlink()
    key = json.loads(seal) | {"last": None}
    seal_path(locate(str(file))).write_text(json.dumps(key))
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", "there-leave")
        begun(store, story, "here-force", name="Ada")
    assert verify_store(locate(str(file))).sound
    assert "receipt-contradicted" in found(file, receipt)


def test_a_receipt_signs_what_a_killed_program_left_unsigned(file, story, tmp_path):
    with Store.open(str(file)) as store:
        record = begun(store, story, "here-ask")
    killed = Store.open(str(file))
    play(killed, record, "there-order")
    killed._engine.dispose()  # no close: no checkpoint
    with Store.open(str(file)) as store:
        store.receipt(tmp_path / "receipt", minutes(1))
    where = f"run_id = '{record.id}' AND sequence = 2"
    behind(file, f"DELETE FROM levels WHERE {where}", f"DELETE FROM decisions WHERE {where}")
    assert "decision-missing" in found(file, tmp_path / "receipt")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"checkpoints": 3}, "Only 2 checkpoints are there of the 3"),
        ({"signed": "0" * 64}, "The signed checkpoints are not those"),
        ({"genesis": "0" * 64}, "Run 2 is missing, or is not the one"),
        ({"entry_hash": "0" * 64}, "of the journal is missing, or is not the one"),
    ],
)
def test_each_thing_that_a_receipt_lists_is_held_against_the_store(sealed, other, said):
    file, receipt = sealed
    kept = read_receipt(receipt)
    (finding,) = verify_store(locate(str(file)), receipt=replace(kept, **other)).findings
    assert said in finding.message
    assert f"the receipt of {kept.at} lists" in finding.message


def test_a_second_receipt_of_the_same_is_the_same(file, story, tmp_path):
    """Nothing is signed anew where nothing is new."""
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
        for number in (1, 2):
            store.receipt(tmp_path / f"receipt {number}", minutes(number))
    assert read_receipt(tmp_path / "receipt 1") == read_receipt(tmp_path / "receipt 2")


def test_a_receipt_of_an_empty_store_holds(file, tmp_path):
    with Store.open(str(file)) as store:
        store.receipt(tmp_path / "receipt", NOON)
    assert found(file, tmp_path / "receipt") == []


def test_a_changed_receipt_is_refused(sealed, encounter):
    file, receipt = sealed
    content = json.loads(receipt.read_text())
    for wrong in ({"runs": 1}, {"signature": "00"}, {"kind": "x"}, {"extra": 1}):
        receipt.write_text(json.dumps(content | wrong))
        with pytest.raises(UsageError, match=r"was changed|is not a receipt"):
            read_receipt(receipt)
    receipt.write_text("[]")
    done = encounter("--store", str(file), "store", "verify", "--receipt", str(receipt))
    assert done.code == 2
    assert "is not a receipt" in done.err


def test_a_receipt_that_is_not_there_or_cannot_be_written_is_said(sealed, tmp_path, encounter):
    file, _ = sealed
    for arguments, said in ((("verify", "--receipt"), "There is no receipt"), (("seal", "--to"), "cannot be written")):
        done = encounter("--store", str(file), "store", *arguments, tmp_path / "no folder" / "receipt.json")
        assert done.code != 0
        assert said in done.err


def test_the_commands_write_and_hold_a_receipt(file, story, tmp_path, encounter):
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", "there-leave")
    receipt = tmp_path / "receipt.json"
    assert "1 run and 2 decisions" in encounter("--store", str(file), "store", "seal", "--to", str(receipt)).out
    done = encounter("--store", str(file), "store", "verify", "--receipt", str(receipt))
    assert done.code == 0
    assert "note: The key is in" in done.out
    assert not list(tmp_path.glob(".receipt*"))


def test_a_strangers_signature_is_found_until_it_is_trusted(file, story, tmp_path, encounter):
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
    seal = seal_path(locate(str(file)))
    earlier = read_seal(seal).public
    shutil.move(seal, tmp_path / "away.seal")
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask")
    (finding,) = verify_store(locate(str(file))).findings
    assert finding.kind.value == "signer-unknown"
    assert f"encounter store trust {earlier}" in finding.message
    assert encounter("--store", str(file), "store", "trust", "nobody").code == 2
    assert "not among those" in encounter("--store", str(file), "store", "trust", earlier, "--no-longer").err
    assert encounter("--store", str(file), "store", "trust", earlier).code == 0
    assert "may sign already" in encounter("--store", str(file), "store", "trust", earlier).err
    with Store.open(str(file)) as store:
        begun(store, story, "here-ask", at=NOON)
    assert verify_store(locate(str(file))).sound


def test_what_is_kept_while_a_checkpoint_is_put_away_is_signed_by_the_next(file, story, monkeypatch):
    remember = Seal.remember
    with Store.open(str(file)) as store:
        record = begun(store, story, "here-ask")

        def meanwhile(seal, last):
            monkeypatch.setattr(Seal, "remember", remember)
            play(store, record, "there-ask")
            remember(seal, last)

        monkeypatch.setattr(Seal, "remember", meanwhile)
        assert store.checkpoint(NOON)
    assert verify_store(locate(str(file))).sound
    behind(file, *(f"DELETE FROM {table} WHERE sequence = 2" for table in ("levels", "critical_events", "decisions")))
    assert not verify_store(locate(str(file))).sound


def test_on_a_server_only_the_first_key_signs(database, story, monkeypatch, tmp_path):
    with Store.open(database) as store:
        begun(store, story, "here-ask")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another computer"))
    with Store.open(database) as store:
        begun(store, story, "here-ask")
    report = verify_store(locate(database))
    assert (report.findings, report.checkpoints, len(report.signers)) == ((), 1, 1)
    assert "Not signed yet" in report.remarks[0]


def test_on_any_store_one_key_signs_and_others_by_its_list_with_their_times(place, story, tmp_path):
    """A stranger's signature is found where the key is and where it is not; so is one after a key may sign no longer."""
    home, away = seal_path(locate(place)), tmp_path / "away.seal"

    def sign(number, file):
        """Play and sign with the key in a file, as the computer that has it would."""
        with Store.open(place) as store:
            begun(store, story, "here-ask", at=minutes(number))
            with store.writing() as connection:
                write_checkpoint(connection, read_seal(file), grown=None, at=write_time(minutes(number)))

    def found():
        kinds = {each.kind.value for each in verify_store(locate(place)).findings}
        held = home.rename(tmp_path / "held")
        kinds_elsewhere = {each.kind.value for each in verify_store(locate(place)).findings}
        held.rename(home)
        return kinds, kinds_elsewhere

    with Store.open(place) as store:
        begun(store, story)
    home.parent.mkdir(parents=True, exist_ok=True)
    other = make_seal(away, NOON)
    assert found() == (set(), set())
    sign(1, away)
    assert found() == ({"signer-unknown"}, {"signer-unknown"})
    with Store.open(place) as store, store.writing() as connection:  # whoever can write, and has not the key
        let_sign(connection, other.public, seal=other, author="the stranger", at=write_time(minutes(2)))
    sign(3, away)
    assert found() == ({"signer-unknown"}, {"signer-unknown"})
    forged = {"vouched_by": read_seal(home).public}  # the first key's name, and not its signature
    with Store.open(place) as store, store.writing() as connection:
        change(connection, signers, signers.c.public_key == other.public, at=write_time(minutes(4)), values=forged)
    assert found() == ({"signer-unknown"}, {"signer-unknown"})
    with Store.open(place) as store:
        store.trust(other.public, minutes(5), author="the academy")
        assert [(each.public_key, each.until) for each in store.signers()] == [(other.public, None)]
    sign(5, away)
    assert found() == (set(), set())
    with Store.open(place) as store:
        store.trust(other.public, minutes(6), author="the academy", until_now=True)
    assert found() == (set(), set()), "what it signed before stays good"
    sign(7, away)
    assert found() == ({"signer-unknown"}, {"signer-unknown"})


def test_a_database_has_one_key_on_a_computer_whoever_signs_in_and_how(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    one = "postgresql://encounter_app:secret@db.example/academy"
    same = (one, "postgresql+psycopg://postgres@DB.example:5432/academy?sslmode=verify-full&sslrootcert=a.pem",
            "postgresql:///academy?host=db.example&port=5432")  # fmt: skip
    other = ("postgresql://db.example/other", "postgresql://db.example:5433/academy", "postgresql:///academy?host=/run")
    paths = {address: seal_path(locate(address)) for address in (*same, *other)}
    assert len({paths[address] for address in same}) == 1
    assert len(set(paths.values())) == 4
    earlier = paths[one].with_name(f"postgresql-{hash_text(str(locate(one)))[:16]}.seal")
    key = make_seal(earlier, NOON)  # as it was named when the login was part of the name
    assert read_seal(seal_path(locate(one))).public == key.public


def test_of_many_who_make_the_key_of_a_new_store_at_once_all_sign_with_one(tmp_path):
    path = tmp_path / "keys" / "store.seal"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_seal(path, NOON).public, range(40)))
    assert set(made) == {read_seal(path).public}
    assert [each.name for each in path.parent.iterdir()] == ["store.seal"]
