-- Functions by which PostgreSQL knows who asks, and appends for them. `database.py` fills in what stands in braces.
-- Each belongs to encounter_appender, a role without login that alone may write for a person, and has a fixed search
-- path, so that nobody's own function can stand in for one of ours.

CREATE OR REPLACE FUNCTION encounter_served() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT pg_has_role(session_user, 'encounter_server', 'MEMBER') $$;

-- The account that asks: the server says whose session it is, a login role is somebody's.
CREATE OR REPLACE FUNCTION encounter_account() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT a.id FROM accounts a WHERE a.disabled IS NULL AND a.id = CASE WHEN encounter_served()
   THEN current_setting('encounter.account', true)
   ELSE (SELECT l.account_id FROM database_logins l WHERE l.login = session_user) END $$;

CREATE OR REPLACE FUNCTION encounter_me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT trainee_id FROM accounts WHERE id = encounter_account() $$;

CREATE OR REPLACE FUNCTION encounter_my_name() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT name FROM trainees WHERE id = encounter_me() $$;

-- An academy's login sees nothing until it has signed the log in this very session, of which only it knows the secret.
CREATE OR REPLACE FUNCTION encounter_session() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT 'session ' || encode(sha256(convert_to(current_setting('encounter.opened', true) || pg_backend_pid(), 'UTF8')),
   'hex') $$;

CREATE OR REPLACE FUNCTION encounter_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT role FROM accounts WHERE id = encounter_account() AND (role <> 'academy' OR encounter_served() OR EXISTS (
   SELECT FROM audit WHERE action = 'store-opened' AND by = encounter_my_name()
   AND detail LIKE encounter_session() || ':%')) $$;

CREATE OR REPLACE FUNCTION encounter_cohorts() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT cohort_id FROM members WHERE trainee_id = encounter_me()
   UNION SELECT cohort_id FROM cohort_trainers WHERE trainee_id = encounter_me() AND encounter_role() = 'trainer'
   UNION SELECT id FROM cohorts WHERE encounter_role() = 'academy' $$;

CREATE OR REPLACE FUNCTION encounter_trained() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT cohort_id FROM cohort_trainers WHERE trainee_id = encounter_me() AND encounter_role() = 'trainer'
   UNION SELECT id FROM cohorts WHERE encounter_role() = 'academy' $$;

-- Who one is, and was under another name before two people were found to be one.
CREATE OR REPLACE FUNCTION encounter_mine() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT encounter_me() UNION SELECT trainee_id FROM merges WHERE into_id = encounter_me() $$;

CREATE OR REPLACE FUNCTION encounter_seen() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ WITH seen AS (SELECT encounter_me() AS id
     UNION SELECT trainee_id FROM members WHERE cohort_id IN (SELECT encounter_trained())
     UNION SELECT id FROM trainees WHERE encounter_role() = 'academy')
   SELECT id FROM seen UNION SELECT trainee_id FROM merges WHERE into_id IN (SELECT id FROM seen) $$;

CREATE OR REPLACE FUNCTION encounter_assignments() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT id FROM assignments WHERE cohort_id IN (SELECT encounter_cohorts()) $$;

