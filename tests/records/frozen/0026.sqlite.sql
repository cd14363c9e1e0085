CREATE TABLE accounts (
	id TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password TEXT, 
	created TEXT NOT NULL, 
	disabled TEXT, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_accounts_trainee_id UNIQUE (trainee_id), 
	CONSTRAINT fk_accounts_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT ck_accounts_ck_accounts_role CHECK (role IN ('trainee', 'trainer', 'author', 'academy', 'administrator'))
);
CREATE TABLE adjustments (
	assignment_id TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	due TEXT, 
	attempts_allowed INTEGER, 
	extra_time INTEGER NOT NULL, 
	other_form TEXT, 
	reason TEXT NOT NULL, 
	author TEXT NOT NULL, 
	at TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_adjustments PRIMARY KEY (assignment_id, trainee_id, number), 
	CONSTRAINT fk_adjustments_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id), 
	CONSTRAINT fk_adjustments_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT ck_adjustments_ck_adjustments_attempts_allowed CHECK (attempts_allowed > 0), 
	CONSTRAINT ck_adjustments_ck_adjustments_extra_time CHECK (extra_time >= 0)
)
 WITHOUT ROWID

;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0026');
CREATE TABLE archived_cohorts (
	cohort_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_archived_cohorts PRIMARY KEY (cohort_id), 
	CONSTRAINT fk_archived_cohorts_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id)
);
CREATE TABLE assignments (
	id TEXT NOT NULL, 
	cohort_id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	due TEXT, 
	attempts_allowed INTEGER, 
	created TEXT NOT NULL, 
	withdrawn_at TEXT, begins TEXT, pinned TEXT, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_assignments PRIMARY KEY (id), 
	CONSTRAINT fk_assignments_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id), 
	CONSTRAINT ck_assignments_ck_assignments_mode CHECK (mode IN ('practice', 'assessment')), 
	CONSTRAINT ck_assignments_ck_assignments_attempts_allowed CHECK (attempts_allowed > 0)
);
INSERT INTO "assignments" VALUES('2291d37a-c7ae-49e7-9c94-b320b52634f9','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','circle','assessment','2026-11-26T16:00:00.000Z',2,'2026-11-22T12:14:00.000Z',NULL,NULL,NULL,9,'220f971b6940c9300c410d743a4d70d9');
INSERT INTO "assignments" VALUES('17c16fa2-1855-4a5b-8a85-9fdf173719bc','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','market-stall','practice',NULL,NULL,'2026-11-22T12:15:00.000Z',NULL,NULL,NULL,10,'9474c2a26c5f99a4709b519b54270cde');
CREATE TABLE audit (
	number BIGINT NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	action TEXT NOT NULL, 
	about TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_audit PRIMARY KEY (number)
);
CREATE TABLE campaign_finishes (
	campaign_run TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	closing TEXT NOT NULL, 
	memory TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_campaign_finishes PRIMARY KEY (campaign_run), 
	CONSTRAINT fk_campaign_finishes_campaign_run_campaign_runs FOREIGN KEY(campaign_run) REFERENCES campaign_runs (id), 
	CONSTRAINT fk_campaign_finishes_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
CREATE TABLE campaign_runs (
	id TEXT NOT NULL, 
	nonce TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	campaign_version TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	rubrics TEXT NOT NULL, 
	first INTEGER NOT NULL, 
	memory TEXT NOT NULL, 
	origin TEXT, 
	origin_kept INTEGER, 
	assignment_id TEXT, 
	CONSTRAINT pk_campaign_runs PRIMARY KEY (id), 
	CONSTRAINT fk_campaign_runs_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT fk_campaign_runs_digest_campaign_snapshots FOREIGN KEY(digest) REFERENCES campaign_snapshots (digest), 
	CONSTRAINT fk_campaign_runs_origin_campaign_runs FOREIGN KEY(origin) REFERENCES campaign_runs (id), 
	CONSTRAINT ck_campaign_runs_ck_campaign_runs_mode CHECK (mode IN ('practice', 'assessment'))
);
CREATE TABLE campaign_snapshots (
	digest TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_campaign_snapshots PRIMARY KEY (digest)
);
CREATE TABLE checkpoints (
	number BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	public_key TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	CONSTRAINT pk_checkpoints PRIMARY KEY (number)
);
INSERT INTO "checkpoints" VALUES(1,'{"at":"2026-11-22T12:08:00.000Z","erased":0,"genesis":"e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8","heads":{"1":[3,"86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48"],"2":[2,"bb2c0e866f6ef808f6d9d6b6ce41f4ec86616e169d5b8528a0dd8cbb677174c6"],"3":[2,"d9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380"],"4":[2,"e95ef8d1ac94c5abd5a084f41c8704e628dce2c27c0ae00ba2ecd6821f8bfdf5"]},"number":1,"ordinal":4,"previous":"","vouches":""}','95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2','72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801');
INSERT INTO "checkpoints" VALUES(2,'{"at":"2026-11-22T12:11:00.000Z","erased":1,"genesis":"397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60","heads":{"4":[3,"56ed8a7027e3d0a19c3a2568e370f7aa4b6bd9554b455a2bab5509ff474595c8"]},"number":2,"ordinal":5,"previous":"72c9defae73db7e7fa538607cec14da60bbc48fd33697e3fc2fafad2ca0b7da21853d043e22813149569483001d18e2e0d854893d40fbac316b4d76efe630801","vouches":"45f1b48a6568ecb1000f2ea6cd75973a23ab35f638a21e6ee1ed4337ada2c2fa"}','95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2','dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e');
INSERT INTO "checkpoints" VALUES(3,'{"at":"2026-11-22T12:16:00.000Z","erased":1,"genesis":"537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2","heads":{"6":[2,"3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb"]},"number":3,"ordinal":6,"previous":"dd091fd54d86fa2856a28ec4504b9182738aea16553f923069768af0008d7f0084869098d69f1c455ed8c533261e4a2af0c4d90d82c76c59880198681d01ef0e","vouches":"348a271a375e3bc2c22c055cfbac6ba5afbdb83ec7d00e8724a308a355164955"}','95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2','97294e5631b0a1f8d825c2ef8ae7d292f0a66aba22c38144c09269dfbb48efc89e2778190483e40f100c96e57af2d40c4b1bed75b1fc7afc2cecf13a62065305');
CREATE TABLE class_sessions (
	id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	scenario_version TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	at TEXT NOT NULL, 
	decisions TEXT NOT NULL, 
	ending TEXT, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_class_sessions PRIMARY KEY (id)
);
CREATE TABLE cohort_trainers (
	cohort_id TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_cohort_trainers PRIMARY KEY (cohort_id, trainee_id), 
	CONSTRAINT fk_cohort_trainers_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id), 
	CONSTRAINT fk_cohort_trainers_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
CREATE TABLE cohorts (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_cohorts PRIMARY KEY (id), 
	CONSTRAINT uq_cohorts_key UNIQUE ("key")
);
INSERT INTO "cohorts" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','autumn','Autumn','2026-11-22T12:12:00.000Z',5,'5f4387aa926e81f0df58b8b04e250b34');
CREATE TABLE comments (
	run_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	author TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_comments PRIMARY KEY (run_id, number), 
	CONSTRAINT fk_comments_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
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
INSERT INTO "critical_events" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',1,'no-aid');
INSERT INTO "critical_events" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'no-aid');
CREATE TABLE database_logins (
	login TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_database_logins PRIMARY KEY (login), 
	CONSTRAINT fk_database_logins_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
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
	hash TEXT NOT NULL, form INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (run_id, sequence), 
	CONSTRAINT fk_decisions_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
)
 WITHOUT ROWID

;
INSERT INTO "decisions" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'here','here-ask','["here-leave","here-order","here-ask","here-force"]','["here-leave","here-order","here-ask","here-force"]','2026-11-22T12:04:00.000Z',2.5,0,'there','ced9931a8b5f75fa70d6f05a680552b5acebf76b158458ba91cff6d604bc4c6c',1);
INSERT INTO "decisions" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'there','there-leave','["there-leave","there-order","there-force","there-ask"]','["there-leave","there-order","there-force","there-ask"]','2026-11-22T12:06:00.000Z',2.5,0,'gone','d9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380',1);
INSERT INTO "decisions" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'here','here-order','["here-leave","here-order","here-ask","here-force"]','["here-leave","here-order","here-ask","here-force"]','2026-11-22T12:16:00.000Z',2.5,0,'there','0a2d7fafafe538c2a3ca34d5b9ad7c60ae736fe7b68730fdbaa0c53ad37150fc',1);
INSERT INTO "decisions" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'there','there-leave','["there-leave","there-order","there-force","there-ask"]','["there-leave","there-order","there-force","there-ask"]','2026-11-22T12:16:00.000Z',2.5,0,'gone','3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb',1);
INSERT INTO "decisions" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',1,'here','here-ask','["here-leave","here-order","here-ask","here-force"]','["here-leave","here-order","here-ask","here-force"]','2026-11-22T12:04:00.000Z',2.5,0,'there','181000c96ca14d573fc69b8cc3f67389342424dbe78db0ab00525e0df405dd79',1);
INSERT INTO "decisions" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',2,'there','there-ask','["there-leave","there-order","there-force","there-ask"]','["there-leave","there-order","there-force","there-ask"]','2026-11-22T12:04:00.000Z',2.5,0,'here','bb2c0e866f6ef808f6d9d6b6ce41f4ec86616e169d5b8528a0dd8cbb677174c6',1);
INSERT INTO "decisions" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',1,'here','here-force','["here-leave","here-order","here-ask","here-force"]','["here-leave","here-order","here-ask","here-force"]','2026-11-22T12:00:00.000Z',2.5,0,'there','ac5af036343774b6242bbdb2ab2e03d1df69e448acf3c7357396e2fae3beb60a',1);
INSERT INTO "decisions" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',2,'there','there-ask','["there-leave","there-order","there-force","there-ask"]','["there-leave","there-order","there-force","there-ask"]','2026-11-22T12:08:00.000Z',2.5,0,'here','e95ef8d1ac94c5abd5a084f41c8704e628dce2c27c0ae00ba2ecd6821f8bfdf5',1);
INSERT INTO "decisions" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',3,'here','here-ask','["here-leave","here-ask","here-order","here-force"]','["here-leave","here-ask","here-order","here-force"]','2026-11-22T12:09:00.000Z',2.5,0,'there','56ed8a7027e3d0a19c3a2568e370f7aa4b6bd9554b455a2bab5509ff474595c8',1);
INSERT INTO "decisions" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'here','here-force','["here-leave","here-order","here-ask","here-force"]','["here-leave","here-order","here-ask","here-force"]','2026-11-22T12:00:00.000Z',2.5,0,'there','d2013b047b3924466a2a4fa952ee11824e698288183ef855c83b4f52d09d8d3c',1);
INSERT INTO "decisions" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'there','there-order','["there-leave","there-order","there-force","there-ask"]','["there-leave","there-order","there-force","there-ask"]','2026-11-22T12:00:00.000Z',2.5,0,'here','6b03ed8f7207e7899f89cf431b58276509384d5a7a678ddb2674a2bd5c75d864',1);
INSERT INTO "decisions" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'here','here-leave','["here-leave","here-ask","here-order","here-force"]','["here-leave","here-ask","here-order","here-force"]','2026-11-22T12:00:00.000Z',2.5,0,'gone','86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48',1);
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
INSERT INTO "finishes" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','gone','partial','2026-11-22T12:00:00.000Z',3,'86d07b4473a5ae61a185a401f1bf1eb71be646d750bd2bb1150b99d2af0b1e48');
INSERT INTO "finishes" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa','gone','partial','2026-11-22T12:06:00.000Z',2,'d9dbba2139631d2f7e5103ac2557cbd3ccb3ffcda0621d0e2acb90f2530bf380');
INSERT INTO "finishes" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','gone','partial','2026-11-22T12:16:00.000Z',2,'3a3c6b5c7b3ee3da9523a74b609a5fdc118430e5871b1c00f391eb4bc9790bcb');
CREATE TABLE groups (
	trainee_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_groups PRIMARY KEY (trainee_id, name), 
	CONSTRAINT fk_groups_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
)
 WITHOUT ROWID

