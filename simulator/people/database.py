"""Roles, policies and functions of PostgreSQL: with them the database itself enforces what each role may do.

Tables belong to `encounter_owner`, functions that append to `encounter_appender`; neither can sign in. The server signs
in as a member of `encounter_server`. A person's own login is a member of the group of its role. Row-level security is
forced on every table. A table without an entry in `POLICIES` shows a person nothing. A server can write nothing in
somebody's name into a table without an entry in `WRITTEN`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from simulator.errors import StoreError
from simulator.people.model import Role
from simulator.records.chain import START
from simulator.records.connection import CHAIN_LOCK, WANTS_CODE
from simulator.records.forms import FORMS, PRESENT
from simulator.records.journal import PRESENT as JOURNAL_FORM
from simulator.records.kept_campaigns import SEALED
from simulator.records.merged import SCHEMA, make_views
from simulator.records.schema import APPEND_ONLY, metadata

OLDEST_SERVER = 16
"""The first version of PostgreSQL that can give a role to take, and not its rights at once."""

PATIENCE = "2s"
"""How long one waits for the turn to extend the chains before a person's login that keeps it is signed out."""

GROUPS = tuple(f"encounter_{role}" for role in Role)
ACTING = "encounter_acting"
"""The role in which the server writes in somebody's name, where no function of the database does so: see `WRITTEN`."""

_ACADEMYS_GROUP = f"encounter_{Role.ACADEMY}"

_MINE = "(SELECT encounter_me())"
_SEEN = "trainee_id IN (SELECT encounter_seen())"
_OF_RUNS = "run_id IN (SELECT id FROM runs)"
_TEACHES = "(SELECT encounter_role()) IN ('trainer', 'academy')"
_MANAGES = "(SELECT encounter_role()) IN ('administrator', 'academy')"
_ACADEMY = "(SELECT encounter_role() = 'academy')"  # one truth value: of a comparison PostgreSQL expects few rows
# What a choice was worth would help with an assessment that goes on.
_OVER = (
    f"run_id NOT IN (SELECT r.id FROM runs r WHERE r.trainee_id = {_MINE} AND r.mode <> 'practice' "
    "AND NOT (EXISTS (SELECT FROM finishes f WHERE f.run_id = r.id) AND (r.campaign_run IS NULL "
    "OR EXISTS (SELECT FROM campaign_finishes c WHERE c.campaign_run = r.campaign_run))))"
)

