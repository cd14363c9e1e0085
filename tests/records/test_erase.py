"""Erasure: what is kept about a person goes for good, and the store still verifies."""

import pytest

from simulator.records.connection import connect, locate
from simulator.records.schema import APPEND_ONLY, metadata
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import NOON, begun, minutes


def filled(place, story):
    """Make a store with runs of Sam and of Zenobia, mixed, and everything else that can be kept of her."""
    with Store.open(place) as store:
        kept = [begun(store, story, "here-ask", "there-leave")]
        hers = begun(store, story, "here-force", "there-leave", name="Zenobia Quill")
        again = store.branch(hers.id, 1, kind="again", at=NOON)
        store.branch(again.id, 1, kind="rewind", at=NOON)
        kept.append(begun(store, story, "here-ask"))
        begun(store, story, name="Zenobia Quill")
        store.rate_self(hers.id, {"respect": 42}, NOON)
        store.reflect(hers.id, "I was thinking of Wilhelmina Street.", NOON)
        store.set(store.find_trainee("Zenobia Quill"), "theme", "turquoise-theme")
    return hers.trainee_id, [store_run.id for store_run in kept]


def test_nothing_of_the_person_is_left_and_everything_of_others_is(place, story):
    trainee, kept = filled(place, story)
    with Store.open(place) as store:
        assert store.erase(store.find_trainee("zenobia quill"), at=minutes(1)) == 4
        assert store.find_trainee("Zenobia Quill") is None
        assert [record.id for record in store.runs(include_superseded=True)] == kept[::-1]
        assert {fact.run for fact in store.facts()} == set(kept)
    engine = connect(locate(place))
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            assert not [row for row in connection.execute(table.select()) if trainee in row]
    engine.dispose()


def test_a_store_verifies_after_an_erasure_and_counts_it(place, story):
    filled(place, story)
    with Store.open(place) as store:
        store.erase(store.find_trainee("Zenobia Quill"), at=minutes(1))
    report = verify_store(locate(place))
    assert report.findings == ()
    assert (report.runs, report.erased, report.unsigned_erasures) == (2, 4, 0)


def test_runs_go_on_after_an_erasure_at_the_end(place, story):
    filled(place, story)
    with Store.open(place) as store:
        store.erase(store.find_trainee("Zenobia Quill"), at=minutes(1))
        new = begun(store, story, "here-ask", name="Zenobia Quill", at=minutes(2))
        assert store.runs(trainee=store.find_trainee("Zenobia Quill")) == [new]
    report = verify_store(locate(place))
    assert (report.findings, report.runs, report.erased) == ((), 3, 4)


def test_no_byte_of_the_person_is_left_on_the_disk(file, story):
    filled(str(file), story)

    def bytes_on_disk():
        return b"".join(path.read_bytes() for path in file.parent.glob("store.sqlite3*"))

    words = [b"Zenobia", b"Wilhelmina", b"turquoise-theme"]
    assert all(word in bytes_on_disk() for word in words)
    with Store.open(str(file)) as store:
        store.erase(store.find_trainee("Zenobia Quill"), at=minutes(1))
        assert [word for word in words if word in bytes_on_disk()] == []
    assert [word for word in words if word in bytes_on_disk()] == []


def test_the_rest_is_as_closed_to_changes_as_before(place, story):
    filled(place, story)
    with Store.open(place) as store:
        store.erase(store.find_trainee("Zenobia Quill"), at=minutes(1))
    engine = connect(locate(place))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            asked = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            expected = 2 * len(APPEND_ONLY)
        else:
            asked = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            expected = 3 * len(APPEND_ONLY)
        assert connection.exec_driver_sql(asked).scalar() == expected
    engine.dispose()


def test_an_erasure_happens_as_a_whole_or_not_at_all(place, story, monkeypatch):
    filled(place, story)

    def breaks(*_):
        raise RuntimeError("halfway")

    with Store.open(place) as store:
        before = store.runs(include_superseded=True)
        monkeypatch.setattr("simulator.records.erase._tombstone", breaks)
        with pytest.raises(RuntimeError, match="halfway"):
            store.erase(store.find_trainee("Zenobia Quill"), at=minutes(1))
        assert store.runs(include_superseded=True) == before
    assert verify_store(locate(place)).findings == ()


def test_a_trainee_without_runs_can_be_erased(place):
    with Store.open(place) as store:
        sam = store.trainee("Sam", NOON)
        assert store.erase(sam, at=NOON) == 0
        assert store.trainees() == []
    assert verify_store(locate(place)).sound
