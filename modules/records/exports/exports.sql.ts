import type { Where } from "#kernel/where.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, join, json, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Filter } from "../filters/filters.ts";
import type { RecordType } from "../types/types.ts";
import type { ExportFormat, ExportId, ExportState } from "./exports.contract.ts";

/** Which records and columns, and what the person who asked sees of them. Fixed when it was asked. */
export type Asked = {
  readonly columns: readonly string[];
  readonly masked: readonly string[];
  readonly ids: readonly string[] | null;
  readonly where: Where | null;
  readonly owners: readonly string[] | null;
  /** What a list's own filters were, and whether whoever asked finds by how people are reached. Of exports before that: left out. */
  readonly filter?: Readonly<Record<string, string>> | null;
  readonly seesContact?: boolean;
  readonly rows?: "record" | "part";
};

export type ExportRow = {
  readonly id: ExportId;
  readonly recordType: RecordType["name"];
  readonly format: ExportFormat;
  readonly language: "en" | "ms";
  readonly asked: Asked;
  readonly state: ExportState;
  readonly doneCount: number;
  readonly totalCount: number;
  readonly bytesCount: number;
  readonly actorId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date | null;
};

const WHAT = "records.export";
const columns = sql`
  id, record_type, format, language, asked, state, done_count, total_count, bytes_count, actor_id, created_at,
  finished_at, expires_at`;

export const insertExport = (
  db: Db,
  made: Pick<ExportRow, "id" | "recordType" | "format" | "language" | "asked" | "totalCount"> & {
    readonly actor: { readonly id: string | null; readonly name: string };
  },
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into exports (id, record_type, format, language, asked, total_count, actor_id, actor_name, created_at)
    values (${made.id}, ${made.recordType}, ${made.format}, ${made.language}, ${json(made.asked)},
            ${made.totalCount}, ${made.actor.id}, ${made.actor.name}, ${now})`);

/** Of one person only: a file holds what its maker could see. */
export const selectExports = (
  db: Db,
  actorId: string | null,
  before: string | null,
  limit: number,
): Promise<ExportRow[]> =>
  db.rows(sql`
    select ${columns} from exports
     where actor_id is not distinct from ${actorId}::uuid ${when(before, sql`and id < ${before}::uuid`)}
     order by id desc limit ${limit}`);

export const selectExport = (db: Db, id: ExportId, actorId: string | null): Promise<ExportRow> =>
  db.one(
    sql`select ${columns} from exports where id = ${id} and actor_id is not distinct from ${actorId}::uuid`,
    WHAT,
  );

export const lockExport = (db: Db, id: ExportId): Promise<ExportRow> =>
  db.one(sql`select ${columns} from exports where id = ${id} for update`, WHAT);

export const markRunning = (db: Db, id: ExportId): Promise<number> =>
  db.run(
    sql`update exports set state = 'running', done_count = 0, bytes_count = 0 where id = ${id}`,
  );

/** False when somebody has stopped it meanwhile. */
export const markProgress = async (
  db: Db,
  id: ExportId,
  { doneCount, bytesCount }: { readonly doneCount: number; readonly bytesCount: number },
): Promise<boolean> =>
  (await db.run(sql`
    update exports set done_count = ${doneCount}, bytes_count = ${bytesCount}
     where id = ${id} and state = 'running'`)) > 0;

export const markDone = (
  db: Db,
  id: ExportId,
  done: { readonly doneCount: number; readonly bytesCount: number; readonly expiresAt: Date },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update exports
       set state = 'done', done_count = ${done.doneCount}, bytes_count = ${done.bytesCount},
           finished_at = ${now}, expires_at = ${done.expiresAt}
     where id = ${id} and state = 'running'`);

export const markOver = (
  db: Db,
  id: ExportId,
  state: "failed" | "stopped",
  now: Date,
): Promise<number> =>
  db.run(sql`
    update exports set state = ${state}, finished_at = ${now}
     where id = ${id} and state in ('waiting', 'running')`);

export const insertPart = (
  db: Db,
  part: {
    readonly id: string;
    readonly exportId: ExportId;
    readonly position: number;
    readonly body: Buffer;
  },
): Promise<number> =>
  db.run(sql`
    insert into export_parts (id, export_id, position, body)
    values (${part.id}, ${part.exportId}, ${part.position}, ${part.body})`);

export const deleteParts = (db: Db, exportId: ExportId): Promise<number> =>
  db.run(sql`delete from export_parts where export_id = ${exportId}`);

/** Of all whose time is over. */
export const deleteExpired = (db: Db, now: Date): Promise<number> =>
  db.run(sql`
    with links as (delete from export_links where expires_at <= ${now})
    delete from export_parts where export_id in (select id from exports where expires_at <= ${now})`);

export const selectPart = (
  db: Db,
  exportId: ExportId,
  position: number,
): Promise<{ id: string; body: Buffer } | null> =>
  db.maybe(sql`
    select id, body from export_parts where export_id = ${exportId} and position = ${position}`);

