-- Marks over and under letters are no part of how something is searched for: "jose" finds "José", and the other way round.
-- platform/db/search.ts spells what is searched for in the same way.
create or replace function search_form(typed text) returns text
  language sql immutable strict parallel safe
  return ' ' || translate(encode(convert_to(lower(
    case when octet_length(typed) = length(typed) then typed
         else normalize(regexp_replace(normalize(typed, nfkd), '[\u0300-\u036f]', '', 'g'), nfkc) end
  ), 'UTF8'), 'escape'), '\', 'x');

-- What is spelt anew by that: the columns follow when their row is written.
update customers set version = version where octet_length(search_text) > length(search_text) or search_text like '%x3%';
update orders set version = version where search_text like '%x3%';
update trash_entries set name = name where search_text like '%x3%';

-- The words that records are called by, so that one typed wrong finds its neighbour. Learnt beside the work, from what is
-- there; learnt anew from nothing when something goes for good, so that no word outlives what it named.
create table search_words (
  word       text collate "C" primary key,
  uses_count int  not null
);
create index search_words_by_likeness on search_words using gin (word gin_trgm_ops);

-- Up to which record of each type its words are known.
create table search_progress (
  record_type text primary key,
  last_id     uuid not null
);
