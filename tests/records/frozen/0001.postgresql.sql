CREATE FUNCTION encounter_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'records are append-only: ' || TG_OP || ' of ' || TG_TABLE_NAME || ' refused'; END $$;
CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE checkpoints (
    number bigint NOT NULL,
    body text NOT NULL,
    public_key text NOT NULL,
    signature text NOT NULL
);
CREATE TABLE critical_events (
    run_id text NOT NULL,
    sequence integer NOT NULL,
    event text NOT NULL
);
CREATE TABLE decisions (
    run_id text NOT NULL,
    sequence integer NOT NULL,
    scene text NOT NULL,
    choice text NOT NULL,
    offered text NOT NULL,
    shown text NOT NULL,
    at text NOT NULL,
    seconds double precision,
    timed_out boolean NOT NULL,
    moved_to text NOT NULL,
    hash text NOT NULL
);
CREATE TABLE finishes (
    run_id text NOT NULL,
    ending text NOT NULL,
    outcome text NOT NULL,
    at text NOT NULL,
    count integer NOT NULL,
    head text NOT NULL
);
CREATE TABLE levels (
    run_id text NOT NULL,
    sequence integer NOT NULL,
    criterion text NOT NULL,
    rubric text NOT NULL,
    level integer NOT NULL,
    best integer NOT NULL,
    worst integer NOT NULL,
    CONSTRAINT ck_levels_ck_levels_level CHECK (((level >= '-2'::integer) AND (level <= 2)))
);
CREATE TABLE reflections (
    run_id text NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    at text NOT NULL
);
CREATE TABLE runs (
    id text NOT NULL,
    ordinal bigint NOT NULL,
    trainee_id text NOT NULL,
    scenario_id text NOT NULL,
    scenario_version text NOT NULL,
    digest text NOT NULL,
    mode text NOT NULL,
    seed bigint NOT NULL,
    language text NOT NULL,
    started_at text NOT NULL,
    origin_run text,
    origin_kept integer,
    origin_kind text,
    assignment_id text,
    program_version text NOT NULL,
    rubric_versions text NOT NULL,
    genesis text NOT NULL,
    CONSTRAINT ck_runs_ck_runs_mode CHECK ((mode = ANY (ARRAY['practice'::text, 'assessment'::text]))),
    CONSTRAINT ck_runs_ck_runs_origin_kind CHECK ((origin_kind = ANY (ARRAY['rewind'::text, 'again'::text])))
);
CREATE TABLE self_ratings (
    run_id text NOT NULL,
    rubric text NOT NULL,
    rating integer NOT NULL,
    at text NOT NULL,
    CONSTRAINT ck_self_ratings_ck_self_ratings_rating CHECK (((rating >= 0) AND (rating <= 100)))
);
CREATE TABLE settings (
    trainee_id text NOT NULL,
    key text NOT NULL,
    value text NOT NULL
);
CREATE TABLE snapshots (
    digest text NOT NULL,
    scenario_id text NOT NULL,
    version text NOT NULL,
    body text NOT NULL
);
CREATE TABLE tombstones (
    ordinal bigint NOT NULL,
    genesis text NOT NULL,
    at text NOT NULL,
    public_key text,
    signature text
);
CREATE TABLE trainees (
    id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    created text NOT NULL
);
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY checkpoints
    ADD CONSTRAINT pk_checkpoints PRIMARY KEY (number);
ALTER TABLE ONLY critical_events
    ADD CONSTRAINT pk_critical_events PRIMARY KEY (run_id, sequence, event);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT pk_decisions PRIMARY KEY (run_id, sequence);
ALTER TABLE ONLY finishes
    ADD CONSTRAINT pk_finishes PRIMARY KEY (run_id);
ALTER TABLE ONLY levels
    ADD CONSTRAINT pk_levels PRIMARY KEY (run_id, sequence, criterion);
