-- What is withheld of a bill is owed to the tax office instead of the supplier: it is no part of what is payable.
do $$
declare
  name text;
begin
  select conname into strict name from pg_constraint
   where conrelid = 'bills'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%payable_minor = ((net_minor + tax_minor) + rounding_minor)%';
  execute format('alter table bills drop constraint %I', name);
end $$;
alter table bills
  add column withheld_minor bigint not null default 0 check (withheld_minor >= 0),
  add check (payable_minor = net_minor + tax_minor + rounding_minor - withheld_minor);

-- What of each tax is charged by the supplier, what we reckon ourselves, and what we keep back.
alter table bill_taxes add column kind text not null default 'charged' check (kind in ('charged', 'self_assessed', 'withheld'));
