-- The privacy policy as it was published, word by word. A material change is announced at least 14 days before it takes
-- effect: 336 hours, so that no change of the clocks shortens them. Nothing published is ever altered or removed.
create table policy_versions (
  version      int         primary key check (version > 0),
  published_at timestamptz not null,
  effective_at timestamptz not null check (effective_at >= published_at),
  is_material  boolean     not null,
  -- What changes, in both languages: {"en": "…", "ms": "…"}; null for the first.
  summary      jsonb,
  -- The sections with their sentences, in both languages.
  content      jsonb       not null,
  content_hash text        not null,
  check (not is_material or effective_at >= published_at + interval '336 hours'),
  -- Only the first version has nothing to announce.
  check (version = 1 or summary is not null)
);

create function keep_policy_version() returns trigger language plpgsql as $$
begin
  raise exception 'a published policy is never altered' using errcode = 'integrity_constraint_violation';
end $$;
create trigger policy_versions_stay before update or delete on policy_versions
  for each row execute function keep_policy_version();

create function next_policy_version() returns trigger language plpgsql as $$
begin
  if new.version <> (select coalesce(max(version), 0) + 1 from policy_versions)
     or new.effective_at < (select coalesce(max(effective_at), new.effective_at) from policy_versions) then
    raise exception 'policy versions follow each other' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger policy_versions_follow before insert on policy_versions
  for each row execute function next_policy_version();

-- Who was told of a version, how and when: by mail, and in the app.
create table policy_notices (
  version         int         not null references policy_versions,
  account_id      uuid        not null references accounts on delete cascade,
  told_at         timestamptz not null,
  mail_id         uuid,
  mail_sent_at    timestamptz,
  mail_failed_at  timestamptz,
  shown_at        timestamptz,
  acknowledged_at timestamptz,
  primary key (version, account_id)
);
create index policy_notices_by_account on policy_notices (account_id);
create index policy_notices_unsent on policy_notices (mail_id)
  where mail_id is not null and mail_sent_at is null and mail_failed_at is null;
