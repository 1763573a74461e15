-- What a search leaves is counted and summed by currency from here alone, also where the words are in every order: rows
-- arrive grouped, and the wide table stays unread.
create index orders_to_count on orders (currency, is_sale) include (total_minor, net_minor, search_text)
  where deleted_at is null;
