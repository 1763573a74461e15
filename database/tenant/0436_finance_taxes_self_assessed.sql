-- A tax that whoever buys reckons and owes: the reverse charge, imported services. It stands beside what the supplier is paid.
alter table tax_codes
  add column is_self_assessed boolean not null default false,
  add check (not (is_self_assessed and (is_compound or is_withheld)));
