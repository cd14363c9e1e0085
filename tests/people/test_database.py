"""PostgreSQL holds who may do what: people with SQL in hand get nothing, and the program works for them all the same."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from simulator import __version__, academy
from simulator.campaign.library import campaign, campaigns
from simulator.encounter.run import Run
from simulator.errors import AccessCodeWanted, RecordConflict, StoreError
from simulator.people import accounts
from simulator.people.database import ACADEMYS, ALSO_WRITTEN, POLICIES, READ_BY_NOBODY, WRITTEN
from simulator.people.model import Role
from simulator.records.connection import locate
from simulator.records.digests import hash_text
from simulator.records.model import Mode
from simulator.records.published_library import library_of
from simulator.records.rubrics import rubrics_text
from simulator.records.schema import metadata
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.scenario.library import Library
from simulator.training.campaign import CampaignPlay
from simulator.training.debrief import debrief
from simulator.training.play import Play
from simulator.views.class_session import ClassSession, shown_in
from tests.campaign.samples import years
from tests.people.conftest import now, play_on

DENIED = (errors.InsufficientPrivilege, errors.RaiseException, errors.InvalidParameterValue)


def test_every_table_says_what_a_person_reads_of_it():
    assert {*POLICIES, *READ_BY_NOBODY} == set(metadata.tables)
    assert {*ACADEMYS} <= {*POLICIES}
    assert {*WRITTEN} == set(metadata.tables)
    assert {*ALSO_WRITTEN} <= {*WRITTEN}


def test_a_trainee_plays_by_the_program_and_the_chain_is_whole(secured):
    with Store.open(secured.of("Sam")) as store:
        sam = store.find_trainee("Sam")
        play = academy.begin(store, Library.default().story("five-a-side"), sam, clock=now)
        play.choose(play.run.available()[0].id, seconds=3.25)
        play.choose(play.run.available()[-1].id, seconds=4)
        play.rewind()
        play_on(play)
        store.rate_self(play.record.id, {"respect": 70}, now())
        store.reflect(play.record.id, "Ich wäre früher „still“ gewesen.\n\tUnd: \\ \x7f 🙂", now())
        again = Play.again(store, play.record.id, keep=1, clock=now)
        play_on(again)
        assert debrief(store, again.record.id).rubrics
        assert {run.trainee for run in store.runs()} == {"Sam"}
    with Store.open(secured.admin) as store:
        assert len(store.runs(trainee=secured.people["Sam"].trainee)) == 3
    report = verify_store(locate(secured.admin))
    assert report.findings == ()
    assert report.runs == 5


def test_a_trainee_with_sql_in_hand_reads_own_rows_and_nobody_elses(secured):
    me = secured.people["Sam"]
    others = {*secured.runs.values(), *(each.trainee.id for each in secured.people.values())}
    others -= {me.trainee.id, secured.runs["Sam"]}
    others |= {each.id for each in secured.people.values()} - {me.id}
    with secured.sql("Sam") as connection:
        seen = {}
        for table in sorted(metadata.tables):
            columns = visible(connection, table)
            seen[table] = connection.execute(f"SELECT {columns} FROM {table}").fetchall() if columns else []
    assert {len(seen[table]) for table in ("runs", "accounts", "cohorts", "members", "trainees")} == {1}
    assert len(seen["decisions"]) > 1
    for table, rows in seen.items():
        assert not [row for row in rows if others & {str(value) for value in row}], table
    for table in ("audit", "journal", "checkpoints", "tombstones", "notices", "invitations", "sign_ins",
                  "sign_in_failures", "trainer_ratings", "rescorings", "cohort_trainers"):  # fmt: skip
        assert seen[table] == [], table


def test_whatever_table_holds_something_of_eves_others_read_nothing_of_it(secured):
    hers = fill_with_eves(secured)
    withdrawn = {  # for whoever writes or teaches
        "published", "snapshots", "published_campaigns", "campaign_snapshots", "published_translations",
    }  # fmt: skip
    for name, also in (("Sam", set()), ("Ada", withdrawn), ("Kofi", withdrawn | {"class_sessions"})):
        with secured.sql(name) as connection:
            for table in sorted(set(metadata.tables) - {"rubric_snapshots", "served_forms"} - also):
                columns = visible(connection, table)
                rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall() if columns else []
                assert not [row for row in rows if hers & {str(value) for value in row} or "'eves-" in str(row)], (
                    name,
                    table,
                )


def test_a_vote_is_ones_own_one_and_in_time(secured):
    """With SQL in hand: nobody's vote is read, none is given for another, twice, elsewhere, or after closing."""
    put = "SELECT encounter_vote(%s, %s, %s)"
    with Store.open(secured.admin) as store:
        for cohort in ("Autumn", "Winter"):
            session = ClassSession(Run(Library.default().story("five-a-side"), seed=1))
            academy.begin_class(
                store, academy.cohort_named(store, cohort), session.run, shown_in(session), language=None, at=now()
            )
        ours, hers = (academy.class_of(store, academy.cohort_named(store, each)) for each in ("Autumn", "Winter"))
        with secured.sql("Eve") as eve:
            assert eve.execute(put, (hers.id, 1, 1)).fetchone() == ("",)
        with secured.sql("Sam") as sam:
            assert sam.execute("SELECT id FROM running_classes").fetchall() == [(ours.id,)]
            assert sam.execute("SELECT * FROM votes").fetchall() == []
            tried = [(hers.id, 1, 0), (ours.id, 2, 0), (ours.id, None, 0), (ours.id, 1, 99), (ours.id, 1, None)]
            said = [sam.execute(put, each).fetchone()[0] for each in tried]
            assert said == ["gone", "moved", "moved", "choice", "choice"]
            for place in (0, 1):
                assert sam.execute(put, (ours.id, 1, place)).fetchone() == ("",)
            me = secured.people["Sam"].trainee.id
            assert sam.execute("SELECT * FROM votes").fetchall() == [(ours.id, me, 1)]
            with secured.sql("Kofi") as kofi:
                assert kofi.execute("SELECT * FROM votes").fetchall() == [], "nor whose trainer it is"
                assert kofi.execute(put, (ours.id, 1, 0)).fetchone() == ("gone",)
            assert academy.how_many_voted(store, ours) == (1, 1)
            academy.close_vote(store, ours)
            closed = academy.class_of(store, ours.cohort)
            assert closed.hands[:2] == (0, 1)
            for step in (1, closed.step):
                assert sam.execute(put, (ours.id, step, 0)).fetchone() == ("moved",)
            assert sam.execute("SELECT * FROM votes").fetchall() == []


