-- New customers come many at a time out of files, and a call for each of them took longer than writing them: one call for
-- all that a statement makes. What is known already is looked up one by one: "offset 0" keeps that from being planned for
-- a handful and run for thousands, or the other way round.
drop trigger note_consents_made on customers;
create function note_consents_made() returns trigger
  language plpgsql as $$
declare
  said jsonb := coalesce(nullif(current_setting('kaunter.consent', true), ''), '{}')::jsonb;
begin
  insert into public.consent_entries (customer_id, channel, state, at, recorded_at, source, proof, actor_name)
  select m.id, s.channel, s.state, s.at, m.updated_at, coalesce(said ->> 'source', 'house'),
         coalesce(said ->> 'proof', ''), coalesce(said ->> 'actor', '')
    from made m,
         lateral (values ('email', m.email_consent, coalesce(m.email_consent_at, m.updated_at)),
                         ('phone', m.phone_consent, coalesce(m.phone_consent_at, m.updated_at))) as s(channel, state, at)
   where s.state <> 'unknown'
     and not exists (
           select from public.consent_entries e
            where e.customer_id = m.id and e.channel = s.channel and e.state = s.state and e.at = s.at offset 0)
     and not exists (
           select from public.customer_merges g
             join public.consent_entries e on e.customer_id = g.old_id
            where g.customer_id = m.id and e.channel = s.channel and e.state = s.state and e.at = s.at offset 0);
  return null;
end $$;
create trigger note_consents_made after insert on customers referencing new table as made
  for each statement execute function note_consents_made();
