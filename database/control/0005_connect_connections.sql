-- Where stores deliver to: from the unguessable part of the address to a connection of a company.
create table webhook_addresses (
  address       text        primary key,
  company_id    uuid        not null references companies,
  connection_id uuid        not null,
  created_at    timestamptz not null
);
create index webhook_addresses_by_company on webhook_addresses (company_id, created_at);
