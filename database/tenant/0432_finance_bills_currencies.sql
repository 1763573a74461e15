-- A supplier's paper may be in another currency than the books, as an invoice may (0430).
alter table bills
  add column rate            numeric not null default 1 check (rate > 0),
  add column rate_source     text    not null default '',
  add column rate_on         date,
  add column worth_minor     bigint,
  add column worth_tax_minor bigint,
  add column worth_claimed_minor bigint,
  -- What settlements took of its worth; of a vendor credit: what bills took.
  add column settled_minor   bigint  not null default 0,
  add column books_minor     bigint  not null generated always as (coalesce(worth_minor, payable_minor)) stored,
  add column carried_minor   bigint  not null generated always as (
    case when rate_on is null then payable_minor - paid_minor - credited_minor - used_minor
         else worth_minor - settled_minor end) stored,
  add check ((rate_on is null) = (worth_minor is null)),
  add check ((rate_on is null) = (worth_tax_minor is null)),
  add check ((rate_on is null) = (worth_claimed_minor is null)),
  add check (settled_minor between 0 and coalesce(worth_minor, 0)),
  add check (rate_on is null or payable_minor <> paid_minor + credited_minor + used_minor or settled_minor = worth_minor);

create or replace function approved_bills_stay() returns trigger
  language plpgsql as $$
declare
  moves text[] := '{paid_minor,credited_minor,used_minor,due_minor,settled_minor,carried_minor,books_minor,number_key,supplier_id,updated_at,version}';
  undoes constant text[] := '{status,undone_on,undo_entry_id}';
begin
  if old.status = 'approved' and new.status = 'undone' then
    moves := moves || undoes;
  end if;
  if (to_jsonb(old) - moves) is distinct from (to_jsonb(new) - moves) then
    raise exception 'bill % is approved: a vendor credit answers it', old.id using errcode = 'KB000';
  end if;
  return new;
end $$;
comment on table bill_taxes is 'In the currency of the books, whatever the paper is in.';