POLICIES: dict[str, str] = {
    "trainees": f"id IN (SELECT encounter_seen()) OR {_MANAGES}",
    "runs": f"{_SEEN} AND (trainee_id = {_MINE} OR assignment_id IS NULL "
    "OR assignment_id IN (SELECT encounter_assignments()))",
    "decisions": _OF_RUNS,
    "finishes": _OF_RUNS,
    "levels": f"{_OF_RUNS} AND {_OVER}",
    "critical_events": f"{_OF_RUNS} AND {_OVER}",
    "self_ratings": _OF_RUNS,
    "reflections": _OF_RUNS,
    "trainer_ratings": f"{_OF_RUNS} AND {_TEACHES}",
    "rescorings": f"{_TEACHES} AND (cohort_id IS NULL OR cohort_id IN (SELECT encounter_trained()))",
    "rescored_runs": f"{_OF_RUNS} AND {_TEACHES}",
    "rescored_levels": f"{_OF_RUNS} AND {_TEACHES}",
    "snapshots": "NOT encounter_is_withheld(scenario_id) AND (digest IN (SELECT digest FROM published) "
    "OR digest IN (SELECT digest FROM runs))",
    "rubric_snapshots": "true",
    "campaign_snapshots": "NOT encounter_is_withheld(campaign_id) AND "
    "(digest IN (SELECT digest FROM published_campaigns) OR digest IN (SELECT digest FROM campaign_runs))",
    "campaign_runs": f"{_SEEN} AND (trainee_id = {_MINE} OR assignment_id IS NULL "
    "OR assignment_id IN (SELECT encounter_assignments()))",
    "campaign_finishes": "campaign_run IN (SELECT id FROM campaign_runs)",
    "settings": f"trainee_id = {_MINE}",
    "cohorts": "id IN (SELECT encounter_cohorts())",
    "members": f"{_SEEN} AND cohort_id IN (SELECT encounter_cohorts())",
    "cohort_trainers": "cohort_id IN (SELECT encounter_trained())",
    "identities": _SEEN,
    "groups": _SEEN,
    "assignments": "id IN (SELECT encounter_assignments())",
    "server_terms": "assignment_id IN (SELECT encounter_assignments())",
    "pauses": f"assignment_id IN (SELECT encounter_assignments()) AND (trainee_id IS NULL OR {_SEEN})",
    "adjustments": f"assignment_id IN (SELECT encounter_assignments()) AND {_SEEN}",
    "voids": _OF_RUNS,
    "comments": _OF_RUNS,
    "own_words": _OF_RUNS,
    "word_ratings": f"{_OF_RUNS} AND {_TEACHES}",
    "words_first": "assignment_id IN (SELECT encounter_assignments())",
    "class_sessions": _TEACHES,
    "running_classes": "cohort_id IN (SELECT encounter_cohorts())",
    "votes": f"trainee_id = {_MINE}",
    "archived_cohorts": "cohort_id IN (SELECT encounter_cohorts())",
    "publications": f"{_TEACHES} AND (cohort_id IS NULL OR cohort_id IN (SELECT encounter_trained()))",
    "published": f"withdrawn_at IS NULL OR {_TEACHES} OR (SELECT encounter_role()) = 'author'",
    "published_campaigns": f"withdrawn_at IS NULL OR {_TEACHES} OR (SELECT encounter_role()) = 'author'",
    "published_translations": "digest IN (SELECT digest FROM published WHERE NOT encounter_is_withheld(scenario_id)) "
    "OR digest IN (SELECT digest FROM published_campaigns WHERE NOT encounter_is_withheld(campaign_id))",
    "served_forms": "true",
    "signers": _MANAGES,
    "accounts": f"trainee_id = {_MINE} OR {_MANAGES}",
    "audit": _MANAGES,
    "database_logins": f"account_id = (SELECT encounter_account()) OR {_MANAGES}",
    "provider_identities": f"account_id = (SELECT encounter_account()) OR {_MANAGES}",
    "ssh_keys": f"account_id = (SELECT encounter_account()) OR {_MANAGES}",
    "merges": f"into_id IN (SELECT encounter_seen()) OR {_MANAGES}",
    "journal": _ACADEMY,
    "checkpoints": _ACADEMY,
    "tombstones": _ACADEMY,
    "notices": _ACADEMY,
}
"""By table: which rows a person reads. Who it is and with which role is asked of the database's own functions."""

_ALL_FOR_THE_ACADEMY = (
    "trainees", "runs", "decisions", "finishes", "self_ratings", "reflections", "trainer_ratings", "rescorings",
    "rescored_runs", "rescored_levels", "campaign_runs", "campaign_finishes", "cohorts", "members", "cohort_trainers",
    "identities", "groups", "assignments", "server_terms", "pauses", "adjustments", "voids", "comments", "own_words",
    "word_ratings", "words_first", "archived_cohorts", "publications", "merges",
)  # fmt: skip

ACADEMYS: dict[str, str] = {
    **dict.fromkeys(_ALL_FOR_THE_ACADEMY, _ACADEMY),
    **dict.fromkeys(("levels", "critical_events"), f"{_ACADEMY} AND {_OVER}"),
}
"""By table: the rows that the academy reads, no matter whose they are. They replace the entry in `POLICIES`."""

