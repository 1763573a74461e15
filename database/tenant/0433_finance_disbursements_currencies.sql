-- Money for bills may go in their currency or in that of the books, as money for invoices may come (0431).
alter table disbursements
  add column money_currency text    check (money_currency ~ '^[A-Z]{3}$'),
  add column money_minor    bigint  check (money_minor > 0),
  add column rate           numeric not null default 1 check (rate > 0),
  add column rate_source    text    not null default '',
  add column rate_on        date,
  add column worth_minor    bigint  check (worth_minor > 0),
  -- Of its worth in the books: what was taken off bills.
  add column used_worth_minor bigint not null default 0,
  add check ((money_currency is null) = (money_minor is null)),
  add check ((rate_on is null) = (worth_minor is null)),
  add check (used_worth_minor between 0 and coalesce(worth_minor, 0)),
  add check (rate_on is null or used_minor < amount_minor or used_worth_minor = worth_minor),
  add column carried_minor  bigint  not null generated always as (
    case when rate_on is null then amount_minor - used_minor else worth_minor - used_worth_minor end) stored;
alter table bill_allocations
  add column taken_minor bigint,
  add column gain_minor  bigint not null default 0,
  add column entry_id    uuid,
  add check ((gain_minor = 0) = (entry_id is null));
