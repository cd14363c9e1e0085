CREATE FUNCTION encounter_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'records are append-only: ' || TG_OP || ' of ' || TG_TABLE_NAME || ' refused'; END $$;
CREATE TABLE accounts (
    id text NOT NULL,
    trainee_id text NOT NULL,
    role text NOT NULL,
    password text,
    created text NOT NULL,
    disabled text,
    entry bigint,
    salt text,
    CONSTRAINT ck_accounts_ck_accounts_role CHECK ((role = ANY (ARRAY['trainee'::text, 'trainer'::text, 'author'::text, 'academy'::text, 'administrator'::text])))
);
CREATE TABLE adjustments (
    assignment_id text NOT NULL,
    trainee_id text NOT NULL,
    number integer NOT NULL,
    due text,
    attempts_allowed integer,
    extra_time integer NOT NULL,
    other_form text,
    reason text NOT NULL,
    author text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text,
    CONSTRAINT ck_adjustments_ck_adjustments_attempts_allowed CHECK ((attempts_allowed > 0)),
    CONSTRAINT ck_adjustments_ck_adjustments_extra_time CHECK ((extra_time >= 0))
);
CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE archived_cohorts (
    cohort_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE assignments (
    id text NOT NULL,
    cohort_id text NOT NULL,
    scenario_id text NOT NULL,
    mode text NOT NULL,
    due text,
    attempts_allowed integer,
    created text NOT NULL,
    withdrawn_at text,
    begins text,
    pinned text,
    entry bigint,
    salt text,
    CONSTRAINT ck_assignments_ck_assignments_attempts_allowed CHECK ((attempts_allowed > 0)),
    CONSTRAINT ck_assignments_ck_assignments_mode CHECK ((mode = ANY (ARRAY['practice'::text, 'assessment'::text])))
);
CREATE TABLE audit (
    number bigint NOT NULL,
    at text NOT NULL,
    by text NOT NULL,
    action text NOT NULL,
    about text NOT NULL,
    detail text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE campaign_finishes (
    campaign_run text NOT NULL,
    trainee_id text NOT NULL,
    closing text NOT NULL,
    memory text NOT NULL,
    at text NOT NULL
);
CREATE TABLE campaign_runs (
    id text NOT NULL,
    nonce text NOT NULL,
    trainee_id text NOT NULL,
    campaign_id text NOT NULL,
    campaign_version text NOT NULL,
    digest text NOT NULL,
    mode text NOT NULL,
    started_at text NOT NULL,
    rubrics text NOT NULL,
    first integer NOT NULL,
    memory text NOT NULL,
    origin text,
    origin_kept integer,
    assignment_id text,
    CONSTRAINT ck_campaign_runs_ck_campaign_runs_mode CHECK ((mode = ANY (ARRAY['practice'::text, 'assessment'::text])))
);
CREATE TABLE campaign_snapshots (
    digest text NOT NULL,
    campaign_id text NOT NULL,
    version text NOT NULL,
    body text NOT NULL
);
CREATE TABLE checkpoints (
    number bigint NOT NULL,
    body text NOT NULL,
    public_key text NOT NULL,
    signature text NOT NULL
);
CREATE TABLE class_sessions (
    id text NOT NULL,
    scenario_id text NOT NULL,
    scenario_version text NOT NULL,
    digest text NOT NULL,
    at text NOT NULL,
    decisions text NOT NULL,
    ending text,
    entry bigint,
    salt text
);
CREATE TABLE cohort_trainers (
    cohort_id text NOT NULL,
    trainee_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE cohorts (
    id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    created text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE comments (
    run_id text NOT NULL,
    number integer NOT NULL,
    author text NOT NULL,
    text text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE critical_events (
    run_id text NOT NULL,
    sequence integer NOT NULL,
    event text NOT NULL
);
CREATE TABLE database_logins (
    login text NOT NULL,
    account_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
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
    hash text NOT NULL,
    form integer DEFAULT 1 NOT NULL
);
CREATE TABLE finishes (
    run_id text NOT NULL,
    ending text NOT NULL,
    outcome text NOT NULL,
    at text NOT NULL,
    count integer NOT NULL,
    head text NOT NULL
);
CREATE TABLE groups (
    trainee_id text NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE identities (
    trainee_id text NOT NULL,
    external_id text,
    email text,
    entry bigint,
    salt text
);
CREATE TABLE invitations (
    code text NOT NULL,
    account_id text NOT NULL,
    until text NOT NULL,
    used text
);
CREATE TABLE journal (
    ordinal bigint NOT NULL,
    form integer NOT NULL,
    at text NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    replaces bigint,
    digest text NOT NULL,
    hash text NOT NULL
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
CREATE TABLE members (
    cohort_id text NOT NULL,
    trainee_id text NOT NULL,
    joined text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE merges (
    trainee_id text NOT NULL,
    into_id text NOT NULL,
    at text NOT NULL,
    author text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE notices (
    id text NOT NULL,
    at text NOT NULL,
    what text NOT NULL,
    reason text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE own_words (
    run_id text NOT NULL,
    sequence integer NOT NULL,
    text text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE pauses (
    id text NOT NULL,
    assignment_id text NOT NULL,
    trainee_id text,
    began text NOT NULL,
    ended text,
    reason text NOT NULL,
    author text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE provider_identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE publications (
    id text NOT NULL,
    cohort_id text,
    at text NOT NULL,
    what text NOT NULL,
    minimum integer NOT NULL,
    told text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE published (
    id text NOT NULL,
    scenario_id text NOT NULL,
    digest text NOT NULL,
    rubrics text NOT NULL,
    at text NOT NULL,
    author text NOT NULL,
    withdrawn_at text,
    entry bigint,
    salt text
);
CREATE TABLE published_campaigns (
    id text NOT NULL,
    campaign_id text NOT NULL,
    digest text NOT NULL,
    rubrics text NOT NULL,
    at text NOT NULL,
    author text NOT NULL,
    withdrawn_at text,
    entry bigint,
    salt text
);
CREATE TABLE published_translations (
    digest text NOT NULL,
    language text NOT NULL,
    body text NOT NULL,
    at text NOT NULL,
    author text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE reflections (
    run_id text NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE rescored_levels (
    rescoring_id text NOT NULL,
    run_id text NOT NULL,
    sequence integer NOT NULL,
    criterion text NOT NULL,
    level integer NOT NULL,
    best integer NOT NULL,
    worst integer NOT NULL,
    CONSTRAINT ck_rescored_levels_ck_rescored_levels_level CHECK (((level >= '-2'::integer) AND (level <= 2)))
);
CREATE TABLE rescored_runs (
    rescoring_id text NOT NULL,
    run_id text NOT NULL,
    levels text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE rescorings (
    id text NOT NULL,
    cohort_id text,
    rubric text NOT NULL,
    version text NOT NULL,
    body text NOT NULL,
    author text NOT NULL,
    reason text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE rubric_snapshots (
    digest text NOT NULL,
    rubric_id text NOT NULL,
    version text NOT NULL,
    body text NOT NULL
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
    form integer DEFAULT 1 NOT NULL,
    rubrics text,
    translation text,
    by_path boolean DEFAULT false NOT NULL,
    campaign_run text,
    episode text,
    episode_number integer,
    CONSTRAINT ck_runs_ck_runs_mode CHECK ((mode = ANY (ARRAY['practice'::text, 'assessment'::text]))),
    CONSTRAINT ck_runs_ck_runs_origin_kind CHECK ((origin_kind = ANY (ARRAY['rewind'::text, 'again'::text])))
);
CREATE TABLE self_ratings (
    run_id text NOT NULL,
    rubric text NOT NULL,
    rating integer NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text,
    CONSTRAINT ck_self_ratings_ck_self_ratings_rating CHECK (((rating >= 0) AND (rating <= 100)))
);
CREATE TABLE served_forms (
    oldest text NOT NULL
);
CREATE TABLE server_terms (
    assignment_id text NOT NULL,
    server_only boolean NOT NULL,
    opens text,
    access_code text,
    entry bigint,
    salt text
);
CREATE TABLE settings (
    trainee_id text NOT NULL,
    key text NOT NULL,
    value text NOT NULL
);
CREATE TABLE sign_in_failures (
    key text NOT NULL,
    address text NOT NULL,
    at text NOT NULL
);
CREATE TABLE sign_ins (
    code text NOT NULL,
    account_id text NOT NULL,
    created text NOT NULL,
    seen text NOT NULL,
    ended text
);
CREATE TABLE signers (
    public_key text NOT NULL,
    since text NOT NULL,
    until text,
    author text NOT NULL,
    entry bigint,
    salt text,
    vouched_by text,
    signature text
);
CREATE TABLE snapshots (
    digest text NOT NULL,
    scenario_id text NOT NULL,
    version text NOT NULL,
    body text NOT NULL
);
CREATE TABLE ssh_keys (
    fingerprint text NOT NULL,
    account_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE tombstones (
    ordinal bigint NOT NULL,
    genesis text NOT NULL,
    at text NOT NULL,
    public_key text,
    signature text,
    entry bigint,
    salt text
);
CREATE TABLE trainees (
    id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    created text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE trainer_ratings (
    run_id text NOT NULL,
    rater text NOT NULL,
    criterion text NOT NULL,
    number integer NOT NULL,
    level integer,
    undoes integer,
    at text NOT NULL,
    entry bigint,
    salt text,
    CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level CHECK (((level >= '-2'::integer) AND (level <= 2))),
    CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level_or_undoes CHECK (((level IS NULL) <> (undoes IS NULL)))
);
CREATE TABLE voids (
    run_id text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    at text NOT NULL,
    entry bigint,
    salt text
);
CREATE TABLE word_ratings (
    run_id text NOT NULL,
    rater text NOT NULL,
    criterion text NOT NULL,
    number integer NOT NULL,
    level integer,
    undoes integer,
    at text NOT NULL,
    entry bigint,
    salt text,
    CONSTRAINT ck_word_ratings_ck_word_ratings_level CHECK (((level >= '-2'::integer) AND (level <= 2))),
    CONSTRAINT ck_word_ratings_ck_word_ratings_level_or_undoes CHECK (((level IS NULL) <> (undoes IS NULL)))
);
CREATE TABLE words_first (
    assignment_id text NOT NULL,
    since text NOT NULL,
    entry bigint,
    salt text
);
INSERT INTO alembic_version VALUES ('0026');
INSERT INTO assignments VALUES ('2291d37a-c7ae-49e7-9c94-b320b52634f9', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'circle', 'assessment', '2026-11-26T16:00:00.000Z', 2, '2026-11-22T12:14:00.000Z', NULL, NULL, NULL, 9, '6afe241ecef8c4ead4967d2784a9695b');
INSERT INTO assignments VALUES ('17c16fa2-1855-4a5b-8a85-9fdf173719bc', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'market-stall', 'practice', NULL, NULL, '2026-11-22T12:15:00.000Z', NULL, NULL, NULL, 10, 'e5dd2d6ff5b27f47375c886708410d0b');
INSERT INTO checkpoints VALUES (1, '{"at":"2026-11-22T12:08:00.000Z","erased":0,"genesis":"e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8","heads":{"1":[3,"86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48"],"2":[2,"bb2c0e866f6ef808f6d9d6b6ce41f4ec86616e169d5b8528a0dd8cbb677174c6"],"3":[2,"d9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380"],"4":[2,"e95ef8d1ac94c5abd5a084f41c8704e628dce2c27c0ae00ba2ecd6821f8bfdf5"]},"number":1,"ordinal":4,"previous":"","vouches":""}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801');
INSERT INTO checkpoints VALUES (2, '{"at":"2026-11-22T12:11:00.000Z","erased":1,"genesis":"397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60","heads":{"4":[3,"56ed8a7027e3d0a19c3a2568e370f7aa4b6bd9554b455a2bab5509ff474595c8"]},"number":2,"ordinal":5,"previous":"72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801","vouches":"45f1b48a6568ecb1000f2ea6cd75973a23ab35f638a21e6ee1ed4337ada2c2fa"}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', 'dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e');
INSERT INTO checkpoints VALUES (3, '{"at":"2026-11-22T12:16:00.000Z","erased":1,"genesis":"537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2","heads":{"6":[2,"3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb"]},"number":3,"ordinal":6,"previous":"dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e","vouches":"348a271a375e3bc2c22c055cfbac6ba5afbdb83ec7d00e8724a308a355164955"}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '97294e5631b0a1f8d825c2ef8ae7d292f0a66aba22c38144c09269dfbb48efc89e2778190483e40f100c96e57af2d40c4b1bed75b1fc7afc2cecf13a62065305');
INSERT INTO cohorts VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'autumn', 'Autumn', '2026-11-22T12:12:00.000Z', 5, '377cf8c8423e66ba76d9b14ae36d3ffc');
INSERT INTO critical_events VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 1, 'no-aid');
INSERT INTO critical_events VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'no-aid');
INSERT INTO decisions VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'here', 'here-ask', '["here-leave","here-order","here-ask","here-force"]', '["here-leave","here-order","here-ask","here-force"]', '2026-11-22T12:04:00.000Z', 2.5, false, 'there', 'ced9931a8b5f75fa70d6f05a680552b5acebf76b158458ba91cff6d604bc4c6c', 1);
INSERT INTO decisions VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'there', 'there-leave', '["there-leave","there-order","there-force","there-ask"]', '["there-leave","there-order","there-force","there-ask"]', '2026-11-22T12:06:00.000Z', 2.5, false, 'gone', 'd9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380', 1);
INSERT INTO decisions VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'here', 'here-order', '["here-leave","here-order","here-ask","here-force"]', '["here-leave","here-order","here-ask","here-force"]', '2026-11-22T12:16:00.000Z', 2.5, false, 'there', '0a2d7fafafe538c2a3ca34d5b9ad7c60ae736fe7b68730fdbaa0c53ad37150fc', 1);
INSERT INTO decisions VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'there', 'there-leave', '["there-leave","there-order","there-force","there-ask"]', '["there-leave","there-order","there-force","there-ask"]', '2026-11-22T12:16:00.000Z', 2.5, false, 'gone', '3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb', 1);
INSERT INTO decisions VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'here', 'here-ask', '["here-leave","here-order","here-ask","here-force"]', '["here-leave","here-order","here-ask","here-force"]', '2026-11-22T12:04:00.000Z', 2.5, false, 'there', '181000c96ca14d573fc69b8cc3f67389342424dbe78db0ab00525e0df405dd79', 1);
INSERT INTO decisions VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'there', 'there-ask', '["there-leave","there-order","there-force","there-ask"]', '["there-leave","there-order","there-force","there-ask"]', '2026-11-22T12:04:00.000Z', 2.5, false, 'here', 'bb2c0e866f6ef808f6d9d6b6ce41f4ec86616e169d5b8528a0dd8cbb677174c6', 1);
INSERT INTO decisions VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 1, 'here', 'here-force', '["here-leave","here-order","here-ask","here-force"]', '["here-leave","here-order","here-ask","here-force"]', '2026-11-22T12:00:00.000Z', 2.5, false, 'there', 'ac5af036343774b6242bbdb2ab2e03d1df69e448acf3c7357396e2fae3beb60a', 1);
INSERT INTO decisions VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 2, 'there', 'there-ask', '["there-leave","there-order","there-force","there-ask"]', '["there-leave","there-order","there-force","there-ask"]', '2026-11-22T12:08:00.000Z', 2.5, false, 'here', 'e95ef8d1ac94c5abd5a084f41c8704e628dce2c27c0ae00ba2ecd6821f8bfdf5', 1);
INSERT INTO decisions VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 3, 'here', 'here-ask', '["here-leave","here-ask","here-order","here-force"]', '["here-leave","here-ask","here-order","here-force"]', '2026-11-22T12:09:00.000Z', 2.5, false, 'there', '56ed8a7027e3d0a19c3a2568e370f7aa4b6bd9554b455a2bab5509ff474595c8', 1);
INSERT INTO decisions VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'here', 'here-force', '["here-leave","here-order","here-ask","here-force"]', '["here-leave","here-order","here-ask","here-force"]', '2026-11-22T12:00:00.000Z', 2.5, false, 'there', 'd2013b047b3924466a2a4fa952ee11824e698288183ef855c83b4f52d09d8d3c', 1);
INSERT INTO decisions VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'there', 'there-order', '["there-leave","there-order","there-force","there-ask"]', '["there-leave","there-order","there-force","there-ask"]', '2026-11-22T12:00:00.000Z', 2.5, false, 'here', '6b03ed8f7207e7899f89cf431b58276509384d5a7a678ddb2674a2bd5c75d864', 1);
INSERT INTO decisions VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'here', 'here-leave', '["here-leave","here-ask","here-order","here-force"]', '["here-leave","here-ask","here-order","here-force"]', '2026-11-22T12:00:00.000Z', 2.5, false, 'gone', '86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48', 1);
INSERT INTO finishes VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'gone', 'partial', '2026-11-22T12:00:00.000Z', 3, '86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48');
INSERT INTO finishes VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 'gone', 'partial', '2026-11-22T12:06:00.000Z', 2, 'd9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380');
INSERT INTO finishes VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'gone', 'partial', '2026-11-22T12:16:00.000Z', 2, '3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb');
INSERT INTO groups VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'entry', 'graduate', 8, 'cdea1174d624fbeee86945667dc82382');
INSERT INTO identities VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'A-001', 'zoe@example.org', 3, '2f832f64c2517d4ff9ebb01a7ff20a73');
INSERT INTO identities VALUES ('b247dd4e-d958-4cc7-b923-0d1c58774be9', NULL, 'ada@example.org', 4, '1699a9c4e250432500a3255a94afbf2f');
INSERT INTO journal VALUES (1, 1, '2026-11-26T01:42:21.506Z', 'trainees', 'kept', NULL, '6e3bf52deee534d29e359b174db3a3ee553095f082579042c0286829665119b5', 'e975bfffcf334303415f9940742e6ecfd1fadb3009bf8652c55687bb12f72960');
INSERT INTO journal VALUES (2, 1, '2026-11-26T01:42:21.506Z', 'trainees', 'kept', NULL, '9fceca10dcda716f3bc6b5727a66fbc7a66f9ba125436958cdfa14832630e15e', '5750dadc6326707fcd5177937368bc05ba72a600de1274c960e4d307b1dbdda9');
INSERT INTO journal VALUES (3, 1, '2026-11-26T01:42:21.506Z', 'identities', 'kept', NULL, 'b9b8fbeccf1aa8672beffb5649f14d52ed22ba85058ec7d3061cac4453b40246', '8d81665c846dbaade7459e3cb69efdc935af918e60109fb4f5a4d14e88ef3925');
INSERT INTO journal VALUES (4, 1, '2026-11-26T01:42:21.506Z', 'identities', 'kept', NULL, 'f9199329180c3479e56852a0a212484bce80656eecfabb2f9f118f490a77e12b', '5293a0a7d81981ade20acf45287b1ceb6ac85389fc85ef857b5834b0595a45c9');
INSERT INTO journal VALUES (5, 1, '2026-11-26T01:42:21.506Z', 'cohorts', 'kept', NULL, '55c507b0d24b3f6533edc7fae7fb1e186569c20f998267cb0eb5a8eab6f3ec10', '707133eff6e12934712449b81db431ee15c6f730dab7996aa88c4951d7e0078d');
INSERT INTO journal VALUES (6, 1, '2026-11-26T01:42:21.506Z', 'members', 'kept', NULL, '5f625d28f855eef58b274be0c7f05793bf0aae05eae963c1eec1a3dd7b913dd6', '90ba8378b82840d0e3a6139ceb40c687a767dc8ecea94eb8c28307785b37e9e3');
INSERT INTO journal VALUES (7, 1, '2026-11-26T01:42:21.506Z', 'members', 'kept', NULL, '43c70d64f1bca7bd87c3b26a348a553e99bf1b20476c908daebd0dd87e6cac32', 'b5f2e7c0d277b8f8ff5ea9bcc6eeb8611bdd14722571a66442102009efe1107d');
INSERT INTO journal VALUES (8, 1, '2026-11-26T01:42:21.506Z', 'groups', 'kept', NULL, '319bed820ca23f992238672cc3c46901c206564ec26184172d67fab4ac0c44af', 'a66dc42e9c7799fe3d3c155df39e73dd7d5abb9fd43de2aed6b975e56bf9024c');
INSERT INTO journal VALUES (9, 1, '2026-11-26T01:42:21.506Z', 'assignments', 'kept', NULL, '126a1fea1fd142c3e55df398c5c1cb5ffd442d3994a7a285f013ec9031691ae3', '05e5c1afd549e00f9b837b41b2bc0594c8715c1aee544c4cfa7f81d68331e83d');
INSERT INTO journal VALUES (10, 1, '2026-11-26T01:42:21.506Z', 'assignments', 'kept', NULL, '6041fa48ffb0e8810afbc6eda6398213b5ae8ed272e0bb1cc97847511f1cdc6c', 'f2a5ffbf80185908156c2934e2baa5fef95d0348fda2ab4fb6beaa97fa67d5c1');
INSERT INTO journal VALUES (11, 1, '2026-11-26T01:42:21.506Z', 'self_ratings', 'kept', NULL, 'ceea2a539f542017060baacfd799d36e50071a3f95e4d0662be31ad4736b8dde', '4c16029718fa23a75b89764058842bf0b34d88478d0f504c4b7b630da2307c1f');
INSERT INTO journal VALUES (12, 1, '2026-11-26T01:42:21.506Z', 'self_ratings', 'kept', NULL, 'f393dfee8a776995ddefa8d2324fe60ef6a9bdc7dda0cf5e6cb17d406b4af8af', '21d7e696f89db1e1594267f33fb42feb86edfa09e1f1e571f5c57cb78787433c');
INSERT INTO journal VALUES (13, 1, '2026-11-26T01:42:21.506Z', 'reflections', 'kept', NULL, 'fa5a5fa37b5449dd86eb927cb7308ed74d0e0edafc1296053a09efe603fc582c', 'ab262f4c1ef93f4a7bd7a186b52d69b5dfea52cdc3eb939d1717917ec86e5b8e');
INSERT INTO journal VALUES (14, 1, '2026-11-26T01:42:21.506Z', 'reflections', 'kept', NULL, '7707f9a921d345312620b70633b3cc4947405a2fa864d5d3b4eedca7bbaead35', '49f9159b6b461a63142917cf809d7f7471e399536659d8ecffbe71f3f1812f6f');
INSERT INTO journal VALUES (15, 1, '2026-11-26T01:42:21.506Z', 'trainer_ratings', 'kept', NULL, 'fa7af390e316e182581998fb2751e20cfa40cea936354418058891c0a9f88131', '13c3c7e05becd207deca1c84037e6deabc72792d7a587f0d4172f00cfa643e9d');
INSERT INTO journal VALUES (16, 1, '2026-11-26T01:42:21.506Z', 'trainer_ratings', 'kept', NULL, '67bc46c0459ddf5ed12085e4f8a865ba8eec33a29635678ae72e8322077dfd18', '934f61bf9eddc96f7dbfd45f2e4a1ee572aacb0b9c16c7ac90e9b4a74727e4a0');
INSERT INTO journal VALUES (17, 1, '2026-11-26T01:42:21.506Z', 'trainer_ratings', 'kept', NULL, '6e4784f128aa336911690fe8b62a82a1a73636093ff0defbdf4f1e796b5b4444', '1bf9e6700914fb250b9f2cf3b9a8df34a8eeec5a6040c5af4e6997d852c1b757');
INSERT INTO journal VALUES (18, 1, '2026-11-26T01:42:21.506Z', 'trainer_ratings', 'kept', NULL, '45b9c86e996bb9fdd7efdc1e3f7f1aaa9bf363b00bbdb0b486de18a2668e70a9', 'f1523fab4f0be5820648bb7306ead6f5e014f73854ee635fffd404946d83851c');
INSERT INTO journal VALUES (19, 1, '2026-11-26T01:42:21.506Z', 'trainer_ratings', 'kept', NULL, 'a96edb2c2d74da097c7452e796edba803e88858455b7bd8bb7c4588b5bbeccb7', '90443f6e69f83039e1e510cfe75aa2ac85b40b9c1ce5f79ee508f5c58f983f14');
INSERT INTO journal VALUES (20, 1, '2026-11-26T01:42:21.506Z', 'rescorings', 'kept', NULL, '0bded387d8b31ae625c61d1388a538d82bb9b218d348f725e27448ba0c27b451', 'e346835356fe2d697a9b1558fc4cb7c5a55383ea210a4fad0fdf44cedeb62c2c');
INSERT INTO journal VALUES (21, 1, '2026-11-26T01:42:21.506Z', 'rescored_runs', 'kept', NULL, '93979bdbd5fce310b1db9cf69e19fb9bf8363fa58bed24a16b919c482367266d', '801ba618762a55e58b842faac966e340f5ae8b367eaa578e3b356bf67982caed');
INSERT INTO journal VALUES (22, 1, '2026-11-26T01:42:21.506Z', 'rescored_runs', 'kept', NULL, 'c6a193fd177bf8b56ce4b01a6beaabce7f68e5c27c2d674e996345f461812f16', '63f73d30456e66c39eb665ed930d0f579c7e2ebf73c3ee4499aa3a4ae004a9b5');
INSERT INTO journal VALUES (23, 1, '2026-11-26T01:42:21.506Z', 'rescored_runs', 'kept', NULL, 'f719a2952c200cf6c142798cd459daa942f9d3ffe770a40e2a97ff726d83662d', '9d74a8f318ffd3f120535357db3b1187e4aec04e43c285fc53e879f5cb06b943');
INSERT INTO journal VALUES (24, 1, '2026-11-26T01:42:21.506Z', 'tombstones', 'kept', NULL, 'eb82bd7ff62ae45f0db61771708d78264330bd67060872be6143e9a2591e31bd', '1e8e671517017ea04be1110c57254aa1105c69191be865ded3db164a1ec97cc0');
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'listening', 'de-escalation', 1, 1, 0);
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'voice', 'respect', 2, 2, -2);
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'voice', 'respect', 0, 2, -2);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'voice', 'respect', -2, 2, -2);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'voice', 'respect', 0, 2, -2);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'listening', 'de-escalation', 1, 1, 0);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'voice', 'respect', 2, 2, -2);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'listening', 'de-escalation', 1, 1, 0);
INSERT INTO levels VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'voice', 'respect', 2, 2, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 1, 'care', 'respect', -2, 0, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 1, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 1, 'voice', 'respect', 0, 2, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 2, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 2, 'listening', 'de-escalation', 1, 1, 0);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 2, 'voice', 'respect', 2, 2, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 3, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 3, 'listening', 'de-escalation', 1, 1, 0);
INSERT INTO levels VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 3, 'voice', 'respect', 2, 2, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'care', 'respect', -2, 0, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'voice', 'respect', 0, 2, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'voice', 'respect', -2, 2, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'care', 'respect', 0, 0, -2);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'listening', 'de-escalation', 0, 1, 0);
INSERT INTO levels VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'voice', 'respect', 0, 2, -2);
INSERT INTO members VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', '2026-11-22T12:13:00.000Z', 6, 'fa0156e147d0d1022ae4f5321f9f4c41');
INSERT INTO members VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'b247dd4e-d958-4cc7-b923-0d1c58774be9', '2026-11-22T12:13:00.000Z', 7, '43db023a0ad601657cba8b44d3ed9d98');
INSERT INTO reflections VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'Sooner — next time I''d ask.', '2026-11-22T12:02:00.000Z', 13, '792c7d4c8c7a639253a7577396a86ef6');
INSERT INTO reflections VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'Ask first.', '2026-11-22T12:03:00.000Z', 14, '92fd9a045c2d6f3543757bb79db8a136');
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', 1, 'voice', 2, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', 2, 'voice', 0, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 1, 'voice', -2, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 2, 'voice', 0, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'care', -2, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'voice', 0, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'voice', -2, 2, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'care', 0, 0, -2);
INSERT INTO rescored_levels VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 3, 'voice', 0, 2, -2);
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', '1937231d897942b6f4f38f7c8c3783ddba3eb6f77427924138b5d75856b9b28d', 21, '87e08a7ce8aabfc82061f27ac4e67e8c');
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 'ae0d7949370d21d43b3ed223ae320c305c1a8202b30b6ace2dbad768ff72e3b7', 22, 'c9a5a0c24ae2220c7b4bf9beca4cd69f');
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'e5122cffb2cfa9cd40aa39844a75f2cfebda83986be9d20cb378e3e3b98a6df9', 23, '138595e8c3b71bfd41907689c7efc67f');
INSERT INTO rescorings VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'respect', '1.0.0', '{"rubric":{"about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","criteria":{"care":{"about":"Evident concern for wellbeing.","anchors":{"-1":"Is indifferent to pain, a child or medicine.","-2":"Threatens, or exploits a weakness.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"],"title":"Care","weight":1.0},"closing":{"about":"Outcome, next contact, complaint route.","anchors":{"-1":"Ends with no outcome; passes the buck.","-2":"Abandons or misleads.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Closing","weight":1.0},"dignity":{"about":"Courtesy, privacy, body and property.","anchors":{"-1":"Is sarcastic, talks over, airs it in public.","-2":"Humiliates or exposes the person; damages property.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"],"title":"Dignity","weight":1.0},"neutrality":{"about":"Facts and the rule, the same for all.","anchors":{"-1":"Shifting grounds.","-2":"A remark about a group; a double standard.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"],"title":"Neutrality","weight":1.0},"opening":{"about":"Greets, identifies, uses the right form of name.","anchors":{"-1":"First name or \"mate\" unasked; gives no identity.","-2":"A slur, an insult or a nickname.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"],"title":"Opening","weight":1.0},"reason-and-rights":{"about":"Why, by what power, and what happens next.","anchors":{"-1":"\"Because I say so\"; the reason comes late.","-2":"Gives a false reason, or refuses one.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Reason and rights","weight":1.0},"voice":{"about":"Hears the account before deciding.","anchors":{"-1":"Asks, then ignores the answer.","-2":"Forbids or punishes speaking.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"],"title":"Voice","weight":1.0}},"critical_events":{"discriminatory-remark":{"about":"A remark that demeans a person for who they are.","title":"Discriminatory remark"},"failure-to-intervene":{"about":"A colleague''s misconduct was seen and let pass.","title":"Failure to intervene"},"false-statement":{"about":"Something known to be untrue was said or written as fact.","title":"False statement"}},"format":"1","id":"respect","panel":null,"reported":"scored","title":"Respect","version":"1.0.0"}}', 'Tim', 'Trying it', '2026-11-22T12:30:00.000Z', 20, '439f38eeec0c6d1126022852e34a9b1c');
INSERT INTO rubric_snapshots VALUES ('c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65', 'cultural-responsiveness', '1.0.0', '{"format":"1","id":"cultural-responsiveness","version":"1.0.0","title":"Cultural responsiveness","about":"Treats identity as a question, removes barriers to access, and notices own assumptions.","reported":"profile","criteria":{"ask-adapt-check":{"title":"Ask, adapt, check","about":"Asks what this person needs, adjusts, and checks that it worked.","anchors":{"-2":"A stereotype or mockery guides action, or a barrier is exploited.","-1":"Assumes need or meaning from appearance; ignores a stated need.","0":"Same service to all; need neither noticed nor refused.","1":"Asks about language, communication, faith, access or name, and adjusts.","2":"Asks, adjusts, checks that it worked, names own uncertainty, keeps dignity and safety both, uses qualified help."},"sources":["Tervalon & Murray-García, Cultural humility, 1998","Ang & Van Dyne, Cultural intelligence (strategy and action)"]}},"critical_events":{"child-interpreter":{"title":"Child used as interpreter","about":"A child was made to interpret though nothing was urgent."}}}');
INSERT INTO rubric_snapshots VALUES ('179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680', 'de-escalation', '1.0.0', '{"format":"1","id":"de-escalation","version":"1.0.0","title":"De-escalation","about":"Slowing things down, finding out, staying steady and using no more power than the moment needs.","criteria":{"time-and-space":{"title":"Time and space","about":"Slows the pace; uses distance, cover and colleagues.","anchors":{"-2":"Rushes or corners the person; removes exits for no safety reason.","-1":"Crowds the person; several voices at once.","0":"Holds position.","1":"Gives room, has one speaker, asks for the right resource.","2":"Also stages resources, lets silence work, and gives time back as things calm."},"sources":["PERF, ICAT training guide, Critical Decision-Making Model","College of Policing, Conflict management guidelines, 2020"]},"information-first":{"title":"Information first","about":"Finds out before acting.","anchors":{"-2":"Acts on rumour or a label.","-1":"Asks leading or closed questions; ignores a fact that was offered.","0":"Uses the dispatch facts only.","1":"Asks an open question; checks with the person or with dispatch.","2":"Tests own assumption aloud; looks for what would change the plan."},"sources":["UK National Decision Model, element 2 (information and intelligence)","PERF, ICAT Critical Decision-Making Model, element 1 (collect information)"]},"risk-reading":{"title":"Reading risk","about":"Judges threat on behaviour, and updates. Two-sided - missing real danger is as harmful as seeing danger in distress.","anchors":{"-2":"Treats identity or distress as threat, or ignores real danger.","-1":"Keeps a fixed plan though things changed.","0":"Makes a reasonable first read.","1":"Names risk and safeguards; updates.","2":"Re-checks at each change; separates unable from unwilling."},"sources":["UK National Decision Model, elements 3 and 6","PERF, ICAT Critical Decision-Making Model, elements 2 and 5"]},"self-control":{"title":"Self-control","about":"Own voice, face and stance.","anchors":{"-2":"Shouts, insults or baits.","-1":"Shows sarcasm or visible anger.","0":"Flat but controlled.","1":"Steady voice, open stance.","2":"Recovers after provocation; lowers the room''s heat; hands over if wound up."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"listening":{"title":"Listening","about":"Shows the person that they are understood.","anchors":{"-2":"Mocks or denies a feeling.","-1":"Interrupts; tells the person to calm down.","0":"Lets them talk, with no response.","1":"Reflects content or feeling; summarises.","2":"Names feeling and need, and the person confirms; rapport comes before influence."},"sources":["LEAPS (listen, empathise, ask, paraphrase, summarise)","Vecchi, Van Hasselt & Romano, Behavioural Change Stairway, 2005","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"options":{"title":"Options","about":"Realistic choices, face saved, agreement reached.","anchors":{"-2":"Gives an ultimatum that cannot or should not be carried out.","-1":"Gives an order with a threat.","0":"Makes a plain request.","1":"Asks, gives a reason, offers two workable options.","2":"Makes a joint plan with a face-saver; checks agreement; keeps the promise."},"sources":["The five-step appeal (ask, set context, present options, confirm, act)","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"proportionate-authority":{"title":"Proportionate authority","about":"Power no more and no later than needed. Two-sided - hesitating in imminent danger is never rewarded.","anchors":{"-2":"Unlawful or excessive force, or no action in imminent danger.","-1":"Above the resistance met, or late.","0":"Lawful, unexplained.","1":"The least intrusive step that works, with warning and reason.","2":"Also plans how to step down, aftercare, record and review."},"sources":["UK National Decision Model, elements 4 to 6","PERF, ICAT Critical Decision-Making Model, elements 3 to 5","College of Policing, Conflict management guidelines, 2020"]}},"critical_events":{"unlawful-force-or-search":{"title":"Unlawful force or search","about":"Force or a search without a power, or beyond what the power allows."},"no-aid":{"title":"No aid","about":"Somebody was hurt or ill and no help was given or called."},"ignored-danger":{"title":"Ignored danger","about":"A real and present danger was seen and nothing was done."}}}');
INSERT INTO rubric_snapshots VALUES ('96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0', 'respect', '1.0.0', '{"format":"1","id":"respect","version":"1.0.0","title":"Respect","about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","index":"formative","criteria":{"opening":{"title":"Opening","about":"Greets, identifies, uses the right form of name.","anchors":{"-2":"A slur, an insult or a nickname.","-1":"First name or \"mate\" unasked; gives no identity.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"]},"reason-and-rights":{"title":"Reason and rights","about":"Why, by what power, and what happens next.","anchors":{"-2":"Gives a false reason, or refuses one.","-1":"\"Because I say so\"; the reason comes late.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]},"voice":{"title":"Voice","about":"Hears the account before deciding.","anchors":{"-2":"Forbids or punishes speaking.","-1":"Asks, then ignores the answer.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"]},"neutrality":{"title":"Neutrality","about":"Facts and the rule, the same for all.","anchors":{"-2":"A remark about a group; a double standard.","-1":"Shifting grounds.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"]},"dignity":{"title":"Dignity","about":"Courtesy, privacy, body and property.","anchors":{"-2":"Humiliates or exposes the person; damages property.","-1":"Is sarcastic, talks over, airs it in public.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"]},"care":{"title":"Care","about":"Evident concern for wellbeing.","anchors":{"-2":"Threatens, or exploits a weakness.","-1":"Is indifferent to pain, a child or medicine.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"]},"closing":{"title":"Closing","about":"Outcome, next contact, complaint route.","anchors":{"-2":"Abandons or misleads.","-1":"Ends with no outcome; passes the buck.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]}},"critical_events":{"discriminatory-remark":{"title":"Discriminatory remark","about":"A remark that demeans a person for who they are."},"false-statement":{"title":"False statement","about":"Something known to be untrue was said or written as fact."},"failure-to-intervene":{"title":"Failure to intervene","about":"A colleague''s misconduct was seen and let pass."}}}');
INSERT INTO runs VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:00:00.000Z', NULL, NULL, NULL, NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'd073efdcfc6cb06301e5a1e502982eda6818dabde141d63cb104186485f87f78', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:04:00.000Z', NULL, NULL, NULL, NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', '0452055affc1ab32d24f8c496f007eb4ec28d93a3fa66633d9b24a111c55bdb1', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 3, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:05:00.000Z', '7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'rewind', NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'b582725777c367b861c42503dd1447130a97990a15faa2055d677744f9b73d75', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 4, '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:07:00.000Z', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'again', NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 6, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'assessment', 7, 'en-GB', '2026-11-22T12:16:00.000Z', NULL, NULL, NULL, '2291d37a-c7ae-49e7-9c94-b320b52634f9', '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', '537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO self_ratings VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'respect', 40, '2026-11-22T12:01:00.000Z', 11, 'b468918186fb53673cd2028422d37abb');
INSERT INTO self_ratings VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'de-escalation', 70, '2026-11-22T12:01:00.000Z', 12, 'e411626aebac721cc11908e718c0e51c');
INSERT INTO served_forms VALUES ('0025');
INSERT INTO settings VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'theme', '"dark"');
INSERT INTO snapshots VALUES ('cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'circle', '1.0.0', '{"format":"1","id":"circle","version":"1.0.0","title":"Circle","summary":"Round and round.","language":"en-GB","setting":{"force":"urban","place":"a street"},"level":"foundation","minutes":5,"rubrics":["de-escalation","respect","cultural-responsiveness"],"people":{"reid":{"name":"PC Reid","role":"you"}},"state":{"tension":{"start":1,"min":0,"max":10},"turns":{"start":0,"min":0,"max":1000}},"start":"here","scenes":{"here":{"text":[{"text":"This is here."}],"choices":[{"id":"here-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"there"}]},{"id":"here-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"there"}]},{"id":"here-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"there"}]},{"id":"here-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]},"there":{"text":[{"text":"This is there."}],"choices":[{"id":"there-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"here"}]},{"id":"there-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"here"}]},{"id":"there-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"here"}]},{"id":"there-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]}},"endings":{"gone":{"outcome":"partial","text":[{"text":"You are gone."}]}}}');
INSERT INTO tombstones VALUES (5, '397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60', '2026-11-22T12:11:00.000Z', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '74dd96eb11b4b973346eeb383608c6ab4b1201ac37b14b88a78296f391f4d420bf410005b834f384958b42da63cd2adcb59dc3830914a2e2cd1cda72c2607f00', 24, '7f5ee2db764c9210e9c20b4e4bfe418c');
INSERT INTO trainees VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'zoë o''hara', 'Zoë O''Hara', '2026-11-22T12:00:00.000Z', 1, '12c52cafe827de1ace61a261aeb90117');
INSERT INTO trainees VALUES ('b247dd4e-d958-4cc7-b923-0d1c58774be9', 'ada', 'Ada', '2026-11-22T12:04:00.000Z', 2, '305723350b7ebd0ae3977a76564ce090');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'listening', 1, -1, NULL, '2026-11-22T12:20:00.000Z', 15, 'dc96bbda2d45f7400d647bab1be4c2c6');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'listening', 2, NULL, 1, '2026-11-22T12:21:00.000Z', 16, 'aa7b9bc0f1a7d02156740709de683e23');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 1, 0, NULL, '2026-11-22T12:20:00.000Z', 17, '2800bffa67d4b230d79516c568f239b3');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 2, NULL, 1, '2026-11-22T12:21:00.000Z', 18, '35f4a1d5aeedbaa3acccc4d2e8d56c04');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 3, 1, NULL, '2026-11-22T12:22:00.000Z', 19, '242db915a2decf3edf2d350ee2a042a7');
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);
ALTER TABLE ONLY adjustments
    ADD CONSTRAINT pk_adjustments PRIMARY KEY (assignment_id, trainee_id, number);
