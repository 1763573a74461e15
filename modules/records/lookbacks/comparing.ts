import type pg from "pg";
import { newId } from "#kernel/ids.ts";
import { apart } from "#modules/companies/companies.public.ts";
import { inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { type Db, eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import type { BulkTypes } from "../bulk/bulk.ts";
import type { Field, RecordType, RecordTypes } from "../types/types.ts";
import { setFieldsOf } from "./changed.ts";
import type { LookbackKind, LookbackType } from "./lookbacks.contract.ts";
import { isSameValue } from "./lookbacks.rules.ts";
import {
  deleteRows,
  type Hashed,
  insertRows,
  selectHashes,
  selectHashesOf,
  selectValuesOf,
} from "./lookbacks.sql.ts";

export const COMPARE = "records.lookbacks.compare";
const AT_ONCE = 2_000;

/** The house itself, in a company as it is today or in a backup of it. */
export const callerIn = (house: House, access: CompanyAccess, name: string): Caller => ({
  access,
  actor: { kind: "system", id: null, name, permissions: new Set() },
  request: { id: newId<"session">(), ip: null, userAgent: null },
  now: house.now(),
});

export const inStep = async <T>(
  house: House,
  access: CompanyAccess,
  name: string,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> =>
  (await inCompany(house, callerIn(house, access, name), name, "read write", work)).output;

/**
 * Record by record, by what people can set of them. What is gone is put into the backup's own trash, so that it can come over
 * as something that was deleted: nothing of it is anybody's until it is restored from the trash of today.
 */
export async function compare(
  house: House,
  today: CompanyAccess,
  then: pg.Pool,
  types: RecordTypes,
  bulks: BulkTypes,
): Promise<void> {
  await inStep(house, today, COMPARE, (ctx) => deleteRows(ctx.db));
  for (const type of types) {
    const { output: fields } = await inCompany(
      house,
      callerIn(house, today, COMPARE),
      COMPARE,
      "read only",
      (ctx) => setFieldsOf(ctx, type),
    );
    for (let after: string | null = null; ; ) {
      const were: Hashed[] = await selectHashes(eachAlone(then), type, fields, after, AT_ONCE);
      await comparePage(house, today, then, { type, fields }, bulks, were);
      after = were.at(-1)?.id ?? null;
      if (were.length < AT_ONCE) break;
    }
  }
}

async function comparePage(
  house: House,
  today: CompanyAccess,
  then: pg.Pool,
  { type, fields }: { readonly type: RecordType; readonly fields: readonly Field[] },
  bulks: BulkTypes,
  were: readonly Hashed[],
): Promise<void> {
  const ids = were.map(({ id }) => id);
  const are = new Map(
    (await selectHashesOf(eachAlone(today.pool), type, fields, ids)).map((row) => [row.id, row]),
  );
  const found = were.flatMap((was) => {
    const kind = kindOf(was, are.get(was.id));
    return kind === null ? [] : [{ id: was.id, kind, name: was.name }];
  });
  if (found.length === 0) return;
  const changed = found.filter(({ kind }) => kind === "changed").map(({ id }) => id);
  const held = await heldThen(eachAlone(then), eachAlone(today.pool), { type, fields }, changed);
  const gone = found.filter(({ kind }) => kind === "gone").map(({ id }) => id);
  const bulk = bulks.find((one) => one.type === type.name);
  if (gone.length > 0 && bulk !== undefined)
    await inStep(apart(house), { ...today, pool: then }, COMPARE, (ctx) => bulk.trash(ctx, gone));
  await inStep(house, today, COMPARE, (ctx) =>
    insertRows(
      ctx.db,
      type.name as LookbackType,
      found.map((row) => ({ ...row, was: held.get(row.id) ?? {} })),
    ),
  );
}

/** Of each, what those of its fields held that hold something else today. */
async function heldThen(
  then: Db,
  today: Db,
  { type, fields }: { readonly type: RecordType; readonly fields: readonly Field[] },
  ids: readonly string[],
): Promise<ReadonlyMap<string, object>> {
  if (ids.length === 0) return new Map();
  const now = new Map(
    (await selectValuesOf(today, type, fields, ids)).map(({ id, values }) => [id, values]),
  );
  return new Map(
    (await selectValuesOf(then, type, fields, ids)).map(({ id, values }) => [
      id,
      Object.fromEntries(
        Object.entries(values).filter(([key, was]) => !isSameValue(was, now.get(id)?.[key])),
      ),
    ]),
  );
}

/** What was put aside or deleted then is not missed today. */
function kindOf(was: Hashed, is: Hashed | undefined): LookbackKind | null {
  if (!was.isLive) return null;
  if (is === undefined) return "gone";
  if (!is.isLive) return "trashed";
  return is.hash === was.hash ? null : "changed";
}
