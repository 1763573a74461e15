-- What is levied on what is sold and bought. A code is never deleted: papers name it.
create table tax_codes (
  id               uuid        primary key,
  code             text        not null check (code ~ '^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$'),
  name             text        not null check (name <> ''),
  -- Which tax it is: two of one scheme and rate are reckoned together, of two schemes never.
  scheme           text        not null check (scheme in
                     ('VAT', 'GST', 'SERVICE_TAX', 'SALES_TAX', 'WITHHOLDING', 'OTHER')),
  -- UNCL 5305.
  category         text        not null check (category in ('S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M')),
  -- Levied on the net and the taxes before it.
  is_compound      boolean     not null default false,
  -- Kept back by whom is invoiced. It stands beside a paper's total.
  is_withheld      boolean     not null default false,
  -- Why nothing is levied, as papers say it.
  exemption_reason text        check (exemption_reason <> ''),
  archived_at      timestamptz,
  created_at       timestamptz not null,
  version          int         not null default 1,
  check (not (is_compound and is_withheld)),
  check (is_withheld = (scheme = 'WITHHOLDING'))
);
create unique index tax_codes_code on tax_codes (code) where archived_at is null;
revoke delete, truncate on tax_codes from kaunter_app;

-- From which day on how many per cent. A paper goes by the rate of its own day.
create table tax_rates (
  tax_code_id uuid         not null references tax_codes,
  starts_on   date         not null,
  rate        numeric(9,6) not null check (rate >= 0 and rate <= 100),
  primary key (tax_code_id, starts_on)
);
