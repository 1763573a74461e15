import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import { moveContacts, recastContacts, releaseContacts } from "./contacts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { type Known, knownFromKept, knownToKeep } from "./known.rules.ts";
import type { Kept, Part, Tie } from "./parts.rules.ts";

type PartRow = Omit<Part, "known" | "kept"> & {
  readonly known: unknown;
  readonly kept: KeptAsJson;
};
type KeptAsJson = Omit<Kept, "archivedAt"> & { readonly archivedAt: string | null };

export async function selectParts(db: Db, customers: readonly CustomerId[]): Promise<Part[]> {
  const rows = await db.rows<PartRow>(sql`
    select id, customer_id, known, kept from customer_parts where customer_id = any(${customers}) order by id`);
  return rows.map(({ known, kept, ...part }) => ({
    ...part,
    known: knownFromKept(known),
    kept: { ...kept, archivedAt: kept.archivedAt === null ? null : new Date(kept.archivedAt) },
  }));
}

export const upsertPart = (db: Db, { id, customerId, known, kept }: Part): Promise<number> =>
  db.run(sql`
    insert into customer_parts (id, customer_id, known, kept)
    values (${id}, ${customerId}, ${json(knownToKeep(known))}, ${json(kept)})
    on conflict (id) do update
       set customer_id = excluded.customer_id, known = excluded.known, kept = excluded.kept`);

export const deleteParts = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`delete from customer_parts where id = any(${ids})`);

export const markMerged = (db: Db, id: CustomerId, isMerged: boolean): Promise<number> =>
  db.run(
    sql`update customers set is_merged = ${isMerged} where id = ${id} and is_merged <> ${isMerged}`,
  );

export type KeptTie = Omit<Tie, "chosen"> & {
  readonly customerId: CustomerId;
  readonly intoName: string;
  readonly fromName: string;
  readonly undoUntil: Date;
};

const tieColumns = sql`
  id, customer_id, into_part, from_part, chosen, owner_id, into_name, from_name, merged_at, undo_until`;
type TieRow = KeptTie & { readonly chosen: unknown };
const tieFrom = ({ chosen, ...tie }: TieRow): KeptTie & Tie => ({
  ...tie,
  chosen: knownFromKept(chosen),
});

/** What people said, in the order in which they did. */
export async function selectTies(
  db: Db,
  customers: readonly CustomerId[],
): Promise<(KeptTie & Tie)[]> {
  const rows = await db.rows<TieRow>(sql`
    select ${tieColumns} from customer_ties
     where customer_id = any(${customers}) and said_by = 'person' order by merged_at, id`);
  return rows.map(tieFrom);
}

export const selectTie = async (db: Db, id: string): Promise<(KeptTie & Tie) | null> => {
  const row = await db.maybe<TieRow>(sql`
    select ${tieColumns} from customer_ties where id = ${id} and said_by = 'person'`);
  return row === null ? null : tieFrom(row);
};

type Noted = {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly intoPart: CustomerId;
  readonly fromPart: CustomerId;
  readonly intoName: string;
  readonly fromName: string;
  readonly actor: { readonly id: string | null; readonly name: string };
  readonly mergedAt: Date;
  readonly undoUntil: Date;
};

export const insertTie = (
  db: Db,
  tie: Noted & { readonly chosen: Known | null; readonly ownerId: string | null },
): Promise<number> =>
  db.run(sql`
    insert into customer_ties (id, customer_id, said_by, into_part, from_part, chosen, owner_id, into_name, from_name,
                               actor_id, actor_name, merged_at, undo_until)
    values (${tie.id}, ${tie.customerId}, ${tie.chosen === null ? "store" : "person"}, ${tie.intoPart}, ${tie.fromPart},
            ${tie.chosen && json(knownToKeep(tie.chosen))}, ${tie.ownerId}, ${tie.intoName}, ${tie.fromName},
            ${tie.actor.id}, ${tie.actor.name}, ${tie.mergedAt}, ${tie.undoUntil})`);

export const deleteTie = (db: Db, id: string): Promise<number> =>
  db.run(sql`delete from customer_ties where id = ${id}`);

