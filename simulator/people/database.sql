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

CREATE OR REPLACE FUNCTION encounter_seen() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT encounter_me()
   UNION SELECT trainee_id FROM members WHERE cohort_id IN (SELECT encounter_trained())
   UNION SELECT id FROM trainees WHERE encounter_role() = 'academy' $$;

CREATE OR REPLACE FUNCTION encounter_assignments() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT id FROM assignments WHERE cohort_id IN (SELECT encounter_cohorts()) $$;

-- An encounter whose answers may reach nobody's program, because an assessment of it is played on the server only.
CREATE OR REPLACE FUNCTION encounter_is_withheld(scenario text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
$$ SELECT NOT encounter_served() AND encounter_role() IS DISTINCT FROM 'academy' AND EXISTS (
   SELECT FROM assignments a JOIN server_terms t ON t.assignment_id = a.id
   WHERE a.scenario_id = scenario AND t.server_only AND a.withdrawn_at IS NULL) $$;

CREATE OR REPLACE FUNCTION encounter_now() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE OR REPLACE FUNCTION encounter_hash(content text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex') $$;

-- Seals one row in the journal; gives the entry and the salt that stand beside the row.
CREATE OR REPLACE FUNCTION encounter_seal(kind text, fields text[], at text, OUT entry bigint, OUT salt text)
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE last record; digest text;
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
  SELECT j.ordinal, j.hash INTO last FROM journal j ORDER BY j.ordinal DESC LIMIT 1;
  entry := coalesce(last.ordinal, 0) + 1;
  salt := replace(gen_random_uuid()::text, '-', '');
  digest := encounter_hash('[' || array_to_string(to_json(salt)::text || (to_json(kind)::text || fields), ',') || ']');
  INSERT INTO journal (ordinal, form, at, kind, action, replaces, digest, hash) VALUES (
    entry, {journal_form}, at, kind, 'kept', NULL, digest,
    encounter_hash(coalesce(last.hash, '{start}') || '[' || concat_ws(',', {journal_form}, entry, to_json(at), to_json(kind),
      '"kept"', 'null', to_json(digest)) || ']'));
END $$;

CREATE OR REPLACE FUNCTION encounter_log(action text, about text, detail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE now text := encounter_now(); n bigint; who text := encounter_my_name(); sealed record;
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
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
  SELECT * INTO found FROM runs WHERE id = wanted AND trainee_id = encounter_me();
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

-- Begins a run of an encounter that is published, as the database's clock and the assignment have it.
CREATE OR REPLACE FUNCTION encounter_begin(given jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs; me text := encounter_me(); a assignments; own adjustments; other jsonb; used bigint; now text;
BEGIN
  IF me IS NULL THEN RAISE EXCEPTION 'this login is nobody''s' USING ERRCODE = '42501'; END IF;
  PERFORM pg_advisory_xact_lock({lock});
  now := encounter_now();
  r := jsonb_populate_record(NULL::runs, given);
  IF NOT EXISTS (SELECT FROM published p WHERE p.digest = r.digest AND p.scenario_id = r.scenario_id
      AND p.rubrics = r.rubrics AND p.withdrawn_at IS NULL) THEN
    RAISE EXCEPTION 'this encounter is not published in this form' USING ERRCODE = '22023';
  ELSIF encounter_is_withheld(r.scenario_id) THEN
    RAISE EXCEPTION 'this encounter is played through the server only' USING ERRCODE = '42501';
  END IF;
  IF r.assignment_id IS NOT NULL THEN
    SELECT * INTO a FROM assignments WHERE id = r.assignment_id AND withdrawn_at IS NULL
      AND cohort_id IN (SELECT cohort_id FROM members WHERE trainee_id = me);
    SELECT * INTO own FROM adjustments WHERE assignment_id = a.id AND trainee_id = me ORDER BY number DESC LIMIT 1;
    other := own.other_form::jsonb;
    IF a.id IS NULL OR coalesce(other ->> 'scenario', a.scenario_id) <> r.scenario_id OR a.mode <> r.mode THEN
      RAISE EXCEPTION 'this is not assigned to you' USING ERRCODE = '42501';
    ELSIF coalesce(other -> 'pin' ->> 'digest', CASE WHEN other IS NULL THEN a.pinned::jsonb ->> 'digest' END, r.digest)
        <> r.digest THEN
      RAISE EXCEPTION 'this is not what was assigned' USING ERRCODE = '22023';
    ELSIF EXISTS (SELECT FROM server_terms t WHERE t.assignment_id = a.id AND t.opens > now) THEN
      RAISE EXCEPTION 'this assessment is not open yet' USING ERRCODE = '22023';
    END IF;
    SELECT count(*) INTO used FROM runs o WHERE o.trainee_id = me AND o.assignment_id = a.id
      AND NOT EXISTS (SELECT FROM runs n WHERE n.origin_run = o.id AND n.origin_kind = 'rewind')
      AND NOT EXISTS (SELECT FROM voids v WHERE v.run_id = o.id);
    IF used >= coalesce(own.attempts_allowed, a.attempts_allowed) THEN
      RAISE EXCEPTION 'this assessment allows no further attempt' USING ERRCODE = '22023';
    ELSIF a.mode = 'assessment' AND r.by_path THEN
      RAISE EXCEPTION 'choices that are given in advance answer no assessment' USING ERRCODE = '22023';
    END IF;
  END IF;
  r.trainee_id := me;
  r.started_at := now;
  r.by_path := coalesce(r.by_path, false);
  r.origin_run := NULL; r.origin_kept := NULL; r.origin_kind := NULL;
  r.campaign_run := NULL; r.episode := NULL; r.episode_number := NULL;
  r := encounter_insert_run(r);
  RETURN to_jsonb(r);
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

-- Appends one decision to an own run, at the moment of the database's clock. The same again changes nothing.
CREATE OR REPLACE FUNCTION encounter_append(wanted text, given jsonb, rated jsonb, events text[], outcome text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs := encounter_own_run(wanted); d decisions; kept decisions; before decisions; head text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(r.id, 0));
  d := jsonb_populate_record(NULL::decisions, given);
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
  PERFORM pg_advisory_xact_lock({lock});
  SELECT count(*) INTO has FROM decisions WHERE run_id = o.id;
  IF kind NOT IN ('rewind', 'again') OR (kind = 'rewind' AND o.mode = 'assessment') THEN
    RAISE EXCEPTION 'an assessment cannot be rewound' USING ERRCODE = '22023';
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
  PERFORM pg_advisory_xact_lock({lock});
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
  PERFORM pg_advisory_xact_lock({lock});
  IF length(words) > 4000 THEN RAISE EXCEPTION 'these words are too long' USING ERRCODE = '22001'; END IF;
  SELECT coalesce(max(number), 0) + 1 INTO n FROM reflections WHERE run_id = r.id;
  sealed := encounter_seal('reflections', ARRAY[to_json(r.id)::text, n::text, to_json(words)::text, to_json(now)::text], now);
  INSERT INTO reflections (run_id, number, text, at, entry, salt) VALUES (r.id, n, words, now, sealed.entry, sealed.salt);
END $$;

CREATE OR REPLACE FUNCTION encounter_say_first(wanted text, decision integer, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r runs := encounter_own_run(wanted); now text := encounter_now(); sealed record;
BEGIN
  PERFORM pg_advisory_xact_lock({lock});
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
