-- A customer is reached in more than one way: more numbers and addresses than the ones they are shown with, and WhatsApp.
alter table customer_identities drop constraint customer_identities_kind_check;
alter table customer_identities add constraint customer_identities_kind_check
  check (kind in ('email', 'store', 'phone', 'whatsapp'));
alter table customer_claims drop constraint customer_claims_kind_check;
alter table customer_claims add constraint customer_claims_kind_check
  check (kind in ('email', 'store', 'phone', 'whatsapp'));
-- Of several WhatsApp ids the one to write to. Which e-mail that is, the customer's own row says.
alter table customer_identities add column is_primary boolean not null default false;
alter table customer_claims     add column is_primary boolean not null default false;

-- Numbers that a person gave somebody besides the one they are shown with. They lead to them like that one: a number can
-- be shared, so it is no identity by itself.
create table customer_phones (
  id          bigint      generated always as identity primary key,
  customer_id uuid        not null references customers on delete cascade,
  -- Which part of a merged customer has it; null: their own.
  part_id     uuid,
  -- E.164 where it could be read; phone_text is what was typed.
  phone       text,
  phone_text  text        not null,
  added_at    timestamptz not null
);
create unique index customer_phones_of_customer
  on customer_phones (customer_id, coalesce(part_id, customer_id), (coalesce(phone, phone_text)));
create index customer_phones_by_phone on customer_phones (phone) where phone is not null;

-- Where else they live or have parcels sent, besides the address they are shown with.
create table customer_addresses (
  id          uuid        primary key,
  customer_id uuid        not null references customers on delete cascade,
  part_id     uuid,
  label       text        not null default '',
  street      text,
  street2     text,
  city        text,
  postcode    text,
  state       text,
  country     text        check (country ~ '^[A-Z]{2}$'),
  -- Used unless another is named; where none is, the address they are shown with.
  is_billing  boolean     not null default false,
  is_shipping boolean     not null default false,
  added_at    timestamptz not null
);
create index customer_addresses_of_customer on customer_addresses (customer_id);
create unique index customer_addresses_billing
  on customer_addresses (customer_id, coalesce(part_id, customer_id)) where is_billing;
create unique index customer_addresses_shipping
  on customer_addresses (customer_id, coalesce(part_id, customer_id)) where is_shipping;
