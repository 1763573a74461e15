-- What is asked of customers, and the credit notes that answer it. A draft may change; what is issued stands.
create table invoices (
  id              uuid        primary key,
  kind            text        not null check (kind in ('invoice', 'credit_note')),
  status          text        not null check (status in ('draft', 'discarded', 'issued')),
  -- Gapless in its series and year, taken when it is issued.
  number          text        unique,
  issued_on       date,
  due_on          date,
  customer_id     uuid        references customers on delete set null,
  -- As it stands on the paper, whatever becomes of the customer.
  buyer           jsonb       not null,
  -- Who we were on that day; a draft goes by the letterhead.
  seller          jsonb,
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  prices_contain_tax boolean  not null,
  terms_days      smallint    not null check (terms_days between 0 and 365),
  reference       text        not null default '',
  note            text        not null default '',
  -- The lines and adjustments as they were typed, exact decimals as text.
  content         jsonb       not null,
  -- What they come to, reckoned by finance/taxes: these figures are posted and told.
  figures         jsonb       not null,
  net_minor       bigint      not null,
  tax_minor       bigint      not null,
  rounding_minor  bigint      not null,
  payable_minor   bigint      not null,
  -- What payments and credit notes have taken off it so far.
  paid_minor      bigint      not null default 0,
  credited_minor  bigint      not null default 0,
  due_minor       bigint      not null generated always as (payable_minor - paid_minor - credited_minor) stored,
  -- Of a credit note: the invoice it answers.
  credits_id      uuid        references invoices,
  entry_id        uuid,
  sent_at         timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  version         int         not null default 1,
  check ((status = 'issued') = (number is not null and issued_on is not null and due_on is not null and seller is not null
                                and entry_id is not null)),
  check ((kind = 'credit_note') = (credits_id is not null)),
  check (payable_minor = net_minor + tax_minor + rounding_minor),
  check (paid_minor >= 0 and credited_minor >= 0),
  check (status <> 'issued' or kind = 'credit_note' or paid_minor + credited_minor <= payable_minor)
);
create index invoices_by_day      on invoices (coalesce(issued_on, '9999-12-31') desc, id desc) where status <> 'discarded';
create index invoices_by_customer on invoices (customer_id);
create index invoices_by_credited on invoices (credits_id);
create index invoices_open        on invoices (due_on) where status = 'issued' and kind = 'invoice';
revoke delete, truncate on invoices from kaunter_app;

-- What is issued stays as it was: only what is paid and credited, that it was sent, and whose it is go on.
create function issued_invoices_stay() returns trigger
  language plpgsql as $$
begin
  if (to_jsonb(old) - '{paid_minor,credited_minor,due_minor,sent_at,customer_id,updated_at,version}'::text[])
     is distinct from (to_jsonb(new) - '{paid_minor,credited_minor,due_minor,sent_at,customer_id,updated_at,version}'::text[]) then
    raise exception 'invoice % is issued: a credit note answers it', old.number using errcode = 'KB000';
  end if;
  return new;
end $$;
create trigger issued_stay before update on invoices for each row when (old.status = 'issued')
  execute function issued_invoices_stay();

-- What was issued, line by line: for what was sold to whom, and of which product.
create table invoice_lines (
  invoice_id  uuid          not null references invoices,
  position    smallint      not null check (position > 0),
  variant_id  uuid,
  name        text          not null,
  quantity    numeric(18,6) not null,
  net_minor   bigint        not null,
  tax_minor   bigint        not null,
  primary key (invoice_id, position)
);
create index invoice_lines_by_variant on invoice_lines (variant_id) where variant_id is not null;
revoke update, delete, truncate on invoice_lines from kaunter_app;

-- What an issued paper bears of each tax: the tax report adds these up, and leads back to the paper.
create table invoice_taxes (
  invoice_id    uuid         not null references invoices,
  tax_code_id   uuid         not null references tax_codes,
  rate          numeric(9,6) not null,
  is_withheld   boolean      not null,
  -- Of a credit note below 0: what was asked for is taken back.
  taxable_minor bigint       not null,
  tax_minor     bigint       not null,
  issued_on     date         not null,
  primary key (invoice_id, tax_code_id)
);
create index invoice_taxes_by_code on invoice_taxes (tax_code_id, issued_on);
revoke update, delete, truncate on invoice_taxes from kaunter_app;

-- The last number of each series and year. The row is held until the paper that took it commits: no gaps.
create table invoice_numbers (
  series  text     not null check (series in ('INV', 'CN')),
  year    smallint not null,
  ordinal bigint   not null check (ordinal > 0),
  primary key (series, year)
);
revoke delete, truncate on invoice_numbers from kaunter_app;
