-- How far a sample company has been filled or taken away again. Its records hang on the connection.
create table sample_runs (
  connection_id uuid        primary key references connections,
  state         text        not null check (state in ('loading', 'loaded', 'removing', 'removed')),
  -- Of the history that is played: how much of it is written down, so that an interrupted run goes on where it was.
  done_count    int         not null default 0,
  total_count   int         not null,
  -- The history ends here; played again it is the same to the byte.
  started_at    timestamptz not null,
  ended_at      timestamptz
);
