import type { Db } from "#platform/db/db.ts";
import { type Sql, sql } from "#platform/db/sql.ts";
import { BLOCK_MAX, POINTS, SCORE_MIN } from "./duplicates.rules.ts";

/** What a customer is looked up by: each way of reaching them, their name where it has two words, where they live. */
const keysOf = sql`
  array(
    select distinct hashtextextended(kind || said, 0)
      from (select 'e' as kind, mailbox_of(c.email) as said
             union all
            select 'e', mailbox_of(i.key) from customer_identities i where i.customer_id = c.id and i.kind = 'email'
             union all
            select 'p', phone_tail(coalesce(c.phone, c.phone_text))
             union all
            select 'p', phone_tail(coalesce(p.phone, p.phone_text)) from customer_phones p where p.customer_id = c.id
             union all
            select 'p', phone_tail('+' || i.key) from customer_identities i
             where i.customer_id = c.id and i.kind = 'whatsapp' and i.key ~ '^[0-9]+$'
             union all
            select 'n', array_to_string(name_words(c.name), ' ') where cardinality(name_words(c.name)) >= 2
             union all
            select 'a', address_key(c.street, c.postcode)) as keys
     where said is not null order by 1)`;

const putKeys = (those: Sql) => sql`
  insert into duplicate_keys as known (customer_id, keys)
  select c.id, ${keysOf} from customers c where c.archived_at is null and ${those}
  on conflict (customer_id) do update set keys = excluded.keys where known.keys <> excluded.keys`;

/** Of every customer whose id falls into a slice, of so many. */
export const putKeysOfSlice = (db: Db, slice: number, slices: number): Promise<number> =>
  db.run(putKeys(sql`${sliceOf(sql`c.id`, slices)} = ${slice}`));

const sliceOf = (id: Sql, slices: number) =>
  sql`abs(hashtextextended(${id}::text, 7) % ${slices}::int)`;

/** Who is put aside or in the trash is compared with nobody. */
export const dropKeysOfArchived = (db: Db): Promise<number> =>
  db.run(sql`
    delete from duplicate_keys k using customers c where c.id = k.customer_id and c.archived_at is not null`);

/** The numbers people gave somebody, besides the one they are shown with, and the one WhatsApp knows them by. */
const numbersOf = (one: Sql) => sql`(
  select phone from customer_phones where customer_id = ${one}.id and phone is not null
   union all
  select '+' || key from customer_identities where customer_id = ${one}.id and kind = 'whatsapp'
   union all
  select ${one}.phone where ${one}.phone is not null)`;

/**
 * Two are compared field by field. What one has not, speaks neither for them nor against; numbers and names that many
 * share are told apart by the sum.
 */
const scored = (pairs: Sql): Sql => sql`
  compared as (
    select p.one_id, p.other_id,
           exists (select from customer_identities x, customer_identities y
                    where x.kind = 'email' and y.kind = 'email' and x.customer_id = a.id and y.customer_id = b.id
                      and mailbox_of(x.key) = mailbox_of(y.key)) as has_email,
           a.phone = b.phone or exists (
             select from ${numbersOf(sql`a`)} as x(phone), ${numbersOf(sql`b`)} as y(phone) where x.phone = y.phone) as has_phone,
           phone_tail(coalesce(a.phone, a.phone_text)) = phone_tail(coalesce(b.phone, b.phone_text)) as has_tail,
           address_key(a.street, a.postcode) = address_key(b.street, b.postcode) as has_address,
           name_words(a.name) as one_name, name_words(b.name) as other_name
      from ${pairs} p
      join customers a on a.id = p.one_id and a.archived_at is null
      join customers b on b.id = p.other_id and b.archived_at is null),
  weighed as (
    select one_id, other_id, reason, points
      from compared, lateral (values
        ('email', ${POINTS.email}::int, has_email),
        ('phone', ${POINTS.phone}::int, has_phone),
        ('phone_tail', ${POINTS.phone_tail}::int, has_tail and has_phone is not true),
        ('name', ${POINTS.name}::int, one_name = other_name and cardinality(one_name) >= 1),
        ('name_near', ${POINTS.name_near}::int, one_name <> other_name and are_names_near(one_name, other_name)),
        ('address', ${POINTS.address}::int, has_address)) as told(reason, points, holds)
     where holds),
  found as (
    select one_id, other_id, least(sum(points), 100)::int as score,
           jsonb_agg(jsonb_build_object('reason', reason, 'points', points) order by points desc, reason) as reasons
      from weighed group by one_id, other_id having sum(points) >= ${SCORE_MIN}::int)`;