@pytest.mark.parametrize("name", ["Sam", "Kofi", "Ada", "Root"])
def test_nobody_changes_deletes_or_forges_a_row_of_any_table(secured, name):
    with secured.sql(name) as connection:
        for table in metadata.tables:
            column = next(iter(metadata.tables[table].c)).name
            attempts = [
                f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE",
                f"INSERT INTO {table} SELECT * FROM {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"DROP TABLE {table} CASCADE", f"DO $$ BEGIN LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; END $$",
                f"COPY {table} TO PROGRAM 'cat'", f"CREATE POLICY mine ON {table} USING (true)",
                f"CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION encounter_refuse()",
                f"CREATE INDEX ON {table} ({column})", f"GRANT ALL ON {table} TO PUBLIC",
            ]  # fmt: skip
            for statement in attempts:
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement)


BEYOND = (
        "SET ROLE encounter_owner", "SET ROLE encounter_appender", "SET ROLE encounter_server", "SET ROLE encounter_academy",
        "SET SESSION AUTHORIZATION encounter_app", "ALTER ROLE CURRENT_USER SUPERUSER", "CREATE ROLE mine",
        "ALTER ROLE CURRENT_USER BYPASSRLS", "GRANT encounter_academy TO CURRENT_USER",
        "CREATE VIEW mine AS SELECT * FROM runs", "CREATE TABLE mine (x int)", "CREATE TEMP TABLE mine (x int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE SCHEMA mine",
        "COPY (SELECT 1) TO '/tmp/encounter-mine'", "SELECT pg_read_file('/etc/passwd')", "SELECT lo_import('/etc/passwd')",
        "SELECT pg_advisory_lock(1)", "SELECT pg_try_advisory_xact_lock(1)", "SELECT pg_ls_dir('/')",
        "SELECT encounter_insert_run(NULL)", "SELECT encounter_seal('audit', ARRAY['1'], '')",
        "SELECT encounter_log('x', 'y', 'z')", "SELECT encounter_insert_decision(NULL, '[]', '{}', '')",
        "SELECT encounter_own_run('x')", "ALTER FUNCTION encounter_me() SECURITY INVOKER", "DROP FUNCTION encounter_me()",
        "CREATE OR REPLACE FUNCTION encounter_me() RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
        "SELECT id FROM runs FOR UPDATE", "SELECT id FROM runs FOR KEY SHARE", "SELECT lo_creat(-1)", "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')", "COPY runs FROM STDIN", "CREATE MATERIALIZED VIEW mine AS SELECT 1",
        "CREATE SEQUENCE mine", "CREATE PUBLICATION mine", "SELECT pg_stat_reset()",
        "PREPARE forge AS INSERT INTO runs SELECT * FROM runs; EXECUTE forge", "ALTER VIEW merged.runs OWNER TO CURRENT_USER",
        "CREATE VIEW merged.mine AS SELECT 1", "SELECT encounter_take_turn()", "SELECT encounter_reseal('x', '{}', '', 1)",
        "SELECT encounter_admit('x', 'x', 'x', 'practice', '')", "SELECT encounter_insert_campaign(NULL)",
        "SELECT encounter_admit_episode(NULL, 'x')", "SELECT encounter_own_campaign('x')",
        "MERGE INTO settings s USING settings t ON s.key = t.key WHEN MATCHED THEN DELETE", "SET lo_compat_privileges = on",
        "ALTER DATABASE pattern SET row_security = off", "SELECT password FROM accounts", "SELECT access_code FROM server_terms",
)  # fmt: skip
"""What nobody may do, whatever their role."""


