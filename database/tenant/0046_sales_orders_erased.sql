-- The buyer was erased: the order stays as the paper of what was sold, and says nothing of them, whatever is told later.
alter table orders add column erased_at timestamptz;
alter table orders add constraint orders_erased_check check (
  erased_at is null or (
    customer_id is null and name = '' and email is null and phone is null and phone_text is null and note = ''
    and source_note = '' and shipping is null
    -- Where the sale was made stays: taxes go by it.
    and jsonb_strip_nulls(coalesce(billing, '{}')) - 'country' = '{}'));