/** What people decided of somebody holds for whoever they became part of. */
const undecided = sql`
  not exists (
    select from duplicate_verdicts v
      left join customer_merges m on m.old_id = v.one_id
      left join customer_merges n on n.old_id = v.other_id
     where v.verdict = 'not_same' and (m.old_id is not null or n.old_id is not null)
       and least(coalesce(m.customer_id, v.one_id), coalesce(n.customer_id, v.other_id)) = found.one_id
       and greatest(coalesce(m.customer_id, v.one_id), coalesce(n.customer_id, v.other_id)) = found.other_id)`;

const keep = (now: Date) => sql`
  insert into duplicate_pairs as known (one_id, other_id, score, reasons, found_at)
  select one_id, other_id, score, reasons, ${now} from found where ${undecided}
  on conflict (one_id, other_id) do update
     set score = excluded.score, reasons = excluded.reasons, found_at = excluded.found_at`;

/** Compares whoever shares one of a slice of all keys. A key that too many share says nothing. */
export const comparePairsOfSlice = (
  db: Db,
  slice: number,
  slices: number,
  now: Date,
): Promise<number> =>
  db.run(sql`
    with keyed as materialized (
      select key, customer_id from duplicate_keys, unnest(keys) as key where abs(key % ${slices}::int) = ${slice}),
    blocks as materialized (
      select array_agg(customer_id order by customer_id) as members
        from keyed group by key having count(*) between 2 and ${BLOCK_MAX}::int),
    pairs as materialized (
      select distinct a.id as one_id, b.id as other_id
        from blocks, unnest(members) with ordinality as a(id, i), unnest(members) with ordinality as b(id, i)
       where a.i < b.i),
    ${scored(sql`pairs`)}
    ${keep(now)}`);

/** Pairs that a whole comparison no longer found. */
export const dropPairsBefore = (db: Db, now: Date): Promise<number> =>
  db.run(sql`delete from duplicate_pairs where found_at < ${now}`);

/** Whoever was written since a moment: that many at most are looked at one by one. */
export const selectWrittenSince = (db: Db, since: Date, limit: number): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from customers where updated_at >= ${since} order by updated_at, id limit ${limit}`);

export const putKeysOf = (db: Db, ids: readonly string[]): Promise<number> =>
  db.run(putKeys(sql`c.id = any(${ids}::uuid[])`));

/** Compares these with everybody who shares a key with one of them. */
export const comparePairsOf = (db: Db, ids: readonly string[], now: Date): Promise<number> =>
  db.run(sql`
    with pairs as materialized (
      select distinct least(mine.customer_id, mate.customer_id) as one_id,
             greatest(mine.customer_id, mate.customer_id) as other_id
        from duplicate_keys mine
        cross join unnest(mine.keys) as key
        cross join lateral (
          select customer_id, count(*) over () as count from (
            select customer_id from duplicate_keys k where k.keys @> array[key] limit ${BLOCK_MAX + 1}) as few) as mate
       where mine.customer_id = any(${ids}::uuid[]) and mate.count <= ${BLOCK_MAX}::int
         and mate.customer_id <> mine.customer_id),
    ${scored(sql`pairs`)}
    ${keep(now)}`);

/** Pairs of these that a comparison at this moment no longer found. */
export const dropPairsOf = (db: Db, ids: readonly string[], now: Date): Promise<number> =>
  db.run(sql`
    delete from duplicate_pairs
     where (one_id = any(${ids}::uuid[]) or other_id = any(${ids}::uuid[])) and found_at < ${now}`);

export const markLooked = (db: Db, at: Date, isWhole: boolean): Promise<number> =>
  db.run(sql`
    insert into duplicate_looks (looked_at, whole_at) values (${at}, ${isWhole ? at : null})
    on conflict (is_only) do update
       set looked_at = excluded.looked_at, whole_at = coalesce(excluded.whole_at, duplicate_looks.whole_at)`);

/** Of pairs of whom nobody is left, in whatever form. */
export const dropOrphanVerdicts = (db: Db): Promise<number> =>
  db.run(sql`
    delete from duplicate_verdicts v
     where ${isGone(sql`v.one_id`)} or ${isGone(sql`v.other_id`)}`);

const isGone = (id: Sql) => sql`
  not exists (select from customers where id = ${id}) and not exists (select from customer_merges where old_id = ${id})`;