@pytest.mark.parametrize("name", ["Sam", "Kofi", "Ada", "Olu", "Root"])
def test_nobody_becomes_more_than_they_are(pattern, name):
    with pattern.sql(name) as connection:
        for statement in BEYOND:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.mark.parametrize("name", ["Sam", "Kofi", "Ada", "Root"])
def test_no_other_way_to_read_shows_a_row_of_somebody_elses(secured, name):
    """Copies, cursors, prepared statements, views, statistics, and errors that a condition makes of hidden rows."""
    with psycopg.connect(secured.admin.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ANALYZE")
        names = [row[0] for row in connection.execute("SELECT relname FROM pg_class WHERE relkind = 'S'")]
        assert names == [], "no key is counted up, so none can be guessed and none tells how many there are"
    eves = {secured.runs["Eve"], secured.people["Eve"].trainee.id, secured.people["Eve"].id}
    ways = (
        "PREPARE look AS SELECT {columns} FROM {table}; EXECUTE look; DEALLOCATE look",
        "BEGIN; DECLARE look CURSOR FOR SELECT {columns} FROM {table}; FETCH ALL FROM look; COMMIT",
        "SELECT row_to_json(x)::text FROM (SELECT {columns} FROM {table}) AS x",
    )
    hidden = eves if name in ("Sam", "Kofi", "Ada") else {secured.runs["Eve"]}  # accounts are an administrator's
    with secured.sql(name) as connection:
        for table in ("runs", "decisions", "reflections", "trainees", "accounts", "members", "cohorts", "journal"):
            columns = visible(connection, table)
            for way in ways:
                cursor, rows = connection.execute(way.format(columns=columns, table=table)), []
                while True:
                    rows += cursor.fetchall() if cursor.description else []
                    if not cursor.nextset():
                        break
                assert not [row for row in rows if any(each in str(row) for each in hidden)], (table, way)
            with connection.cursor().copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as copy:
                assert not [row for row in copy.rows() if any(each in str(row) for each in hidden)], table
        # A condition that fails on a row of Eve's, were it asked of one.
        fails = "SELECT count(*) FROM reflections WHERE 1 / (CASE WHEN text LIKE 'Eve%' THEN 0 ELSE 1 END) = 1"
        connection.execute(fails)
        assert connection.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'reflections'").fetchone() == (0,)
        seen = connection.execute("SELECT query FROM pg_stat_activity WHERE usename <> current_user").fetchall()
        assert {row[0] for row in seen} <= {"<insufficient privilege>", "", None}


def test_whether_something_is_there_is_told_by_no_error(secured):
    """Of a run, a campaign or an assignment of somebody else's an error says what it says of one that there is not."""
    with Store.open(secured.admin) as store:
        academy.publish_campaign(store, years(), author="Ada", at=now())
        winter = academy.cohort_named(store, "Winter")
        assigned, _ = academy.assign(store, winter, "five-a-side", mode=Mode.ASSESSMENT, at=now())
    story = Library.default().story("five-a-side")
    with Store.open(secured.of("Eve")) as store:
        campaign_run = academy.begin_campaign(store, years(), store.find_trainee("Eve"), clock=now).record.id
    row = {"scenario_id": "five-a-side", "scenario_version": "1", "digest": story.digest, "mode": "assessment", "seed": 1,
           "language": "en-GB", "program_version": "0", "rubric_versions": "{}", "rubrics": rubrics_text(story.rubrics)}  # fmt: skip
    step = {"sequence": 1, "scene": "x", "choice": "y", "offered": "[]", "shown": "[]", "moved_to": "z"}
    calls = [
        *((f"encounter_append(%s, '{json.dumps(each)}', '[]', '{{}}', NULL)", secured.runs["Eve"])
          for each in (step, {**step, "choice": "inject:x"})),
        ("encounter_branch(%s, 0, 'again', NULL)", secured.runs["Eve"]),
        ("encounter_reflect(%s, 'x')", secured.runs["Eve"]),
        ("encounter_rate_self(%s, 'respect', 1)", secured.runs["Eve"]),
        ("encounter_say_first(%s, 1, 'x')", secured.runs["Eve"]),
        ("encounter_branch_campaign(%s, 0)", campaign_run),
        ("encounter_finish_campaign(%s, 'x', '{}')", campaign_run),
        *((f"encounter_begin('{json.dumps(row)}'::jsonb || jsonb_build_object('{name}', %s::text))", id_)
          for name, id_ in (("assignment_id", assigned.id), ("campaign_run", campaign_run))),
    ]  # fmt: skip
    with secured.sql("Sam") as connection:
        for call, there in calls:
            said = []
            for id_ in (there, "no-such-id"):
                with pytest.raises(DENIED) as refused:
                    connection.execute(f"SELECT {call}", (id_,))
                told = refused.value.diag
                said.append(
                    (told.sqlstate, told.message_primary, told.message_detail, told.constraint_name, told.context)
                )
            assert said[0] == said[1], call
        # A key that is given is not taken: no clash with one that is there can be made.
        made = connection.execute(
            "SELECT encounter_begin(%s)", (Jsonb({**row, "mode": "practice", "id": secured.runs["Eve"]}),)
        )
        assert made.fetchone()[0]["id"] != secured.runs["Eve"]


def test_saying_to_be_somebody_else_changes_nothing(secured):
    for name in ("Sam", "Kofi", "Ada"):
        with secured.sql(name) as connection:
            before = connection.execute("SELECT encounter_me(), encounter_role()").fetchone()
            for said in (secured.people["Olu"].id, secured.people["Eve"].id):
                connection.execute("SELECT set_config('encounter.account', %s, false)", (said,))
                assert connection.execute("SELECT encounter_me(), encounter_role()").fetchone() == before
            connection.execute("SET row_security = off")
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute("SELECT id FROM runs")


def test_a_trainee_appends_to_own_runs_in_order_and_to_nothing_else(secured):
    with Store.open(secured.of("Sam")) as store:
        play = academy.begin(store, Library.default().story("five-a-side"), store.find_trainee("Sam"), clock=now)
        other, choices = secured.runs["Eve"], play.run.available()
        step = play.run.choose(choices[0].id)
    scene, taken, rubric = step.decision.scene, step.decision.choice, next(iter(play.run.story.rubrics.rubrics))
    made = {
        "sequence": 1,
        "scene": scene,
        "choice": taken,
        "offered": "[]",
        "shown": "[]",
        "moved_to": step.to,
        "at": "1999",
    }
    criterion = next(name for name, of in play.run.story.rubrics.criteria.items() if of == rubric)
    level = {"criterion": criterion, "rubric": rubric, "level": 1, "best": 1, "worst": 0}
    row, later = json.dumps(made), json.dumps({**made, "sequence": 2})
    with secured.sql("Sam") as connection:

        def call(name, *given):
            holes = ", ".join(["%s"] * len(given))
            return connection.execute(f"SELECT {name}({holes})", given).fetchone()[0]

        for function, given in (
            ("encounter_append", (other, row, "[]", [], None)),
            ("encounter_branch", (other, 0, "again", None)),
            ("encounter_rate_self", (other, "respect", 100)),
            ("encounter_reflect", (other, "forged")),
            ("encounter_open", ("please",)),
        ):
            with pytest.raises(DENIED):
                call(function, *given)
        assert call("encounter_append", play.record.id, later, "[]", [], None) == "missing"
        for wrong, rated, events, outcome in (
            ({"choice": "made-up"}, level, [], None),
            ({"scene": "made-up"}, level, [], None),
            ({"moved_to": "made-up"}, level, [], None),
            ({}, {**level, "criterion": "made-up"}, [], None),
            ({}, {**level, "rubric": "made-up"}, [], None),
            ({}, level, ["made-up"], None),
            ({}, level, [], "resolved"),
        ):
            with pytest.raises(DENIED, match="of that encounter"):
                call(
                    "encounter_append",
                    play.record.id,
                    json.dumps({**made, **wrong}),
                    json.dumps([rated]),
                    events,
                    outcome,
                )
        assert call("encounter_append", play.record.id, row, "[]", [], None) == ""
        assert call("encounter_append", play.record.id, row, "[]", [], None) == ""
        other_choice = json.dumps({**made, "choice": choices[-1].id})
        assert call("encounter_append", play.record.id, other_choice, "[]", [], None) == f"kept {taken}"
        with pytest.raises(errors.CheckViolation):
            call("encounter_append", play.record.id, later, json.dumps([{**level, "level": 9}]), [], None)
        at = connection.execute("SELECT at FROM decisions WHERE run_id = %s", (play.record.id,)).fetchone()[0]
        assert at[:4] != "1999", "the moment is the database's"
        connection.execute("SELECT encounter_set('app.timers', 'false')")
        owner = connection.execute("SELECT trainee_id FROM settings WHERE key = 'app.timers'").fetchall()
        assert owner == [(secured.people["Sam"].trainee.id,)]


def test_an_author_publishes_by_their_login_and_a_trainee_plays_out_of_the_store_with_no_file(secured):
    library, year = Library.default(), years()
    shown = library.story("market-stall", language="es")
    with Store.open(secured.of("Ada")) as store:
        tell = {"author": "somebody else", "at": now()}
        assert academy.publish_encounter(store, library.story("market-stall"), **tell, translations=[shown])
        assert not academy.publish_encounter(store, library.story("market-stall"), **tell, translations=[shown])
        assert academy.publish_campaign(store, year, **tell)
        academy.unpublish_encounter(store, "five-a-side", at=now())
        ids = {each.scenario_id: each.author for each in academy.what_is_published(store)}
        assert ids == {"market-stall": "Ada", year.campaign.id: "Ada"}
    with Store.open(secured.of("Sam")) as store:
        sam, there = store.find_trainee("Sam"), library_of(store)
        assert [entry.id for entry in there.entries()] == ["market-stall"]
        assert there.languages("market-stall") == ["es"]
        assert [entry.title for entry in there.entries_in("es")] == [shown.scenario.title]
        story = there.story("market-stall", language="es")
        assert (story.digest, story.translation) == (shown.digest, shown.translation)
        play_on(academy.begin(store, story, sam, clock=now))
        campaign_story = campaign(year.campaign.id, there)
        assert [each.id for each in campaigns(there)] == [year.campaign.id]
        play = academy.begin_campaign(store, campaign_story, sam, clock=now)
        while not play.journey.finished:
            run = play.episode()
            play_on(run)
            play.leave(run)
        assert len(CampaignPlay.again(store, play.record.id, keep=1, clock=now).kept.played) == 1
    for name in ("Sam", "Kofi", "Root"):
        with Store.open(secured.of(name)) as store, pytest.raises(StoreError, match="Only an author or the academy"):
            academy.publish_encounter(store, library.story("flat-nine"), author="Ada", at=now())
    assert verify_store(locate(secured.admin)).findings == ()


def test_a_campaign_is_begun_and_gone_on_with_by_its_own_trainee_and_in_order(secured):
    year = years()
    with Store.open(secured.admin) as store:
        academy.publish_campaign(store, year, author="Ada", at=now())
    with Store.open(secured.of("Eve")) as store:
        hers = academy.begin_campaign(store, year, store.find_trainee("Eve"), clock=now).record
    with Store.open(secured.of("Sam")) as store:
        mine = academy.begin_campaign(store, year, store.find_trainee("Sam"), clock=now)
        run = mine.episode()
    episode = mine.journey.encounter()
    row = {"scenario_id": episode.scenario.id, "scenario_version": episode.scenario.version, "digest": episode.digest,
           "mode": "assessment", "seed": 1, "language": "en-GB", "program_version": "0", "rubric_versions": "{}",
           "rubrics": rubrics_text(episode.rubrics), "campaign_run": mine.record.id, "episode": run.record.episode.episode,
           "episode_number": 1, "body": episode.snapshot}  # fmt: skip
    own, forged = {**row, "campaign_run": hers.id}, episode.snapshot.replace('"title":"', '"title":"Not ')
    with secured.sql("Eve") as connection:
        call = "SELECT encounter_begin(%s)"
        for wrong in (
            row,  # another's campaign
            {**own, "body": forged, "digest": hash_text(forged)},
            {**own, "body": forged},
            {**own, "episode_number": 2},
            {**own, "scenario_id": "market-stall"},
            {**own, "rubrics": '{"respect": "0"}'},
        ):
            with pytest.raises(DENIED):
                connection.execute(call, (Jsonb(wrong),))
        assert connection.execute(call, (Jsonb(own),)).fetchone()[0]["mode"] == "practice", "the campaign's"
        with pytest.raises(DENIED):
            connection.execute(call, (Jsonb(own),))
        for call in ("encounter_branch_campaign(%s, 0)", "encounter_finish_campaign(%s, 'x', '{}')"):
            with pytest.raises(DENIED):
                connection.execute(f"SELECT {call}", (mine.record.id,))
        again = {"campaign_id": year.campaign.id, "campaign_version": "1", "digest": year.digest, "mode": "practice",
                 "rubrics": rubrics_text(year.rubrics), "first": 1}  # fmt: skip
        with pytest.raises(DENIED):
            connection.execute("SELECT encounter_begin_campaign(%s)", (Jsonb({**again, "memory": "[]"}),))
        connection.execute("SELECT encounter_begin_campaign(%s)", (Jsonb({**again, "memory": "{}"}),))
        with pytest.raises(DENIED):
            connection.execute("SELECT encounter_branch_campaign(%s, 1)", (hers.id,))
    told = [each.message for each in verify_store(locate(secured.admin)).findings]
    assert any("what it began with is not a memory of this campaign" in each for each in told), told


def test_an_assessment_with_an_access_code_begins_by_it_only(secured):
    story = Library.default().story("five-a-side")
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        assigned, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now())
        academy.set_server_terms(store, assigned, access_code="blue kettle", at=now())
    with Store.open(secured.of("Sam")) as store:
        for code in ("", "red kettle"):
            with pytest.raises(AccessCodeWanted):
                academy.begin(store, story, store.find_trainee("Sam"), clock=now, access_code=code)
    row = {"scenario_id": "five-a-side", "scenario_version": "1", "digest": story.digest, "mode": "assessment", "seed": 1,
           "language": "en-GB", "assignment_id": assigned.id, "program_version": "0", "rubric_versions": "{}",
           "rubrics": rubrics_text(story.rubrics)}  # fmt: skip
    with secured.sql("Sam") as connection:
        begin = "SELECT encounter_begin(%s)"
        for code in (None, "", "red kettle"):
            with pytest.raises(psycopg.Error, match="needs the access code"):
                connection.execute(begin, (Jsonb({**row, "access_code": code}),))
    with Store.open(secured.of("Sam")) as store:
        academy.begin(store, story, store.find_trainee("Sam"), clock=now, access_code="blue kettle")
    with secured.sql("Sam") as connection, pytest.raises(DENIED, match="no further attempt"):
        connection.execute(begin, (Jsonb({**row, "access_code": "blue kettle"}),))


