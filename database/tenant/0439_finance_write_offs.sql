-- What a customer will never pay. It is undone by a reversing entry, and stays.
create table invoice_write_offs (
  id             uuid        primary key,
  invoice_id     uuid        not null references invoices,
  written_off_on date        not null,
  -- In the invoice's currency; and of its worth in the books, where that is in another.
  amount_minor   bigint      not null check (amount_minor > 0),
  taken_minor    bigint      check (taken_minor >= 0),
  -- In the currency of the books: the tax in it that the tax office gives back.
  tax_minor      bigint      not null check (tax_minor >= 0),
  reason         text        not null default '',
  entry_id       uuid        not null,
  undone_on      date,
  undo_entry_id  uuid       ,
  created_by     uuid,
  created_at     timestamptz not null,
  undone_at      timestamptz,
  check ((undone_on is null) = (undo_entry_id is null)),
  check ((undone_on is null) = (undone_at is null))
);
create index invoice_write_offs_by_invoice on invoice_write_offs (invoice_id);
revoke delete, truncate on invoice_write_offs from kaunter_app;

-- What the tax office gives back of each tax: below 0, for the report. One that was undone has them twice.
create table invoice_write_off_taxes (
  write_off_id  uuid         not null references invoice_write_offs,
  tax_code_id   uuid         not null references tax_codes,
  rate          numeric(9,6) not null,
  is_undo       boolean      not null default false,
  taxable_minor bigint       not null,
  tax_minor     bigint       not null,
  on_day        date         not null,
  primary key (write_off_id, tax_code_id, is_undo)
);
create index invoice_write_off_taxes_by_code on invoice_write_off_taxes (tax_code_id, on_day);
revoke update, delete, truncate on invoice_write_off_taxes from kaunter_app;
