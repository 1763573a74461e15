-- Accounts that books which are on still lack: tax that was kept back of bills, and what customers will never pay.
insert into ledger_accounts (id, parent_id, code, name, kind, part, created_at)
select gen_random_uuid(), p.parent_id,
       case when exists (select from ledger_accounts a where a.code = w.code and a.archived_at is null) then w.code || '-1' else w.code end,
       case when p.name in ('Pembekal', 'Pelanggan berhutang') then w.ms else w.en end, w.kind, w.part, now()
  from (values ('2220', 'Tax withheld from suppliers', 'Cukai pegangan pembekal', 'current_liability', 'withheld_tax', 'payable'),
               ('6950', 'Bad debts', 'Hutang lapuk', 'expense', 'bad_debts', 'rounding'))
       as w (code, en, ms, kind, part, beside)
  join ledger_accounts p on p.part = w.beside and p.archived_at is null
 where not exists (select from ledger_accounts a where a.part = w.part);
