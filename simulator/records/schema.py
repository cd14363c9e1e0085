"""The schema: the same tables on SQLite and PostgreSQL, in SQLAlchemy Core.

What is kept of runs is append-only: triggers refuse to change or delete a row of it (see `protection`). Members of a
cohort and its assignments may change. The journal seals each row as it stands (see `journal`). Keys are random UUIDs,
times ISO 8601 text in UTC, and JSON is canonical text. The migrations create what stands here; a test holds the two
together.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnClause,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    literal_column,
)


def _sealed() -> tuple[Column[Any], Column[Any]]:
    """Return the columns with which the journal seals a row: the newest entry about it, and the salt of its digest."""
    return Column("entry", BigInteger), Column("salt", Text)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

trainees = Table(
    "trainees",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # the name, case-folded
    Column("name", Text, nullable=False),
    Column("created", Text, nullable=False),
    *_sealed(),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("scenario_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),
)

rubric_snapshots = Table(
    "rubric_snapshots",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("rubric_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ordinal", BigInteger, nullable=False, unique=True),  # 1, 2, 3 …: a gap is a missing run
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_version", Text, nullable=False),
    Column("digest", Text, ForeignKey("snapshots.digest"), nullable=False),
    Column("mode", Text, CheckConstraint("mode IN ('practice', 'assessment')", name="mode"), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("origin_run", Text, ForeignKey("runs.id")),
    Column("origin_kept", Integer),
    Column("origin_kind", Text, CheckConstraint("origin_kind IN ('rewind', 'again')", name="origin_kind")),
    Column("assignment_id", Text),
    Column("program_version", Text, nullable=False),
    Column("rubric_versions", Text, nullable=False),
    Column("genesis", Text, nullable=False),
    Column("form", Integer, nullable=False, server_default="1"),  # see `forms`
    Column("rubrics", Text),  # rubric id to digest
    Column("translation", Text),  # the digest of the wording that was shown, None for the scenario's own
    Column("by_path", Boolean, nullable=False, server_default=false()),  # its choices were given in advance
    Column("campaign_run", Text),  # the campaign that it is an episode of; its id seals that campaign's row
    Column("episode", Text),
    Column("episode_number", Integer),  # its place in the campaign's calendar, from 1
    Index(None, "trainee_id", "scenario_id"),
    Index(None, "origin_run"),
    Index(None, "assignment_id"),
    Index(None, "campaign_run"),
    Index(None, "trainee_id", "assignment_id", "started_at", "id"),  # who has done what, without reading the rows
)

decisions = Table(
    "decisions",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("scene", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("offered", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("seconds", Float),
    Column("timed_out", Boolean, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("form", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("run_id", "sequence"),
    sqlite_with_rowid=False,
)

levels = Table(
    "levels",
    metadata,
    Column("run_id", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("rubric", Text, nullable=False),
    Column("level", Integer, CheckConstraint("level BETWEEN -2 AND 2", name="level"), nullable=False),
    Column("best", Integer, nullable=False),
    Column("worst", Integer, nullable=False),
    PrimaryKeyConstraint("run_id", "sequence", "criterion"),
    ForeignKeyConstraint(["run_id", "sequence"], ["decisions.run_id", "decisions.sequence"]),
    sqlite_with_rowid=False,
)

critical_events = Table(
    "critical_events",
    metadata,
    Column("run_id", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("event", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "sequence", "event"),
    ForeignKeyConstraint(["run_id", "sequence"], ["decisions.run_id", "decisions.sequence"]),
    sqlite_with_rowid=False,
)

finishes = Table(
    "finishes",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), primary_key=True),
    Column("ending", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("count", Integer, nullable=False),  # how many decisions, and the hash of the last
    Column("head", Text, nullable=False),
)

self_ratings = Table(
    "self_ratings",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("rubric", Text, nullable=False),
    Column("rating", Integer, CheckConstraint("rating BETWEEN 0 AND 100", name="rating"), nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "rubric"),
    *_sealed(),
)

reflections = Table(
    "reflections",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("number", Integer, nullable=False),  # the greatest is the one that stands
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "number"),
    *_sealed(),
)

settings = Table(
    "settings",
    metadata,
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("trainee_id", "key"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),  # the place of an erased run
    Column("genesis", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("public_key", Text),
    Column("signature", Text),
    *_sealed(),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("signature", Text, nullable=False),
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # the name, case-folded
    Column("name", Text, nullable=False),
    Column("created", Text, nullable=False),
    *_sealed(),
)

identities = Table(
    "identities",
    metadata,
    Column("trainee_id", Text, ForeignKey("trainees.id"), primary_key=True),
    Column("external_id", Text, unique=True),  # the academy's own id
    Column("email", Text, unique=True),  # in lower case
    *_sealed(),
)

members = Table(
    "members",
    metadata,
    Column("cohort_id", Text, ForeignKey("cohorts.id"), nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("joined", Text, nullable=False),
    PrimaryKeyConstraint("cohort_id", "trainee_id"),
    Index(None, "trainee_id"),
    *_sealed(),
    sqlite_with_rowid=False,
)

groups = Table(  # what an academy chose to know for fairness, kept apart from everything else
    "groups",
    metadata,
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("trainee_id", "name"),
    *_sealed(),
    sqlite_with_rowid=False,
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort_id", Text, ForeignKey("cohorts.id"), nullable=False),
    Column("scenario_id", Text, nullable=False),
    Column("mode", Text, CheckConstraint("mode IN ('practice', 'assessment')", name="mode"), nullable=False),
    Column("due", Text),
    Column("attempts_allowed", Integer, CheckConstraint("attempts_allowed > 0", name="attempts_allowed")),
    Column("created", Text, nullable=False),
    Column("withdrawn_at", Text),
    Column("begins", Text),  # of a campaign: {"episode": number, "memory": {name: value}}; None for its start
    Column("pinned", Text),  # exactly what is to be played; None for what was assigned by an older program
    Index(None, "cohort_id"),
    *_sealed(),
)

trainer_ratings = Table(
    "trainer_ratings",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("rater", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("number", Integer, nullable=False),  # the greatest that is not taken back is the one that stands
    Column("level", Integer, CheckConstraint("level BETWEEN -2 AND 2", name="level")),
    Column("undoes", Integer),  # the number that this row takes back
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "rater", "criterion", "number"),
    CheckConstraint("(level IS NULL) <> (undoes IS NULL)", name="level_or_undoes"),
    *_sealed(),
    sqlite_with_rowid=False,
)

rescorings = Table(
    "rescorings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort_id", Text, ForeignKey("cohorts.id")),
    Column("rubric", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),  # the rubric, whole
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "cohort_id"),
    *_sealed(),
)

rescored_runs = Table(
    "rescored_runs",
    metadata,
    Column("rescoring_id", Text, ForeignKey("rescorings.id"), nullable=False),
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("levels", Text, nullable=False),  # the digest of the run's rescored levels
    PrimaryKeyConstraint("rescoring_id", "run_id"),
    *_sealed(),
    sqlite_with_rowid=False,
)

rescored_levels = Table(
    "rescored_levels",
    metadata,
    Column("rescoring_id", Text, ForeignKey("rescorings.id"), nullable=False),
    Column("run_id", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("level", Integer, CheckConstraint("level BETWEEN -2 AND 2", name="level"), nullable=False),
    Column("best", Integer, nullable=False),
    Column("worst", Integer, nullable=False),
    PrimaryKeyConstraint("rescoring_id", "run_id", "sequence", "criterion"),
    ForeignKeyConstraint(["run_id", "sequence"], ["decisions.run_id", "decisions.sequence"]),
    Index(None, "run_id"),
    sqlite_with_rowid=False,
)

campaign_snapshots = Table(
    "campaign_snapshots",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("campaign_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),  # the campaign with its episodes' scenarios
)

campaign_runs = Table(
    "campaign_runs",
    metadata,
    Column("id", Text, primary_key=True),  # the hash of all that stands beside it, which its episodes' runs seal
    Column("nonce", Text, nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("campaign_id", Text, nullable=False),
    Column("campaign_version", Text, nullable=False),
    Column("digest", Text, ForeignKey("campaign_snapshots.digest"), nullable=False),
    Column("mode", Text, CheckConstraint("mode IN ('practice', 'assessment')", name="mode"), nullable=False),
    Column("started_at", Text, nullable=False),
    Column("rubrics", Text, nullable=False),  # what its episodes are scored by: rubric id to digest
    Column("first", Integer, nullable=False),  # the number of the episode that it begins at, from 1
    Column("memory", Text, nullable=False),  # what is remembered there, by name
    Column("origin", Text, ForeignKey("campaign_runs.id")),
    Column("origin_kept", Integer),  # how many played episodes it has in common with its origin
    Column("assignment_id", Text),
    Index(None, "trainee_id", "campaign_id"),
    Index(None, "assignment_id"),
)

campaign_finishes = Table(
    "campaign_finishes",
    metadata,
    Column("campaign_run", Text, ForeignKey("campaign_runs.id"), primary_key=True),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("closing", Text, nullable=False),
    Column("memory", Text, nullable=False),  # what is remembered in the end, by name
    Column("at", Text, nullable=False),
)

notices = Table(  # what was done to the store as a whole, and why
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *_sealed(),
)

journal = Table(
    "journal",
    metadata,
    Column("ordinal", BigInteger, primary_key=True, autoincrement=False),
    Column("form", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),  # the table whose row is sealed
    Column("action", Text, nullable=False),
    Column("replaces", BigInteger),  # the entry that says no more
    Column("digest", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

EVERY_COLUMN: ColumnClause[Any] = literal_column("*")
"""All that a table holds, as the database has it: a form may seal more of a row than is read of it elsewhere."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text),  # an Argon2id hash; none until an invitation is taken up
    Column("created", Text, nullable=False),
    Column("disabled", Text),
    *_sealed(),
    CheckConstraint("role IN ('trainee', 'trainer', 'author', 'academy', 'administrator')", name="role"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code", Text, primary_key=True),  # the SHA-256 of the code
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False),
    Column("until", Text, nullable=False),
    Column("used", Text),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("code", Text, primary_key=True),  # the SHA-256 of the code
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("ended", Text),
    Index(None, "account_id"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", Text, nullable=False),  # the name that was tried, case-folded
    Column("address", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "key", "address", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    *_sealed(),
)

cohort_trainers = Table(  # whose cohort it is
    "cohort_trainers",
    metadata,
    Column("cohort_id", Text, ForeignKey("cohorts.id"), nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("since", Text, nullable=False),
    PrimaryKeyConstraint("cohort_id", "trainee_id"),
    *_sealed(),
)

pauses = Table(  # while one lasts, no answer is taken, and no clock runs
    "pauses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("assignment_id", Text, ForeignKey("assignments.id"), nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id")),  # None for everybody
    Column("began", Text, nullable=False),
    Column("ended", Text),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Index(None, "assignment_id"),
    *_sealed(),
)