def test_of_many_programs_of_one_trainee_at_once_one_begins_the_one_attempt(secured):
    story = Library.default().story("five-a-side")
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        assigned, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now())
    row = {"scenario_id": "five-a-side", "scenario_version": "1", "digest": story.digest, "mode": "assessment", "seed": 1,
           "language": "en-GB", "assignment_id": assigned.id, "program_version": "0", "rubric_versions": "{}",
           "rubrics": rubrics_text(story.rubrics), "started_at": "1999", "by_path": False}  # fmt: skip

    def begin(_number):
        with secured.sql("Sam") as connection:
            try:
                return connection.execute("SELECT encounter_begin(%s)", (Jsonb(row),)).fetchone()[0]
            except errors.InvalidParameterValue:  # there is no further attempt
                return None

    with ThreadPoolExecutor(6) as pool:
        (begun,) = [each for each in pool.map(begin, range(6)) if each is not None]
    assert begun["started_at"][:4] != "1999", "when it began, the database's clock says"


def test_only_the_words_and_rubrics_that_were_assigned_answer_an_assessment(secured):
    library = Library.default()
    story, shown = library.story("market-stall"), library.story("market-stall", language="es")
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        pin = academy.pin_of(library, "market-stall")
        assigned, _ = academy.assign(store, autumn, "market-stall", mode=Mode.ASSESSMENT, at=now(), pin=pin, attempts=9)
    row = {"scenario_id": "market-stall", "scenario_version": "1", "digest": story.digest, "mode": "assessment", "seed": 1,
           "language": "en-GB", "assignment_id": assigned.id, "program_version": "0", "rubric_versions": "{}",
           "rubrics": rubrics_text(story.rubrics)}  # fmt: skip
    with secured.sql("Sam") as connection:
        for allowed in (None, shown.translation):
            connection.execute("SELECT encounter_begin(%s)", (Jsonb({**row, "translation": allowed}),))
        with pytest.raises(DENIED, match="not what was assigned"):
            connection.execute("SELECT encounter_begin(%s)", (Jsonb({**row, "translation": "0" * 64}),))


