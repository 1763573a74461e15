-- What a product is sold as: "Drinks > Coffee", the wider word first. A store may say it; what a person says outlives that.
alter table products add column category text check (category <> '');
alter table products add column store_category text;
alter table products add column is_category_own boolean not null default false;
create index products_by_category on products (category) where category is not null;

-- What a variant costs the company, in the currency of its price, and the number its package carries.
alter table variants add column cost_minor bigint check (cost_minor >= 0);
alter table variants add column is_cost_own boolean not null default false;
alter table variants add column barcode text;
alter table variants add constraint variants_cost_currency check (cost_minor is null or currency is not null);
create index variants_by_barcode on variants (barcode) where barcode is not null;
