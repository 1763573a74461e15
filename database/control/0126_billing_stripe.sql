-- What Stripe told us of, as it came: each event once. It says only that something changed; how it stands is asked.
create table billing_events (
  id          text        primary key,
  type        text        not null,
  -- By Stripe's own clock.
  told_at     timestamptz not null,
  object      text        not null,
  object_id   text,
  customer    text,
  -- Null: of nobody that is known here.
  company_id  uuid        references companies (id),
  received_at timestamptz not null,
  -- When Stripe was asked after it had come.
  settled_at  timestamptz
);
create index billing_events_waiting on billing_events (company_id, received_at) where settled_at is null;
create index billing_events_received on billing_events (received_at);