ALTER TABLE ONLY reflections
    ADD CONSTRAINT pk_reflections PRIMARY KEY (run_id, number);
ALTER TABLE ONLY runs
    ADD CONSTRAINT pk_runs PRIMARY KEY (id);
ALTER TABLE ONLY self_ratings
    ADD CONSTRAINT pk_self_ratings PRIMARY KEY (run_id, rubric);
ALTER TABLE ONLY settings
    ADD CONSTRAINT pk_settings PRIMARY KEY (trainee_id, key);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT pk_snapshots PRIMARY KEY (digest);
ALTER TABLE ONLY tombstones
    ADD CONSTRAINT pk_tombstones PRIMARY KEY (ordinal);
ALTER TABLE ONLY trainees
    ADD CONSTRAINT pk_trainees PRIMARY KEY (id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT uq_runs_ordinal UNIQUE (ordinal);
ALTER TABLE ONLY trainees
    ADD CONSTRAINT uq_trainees_key UNIQUE (key);
CREATE INDEX ix_runs_assignment_id ON runs USING btree (assignment_id);
CREATE INDEX ix_runs_origin_run ON runs USING btree (origin_run);
CREATE INDEX ix_runs_trainee_id_scenario_id ON runs USING btree (trainee_id, scenario_id);
CREATE TRIGGER checkpoints_never_deleted BEFORE DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER checkpoints_never_truncated BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER checkpoints_never_updated BEFORE UPDATE ON checkpoints FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_deleted BEFORE DELETE ON critical_events FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_truncated BEFORE TRUNCATE ON critical_events FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_updated BEFORE UPDATE ON critical_events FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_deleted BEFORE DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_truncated BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_updated BEFORE UPDATE ON decisions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_deleted BEFORE DELETE ON finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_truncated BEFORE TRUNCATE ON finishes FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_updated BEFORE UPDATE ON finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_deleted BEFORE DELETE ON levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_truncated BEFORE TRUNCATE ON levels FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_updated BEFORE UPDATE ON levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_deleted BEFORE DELETE ON reflections FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_truncated BEFORE TRUNCATE ON reflections FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_updated BEFORE UPDATE ON reflections FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER runs_never_deleted BEFORE DELETE ON runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER runs_never_truncated BEFORE TRUNCATE ON runs FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER runs_never_updated BEFORE UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER self_ratings_never_deleted BEFORE DELETE ON self_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER self_ratings_never_truncated BEFORE TRUNCATE ON self_ratings FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER self_ratings_never_updated BEFORE UPDATE ON self_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER snapshots_never_deleted BEFORE DELETE ON snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER snapshots_never_truncated BEFORE TRUNCATE ON snapshots FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER snapshots_never_updated BEFORE UPDATE ON snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER tombstones_never_deleted BEFORE DELETE ON tombstones FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER tombstones_never_truncated BEFORE TRUNCATE ON tombstones FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER tombstones_never_updated BEFORE UPDATE ON tombstones FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
ALTER TABLE ONLY critical_events
    ADD CONSTRAINT fk_critical_events_run_id_sequence_decisions FOREIGN KEY (run_id, sequence) REFERENCES decisions(run_id, sequence);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT fk_decisions_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY finishes
    ADD CONSTRAINT fk_finishes_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY levels
    ADD CONSTRAINT fk_levels_run_id_sequence_decisions FOREIGN KEY (run_id, sequence) REFERENCES decisions(run_id, sequence);
ALTER TABLE ONLY reflections
    ADD CONSTRAINT fk_reflections_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_digest_snapshots FOREIGN KEY (digest) REFERENCES snapshots(digest);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_origin_run_runs FOREIGN KEY (origin_run) REFERENCES runs(id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY self_ratings
    ADD CONSTRAINT fk_self_ratings_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY settings
    ADD CONSTRAINT fk_settings_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
INSERT INTO alembic_version VALUES ('0001');
