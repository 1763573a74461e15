-- Who may be one person twice. Customers are compared only where a key of theirs is the same, so that a million of them
-- are compared in minutes; keys and pairs are kept by a job, and nobody who writes customers waits for it.

-- What was written since the last look is found without an index that writes would have to keep: a range of pages says
-- its newest.
create index customers_by_update on customers using brin (updated_at) with (pages_per_range = 16);

-- Lower case, without accents.
create function folded(typed text) returns text
  language sql immutable strict parallel safe
  return translate(regexp_replace(normalize(lower(normalize(typed, nfkc)), nfkd), '[\u0300-\u036f]', '', 'g'),
                   'ßøđłıæœð', 'sodliaod');

-- The words of a name that tell people apart, in one order: without what says whose child or which title somebody has,
-- and with the many spellings of Muhammad as one.
create function name_words(typed text) returns text[]
  language sql immutable strict parallel safe
  return (
    select coalesce(array_agg(distinct case when word in ('md', 'mohd', 'muhd', 'mohamad', 'mohammad', 'mohamed', 'mohammed',
                                                          'muhamad', 'muhammed', 'mohamud')
                                            then 'muhammad' else word end), '{}')
      from regexp_split_to_table(
             regexp_replace(folded(typed), '\y[asd]\s*/\s*[lpo]\y', ' ', 'g'), '[^[:alnum:]]+') as word
     where word <> '' and word not in ('bin', 'binti', 'bt', 'bte', 'bn', 'al', 'ap', 'anak', 'mr', 'mrs', 'ms', 'dr', 'en',
                                       'encik', 'cik', 'puan', 'pn', 'tuan', 'hj', 'haji', 'hajah', 'hjh', 'dato', 'datuk',
                                       'datin', 'sdn', 'bhd'));

-- The mailbox behind an address: without what follows a plus, without the dots that Gmail passes over, and with the
-- usual slips in the names of the large houses put right.
create function mailbox_of(address text) returns text
  language sql immutable strict parallel safe
  return (
    select case when domain = 'gmail.com' then replace(local, '.', '') else local end || '@' || domain
      from (select split_part(split_part(lower(address), '@', 1), '+', 1) as local,
                   case when d in ('googlemail.com', 'gmial.com', 'gmai.com', 'gmal.com', 'gmail.co', 'gmail.con', 'gmail.cm',
                                   'gmail.om', 'gamil.com', 'gnail.com', 'gmail.comm', 'gmaill.com', 'gmil.com') then 'gmail.com'
                        when d in ('hotmial.com', 'hotmal.com', 'hotmai.com', 'hotmail.co', 'hotmail.con', 'hotmil.com',
                                   'hotmaill.com') then 'hotmail.com'
                        when d in ('yaho.com', 'yahooo.com', 'yahoo.co', 'yahoo.con', 'yhoo.com', 'yahoo.cm') then 'yahoo.com'
                        when d in ('outlok.com', 'outloo.com', 'outlook.co', 'outlook.con') then 'outlook.com'
                        when d in ('iclod.com', 'icloud.co', 'icloud.con') then 'icloud.com'
                        else d end as domain
              from (select split_part(lower(address), '@', 2) as d) as typed) as read);

-- The last eight digits: the same number with and without its country, or with a trunk zero.
create function phone_tail(phone text) returns text
  language sql immutable strict parallel safe
  return (select case when length(digits) >= 8 then right(digits, 8) end
            from (select regexp_replace(phone, '[^0-9]', '', 'g') as digits) as bare);

-- Postcode, and house and street as typed in any order and punctuation. Null where there is too little to go by.
create function address_key(street text, postcode text) returns text
  language sql immutable parallel safe
  return (
    select case when length(coalesce(postcode, '')) >= 4 and cardinality(words) >= 2
                then lower(postcode) || ' ' || array_to_string(words, ' ') end
      from (select array_agg(distinct case word when 'jln' then 'jalan' when 'st' then 'street' when 'rd' then 'road'
                                                when 'tmn' then 'taman' when 'lrg' then 'lorong' else word end) as words
              from regexp_split_to_table(folded(coalesce(street, '')), '[^[:alnum:]]+') as word
             where word not in ('', 'no', 'unit', 'lot')) as split);

-- Whether two names may be one person's: all words of the one among the other's, also by their first letter or with a
-- slip of the pen.
create function are_names_near(one text[], other text[]) returns boolean
  language sql immutable strict parallel safe
  return cardinality(one) > 0 and cardinality(other) > 0 and (
    similarity(array_to_string(one, ' '), array_to_string(other, ' ')) >= 0.65
    or not exists (
         select from unnest(case when cardinality(one) <= cardinality(other) then one else other end) as a(word)
          where not exists (
                  select from unnest(case when cardinality(one) <= cardinality(other) then other else one end) as b(word)
                   where a.word = b.word
                      or (length(a.word) = 1 and left(b.word, 1) = a.word)
                      or (length(b.word) = 1 and left(a.word, 1) = b.word))));

-- What a customer is looked up by, as numbers: nothing can be read from them.
create table duplicate_keys (
  customer_id uuid     primary key references customers on delete cascade,
  keys        bigint[] not null
);
create index duplicate_keys_by_key on duplicate_keys using gin (keys);

-- Two who may be one, and why: the reasons with their points.
create table duplicate_pairs (
  one_id   uuid        not null references customers on delete cascade,
  other_id uuid        not null references customers on delete cascade,
  score    int         not null check (score between 1 and 100),
  reasons  jsonb       not null,
  found_at timestamptz not null,
  primary key (one_id, other_id),
  check (one_id < other_id)
);
create index duplicate_pairs_by_score on duplicate_pairs (score desc, one_id, other_id);
create index duplicate_pairs_by_other on duplicate_pairs (other_id);

-- What people said of a pair. It outlives a merge of one of them, and its undo.
create table duplicate_verdicts (
  one_id     uuid        not null,
  other_id   uuid        not null,
  verdict    text        not null check (verdict in ('not_same', 'later')),
  actor_id   uuid,
  actor_name text        not null,
  decided_at timestamptz not null,
  primary key (one_id, other_id),
  check (one_id < other_id)
);
create index duplicate_verdicts_by_other on duplicate_verdicts (other_id);

-- Until when changes have been looked at, and when all were compared last.
create table duplicate_looks (
  is_only   boolean     primary key default true check (is_only),
  looked_at timestamptz not null,
  whole_at  timestamptz
);