server_terms = Table(  # what holds for an assignment beside its date and attempts
    "server_terms",
    metadata,
    Column("assignment_id", Text, ForeignKey("assignments.id"), primary_key=True),
    Column("server_only", Boolean, nullable=False),  # its encounter is handed to no program but the server
    Column("opens", Text),
    Column("access_code", Text),  # said in the room by whoever invigilates
    *_sealed(),
)

published = Table(  # encounters that are played from the store
    "published",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scenario_id", Text, nullable=False),
    Column("digest", Text, ForeignKey("snapshots.digest"), nullable=False),
    Column("rubrics", Text, nullable=False),  # rubric id to digest
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("withdrawn_at", Text),
    *_sealed(),
)

published_campaigns = Table(  # campaigns that are played from the store
    "published_campaigns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("campaign_id", Text, nullable=False),
    Column("digest", Text, ForeignKey("campaign_snapshots.digest"), nullable=False),
    Column("rubrics", Text, nullable=False),  # rubric id to digest
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("withdrawn_at", Text),
    *_sealed(),
)

published_translations = Table(  # the words that a published encounter or campaign can be shown in
    "published_translations",
    metadata,
    Column("digest", Text, nullable=False),  # of the snapshot whose words these are
    Column("language", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    PrimaryKeyConstraint("digest", "language"),
    *_sealed(),
)

signers = Table(  # keys whose signatures are welcome beside that of the key that signed first
    "signers",
    metadata,
    Column("public_key", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("until", Text),  # None while it may still sign
    Column("author", Text, nullable=False),
    *_sealed(),
    Column("vouched_by", Text),  # the key that vouches for this row, and its signature
    Column("signature", Text),
)

served_forms = Table(  # one row: the oldest form whose programs may go on with a store of this one
    "served_forms",
    metadata,
    Column("oldest", Text, primary_key=True),
)

provider_identities = Table(  # who somebody is at the academy's own provider
    "provider_identities",
    metadata,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False),
    Column("since", Text, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
    *_sealed(),
)

ssh_keys = Table(
    "ssh_keys",
    metadata,
    Column("fingerprint", Text, primary_key=True),  # SHA256:…
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False),
    Column("since", Text, nullable=False),
    *_sealed(),
)

database_logins = Table(  # PostgreSQL's login roles, and whose they are
    "database_logins",
    metadata,
    Column("login", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False),
    Column("since", Text, nullable=False),
    *_sealed(),
)

merges = Table(  # one person under two names: all that is kept under the first counts as the second's
    "merges",
    metadata,
    Column("trainee_id", Text, ForeignKey("trainees.id"), primary_key=True),
    Column("into_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    *_sealed(),
)

adjustments = Table(  # what holds for one person beside the terms of an assignment
    "adjustments",
    metadata,
    Column("assignment_id", Text, ForeignKey("assignments.id"), nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("number", Integer, nullable=False),  # of those of one moment the greatest stands
    Column("due", Text),  # None for the assignment's own
    Column("attempts_allowed", Integer, CheckConstraint("attempts_allowed > 0", name="attempts_allowed")),
    Column("extra_time", Integer, CheckConstraint("extra_time >= 0", name="extra_time"), nullable=False),  # in percent
    Column("other_form", Text),  # {"scenario": id, "pin": …}: what is to be played instead
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("assignment_id", "trainee_id", "number"),
    Index(None, "trainee_id"),
    *_sealed(),
    sqlite_with_rowid=False,
)

voids = Table(  # attempts that do not count
    "voids",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    *_sealed(),
)

comments = Table(  # what a trainer says of a run to whoever played it
    "comments",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "number"),
    *_sealed(),
)

archived_cohorts = Table(
    "archived_cohorts",
    metadata,
    Column("cohort_id", Text, ForeignKey("cohorts.id"), primary_key=True),
    Column("since", Text, nullable=False),
    *_sealed(),
)

publications = Table(  # what was told of a cohort's decisions, which a later publication must not give away
    "publications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort_id", Text, ForeignKey("cohorts.id")),  # None for everybody
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("minimum", Integer, nullable=False),
    Column("told", Text, nullable=False),  # by version of an encounter: its counts, and which of them were hidden
    Index(None, "cohort_id"),
    *_sealed(),
)

own_words = Table(  # what a trainee would say or do, before the choices were shown
    "own_words",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("sequence", Integer, nullable=False),  # of the decision that it comes before
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "sequence"),
    *_sealed(),
)