;
INSERT INTO "groups" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','entry','graduate',8,'231d89487df4d5d3eb166e7ccd47439d');
CREATE TABLE identities (
	trainee_id TEXT NOT NULL, 
	external_id TEXT, 
	email TEXT, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_identities PRIMARY KEY (trainee_id), 
	CONSTRAINT uq_identities_external_id UNIQUE (external_id), 
	CONSTRAINT uq_identities_email UNIQUE (email), 
	CONSTRAINT fk_identities_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
INSERT INTO "identities" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','A-001','zoe@example.org',3,'34a933b7196663aad508aaecf14ee702');
INSERT INTO "identities" VALUES('b247dd4e-d958-4cc7-b923-0d1c58774be9',NULL,'ada@example.org',4,'71d64e181464e030f710830137f8de8d');
CREATE TABLE invitations (
	code TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	until TEXT NOT NULL, 
	used TEXT, 
	CONSTRAINT pk_invitations PRIMARY KEY (code), 
	CONSTRAINT fk_invitations_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE journal (
	ordinal BIGINT NOT NULL, 
	form INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	action TEXT NOT NULL, 
	replaces BIGINT, 
	digest TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (ordinal)
);
INSERT INTO "journal" VALUES(1,1,'2026-11-26T01:42:12.732Z','trainees','kept',NULL,'0c07d78d3bd51a20088aac29930b574e37c8f2678412ddc6fae0f5b5a5dfce00','d8edd1b9afabb4fe7151c198d15c90301951ab67a46cebf28bc1df5b2dca5a12');
INSERT INTO "journal" VALUES(2,1,'2026-11-26T01:42:12.732Z','trainees','kept',NULL,'03b95776c42462dbdc56ae5bbfc5080116f88b8f23633a0b7be619496ba6d3c9','a6d39c62d4180161dec255791d0395457399d63d2c9713d088fbc348a4dc3105');
INSERT INTO "journal" VALUES(3,1,'2026-11-26T01:42:12.732Z','identities','kept',NULL,'15656a084fa4158e9e5bafbed2a06ee3224329e195c0ccb41ec2e241739cd563','094dd6389a9cf8865be3200fd9079674fee8a96e581e6e2abee3a8ab3c35f29e');
INSERT INTO "journal" VALUES(4,1,'2026-11-26T01:42:12.732Z','identities','kept',NULL,'d5981418739d514e174e909dac44aa4b7a71d2733b5a44b5123c17c0b83f91af','c600193c5e6a69c90bc6f5ebedf6568bd18f7b08cfebc63f353e64f3b9412574');
INSERT INTO "journal" VALUES(5,1,'2026-11-26T01:42:12.732Z','cohorts','kept',NULL,'d1e73f409b726e3707a7b8ebe02cf79290a22b5ebef09b12aac8789b96d59aca','8fa499f60068355a24d0c5aa366f50ddffc927a664f8c0c03ecae19e1f6b5c63');
INSERT INTO "journal" VALUES(6,1,'2026-11-26T01:42:12.732Z','members','kept',NULL,'9e9715ffd63e57a61926d5bd30674a8847cc1bd1564b1942a9e9f0901f5f786c','fcccfb0b8ba9440bab905556793326ab891d72eee36450dce72a47baa57fb728');
INSERT INTO "journal" VALUES(7,1,'2026-11-26T01:42:12.732Z','members','kept',NULL,'3a6e67ee008257ea04b5c31fef4d6b14ea30c8ffa429731d1fdda4764de072cc','f2fa57dc971e6d9276eb2300dce5616f1cb08afea41cc3b58afddc30a1fd5f45');
INSERT INTO "journal" VALUES(8,1,'2026-11-26T01:42:12.732Z','groups','kept',NULL,'e7320ad1d1cedc2ca009b4f4f9b67bd0ff7090c7cb530c8a28360f0334853a94','2f6db511f8ce8f53dfaecc3c326c669035f99e7ae96ecee43bd4344cf7c49dca');
INSERT INTO "journal" VALUES(9,1,'2026-11-26T01:42:12.732Z','assignments','kept',NULL,'caf4836b909eb4015553c72cce15dd66bde044b44961b25826d802fd382b2c2e','a7d683fe11a4ff85358dfb11cc15d977a842ad102562bcc66dd464a01a6cd99f');
INSERT INTO "journal" VALUES(10,1,'2026-11-26T01:42:12.732Z','assignments','kept',NULL,'0514f19eac68ea2071e920935fea5bcac7962a8d592ad44ac4f3cf0bacc92655','3534125257d76abfca04a0d8f274a88297d2e42b8433582150f4f224a2dd975b');
INSERT INTO "journal" VALUES(11,1,'2026-11-26T01:42:12.732Z','self_ratings','kept',NULL,'0660c81e1cc551eea74079ace2226f7ed7107dac07449fbeb8af3eb47f7a3ca7','cbe317944fe9620b932944cc63814e0c043f0bfd5cf90cb43c1862304f35b901');
INSERT INTO "journal" VALUES(12,1,'2026-11-26T01:42:12.732Z','self_ratings','kept',NULL,'782a21a69a042b7f669f8e070b26744533c1b7ad8c025f8a10a906fb2ee9a265','500f60363eb7b0fdefd7f3a13d944422d2eb00e445e0f7f5a72f80dd89b4c6f4');
INSERT INTO "journal" VALUES(13,1,'2026-11-26T01:42:12.732Z','reflections','kept',NULL,'3fcaffb54956dcd040430dcc04c6ac3ea90acb13e68e2b58a2c8981ee1d1d09e','78fd2b5b88b81c7fa55a472e54485b33aa4927887dbb83cd87825caaf1f5ae14');
INSERT INTO "journal" VALUES(14,1,'2026-11-26T01:42:12.732Z','reflections','kept',NULL,'9ec4f23b25ba0d4e41c1ac9c9ddd51c3fc7fcc187e877908bc1b5491506321ae','4265efa7ba6566af74759bead33f01dd48419bf214b46ac1c32c29719e2ca352');
INSERT INTO "journal" VALUES(15,1,'2026-11-26T01:42:12.732Z','trainer_ratings','kept',NULL,'b8d63afc948f26f67a92cd12da10019b8416d42d8c100b34de1125eab60ec298','963e50d6c3bc91a69a435a81193977361ad0c8ef2a4ee64794ce2c9ca1d04f72');
INSERT INTO "journal" VALUES(16,1,'2026-11-26T01:42:12.732Z','trainer_ratings','kept',NULL,'c98b17cdd07184478a1b23ebacc60d32c9d5ec9e613ac2078b698bf6b886a575','e881fb36fb7435dfd57ea435bd8c1d24ca67b540b9a25aeac2b43383df8cb3cc');
INSERT INTO "journal" VALUES(17,1,'2026-11-26T01:42:12.732Z','trainer_ratings','kept',NULL,'15549112389e39a245ba4254b161fddc7535a5c10b415fdf06ed50042dcb2602','7b51f051e691a3fbba99df2ba9bae05fa32c9c4a8439d33b29a065ebf6a1bc9d');
INSERT INTO "journal" VALUES(18,1,'2026-11-26T01:42:12.732Z','trainer_ratings','kept',NULL,'14989320eac212a8bdbd7a5e15c4fd663dcf17061fdbd2169214f5e8556a179f','b9f52801c5c98a0717a3cacfb40c608acd8916a478031c76566047e59c95883d');
INSERT INTO "journal" VALUES(19,1,'2026-11-26T01:42:12.732Z','trainer_ratings','kept',NULL,'32af93022936e48d692dca53fa8922324b556c4fd2054a06bd429b1aef960028','da4e13d41bd055004fff3473fcce97725bf950df7bab515e48a4ccd5aa87eb13');
INSERT INTO "journal" VALUES(20,1,'2026-11-26T01:42:12.732Z','rescorings','kept',NULL,'bd6cc2d751fcf2ba0f521bb9b5f2e96de1e10b4149d5d0b4b6b16bb01584148d','695c989b815ecda0f221e4fa1c66efffe85697cd2dea34c135cc161b13794a07');
INSERT INTO "journal" VALUES(21,1,'2026-11-26T01:42:12.732Z','rescored_runs','kept',NULL,'00aaf765f92f59682f7e5637f473390dc3de3cbd5df119ed53ffbbff54bf423b','23a2b1814fd40cfadb951e16cbd485ab22374e4113ce66fb31349a80ae038127');
INSERT INTO "journal" VALUES(22,1,'2026-11-26T01:42:12.732Z','rescored_runs','kept',NULL,'033a11ae168d2aba2b0164c2b6d9bf5c7d1efc9fd16e56a1e351a7ea71b22c78','17023f175fff436d7747508e9f09048545462de280106b57b296ee43a9cd2b0a');
INSERT INTO "journal" VALUES(23,1,'2026-11-26T01:42:12.732Z','rescored_runs','kept',NULL,'fc95b468d639438e92bd0a23d3f0fe71bfda2bf00367079b76ea9dd798c23974','fad53a25e6a0212c83f48ecef8d870c70dabaeeb040217fdea898052f6baed9e');
INSERT INTO "journal" VALUES(24,1,'2026-11-26T01:42:12.732Z','tombstones','kept',NULL,'9a4ff78bf8a23390c6330844f061e25680aae01696ee1648abab81a28d99eaa4','65b9940a90e391a7a3be5f828f7c5908871977b0436d41d615acfecc2573c7a0');
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
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'listening','de-escalation',1,1,0);
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'voice','respect',2,2,-2);
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'voice','respect',0,2,-2);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'voice','respect',-2,2,-2);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'voice','respect',0,2,-2);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',1,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',1,'listening','de-escalation',1,1,0);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',1,'voice','respect',2,2,-2);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',2,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',2,'listening','de-escalation',1,1,0);
INSERT INTO "levels" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',2,'voice','respect',2,2,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',1,'care','respect',-2,0,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',1,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',1,'voice','respect',0,2,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',2,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',2,'listening','de-escalation',1,1,0);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',2,'voice','respect',2,2,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',3,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',3,'listening','de-escalation',1,1,0);
INSERT INTO "levels" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',3,'voice','respect',2,2,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'care','respect',-2,0,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'voice','respect',0,2,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'voice','respect',-2,2,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'care','respect',0,0,-2);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'listening','de-escalation',0,1,0);
INSERT INTO "levels" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'voice','respect',0,2,-2);
CREATE TABLE members (
	cohort_id TEXT NOT NULL, 
	trainee_id TEXT NOT NULL, 
	joined TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_members PRIMARY KEY (cohort_id, trainee_id), 
	CONSTRAINT fk_members_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id), 
	CONSTRAINT fk_members_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
)
 WITHOUT ROWID

