-- Whoever had it was erased: it says nothing of them, whatever is told later.
alter table subscriptions add column erased_at timestamptz;
alter table subscriptions add constraint subscriptions_erased_check check (
  erased_at is null or (customer_id is null and name = '' and phone is null));