_TRAINED = "cohort_id IN (SELECT encounter_trained())"
_ASSIGNED = f"assignment_id IN (SELECT a.id FROM assignments a WHERE a.{_TRAINED})"
_LOOKED_AT = (
    f"{_TEACHES} AND EXISTS (SELECT FROM runs r WHERE r.id = run_id AND r.trainee_id IN (SELECT encounter_seen()))"
)
_OWN_ACCOUNT = "account_id = (SELECT encounter_account())"
_NEVER = "false"  # by the database's functions, in the person's own role
_ANY = "true"

WRITTEN: dict[str, str] = {
    "trainees": _MANAGES,
    "snapshots": _ANY,
    "rubric_snapshots": _ANY,
    "campaign_snapshots": _ANY,
    **dict.fromkeys(("runs", "decisions", "levels", "critical_events", "finishes", "campaign_runs"), _NEVER),
    **dict.fromkeys(("campaign_finishes", "self_ratings", "reflections", "own_words", "votes"), _NEVER),
    **dict.fromkeys(("tombstones", "checkpoints", "served_forms", "notices", "signers", "sign_in_failures"), _NEVER),
    "settings": _MANAGES,  # when two people are found to be one
    "cohorts": "id IN (SELECT encounter_trained())",
    **dict.fromkeys(("archived_cohorts", "assignments", "running_classes", "publications", "rescorings"), _TRAINED),
    "members": f"{_TRAINED} OR {_MANAGES}",
    # Who trains is the academy's to say; where a trainer puts two own cohorts together, their trainers come along.
    "cohort_trainers": f"{_MANAGES} OR {_TRAINED} AND encounter_trains_beside(trainee_id)",
    **dict.fromkeys(("identities", "groups"), f"{_SEEN} AND {_TEACHES} OR {_MANAGES}"),
    **dict.fromkeys(("server_terms", "words_first", "adjustments"), _ASSIGNED),
    "pauses": f"{_ASSIGNED} OR {_MANAGES}",
    **dict.fromkeys(("trainer_ratings", "word_ratings", "comments", "voids"), _LOOKED_AT),
    **dict.fromkeys(("rescored_runs", "rescored_levels"), _LOOKED_AT),
    "class_sessions": _TEACHES,
    **dict.fromkeys(
        ("published", "published_campaigns", "published_translations"),
        "(SELECT encounter_role()) IN ('author', 'academy')",
    ),
    "journal": _ANY,
    # Nobody gives themselves another role.
    "accounts": f"{_MANAGES} OR id = (SELECT encounter_account()) AND role = encounter_role()",
    "invitations": _MANAGES,
    "sign_ins": f"{_OWN_ACCOUNT} OR {_MANAGES}",
    # Each entry says who it was; somebody who has just been given another name, by the one before.
    "audit": f"by = encounter_my_name() OR action = 'renamed' AND {_MANAGES}",
    **dict.fromkeys(("provider_identities", "ssh_keys"), f"{_OWN_ACCOUNT} OR {_MANAGES}"),
    "database_logins": _MANAGES,
    "merges": _MANAGES,
}
"""By table: which rows the server writes in somebody's name. The database asks it, whatever a page forgot to ask."""

_OWN_CLASS = f"class_id IN (SELECT c.id FROM running_classes c WHERE c.{_TRAINED})"
ALSO_WRITTEN: dict[str, tuple[str, str]] = {
    "trainees": ("INSERT", _TEACHES),
    "cohorts": ("INSERT", _TEACHES),
    "cohort_trainers": ("INSERT", f"{_TEACHES} AND trainee_id = {_MINE} AND encounter_is_untrained(cohort_id)"),
    "votes": ("DELETE", _OWN_CLASS),  # once they are counted
}
"""By table: what else the server may do in somebody's name, and with which rows."""

HIDDEN: dict[str, tuple[str, ...]] = {"accounts": ("password",), "server_terms": ("access_code",)}
"""By table: columns that no person reads."""

READ_BY_NOBODY = ("invitations", "sign_ins", "sign_in_failures")
"""Tables of which no person reads a row."""

