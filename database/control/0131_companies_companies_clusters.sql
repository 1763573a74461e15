-- On which PostgreSQL a company's database lies, by the name that the settings give it; `main` is the one that this control
-- database lies on. Clones are made ready on each.
alter table companies add column cluster text not null default 'main' check (cluster ~ '^[a-z][a-z0-9-]{0,30}$');
alter table ready_companies add column cluster text not null default 'main' check (cluster ~ '^[a-z][a-z0-9-]{0,30}$');
create index companies_by_cluster on companies (cluster) where is_open;