export const insertLink = (
  db: Db,
  link: { readonly hash: Buffer; readonly exportId: ExportId; readonly expiresAt: Date },
): Promise<number> =>
  db.run(sql`
    insert into export_links (token_hash, export_id, expires_at)
    values (${link.hash}, ${link.exportId}, ${link.expiresAt})`);

/** The file that it opens, once. */
export const takeLink = (db: Db, hash: Buffer, now: Date): Promise<ExportRow | null> =>
  db.maybe(sql`
    with taken as (
      delete from export_links where token_hash = ${hash} returning export_id, expires_at)
    select ${columns} from exports
     where id = (select export_id from taken where taken.expires_at > ${now}) and expires_at > ${now}`);

/** Of which records: those in lists that this person reaches, or of them the named ones. */
type Among = {
  readonly type: RecordType;
  readonly ids: readonly string[] | null;
  readonly filter: Filter;
  readonly owners: readonly string[] | null;
  /** The ids that a list's own filters leave; null: all that are in lists. */
  readonly listed: Sql | null;
};

const ROW = sql`r`;

const amongSql = ({ type, ids, filter, owners, listed }: Among): Sql => sql`
  ${listed === null ? type.isLive(ROW) : sql`r.id in (${listed})`} ${join(
    filter(ROW).map((part) => sql` and ${part.sql}`),
    empty,
  )}
  ${ids === null ? empty : sql`and r.id = any(${ids}::uuid[])`}
  ${owners === null || type.ownerId === null ? empty : sql`and ${type.ownerId(ROW)} = any(${owners}::uuid[])`}`;

export const countAmong = async (db: Db, among: Among): Promise<number> =>
  (
    await db.one<{ count: number }>(
      plannedEachTime(
        sql`select count(*)::int as count from ${among.type.table} r where ${amongSql(among)}`,
      ),
      WHAT,
    )
  ).count;

/** A value that is asked for: as it is, or, of what is masked, whether there is any. */
export type Wanted = {
  readonly value: (of: Sql) => Sql;
  readonly currency: ((of: Sql) => Sql) | null;
  readonly isMasked: boolean;
};
export type Line = {
  readonly id: string;
  /** In the order of what was wanted; a moment as ISO 8601, a list as one. */
  readonly cells: readonly Cell[];
  /** What it is made of, where that was asked for: of each the cells that were wanted. */
  readonly parts: readonly (readonly Cell[])[] | null;
};
type Cell = { readonly value: unknown; readonly currency: string | null };

/** What records are made of: their rows under an alias, in order, and what is wanted of each. */
export type PartsWanted = {
  readonly from: (of: Sql) => Sql;
  readonly alias: Sql;
  readonly wanted: readonly Wanted[];
};

/** From here on all that a transaction reads is of one moment. It must be the first thing it asks. */
export const holdMoment = (db: Db): Promise<number> =>
  db.run(sql`set transaction isolation level repeatable read`);

/** The next lines, in the order in which the records came. */
export async function selectLines(
  db: Db,
  among: Among,
  { wanted, parts }: { readonly wanted: readonly Wanted[]; readonly parts: PartsWanted | null },
  after: string | null,
  limit: number,
): Promise<Line[]> {
  const cellsOf = (all: readonly Wanted[], of: Sql) =>
    all.map(({ value, currency, isMasked }) => {
      const read = isMasked ? sql`nullif(${value(of)} is not null, false)` : value(of);
      return sql`json_build_array(${read}, ${currency === null ? sql`null` : currency(of)})`;
    });
  const made =
    parts === null
      ? empty
      : sql`, (select coalesce(json_agg(${grouped(cellsOf(parts.wanted, parts.alias))}), '[]')
                 from ${parts.from(ROW)}) as parts`;
  type Pair = [unknown, string | null];
  const rows = await db.rows<{ id: string; groups: Pair[][]; parts?: Pair[][] }>(
    plannedEachTime(sql`
      select r.id,
             json_build_array(${join(inGroups(cellsOf(wanted, ROW)).map(grouped), sql`, `)}) as groups ${made}
        from ${among.type.table} r
       where ${amongSql(among)} ${when(after, sql`and r.id > ${after}::uuid`)}
       order by r.id limit ${limit}`),
  );
  const cellOf = ([value, currency]: Pair): Cell => ({ value, currency });
  return rows.map(({ id, groups, parts: of }) => ({
    id,
    cells: groups.flat().map(cellOf),
    parts: of?.map((part) => part.map(cellOf)) ?? null,
  }));
}

/** A function of PostgreSQL takes at most 100 arguments. */
const ARGUMENTS_MAX = 100;
const grouped = (cells: readonly Sql[]): Sql => sql`json_build_array(${join(cells, sql`, `)})`;

function inGroups(cells: readonly Sql[]): Sql[][] {
  const groups: Sql[][] = [];
  for (let at = 0; at < cells.length; at += ARGUMENTS_MAX)
    groups.push(cells.slice(at, at + ARGUMENTS_MAX));
  return groups;
}