;
INSERT INTO "members" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','2026-11-22T12:13:00.000Z',6,'52eef03fe14966f4ced1ff9be8dbf4c6');
INSERT INTO "members" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','b247dd4e-d958-4cc7-b923-0d1c58774be9','2026-11-22T12:13:00.000Z',7,'6abd436f110f205d5ba93635dc22b43a');
CREATE TABLE merges (
	trainee_id TEXT NOT NULL, 
	into_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	author TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_merges PRIMARY KEY (trainee_id), 
	CONSTRAINT fk_merges_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT fk_merges_into_id_trainees FOREIGN KEY(into_id) REFERENCES trainees (id)
);
CREATE TABLE notices (
	id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	what TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_notices PRIMARY KEY (id)
);
CREATE TABLE own_words (
	run_id TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_own_words PRIMARY KEY (run_id, sequence), 
	CONSTRAINT fk_own_words_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE pauses (
	id TEXT NOT NULL, 
	assignment_id TEXT NOT NULL, 
	trainee_id TEXT, 
	began TEXT NOT NULL, 
	ended TEXT, 
	reason TEXT NOT NULL, 
	author TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_pauses PRIMARY KEY (id), 
	CONSTRAINT fk_pauses_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id), 
	CONSTRAINT fk_pauses_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
CREATE TABLE provider_identities (
	issuer TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_provider_identities PRIMARY KEY (issuer, subject), 
	CONSTRAINT fk_provider_identities_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE publications (
	id TEXT NOT NULL, 
	cohort_id TEXT, 
	at TEXT NOT NULL, 
	what TEXT NOT NULL, 
	minimum INTEGER NOT NULL, 
	told TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_publications PRIMARY KEY (id), 
	CONSTRAINT fk_publications_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id)
);
CREATE TABLE published (
	id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	rubrics TEXT NOT NULL, 
	at TEXT NOT NULL, 
	author TEXT NOT NULL, 
	withdrawn_at TEXT, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_published PRIMARY KEY (id), 
	CONSTRAINT fk_published_digest_snapshots FOREIGN KEY(digest) REFERENCES snapshots (digest)
);
CREATE TABLE published_campaigns (
	id TEXT NOT NULL, 
	campaign_id TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	rubrics TEXT NOT NULL, 
	at TEXT NOT NULL, 
	author TEXT NOT NULL, 
	withdrawn_at TEXT, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_published_campaigns PRIMARY KEY (id), 
	CONSTRAINT fk_published_campaigns_digest_campaign_snapshots FOREIGN KEY(digest) REFERENCES campaign_snapshots (digest)
);
CREATE TABLE published_translations (
	digest TEXT NOT NULL, 
	language TEXT NOT NULL, 
	body TEXT NOT NULL, 
	at TEXT NOT NULL, 
	author TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_published_translations PRIMARY KEY (digest, language)
);
CREATE TABLE reflections (
	run_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_reflections PRIMARY KEY (run_id, number), 
	CONSTRAINT fk_reflections_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "reflections" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'Sooner — next time I''d ask.','2026-11-22T12:02:00.000Z',13,'0c3ed17c640018fdfbb337fc9543f4a9');
INSERT INTO "reflections" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'Ask first.','2026-11-22T12:03:00.000Z',14,'7d7ce88fb3235b7ff8187e8c316c1af1');
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
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa',1,'voice',2,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa',2,'voice',0,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797',1,'voice',-2,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797',2,'voice',0,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'care',-2,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'voice',0,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'voice',-2,2,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'care',0,0,-2);
INSERT INTO "rescored_levels" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',3,'voice',0,2,-2);
CREATE TABLE rescored_runs (
	rescoring_id TEXT NOT NULL, 
	run_id TEXT NOT NULL, 
	levels TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_rescored_runs PRIMARY KEY (rescoring_id, run_id), 
	CONSTRAINT fk_rescored_runs_rescoring_id_rescorings FOREIGN KEY(rescoring_id) REFERENCES rescorings (id), 
	CONSTRAINT fk_rescored_runs_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
)
 WITHOUT ROWID

