-- When customers are reminded by itself of what they owe. One row, from the day it is first said.
create table reminder_policies (
  is_only   boolean  primary key default true check (is_only),
  is_active     boolean  not null default false,
  -- Days after the due day; before it they are below 0.
  days      int[]    not null default '{-3,7,14}' check (cardinality(days) between 1 and 6),
  -- Of who was never written to.
  language  text     not null default 'en' check (language in ('en', 'ms')),
  -- What was due to be reminded of before it was switched on is left to people.
  since     date,
  version   int      not null default 1,
  check (not is_active or since is not null)
);

-- Each step once for each invoice.
create table reminders (
  invoice_id  uuid        not null references invoices,
  step_days   int         not null,
  reminded_at timestamptz not null,
  primary key (invoice_id, step_days)
);
revoke update, delete, truncate on reminders from kaunter_app;
