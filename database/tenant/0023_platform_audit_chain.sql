-- Each entry of the audit log says the hash of the one before it, so that none can be changed, left out or put between
-- unseen. So that no writer waits for another, the log is written in lanes: a transaction takes one that nobody holds,
-- to its end. Lane 0 is of what was written before there was a chain.
alter table audit_entries
  add column lane     smallint,
  -- Its place in its lane: 1, 2, 3 …
  add column position bigint,
  -- The hash of what the entry tells of its record, and the salt in it. Words that must go are erased with their salt, so
  -- that nobody finds them by trying; this stays, and the chain is whole.
  add column salt     bytea,
  add column said     bytea,
  add column hash     bytea;
create unique index audit_entries_by_lane on audit_entries (lane, position);

-- Canonical JSON as RFC 8785 has it. platform/audit/verify-audit.mjs is the other half: it must say the same.
create function canonical_number(value numeric) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  -- As a reader of JSON takes it: a double, said as shortly as can be.
  exact  numeric := case when length(value::text) > 15 then (value::float8)::text::numeric else value end;
  short  text    := trim_scale(abs(exact))::text;
  digits text;
  power  int;
begin
  if exact = 0 then return '0'; end if;
  if abs(exact) < 1e21 and abs(exact) >= 1e-6 then
    return case when exact < 0 then '-' else '' end || short;
  end if;
  digits := ltrim(replace(short, '.', ''), '0');
  power := case when abs(exact) >= 1 then length(split_part(short, '.', 1)) - 1
                else length(digits) - 1 - length(split_part(short, '.', 2)) end;
  digits := rtrim(digits, '0');
  return case when exact < 0 then '-' else '' end || left(digits, 1)
      || case when length(digits) > 1 then '.' || substr(digits, 2) else '' end
      || 'e' || case when power < 0 then '-' else '+' end || abs(power);
end $$;

-- Names are in the order of their UTF-16: there, letters past U+FFFF come before those from U+E000 on.
create function canonical_order(name text) returns text
  language sql immutable strict parallel safe
  return case when name ~ '[\uE000-\uFFFF]'
              then regexp_replace(name, '([\uE000-\uFFFF])', U&'\+10FFFF' || '\1', 'g') else name end;

create function canonical_json(value jsonb) returns text
  language plpgsql immutable strict parallel safe as $$
begin
  return case jsonb_typeof(value)
    when 'object' then (
      select '{' || coalesce(string_agg(
               to_json(k)::text || ':' ||
               case when jsonb_typeof(v) in ('string', 'boolean', 'null') then v::text else public.canonical_json(v) end,
               ',' order by public.canonical_order(k) collate "C"), '') || '}'
        from jsonb_each(value) as field(k, v))
    when 'array' then (
      select '[' || coalesce(string_agg(public.canonical_json(v), ',' order by place), '') || ']'
        from jsonb_array_elements(value) with ordinality as item(v, place))
    when 'number' then public.canonical_number(value::text::numeric)
    else value::text
  end;
end $$;

-- Which log this is: an entry of one company does not fit into another's.
create function audit_log() returns text
  language sql stable parallel safe
  return encode(sha256(convert_to('kaunter audit log ' || current_database(), 'UTF8')), 'hex');

-- The application says it with the entry, ten times as fast; this is for entries that came without.
create function audit_said(entry audit_entries) returns bytea
  language sql immutable parallel safe
  return sha256(convert_to(
    '{"change":' || public.canonical_json(entry.change) || ',"salt":"' || encode(entry.salt, 'hex')
    || '","subjectName":' || to_json(entry.subject_name)::text || '}', 'UTF8'));

create function audit_hash(entry audit_entries, previous bytea) returns bytea
  language sql stable parallel safe
  return sha256(convert_to(
    '{"action":' || to_json(entry.action)::text
    || ',"actorId":' || coalesce('"' || entry.actor_id || '"', 'null')
    || ',"actorKind":"' || entry.actor_kind
    || '","actorName":' || to_json(entry.actor_name)::text
    || ',"at":"' || to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","format":"kaunter.audit.1","ip":' || coalesce(to_json(entry.ip)::text, 'null')
    || ',"lane":' || entry.lane
    || ',"log":"' || public.audit_log()
    || '","number":' || entry.id
    || ',"position":' || entry.position
    || ',"previous":"' || encode(previous, 'hex')
    || '","requestId":' || coalesce(to_json(entry.request_id)::text, 'null')
    || ',"said":"' || encode(entry.said, 'hex')
    || '","subjectId":"' || entry.subject_id
    || '","subjectType":' || to_json(entry.subject_type)::text || '}', 'UTF8'));

create function chain_audit_entry() returns trigger
  language plpgsql as $$
declare
  previous bytea;
begin
  -- Whoever holds a lane holds it until its transaction has ended: the next one sees what it wrote.
  new.lane := 1;
  while not pg_try_advisory_xact_lock(1096107593, new.lane) loop
    new.lane := new.lane + 1;
  end loop;
  select position + 1, hash into new.position, previous
    from public.audit_entries where lane = new.lane order by position desc limit 1;
  new.position := coalesce(new.position, 1);
  if new.salt is null or new.said is null then
    new.salt := uuid_send(gen_random_uuid());
    new.said := public.audit_said(new);
  end if;
  new.hash := public.audit_hash(new, coalesce(previous, '\x'));
  return new;
end $$;
create trigger chain before insert on audit_entries for each row execute function chain_audit_entry();

-- The number, the place and the hash are the database's to give.
revoke insert on audit_entries from kaunter_app;
grant insert (at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, subject_name, change, request_id, ip,
              salt, said)
   on audit_entries to kaunter_app;
