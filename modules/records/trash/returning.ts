import { MASK } from "#kernel/classes.ts";
import { showId } from "#kernel/ids.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { giveUpValues, orTaken, type TakenValue, takenValuesOf } from "../fields/fields.ts";
import { RecordTypeName } from "../types/types.contract.ts";
import {
  type Bin,
  type Bins,
  type Conflict,
  forgetTrashed,
  type Resolution,
  type TrashType,
} from "./trash.ts";

export function binOf(bins: readonly Bin[], type: TrashType): Bin {
  const bin = bins.find((one) => one.type === type);
  if (bin === undefined) throw new Error(`nothing is known of a deleted ${type}`);
  return bin;
}

/** Those of them come back that nothing stands in the way of, or that the resolution answers; and what stands in the others'. */
export async function bringBack(
  { bins, followers }: Bins,
  ctx: CommandCtx,
  trashed: TrashType,
  ids: readonly string[],
  resolution: Resolution,
): Promise<{ ids: readonly string[]; conflicts: readonly Conflict[] }> {
  if (ids.length === 0) return { ids: [], conflicts: [] };
  const bin = binOf(bins, trashed);
  const type = RecordTypeName.options.find((one) => one === bin.type);
  const taken = type === undefined ? [] : await takenValuesOf(ctx, type, ids);
  const conflicts = together(
    (await bin.conflictsOf?.(ctx, ids)) ?? [],
    taken.map((one) => conflictOf(ctx, one)),
  );
  const inTheWay = conflicts.filter(
    ({ blocked }) => resolution === "ask" || (resolution === "without" && blocked.without !== null),
  );
  const names = new Set(inTheWay.map(({ record }) => record));
  const free = ids.filter((id) => !names.has(showId(bin.type, id)));
  if (free.length > 0) {
    await giveUpValues(
      ctx,
      taken.filter(({ recordId }) => free.includes(recordId)),
    );
    const aftermath = await bin.restore(ctx, free, resolution).catch(orTaken);
    await forgetTrashed(ctx, bin.type, free);
    for (const { follows, restored } of followers)
      if (follows === bin.type && aftermath !== null) await restored?.(ctx, aftermath);
    ctx.tell(...bin.topics, "records.timeline");
  }
  return { ids: free, conflicts: inTheWay };
}

/** A value of a unique field is known by who sees the field. */
const conflictOf = (ctx: Ctx, { type, field, value, ...taken }: TakenValue): Conflict => ({
  record: showId(type, taken.recordId),
  name: taken.recordName,
  taken: [
    {
      kind: "field",
      key: ctx.seesPlain(field.class) ? value : MASK,
      field: field.label,
      record: showId(type, taken.ownerId),
      name: taken.ownerName,
    },
  ],
  blocked: { without: null },
});

/** All that stands in the way of one record is one conflict. */
function together(...all: readonly (readonly Conflict[])[]): Conflict[] {
  const known = new Map<string, Conflict>();
  for (const conflict of all.flat()) {
    const before = known.get(conflict.record);
    const whole = before && { ...before, taken: [...before.taken, ...conflict.taken] };
    known.set(conflict.record, whole ?? conflict);
  }
  return [...known.values()];
}
