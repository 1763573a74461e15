-- How much of the books' currency one of another is worth, from a day on until a later one says otherwise.
create table exchange_rates (
  currency   text        not null check (currency ~ '^[A-Z]{3}$'),
  rate_on    date        not null,
  rate       numeric     not null check (rate > 0),
  source     text        not null,
  created_at timestamptz not null,
  primary key (currency, rate_on)
);