def test_a_login_that_keeps_the_turn_is_signed_out_and_holds_up_nobody(secured):
    story = Library.default().story("five-a-side")
    with psycopg.connect(secured.of("Eve").replace("+psycopg", "")) as held:
        held.execute("SELECT encounter_reflect(%s, 'and now I wait')", (secured.runs["Eve"],))
        with Store.open(secured.of("Sam")) as store:
            academy.begin(store, story, store.find_trainee("Sam"), clock=now)
        with pytest.raises(psycopg.OperationalError):
            held.execute("SELECT 1")
        held.close()
    assert verify_store(locate(secured.admin)).findings == ()


def test_somebody_who_was_merged_finds_under_their_login_what_was_kept_under_the_other_name(secured):
    with Store.open(secured.admin) as store:
        double = store.trainee("Sam Reed", now())
        academy.add_members(store, academy.cohort_named(store, "Winter"), [double], at=now())
        other = Play.start(store, Library.default().story("five-a-side"), double, clock=now)
        other.choose(other.run.available()[0].id)
    with Store.open(secured.address("encounter_app")) as store:
        accounts.merge(store, double, secured.people["Sam"].trainee, at=now(), by="Root")
    with Store.open(secured.of("Sam")) as store:
        sam = store.find_trainee("Sam Reed")
        assert sam == secured.people["Sam"].trainee
        assert {run.id for run in store.runs(trainee=sam)} == {other.record.id, secured.runs["Sam"]}
        assert {run.trainee for run in store.runs()} == {"Sam"}
        play_on(Play.resume(store, other.record.id, clock=now))
    with Store.open(secured.of("Kofi")) as store:
        assert {run.id for run in store.runs()} >= {other.record.id}
        assert {each.name for each in store.trainees()} == {"Kofi", "Sam"}
    with secured.sql("Ada") as connection:
        for name in ("runs", "trainees", "campaign_runs", "campaign_finishes", "adjustments"):
            hers = {"trainees": 1}.get(name, 0)
            assert connection.execute(f"SELECT count(*) FROM merged.{name}").fetchone() == (hers,), name
            with pytest.raises(errors.Error):
                connection.execute(f"DELETE FROM merged.{name}")
    assert verify_store(locate(secured.admin)).findings == ()


