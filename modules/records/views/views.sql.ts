import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { ViewId } from "./views.contract.ts";

export type ViewRow = {
  readonly id: ViewId;
  readonly type: RecordTypeName;
  readonly name: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly isShared: boolean;
  /** As it goes over the wire. */
  readonly state: unknown;
  readonly deletedAt: Date | null;
  readonly updatedAt: Date;
  readonly version: number;
};
const columns = sql`
  id, record_type as type, name, owner_id, owner_name, is_shared, state, deleted_at, updated_at, version`;
const WHAT = "records.view";

export const selectViews = (db: Db, type: RecordTypeName, account: string): Promise<ViewRow[]> =>
  db.rows(sql`
    select ${columns} from record_views
     where record_type = ${type} and deleted_at is null and (owner_id = ${account} or is_shared)
     order by created_at, id limit 500`);

export const countOwn = async (db: Db, type: RecordTypeName, account: string): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`
      select count(*)::int as count from record_views
       where record_type = ${type} and owner_id = ${account} and deleted_at is null`,
      WHAT,
    )
  ).count;

/** One that this account sees: of others only what is shared. */
export const lockView = (db: Db, id: ViewId, account: string): Promise<ViewRow> =>
  db.one(
    sql`select ${columns} from record_views
         where id = ${id} and (owner_id = ${account} or is_shared) for update`,
    WHAT,
  );

/** In the order of their ids, in which everybody holds them. */
export const lockAllViews = (db: Db): Promise<ViewRow[]> =>
  db.rows(sql`select ${columns} from record_views order by id for update`);

export const insertView = (
  db: Db,
  view: Pick<ViewRow, "id" | "type" | "name" | "ownerId" | "ownerName" | "state">,
  now: Date,
): Promise<ViewRow> =>
  db.one(
    sql`
    insert into record_views (id, record_type, name, owner_id, owner_name, state, created_at, updated_at)
    values (${view.id}, ${view.type}, ${view.name}, ${view.ownerId}, ${view.ownerName}, ${json(view.state)}, ${now}, ${now})
    returning ${columns}`,
    WHAT,
  );

export const writeView = (
  db: Db,
  view: Pick<ViewRow, "id" | "name" | "isShared" | "state" | "deletedAt">,
  now: Date,
): Promise<ViewRow> =>
  db.one(
    sql`
    update record_views
       set name = ${view.name}, is_shared = ${view.isShared}, state = ${json(view.state)},
           deleted_at = ${view.deletedAt}, updated_at = ${now}, version = version + 1
     where id = ${view.id} returning ${columns}`,
    WHAT,
  );

export const markReturned = (
  db: Db,
  ids: readonly ViewId[],
  now: Date,
): Promise<Pick<ViewRow, "id" | "name">[]> =>
  db.rows(sql`
    update record_views set deleted_at = null, updated_at = ${now}, version = version + 1
     where id = any(${ids}::uuid[]) and deleted_at is not null
    returning id, name`);

export const deleteViews = (db: Db, ids: readonly ViewId[]): Promise<number> =>
  db.run(sql`delete from record_views where id = any(${ids}::uuid[]) and deleted_at is not null`);

export type Choices = { readonly defaultView: string | null; readonly arranged: readonly ViewId[] };

export const selectChoices = async (
  db: Db,
  type: RecordTypeName,
  account: string,
): Promise<Choices> =>
  (await db.maybe<Choices>(sql`
    select default_view, arranged from record_view_choices
     where account_id = ${account} and record_type = ${type}`)) ?? {
    defaultView: null,
    arranged: [],
  };

export const writeArranged = (
  db: Db,
  type: RecordTypeName,
  account: string,
  arranged: readonly ViewId[],
): Promise<number> =>
  db.run(sql`
    insert into record_view_choices (account_id, record_type, arranged)
    values (${account}, ${type}, ${arranged}::uuid[])
    on conflict (account_id, record_type) do update set arranged = excluded.arranged`);

export const writeDefault = (
  db: Db,
  type: RecordTypeName,
  account: string,
  view: string | null,
): Promise<number> =>
  db.run(sql`
    insert into record_view_choices (account_id, record_type, default_view)
    values (${account}, ${type}, ${view})
    on conflict (account_id, record_type) do update set default_view = excluded.default_view`);
