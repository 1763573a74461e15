-- How each company stands with the service: its trial, and what Stripe said when it was last asked. No name, no address and no
-- card: those are Stripe's alone.
create table billings (
  company_id      uuid        primary key references companies (id),
  trial_ends_at   timestamptz not null,
  customer        text        unique,
  subscription    text,
  item            text,
  status          text        check (status in ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled',
                                                'incomplete', 'incomplete_expired')),
  plan            text,
  currency        text,
  interval        text,
  amount_minor    bigint      check (amount_minor >= 0),
  period_ends_at  timestamptz,
  cancels_at      timestamptz,
  ended_at        timestamptz,
  unpaid_since    timestamptz,
  -- Asking is numbered: an answer to a question that was put earlier never writes over one to a later question.
  asked_no        bigint      not null default 0,
  answered_no     bigint      not null default 0 check (answered_no <= asked_no),
  answered_at     timestamptz,
  -- Not before: Stripe did not answer.
  ask_again_at    timestamptz,
  -- What its Admins were last told by mail.
  told_about      text        check (told_about in ('trial', 'past_due', 'ended')),
  told_since      timestamptz,
  told_day        int,
  -- The company was cancelled: the subscription was told not to renew.
  stopped_at      timestamptz,
  created_at      timestamptz not null,
  check ((subscription is null) = (status is null)),
  check (subscription is null or customer is not null),
  check ((told_about is null) = (told_since is null) and (told_about is null) = (told_day is null))
);
create index billings_asked on billings (answered_at) where customer is not null;
