-- Who the company is on its papers: what the law asks them to say, and where to pay. One row, from the day it is first said.
create table letterheads (
  is_only       boolean  primary key default true check (is_only),
  -- Blank where it is the company's.
  legal_name    text     not null default '',
  -- With the register of companies, and with the tax office.
  registration  text     not null default '',
  tax_number    text     not null default '',
  street        text     not null default '',
  street2       text     not null default '',
  city          text     not null default '',
  postcode      text     not null default '',
  state         text     not null default '',
  email         text     not null default '',
  phone         text     not null default '',
  bank_name     text     not null default '',
  bank_account  text     not null default '',
  bank_bic      text     not null default '',
  footer        text     not null default '',
  -- In how many days a paper is due, where nothing else is said.
  terms_days    smallint not null default 30 check (terms_days between 0 and 365),
  version       int      not null default 1
);
