import { readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, type Sql, sql, when } from "#platform/db/sql.ts";
import type { CustomerId } from "../customers/customers.contract.ts";
import type { REASONS, Verdict } from "./duplicates.contract.ts";

type Twin = {
  readonly id: CustomerId;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly ordersCount: number;
  readonly spentMinor: number;
  readonly createdAt: Date;
};

export type PairRow = {
  readonly one: Omit<Twin, "createdAt"> & { readonly createdAt: string };
  readonly other: Omit<Twin, "createdAt"> & { readonly createdAt: string };
  readonly oneOwnerId: string | null;
  readonly otherOwnerId: string | null;
  readonly score: number;
  readonly reasons: readonly { reason: (typeof REASONS)[number]; points: number }[];
  readonly verdict: Verdict;
  readonly actorName: string | null;
};

type Owners = readonly string[] | null;

const twin = (c: Sql) => sql`
  json_build_object('id', ${c}.id, 'name', ${c}.name, 'email', ${c}.email, 'phone', coalesce(${c}.phone, ${c}.phone_text),
                    'city', ${c}.city, 'ordersCount', ${c}.orders_count, 'spentMinor', ${c}.spent_minor,
                    'createdAt', ${c}.created_at)`;

/** Pairs whose both sides live and are within reach. */
const pairsFrom = (verdict: Verdict, owners: Owners) => sql`
  duplicate_pairs p
  join customers a on a.id = p.one_id and a.archived_at is null
  join customers b on b.id = p.other_id and b.archived_at is null
  left join duplicate_verdicts v on v.one_id = p.one_id and v.other_id = p.other_id
 where coalesce(v.verdict, 'open') = ${verdict}
   ${owners === null ? empty : sql`and a.owner_id = any(${owners}::uuid[]) and b.owner_id = any(${owners}::uuid[])`}`;

export const selectPairs = (
  db: Db,
  { verdict, after, limit }: { verdict: Verdict; after?: string | undefined; limit: number },
  owners: Owners,
): Promise<PairRow[]> => {
  const [score, one, other] = after === undefined ? [] : readCursor(after, 3);
  return db.rows(sql`
    select ${twin(sql`a`)} as one, ${twin(sql`b`)} as other, a.owner_id as one_owner_id, b.owner_id as other_owner_id,
           p.score, p.reasons, coalesce(v.verdict, 'open') as verdict, v.actor_name
      from ${pairsFrom(verdict, owners)}
       ${when(after, sql`and (-p.score, p.one_id, p.other_id) > (-${Number(score)}::int, ${one}::uuid, ${other}::uuid)`)}
     order by p.score desc, p.one_id, p.other_id
     limit ${limit}`);
};

const COUNTED_MAX = 1_000;
export const countPairs = async (db: Db, verdict: Verdict, owners: Owners): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count
            from (select from ${pairsFrom(verdict, owners)} limit ${COUNTED_MAX}) as few`,
      "crm.duplicate",
    )
  ).count;

export type Decided = {
  readonly oneId: CustomerId;
  readonly otherId: CustomerId;
  readonly actor: { readonly id: string | null; readonly name: string };
  readonly at: Date;
};

export const upsertVerdict = (
  db: Db,
  verdict: Exclude<Verdict, "open">,
  { oneId, otherId, actor, at }: Decided,
): Promise<number> =>
  db.run(sql`
    insert into duplicate_verdicts (one_id, other_id, verdict, actor_id, actor_name, decided_at)
    values (${oneId}, ${otherId}, ${verdict}, ${actor.id}, ${actor.name}, ${at})
    on conflict (one_id, other_id) do update
       set verdict = excluded.verdict, actor_id = excluded.actor_id, actor_name = excluded.actor_name,
           decided_at = excluded.decided_at`);

export const deleteVerdict = (db: Db, oneId: CustomerId, otherId: CustomerId): Promise<number> =>
  db.run(sql`delete from duplicate_verdicts where one_id = ${oneId} and other_id = ${otherId}`);

export type Look = { readonly lookedAt: Date; readonly wholeAt: Date | null };

export const selectLook = (db: Db): Promise<Look | null> =>
  db.maybe(sql`select looked_at, whole_at from duplicate_looks`);