word_ratings = Table(  # trainers' ratings of them, as `trainer_ratings` are of runs
    "word_ratings",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    Column("rater", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", Integer, CheckConstraint("level BETWEEN -2 AND 2", name="level")),
    Column("undoes", Integer),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "rater", "criterion", "number"),
    CheckConstraint("(level IS NULL) <> (undoes IS NULL)", name="level_or_undoes"),
    *_sealed(),
    sqlite_with_rowid=False,
)

words_first = Table(  # assignments that ask for them
    "words_first",
    metadata,
    Column("assignment_id", Text, ForeignKey("assignments.id"), primary_key=True),
    Column("since", Text, nullable=False),
    *_sealed(),
)

class_sessions = Table(  # what a class did by hands; it names nobody
    "class_sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_version", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("decisions", Text, nullable=False),  # of each: its scene, the choices offered, hands, what was taken
    Column("ending", Text),  # None if the class stopped before one
    *_sealed(),
)

running_classes = Table(  # what a class votes on now; one that is over goes, and leaves a row of `class_sessions`
    "running_classes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort_id", Text, ForeignKey("cohorts.id"), nullable=False, unique=True),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_version", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("language", Text),  # a translation; None for the encounter's own words
    Column("seed", BigInteger, nullable=False),
    Column("began", Text, nullable=False),
    Column("step", Integer, nullable=False),  # one more with each act of the trainer
    Column("shown", Text, nullable=False),  # what everybody sees: what is read, and the choices in words
    Column("decisions", Text, nullable=False),  # those before, as `class_sessions` keeps them
    Column("hands", Text),  # the votes for each choice, once the vote is closed
    Column("ending", Text),
)

votes = Table(  # on the present decision alone: closing the vote leaves counts, and of whom nothing
    "votes",
    metadata,
    Column("class_id", Text, ForeignKey("running_classes.id"), nullable=False),
    Column("trainee_id", Text, ForeignKey("trainees.id"), nullable=False),
    Column("place", Integer, nullable=False),  # of the choice, from 0
    PrimaryKeyConstraint("class_id", "trainee_id"),
)

APPEND_ONLY = (
    "snapshots",
    "rubric_snapshots",
    "runs",
    "decisions",
    "levels",
    "critical_events",
    "finishes",
    "self_ratings",
    "reflections",
    "tombstones",
    "checkpoints",
    "trainer_ratings",
    "rescorings",
    "rescored_runs",
    "rescored_levels",
    "campaign_snapshots",
    "campaign_runs",
    "campaign_finishes",
    "notices",
    "journal",
    "audit",
    "adjustments",
    "voids",
    "comments",
    "publications",
    "own_words",
    "word_ratings",
    "class_sessions",
)
"""Tables in which rows are never changed or deleted. A table comes after those that it refers to."""
