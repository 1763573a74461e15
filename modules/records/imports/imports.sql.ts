import type { Db } from "#platform/db/db.ts";
import { empty, json, sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { Counts, Found, ImportId, ImportState, Match, Sample } from "./imports.contract.ts";

const WHAT = "records.import";

/** What reading the file found. */
export type FileFound = {
  readonly format: "csv" | "xlsx";
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  readonly isTyped: boolean;
  readonly preset: string | null;
  readonly columns: readonly {
    readonly header: string;
    readonly sample: string;
    readonly found: Found;
  }[];
};

export type KeptImport = {
  readonly id: ImportId;
  readonly type: RecordTypeName;
  readonly state: ImportState;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly partBytes: number;
  readonly found: FileFound | null;
  readonly matches: readonly Match[];
  readonly rowsCount: number | null;
  readonly lineDone: number;
  readonly rowsDone: number;
  readonly createdCount: number;
  readonly updatedCount: number;
  readonly sameCount: number;
  readonly foldedCount: number;
  readonly failedCount: number;
  readonly elsewhereCount: number;
  readonly samples: readonly Sample[];
  readonly undone: {
    readonly removed: number;
    readonly restored: number;
    readonly kept: number;
    readonly changedSince: number;
  } | null;
  readonly problem: { readonly code: string; readonly details: unknown } | null;
  readonly run: number;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly undoUntil: Date | null;
  readonly undoneAt: Date | null;
  readonly fileGoneAt: Date | null;
  readonly version: number;
};

/** Whom a download of failed rows is for, once and for some minutes. */
export const insertDownload = (
  db: Db,
  one: {
    readonly hash: Buffer;
    readonly importId: ImportId;
    readonly language: string;
    readonly expiresAt: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into import_downloads (token_hash, import_id, language, expires_at)
    values (${one.hash}, ${one.importId}, ${one.language}, ${one.expiresAt})`);

export const takeDownload = (
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<{ readonly importId: ImportId; readonly language: "en" | "ms" } | null> =>
  db.maybe(sql`
    with stale as (delete from import_downloads where expires_at <= ${now} and token_hash <> ${hash})
    delete from import_downloads where token_hash = ${hash} and expires_at > ${now}
    returning import_id, language`);

const columns = sql`
  id, type, state, file_name, file_bytes, found, matches, rows_count, line_done, rows_done, created_count, updated_count,
  same_count, folded_count, failed_count, elsewhere_count, samples, undone, problem, run, actor_id, actor_name, created_at, started_at,
  finished_at, undo_until_at as undo_until, undone_at, file_gone_at, part_bytes, version`;

export const selectImport = (db: Db, id: ImportId): Promise<KeptImport> =>
  db.one(sql`select ${columns} from imports where id = ${id}`, WHAT);

export const selectImportIfThere = (db: Db, id: ImportId): Promise<KeptImport | null> =>
  db.maybe(sql`select ${columns} from imports where id = ${id}`);

export const lockImport = (db: Db, id: ImportId): Promise<KeptImport> =>
  db.one(sql`select ${columns} from imports where id = ${id} for update`, WHAT);

/** For work that may have been overtaken by a discard. */
export const lockImportIfThere = (db: Db, id: ImportId): Promise<KeptImport | null> =>
  db.maybe(sql`select ${columns} from imports where id = ${id} for update`);

export const selectImports = (
  db: Db,
  types: readonly string[],
  after: { readonly at: string; readonly id: string } | null,
  limit: number,
): Promise<(KeptImport & { readonly atText: string })[]> =>
  db.rows(sql`
    select ${columns}, created_at::text as at_text from imports
     where type = any(${types})
       ${after === null ? empty : sql`and (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
     order by created_at desc, id desc limit ${limit}`);

export const countImports = (
  db: Db,
  types: readonly string[],
  all: readonly string[],
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`select count(*) filter (where type = any(${types}))::int as count, count(*)::int as all_count
          from imports where type = any(${all})`,
    WHAT,
  );

export const insertImport = (
  db: Db,
  one: {
    readonly id: ImportId;
    readonly type: RecordTypeName;
    readonly fileName: string;
    readonly fileBytes: number;
    readonly partBytes: number;
    readonly uploadHash: Buffer;
    readonly actorId: string | null;
    readonly actorName: string;
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into imports (id, type, state, file_name, file_bytes, part_bytes, upload_hash, actor_id, actor_name, created_at,
                         updated_at)
    values (${one.id}, ${one.type}, 'uploading', ${one.fileName}, ${one.fileBytes}, ${one.partBytes}, ${one.uploadHash},
            ${one.actorId}, ${one.actorName}, ${one.now}, ${one.now})`);

export type Upload = Pick<KeptImport, "id" | "fileBytes" | "partBytes">;

/** What an upload's key opens, as long as its bytes are still awaited. */
export const selectUpload = (db: Db, hash: Buffer): Promise<Upload | null> =>
  db.maybe(
    sql`select id, file_bytes, part_bytes from imports where upload_hash = ${hash} and state = 'uploading'`,
  );

/** Sent again, a piece takes the place of what came before. */
export const insertPart = (
  db: Db,
  part: {
    readonly id: string;
    readonly importId: ImportId;
    readonly position: number;
    readonly bytes: number;
    readonly sealed: Buffer;
  },
): Promise<number> =>
  db.run(sql`
    insert into import_parts as known (id, import_id, position, bytes, sealed)
    select ${part.id}::uuid, i.id, ${part.position}::int, ${part.bytes}::int, ${part.sealed}::bytea
      from imports i where i.id = ${part.importId} and i.state = 'uploading' for share of i
    on conflict (import_id, position) do update
       set id = excluded.id, bytes = excluded.bytes, sealed = excluded.sealed`);

export const selectPartBytes = async (db: Db, id: ImportId): Promise<number> =>
  (
    await db.one<{ bytes: number }>(
      sql`select coalesce(sum(bytes), 0)::bigint as bytes from import_parts where import_id = ${id}`,
      WHAT,
    )
  ).bytes;

export const selectPart = (
  db: Db,
  id: ImportId,
  position: number,
): Promise<{ readonly id: string; readonly sealed: Buffer } | null> =>
  db.maybe(
    sql`select id, sealed from import_parts where import_id = ${id} and position = ${position}`,
  );

/** Nothing of the file is needed any more. */
export const forgetFile = (db: Db, id: ImportId, now: Date): Promise<number> =>
  db.run(sql`
    with gone as (delete from import_parts where import_id = ${id})
    update imports set file_gone_at = coalesce(file_gone_at, ${now}) where id = ${id}`);

/** Begins work: counted anew, by a run of its own, so that whatever an earlier one left behind does nothing. */
export const markWorking = (
  db: Db,
  id: ImportId,
  state: "reading" | "trying" | "running" | "undoing",
  now: Date,
): Promise<number> =>
  db.run(sql`
    update imports
       set state = ${state}, run = run + 1, line_done = 0, rows_done = 0, problem = null, upload_hash = null,
           updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** Which sheet and encoding a person chose; null leaves it to the reading. */
export const markAskedAs = (
  db: Db,
  id: ImportId,
  { sheet, encoding }: { readonly sheet: string | null; readonly encoding: string | null },
): Promise<number> =>
  db.run(sql`
    update imports set found = ${json({ ...NOTHING_FOUND, sheet, encoding })} where id = ${id}`);

const NOTHING_FOUND: FileFound = {
  format: "csv",
  encoding: null,
  delimiter: null,
  sheets: [],
  sheet: null,
  isTyped: false,
  preset: null,
  columns: [],
};

/** Forgets what an earlier run counted. */
export const markUncounted = (db: Db, id: ImportId): Promise<number> =>
  db.run(sql`
    update imports
       set created_count = 0, updated_count = 0, same_count = 0, folded_count = 0, failed_count = 0,
           elsewhere_count = 0, samples = '[]'
     where id = ${id}`);

export const markStarted = (db: Db, id: ImportId, now: Date, undoUntil: Date): Promise<number> =>
  db.run(sql`
    update imports set started_at = coalesce(started_at, ${now}), undo_until_at = ${undoUntil} where id = ${id}`);

export const markState = (db: Db, id: ImportId, state: ImportState, now: Date): Promise<number> =>
  db.run(sql`
    update imports
       set state = ${state}, run = run + 1, updated_at = ${now}, version = version + 1,
           finished_at = case when ${state} = 'done' then coalesce(finished_at, ${now}) else finished_at end,
           undone_at = case when ${state} = 'undone' then ${now} else undone_at end
     where id = ${id}`);

export const markUnreadable = (
  db: Db,
  id: ImportId,
  problem: { readonly code: string; readonly details: unknown },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update imports
       set state = 'unreadable', problem = ${json(problem)}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markFound = (
  db: Db,
  id: ImportId,
  read: {
    readonly found: FileFound;
    readonly matches: readonly Match[];
    readonly rowsCount: number;
  },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update imports
       set state = 'matching', found = ${json(read.found)}, matches = ${json(read.matches)}, rows_count = ${read.rowsCount},
           rows_done = ${read.rowsCount}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

export const markMatched = (
  db: Db,
  id: ImportId,
  matches: readonly Match[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    update imports
       set state = 'matching', matches = ${json(matches)}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** How far it is, and what came of the rows since the last time. */
export const markProgress = (
  db: Db,
  id: ImportId,
  step: {
    readonly line: number;
    readonly rows: number;
    readonly counts: Counts;
    readonly elsewhere: number;
    readonly samples: readonly Sample[];
  },
  now: Date,
): Promise<number> =>
  db.run(sql`
    update imports
       set line_done = greatest(line_done, ${step.line}), rows_done = rows_done + ${step.rows},
           created_count = created_count + ${step.counts.created}, updated_count = updated_count + ${step.counts.updated},
           same_count = same_count + ${step.counts.same}, folded_count = folded_count + ${step.counts.folded},
           failed_count = failed_count + ${step.counts.failed}, elsewhere_count = elsewhere_count + ${step.elsewhere},
           samples = samples || ${json(step.samples)}::jsonb,
           updated_at = ${now}
     where id = ${id}`);

export const markRead = (db: Db, id: ImportId, rows: number): Promise<number> =>
  db.run(sql`update imports set rows_done = ${rows} where id = ${id}`);

export const markUndone = (
  db: Db,
  id: ImportId,
  step: {
    readonly rows: number;
    readonly removed: number;
    readonly restored: number;
    readonly kept: number;
    readonly changedSince: number;
  },
): Promise<number> =>
  db.run(sql`
    update imports
       set rows_done = rows_done + ${step.rows},
           undone = jsonb_build_object(
             'removed', coalesce((undone ->> 'removed')::int, 0) + ${step.removed}::int,
             'restored', coalesce((undone ->> 'restored')::int, 0) + ${step.restored}::int,
             'kept', coalesce((undone ->> 'kept')::int, 0) + ${step.kept}::int,
             'changedSince', coalesce((undone ->> 'changedSince')::int, 0) + ${step.changedSince}::int)
     where id = ${id}`);

export const selectLayout = async (
  db: Db,
  type: RecordTypeName,
  hash: Buffer,
): Promise<readonly Match[] | null> =>
  (
    await db.maybe<{ matches: Match[] }>(
      sql`select matches from import_layouts where type = ${type} and header_hash = ${hash}`,
    )
  )?.matches ?? null;

export const upsertLayout = (
  db: Db,
  type: RecordTypeName,
  hash: Buffer,
  matches: readonly Match[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into import_layouts (type, header_hash, matches, used_at)
    values (${type}, ${hash}, ${json(matches)}, ${now})
    on conflict (type, header_hash) do update set matches = excluded.matches, used_at = excluded.used_at`);

export const deleteImport = (db: Db, id: ImportId): Promise<number> =>
  db.run(sql`
    with changes as (delete from import_changes where import_id = ${id})
    delete from imports where id = ${id}`);

/** What nobody can undo any more, and failed rows that nobody has put right: people's data both. */
export const forgetChanges = (db: Db, id: ImportId): Promise<number> =>
  db.run(sql`
    with changes as (delete from import_changes where import_id = ${id}),
    failures as (delete from import_failures where import_id = ${id})
    update imports set undo_until_at = null, samples = '[]' where id = ${id}`);