def test_of_somebody_who_was_merged_the_database_holds_the_newest_adjustment(secured):
    said = {"author": "Kofi", "reason": "ill"}
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        assigned, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now(), due=None)
        double, sam = store.trainee("Sam Reed", now()), secured.people["Sam"].trainee
        academy.add_members(store, autumn, [double], at=now())
        for attempts in (1, 1, 1):
            academy.adjust(store, assigned, sam, at=now(), attempts=attempts, **said)
        academy.adjust(store, assigned, double, at=now() + timedelta(seconds=1), attempts=3, **said)
        store.merge(double, sam, author="Root", at=now())
    story = Library.default().story("five-a-side")
    for attempt in range(3):
        with Store.open(secured.of("Sam")) as store:
            play = academy.begin(store, story, store.find_trainee("Sam"), clock=now)
            assert play.record.assignment_id == assigned.id, attempt
            play_on(play)
    with Store.open(secured.of("Sam")) as store, pytest.raises(StoreError, match="no further attempt"):
        Play.start(store, story, store.find_trainee("Sam"), clock=now, mode=Mode.ASSESSMENT, assignment=assigned.id)


def test_attempts_and_pins_and_pauses_are_the_databases(secured):
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        pin = academy.pin_of(Library.default(), "five-a-side")
        assigned, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now(), pin=pin)
    story = Library.default().story("five-a-side")
    with Store.open(secured.of("Sam")) as store:
        sam = store.find_trainee("Sam")
        play = academy.begin(store, story, sam, clock=now)
        play.choose(play.run.available()[0].id)
        with store.reading() as connection:
            assert connection.exec_driver_sql(
                "SELECT count(*) FROM decisions WHERE run_id = %s", (play.record.id,)
            ).scalar()
            levels = "SELECT count(*) FROM levels WHERE run_id = %s"
            assert connection.exec_driver_sql(levels, (play.record.id,)).scalar() == 0, "not before it is over"
        with secured.sql("Sam") as connection, pytest.raises(DENIED, match="when it is over"):
            connection.execute("SELECT encounter_branch(%s, 1, 'again', NULL)", (play.record.id,))
        with Store.open(secured.admin) as other:
            academy.pause(other, assigned, who=None, reason="Fire alarm", author="Kofi", at=now())
        with pytest.raises(RecordConflict, match="paused"):
            play.choose(play.run.available()[0].id)
        # The same that a second program without any manners would do.
        for change in ({}, {"digest": "0" * 64}, {"mode": "practice"}, {"translation": "0" * 64}, {"rubrics": "{}"}):
            row = {"scenario_id": "five-a-side", "scenario_version": "1", "digest": story.digest, "mode": "assessment",
                   "seed": 1, "language": "en-GB", "assignment_id": assigned.id, "program_version": "0",
                   "rubric_versions": "{}", "rubrics": rubrics_of(secured, play)}  # fmt: skip
            with secured.sql("Sam") as connection, pytest.raises(DENIED):
                connection.execute("SELECT encounter_begin(%s)", (Jsonb({**row, **change}),))
    with Store.open(secured.of("Eve")) as store, pytest.raises(StoreError, match="not assigned to you"):
        Play.start(store, story, store.find_trainee("Eve"), clock=now, mode=Mode.ASSESSMENT, assignment=assigned.id)