CREATE OR REPLACE FUNCTION encounter_is_untrained(cohort text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT NOT EXISTS (SELECT FROM cohort_trainers WHERE cohort_id = cohort) $$;

-- Whether somebody trains a cohort that whoever asks trains too.
CREATE OR REPLACE FUNCTION encounter_trains_beside(other text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT EXISTS (SELECT FROM cohort_trainers WHERE trainee_id = other AND cohort_id IN (SELECT encounter_trained())) $$;

-- An encounter whose answers may reach nobody's program, because an assessment of it is played on the server only.
CREATE OR REPLACE FUNCTION encounter_is_withheld(scenario text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT NOT encounter_served() AND encounter_role() IS DISTINCT FROM 'academy' AND EXISTS (
   SELECT FROM assignments a JOIN server_terms t ON t.assignment_id = a.id
   WHERE a.scenario_id = scenario AND t.server_only AND a.withdrawn_at IS NULL) $$;

CREATE OR REPLACE FUNCTION encounter_now() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE OR REPLACE FUNCTION encounter_hash(content text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex') $$;

-- Waits for the turn to extend the chains, which lasts until the transaction ends. Whoever signed in as a person
-- and keeps the turn for longer than any of these functions takes is signed out: nobody holds up a class.
CREATE OR REPLACE FUNCTION encounter_take_turn() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  FOR try IN 1 .. 10 LOOP
    BEGIN
      PERFORM set_config('lock_timeout', '{patience}', true);
      PERFORM pg_advisory_xact_lock({lock});
      PERFORM set_config('lock_timeout', '0', true);
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_terminate_backend(l.pid, 1000) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32) + l.objid::bigint = {lock}
        AND a.datname = current_database() AND pg_has_role(a.usename, 'encounter_person', 'USAGE');
    END;
  END LOOP;
  RAISE EXCEPTION 'another program writes to the record store' USING ERRCODE = '55P03';
END $$;

-- Seals one row in the journal, in place of an earlier entry or of none; gives the entry and the salt beside the row.
CREATE OR REPLACE FUNCTION encounter_reseal(kind text, fields text[], at text, replaced bigint, OUT entry bigint, OUT salt text)
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE last record; digest text;
BEGIN
  PERFORM encounter_take_turn();
  SELECT j.ordinal, j.hash INTO last FROM journal j ORDER BY j.ordinal DESC LIMIT 1;
  entry := coalesce(last.ordinal, 0) + 1;
  salt := replace(gen_random_uuid()::text, '-', '');
  digest := encounter_hash('[' || array_to_string(to_json(salt)::text || (to_json(kind)::text || fields), ',') || ']');
  INSERT INTO journal (ordinal, form, at, kind, action, replaces, digest, hash) VALUES (
    entry, {journal_form}, at, kind, 'kept', replaced, digest,
    encounter_hash(coalesce(last.hash, '{start}') || '[' || concat_ws(',', {journal_form}, entry, to_json(at), to_json(kind),
      '"kept"', coalesce(replaced::text, 'null'), to_json(digest)) || ']'));
END $$;

CREATE OR REPLACE FUNCTION encounter_seal(kind text, fields text[], at text, OUT entry bigint, OUT salt text)
LANGUAGE sql SECURITY DEFINER AS $$ SELECT * FROM encounter_reseal(kind, fields, at, NULL) $$;

CREATE OR REPLACE FUNCTION encounter_log(action text, about text, detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE now text := encounter_now(); n bigint; who text := encounter_my_name(); sealed record;
BEGIN
  PERFORM encounter_take_turn();
  SELECT coalesce(max(number), 0) + 1 INTO n FROM audit;
  sealed := encounter_seal('audit', ARRAY[n::text, to_json(now)::text, to_json(who)::text, to_json(action)::text,
    to_json(about)::text, to_json(detail)::text], now);
  INSERT INTO audit (number, at, by, action, about, detail, entry, salt)
  VALUES (n, now, who, action, about, detail, sealed.entry, sealed.salt);
END $$;

-- An academy says why it opens the store; from then on its session sees all.
CREATE OR REPLACE FUNCTION encounter_open(reason text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF (SELECT role FROM accounts WHERE id = encounter_account()) IS DISTINCT FROM 'academy' THEN
    RAISE EXCEPTION 'only an academy opens the whole store' USING ERRCODE = '42501';
  ELSIF length(trim(reason)) = 0 THEN
    RAISE EXCEPTION 'say why: the reason is kept' USING ERRCODE = '22023';
  END IF;
  PERFORM set_config('encounter.opened', gen_random_uuid()::text, false);
  PERFORM encounter_log('store-opened', 'everything', encounter_session() || ': ' || left(trim(reason), 200));
END $$;

CREATE OR REPLACE FUNCTION encounter_own_run(wanted text) RETURNS runs LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE found runs;
BEGIN
  SELECT * INTO found FROM runs WHERE id = wanted AND trainee_id IN (SELECT encounter_mine());
  IF found.id IS NULL THEN
    RAISE EXCEPTION 'there is no such run of yours' USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- Seals and inserts a run at the end of the chain of runs.
CREATE OR REPLACE FUNCTION encounter_insert_run(r runs) RETURNS runs LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE last record;
BEGIN
  SELECT ordinal, genesis INTO last FROM (
    SELECT ordinal, genesis FROM runs UNION ALL SELECT ordinal, genesis FROM tombstones) AS links
    ORDER BY ordinal DESC LIMIT 1;
  r.id := gen_random_uuid()::text;
  r.ordinal := coalesce(last.ordinal, 0) + 1;
  r.form := {form};
  r.genesis := encounter_hash(coalesce(last.genesis, '{start}') || {run_text});
  INSERT INTO runs SELECT r.*;
  RETURN r;
END $$;

-- What exactly an assignment asks of whoever asks; NULL where that was left open.
CREATE OR REPLACE FUNCTION encounter_pin(a assignments) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT CASE WHEN other IS NULL THEN a.pinned::jsonb ELSE other -> 'pin' END FROM (SELECT (SELECT o.other_form::jsonb
   FROM adjustments o WHERE o.assignment_id = a.id AND o.trainee_id IN (SELECT encounter_mine()) ORDER BY o.at DESC,
   o.number DESC LIMIT 1) AS other) AS own $$;

-- Refuses what an assignment does not allow now, by the database's clock; the caller has the turn.
CREATE OR REPLACE FUNCTION encounter_admit(wanted text, content text, content_digest text, mode text, code text)
RETURNS assignments LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE me text := encounter_me(); a assignments; own adjustments; t server_terms; other jsonb; used bigint;
BEGIN
  SELECT * INTO a FROM assignments WHERE id = wanted AND withdrawn_at IS NULL
    AND cohort_id IN (SELECT cohort_id FROM members WHERE trainee_id = me);
  SELECT * INTO own FROM adjustments WHERE assignment_id = a.id
    AND trainee_id IN (SELECT encounter_mine()) ORDER BY at DESC, number DESC LIMIT 1;
  SELECT * INTO t FROM server_terms WHERE assignment_id = a.id;
  other := own.other_form::jsonb;
  IF a.id IS NULL OR coalesce(other ->> 'scenario', a.scenario_id) <> content OR a.mode <> mode THEN
    RAISE EXCEPTION 'this is not assigned to you' USING ERRCODE = '42501';
  ELSIF encounter_pin(a) ->> 'digest' <> content_digest THEN
    RAISE EXCEPTION 'this is not what was assigned' USING ERRCODE = '22023';
  ELSIF t.opens > encounter_now() THEN
    RAISE EXCEPTION 'this assessment is not open yet' USING ERRCODE = '22023';
  ELSIF NOT encounter_served() AND t.access_code <> '' AND t.access_code IS DISTINCT FROM code THEN
    RAISE EXCEPTION 'this assessment needs the access code that is given in the room' USING ERRCODE = '{wants_code}';
  END IF;
  SELECT count(*) INTO used FROM runs o WHERE o.trainee_id IN (SELECT encounter_mine()) AND o.assignment_id = a.id
    AND NOT EXISTS (SELECT FROM runs n WHERE n.origin_run = o.id AND n.origin_kind = 'rewind')
    AND NOT EXISTS (SELECT FROM voids v WHERE v.run_id = o.id);
  used := used + (SELECT count(*) FROM campaign_runs o WHERE o.trainee_id IN (SELECT encounter_mine())
    AND o.assignment_id = a.id);
  IF used >= coalesce(own.attempts_allowed, a.attempts_allowed) THEN
    RAISE EXCEPTION 'this assessment allows no further attempt' USING ERRCODE = '22023';
  END IF;
  RETURN a;
END $$;

-- A scenario without the values that its variables begin with: of an episode, campaigns bring those.
CREATE OR REPLACE FUNCTION encounter_without_starts(scenario jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
$$ SELECT scenario || jsonb_build_object('state',
   (SELECT jsonb_object_agg(key, value - 'start') FROM jsonb_each(scenario -> 'state'))) $$;

-- Makes sure that a run is the next episode of an own campaign, and keeps the episode as it begins there.
CREATE OR REPLACE FUNCTION encounter_admit_episode(INOUT r runs, body text) LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE c campaign_runs; whole jsonb;
BEGIN
  SELECT * INTO c FROM campaign_runs WHERE id = r.campaign_run AND trainee_id IN (SELECT encounter_mine());
  IF c.id IS NULL OR EXISTS (SELECT FROM campaign_finishes WHERE campaign_run = c.id) THEN
    RAISE EXCEPTION 'there is no such campaign of yours that goes on' USING ERRCODE = '42501';
  ELSIF r.episode_number < c.first OR EXISTS (SELECT FROM runs o WHERE o.campaign_run = c.id
      AND NOT EXISTS (SELECT FROM runs n WHERE n.origin_run = o.id AND n.origin_kind = 'rewind')
      AND (o.episode_number >= r.episode_number OR NOT EXISTS (SELECT FROM finishes f WHERE f.run_id = o.id))) THEN
    RAISE EXCEPTION 'this episode was begun already, or another one is not over' USING ERRCODE = '22023';
  END IF;
  SELECT s.body::jsonb INTO whole FROM campaign_snapshots s WHERE s.digest = c.digest;
  IF encounter_hash(body) <> r.digest OR r.scenario_id <> whole #>> ARRAY['campaign', 'episodes',
      (r.episode_number - 1)::text, 'scenario'] OR NOT r.rubrics::jsonb <@ c.rubrics::jsonb
      OR encounter_without_starts(body::jsonb) <> encounter_without_starts(whole -> 'scenarios' -> r.scenario_id) THEN
    RAISE EXCEPTION 'this is no episode of the campaign as it was begun' USING ERRCODE = '22023';
  END IF;
  INSERT INTO snapshots (digest, scenario_id, version, body)
    VALUES (r.digest, r.scenario_id, r.scenario_version, body) ON CONFLICT DO NOTHING;
  r.mode := c.mode;
  r.assignment_id := NULL;
END $$;

-- Begins a run of an encounter that is published, as the database's clock and the assignment have it.
CREATE OR REPLACE FUNCTION encounter_begin(given jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs; me text := encounter_me(); a assignments;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'this login is nobody''s' USING ERRCODE = '42501'; END IF;
  PERFORM encounter_take_turn();
  r := jsonb_populate_record(NULL::runs, given);
  r.by_path := coalesce(r.by_path, false);
  IF r.campaign_run IS NOT NULL THEN
    r := encounter_admit_episode(r, given ->> 'body');
  ELSIF NOT encounter_served() AND NOT EXISTS (SELECT FROM published p WHERE p.digest = r.digest
      AND p.scenario_id = r.scenario_id AND p.rubrics = r.rubrics AND p.withdrawn_at IS NULL) THEN
    RAISE EXCEPTION 'this encounter is not published in this form' USING ERRCODE = '22023';
  ELSIF encounter_is_withheld(r.scenario_id) THEN
    RAISE EXCEPTION 'this encounter is played through the server only' USING ERRCODE = '42501';
  ELSE
    r.episode := NULL; r.episode_number := NULL;
  END IF;
  IF r.assignment_id IS NOT NULL THEN
    a := encounter_admit(r.assignment_id, r.scenario_id, r.digest, r.mode, given ->> 'access_code');
    IF encounter_pin(a) -> 'rubrics' <> r.rubrics::jsonb OR NOT encounter_pin(a) -> 'translations' ? r.translation THEN
      RAISE EXCEPTION 'this is not what was assigned' USING ERRCODE = '22023';
    ELSIF a.mode = 'assessment' AND r.by_path THEN
      RAISE EXCEPTION 'choices that are given in advance answer no assessment' USING ERRCODE = '22023';
    END IF;
  END IF;
  r.trainee_id := me;
  r.started_at := encounter_now();
  r.origin_run := NULL; r.origin_kept := NULL; r.origin_kind := NULL;
  r := encounter_insert_run(r);
  RETURN to_jsonb(r);
END $$;

CREATE OR REPLACE FUNCTION encounter_insert_campaign(c campaign_runs) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  c.nonce := replace(gen_random_uuid()::text, '-', '');
  c.started_at := encounter_now();
  c.id := encounter_hash('[' || array_to_string({campaign_fields}, ',') || ']');
  INSERT INTO campaign_runs SELECT c.*;
  RETURN c.id;
END $$;

-- Begins a campaign that is published; its episodes are runs of their own.
CREATE OR REPLACE FUNCTION encounter_begin_campaign(given jsonb) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE c campaign_runs; me text := encounter_me(); a assignments;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'this login is nobody''s' USING ERRCODE = '42501'; END IF;
  PERFORM encounter_take_turn();
  c := jsonb_populate_record(NULL::campaign_runs, given);
  IF NOT encounter_served() AND NOT EXISTS (SELECT FROM published_campaigns p WHERE p.digest = c.digest
      AND p.campaign_id = c.campaign_id AND p.rubrics = c.rubrics AND p.withdrawn_at IS NULL) THEN
    RAISE EXCEPTION 'this campaign is not published in this form' USING ERRCODE = '22023';
  ELSIF encounter_is_withheld(c.campaign_id) THEN
    RAISE EXCEPTION 'this campaign is played through the server only' USING ERRCODE = '42501';
  ELSIF jsonb_typeof(c.memory::jsonb) IS DISTINCT FROM 'object' THEN
    RAISE EXCEPTION 'this is no memory of a campaign' USING ERRCODE = '22023';
  ELSIF c.assignment_id IS NOT NULL THEN
    a := encounter_admit(c.assignment_id, c.campaign_id, c.digest, c.mode, given ->> 'access_code');
    IF c.first <> coalesce((a.begins::jsonb ->> 'episode')::integer, 1)
        OR NOT c.memory::jsonb @> coalesce(a.begins::jsonb -> 'memory', '{{}}') THEN
      RAISE EXCEPTION 'the assigned campaign begins elsewhere' USING ERRCODE = '22023';
    END IF;
  END IF;
  c.trainee_id := me;
  c.origin := NULL; c.origin_kept := NULL;
  RETURN encounter_insert_campaign(c);
END $$;

CREATE OR REPLACE FUNCTION encounter_own_campaign(wanted text) RETURNS campaign_runs LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE found campaign_runs;
BEGIN
  SELECT * INTO found FROM campaign_runs WHERE id = wanted AND trainee_id IN (SELECT encounter_mine());
  IF found.id IS NULL THEN
    RAISE EXCEPTION 'there is no such campaign of yours' USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- Begins a campaign that shares the first played episodes of an own one: practice, whatever the first was.
CREATE OR REPLACE FUNCTION encounter_branch_campaign(wanted text, keep integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE c campaign_runs := encounter_own_campaign(wanted);
BEGIN
  IF c.mode = 'assessment' AND NOT EXISTS (SELECT FROM campaign_finishes WHERE campaign_run = c.id) THEN
    RAISE EXCEPTION 'an assessment is tried again when it is over' USING ERRCODE = '22023';
  ELSIF keep < 0 OR keep > coalesce(c.origin_kept, 0) + (SELECT count(*) FROM runs r JOIN finishes f ON f.run_id = r.id
      WHERE r.campaign_run = c.id) THEN
    RAISE EXCEPTION 'there are not so many played episodes to go on from' USING ERRCODE = '22023';
  END IF;
  c.mode := 'practice'; c.origin := c.id; c.origin_kept := keep; c.assignment_id := NULL;
  RETURN encounter_insert_campaign(c);
END $$;

CREATE OR REPLACE FUNCTION encounter_finish_campaign(wanted text, how text, remembered text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE c campaign_runs := encounter_own_campaign(wanted);
BEGIN
  INSERT INTO campaign_finishes (campaign_run, trainee_id, closing, memory, at)
  VALUES (c.id, c.trainee_id, how, remembered, encounter_now()) ON CONFLICT DO NOTHING;
END $$;

-- Seals and inserts a decision whose levels and events are given as they are to stand.
CREATE OR REPLACE FUNCTION encounter_insert_decision(d decisions, rated jsonb, events text[], previous text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE took text; levels_text text; events_text text;
BEGIN
  d.form := {form};
  took := CASE WHEN d.seconds IS NULL THEN 'null' WHEN d.seconds = floor(d.seconds) THEN d.seconds::bigint || '.0'
    ELSE d.seconds::text END;
  SELECT coalesce(string_agg({level_text}, ',' ORDER BY l.criterion COLLATE "C"), '') INTO levels_text
    FROM jsonb_populate_recordset(NULL::levels, rated) AS l;
  SELECT coalesce(string_agg(to_json(e)::text, ',' ORDER BY e COLLATE "C"), '') INTO events_text FROM unnest(events) AS e;
  d.hash := encounter_hash(previous || rtrim({decision_text}, ']') || ',' || took || ',[' || events_text || '],['
    || levels_text || ']]');
  INSERT INTO decisions SELECT d.*;
  INSERT INTO levels SELECT d.run_id, d.sequence, l.criterion, l.rubric, l.level, l.best, l.worst
    FROM jsonb_populate_recordset(NULL::levels, rated) AS l;
  INSERT INTO critical_events SELECT d.run_id, d.sequence, e FROM unnest(events) AS e;
  RETURN d.hash;
END $$;

-- Makes sure that a decision is one that its scenario knows, so that nothing made up stops whoever looks at a class. Whether
-- it was open, and what it is worth, replaying tells.
CREATE OR REPLACE FUNCTION encounter_check(r runs, d decisions, rated jsonb, events text[], outcome text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE told jsonb;
BEGIN
  SELECT s.body::jsonb INTO told FROM snapshots s WHERE s.digest = r.digest;
  IF d.choice NOT LIKE 'inject:%' AND NOT EXISTS (SELECT FROM jsonb_array_elements(told #> ARRAY['scenes', d.scene, 'choices']) c
      WHERE c ->> 'id' = d.choice) OR NOT coalesce(told -> 'scenes' ? d.moved_to OR told -> 'endings' ? d.moved_to, false)
      OR outcome IS DISTINCT FROM told #>> ARRAY['endings', d.moved_to, 'outcome'] THEN
    RAISE EXCEPTION 'this is no decision of that encounter' USING ERRCODE = '22023';
  ELSIF EXISTS (SELECT FROM jsonb_populate_recordset(NULL::levels, rated) l WHERE NOT EXISTS (SELECT FROM rubric_snapshots k
      WHERE k.digest = r.rubrics::jsonb ->> l.rubric AND position(to_json(l.criterion)::text IN k.body) > 0))
      OR EXISTS (SELECT FROM unnest(events) e WHERE NOT EXISTS (SELECT FROM rubric_snapshots k, jsonb_each_text(r.rubrics::jsonb) u
      WHERE k.digest = u.value AND position(to_json(e)::text IN k.body) > 0)) THEN
    RAISE EXCEPTION 'these are no criteria of that encounter' USING ERRCODE = '22023';
  END IF;
END $$;

-- Appends one decision to an own run, at the moment of the database's clock. The same again changes nothing.
CREATE OR REPLACE FUNCTION encounter_append(wanted text, given jsonb, rated jsonb, events text[], outcome text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs; d decisions := jsonb_populate_record(NULL::decisions, given); kept decisions; before decisions; head text;
BEGIN
  IF d.choice LIKE 'inject:%' THEN  -- a trainer's, in a practice run of a member of their cohorts
    SELECT * INTO r FROM runs WHERE id = wanted AND mode = 'practice' AND encounter_role() IN ('trainer', 'academy')
      AND trainee_id IN (SELECT encounter_seen());
  END IF;
  IF r.id IS NULL THEN
    r := encounter_own_run(wanted);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(r.id, 0));
  SELECT * INTO kept FROM decisions WHERE run_id = r.id AND sequence = d.sequence;
  IF kept.run_id IS NOT NULL THEN
    RETURN CASE WHEN (kept.scene, kept.choice) = (d.scene, d.choice) THEN '' ELSE 'kept ' || kept.choice END;
  ELSIF EXISTS (SELECT FROM finishes WHERE run_id = r.id) THEN RETURN 'finished';
  ELSIF EXISTS (SELECT FROM runs WHERE origin_run = r.id AND origin_kind = 'rewind') THEN RETURN 'superseded';
  ELSIF EXISTS (SELECT FROM pauses p WHERE p.assignment_id = r.assignment_id AND p.ended IS NULL
      AND (p.trainee_id IS NULL OR p.trainee_id = r.trainee_id)) THEN RETURN 'paused';
  END IF;
  SELECT * INTO before FROM decisions WHERE run_id = r.id AND sequence = d.sequence - 1;
  IF d.sequence IS NULL OR d.sequence < 1 OR (d.sequence > 1 AND before.run_id IS NULL) THEN RETURN 'missing';
  END IF;
  IF NOT encounter_served() THEN  -- the server's own program has it from the scenario
    PERFORM encounter_check(r, d, rated, events, outcome);
  END IF;
  d.run_id := r.id;
  d.at := encounter_now();
  d.seconds := round(d.seconds::numeric, 1)::float8;
  d.timed_out := coalesce(d.timed_out, false);
  head := encounter_insert_decision(d, rated, events, CASE WHEN d.sequence = 1 THEN r.genesis ELSE before.hash END);
  IF outcome IS NOT NULL THEN
    INSERT INTO finishes (run_id, ending, outcome, at, count, head) VALUES (r.id, d.moved_to, outcome, d.at, d.sequence, head);
  END IF;
  RETURN '';
END $$;

-- Begins a run as a copy of the first decisions of an own one: a step taken back, or a new try.
CREATE OR REPLACE FUNCTION encounter_branch(wanted text, keep integer, kind text, new_seed bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE o runs := encounter_own_run(wanted); r runs; each decisions; head text; has bigint;
BEGIN
  PERFORM encounter_take_turn();
  SELECT count(*) INTO has FROM decisions WHERE run_id = o.id;
  IF kind NOT IN ('rewind', 'again') OR (kind = 'rewind' AND o.mode = 'assessment') THEN
    RAISE EXCEPTION 'an assessment cannot be rewound' USING ERRCODE = '22023';
  ELSIF o.mode = 'assessment' AND (NOT EXISTS (SELECT FROM finishes WHERE run_id = o.id) OR (o.campaign_run IS NOT NULL
      AND NOT EXISTS (SELECT FROM campaign_finishes f WHERE f.campaign_run = o.campaign_run))) THEN
    RAISE EXCEPTION 'an assessment is tried again when it is over' USING ERRCODE = '22023';
  ELSIF keep < 0 OR keep > has - (EXISTS (SELECT FROM finishes WHERE run_id = o.id))::int THEN
    RAISE EXCEPTION 'there are not so many decisions to go on from' USING ERRCODE = '22023';
  END IF;
  r := o;
  r.started_at := encounter_now();
  r.seed := coalesce(new_seed, o.seed);
  r.origin_run := o.id; r.origin_kept := keep; r.origin_kind := kind;
  IF kind = 'again' THEN
    r.mode := 'practice'; r.assignment_id := NULL; r.campaign_run := NULL; r.episode := NULL; r.episode_number := NULL;
  END IF;
  r := encounter_insert_run(r);
  head := r.genesis;
  FOR each IN SELECT * FROM decisions WHERE run_id = o.id AND sequence <= keep ORDER BY sequence LOOP
    each.run_id := r.id;
    head := encounter_insert_decision(each,
      (SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]') FROM levels l WHERE l.run_id = o.id AND l.sequence = each.sequence),
      (SELECT coalesce(array_agg(e.event), '{{}}') FROM critical_events e
        WHERE e.run_id = o.id AND e.sequence = each.sequence), head);
  END LOOP;
  RETURN to_jsonb(r);
END $$;

CREATE OR REPLACE FUNCTION encounter_rate_self(wanted text, named text, given integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs := encounter_own_run(wanted); now text := encounter_now(); sealed record;
BEGIN
  PERFORM encounter_take_turn();
  IF NOT EXISTS (SELECT FROM self_ratings WHERE run_id = r.id AND rubric = named) THEN
    sealed := encounter_seal('self_ratings', ARRAY[to_json(r.id)::text, to_json(named)::text, given::text,
      to_json(now)::text], now);
    INSERT INTO self_ratings (run_id, rubric, rating, at, entry, salt)
    VALUES (r.id, named, given, now, sealed.entry, sealed.salt);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION encounter_reflect(wanted text, words text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs := encounter_own_run(wanted); now text := encounter_now(); n integer; sealed record;
BEGIN
  PERFORM encounter_take_turn();
  IF length(words) > 4000 THEN RAISE EXCEPTION 'these words are too long' USING ERRCODE = '22001'; END IF;
  SELECT coalesce(max(number), 0) + 1 INTO n FROM reflections WHERE run_id = r.id;
  sealed := encounter_seal('reflections', ARRAY[to_json(r.id)::text, n::text, to_json(words)::text, to_json(now)::text], now);
  INSERT INTO reflections (run_id, number, text, at, entry, salt) VALUES (r.id, n, words, now, sealed.entry, sealed.salt);
END $$;

CREATE OR REPLACE FUNCTION encounter_say_first(wanted text, decision integer, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs := encounter_own_run(wanted); now text := encounter_now(); sealed record;
BEGIN
  PERFORM encounter_take_turn();
  IF length(words) > 300 THEN RAISE EXCEPTION 'these words are too long' USING ERRCODE = '22001'; END IF;
  IF NOT EXISTS (SELECT FROM own_words WHERE run_id = r.id AND sequence = decision) THEN
    sealed := encounter_seal('own_words', ARRAY[to_json(r.id)::text, decision::text, to_json(words)::text,
      to_json(now)::text], now);
    INSERT INTO own_words (run_id, sequence, text, at, entry, salt)
    VALUES (r.id, decision, words, now, sealed.entry, sealed.salt);
  END IF;
END $$;

-- Not by an UPDATE of one's own: who may UPDATE a table may also lock it for everybody.
CREATE OR REPLACE FUNCTION encounter_set(named text, given text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF length(named) > 64 OR length(given) > 4000 THEN RAISE EXCEPTION 'this setting is too long' USING ERRCODE = '22001';
  END IF;
  INSERT INTO settings AS s (trainee_id, key, value) SELECT encounter_me(), named, given
  ON CONFLICT (trainee_id, key) DO UPDATE SET value = excluded.value;
END $$;

-- Takes a vote in a running class, or another in its place, while its trainer lets the class vote. In a word, why not.
CREATE OR REPLACE FUNCTION encounter_vote(class text, at_step integer, given integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE c running_classes; me text := encounter_me();
BEGIN
  PERFORM encounter_take_turn();  -- closing the vote waits for it, and it for that
  SELECT * INTO c FROM running_classes WHERE id = class
    AND cohort_id IN (SELECT cohort_id FROM members WHERE trainee_id = me);
  IF c.id IS NULL THEN RETURN 'gone';
  ELSIF c.step IS DISTINCT FROM at_step OR c.hands IS NOT NULL THEN RETURN 'moved';
  ELSIF NOT coalesce(given BETWEEN 0 AND jsonb_array_length(c.shown::jsonb -> 'options') - 1, false) THEN RETURN 'choice';
  END IF;
  INSERT INTO votes (class_id, trainee_id, place) VALUES (c.id, me, given)
    ON CONFLICT ON CONSTRAINT pk_votes DO UPDATE SET place = excluded.place;
  RETURN '';
END $$;

-- Takes what is published under an id back; no run of it begins any more.
CREATE OR REPLACE FUNCTION encounter_unpublish(named text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE p published; c published_campaigns; now text := encounter_now(); sealed record; many integer := 0;
BEGIN
  IF encounter_role() IS NULL OR encounter_role() NOT IN ('author', 'academy') THEN
    RAISE EXCEPTION 'only an author or the academy publishes' USING ERRCODE = '42501';
  END IF;
  PERFORM encounter_take_turn();
  FOR p IN SELECT * FROM published WHERE scenario_id = named AND withdrawn_at IS NULL LOOP
    sealed := encounter_reseal('published', ARRAY[to_json(p.id)::text, to_json(p.scenario_id)::text, to_json(p.digest)::text,
      to_json(p.rubrics)::text, to_json(p.at)::text, to_json(p.author)::text, to_json(now)::text], now, p.entry);
    UPDATE published SET withdrawn_at = now, entry = sealed.entry, salt = sealed.salt WHERE id = p.id;
    many := many + 1;
  END LOOP;
  FOR c IN SELECT * FROM published_campaigns WHERE campaign_id = named AND withdrawn_at IS NULL LOOP
    sealed := encounter_reseal('published_campaigns', ARRAY[to_json(c.id)::text, to_json(c.campaign_id)::text,
      to_json(c.digest)::text, to_json(c.rubrics)::text, to_json(c.at)::text, to_json(c.author)::text, to_json(now)::text],
      now, c.entry);
    UPDATE published_campaigns SET withdrawn_at = now, entry = sealed.entry, salt = sealed.salt WHERE id = c.id;
    many := many + 1;
  END LOOP;
  RETURN many;
END $$;

-- Publishes an encounter or a campaign with its rubrics and translations, in place of an earlier form of the same id.
CREATE OR REPLACE FUNCTION encounter_publish(given jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE named text := given ->> 'id'; edition text := given ->> 'version'; content text := given ->> 'body';
  hash text := encounter_hash(content); scored text := given ->> 'rubrics'; is_campaign boolean := (given ->> 'campaign')::boolean;
  who text := encounter_my_name(); now text := encounter_now(); each record; key text; sealed record; is_new boolean;
BEGIN
  IF encounter_role() IS NULL OR encounter_role() NOT IN ('author', 'academy') THEN
    RAISE EXCEPTION 'only an author or the academy publishes' USING ERRCODE = '42501';
  ELSIF content::jsonb #>> (CASE WHEN is_campaign THEN ARRAY['campaign', 'id'] ELSE ARRAY['id'] END)
      IS DISTINCT FROM regexp_replace(named, '^.*/', '') THEN
    RAISE EXCEPTION 'what is to be published is not what it is called' USING ERRCODE = '22023';
  END IF;
  PERFORM encounter_take_turn();
  FOR each IN SELECT * FROM jsonb_to_recordset(given -> 'rubric_bodies') AS b(rubric_id text, version text, body text) LOOP
    INSERT INTO rubric_snapshots (digest, rubric_id, version, body)
      VALUES (encounter_hash(each.body), each.rubric_id, each.version, each.body) ON CONFLICT DO NOTHING;
  END LOOP;
  IF EXISTS (SELECT FROM jsonb_each_text(scored::jsonb) AS s(rubric, said)
      WHERE NOT EXISTS (SELECT FROM rubric_snapshots k WHERE k.digest = s.said AND k.rubric_id = s.rubric)) THEN
    RAISE EXCEPTION 'a rubric is not the one that is named' USING ERRCODE = '22023';
  END IF;
  key := gen_random_uuid()::text;
  IF is_campaign THEN
    INSERT INTO campaign_snapshots (digest, campaign_id, version, body) VALUES (hash, named, edition, content) ON CONFLICT DO NOTHING;
    is_new := NOT EXISTS (SELECT FROM published_campaigns p WHERE p.campaign_id = named AND p.digest = hash
      AND p.rubrics = scored AND p.withdrawn_at IS NULL);
  ELSE
    INSERT INTO snapshots (digest, scenario_id, version, body) VALUES (hash, named, edition, content) ON CONFLICT DO NOTHING;
    is_new := NOT EXISTS (SELECT FROM published p WHERE p.scenario_id = named AND p.digest = hash
      AND p.rubrics = scored AND p.withdrawn_at IS NULL);
  END IF;
  IF is_new THEN
    PERFORM encounter_unpublish(named);
    sealed := encounter_seal(CASE WHEN is_campaign THEN 'published_campaigns' ELSE 'published' END, ARRAY[to_json(key)::text,
      to_json(named)::text, to_json(hash)::text, to_json(scored)::text, to_json(now)::text, to_json(who)::text, 'null'], now);
    IF is_campaign THEN
      INSERT INTO published_campaigns (id, campaign_id, digest, rubrics, at, author, entry, salt)
        VALUES (key, named, hash, scored, now, who, sealed.entry, sealed.salt);
    ELSE
      INSERT INTO published (id, scenario_id, digest, rubrics, at, author, entry, salt)
        VALUES (key, named, hash, scored, now, who, sealed.entry, sealed.salt);
    END IF;
    PERFORM encounter_log('published', named, left(hash, 8));
  END IF;
  FOR each IN SELECT w.language, w.wording, k.entry AS before, k.body AS kept FROM jsonb_each_text(given -> 'wordings')
      AS w(language, wording) LEFT JOIN published_translations k ON k.digest = hash AND k.language = w.language LOOP
    CONTINUE WHEN each.kept = each.wording;
    sealed := encounter_reseal('published_translations', ARRAY[to_json(hash)::text, to_json(each.language)::text,
      to_json(each.wording)::text, to_json(now)::text, to_json(who)::text], now, each.before);
    INSERT INTO published_translations AS t (digest, language, body, at, author, entry, salt)
      VALUES (hash, each.language, each.wording, now, who, sealed.entry, sealed.salt)
      ON CONFLICT ON CONSTRAINT pk_published_translations DO UPDATE SET body = excluded.body, at = excluded.at,
      author = excluded.author, entry = excluded.entry, salt = excluded.salt;
    is_new := true;
  END LOOP;
  RETURN is_new;
END $$;
