-- Which mails about their work somebody does not want; and up to when they have seen where colleagues named them.
alter table accounts add column mails_off text[] not null default '{}' check (mails_off <@ array['mentions', 'tasks']);
alter table members  add column mentions_seen_at timestamptz;
