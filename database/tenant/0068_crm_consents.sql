-- What somebody agreed to or refused, channel by channel, each time: who said so, from where, and the proof. Nothing of it
-- is changed; what customers carry is the newest of it, as a roll-up.
create table consent_entries (
  id          bigint      generated always as identity primary key,
  -- As it was when it was said: what becomes part of another customer is found through customer_merges.
  customer_id uuid        not null,
  -- email · phone: SMS and WhatsApp.
  channel     text        not null check (channel in ('email', 'phone')),
  -- What a shop has to write about an order needs no consent.
  purpose     text        not null default 'marketing' check (purpose in ('marketing')),
  state       text        not null check (state in ('unknown', 'subscribed', 'unsubscribed', 'pending')),
  -- When it was given, as it was told.
  at          timestamptz not null,
  recorded_at timestamptz not null,
  -- earlier: before this history was kept · house: by the house itself.
  source      text        not null check (source in ('store', 'import', 'person', 'form', 'request', 'house', 'earlier')),
  -- A text, a link, a number of a form: whatever shows that they said so.
  proof       text        not null default '',
  actor_name  text        not null default ''
);
create index consent_entries_by_customer on consent_entries (customer_id, id desc);
revoke update, delete, truncate on consent_entries from kaunter_app;

insert into consent_entries (customer_id, channel, state, at, recorded_at, source)
select c.id, s.channel, s.state, coalesce(s.at, c.updated_at), c.updated_at, 'earlier'
  from customers c,
       lateral (values ('email', c.email_consent, c.email_consent_at), ('phone', c.phone_consent, c.phone_consent_at))
            as s(channel, state, at)
 where s.state <> 'unknown';

-- Whoever writes a customer, in whatever way, leaves what changed here. `kaunter.consent` says for the transaction where it
-- comes from. What is known already, of this customer or one that became part of it, is not said twice: a merge and its
-- undo say nothing new.
create function note_consents() returns trigger
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
            where e.customer_id in (select new.id union all
                                    select old_id from public.customer_merges where customer_id = new.id)
              and e.channel = s.channel and e.state = s.state and e.at = s.at);
  return null;
end $$;
create trigger note_consents_made after insert on customers for each row
  when (new.email_consent <> 'unknown' or new.phone_consent <> 'unknown')
  execute function note_consents();
create trigger note_consents_changed after update of email_consent, phone_consent on customers for each row
  when (old.email_consent <> new.email_consent or old.phone_consent <> new.phone_consent)
  execute function note_consents();

-- With a customer goes what they agreed to, unless they became part of another.
create function forget_consents() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from public.customer_merges where old_id = old.id) then
    delete from public.consent_entries
     where customer_id = old.id
        or customer_id in (select old_id from public.customer_merges where customer_id = old.id);
  end if;
  return old;
end $$;
create trigger forget_consents before delete on customers for each row execute function forget_consents();