ALTER TABLE ONLY archived_cohorts
    ADD CONSTRAINT pk_archived_cohorts PRIMARY KEY (cohort_id);
ALTER TABLE ONLY assignments
    ADD CONSTRAINT pk_assignments PRIMARY KEY (id);
ALTER TABLE ONLY audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (number);
ALTER TABLE ONLY campaign_finishes
    ADD CONSTRAINT pk_campaign_finishes PRIMARY KEY (campaign_run);
ALTER TABLE ONLY campaign_runs
    ADD CONSTRAINT pk_campaign_runs PRIMARY KEY (id);
ALTER TABLE ONLY campaign_snapshots
    ADD CONSTRAINT pk_campaign_snapshots PRIMARY KEY (digest);
ALTER TABLE ONLY checkpoints
    ADD CONSTRAINT pk_checkpoints PRIMARY KEY (number);
ALTER TABLE ONLY class_sessions
    ADD CONSTRAINT pk_class_sessions PRIMARY KEY (id);
ALTER TABLE ONLY cohort_trainers
    ADD CONSTRAINT pk_cohort_trainers PRIMARY KEY (cohort_id, trainee_id);
ALTER TABLE ONLY cohorts
    ADD CONSTRAINT pk_cohorts PRIMARY KEY (id);
ALTER TABLE ONLY comments
    ADD CONSTRAINT pk_comments PRIMARY KEY (run_id, number);
