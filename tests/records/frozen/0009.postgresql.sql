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
INSERT INTO alembic_version VALUES ('0009');
INSERT INTO assignments VALUES ('2291d37a-c7ae-49e7-9c94-b320b52634f9', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'circle', 'assessment', '2026-11-26T16:00:00.000Z', 2, '2026-11-22T12:14:00.000Z', NULL, NULL, NULL, 9, '67a481c7b337e6d39fe6d5e5700c00bd');
INSERT INTO assignments VALUES ('17c16fa2-1855-4a5b-8a85-9fdf173719bc', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'market-stall', 'practice', NULL, NULL, '2026-11-22T12:15:00.000Z', NULL, NULL, NULL, 10, '0a1b868dd3964366e9da410fd5c17c78');
INSERT INTO checkpoints VALUES (1, '{"at":"2026-11-22T12:08:00.000Z","erased":0,"genesis":"e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8","heads":{"1":[3,"86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48"],"2":[2,"bb2c0e866f6ef808f6d9d6b6ce41f4ec86616e169d5b8528a0dd8cbb677174c6"],"3":[2,"d9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380"],"4":[2,"e95ef8d1ac94c5abd5a084f41c8704e628dce2c27c0ae00ba2ecd6821f8bfdf5"]},"number":1,"ordinal":4,"previous":"","vouches":""}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801');
INSERT INTO checkpoints VALUES (2, '{"at":"2026-11-22T12:11:00.000Z","erased":1,"genesis":"397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60","heads":{"4":[3,"56ed8a7027e3d0a19c3a2568e370f7aa4b6bd9554b455a2bab5509ff474595c8"]},"number":2,"ordinal":5,"previous":"72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801","vouches":"45f1b48a6568ecb1000f2ea6cd75973a23ab35f638a21e6ee1ed4337ada2c2fa"}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', 'dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e');
INSERT INTO checkpoints VALUES (3, '{"at":"2026-11-22T12:16:00.000Z","erased":1,"genesis":"537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2","heads":{"6":[2,"3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb"]},"number":3,"ordinal":6,"previous":"dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e","vouches":"348a271a375e3bc2c22c055cfbac6ba5afbdb83ec7d00e8724a308a355164955"}', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '97294e5631b0a1f8d825c2ef8ae7d292f0a66aba22c38144c09269dfbb48efc89e2778190483e40f100c96e57af2d40c4b1bed75b1fc7afc2cecf13a62065305');
INSERT INTO cohorts VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'autumn', 'Autumn', '2026-11-22T12:12:00.000Z', 5, '34a2d6fd0c68c91b4ad945e311adbc5f');
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
INSERT INTO groups VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'entry', 'graduate', 8, 'd2bafe07a05292a23a6b45c140a4388a');
INSERT INTO identities VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'A-001', 'zoe@example.org', 3, 'b800fac213d4003b0ab49a8b7edfd633');
INSERT INTO identities VALUES ('b247dd4e-d958-4cc7-b923-0d1c58774be9', NULL, 'ada@example.org', 4, 'cb555e539b38a320fc06cbda29f1a026');
INSERT INTO journal VALUES (1, 1, '2026-11-25T20:05:50.007Z', 'trainees', 'kept', NULL, '9b2b5e4f4cc8fbd50d2320ca2d573376906bf724a44ab545ddea81288ab0eae1', '4df79982596aed8566f08318a87c66ee06608f7cf7453d47ffc9ac39c04d4757');
INSERT INTO journal VALUES (2, 1, '2026-11-25T20:05:50.007Z', 'trainees', 'kept', NULL, '8810d6c4102313441a54ac0d48f6b08d181c02218e13bb17cd053aabbef5566e', '4c409df9fe80c5d1c98734e79f22fbfee52f2c84ecd286a12308fffc329e26ae');
INSERT INTO journal VALUES (3, 1, '2026-11-25T20:05:50.007Z', 'identities', 'kept', NULL, 'c313d65f90695d1e8ac474adf7667b3ffb0ff2c5b46b598230f99c40f3f22c48', 'd865dde417369c85ff06ba53faeb800c3b1f9294b37e8152706873cbadcfd1cd');
INSERT INTO journal VALUES (4, 1, '2026-11-25T20:05:50.007Z', 'identities', 'kept', NULL, '4f081654b2f366134e83a185cb288443397c1abdb16bea01672b15985d8efa91', '8bb5e9ca127397bf424600388e7044c40b2ab11855b7be459d597df4d7314ce4');
INSERT INTO journal VALUES (5, 1, '2026-11-25T20:05:50.007Z', 'cohorts', 'kept', NULL, '76e2d5e5d01f6500d8306e2a92e7fcff383cfadf84ac167cb666153c0417e153', '57272fe8b88600e80df9b190c7298545694dc772ed223fa065dbddc25d97deda');
INSERT INTO journal VALUES (6, 1, '2026-11-25T20:05:50.007Z', 'members', 'kept', NULL, '356325322b76c9d64241c2023bff4cdbaa373646cfe0f6ec512f6c61c7f342c0', '016728bc0c8dc6c4702d835d42606d1e8d97e9f7ca8b192692b773270fc11518');
INSERT INTO journal VALUES (7, 1, '2026-11-25T20:05:50.007Z', 'members', 'kept', NULL, '552798e72aaefde8b547de35d66085c451983e91e8ecdc1e4b16371a529e4037', 'fb8826ed41278e54b7907d807e3973ade726186eb4992273c63da2d11cf77b5a');
INSERT INTO journal VALUES (8, 1, '2026-11-25T20:05:50.007Z', 'groups', 'kept', NULL, 'ac5344928f2693e2ea5a3204395331a44d58df716b6718655677a2bc6b4a3fd3', 'e860b2ca3be86764bb9a8da94b52e4263302883269212f287eb740d2f75f500f');
INSERT INTO journal VALUES (9, 1, '2026-11-25T20:05:50.007Z', 'assignments', 'kept', NULL, '9aaac040c257e3c891112a70db83f433ceb0d2830ea38c92e021c3fd79bffe23', 'd1fe907be1a0c4e77bc0f42126997428b683739e26489773e07a292fc0c9709f');
INSERT INTO journal VALUES (10, 1, '2026-11-25T20:05:50.007Z', 'assignments', 'kept', NULL, 'ce4cbc2904302a4a9419615d852ae1ccd8a1e97ba31ad1e45cf5bf19ad7660ef', '9178ee3e878b3f9582702317573d028484eb7d0f39f2ed430ce1ac94104ad3cd');
INSERT INTO journal VALUES (11, 1, '2026-11-25T20:05:50.007Z', 'self_ratings', 'kept', NULL, '17225122ec19ea0722a026a798201f025ad7582921f1b8a08f8c7b2e24526266', 'b6a0c9b9019716f96c2795953d5f4db03b5eb485274add7a8c8c561690dbcced');
INSERT INTO journal VALUES (12, 1, '2026-11-25T20:05:50.007Z', 'self_ratings', 'kept', NULL, '9d330997ae935059bdb707efafdf3c4bde43d79856f495ac945e117e130143c4', 'a7a8bb5604b468977a3a9f8d3905cb0f32cecf646169b97dde9220f0e1947620');
INSERT INTO journal VALUES (13, 1, '2026-11-25T20:05:50.007Z', 'reflections', 'kept', NULL, '238eb491bcfe6f54042bc2aad2d1524324562fdcb1b8be1a4be41283137943be', '7478d25cb3abbe44e912bda9013db8f500ec59d81a2b67901d682c81b088c075');
INSERT INTO journal VALUES (14, 1, '2026-11-25T20:05:50.007Z', 'reflections', 'kept', NULL, '2a6e23e20e01ef3d5f7a9ab45e35eef41474db8ea2484895751ea90a329a13b8', '742c4e4e5403716be4f2d25b00f0171ef2402be2cbb67e3c82e1fd8105243ec4');
INSERT INTO journal VALUES (15, 1, '2026-11-25T20:05:50.007Z', 'trainer_ratings', 'kept', NULL, 'df3f3891d8737648ca8f3233801e925f4031f6d49fcedd38ef134be2d996a9c7', '56fadca9edc2e3d03035fcd2ab64ea9b9f859c3b39c406feb372e44bb3eb0e94');
INSERT INTO journal VALUES (16, 1, '2026-11-25T20:05:50.007Z', 'trainer_ratings', 'kept', NULL, '5f7186bd490503a01660866524bd64281ff99e62de5a9f0cae9c83253ceeaa7b', '24e26b394b45828be45e2644ef7f9e72f631d10ff33d8dbd6a797f85f50fdf67');
INSERT INTO journal VALUES (17, 1, '2026-11-25T20:05:50.007Z', 'trainer_ratings', 'kept', NULL, '58713284ffb4de04e6f25f3e7c7ac5f3f169aafc6d91df613f4a8f4d47f668c4', 'f83d70a2f16941bf16b659b6d24cb7deebfe34fb9667c80c3deb5c1cc25a5381');
INSERT INTO journal VALUES (18, 1, '2026-11-25T20:05:50.007Z', 'trainer_ratings', 'kept', NULL, 'b891b76551305ec307270bd533f870ecf6be4b7b70ab753d1d5c63f8e2ce08dd', 'a01b5fa5cb4cc0c0abac831aeb67be110a6097097ab8599c9aa7cdc9ecfa2f03');
INSERT INTO journal VALUES (19, 1, '2026-11-25T20:05:50.007Z', 'trainer_ratings', 'kept', NULL, 'e757ad2756ea494ea822b474c22ac54ca046fa56b8d70e2b95b76f29f68d3f9f', '4123b0f6c599378cf5f6db65728231ee6f01356ca8f0248f7b3ffdbf59084f76');
INSERT INTO journal VALUES (20, 1, '2026-11-25T20:05:50.007Z', 'rescorings', 'kept', NULL, '617acf0310f6cab87cb3a1b775e74e9210341545eb5f409a483ffc321407771a', 'da9b04843936a63d3f8f85037cef12c36f6d6a62986ea85852de485872a34109');
INSERT INTO journal VALUES (21, 1, '2026-11-25T20:05:50.007Z', 'rescored_runs', 'kept', NULL, '242617ac91d40e77fb66f75120288d39330bd8863c686989ac8b1b873da74a34', '88bd391a11b2b3f28b4aa5477d24fcce6bd887cd5d75b5b214ef3ffc1695bd83');
INSERT INTO journal VALUES (22, 1, '2026-11-25T20:05:50.007Z', 'rescored_runs', 'kept', NULL, 'e17ef16d1904611186f76f739b603ebf47462c851635afc6fe6e05331ba98ece', '6bf11290cd5f031a809661e33d1bc85a10fb059ab35030a7efc91c5d2acc98c1');
INSERT INTO journal VALUES (23, 1, '2026-11-25T20:05:50.007Z', 'rescored_runs', 'kept', NULL, 'dc1ba60a68178d02fd878ff85bbd76bbc5e496fd8530bbc794e56c1c52cfb7b4', 'ec52f160b830b81695e3002932532ada7fadd1caaa83c24fdd878e5cc9d929c8');
INSERT INTO journal VALUES (24, 1, '2026-11-25T20:05:50.007Z', 'tombstones', 'kept', NULL, 'c3fbe00a1b0bb097eaa548b1734674d514499c798baa2e37f99ccffdd3fa9c65', '40c416415507f8e4da01135dd8c620fe0a71a480a2ec7fc25dd86cfc9bb47e04');
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
INSERT INTO members VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', '2026-11-22T12:13:00.000Z', 6, '4098ea741a80fecd86368f6ebf569639');
INSERT INTO members VALUES ('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'b247dd4e-d958-4cc7-b923-0d1c58774be9', '2026-11-22T12:13:00.000Z', 7, '45dead4ccaeae73e1de2f744b2bba896');
INSERT INTO reflections VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'Sooner — next time I''d ask.', '2026-11-22T12:02:00.000Z', 13, '5b79ae0e9f42c6d0a80ade10a3d5dc78');
INSERT INTO reflections VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 2, 'Ask first.', '2026-11-22T12:03:00.000Z', 14, '59db25baa4ee8798c927c3133d7fc516');
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
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '2426b846-c7a6-4da1-9c2b-2627a04511fa', '1937231d897942b6f4f38f7c8c3783ddba3eb6f77427924138b5d75856b9b28d', 21, '9981983091e2df2e00eae3cc712b9d07');
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '31e193e5-9be8-49e6-a930-c34e7e3e5797', 'ae0d7949370d21d43b3ed223ae320c305c1a8202b30b6ace2dbad768ff72e3b7', 22, '1cd20ca290562579489bf10fa6b5df5e');
INSERT INTO rescored_runs VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'e5122cffb2cfa9cd40aa39844a75f2cfebda83986be9d20cb378e3e3b98a6df9', 23, '629a34ce33c27817d8b489a292ead820');
INSERT INTO rescorings VALUES ('61d9b87d-3623-4797-b030-ff7d7acff021', 'e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6', 'respect', '1.0.0', '{"rubric":{"about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","criteria":{"care":{"about":"Evident concern for wellbeing.","anchors":{"-1":"Is indifferent to pain, a child or medicine.","-2":"Threatens, or exploits a weakness.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"],"title":"Care","weight":1.0},"closing":{"about":"Outcome, next contact, complaint route.","anchors":{"-1":"Ends with no outcome; passes the buck.","-2":"Abandons or misleads.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Closing","weight":1.0},"dignity":{"about":"Courtesy, privacy, body and property.","anchors":{"-1":"Is sarcastic, talks over, airs it in public.","-2":"Humiliates or exposes the person; damages property.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"],"title":"Dignity","weight":1.0},"neutrality":{"about":"Facts and the rule, the same for all.","anchors":{"-1":"Shifting grounds.","-2":"A remark about a group; a double standard.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"],"title":"Neutrality","weight":1.0},"opening":{"about":"Greets, identifies, uses the right form of name.","anchors":{"-1":"First name or \"mate\" unasked; gives no identity.","-2":"A slur, an insult or a nickname.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"],"title":"Opening","weight":1.0},"reason-and-rights":{"about":"Why, by what power, and what happens next.","anchors":{"-1":"\"Because I say so\"; the reason comes late.","-2":"Gives a false reason, or refuses one.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Reason and rights","weight":1.0},"voice":{"about":"Hears the account before deciding.","anchors":{"-1":"Asks, then ignores the answer.","-2":"Forbids or punishes speaking.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"],"title":"Voice","weight":1.0}},"critical_events":{"discriminatory-remark":{"about":"A remark that demeans a person for who they are.","title":"Discriminatory remark"},"failure-to-intervene":{"about":"A colleague''s misconduct was seen and let pass.","title":"Failure to intervene"},"false-statement":{"about":"Something known to be untrue was said or written as fact.","title":"False statement"}},"format":"1","id":"respect","panel":null,"reported":"scored","title":"Respect","version":"1.0.0"}}', 'Tim', 'Trying it', '2026-11-22T12:30:00.000Z', 20, '8c55ad4f0014ca38d57d62c681f4aded');
INSERT INTO rubric_snapshots VALUES ('c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65', 'cultural-responsiveness', '1.0.0', '{"format":"1","id":"cultural-responsiveness","version":"1.0.0","title":"Cultural responsiveness","about":"Treats identity as a question, removes barriers to access, and notices own assumptions.","reported":"profile","criteria":{"ask-adapt-check":{"title":"Ask, adapt, check","about":"Asks what this person needs, adjusts, and checks that it worked.","anchors":{"-2":"A stereotype or mockery guides action, or a barrier is exploited.","-1":"Assumes need or meaning from appearance; ignores a stated need.","0":"Same service to all; need neither noticed nor refused.","1":"Asks about language, communication, faith, access or name, and adjusts.","2":"Asks, adjusts, checks that it worked, names own uncertainty, keeps dignity and safety both, uses qualified help."},"sources":["Tervalon & Murray-García, Cultural humility, 1998","Ang & Van Dyne, Cultural intelligence (strategy and action)"]}},"critical_events":{"child-interpreter":{"title":"Child used as interpreter","about":"A child was made to interpret though nothing was urgent."}}}');
INSERT INTO rubric_snapshots VALUES ('179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680', 'de-escalation', '1.0.0', '{"format":"1","id":"de-escalation","version":"1.0.0","title":"De-escalation","about":"Slowing things down, finding out, staying steady and using no more power than the moment needs.","criteria":{"time-and-space":{"title":"Time and space","about":"Slows the pace; uses distance, cover and colleagues.","anchors":{"-2":"Rushes or corners the person; removes exits for no safety reason.","-1":"Crowds the person; several voices at once.","0":"Holds position.","1":"Gives room, has one speaker, asks for the right resource.","2":"Also stages resources, lets silence work, and gives time back as things calm."},"sources":["PERF, ICAT training guide, Critical Decision-Making Model","College of Policing, Conflict management guidelines, 2020"]},"information-first":{"title":"Information first","about":"Finds out before acting.","anchors":{"-2":"Acts on rumour or a label.","-1":"Asks leading or closed questions; ignores a fact that was offered.","0":"Uses the dispatch facts only.","1":"Asks an open question; checks with the person or with dispatch.","2":"Tests own assumption aloud; looks for what would change the plan."},"sources":["UK National Decision Model, element 2 (information and intelligence)","PERF, ICAT Critical Decision-Making Model, element 1 (collect information)"]},"risk-reading":{"title":"Reading risk","about":"Judges threat on behaviour, and updates. Two-sided - missing real danger is as harmful as seeing danger in distress.","anchors":{"-2":"Treats identity or distress as threat, or ignores real danger.","-1":"Keeps a fixed plan though things changed.","0":"Makes a reasonable first read.","1":"Names risk and safeguards; updates.","2":"Re-checks at each change; separates unable from unwilling."},"sources":["UK National Decision Model, elements 3 and 6","PERF, ICAT Critical Decision-Making Model, elements 2 and 5"]},"self-control":{"title":"Self-control","about":"Own voice, face and stance.","anchors":{"-2":"Shouts, insults or baits.","-1":"Shows sarcasm or visible anger.","0":"Flat but controlled.","1":"Steady voice, open stance.","2":"Recovers after provocation; lowers the room''s heat; hands over if wound up."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"listening":{"title":"Listening","about":"Shows the person that they are understood.","anchors":{"-2":"Mocks or denies a feeling.","-1":"Interrupts; tells the person to calm down.","0":"Lets them talk, with no response.","1":"Reflects content or feeling; summarises.","2":"Names feeling and need, and the person confirms; rapport comes before influence."},"sources":["LEAPS (listen, empathise, ask, paraphrase, summarise)","Vecchi, Van Hasselt & Romano, Behavioural Change Stairway, 2005","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"options":{"title":"Options","about":"Realistic choices, face saved, agreement reached.","anchors":{"-2":"Gives an ultimatum that cannot or should not be carried out.","-1":"Gives an order with a threat.","0":"Makes a plain request.","1":"Asks, gives a reason, offers two workable options.","2":"Makes a joint plan with a face-saver; checks agreement; keeps the promise."},"sources":["The five-step appeal (ask, set context, present options, confirm, act)","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"proportionate-authority":{"title":"Proportionate authority","about":"Power no more and no later than needed. Two-sided - hesitating in imminent danger is never rewarded.","anchors":{"-2":"Unlawful or excessive force, or no action in imminent danger.","-1":"Above the resistance met, or late.","0":"Lawful, unexplained.","1":"The least intrusive step that works, with warning and reason.","2":"Also plans how to step down, aftercare, record and review."},"sources":["UK National Decision Model, elements 4 to 6","PERF, ICAT Critical Decision-Making Model, elements 3 to 5","College of Policing, Conflict management guidelines, 2020"]}},"critical_events":{"unlawful-force-or-search":{"title":"Unlawful force or search","about":"Force or a search without a power, or beyond what the power allows."},"no-aid":{"title":"No aid","about":"Somebody was hurt or ill and no help was given or called."},"ignored-danger":{"title":"Ignored danger","about":"A real and present danger was seen and nothing was done."}}}');
INSERT INTO rubric_snapshots VALUES ('96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0', 'respect', '1.0.0', '{"format":"1","id":"respect","version":"1.0.0","title":"Respect","about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","index":"formative","criteria":{"opening":{"title":"Opening","about":"Greets, identifies, uses the right form of name.","anchors":{"-2":"A slur, an insult or a nickname.","-1":"First name or \"mate\" unasked; gives no identity.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"]},"reason-and-rights":{"title":"Reason and rights","about":"Why, by what power, and what happens next.","anchors":{"-2":"Gives a false reason, or refuses one.","-1":"\"Because I say so\"; the reason comes late.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]},"voice":{"title":"Voice","about":"Hears the account before deciding.","anchors":{"-2":"Forbids or punishes speaking.","-1":"Asks, then ignores the answer.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"]},"neutrality":{"title":"Neutrality","about":"Facts and the rule, the same for all.","anchors":{"-2":"A remark about a group; a double standard.","-1":"Shifting grounds.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"]},"dignity":{"title":"Dignity","about":"Courtesy, privacy, body and property.","anchors":{"-2":"Humiliates or exposes the person; damages property.","-1":"Is sarcastic, talks over, airs it in public.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"]},"care":{"title":"Care","about":"Evident concern for wellbeing.","anchors":{"-2":"Threatens, or exploits a weakness.","-1":"Is indifferent to pain, a child or medicine.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"]},"closing":{"title":"Closing","about":"Outcome, next contact, complaint route.","anchors":{"-2":"Abandons or misleads.","-1":"Ends with no outcome; passes the buck.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]}},"critical_events":{"discriminatory-remark":{"title":"Discriminatory remark","about":"A remark that demeans a person for who they are."},"false-statement":{"title":"False statement","about":"Something known to be untrue was said or written as fact."},"failure-to-intervene":{"title":"Failure to intervene","about":"A colleague''s misconduct was seen and let pass."}}}');
INSERT INTO runs VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:00:00.000Z', NULL, NULL, NULL, NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'd073efdcfc6cb06301e5a1e502982eda6818dabde141d63cb104186485f87f78', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 2, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:04:00.000Z', NULL, NULL, NULL, NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', '0452055affc1ab32d24f8c496f007eb4ec28d93a3fa66633d9b24a111c55bdb1', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('2426b846-c7a6-4da1-9c2b-2627a04511fa', 3, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:05:00.000Z', '7b30e9ec-5fdc-4895-8f64-b15e69ebb23f', 1, 'rewind', NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'b582725777c367b861c42503dd1447130a97990a15faa2055d677744f9b73d75', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('7e3c0827-c08f-41e7-8a45-379e0f877e32', 4, '80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'practice', 7, 'en-GB', '2026-11-22T12:07:00.000Z', '7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 1, 'again', NULL, '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', 'e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO runs VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 6, 'b247dd4e-d958-4cc7-b923-0d1c58774be9', 'circle', '1.0.0', 'cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'assessment', 7, 'en-GB', '2026-11-22T12:16:00.000Z', NULL, NULL, NULL, '2291d37a-c7ae-49e7-9c94-b320b52634f9', '0.1.0', '{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}', '537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2', 1, '{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}', NULL, false, NULL, NULL, NULL);
INSERT INTO self_ratings VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'respect', 40, '2026-11-22T12:01:00.000Z', 11, '0399c5e2d7ef4f2793dd8fc9d600a84c');
INSERT INTO self_ratings VALUES ('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f', 'de-escalation', 70, '2026-11-22T12:01:00.000Z', 12, '173bec7f1f0f31a0b3d591df7de8b5cf');
INSERT INTO settings VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'theme', '"dark"');
INSERT INTO snapshots VALUES ('cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6', 'circle', '1.0.0', '{"format":"1","id":"circle","version":"1.0.0","title":"Circle","summary":"Round and round.","language":"en-GB","setting":{"force":"urban","place":"a street"},"level":"foundation","minutes":5,"rubrics":["de-escalation","respect","cultural-responsiveness"],"people":{"reid":{"name":"PC Reid","role":"you"}},"state":{"tension":{"start":1,"min":0,"max":10},"turns":{"start":0,"min":0,"max":1000}},"start":"here","scenes":{"here":{"text":[{"text":"This is here."}],"choices":[{"id":"here-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"there"}]},{"id":"here-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"there"}]},{"id":"here-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"there"}]},{"id":"here-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]},"there":{"text":[{"text":"This is there."}],"choices":[{"id":"there-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"here"}]},{"id":"there-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"here"}]},{"id":"there-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"here"}]},{"id":"there-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]}},"endings":{"gone":{"outcome":"partial","text":[{"text":"You are gone."}]}}}');
INSERT INTO tombstones VALUES (5, '397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60', '2026-11-22T12:11:00.000Z', '95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2', '74dd96eb11b4b973346eeb383608c6ab4b1201ac37b14b88a78296f391f4d420bf410005b834f384958b42da63cd2adcb59dc3830914a2e2cd1cda72c2607f00', 24, 'e9dc18c9912c7efa3135ed9037316416');
INSERT INTO trainees VALUES ('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20', 'zoë o''hara', 'Zoë O''Hara', '2026-11-22T12:00:00.000Z', 1, 'aabe6673acb90bdbe7420104a454877f');
INSERT INTO trainees VALUES ('b247dd4e-d958-4cc7-b923-0d1c58774be9', 'ada', 'Ada', '2026-11-22T12:04:00.000Z', 2, 'c9a414a3a81720deb61dd03b291029e6');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'listening', 1, -1, NULL, '2026-11-22T12:20:00.000Z', 15, '08e5fdf3e7b45d1d2ccbb3cd0edb92be');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'listening', 2, NULL, 1, '2026-11-22T12:21:00.000Z', 16, 'fb49d19f31aea2c6004154d05ecf9730');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 1, 0, NULL, '2026-11-22T12:20:00.000Z', 17, '4bbf2c1d9626ac1582fbb645f3fb821c');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 2, NULL, 1, '2026-11-22T12:21:00.000Z', 18, '6990fd8c6a3c9b20c86eccfb8b86d266');
INSERT INTO trainer_ratings VALUES ('31e193e5-9be8-49e6-a930-c34e7e3e5797', 'Trainer Tim', 'voice', 3, 1, NULL, '2026-11-22T12:22:00.000Z', 19, '76dbdf3a328ff18acac490243e835fc8');
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
ALTER TABLE ONLY pauses
    ADD CONSTRAINT pk_pauses PRIMARY KEY (id);