;
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa','1937231d897942b6f4f38f7c8c3783ddba3eb6f77427924138b5d75856b9b28d',21,'1556513c2c99c632dcd56ce833b0a507');
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797','ae0d7949370d21d43b3ed223ae320c305c1a8202b30b6ace2dbad768ff72e3b7',22,'3e7afc8891b5b558c2b1e2d36fa84ab1');
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','e5122cffb2cfa9cd40aa39844a75f2cfebda83986be9d20cb378e3e3b98a6df9',23,'4fc0acfd10690eb7ab944c7928946313');
CREATE TABLE rescorings (
	id TEXT NOT NULL, 
	cohort_id TEXT, 
	rubric TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	author TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_rescorings PRIMARY KEY (id), 
	CONSTRAINT fk_rescorings_cohort_id_cohorts FOREIGN KEY(cohort_id) REFERENCES cohorts (id)
);
INSERT INTO "rescorings" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','respect','1.0.0','{"rubric":{"about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","criteria":{"care":{"about":"Evident concern for wellbeing.","anchors":{"-1":"Is indifferent to pain, a child or medicine.","-2":"Threatens, or exploits a weakness.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"],"title":"Care","weight":1.0},"closing":{"about":"Outcome, next contact, complaint route.","anchors":{"-1":"Ends with no outcome; passes the buck.","-2":"Abandons or misleads.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Closing","weight":1.0},"dignity":{"about":"Courtesy, privacy, body and property.","anchors":{"-1":"Is sarcastic, talks over, airs it in public.","-2":"Humiliates or exposes the person; damages property.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"],"title":"Dignity","weight":1.0},"neutrality":{"about":"Facts and the rule, the same for all.","anchors":{"-1":"Shifting grounds.","-2":"A remark about a group; a double standard.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"],"title":"Neutrality","weight":1.0},"opening":{"about":"Greets, identifies, uses the right form of name.","anchors":{"-1":"First name or \"mate\" unasked; gives no identity.","-2":"A slur, an insult or a nickname.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"],"title":"Opening","weight":1.0},"reason-and-rights":{"about":"Why, by what power, and what happens next.","anchors":{"-1":"\"Because I say so\"; the reason comes late.","-2":"Gives a false reason, or refuses one.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Reason and rights","weight":1.0},"voice":{"about":"Hears the account before deciding.","anchors":{"-1":"Asks, then ignores the answer.","-2":"Forbids or punishes speaking.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"],"title":"Voice","weight":1.0}},"critical_events":{"discriminatory-remark":{"about":"A remark that demeans a person for who they are.","title":"Discriminatory remark"},"failure-to-intervene":{"about":"A colleague''s misconduct was seen and let pass.","title":"Failure to intervene"},"false-statement":{"about":"Something known to be untrue was said or written as fact.","title":"False statement"}},"format":"1","id":"respect","panel":null,"reported":"scored","title":"Respect","version":"1.0.0"}}','Tim','Trying it','2026-11-22T12:30:00.000Z',20,'5e02bfa297e10328a14c77a6cea07a02');
CREATE TABLE rubric_snapshots (
	digest TEXT NOT NULL, 
	rubric_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_rubric_snapshots PRIMARY KEY (digest)
);
INSERT INTO "rubric_snapshots" VALUES('c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65','cultural-responsiveness','1.0.0','{"format":"1","id":"cultural-responsiveness","version":"1.0.0","title":"Cultural responsiveness","about":"Treats identity as a question, removes barriers to access, and notices own assumptions.","reported":"profile","criteria":{"ask-adapt-check":{"title":"Ask, adapt, check","about":"Asks what this person needs, adjusts, and checks that it worked.","anchors":{"-2":"A stereotype or mockery guides action, or a barrier is exploited.","-1":"Assumes need or meaning from appearance; ignores a stated need.","0":"Same service to all; need neither noticed nor refused.","1":"Asks about language, communication, faith, access or name, and adjusts.","2":"Asks, adjusts, checks that it worked, names own uncertainty, keeps dignity and safety both, uses qualified help."},"sources":["Tervalon & Murray-García, Cultural humility, 1998","Ang & Van Dyne, Cultural intelligence (strategy and action)"]}},"critical_events":{"child-interpreter":{"title":"Child used as interpreter","about":"A child was made to interpret though nothing was urgent."}}}');
INSERT INTO "rubric_snapshots" VALUES('179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680','de-escalation','1.0.0','{"format":"1","id":"de-escalation","version":"1.0.0","title":"De-escalation","about":"Slowing things down, finding out, staying steady and using no more power than the moment needs.","criteria":{"time-and-space":{"title":"Time and space","about":"Slows the pace; uses distance, cover and colleagues.","anchors":{"-2":"Rushes or corners the person; removes exits for no safety reason.","-1":"Crowds the person; several voices at once.","0":"Holds position.","1":"Gives room, has one speaker, asks for the right resource.","2":"Also stages resources, lets silence work, and gives time back as things calm."},"sources":["PERF, ICAT training guide, Critical Decision-Making Model","College of Policing, Conflict management guidelines, 2020"]},"information-first":{"title":"Information first","about":"Finds out before acting.","anchors":{"-2":"Acts on rumour or a label.","-1":"Asks leading or closed questions; ignores a fact that was offered.","0":"Uses the dispatch facts only.","1":"Asks an open question; checks with the person or with dispatch.","2":"Tests own assumption aloud; looks for what would change the plan."},"sources":["UK National Decision Model, element 2 (information and intelligence)","PERF, ICAT Critical Decision-Making Model, element 1 (collect information)"]},"risk-reading":{"title":"Reading risk","about":"Judges threat on behaviour, and updates. Two-sided - missing real danger is as harmful as seeing danger in distress.","anchors":{"-2":"Treats identity or distress as threat, or ignores real danger.","-1":"Keeps a fixed plan though things changed.","0":"Makes a reasonable first read.","1":"Names risk and safeguards; updates.","2":"Re-checks at each change; separates unable from unwilling."},"sources":["UK National Decision Model, elements 3 and 6","PERF, ICAT Critical Decision-Making Model, elements 2 and 5"]},"self-control":{"title":"Self-control","about":"Own voice, face and stance.","anchors":{"-2":"Shouts, insults or baits.","-1":"Shows sarcasm or visible anger.","0":"Flat but controlled.","1":"Steady voice, open stance.","2":"Recovers after provocation; lowers the room''s heat; hands over if wound up."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"listening":{"title":"Listening","about":"Shows the person that they are understood.","anchors":{"-2":"Mocks or denies a feeling.","-1":"Interrupts; tells the person to calm down.","0":"Lets them talk, with no response.","1":"Reflects content or feeling; summarises.","2":"Names feeling and need, and the person confirms; rapport comes before influence."},"sources":["LEAPS (listen, empathise, ask, paraphrase, summarise)","Vecchi, Van Hasselt & Romano, Behavioural Change Stairway, 2005","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"options":{"title":"Options","about":"Realistic choices, face saved, agreement reached.","anchors":{"-2":"Gives an ultimatum that cannot or should not be carried out.","-1":"Gives an order with a threat.","0":"Makes a plain request.","1":"Asks, gives a reason, offers two workable options.","2":"Makes a joint plan with a face-saver; checks agreement; keeps the promise."},"sources":["The five-step appeal (ask, set context, present options, confirm, act)","Nau et al., De-escalating Aggressive Behaviour Scale, 2009"]},"proportionate-authority":{"title":"Proportionate authority","about":"Power no more and no later than needed. Two-sided - hesitating in imminent danger is never rewarded.","anchors":{"-2":"Unlawful or excessive force, or no action in imminent danger.","-1":"Above the resistance met, or late.","0":"Lawful, unexplained.","1":"The least intrusive step that works, with warning and reason.","2":"Also plans how to step down, aftercare, record and review."},"sources":["UK National Decision Model, elements 4 to 6","PERF, ICAT Critical Decision-Making Model, elements 3 to 5","College of Policing, Conflict management guidelines, 2020"]}},"critical_events":{"unlawful-force-or-search":{"title":"Unlawful force or search","about":"Force or a search without a power, or beyond what the power allows."},"no-aid":{"title":"No aid","about":"Somebody was hurt or ill and no help was given or called."},"ignored-danger":{"title":"Ignored danger","about":"A real and present danger was seen and nothing was done."}}}');
INSERT INTO "rubric_snapshots" VALUES('96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0','respect','1.0.0','{"format":"1","id":"respect","version":"1.0.0","title":"Respect","about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","index":"formative","criteria":{"opening":{"title":"Opening","about":"Greets, identifies, uses the right form of name.","anchors":{"-2":"A slur, an insult or a nickname.","-1":"First name or \"mate\" unasked; gives no identity.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"]},"reason-and-rights":{"title":"Reason and rights","about":"Why, by what power, and what happens next.","anchors":{"-2":"Gives a false reason, or refuses one.","-1":"\"Because I say so\"; the reason comes late.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]},"voice":{"title":"Voice","about":"Hears the account before deciding.","anchors":{"-2":"Forbids or punishes speaking.","-1":"Asks, then ignores the answer.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"]},"neutrality":{"title":"Neutrality","about":"Facts and the rule, the same for all.","anchors":{"-2":"A remark about a group; a double standard.","-1":"Shifting grounds.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"]},"dignity":{"title":"Dignity","about":"Courtesy, privacy, body and property.","anchors":{"-2":"Humiliates or exposes the person; damages property.","-1":"Is sarcastic, talks over, airs it in public.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"]},"care":{"title":"Care","about":"Evident concern for wellbeing.","anchors":{"-2":"Threatens, or exploits a weakness.","-1":"Is indifferent to pain, a child or medicine.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"]},"closing":{"title":"Closing","about":"Outcome, next contact, complaint route.","anchors":{"-2":"Abandons or misleads.","-1":"Ends with no outcome; passes the buck.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"]}},"critical_events":{"discriminatory-remark":{"title":"Discriminatory remark","about":"A remark that demeans a person for who they are."},"false-statement":{"title":"False statement","about":"Something known to be untrue was said or written as fact."},"failure-to-intervene":{"title":"Failure to intervene","about":"A colleague''s misconduct was seen and let pass."}}}');
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
	genesis TEXT NOT NULL, form INTEGER DEFAULT '1' NOT NULL, rubrics TEXT, translation TEXT, by_path BOOLEAN DEFAULT 0 NOT NULL, campaign_run TEXT, episode TEXT, episode_number INTEGER, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT uq_runs_ordinal UNIQUE (ordinal), 
	CONSTRAINT fk_runs_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id), 
	CONSTRAINT fk_runs_digest_snapshots FOREIGN KEY(digest) REFERENCES snapshots (digest), 
	CONSTRAINT fk_runs_origin_run_runs FOREIGN KEY(origin_run) REFERENCES runs (id), 
	CONSTRAINT ck_runs_ck_runs_mode CHECK (mode IN ('practice', 'assessment')), 
	CONSTRAINT ck_runs_ck_runs_origin_kind CHECK (origin_kind IN ('rewind', 'again'))
);
INSERT INTO "runs" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','circle','1.0.0','cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','practice',7,'en-GB','2026-11-22T12:00:00.000Z',NULL,NULL,NULL,NULL,'0.1.0','{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}','d073efdcfc6cb06301e5a1e502982eda6818dabde141d63cb104186485f87f78',1,'{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}',NULL,0,NULL,NULL,NULL);
INSERT INTO "runs" VALUES('7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',2,'b247dd4e-d958-4cc7-b923-0d1c58774be9','circle','1.0.0','cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','practice',7,'en-GB','2026-11-22T12:04:00.000Z',NULL,NULL,NULL,NULL,'0.1.0','{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}','0452055affc1ab32d24f8c496f007eb4ec28d93a3fa66633d9b24a111c55bdb1',1,'{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}',NULL,0,NULL,NULL,NULL);
INSERT INTO "runs" VALUES('2426b846-c7a6-4da1-9c2b-2627a04511fa',3,'b247dd4e-d958-4cc7-b923-0d1c58774be9','circle','1.0.0','cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','practice',7,'en-GB','2026-11-22T12:05:00.000Z','7b30e9ec-5fdc-4895-8f64-b15e69ebb23f',1,'rewind',NULL,'0.1.0','{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}','b582725777c367b861c42503dd1447130a97990a15faa2055d677744f9b73d75',1,'{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}',NULL,0,NULL,NULL,NULL);
INSERT INTO "runs" VALUES('7e3c0827-c08f-41e7-8a45-379e0f877e32',4,'80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','circle','1.0.0','cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','practice',7,'en-GB','2026-11-22T12:07:00.000Z','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'again',NULL,'0.1.0','{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}','e25fe970b3c15bab93f612c4960b74203e08f2134466a365de732b6e01c3f2b8',1,'{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}',NULL,0,NULL,NULL,NULL);
INSERT INTO "runs" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797',6,'b247dd4e-d958-4cc7-b923-0d1c58774be9','circle','1.0.0','cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','assessment',7,'en-GB','2026-11-22T12:16:00.000Z',NULL,NULL,NULL,'2291d37a-c7ae-49e7-9c94-b320b52634f9','0.1.0','{"cultural-responsiveness":"1.0.0","de-escalation":"1.0.0","respect":"1.0.0"}','537c297fe40f6b73ebcaa69e60b7dd9476a42d70cc06456a17e82c0b36611bd2',1,'{"cultural-responsiveness":"c56ddcc29e7bd5e69375a4f609630d95139481f4634c5d1ee13686a657f90a65","de-escalation":"179502fda4fef2a37770e0e22c7f147d7b4d01359d81d6965d75978a09f95680","respect":"96da457a5639f3765c056768e102a4da4e5e168dcafe0f80b218eda2d73a3de0"}',NULL,0,NULL,NULL,NULL);
CREATE TABLE self_ratings (
	run_id TEXT NOT NULL, 
	rubric TEXT NOT NULL, 
	rating INTEGER NOT NULL, 
	at TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_self_ratings PRIMARY KEY (run_id, rubric), 
	CONSTRAINT fk_self_ratings_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_self_ratings_ck_self_ratings_rating CHECK (rating BETWEEN 0 AND 100)
);
INSERT INTO "self_ratings" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','respect',40,'2026-11-22T12:01:00.000Z',11,'4457628b1fc2ee848acf727c9cd3699e');
INSERT INTO "self_ratings" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','de-escalation',70,'2026-11-22T12:01:00.000Z',12,'d0e80645dfc799b4686bdcb112ec83fa');
CREATE TABLE served_forms (
	oldest TEXT NOT NULL, 
	CONSTRAINT pk_served_forms PRIMARY KEY (oldest)
);
INSERT INTO "served_forms" VALUES('0025');
CREATE TABLE server_terms (
	assignment_id TEXT NOT NULL, 
	server_only BOOLEAN NOT NULL, 
	opens TEXT, 
	access_code TEXT, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_server_terms PRIMARY KEY (assignment_id), 
	CONSTRAINT fk_server_terms_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id)
);
CREATE TABLE settings (
	trainee_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (trainee_id, "key"), 
	CONSTRAINT fk_settings_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
INSERT INTO "settings" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','theme','"dark"');
CREATE TABLE sign_in_failures (
	"key" TEXT NOT NULL, 
	address TEXT NOT NULL, 
	at TEXT NOT NULL
);
CREATE TABLE sign_ins (
	code TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	created TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	ended TEXT, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (code), 
	CONSTRAINT fk_sign_ins_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE signers (
	public_key TEXT NOT NULL, 
	since TEXT NOT NULL, 
	until TEXT, 
	author TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, vouched_by TEXT, signature TEXT, 
	CONSTRAINT pk_signers PRIMARY KEY (public_key)
);
CREATE TABLE snapshots (
	digest TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	version TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (digest)
);
INSERT INTO "snapshots" VALUES('cbc767ce754448a3cc44547fddce0795e0aa38928afd79c9c6a86daa982565d6','circle','1.0.0','{"format":"1","id":"circle","version":"1.0.0","title":"Circle","summary":"Round and round.","language":"en-GB","setting":{"force":"urban","place":"a street"},"level":"foundation","minutes":5,"rubrics":["de-escalation","respect","cultural-responsiveness"],"people":{"reid":{"name":"PC Reid","role":"you"}},"state":{"tension":{"start":1,"min":0,"max":10},"turns":{"start":0,"min":0,"max":1000}},"start":"here","scenes":{"here":{"text":[{"text":"This is here."}],"choices":[{"id":"here-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"there"}]},{"id":"here-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"there"}]},{"id":"here-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"there"}]},{"id":"here-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]},"there":{"text":[{"text":"This is there."}],"choices":[{"id":"there-ask","say":"And then?","ratings":{"listening":1,"voice":2},"add":{"turns":1},"goto":[{"to":"here"}]},{"id":"there-order","say":"Stop that.","ratings":{"voice":-2},"add":{"tension":1},"goto":[{"to":"here"}]},{"id":"there-force","do":"Push.","ratings":{"care":-2},"critical":["no-aid"],"goto":[{"to":"here"}]},{"id":"there-leave","do":"Leave.","when":"tension < 9","goto":[{"to":"gone"}]}]}},"endings":{"gone":{"outcome":"partial","text":[{"text":"You are gone."}]}}}');
CREATE TABLE ssh_keys (
	fingerprint TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_ssh_keys PRIMARY KEY (fingerprint), 
	CONSTRAINT fk_ssh_keys_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE tombstones (
	ordinal BIGINT NOT NULL, 
	genesis TEXT NOT NULL, 
	at TEXT NOT NULL, 
	public_key TEXT, 
	signature TEXT, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_tombstones PRIMARY KEY (ordinal)
);
INSERT INTO "tombstones" VALUES(5,'397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60','2026-11-22T12:11:00.000Z','95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2','74dd96eb11b4b973346eeb383608c6ab4b1201ac37b14b88a78296f391f4d420bf410005b834f384958b42da63cd2adcb59dc3830914a2e2cd1cda72c2607f00',24,'eaec84a992fcce3be4421ed73033ae72');
CREATE TABLE trainees (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_trainees PRIMARY KEY (id), 
	CONSTRAINT uq_trainees_key UNIQUE ("key")
);
INSERT INTO "trainees" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','zoë o''hara','Zoë O''Hara','2026-11-22T12:00:00.000Z',1,'cfa288bffd2a70f6747cc0835cb12d64');
INSERT INTO "trainees" VALUES('b247dd4e-d958-4cc7-b923-0d1c58774be9','ada','Ada','2026-11-22T12:04:00.000Z',2,'1b286681bebbaf40922e12139ef3a3e2');
CREATE TABLE trainer_ratings (
	run_id TEXT NOT NULL, 
	rater TEXT NOT NULL, 
	criterion TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	level INTEGER, 
	undoes INTEGER, 
	at TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_trainer_ratings PRIMARY KEY (run_id, rater, criterion, number), 
	CONSTRAINT fk_trainer_ratings_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level CHECK (level BETWEEN -2 AND 2), 
	CONSTRAINT ck_trainer_ratings_ck_trainer_ratings_level_or_undoes CHECK ((level IS NULL) <> (undoes IS NULL))
)
 WITHOUT ROWID

;
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','listening',1,-1,NULL,'2026-11-22T12:20:00.000Z',15,'ddb98b25b3db8513cf7efe41a1f8af10');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','listening',2,NULL,1,'2026-11-22T12:21:00.000Z',16,'a1f1b5065ebc5290f1e4fa7525f75efc');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',1,0,NULL,'2026-11-22T12:20:00.000Z',17,'04990fe3116d938c515ab51a334c9b71');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',2,NULL,1,'2026-11-22T12:21:00.000Z',18,'e06918f34ff4759e66c881d18b1cafd7');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',3,1,NULL,'2026-11-22T12:22:00.000Z',19,'00787bc19fd87cc88b9a8aefcd6a6c82');
CREATE TABLE voids (
	run_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	author TEXT NOT NULL, 
	at TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_voids PRIMARY KEY (run_id), 
	CONSTRAINT fk_voids_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
CREATE TABLE word_ratings (
	run_id TEXT NOT NULL, 
	rater TEXT NOT NULL, 
	criterion TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	level INTEGER, 
	undoes INTEGER, 
	at TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_word_ratings PRIMARY KEY (run_id, rater, criterion, number), 
	CONSTRAINT fk_word_ratings_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_word_ratings_ck_word_ratings_level CHECK (level BETWEEN -2 AND 2), 
	CONSTRAINT ck_word_ratings_ck_word_ratings_level_or_undoes CHECK ((level IS NULL) <> (undoes IS NULL))
)
 WITHOUT ROWID

;
CREATE TABLE words_first (
	assignment_id TEXT NOT NULL, 
	since TEXT NOT NULL, 
	entry BIGINT, 
	salt TEXT, 
	CONSTRAINT pk_words_first PRIMARY KEY (assignment_id), 
	CONSTRAINT fk_words_first_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id)
);
CREATE INDEX ix_runs_trainee_id_scenario_id ON runs (trainee_id, scenario_id);
CREATE INDEX ix_runs_origin_run ON runs (origin_run);
CREATE INDEX ix_runs_assignment_id ON runs (assignment_id);
CREATE TRIGGER snapshots_never_updated BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of snapshots refused'); END;
CREATE TRIGGER snapshots_never_deleted BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of snapshots refused'); END;
CREATE TRIGGER decisions_never_updated BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of decisions refused'); END;
CREATE TRIGGER decisions_never_deleted BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of decisions refused'); END;
CREATE TRIGGER levels_never_updated BEFORE UPDATE ON levels BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of levels refused'); END;
CREATE TRIGGER levels_never_deleted BEFORE DELETE ON levels BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of levels refused'); END;
CREATE TRIGGER critical_events_never_updated BEFORE UPDATE ON critical_events BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of critical_events refused'); END;
CREATE TRIGGER critical_events_never_deleted BEFORE DELETE ON critical_events BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of critical_events refused'); END;
CREATE TRIGGER finishes_never_updated BEFORE UPDATE ON finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of finishes refused'); END;
CREATE TRIGGER finishes_never_deleted BEFORE DELETE ON finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of finishes refused'); END;
CREATE TRIGGER checkpoints_never_updated BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of checkpoints refused'); END;
CREATE TRIGGER checkpoints_never_deleted BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of checkpoints refused'); END;
CREATE INDEX ix_members_trainee_id ON members (trainee_id);
CREATE INDEX ix_assignments_cohort_id ON assignments (cohort_id);
CREATE INDEX ix_rescorings_cohort_id ON rescorings (cohort_id);
CREATE INDEX ix_rescored_levels_run_id ON rescored_levels (run_id);
CREATE TRIGGER rescored_levels_never_updated BEFORE UPDATE ON rescored_levels BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rescored_levels refused'); END;
CREATE TRIGGER rescored_levels_never_deleted BEFORE DELETE ON rescored_levels BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rescored_levels refused'); END;
CREATE INDEX ix_runs_trainee_id_assignment_id_started_at_id ON runs (trainee_id, assignment_id, started_at, id);
CREATE TRIGGER runs_never_updated BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of runs refused'); END;
CREATE TRIGGER runs_never_deleted BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of runs refused'); END;
CREATE TRIGGER rubric_snapshots_never_updated BEFORE UPDATE ON rubric_snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rubric_snapshots refused'); END;
CREATE TRIGGER rubric_snapshots_never_deleted BEFORE DELETE ON rubric_snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rubric_snapshots refused'); END;
CREATE INDEX ix_runs_campaign_run ON runs (campaign_run);
CREATE INDEX ix_campaign_runs_trainee_id_campaign_id ON campaign_runs (trainee_id, campaign_id);
CREATE INDEX ix_campaign_runs_assignment_id ON campaign_runs (assignment_id);
CREATE TRIGGER campaign_snapshots_never_updated BEFORE UPDATE ON campaign_snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of campaign_snapshots refused'); END;
CREATE TRIGGER campaign_snapshots_never_deleted BEFORE DELETE ON campaign_snapshots BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of campaign_snapshots refused'); END;
CREATE TRIGGER campaign_runs_never_updated BEFORE UPDATE ON campaign_runs BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of campaign_runs refused'); END;
CREATE TRIGGER campaign_runs_never_deleted BEFORE DELETE ON campaign_runs BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of campaign_runs refused'); END;
CREATE TRIGGER campaign_finishes_never_updated BEFORE UPDATE ON campaign_finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of campaign_finishes refused'); END;
CREATE TRIGGER campaign_finishes_never_deleted BEFORE DELETE ON campaign_finishes BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of campaign_finishes refused'); END;
CREATE TRIGGER self_ratings_never_updated BEFORE UPDATE ON self_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of self_ratings refused'); END;
CREATE TRIGGER self_ratings_never_deleted BEFORE DELETE ON self_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of self_ratings refused'); END;
CREATE TRIGGER reflections_never_updated BEFORE UPDATE ON reflections BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of reflections refused'); END;
CREATE TRIGGER reflections_never_deleted BEFORE DELETE ON reflections BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of reflections refused'); END;
CREATE TRIGGER tombstones_never_updated BEFORE UPDATE ON tombstones BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of tombstones refused'); END;
CREATE TRIGGER tombstones_never_deleted BEFORE DELETE ON tombstones BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of tombstones refused'); END;
CREATE TRIGGER trainer_ratings_never_updated BEFORE UPDATE ON trainer_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of trainer_ratings refused'); END;
CREATE TRIGGER trainer_ratings_never_deleted BEFORE DELETE ON trainer_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of trainer_ratings refused'); END;
CREATE TRIGGER rescorings_never_updated BEFORE UPDATE ON rescorings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rescorings refused'); END;
CREATE TRIGGER rescorings_never_deleted BEFORE DELETE ON rescorings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rescorings refused'); END;
CREATE TRIGGER rescored_runs_never_updated BEFORE UPDATE ON rescored_runs BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of rescored_runs refused'); END;
CREATE TRIGGER rescored_runs_never_deleted BEFORE DELETE ON rescored_runs BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of rescored_runs refused'); END;
CREATE TRIGGER notices_never_updated BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of notices refused'); END;
CREATE TRIGGER notices_never_deleted BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of notices refused'); END;
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of journal refused'); END;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of journal refused'); END;
CREATE INDEX ix_sign_ins_account_id ON sign_ins (account_id);
CREATE INDEX ix_sign_in_failures_key_address_at ON sign_in_failures ("key", address, at);
CREATE TRIGGER audit_never_updated BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of audit refused'); END;
CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of audit refused'); END;
CREATE INDEX ix_pauses_assignment_id ON pauses (assignment_id);
CREATE INDEX ix_adjustments_trainee_id ON adjustments (trainee_id);
CREATE INDEX ix_publications_cohort_id ON publications (cohort_id);
CREATE TRIGGER adjustments_never_updated BEFORE UPDATE ON adjustments BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of adjustments refused'); END;
CREATE TRIGGER adjustments_never_deleted BEFORE DELETE ON adjustments BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of adjustments refused'); END;
CREATE TRIGGER voids_never_updated BEFORE UPDATE ON voids BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of voids refused'); END;
CREATE TRIGGER voids_never_deleted BEFORE DELETE ON voids BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of voids refused'); END;
CREATE TRIGGER comments_never_updated BEFORE UPDATE ON comments BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of comments refused'); END;
CREATE TRIGGER comments_never_deleted BEFORE DELETE ON comments BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of comments refused'); END;
CREATE TRIGGER publications_never_updated BEFORE UPDATE ON publications BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of publications refused'); END;
CREATE TRIGGER publications_never_deleted BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of publications refused'); END;
CREATE TRIGGER own_words_never_updated BEFORE UPDATE ON own_words BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of own_words refused'); END;
CREATE TRIGGER own_words_never_deleted BEFORE DELETE ON own_words BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of own_words refused'); END;
CREATE TRIGGER word_ratings_never_updated BEFORE UPDATE ON word_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of word_ratings refused'); END;
CREATE TRIGGER word_ratings_never_deleted BEFORE DELETE ON word_ratings BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of word_ratings refused'); END;
CREATE TRIGGER class_sessions_never_updated BEFORE UPDATE ON class_sessions BEGIN SELECT RAISE(ABORT, 'records are append-only: UPDATE of class_sessions refused'); END;
CREATE TRIGGER class_sessions_never_deleted BEFORE DELETE ON class_sessions BEGIN SELECT RAISE(ABORT, 'records are append-only: DELETE of class_sessions refused'); END;
