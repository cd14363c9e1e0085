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
INSERT INTO "alembic_version" VALUES('0021');
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
INSERT INTO "assignments" VALUES('2291d37a-c7ae-49e7-9c94-b320b52634f9','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','circle','assessment','2026-11-26T16:00:00.000Z',2,'2026-11-22T12:14:00.000Z',NULL,NULL,NULL,9,'4ea2b3ae6fd57d508d3503e7c86edbea');
INSERT INTO "assignments" VALUES('17c16fa2-1855-4a5b-8a85-9fdf173719bc','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','market-stall','practice',NULL,NULL,'2026-11-22T12:15:00.000Z',NULL,NULL,NULL,10,'0e0329ae26d80fb0ec3f68954f01559b');
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
INSERT INTO "cohorts" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','autumn','Autumn','2026-11-22T12:12:00.000Z',5,'4036cd9b57a0b44fbbca4e44c4ecf33d');
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
INSERT INTO "groups" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','entry','graduate',8,'6102cc4d96c81af8bf9ff8aca6aec8e9');
CREATE TABLE identities (
	trainee_id TEXT NOT NULL, 
	external_id TEXT, 
	email TEXT, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_identities PRIMARY KEY (trainee_id), 
	CONSTRAINT uq_identities_external_id UNIQUE (external_id), 
	CONSTRAINT uq_identities_email UNIQUE (email), 
	CONSTRAINT fk_identities_trainee_id_trainees FOREIGN KEY(trainee_id) REFERENCES trainees (id)
);
INSERT INTO "identities" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','A-001','zoe@example.org',3,'0ae1535a6b866a7b219a1ad5ba2e74e2');
INSERT INTO "identities" VALUES('b247dd4e-d958-4cc7-b923-0d1c58774be9',NULL,'ada@example.org',4,'245f963569141b7b1b45594e186073f7');
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
INSERT INTO "journal" VALUES(1,1,'2026-11-25T22:12:25.457Z','trainees','kept',NULL,'3ae29edd8a821ac672add3fa0adde92d9030e4f6a565905247b1ff57ec45feac','5fb79e6b59ed7729ad784365e22a876798f7aa24f49dc806908b3c9f4febaddd');
INSERT INTO "journal" VALUES(2,1,'2026-11-25T22:12:25.457Z','trainees','kept',NULL,'219ff8de8021951dfb369a55c2b26b1f2853490b022d3fbb42cf6a113323ef68','5f2df9020c358c4938cd1a53eddc6398e8d869f8ec5e9b43275b7ac5af1b3774');
INSERT INTO "journal" VALUES(3,1,'2026-11-25T22:12:25.457Z','identities','kept',NULL,'33a04c790a2a03821bc3068ab5cf909befeebb2f7d3421c61e706859491a7c27','d8fd14f28c796fb4999794e9307d20166f7ba0d4464e9cd16bf27e18f09dd9ba');
INSERT INTO "journal" VALUES(4,1,'2026-11-25T22:12:25.457Z','identities','kept',NULL,'a3ae2845c48f7afe42e47567b1bfda57a728cf46c01afb688f8e4073fb512ee8','ba75b49786377170eb57a5a1adae27d6c9d56d8ab599ff100574882df36b19d7');
INSERT INTO "journal" VALUES(5,1,'2026-11-25T22:12:25.457Z','cohorts','kept',NULL,'9b52e10722f7682e3c1e6109b3fdd791d920fbfa2fb5a110e3fdff38cef99939','9334d3472f3e7180ccd07b0723b1db8b78486f97260765a5025d8477544be714');
INSERT INTO "journal" VALUES(6,1,'2026-11-25T22:12:25.457Z','members','kept',NULL,'a978fb278240f780eaf8332cadb77d16fc9f7b8f9a7b2194873111699d02b69d','565640d87112192870ea5aba30c8940387f4f3a47e9ede39640af2776407f8e4');
INSERT INTO "journal" VALUES(7,1,'2026-11-25T22:12:25.457Z','members','kept',NULL,'13f139dd076bc114d71c30b54381e0cacdb965d743d1e3778a82e6efa22711ea','04818b09b1e18b159fb3d4e9fc643e3c44300fd335468faddf1db2d6c2927e38');
INSERT INTO "journal" VALUES(8,1,'2026-11-25T22:12:25.457Z','groups','kept',NULL,'5325b03718a75aa7384aba83dc4bce5faccfb02af2de039556c1121be0edb8ab','539e9f76479f93c0b9d6d745d426378629400200ca148e5d125fab16f1a79fb4');
INSERT INTO "journal" VALUES(9,1,'2026-11-25T22:12:25.457Z','assignments','kept',NULL,'c3627bd320d3a075db244b42d3e9f09e60b83564e44f6a885484d2709d2c04e8','c7e9cf85ae54c4f8c6f11a8f3c73a914c4401d921ae87e350fe53c9ee3fbf56f');
INSERT INTO "journal" VALUES(10,1,'2026-11-25T22:12:25.457Z','assignments','kept',NULL,'da8318dde5bcfa3c5588af372838ed89b196eef227b9c852b858f7794feca7bc','1d4f45b00db152d6b057bfc23e916be8a73562f8d8fc356414a1cebd1c863e0c');
INSERT INTO "journal" VALUES(11,1,'2026-11-25T22:12:25.457Z','self_ratings','kept',NULL,'2cde791b983db7019d013cf31d2dd2fa06a23d5ba3ec95a2a4cb85dcb970526e','b1be098e9721becf73a4edf1e20d68a279568cafc548dbc34029d96238835ac3');
INSERT INTO "journal" VALUES(12,1,'2026-11-25T22:12:25.457Z','self_ratings','kept',NULL,'bdd604dca3cf98b245e81a6b6e5d054b6f41bc2504070a954fb0e48e896df53e','d0ca4d4ce28d4b5af5737fa530fdc5cb021ed60b0e97493fcaf11989fb08129a');
INSERT INTO "journal" VALUES(13,1,'2026-11-25T22:12:25.457Z','reflections','kept',NULL,'130b35c4d9ecaee8f307aec672cfdb87d5a687dd45ebd9746091b8ac13c7b19c','57187d0760925b9a7915867171dc6d44b03c4dbbd2ca8a81f4347f2000e14bf8');
INSERT INTO "journal" VALUES(14,1,'2026-11-25T22:12:25.457Z','reflections','kept',NULL,'e0d5a4f6fef00da573641f60a28a263188c88749b2019e03656e26ccd10bc04b','44617ebd12036f5f69a343f731c033a2b7e4a9e5534d0150cc18797940dff40d');
INSERT INTO "journal" VALUES(15,1,'2026-11-25T22:12:25.457Z','trainer_ratings','kept',NULL,'4d1026fd098705bfa4ffcdb866dbf59a9dcd264b6c884b1b750fee6ed358ed04','cea58d830fd57af3a8657bb8434f6ac7e00339bec1bc48cc5f344a3c8745f1da');
INSERT INTO "journal" VALUES(16,1,'2026-11-25T22:12:25.457Z','trainer_ratings','kept',NULL,'50bb7b980e04117abba395cb05a1fc426575dc43aa2fff2d011d8ef358665095','dc79941d3c484d22366c1b74130cf1250c7fbb84ef3b7b5b9c37e092357f72ae');
INSERT INTO "journal" VALUES(17,1,'2026-11-25T22:12:25.457Z','trainer_ratings','kept',NULL,'5f49d4c5b8be78552743fea20908bd628e6b117b77426c056bb243f8944804fb','8e24b14168ce007542adecb34921e726d48189bd2fd04afdc99ac06c2ca0ca29');
INSERT INTO "journal" VALUES(18,1,'2026-11-25T22:12:25.457Z','trainer_ratings','kept',NULL,'fbc7b955efcd05c30144bf5f6a850a08241e2e9d0e49f0903a3d1f84b513073d','a67904c1f5d70a26ebd53b325e024e7913a8c797f6c0a3c8119942fc9f5171b2');
INSERT INTO "journal" VALUES(19,1,'2026-11-25T22:12:25.457Z','trainer_ratings','kept',NULL,'febb216c2b4cc18667f2d128eaa7a0eea7bb3c4d8bed8e8283d0d4abf7f86d46','dfdf21217bc313ed16ddd6809eb03fc4379e0f0e65117d278cac3db139807bb3');
INSERT INTO "journal" VALUES(20,1,'2026-11-25T22:12:25.457Z','rescorings','kept',NULL,'771008e8f8ac6264241bcb93a26456468224fe5aae7f0cd914ace2898e4cd5ea','749b13892d1e98e365b3d0c377717374a5435588cab8f90dfdba449373819cff');
INSERT INTO "journal" VALUES(21,1,'2026-11-25T22:12:25.457Z','rescored_runs','kept',NULL,'56cfddb58e14d5d4e778d78915e508c380a0290692c1bc6860a2dd82afe369eb','e823443992a41ee475459647769441940136585c1e97a9347b1162951a0c2de7');
INSERT INTO "journal" VALUES(22,1,'2026-11-25T22:12:25.457Z','rescored_runs','kept',NULL,'379cfc8828ea01b5a99f91456c4350c155ef8a46c2803b1bad0b7890a4ba13a2','d32170e25045852ef8621b7be31a7654004ffb642c6bc71a1f081fc18d1f7dde');
INSERT INTO "journal" VALUES(23,1,'2026-11-25T22:12:25.457Z','rescored_runs','kept',NULL,'7654244142a3bebbcdf42ac6861e8898cd9a557a76a18b43608c0d5ae6b3883e','a2548e2d3cf6c3ab2504f4818bc99d7d30dce99101af725531b31bbd1531fa0e');
INSERT INTO "journal" VALUES(24,1,'2026-11-25T22:12:25.457Z','tombstones','kept',NULL,'efda5f7901f7edc9666de367ae28adf26ff0189440c9541ebb4c6ab5d483b6b5','263d9cafc61c1ce48827dee8624b4e26b2f48f183ac43b33455ef5f9a3d89255');
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
INSERT INTO "members" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','2026-11-22T12:13:00.000Z',6,'fd088d51ea89231cf51cfc4d5334a25a');
INSERT INTO "members" VALUES('e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','b247dd4e-d958-4cc7-b923-0d1c58774be9','2026-11-22T12:13:00.000Z',7,'bc2e29b066fe4763e80f72df9e19db6b');
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
CREATE TABLE reflections (
	run_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_reflections PRIMARY KEY (run_id, number), 
	CONSTRAINT fk_reflections_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "reflections" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',1,'Sooner — next time I''d ask.','2026-11-22T12:02:00.000Z',13,'0c9969bbaa963cddbddf5518c0829df6');
INSERT INTO "reflections" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f',2,'Ask first.','2026-11-22T12:03:00.000Z',14,'93ea59439845f78a1107cdf3027ab89a');
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
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','2426b846-c7a6-4da1-9c2b-2627a04511fa','1937231d897942b6f4f38f7c8c3783ddba3eb6f77427924138b5d75856b9b28d',21,'5fe392dd03734aeadf5853201c83e6c6');
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','31e193e5-9be8-49e6-a930-c34e7e3e5797','ae0d7949370d21d43b3ed223ae320c305c1a8202b30b6ace2dbad768ff72e3b7',22,'d9b62a414c47feb2cecb1e5082901333');
INSERT INTO "rescored_runs" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','e5122cffb2cfa9cd40aa39844a75f2cfebda83986be9d20cb378e3e3b98a6df9',23,'ca7db2c3e1233d21f009addb8b8af894');
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
INSERT INTO "rescorings" VALUES('61d9b87d-3623-4797-b030-ff7d7acff021','e48495d3-e906-4eb0-aba9-5b2ff7ae1ed6','respect','1.0.0','{"rubric":{"about":"Voice, neutrality, dignity and evident good motives, from the first word to the last.","criteria":{"care":{"about":"Evident concern for wellbeing.","anchors":{"-1":"Is indifferent to pain, a child or medicine.","-2":"Threatens, or exploits a weakness.","0":"Shows no sign either way.","1":"Asks after safety or health; reassures.","2":"Acts on it - referral, call, transport, aftercare."},"sources":["Camp et al., PNAS Nexus, 2024","Jonathan-Zamir et al., Justice Quarterly 32(5), 2015"],"title":"Care","weight":1.0},"closing":{"about":"Outcome, next contact, complaint route.","anchors":{"-1":"Ends with no outcome; passes the buck.","-2":"Abandons or misleads.","0":"States the outcome.","1":"Gives outcome, next step and record.","2":"Gives a named contact and a time, and the feedback route; keeps the promise."},"sources":["IPCC, report on contact with the Duggan family, 2012","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Closing","weight":1.0},"dignity":{"about":"Courtesy, privacy, body and property.","anchors":{"-1":"Is sarcastic, talks over, airs it in public.","-2":"Humiliates or exposes the person; damages property.","0":"Businesslike.","1":"Courteous, thanks, private, tidy.","2":"Protects face before family or crowd; apologises for intrusion."},"sources":["Todak & James, Police Quarterly 21(4), 2018","Weisburd et al., PNAS, 2022 (disrespect d = -.51)"],"title":"Dignity","weight":1.0},"neutrality":{"about":"Facts and the rule, the same for all.","anchors":{"-1":"Shifting grounds.","-2":"A remark about a group; a double standard.","0":"Follows the rule.","1":"Explains the rule and the facts it is applied to.","2":"Shows consistency; admits doubt; corrects self."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (neutrality d = .22)"],"title":"Neutrality","weight":1.0},"opening":{"about":"Greets, identifies, uses the right form of name.","anchors":{"-1":"First name or \"mate\" unasked; gives no identity.","-2":"A slur, an insult or a nickname.","0":"Rank or number only.","1":"Greets; gives name, role and title.","2":"Asks how to be addressed, and uses it."},"sources":["Camp et al., PNAS Nexus, 2024","Voigt et al., PNAS 114(25), 2017"],"title":"Opening","weight":1.0},"reason-and-rights":{"about":"Why, by what power, and what happens next.","anchors":{"-1":"\"Because I say so\"; the reason comes late.","-2":"Gives a false reason, or refuses one.","0":"Gives the reason on request.","1":"Gives the reason early and plainly.","2":"Gives reason, power, rights and likely length; checks that it was understood."},"sources":["Camp et al., PNAS Nexus, 2024","Mazerolle et al., Queensland Community Engagement Trial, 2012","GO-WISELY"],"title":"Reason and rights","weight":1.0},"voice":{"about":"Hears the account before deciding.","anchors":{"-1":"Asks, then ignores the answer.","-2":"Forbids or punishes speaking.","0":"Allows an account.","1":"Invites an account and answers it.","2":"The account visibly weighs in the decision; others are heard too."},"sources":["Jonathan-Zamir et al., Justice Quarterly 32(5), 2015","Weisburd et al., PNAS, 2022 (voice d = .39)"],"title":"Voice","weight":1.0}},"critical_events":{"discriminatory-remark":{"about":"A remark that demeans a person for who they are.","title":"Discriminatory remark"},"failure-to-intervene":{"about":"A colleague''s misconduct was seen and let pass.","title":"Failure to intervene"},"false-statement":{"about":"Something known to be untrue was said or written as fact.","title":"False statement"}},"format":"1","id":"respect","panel":null,"reported":"scored","title":"Respect","version":"1.0.0"}}','Tim','Trying it','2026-11-22T12:30:00.000Z',20,'9d03396fb0ce15a7b95899daca8d8c31');
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
INSERT INTO "self_ratings" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','respect',40,'2026-11-22T12:01:00.000Z',11,'0235eeb88009a91731e4b098c7ff9530');
INSERT INTO "self_ratings" VALUES('7f4b2ee4-6f36-41ff-8d1e-cd033fb7238f','de-escalation',70,'2026-11-22T12:01:00.000Z',12,'1f58855ecbad93f043b6f3dc7bbaea37');
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
INSERT INTO "tombstones" VALUES(5,'397be218809e350968ca8225bc4d71f7084bfe54a1d89875a57672c337ee3f60','2026-11-22T12:11:00.000Z','95673c06e6c8e64fbe1adebb4ec836eb3cc5d6086a078439d3284074b1d583d2','74dd96eb11b4b973346eeb383608c6ab4b1201ac37b14b88a78296f391f4d420bf410005b834f384958b42da63cd2adcb59dc3830914a2e2cd1cda72c2607f00',24,'256d9a351a3bfc8c73266c8bf43c2074');
CREATE TABLE trainees (
	id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created TEXT NOT NULL, entry BIGINT, salt TEXT, 
	CONSTRAINT pk_trainees PRIMARY KEY (id), 
	CONSTRAINT uq_trainees_key UNIQUE ("key")
);
INSERT INTO "trainees" VALUES('80fb7cd2-6d27-4ea0-a062-e49f7ca07c20','zoë o''hara','Zoë O''Hara','2026-11-22T12:00:00.000Z',1,'6e25c988d782d6d7bb45513e8ba0f1e9');
INSERT INTO "trainees" VALUES('b247dd4e-d958-4cc7-b923-0d1c58774be9','ada','Ada','2026-11-22T12:04:00.000Z',2,'7f997944e3e23b6d58531c8b8922906c');
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
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','listening',1,-1,NULL,'2026-11-22T12:20:00.000Z',15,'64b3a1c4d70c3ba586ce118e2ae2f39d');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','listening',2,NULL,1,'2026-11-22T12:21:00.000Z',16,'516dd51621c0fc0cd90f74889bcb6dc9');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',1,0,NULL,'2026-11-22T12:20:00.000Z',17,'82cc9fe13218b3386fc8d6c0236536f9');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',2,NULL,1,'2026-11-22T12:21:00.000Z',18,'320edfe54a7ac85be35f6fc4c03f46ba');
INSERT INTO "trainer_ratings" VALUES('31e193e5-9be8-49e6-a930-c34e7e3e5797','Trainer Tim','voice',3,1,NULL,'2026-11-22T12:22:00.000Z',19,'651a31d384627786c391ab88d82b5613');
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
