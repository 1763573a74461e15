import { refuseIf } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { Person } from "#platform/privacy/keeper.ts";
import { auditOf, auditPart, type Keepers } from "./keeping.ts";
import type { Pack } from "./pack.rules.ts";
import type { Part } from "./requests.contract.ts";
import { PACK_ROWS_MAX } from "./requests.rules.ts";

type PackPart = Pack["parts"][number];

/** All that is kept of somebody, slice by slice. */
export async function gatherAll(ctx: Ctx, keepers: Keepers, person: Person): Promise<PackPart[]> {
  const parts: PackPart[] = [];
  for (const keeper of keepers)
    parts.push({ part: keeper.part, tables: await keeper.gather(ctx, person) });
  const entries = await auditOf(ctx, person);
  parts.push({ part: auditPart.part, tables: { audit_entries: entries.map(({ row }) => row) } });
  const rows = parts.flatMap(({ tables }) => Object.values(tables)).flat();
  refuseIf(rows.length > PACK_ROWS_MAX ? "crm.request.too_large" : null);
  return parts;
}

/** What an erasure would come to. */
export async function previewOf(ctx: Ctx, keepers: Keepers, person: Person): Promise<Part[]> {
  const parts = await gatherAll(ctx, keepers, person);
  return parts.flatMap(({ part, tables }) =>
    Object.entries(tables).map(([table, rows]) => partOf(keepers, part, table, rows.length)),
  );
}

export function partOf(keepers: Keepers, part: string, table: string, count: number): Part {
  const declared = [...keepers, auditPart].find((one) => one.part === part)?.tables ?? {};
  const keeping = (declared as Keepers[number]["tables"])[table];
  if (keeping === undefined) throw new Error(`${part} says nothing of ${table}`);
  const why = keeping.fate === "deleted" ? null : keeping.why;
  return { part, table, fate: keeping.fate, why, count };
}
