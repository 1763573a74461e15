import { Problem, refuseIfStale } from "#kernel/errors.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import { typeOf } from "../types/types.ts";
import { type KeptImport, lockImport } from "./imports.sql.ts";
import type { Imports } from "./imports.ts";

/** Who reaches an import. */

export const READ = "records.imports.read";
export const RUN = "records.imports.run";
export const UNDO = "records.imports.undo";

export async function lockFor(
  ctx: CommandCtx,
  of: Imports,
  id: KeptImport["id"],
  version: number,
): Promise<KeptImport> {
  const one = await lockImport(ctx.db, id);
  refuseUnlessWrites(ctx, of, one.type);
  refuseIfStale(one, version);
  return one;
}

/** A file speaks of anybody: only who may see and change all such records brings one in. */
export function refuseUnlessWrites(ctx: Ctx, of: Imports, name: RecordTypeName): void {
  const { makes = [] } = of.importers.find(({ type }) => type === name) ?? {};
  for (const { reads, writes } of [name, ...makes].map((type) => typeOf(of.types, type)))
    for (const needs of [reads, writes]) {
      const closed = ctx.whyNotMay(needs);
      if (closed !== null) throw new Problem("forbidden", closed, { needs });
      if (ctx.ownersOf(needs) !== null)
        throw new Problem("forbidden", "platform.permission.some_only", { needs });
    }
}

/** As if it were not there. */
export function refuseUnlessReads(ctx: Ctx, of: Imports, name: RecordTypeName): void {
  if (!typesSeen(ctx, of).includes(name))
    throw new Problem("not_found", "records.import.not_found");
}

export const typesSeen = (ctx: Ctx, { types }: Imports): RecordTypeName[] =>
  types
    .filter(({ reads }) => ctx.whyNotMay(reads) === null && ctx.ownersOf(reads) === null)
    .map(({ name }) => name);