def test_only_what_is_published_is_begun_and_what_is_for_the_server_only_is_withheld(secured):
    with Store.open(secured.of("Eve")) as store, pytest.raises(StoreError, match="not published"):
        academy.begin(store, Library.default().story("flat-nine"), store.find_trainee("Eve"), clock=now)
    with Store.open(secured.admin) as store:
        autumn = academy.cohort_named(store, "Autumn")
        assigned, _ = academy.assign(store, autumn, "five-a-side", mode=Mode.ASSESSMENT, at=now())
        academy.set_server_terms(store, assigned, server_only=True, at=now())
    asked = "SELECT body FROM snapshots WHERE scenario_id = 'five-a-side'"
    for name in ("Sam", "Eve", "Kofi", "Ada", "Root"):
        with secured.sql(name) as connection:
            assert connection.execute(asked).fetchall() == []
    with Store.open(secured.of("Eve")) as store, pytest.raises(StoreError, match="through the server only"):
        Play.start(store, Library.default().story("five-a-side"), store.find_trainee("Eve"), clock=now)


def test_a_trainer_reads_own_cohorts_an_author_and_an_administrator_no_results(secured):
    who = {"Kofi": {"Sam"}, "Ada": set(), "Root": set()}
    runs = {run: name for name, run in secured.runs.items()}
    for name, expected in who.items():
        with secured.sql(name) as connection:
            seen = {runs[row[0]] for row in connection.execute("SELECT id FROM runs")}
            assert seen == expected
            asked = "SELECT DISTINCT run_id FROM reflections"
            assert {runs[row[0]] for row in connection.execute(asked)} == expected
    with secured.sql("Root") as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (6,)
        assert connection.execute("SELECT count(*) FROM audit").fetchone()[0] > 5


