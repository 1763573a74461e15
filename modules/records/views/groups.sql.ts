import type { Db } from "#platform/db/db.ts";
import { empty, join, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { Field, RecordType } from "../types/types.ts";
import type { Bucket } from "./views.contract.ts";

export type Group = { readonly value: string | null; readonly count: number };

type Asked = {
  readonly type: RecordType;
  readonly field: Field;
  readonly bucket: Bucket;
  readonly zone: string;
  readonly owners: readonly string[] | null;
  /** Under the alias `r`. */
  readonly parts: readonly { readonly sql: Sql }[];
};

const ROW = sql`r`;
export const GROUPED = ROW;
const MOST = 200;

/** A record with several words is counted under each of them. */
export function selectGroups(db: Db, asked: Asked): Promise<Group[]> {
  const { type, field, owners, parts } = asked;
  const many = field.kind === "tags" || field.kind === "choices";
  const latest = field.kind === "date" || field.kind === "moment";
  const value = many ? sql`word.value` : groupValueOf(asked);
  return db.rows(
    plannedEachTime(sql`
    select ${value} as value, count(*)::int as count
      from ${type.table} r
           ${many ? sql`left join lateral unnest(${field.value(ROW)}) as word(value) on true` : empty}
     where ${type.isLive(ROW)}
       ${owners === null || type.ownerId === null ? empty : sql`and ${type.ownerId(ROW)} = any(${owners}::uuid[])`}
       ${join(
         parts.map((part) => sql`and ${part.sql}`),
         sql` `,
       )}
     group by 1
     order by ${latest ? sql`1 desc nulls last` : sql`1 is null, 2 desc, 1`} limit ${MOST}`),
  );
}

function groupValueOf({ field, bucket, zone }: Asked): Sql {
  const value = field.value(ROW);
  const day = (of: Sql) => sql`to_char(date_trunc(${bucket}, ${of}), 'YYYY-MM-DD')`;
  if (field.kind === "moment") return day(sql`${value} at time zone ${zone}`);
  if (field.kind === "date") return day(sql`${value}::timestamp`);
  return field.kind === "yes_no"
    ? sql`case when ${value} then 'true' else 'false' end`
    : sql`nullif((${value})::text, '')`;
}