CALLED_BY_PERSONS = (
    "encounter_begin(jsonb)", "encounter_append(text, jsonb, jsonb, text[], text)",
    "encounter_branch(text, integer, text, bigint)", "encounter_rate_self(text, text, integer)",
    "encounter_reflect(text, text)", "encounter_say_first(text, integer, text)", "encounter_set(text, text)",
    "encounter_vote(text, integer, integer)",
    "encounter_begin_campaign(jsonb)", "encounter_branch_campaign(text, integer)",
    "encounter_finish_campaign(text, text, text)", "encounter_publish(jsonb)", "encounter_unpublish(text)",
    "encounter_open(text)", "encounter_me()", "encounter_account()",
    "encounter_role()", "encounter_seen()", "encounter_mine()",
    "encounter_cohorts()", "encounter_trained()", "encounter_assignments()",
    "encounter_is_withheld(text)", "encounter_served()",
)  # fmt: skip
"""Functions that a person may call. A function that appends first checks whose run it is."""

_KEPT_FROM_PERSONS = (
    "encounter_take_turn()",
    "encounter_hash(text)", "encounter_now()", "encounter_seal(text, text[], text)", "encounter_log(text, text, text)",
    "encounter_own_run(text)", "encounter_is_untrained(text)", "encounter_trains_beside(text)",
    "encounter_check(runs, decisions, jsonb, text[], text)", "encounter_insert_run(runs)",
    "encounter_reseal(text, text[], text, bigint)",
    "encounter_admit(text, text, text, text, text)", "encounter_pin(assignments)", "encounter_without_starts(jsonb)",
    "encounter_admit_episode(runs, text)", "encounter_insert_campaign(campaign_runs)", "encounter_own_campaign(text)",
    "encounter_insert_decision(decisions, jsonb, text[], text)", "encounter_my_name()", "encounter_session()",
)  # fmt: skip


def secure(connection: Connection) -> None:
    """Make roles, policies and functions, or bring them up to date; it may be done again at any time.

    Args:
        connection: with a transaction under way, of an administrator of the PostgreSQL server.

    Raises:
        StoreError: it is not PostgreSQL, is too old a version, or the connection may not make roles.
    """
    if connection.dialect.name != "postgresql":
        raise StoreError("Only PostgreSQL has roles of its own.", "Name the database: --admin postgresql://…")
    if not connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        raise StoreError("This login cannot make roles and policies.", "Give --admin the address of a superuser.")
    version = connection.scalar(text("SELECT current_setting('server_version_num')::integer")) or 0
    if version < OLDEST_SERVER * 10_000:
        raise StoreError(
            f"This PostgreSQL is version {version // 10_000}; its roles cannot be separated finely enough.",
            f"Use PostgreSQL {OLDEST_SERVER} or later.",
        )
    _roles(connection)
    _tables(connection)
    _functions(connection)
    _policies(connection)
    _views(connection)


def add_login(connection: Connection, login: str, password: str, role: Role | None) -> None:
    """Make a login role, or give it another password and role.

    Args:
        connection: as for `secure`.
        login: its name.
        password: what it signs in with.
        role: the person's role; None for the server's own login.
    """
    name = connection.dialect.identifier_preparer.quote_identifier(login)
    wanted = "encounter_server" if role is None else f"encounter_{role}"
    if not _is_role(connection, login):
        _do(connection, f"CREATE ROLE {name}")
    # PostgreSQL takes no parameters here; the literal is quoted by the server itself.
    secret = connection.scalar(text("SELECT quote_literal(:password)"), {"password": password})
    attributes = "LOGIN NOINHERIT" if role is None else "LOGIN INHERIT"
    _do(
        connection,
        f"ALTER ROLE {name} WITH {attributes} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {secret}",
    )
    for group in (*GROUPS, "encounter_server"):
        _do(connection, f"REVOKE {group} FROM {name}")
    _do(connection, f"GRANT {wanted} TO {name} WITH INHERIT TRUE, SET FALSE")
    if role is None:
        for group in (*GROUPS, ACTING):
            _do(connection, f"GRANT {group} TO {name} WITH INHERIT FALSE, SET TRUE")


