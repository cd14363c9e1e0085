CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE assignments (
	id TEXT NOT NULL, 
	cohort_id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	due TEXT, 
	attempts_allowed INTEGER, 
	created TEXT NOT NULL, 
	withdrawn_at TEXT, 
	CONSTRAINT pk_assignments PRIMARY KEY (id), 
	CONSTRAINT fk_assignments_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id), 
	CONSTRAINT ck_assignments_ck_assignments_mode CHECK (mode IN ('practice', 'assessment')), 
	CONSTRAINT ck_assignments_ck_assignments_attempts_allowed CHECK (attempts_allowed > 0)
);
CREATE TABLE checkpoints (
	number BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	public_key TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	CONSTRAINT pk_checkpoints PRIMARY KEY (number)
);
CREATE TABLE cohorts (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, 
	CONSTRAINT pk_cohorts PRIMARY KEY (id), 
	CONSTRAINT uq_cohorts_key UNIQUE ("key")
);
CREATE TABLE critical_events (
	run_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	CONSTRAINT pk_critical_events PRIMARY KEY (run_id, sequence, event), 
	CONSTRAINT fk_critical_events_run_id_sequence_decisions FOREIGN KEY(run_id, sequence) REFERENCES decisions (run_id, sequence)
)
 WITHOUT ROWID

;
CREATE TABLE decisions (
	run_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	scene TEXT NOT NULL, 
	choice TEXT NOT NULL, 
	offered TEXT NOT NULL, 
	shown TEXT NOT NULL, 
	at TEXT NOT NULL, 
	seconds FLOAT, 
	timed_out BOOLEAN NOT NULL, 
	moved_to TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (run_id, sequence), 
	CONSTRAINT fk_decisions_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
)
 WITHOUT ROWID