/** Everything that leads to one customer leads to the other, where the one stays a part of its own. */
export async function moveAsPart(
  db: Db,
  from: CustomerId,
  into: CustomerId,
  at: Date,
): Promise<void> {
  await moveContacts(db, from, into, true);
  await db.run(sql`
    with identities as (
      update customer_identities
         set customer_id = ${into}, part_id = coalesce(part_id, ${from}) where customer_id = ${from}),
    merges as (
      update customer_merges
         set customer_id = ${into}, part_id = coalesce(part_id, ${from}) where customer_id = ${from}),
    parts as (update customer_parts set customer_id = ${into} where customer_id = ${from}),
    ties as (update customer_ties set customer_id = ${into} where customer_id = ${from})
    insert into customer_merges (old_id, customer_id, part_id, merged_at) values (${from}, ${into}, ${from}, ${at})`);
}

/** These parts of a customer are one from now on: a store says so. */
export async function recastParts(
  db: Db,
  customerId: CustomerId,
  parts: readonly CustomerId[],
  into: CustomerId,
): Promise<void> {
  await recastContacts(db, customerId, parts, partOf(into, customerId));
  await db.run(sql`
    with identities as (
      update customer_identities set part_id = ${partOf(into, customerId)}
       where customer_id = ${customerId} and part_id = any(${parts})),
    merges as (
      update customer_merges set part_id = ${partOf(into, customerId)}
       where customer_id = ${customerId} and part_id = any(${parts})),
    gone as (delete from customer_parts where id = any(${parts}))
    update customer_ties
       set into_part = case when into_part = any(${parts}) then ${into} else into_part end,
           from_part = case when from_part = any(${parts}) then ${into} else from_part end
     where customer_id = ${customerId} and (into_part = any(${parts}) or from_part = any(${parts}))`);
}

/** A customer's own part is named by nothing. */
export const partOf = (part: CustomerId, customerId: CustomerId): CustomerId | null =>
  part === customerId ? null : part;

/** These parts leave a customer for one of their own, who is there already. */
export async function releaseParts(
  db: Db,
  from: CustomerId,
  parts: readonly CustomerId[],
  into: CustomerId,
): Promise<void> {
  await releaseContacts(db, from, parts, into);
  await db.run(sql`
    with identities as (
      update customer_identities set customer_id = ${into}, part_id = nullif(part_id, ${into})
       where customer_id = ${from} and part_id = any(${parts})),
    back as (delete from customer_merges where old_id = ${into}),
    merges as (
      update customer_merges set customer_id = ${into}, part_id = nullif(part_id, ${into})
       where customer_id = ${from} and part_id = any(${parts}) and old_id <> ${into}),
    released as (update customer_parts set customer_id = ${into} where id = any(${parts}))
    update customer_ties set customer_id = ${into}
     where customer_id = ${from} and into_part = any(${parts}) and from_part = any(${parts})`);
}

/** Under which ids a customer was known before. */
export const selectOldIds = async (db: Db, id: CustomerId): Promise<CustomerId[]> =>
  (
    await db.rows<{ oldId: CustomerId }>(
      sql`select old_id from customer_merges where customer_id = ${id}`,
    )
  ).map(({ oldId }) => oldId);

/** What was told under the numbers alone that lead to one of these. */
export const selectToldByPhone = async (
  db: Db,
  parts: readonly CustomerId[],
): Promise<{ partId: CustomerId; key: string; told: Known }[]> =>
  (
    await db.rows<{ partId: CustomerId; key: string; told: unknown }>(sql`
      select coalesce(part_id, customer_id) as part_id, key, told from customer_identities
       where kind = 'phone' and coalesce(part_id, customer_id) = any(${parts})
       order by key`)
  ).map(({ told, ...identity }) => ({ ...identity, told: knownFromKept(told) }));

/** All that leads to these customers, under the names that it is locked by; and the numbers among it. */
export const selectLeads = (
  db: Db,
  customers: readonly CustomerId[],
): Promise<{ kind: string; key: string }[]> =>
  db.rows(sql`
    select kind, key from customer_identities where customer_id = any(${customers})
     union select 'phone', phone from customers where id = any(${customers}) and phone is not null
     union select 'phone', phone from customer_phones
            where customer_id = any(${customers}) and phone is not null
     union select 'phone', known ->> 'phone' from customer_parts
            where customer_id = any(${customers}) and known ->> 'phone' is not null`);

/** Those whose time to be undone is over. */
export const selectSettled = (
  db: Db,
  now: Date,
  limit: number,
): Promise<{ id: string; customerId: CustomerId }[]> =>
  db.rows(sql`
    select id, customer_id from customer_ties where undo_until <= ${now} order by undo_until, id limit ${limit}`);

export const selectNextSettling = async (db: Db): Promise<Date | null> =>
  (
    await db.one<{ next: Date | null }>(
      sql`select min(undo_until) as next from customer_ties`,
      "crm.merge",
    )
  ).next;
