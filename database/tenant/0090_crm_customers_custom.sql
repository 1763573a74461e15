-- Values of the fields that the company made, by their key (records/fields says what each holds).
alter table customers add column custom jsonb not null default '{}' check (jsonb_typeof(custom) = 'object');
