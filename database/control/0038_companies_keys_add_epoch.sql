-- A key ends with the password it was made under, as sessions do: whoever takes an account back has all of it back.
alter table api_keys add column epoch integer not null default 0;
alter table api_keys alter column epoch drop default;
