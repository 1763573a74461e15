-- When the person last proved who they are within this session: what matters most asks for it anew after five minutes.
alter table sessions add column proved_at timestamptz;
-- Written at most once a minute: for the list of one's sessions.
alter table sessions add column last_used_at timestamptz;
