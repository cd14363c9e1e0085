"""A link's hash is made over a numbered form: a field of tomorrow leaves what is kept today as sound as it was."""

import pytest
from sqlalchemy import text

from simulator.records.chain import START, genesis, link
from simulator.records.connection import connect, locate, writes
from simulator.records.forms import FORMS, PRESENT, Form
from simulator.records.protection import unprotect
from simulator.records.schema import APPEND_ONLY
from simulator.records.store import Store
from simulator.records.verify import verify_store
from tests.records.samples import begun

TOMORROW = Form(
    PRESENT + 1,
    run=(*FORMS[PRESENT].run, "room"),
    decision=(*FORMS[PRESENT].decision, "pulse"),
    level=(*FORMS[PRESENT].level, "sure"),
)


@pytest.fixture
def tomorrow(place, story, monkeypatch):
    """Return an engine on a store of today to which the program of tomorrow added a field everywhere, and a run."""
    with Store.open(place) as store:
        begun(store, story, "here-ask", "there-force", "here-leave")
    engine = connect(locate(place))
    with writes(engine).begin() as connection:
        for table, column in (("runs", "room"), ("decisions", "pulse"), ("levels", "sure")):
            connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"))
        monkeypatch.setitem(FORMS, TOMORROW.number, TOMORROW)
        add_run_of_tomorrow(connection)
    yield engine
    engine.dispose()


def add_run_of_tomorrow(connection):
    def rows(table):
        asked = f"SELECT * FROM {table} ORDER BY 1, 2"
        return [dict(row) for row in connection.execute(text(asked)).mappings()]

    def insert(table, row):
        names = ", ".join(row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"), row)

    (today,) = rows("runs")
    run = {**today, "id": "tomorrow", "ordinal": 2, "form": TOMORROW.number, "room": 4}
    run["genesis"] = genesis(today["genesis"], run)
    insert("runs", run)
    decision = {**rows("decisions")[0], "run_id": "tomorrow", "form": TOMORROW.number, "pulse": 88}
    rated = [{**row, "run_id": "tomorrow", "sure": 3} for row in rows("levels") if row["sequence"] == 1]
    decision["hash"] = link(run["genesis"], decision, (), map(TOMORROW.level_of, rated))
    insert("decisions", decision)
    for row in rated:
        insert("levels", row)


def verified(place):
    report = verify_store(locate(place), processes=1)
    return report.runs, [(each.kind.value, each.sequence) for each in report.findings]


def test_a_field_of_tomorrow_leaves_the_runs_of_today_sound(tomorrow, place):
    assert verified(place) == (2, [])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("runs SET room = 5 WHERE id = 'tomorrow'", ("run-changed", None)),
        ("decisions SET pulse = 60 WHERE run_id = 'tomorrow'", ("decision-changed", 1)),
        ("levels SET sure = 1 WHERE run_id = 'tomorrow'", ("decision-changed", 1)),
        ("decisions SET seconds = 60 WHERE run_id <> 'tomorrow' AND sequence = 1", ("decision-changed", 1)),
    ],
)
def test_what_each_form_seals_is_sealed(tomorrow, place, change, found):
    with writes(tomorrow).begin() as connection:
        unprotect(connection, APPEND_ONLY)
        connection.execute(text(f"UPDATE {change}"))
    assert found in verified(place)[1]


def test_the_first_form_is_what_it_was():
    """These hashes were made by the program of that time."""
    run = dict.fromkeys(FORMS[1].run, "x") | {"ordinal": 1, "seed": 7, "origin_kept": None, "form": 1}
    decision = dict.fromkeys(FORMS[1].decision, "x") | {"sequence": 1, "timed_out": True, "seconds": 2.5, "form": 1}
    rated = [("care", "respect", -2, 0, -2)]
    assert (genesis(START, run), link(START, decision, ["b", "a"], rated)) == (
        "7398b51558d05f5a63f7f38e83c411af4cc516a6203fbdb5f1767a4e3e6a4026",
        "8b7963f8d1d3702391149089e8c1ab4e183daf98c9c5cbe3b1eab3bd06ee07eb",
    )
