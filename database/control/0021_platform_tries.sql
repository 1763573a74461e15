-- How often something was tried, by all processes together: counted before anything else happens. Unlogged: it is written at
-- every guess, and what a crash forgets is a quarter of an hour of counting.
create unlogged table tries (
  -- A keyed mark of what is counted: no address stands here.
  mark        text        primary key,
  ends_at     timestamptz not null,
  tries_count integer     not null check (tries_count >= 0)
);
create index tries_by_end on tries (ends_at);