def add_backup_login(connection: Connection, login: str, password: str) -> None:
    """Make a login that reads everything, past the policies, and writes nothing: for PostgreSQL's own `pg_dump`.

    Args:
        connection: as for `secure`.
        login: its name.
        password: what it signs in with.
    """
    name = connection.dialect.identifier_preparer.quote_identifier(login)
    if not _is_role(connection, login):
        _do(connection, f"CREATE ROLE {name}")
    secret = connection.scalar(text("SELECT quote_literal(:password)"), {"password": password})
    _do(
        connection,
        f"ALTER ROLE {name} WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD {secret}",
    )
    _do(connection, f"GRANT pg_read_all_data TO {name}")
    _do(connection, f"GRANT CONNECT ON DATABASE {_database(connection)} TO {name}")


def _database(connection: Connection) -> str:
    named = str(connection.scalar(text("SELECT current_database()")))
    return str(connection.dialect.identifier_preparer.quote_identifier(named))


def _roles(connection: Connection) -> None:
    for name in ("encounter_owner", "encounter_appender", "encounter_server", ACTING, "encounter_person", *GROUPS):
        if not _is_role(connection, name):
            _do(connection, f"CREATE ROLE {name} NOLOGIN")
    for group in GROUPS:
        _do(connection, f"GRANT encounter_person TO {group}")
    # To sign out a person's login that keeps everybody waiting.
    _do(connection, "GRANT pg_signal_backend, pg_read_all_stats TO encounter_appender")
    asked = "SELECT member::regrole::text FROM pg_auth_members WHERE roleid = 'encounter_server'::regrole"  # quoted
    for login in connection.scalars(text(asked)).all():  # of a server that was made before this role
        _do(connection, f"GRANT {ACTING} TO {login} WITH INHERIT FALSE, SET TRUE")
    database = _database(connection)
    _do(connection, f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    _do(connection, f"GRANT CONNECT ON DATABASE {database} TO encounter_person, encounter_server")
    _do(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    _do(
        connection,
        "GRANT USAGE ON SCHEMA public TO encounter_person, encounter_server, encounter_acting, encounter_appender",
    )
    _do(connection, "GRANT CREATE, USAGE ON SCHEMA public TO encounter_owner")
    # Whoever can take the lock of the chain could hold up everybody; large objects could fill the disk.
    named = (
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace "
        "AND (proname LIKE '%advisory%' OR proname IN ('lo_creat', 'lo_create', 'lo_from_bytea'))"
    )
    for held in connection.scalars(text(named)).all():
        _do(connection, f"REVOKE EXECUTE ON FUNCTION {held} FROM PUBLIC")
        _do(connection, f"GRANT EXECUTE ON FUNCTION {held} TO encounter_appender, encounter_server, encounter_owner")


def _tables(connection: Connection) -> None:
    for table in metadata.tables.values():
        name, columns = table.name, [column.name for column in table.columns]
        _do(connection, f"ALTER TABLE {name} OWNER TO encounter_owner")
        _do(connection, f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        _do(connection, f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        _do(
            connection,
            f"REVOKE ALL ON {name} FROM PUBLIC, encounter_person, encounter_appender, encounter_server, {ACTING}",
        )
        _do(connection, f"GRANT SELECT, INSERT ON {name} TO encounter_appender")
        changes = "" if name in APPEND_ONLY else ", UPDATE, DELETE"
        _do(connection, f"GRANT SELECT, INSERT{changes} ON {name} TO encounter_server, {ACTING}")
        if name in POLICIES:
            shown = [column for column in columns if column not in HIDDEN.get(name, ())]
            _do(connection, f"GRANT SELECT ({', '.join(shown)}) ON {name} TO encounter_person")
    for name in ("settings", "votes", "published", "published_campaigns", "published_translations"):
        _do(connection, f"GRANT UPDATE ON {name} TO encounter_appender")
    _do(connection, f"GRANT SELECT ON alembic_version TO encounter_person, encounter_server, {ACTING}")
    _do(connection, "ALTER FUNCTION encounter_refuse() OWNER TO encounter_owner")


def _functions(connection: Connection) -> None:
    form = FORMS[PRESENT]
    filled = (Path(__file__).parent / "database.sql").read_text(encoding="utf-8").format(
        lock=CHAIN_LOCK, patience=PATIENCE, start=START, form=PRESENT, wants_code=WANTS_CODE, journal_form=JOURNAL_FORM,
        run_text=form.run_sql("postgresql", "r"), decision_text=form.decision_sql("postgresql", "d"),
        level_text=form.level_sql("postgresql", "l"),
        campaign_fields=f"ARRAY[{', '.join(_json(f'c.{name}') for name in SEALED)}]",
    )  # fmt: skip
    connection.connection.cursor().execute(filled)
    for function in (*CALLED_BY_PERSONS, *_KEPT_FROM_PERSONS):
        _do(connection, f"ALTER FUNCTION {function} OWNER TO encounter_appender")
        _do(connection, f"ALTER FUNCTION {function} SET search_path = public, pg_temp")
        _do(connection, f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    _do(connection, f"GRANT EXECUTE ON FUNCTION encounter_take_turn() TO encounter_server, {ACTING}")
    for function in ("encounter_my_name()", "encounter_is_untrained(text)", "encounter_trains_beside(text)"):
        _do(connection, f"GRANT EXECUTE ON FUNCTION {function} TO {ACTING}")
    for function in CALLED_BY_PERSONS:
        _do(connection, f"GRANT EXECUTE ON FUNCTION {function} TO encounter_person, encounter_server, {ACTING}")


def _policies(connection: Connection) -> None:
    for name in metadata.tables:
        for role in ("person", "academy", "appender", "server", "acting", "acting_besides", "acting_reads"):
            _do(connection, f"DROP POLICY IF EXISTS of_{role} ON {name}")
        _do(connection, f"CREATE POLICY of_appender ON {name} TO encounter_appender USING (true) WITH CHECK (true)")
        _do(connection, f"CREATE POLICY of_server ON {name} TO encounter_server USING (true) WITH CHECK (true)")
        _do(connection, f"CREATE POLICY of_acting_reads ON {name} FOR SELECT TO {ACTING} USING (true)")
        _do(connection, f"CREATE POLICY of_acting ON {name} TO {ACTING} USING ({WRITTEN.get(name, _NEVER)})")
        if name in ALSO_WRITTEN:
            does, which = ALSO_WRITTEN[name]
            condition = f"{'WITH CHECK' if does == 'INSERT' else 'USING'} ({which})"
            _do(connection, f"CREATE POLICY of_acting_besides ON {name} FOR {does} TO {ACTING} {condition}")
        if name in POLICIES:
            seen, everything = POLICIES[name], ACADEMYS.get(name)
            groups = ", ".join(each for each in GROUPS if each != _ACADEMYS_GROUP or everything is None)
            _do(connection, f"CREATE POLICY of_person ON {name} FOR SELECT TO {groups} USING ({seen})")
            if everything is not None:
                _do(
                    connection,
                    f"CREATE POLICY of_academy ON {name} FOR SELECT TO {_ACADEMYS_GROUP} USING ({everything})",
                )


def _views(connection: Connection) -> None:
    """Make the views that read merged people as one. Each applies the policies of its tables."""
    make_views(connection)
    _do(connection, f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC")
    _do(connection, f"GRANT USAGE ON SCHEMA {SCHEMA} TO encounter_person, encounter_server, {ACTING}")
    _do(connection, f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO encounter_person, encounter_server, {ACTING}")


def _json(column: str) -> str:
    return f"coalesce(to_json({column})::text, 'null')"


def _is_role(connection: Connection, name: str) -> bool:
    return connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}) is not None


def _do(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))
