-- What is offered to customers, and what they said to it. Nothing of it is posted before it becomes an invoice.
create table quotes (
  id              uuid        primary key,
  status          text        not null check (status in ('draft', 'discarded', 'open', 'accepted', 'declined')),
  -- Gapless in its year, taken when it is issued.
  number          text        unique,
  issued_on       date,
  valid_until     date,
  -- For how many days it holds from the day it is issued.
  valid_days      smallint    not null check (valid_days between 0 and 365),
  customer_id     uuid        references customers on delete set null,
  buyer           jsonb       not null,
  seller          jsonb,
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  prices_contain_tax boolean  not null,
  -- Of the invoice that it may become.
  terms_days      smallint    not null check (terms_days between 0 and 365),
  reference       text        not null default '',
  note            text        not null default '',
  content         jsonb       not null,
  figures         jsonb       not null,
  payable_minor   bigint      not null,
  -- Who said yes or no, as they called themselves; on the public page or entered by a member.
  answered_at     timestamptz,
  answered_by     text        not null default '',
  answer_note     text        not null default '',
  is_answered_online boolean  not null default false,
  -- What it became: once, unless that draft is gone.
  invoice_id      uuid        unique references invoices on delete set null,
  sent_at         timestamptz,
  -- A draft that was discarded can come back for 30 days; then nothing is left of it.
  discarded_at    timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  version         int         not null default 1,
  check ((status in ('draft', 'discarded')) = (number is null)),
  check ((number is null) = (issued_on is null) and (number is null) = (valid_until is null) and (number is null) = (seller is null)),
  check ((status in ('accepted', 'declined')) = (answered_at is not null)),
  check (invoice_id is null or status = 'accepted'),
  check ((status = 'discarded') = (discarded_at is not null))
);
create index quotes_by_day      on quotes (coalesce(issued_on, '9999-12-31') desc, id desc) where status <> 'discarded';
create index quotes_by_customer on quotes (customer_id);
revoke truncate on quotes from kaunter_app;

-- What was offered stays as it was offered: the answer, what it became and whose it is go on; who is erased is named no more.
create function issued_quotes_stay() returns trigger
  language plpgsql as $$
declare
  goes_on text[] := '{status,answered_at,answered_by,answer_note,is_answered_online,invoice_id,sent_at,customer_id,buyer,note,reference,updated_at,version}';
begin
  if (to_jsonb(old) - goes_on) is distinct from (to_jsonb(new) - goes_on) then
    raise exception 'quote % is issued', old.number using errcode = 'KB000';
  end if;
  return new;
end $$;
create trigger issued_stay before update on quotes for each row when (old.number is not null)
  execute function issued_quotes_stay();

create function only_discarded_quotes_go() returns trigger language plpgsql as $$
begin
  if old.status <> 'discarded' then
    raise exception 'quote % is not discarded', coalesce(old.number, old.id::text) using errcode = 'KB000';
  end if;
  return old;
end $$;
create trigger quotes_only_discarded_go before delete on quotes for each row execute function only_discarded_quotes_go();

-- The last number of each year. The row is held until the quote that took it commits: no gaps.
create table quote_numbers (
  year    smallint primary key,
  ordinal bigint   not null check (ordinal > 0)
);
revoke delete, truncate on quote_numbers from kaunter_app;