ALTER TABLE ONLY provider_identities
    ADD CONSTRAINT pk_provider_identities PRIMARY KEY (issuer, subject);
ALTER TABLE ONLY publications
    ADD CONSTRAINT pk_publications PRIMARY KEY (id);
ALTER TABLE ONLY published
    ADD CONSTRAINT pk_published PRIMARY KEY (id);
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
ALTER TABLE ONLY server_terms
    ADD CONSTRAINT pk_server_terms PRIMARY KEY (assignment_id);
ALTER TABLE ONLY settings
    ADD CONSTRAINT pk_settings PRIMARY KEY (trainee_id, key);
ALTER TABLE ONLY sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (code);
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
ALTER TABLE ONLY pauses
    ADD CONSTRAINT fk_pauses_assignment_id_assignments FOREIGN KEY (assignment_id) REFERENCES assignments(id);
ALTER TABLE ONLY pauses
    ADD CONSTRAINT fk_pauses_trainee_id_trainees FOREIGN KEY (trainee_id) REFERENCES trainees(id);
ALTER TABLE ONLY provider_identities
    ADD CONSTRAINT fk_provider_identities_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY publications
    ADD CONSTRAINT fk_publications_cohort_id_cohorts FOREIGN KEY (cohort_id) REFERENCES cohorts(id);
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
