-- A line that went out may be the payment of bills.
alter table bank_matches drop constraint bank_matches_kind_check;
alter table bank_matches add constraint bank_matches_kind_check
  check (kind in ('invoices', 'bills', 'entries', 'payout', 'account'));
alter table bank_matches add column disbursement_id uuid references disbursements;
create index bank_matches_by_disbursement on bank_matches (disbursement_id);
