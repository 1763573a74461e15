-- Money for invoices may come in their currency or in that of the books. What no invoice uses yet is a deposit.
alter table receipts
  -- Whose deposit it is; without one all of it is for invoices.
  add column customer_id    uuid references customers on delete set null,
  add column payer          text   not null default '',
  -- In `currency`, that of the invoices: what is left of it.
  add column left_minor     bigint not null default 0,
  -- What came to the account, where that was in another currency than the invoices.
  add column money_currency text   check (money_currency ~ '^[A-Z]{3}$'),
  add column money_minor    bigint check (money_minor > 0),
  add column rate           numeric not null default 1 check (rate > 0),
  add column rate_source    text   not null default '',
  add column rate_on        date,
  -- In the currency of the books: all of it, and what is left of it.
  add column worth_minor    bigint check (worth_minor > 0),
  add column left_worth_minor bigint not null default 0,
  add column version        int    not null default 1,
  add check (left_minor between 0 and amount_minor),
  add check ((money_currency is null) = (money_minor is null)),
  add check ((rate_on is null) = (worth_minor is null)),
  add check (left_worth_minor between 0 and coalesce(worth_minor, 0)),
  add check (left_minor > 0 or left_worth_minor = 0);
alter table receipts
  add column carried_minor bigint not null generated always as (
    case when rate_on is null then left_minor else left_worth_minor end) stored;
create index receipts_by_customer on receipts (customer_id, received_on desc) where customer_id is not null;
create index receipts_left        on receipts (received_on) where undone_on is null and left_minor > 0;

-- What a payment takes off an invoice is never changed: one that is undone is answered by its opposite.
alter table receipt_allocations
  add column id           uuid   not null default gen_random_uuid(),
  add column allocated_on date,
  add column undoes_id    uuid,
  -- What it took of the invoice's worth in the books, where that is in another currency; and what the rates made of it since.
  add column taken_minor  bigint,
  add column gain_minor   bigint not null default 0,
  add column entry_id     uuid,
  add column created_at   timestamptz;
alter table receipt_allocations drop constraint receipt_allocations_pkey;
alter table receipt_allocations drop constraint receipt_allocations_amount_minor_check;
alter table receipt_allocations add primary key (id);
alter table receipt_allocations add unique (undoes_id);
alter table receipt_allocations add foreign key (undoes_id) references receipt_allocations;
update receipt_allocations a
   set allocated_on = greatest(r.received_on, i.issued_on), created_at = r.created_at
  from receipts r, invoices i where r.id = a.receipt_id and i.id = a.invoice_id;
insert into receipt_allocations (receipt_id, invoice_id, amount_minor, allocated_on, undoes_id, created_at)
select a.receipt_id, a.invoice_id, -a.amount_minor, greatest(r.undone_on, a.allocated_on), a.id, r.undone_at
  from receipt_allocations a join receipts r on r.id = a.receipt_id where r.undone_on is not null;
alter table receipt_allocations
  alter column allocated_on set not null,
  alter column created_at set not null,
  add check ((amount_minor < 0) = (undoes_id is not null)),
  add check (amount_minor <> 0),
  add check ((gain_minor = 0) = (entry_id is null));
create index receipt_allocations_by_receipt on receipt_allocations (receipt_id);