;
CREATE TABLE finishes (
	run_id TEXT NOT NULL, 
	ending TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	at TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	head TEXT NOT NULL, 
	CONSTRAINT pk_finishes PRIMARY KEY (run_id), 
	CONSTRAINT fk_finishes_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE groups (
	trainee_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_groups PRIMARY KEY (trainee_id, name), 
	CONSTRAINT fk_groups_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
)
 WITHOUT ROWID

;
CREATE TABLE identities (
	trainee_id TEXT NOT NULL, 
	external_id TEXT, 
	email TEXT, 
	CONSTRAINT pk_identities PRIMARY KEY (trainee_id), 
	CONSTRAINT uq_identities_external_id UNIQUE (external_id), 
	CONSTRAINT uq_identities_email UNIQUE (email), 
	CONSTRAINT fk_identities_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
CREATE TABLE levels (
	run_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	criterion TEXT NOT NULL, 
	rubric TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	best INTEGER NOT NULL, 
	worst INTEGER NOT NULL, 
	CONSTRAINT pk_levels PRIMARY KEY (run_id, sequence, criterion), 
	CONSTRAINT fk_levels_run_id_sequence_decisions FOREIGN KEY(run_id, sequence) REFERENCES decisions (run_id, sequence), 
	CONSTRAINT ck_levels_ck_levels_level CHECK (level BETWEEN -2 AND 2)
)
 WITHOUT ROWID

;
CREATE TABLE members (
	cohort_id TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	joined TEXT NOT NULL, 
	CONSTRAINT pk_members PRIMARY KEY (cohort_id, trainee_id), 
	CONSTRAINT fk_members_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id), 
	CONSTRAINT fk_members_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
)
 WITHOUT ROWID

;
CREATE TABLE reflections (
	run_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_reflections PRIMARY KEY (run_id, number), 
	CONSTRAINT fk_reflections_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE rescored_levels (
	rescoring_id TEXT NOT NULL, 
	run_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	criterion TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	best INTEGER NOT NULL, 
	worst INTEGER NOT NULL, 
	CONSTRAINT pk_rescored_levels PRIMARY KEY (rescoring_id, run_id, sequence, criterion), 
	CONSTRAINT fk_rescored_levels_rescoring_id_rescorings FOREIGN KEY(rescoring_id) REFERENCES rescorings (id), 
	CONSTRAINT fk_rescored_levels_run_id_sequence_decisions FOREIGN KEY(run_id, sequence) REFERENCES decisions (run_id, sequence), 
	CONSTRAINT ck_rescored_levels_ck_rescored_levels_level CHECK (level BETWEEN -2 AND 2)
)
 WITHOUT ROWID

;
CREATE TABLE rescorings (
	id TEXT NOT NULL, 
	cohort_id TEXT, 
	rubric TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_rescorings PRIMARY KEY (id), 
	CONSTRAINT fk_rescorings_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id)
);
CREATE TABLE runs (
	id TEXT NOT NULL, 
	ordinal BIGINT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	scenario_version TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	seed BIGINT NOT NULL, 
	language TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	origin_run TEXT, 
	origin_kept INTEGER, 
	origin_kind TEXT, 
	assignment_id TEXT, 
	program_version TEXT NOT NULL, 
	rubric_versions TEXT NOT NULL, 
	genesis TEXT NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT uq_runs_ordinal UNIQUE (ordinal), 
	CONSTRAINT fk_runs_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT fk_runs_digest_snapshots FOREIGN KEY(digest) REFERENCES snapshots (digest), 
	CONSTRAINT fk_runs_origin_run_runs FOREIGN KEY(origin_run) REFERENCES runs (id), 
	CONSTRAINT ck_runs_ck_runs_mode CHECK (mode IN ('practice', 'assessment')), 
	CONSTRAINT ck_runs_ck_runs_origin_kind CHECK (origin_kind IN ('rewind', 'again'))
);
CREATE TABLE self_ratings (
	run_id TEXT NOT NULL, 
	rubric TEXT NOT NULL, 
	rating INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_self_ratings PRIMARY KEY (run_id, rubric), 
	CONSTRAINT fk_self_ratings_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_self_ratings_ck_self_ratings_rating CHECK (rating BETWEEN 0 AND 100)
);
CREATE TABLE settings (
	trainee_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (trainee_id, "key"), 
	CONSTRAINT fk_settings_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
CREATE TABLE snapshots (
	digest TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (digest)
);
CREATE TABLE tombstones (
	ordinal BIGINT NOT NULL, 
	genesis TEXT NOT NULL, 
	at TEXT NOT NULL, 
	public_key TEXT, 
	signature TEXT, 
	CONSTRAINT pk_tombstones PRIMARY KEY (ordinal)
);
CREATE TABLE trainees (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, 
	CONSTRAINT pk_trainees PRIMARY KEY (id), 
	CONSTRAINT uq_trainees_key UNIQUE ("key")
);
CREATE TABLE trainer_ratings (
	run_id TEXT NOT NULL, 
	rater TEXT NOT NULL, 
	criterion TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	level INTEGER, 
	undoes INTEGER, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_trainer_ratings PRIMARY KEY (run_id, rater, criterion, number), 
	CONSTRAINT fk_trainer_ratings_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level CHECK (level BETWEEN -2 AND 2), 
	CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level_or_undoes CHECK ((level IS NULL) <> (undoes IS NULL))
)
 WITHOUT ROWID

;
CREATE INDEX ix_runs_trainee_id_scenario_id ON runs (trainee_id, scenario_id);
CREATE INDEX ix_runs_origin_run ON runs (origin_run);
CREATE INDEX ix_runs_assignment_id ON runs (assignment_id);
CREATE TRIGGER snapshots_never_updated BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of snapshots refused'); END;
CREATE TRIGGER snapshots_never_deleted BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of snapshots refused'); END;
CREATE TRIGGER runs_never_updated BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of runs refused'); END;
CREATE TRIGGER runs_never_deleted BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of runs refused'); END;
CREATE TRIGGER decisions_never_updated BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of decisions refused'); END;
CREATE TRIGGER decisions_never_deleted BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of decisions refused'); END;
CREATE TRIGGER levels_never_updated BEFORE UPDATE ON levels BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of levels refused'); END;
CREATE TRIGGER levels_never_deleted BEFORE DELETE ON levels BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of levels refused'); END;
CREATE TRIGGER critical_events_never_updated BEFORE UPDATE ON critical_events BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of critical_events refused'); END;
CREATE TRIGGER critical_events_never_deleted BEFORE DELETE ON critical_events BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of critical_events refused'); END;
CREATE TRIGGER finishes_never_updated BEFORE UPDATE ON finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of finishes refused'); END;
CREATE TRIGGER finishes_never_deleted BEFORE DELETE ON finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of finishes refused'); END;
CREATE TRIGGER self_ratings_never_updated BEFORE UPDATE ON self_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of self_ratings refused'); END;
CREATE TRIGGER self_ratings_never_deleted BEFORE DELETE ON self_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of self_ratings refused'); END;
CREATE TRIGGER reflections_never_updated BEFORE UPDATE ON reflections BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of reflections refused'); END;
CREATE TRIGGER reflections_never_deleted BEFORE DELETE ON reflections BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of reflections refused'); END;
CREATE TRIGGER tombstones_never_updated BEFORE UPDATE ON tombstones BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of tombstones refused'); END;
CREATE TRIGGER tombstones_never_deleted BEFORE DELETE ON tombstones BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of tombstones refused'); END;
CREATE TRIGGER checkpoints_never_updated BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of checkpoints refused'); END;
CREATE TRIGGER checkpoints_never_deleted BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of checkpoints refused'); END;
CREATE INDEX ix_members_trainee_id ON members (trainee_id);
CREATE INDEX ix_assignments_cohort_id ON assignments (cohort_id);
CREATE INDEX ix_rescorings_cohort_id ON rescorings (cohort_id);
CREATE INDEX ix_rescored_levels_run_id ON rescored_levels (run_id);
CREATE TRIGGER trainer_ratings_never_updated BEFORE UPDATE ON trainer_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of trainer_ratings refused'); END;
CREATE TRIGGER trainer_ratings_never_deleted BEFORE DELETE ON trainer_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of trainer_ratings refused'); END;
CREATE TRIGGER rescorings_never_updated BEFORE UPDATE ON rescorings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rescorings refused'); END;
CREATE TRIGGER rescorings_never_deleted BEFORE DELETE ON rescorings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rescorings refused'); END;
CREATE TRIGGER rescored_levels_never_updated BEFORE UPDATE ON rescored_levels BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rescored_levels refused'); END;
CREATE TRIGGER rescored_levels_never_deleted BEFORE DELETE ON rescored_levels BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rescored_levels refused'); END;
