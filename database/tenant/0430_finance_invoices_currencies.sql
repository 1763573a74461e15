-- An invoice may be in another currency than the books. It is posted by a rate of its day, and what it is worth by that stays with
-- it: settlements take their share of it, the last one all that is left. Where there is no rate, all of it is in the books' own.
alter table invoices
  add column rate            numeric not null default 1 check (rate > 0),
  add column rate_source     text    not null default '',
  -- Null: in the currency of the books.
  add column rate_on         date,
  -- In the currency of the books: what is payable, the tax in it, and what settlements took of it.
  add column worth_minor     bigint,
  add column worth_tax_minor bigint,
  add column settled_minor   bigint  not null default 0,
  -- What will never come, written off.
  add column written_off_minor bigint not null default 0 check (written_off_minor >= 0);
alter table invoices alter column due_minor
  set expression as (payable_minor - paid_minor - credited_minor - written_off_minor);
alter table invoices
  add column books_minor   bigint not null generated always as (coalesce(worth_minor, payable_minor)) stored,
  -- At what the open part stands in the books.
  add column carried_minor bigint not null generated always as (
    case when rate_on is null then payable_minor - paid_minor - credited_minor - written_off_minor
         else worth_minor - settled_minor end) stored,
  add check ((rate_on is null) = (worth_minor is null)),
  add check ((rate_on is null) = (worth_tax_minor is null)),
  add check (settled_minor between 0 and coalesce(worth_minor, 0)),
  -- Nothing due is nothing in the books, to the last unit.
  add check (rate_on is null or kind = 'credit_note' or payable_minor <> paid_minor + credited_minor + written_off_minor
             or settled_minor = worth_minor);

create or replace function issued_invoices_stay() returns trigger
  language plpgsql as $$
declare
  moves constant text[] := '{paid_minor,credited_minor,written_off_minor,due_minor,settled_minor,carried_minor,books_minor,sent_at,customer_id,updated_at,version}';
begin
  if (to_jsonb(old) - moves) is distinct from (to_jsonb(new) - moves) then
    raise exception 'invoice % is issued: a credit note answers it', old.number using errcode = 'KB000';
  end if;
  return new;
end $$;
comment on table invoice_taxes is 'In the currency of the books, whatever the paper is in.';
comment on table invoice_lines is 'In the currency of the books, whatever the paper is in.';
