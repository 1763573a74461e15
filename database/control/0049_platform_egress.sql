-- Where the program itself connected to: the declared hosts, and whatever tried to go elsewhere.
create table egress_hosts (
  host              text        not null,
  port              int         not null,
  is_declared       boolean     not null,
  -- False: it was turned back before a byte left.
  was_let_out       boolean     not null,
  connections_count bigint      not null check (connections_count > 0),
  first_at          timestamptz not null,
  last_at           timestamptz not null,
  primary key (host, port, is_declared, was_let_out)
);
