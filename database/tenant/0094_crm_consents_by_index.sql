-- Both asked for "this customer or one that became part of them" in one condition, which no index answers: each customer
-- that was written or deleted looked through the whole history. The same, by the index.
create or replace function note_consents() returns trigger
  language plpgsql as $$
declare
  said jsonb := coalesce(nullif(current_setting('kaunter.consent', true), ''), '{}')::jsonb;
begin
  insert into public.consent_entries (customer_id, channel, state, at, recorded_at, source, proof, actor_name)
  select new.id, s.channel, s.state, s.at, new.updated_at, coalesce(said ->> 'source', 'house'),
         coalesce(said ->> 'proof', ''), coalesce(said ->> 'actor', '')
    from (values ('email', new.email_consent, coalesce(new.email_consent_at, new.updated_at),
                  case when tg_op = 'UPDATE' then old.email_consent end),
                 ('phone', new.phone_consent, coalesce(new.phone_consent_at, new.updated_at),
                  case when tg_op = 'UPDATE' then old.phone_consent end)) as s(channel, state, at, was)
   where s.state is distinct from coalesce(s.was, 'unknown')
     and not exists (
           select from public.consent_entries e
            where e.customer_id = new.id and e.channel = s.channel and e.state = s.state and e.at = s.at)
     and not exists (
           select from public.customer_merges m
             join public.consent_entries e on e.customer_id = m.old_id
            where m.customer_id = new.id and e.channel = s.channel and e.state = s.state and e.at = s.at);
  return null;
end $$;

create or replace function forget_consents() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from public.customer_merges where old_id = old.id) then
    delete from public.consent_entries where customer_id = old.id;
    delete from public.consent_entries e using public.customer_merges m
     where m.customer_id = old.id and e.customer_id = m.old_id;
  end if;
  return old;
end $$;
