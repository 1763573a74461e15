import type { Db } from "#platform/db/db.ts";
import { searchForm } from "#platform/db/search.ts";
import { likeText, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";
import type { DeliveryId } from "./deliveries.contract.ts";
import type { TheirOrder } from "./person.rules.ts";

type Ids = readonly string[];

/** Those that told of these records, or that name them in words. */
export const selectToldOf = (
  db: Db,
  subjects: readonly { readonly type: string; readonly ids: Ids }[],
  { emails, phones }: Pick<Person, "emails" | "phones">,
): Promise<{ id: DeliveryId }[]> =>
  db.rows(sql`
    select r.delivery_id as id
      from unnest(${subjects.flatMap(({ type, ids }) => ids.map(() => type))}::text[],
                  ${subjects.flatMap(({ ids }) => ids)}::uuid[]) as s(type, id)
      join delivery_results r on r.subject_type = s.type and r.subject_id = s.id
     union
    select r.delivery_id
      from unnest(${patternsOf([...emails, ...phones])}::text[]) as pattern
      join delivery_results r on r.search_text like pattern`);

const patternsOf = (words: Ids): string[] =>
  words.map((word) => `%${likeText(searchForm(word.toLowerCase()))}%`);

export type Opened = {
  readonly id: DeliveryId;
  readonly connectionId: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly bodyBytes: number;
};
const columns = sql`d.id, d.connection_id, d.received_at, d.topic, d.headers, d.body, d.body_bytes`;

/** What came to nothing, or has not been read yet: what is in it says the body alone. */
export const selectUntold = (db: Db, after: string, limit: number): Promise<Opened[]> =>
  db.rows(sql`
    select ${columns} from delivery_results r join deliveries d on d.id = r.delivery_id
     where r.subject_id is null and d.body_bytes > 0 and r.delivery_id > ${after}::uuid
     order by r.delivery_id limit ${limit}`);

export const selectOpened = (db: Db, ids: Ids): Promise<Opened[]> =>
  db.rows(sql`
    select ${columns} from deliveries d where d.id = any(${ids}::uuid[]) and d.body_bytes > 0 order by d.received_at, d.id`);

export const gatherResults = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(r) - 'search_text' as row from delivery_results r
     where delivery_id = any(${ids}::uuid[]) order by received_at, delivery_id`);

export const selectStoreNumbers = (db: Db, orders: Ids): Promise<TheirOrder[]> =>
  db.rows(sql`
    select connection_id, external_id from orders where id = any(${orders}::uuid[]) and connection_id is not null`);