ALTER TABLE ONLY critical_events
    ADD CONSTRAINT pk_critical_events PRIMARY KEY (run_id, sequence, event);
ALTER TABLE ONLY database_logins
    ADD CONSTRAINT pk_database_logins PRIMARY KEY (login);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT pk_decisions PRIMARY KEY (run_id, sequence);
ALTER TABLE ONLY finishes
    ADD CONSTRAINT pk_finishes PRIMARY KEY (run_id);
ALTER TABLE ONLY groups
    ADD CONSTRAINT pk_groups PRIMARY KEY (trainee_id, name);
ALTER TABLE ONLY identities
    ADD CONSTRAINT pk_identities PRIMARY KEY (trainee_id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (code);
ALTER TABLE ONLY journal
    ADD CONSTRAINT pk_journal PRIMARY KEY (ordinal);
ALTER TABLE ONLY levels
    ADD CONSTRAINT pk_levels PRIMARY KEY (run_id, sequence, criterion);
ALTER TABLE ONLY members
    ADD CONSTRAINT pk_members PRIMARY KEY (cohort_id, trainee_id);
ALTER TABLE ONLY merges
    ADD CONSTRAINT pk_merges PRIMARY KEY (trainee_id);
ALTER TABLE ONLY notices
    ADD CONSTRAINT pk_notices PRIMARY KEY (id);
ALTER TABLE ONLY own_words
    ADD CONSTRAINT pk_own_words PRIMARY KEY (run_id, sequence);
ALTER TABLE ONLY pauses
    ADD CONSTRAINT pk_pauses PRIMARY KEY (id);
ALTER TABLE ONLY provider_identities
    ADD CONSTRAINT pk_provider_identities PRIMARY KEY (issuer, subject);
ALTER TABLE ONLY publications
    ADD CONSTRAINT pk_publications PRIMARY KEY (id);
ALTER TABLE ONLY published
    ADD CONSTRAINT pk_published PRIMARY KEY (id);
ALTER TABLE ONLY published_campaigns
    ADD CONSTRAINT pk_published_campaigns PRIMARY KEY (id);
ALTER TABLE ONLY published_translations
    ADD CONSTRAINT pk_published_translations PRIMARY KEY (digest, language);
ALTER TABLE ONLY reflections
    ADD CONSTRAINT pk_reflections PRIMARY KEY (run_id, number);
ALTER TABLE ONLY rescored_levels
    ADD CONSTRAINT pk_rescored_levels PRIMARY KEY (rescoring_id, run_id, sequence, criterion);
ALTER TABLE ONLY rescored_runs
    ADD CONSTRAINT pk_rescored_runs PRIMARY KEY (rescoring_id, run_id);
ALTER TABLE ONLY rescorings
    ADD CONSTRAINT pk_rescorings PRIMARY KEY (id);
ALTER TABLE ONLY rubric_snapshots
    ADD CONSTRAINT pk_rubric_snapshots PRIMARY KEY (digest);
ALTER TABLE ONLY runs
    ADD CONSTRAINT pk_runs PRIMARY KEY (id);
ALTER TABLE ONLY self_ratings
    ADD CONSTRAINT pk_self_ratings PRIMARY KEY (run_id, rubric);
ALTER TABLE ONLY served_forms
    ADD CONSTRAINT pk_served_forms PRIMARY KEY (oldest);
ALTER TABLE ONLY server_terms
    ADD CONSTRAINT pk_server_terms PRIMARY KEY (assignment_id);
ALTER TABLE ONLY settings
    ADD CONSTRAINT pk_settings PRIMARY KEY (trainee_id, key);
ALTER TABLE ONLY sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (code);
ALTER TABLE ONLY signers
    ADD CONSTRAINT pk_signers PRIMARY KEY (public_key);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT pk_snapshots PRIMARY KEY (digest);
ALTER TABLE ONLY ssh_keys
    ADD CONSTRAINT pk_ssh_keys PRIMARY KEY (fingerprint);
ALTER TABLE ONLY tombstones
    ADD CONSTRAINT pk_tombstones PRIMARY KEY (ordinal);
ALTER TABLE ONLY trainees
    ADD CONSTRAINT pk_trainees PRIMARY KEY (id);
ALTER TABLE ONLY trainer_ratings
    ADD CONSTRAINT pk_trainer_ratings PRIMARY KEY (run_id, rater, criterion, number);
ALTER TABLE ONLY voids
    ADD CONSTRAINT pk_voids PRIMARY KEY (run_id);
ALTER TABLE ONLY word_ratings
    ADD CONSTRAINT pk_word_ratings PRIMARY KEY (run_id, rater, criterion, number);
ALTER TABLE ONLY words_first
    ADD CONSTRAINT pk_words_first PRIMARY KEY (assignment_id);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT uq_accounts_trainee_id UNIQUE (trainee_id);
ALTER TABLE ONLY cohorts
    ADD CONSTRAINT uq_cohorts_key UNIQUE (key);
ALTER TABLE ONLY identities
    ADD CONSTRAINT uq_identities_email UNIQUE (email);
ALTER TABLE ONLY identities
    ADD CONSTRAINT uq_identities_external_id UNIQUE (external_id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT uq_runs_ordinal UNIQUE (ordinal);
ALTER TABLE ONLY trainees
    ADD CONSTRAINT uq_trainees_key UNIQUE (key);
CREATE INDEX ix_adjustments_trainee_id ON adjustments USING btree (trainee_id);
CREATE INDEX ix_assignments_cohort_id ON assignments USING btree (cohort_id);
CREATE INDEX ix_campaign_runs_assignment_id ON campaign_runs USING btree (assignment_id);
CREATE INDEX ix_campaign_runs_trainee_id_campaign_id ON campaign_runs USING btree (trainee_id, campaign_id);
CREATE INDEX ix_members_trainee_id ON members USING btree (trainee_id);
CREATE INDEX ix_pauses_assignment_id ON pauses USING btree (assignment_id);
CREATE INDEX ix_publications_cohort_id ON publications USING btree (cohort_id);
CREATE INDEX ix_rescored_levels_run_id ON rescored_levels USING btree (run_id);
CREATE INDEX ix_rescorings_cohort_id ON rescorings USING btree (cohort_id);
CREATE INDEX ix_runs_assignment_id ON runs USING btree (assignment_id);
CREATE INDEX ix_runs_campaign_run ON runs USING btree (campaign_run);
CREATE INDEX ix_runs_origin_run ON runs USING btree (origin_run);
CREATE INDEX ix_runs_trainee_id_assignment_id_started_at_id ON runs USING btree (trainee_id, assignment_id, started_at, id);
CREATE INDEX ix_runs_trainee_id_scenario_id ON runs USING btree (trainee_id, scenario_id);
CREATE INDEX ix_sign_in_failures_key_address_at ON sign_in_failures USING btree (key, address, at);
CREATE INDEX ix_sign_ins_account_id ON sign_ins USING btree (account_id);
CREATE TRIGGER adjustments_never_deleted BEFORE DELETE ON adjustments FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER adjustments_never_truncated BEFORE TRUNCATE ON adjustments FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER adjustments_never_updated BEFORE UPDATE ON adjustments FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER audit_never_truncated BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER audit_never_updated BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_finishes_never_deleted BEFORE DELETE ON campaign_finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_finishes_never_truncated BEFORE TRUNCATE ON campaign_finishes FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_finishes_never_updated BEFORE UPDATE ON campaign_finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_runs_never_deleted BEFORE DELETE ON campaign_runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_runs_never_truncated BEFORE TRUNCATE ON campaign_runs FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_runs_never_updated BEFORE UPDATE ON campaign_runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_snapshots_never_deleted BEFORE DELETE ON campaign_snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_snapshots_never_truncated BEFORE TRUNCATE ON campaign_snapshots FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER campaign_snapshots_never_updated BEFORE UPDATE ON campaign_snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER checkpoints_never_deleted BEFORE DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER checkpoints_never_truncated BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER checkpoints_never_updated BEFORE UPDATE ON checkpoints FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER class_sessions_never_deleted BEFORE DELETE ON class_sessions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER class_sessions_never_truncated BEFORE TRUNCATE ON class_sessions FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER class_sessions_never_updated BEFORE UPDATE ON class_sessions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER comments_never_deleted BEFORE DELETE ON comments FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER comments_never_truncated BEFORE TRUNCATE ON comments FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER comments_never_updated BEFORE UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_deleted BEFORE DELETE ON critical_events FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_truncated BEFORE TRUNCATE ON critical_events FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER critical_events_never_updated BEFORE UPDATE ON critical_events FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_deleted BEFORE DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_truncated BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER decisions_never_updated BEFORE UPDATE ON decisions FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_deleted BEFORE DELETE ON finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_truncated BEFORE TRUNCATE ON finishes FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER finishes_never_updated BEFORE UPDATE ON finishes FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER journal_never_truncated BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_deleted BEFORE DELETE ON levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_truncated BEFORE TRUNCATE ON levels FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER levels_never_updated BEFORE UPDATE ON levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER notices_never_deleted BEFORE DELETE ON notices FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER notices_never_truncated BEFORE TRUNCATE ON notices FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER notices_never_updated BEFORE UPDATE ON notices FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER own_words_never_deleted BEFORE DELETE ON own_words FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER own_words_never_truncated BEFORE TRUNCATE ON own_words FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER own_words_never_updated BEFORE UPDATE ON own_words FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER publications_never_deleted BEFORE DELETE ON publications FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER publications_never_truncated BEFORE TRUNCATE ON publications FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER publications_never_updated BEFORE UPDATE ON publications FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_deleted BEFORE DELETE ON reflections FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_truncated BEFORE TRUNCATE ON reflections FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER reflections_never_updated BEFORE UPDATE ON reflections FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_levels_never_deleted BEFORE DELETE ON rescored_levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_levels_never_truncated BEFORE TRUNCATE ON rescored_levels FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_levels_never_updated BEFORE UPDATE ON rescored_levels FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_runs_never_deleted BEFORE DELETE ON rescored_runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_runs_never_truncated BEFORE TRUNCATE ON rescored_runs FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescored_runs_never_updated BEFORE UPDATE ON rescored_runs FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescorings_never_deleted BEFORE DELETE ON rescorings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescorings_never_truncated BEFORE TRUNCATE ON rescorings FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rescorings_never_updated BEFORE UPDATE ON rescorings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rubric_snapshots_never_deleted BEFORE DELETE ON rubric_snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rubric_snapshots_never_truncated BEFORE TRUNCATE ON rubric_snapshots FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER rubric_snapshots_never_updated BEFORE UPDATE ON rubric_snapshots FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
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
CREATE TRIGGER trainer_ratings_never_deleted BEFORE DELETE ON trainer_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER trainer_ratings_never_truncated BEFORE TRUNCATE ON trainer_ratings FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER trainer_ratings_never_updated BEFORE UPDATE ON trainer_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER voids_never_deleted BEFORE DELETE ON voids FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER voids_never_truncated BEFORE TRUNCATE ON voids FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER voids_never_updated BEFORE UPDATE ON voids FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER word_ratings_never_deleted BEFORE DELETE ON word_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER word_ratings_never_truncated BEFORE TRUNCATE ON word_ratings FOR EACH STATEMENT EXECUTE FUNCTION encounter_refuse();
CREATE TRIGGER word_ratings_never_updated BEFORE UPDATE ON word_ratings FOR EACH ROW EXECUTE FUNCTION encounter_refuse();
ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY adjustments
    ADD CONSTRAINT fk_adjustments_assignment_id_assignments FOREIGN KEY (assignment_id) REFERENCES assignments(id);
ALTER TABLE ONLY adjustments
    ADD CONSTRAINT fk_adjustments_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY archived_cohorts
    ADD CONSTRAINT fk_archived_cohorts_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY assignments
    ADD CONSTRAINT fk_assignments_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY campaign_finishes
    ADD CONSTRAINT fk_campaign_finishes_campaign_run_campaign_runs FOREIGN KEY (campaign_run) REFERENCES campaign_runs(id);
ALTER TABLE ONLY campaign_finishes
    ADD CONSTRAINT fk_campaign_finishes_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY campaign_runs
    ADD CONSTRAINT fk_campaign_runs_digest_campaign_snapshots FOREIGN KEY (digest) REFERENCES campaign_snapshots(digest);
ALTER TABLE ONLY campaign_runs
    ADD CONSTRAINT fk_campaign_runs_origin_campaign_runs FOREIGN KEY (origin) REFERENCES campaign_runs(id);
ALTER TABLE ONLY campaign_runs
    ADD CONSTRAINT fk_campaign_runs_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY cohort_trainers
    ADD CONSTRAINT fk_cohort_trainers_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY cohort_trainers
    ADD CONSTRAINT fk_cohort_trainers_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY comments
    ADD CONSTRAINT fk_comments_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY critical_events
    ADD CONSTRAINT fk_critical_events_run_id_sequence_decisions FOREIGN KEY (run_id, sequence) REFERENCES decisions(run_id, sequence);
ALTER TABLE ONLY database_logins
    ADD CONSTRAINT fk_database_logins_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT fk_decisions_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY finishes
    ADD CONSTRAINT fk_finishes_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY groups
    ADD CONSTRAINT fk_groups_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY identities
    ADD CONSTRAINT fk_identities_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT fk_invitations_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY levels
    ADD CONSTRAINT fk_levels_run_id_sequence_decisions FOREIGN KEY (run_id, sequence) REFERENCES decisions(run_id, sequence);
ALTER TABLE ONLY members
    ADD CONSTRAINT fk_members_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY members
    ADD CONSTRAINT fk_members_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY merges
    ADD CONSTRAINT fk_merges_into_id_trainees FOREIGN KEY (into_id) REFERENCES trainees(id);
ALTER TABLE ONLY merges
    ADD CONSTRAINT fk_merges_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY own_words
    ADD CONSTRAINT fk_own_words_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY pauses
    ADD CONSTRAINT fk_pauses_assignment_id_assignments FOREIGN KEY (assignment_id) REFERENCES assignments(id);
ALTER TABLE ONLY pauses
    ADD CONSTRAINT fk_pauses_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY provider_identities
    ADD CONSTRAINT fk_provider_identities_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY publications
    ADD CONSTRAINT fk_publications_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY published_campaigns
    ADD CONSTRAINT fk_published_campaigns_digest_campaign_snapshots FOREIGN KEY (digest) REFERENCES campaign_snapshots(digest);
ALTER TABLE ONLY published
    ADD CONSTRAINT fk_published_digest_snapshots FOREIGN KEY (digest) REFERENCES snapshots(digest);
ALTER TABLE ONLY reflections
    ADD CONSTRAINT fk_reflections_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY rescored_levels
    ADD CONSTRAINT fk_rescored_levels_rescoring_id_rescorings FOREIGN KEY (rescoring_id) REFERENCES rescorings(id);
ALTER TABLE ONLY rescored_levels
    ADD CONSTRAINT fk_rescored_levels_run_id_sequence_decisions FOREIGN KEY (run_id, sequence) REFERENCES decisions(run_id, sequence);
ALTER TABLE ONLY rescored_runs
    ADD CONSTRAINT fk_rescored_runs_rescoring_id_rescorings FOREIGN KEY (rescoring_id) REFERENCES rescorings(id);
ALTER TABLE ONLY rescored_runs
    ADD CONSTRAINT fk_rescored_runs_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY rescorings
    ADD CONSTRAINT fk_rescorings_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_digest_snapshots FOREIGN KEY (digest) REFERENCES snapshots(digest);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_origin_run_runs FOREIGN KEY (origin_run) REFERENCES runs(id);
ALTER TABLE ONLY runs
    ADD CONSTRAINT fk_runs_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY self_ratings
    ADD CONSTRAINT fk_self_ratings_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY server_terms
    ADD CONSTRAINT fk_server_terms_assignment_id_assignments FOREIGN KEY (assignment_id) REFERENCES assignments(id);
ALTER TABLE ONLY settings
    ADD CONSTRAINT fk_settings_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY sign_ins
    ADD CONSTRAINT fk_sign_ins_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY ssh_keys
    ADD CONSTRAINT fk_ssh_keys_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY trainer_ratings
    ADD CONSTRAINT fk_trainer_ratings_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY voids
    ADD CONSTRAINT fk_voids_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY word_ratings
    ADD CONSTRAINT fk_word_ratings_run_id_runs FOREIGN KEY (run_id) REFERENCES runs(id);
ALTER TABLE ONLY words_first
    ADD CONSTRAINT fk_words_first_assignment_id_assignments FOREIGN KEY (assignment_id) REFERENCES assignments(id);
