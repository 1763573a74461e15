-- Money that was paid in coins: what came is as near to what was owed as the smallest coin allows, and the invoice is paid all the same.
alter table receipts add column cash_rounding_minor bigint not null default 0 check (abs(cash_rounding_minor) < 100);