def test_the_academy_sees_all_once_it_has_signed_the_log_in_that_session(secured):
    with secured.sql("Olu") as connection:
        assert connection.execute("SELECT id FROM runs").fetchall() == []
        connection.execute("SELECT encounter_open('yearly review')")
        assert len(connection.execute("SELECT id FROM runs").fetchall()) == 2
        token = connection.execute("SELECT current_setting('encounter.opened')").fetchone()[0]
    with secured.sql("Olu") as connection:
        connection.execute("SELECT set_config('encounter.opened', %s, false)", (token,))
        assert connection.execute("SELECT id FROM runs").fetchall() == [], "another session signs for itself"
    with secured.sql("Root") as connection:
        by, detail = connection.execute("SELECT by, detail FROM audit WHERE action = 'store-opened'").fetchone()
    assert (by, detail.partition(": ")[2]) == ("Olu", "yearly review")
    assert verify_store(locate(secured.admin)).sound


def test_the_academys_program_signs_the_log_by_itself_and_shows_all(secured):
    with Store.open(secured.of("Olu")) as store:
        assert {each.id for each in store.runs()} == set(secured.runs.values())
        assert [each.name for each, *_ in academy.all_cohorts(store)] == ["Autumn", "Winter"]
    with Store.open(secured.of("Kofi")) as store:
        assert [each.id for each in store.runs()] == [secured.runs["Sam"]]
    with secured.sql("Root") as connection:
        opened = connection.execute("SELECT by, detail FROM audit WHERE action = 'store-opened'").fetchall()
    assert {by for by, _ in opened} == {"Olu"}
    assert {detail.partition(": ")[2] for _, detail in opened} == {f"with encounter {__version__}"}


@pytest.mark.parametrize("name", ["Olu", "Kofi", "Sam"])
def test_a_login_that_may_not_read_everything_is_told_so_instead_of_a_damaged_store(secured, name):
    with pytest.raises(StoreError, match="not allowed to read everything"):
        verify_store(locate(secured.of(name)))
    assert verify_store(locate(secured.address("encounter_app"))).sound


def test_an_academys_login_whose_account_is_no_academys_any_longer_sees_nothing(secured):
    with Store.open(secured.admin) as store:
        accounts.set_role(store, secured.people["Olu"], Role.TRAINEE, at=now(), by="Root")
    with Store.open(secured.of("Olu")) as store:
        assert store.runs() == []


def test_a_disabled_account_and_a_login_of_nobody_see_nothing(secured):
    with Store.open(secured.admin) as store:
        accounts.set_disabled(store, secured.people["Sam"], disabled=True, at=now(), by="Root")
    with secured.sql("Sam") as connection:
        assert connection.execute("SELECT id FROM runs").fetchall() == []
        with pytest.raises(DENIED):
            connection.execute("SELECT encounter_begin('{}')")


def rubrics_of(secured, play):
    with psycopg.connect(secured.admin.replace("+psycopg", "")) as connection:
        return connection.execute("SELECT rubrics FROM runs WHERE id = %s", (play.record.id,)).fetchone()[0]


def fill_with_eves(secured):
    """Put a row of Eve's, or of her cohort's, into every table; return the ids by which they are hers."""
    with Store.open(secured.admin) as store:
        winter = academy.cohort_named(store, "Winter")
    known = {"trainee_id": secured.people["Eve"].trainee.id, "account_id": secured.people["Eve"].id,
             "cohort_id": winter.id, "run_id": secured.runs["Eve"], "assignment_id": "eves-id"}  # fmt: skip
    allowed = {"mode": "practice", "role": "trainee", "origin_kind": "again", "outcome": "good", "undoes": None}
    with psycopg.connect(secured.admin.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")  # rows without what they hang on
        for name, table in metadata.tables.items():
            row = {each.name: (known | allowed).get(each.name, sample(each)) for each in table.c}
            holes = ", ".join(["%s"] * len(row))
            put = f"INSERT INTO {name} ({', '.join(row)}) VALUES ({holes}) ON CONFLICT DO NOTHING"
            connection.execute(put, list(row.values()))
    return set(known.values())


def sample(column):
    return f"eves-{column.name}" if column.type.python_type is str else column.type.python_type(1)


def visible(connection, table):
    """Return the columns of a table that this login may read, "" for none."""
    asked = "SELECT has_column_privilege(%s, %s, 'SELECT')"
    names = [column.name for column in metadata.tables[table].c]
    return ", ".join(f'"{name}"' for name in names if connection.execute(asked, (table, name)).fetchone()[0])
