-- Rows that name an id which is not known here: out of the export of another company, or of a time before.
alter table imports add column elsewhere_count int not null default 0;
