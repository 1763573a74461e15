import { Problem, refused, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { BULK_MAX } from "../bulk/bulk.contract.ts";
import { KEPT_MS } from "../bulk/bulk.rules.ts";
import { type BulkId, beginDeed, takeDeedBack } from "../bulk/bulk.ts";
import type { RecordType, RecordTypes } from "../types/types.ts";
import { rewriteViews } from "../views/views.ts";
import { recordTags, type TagChange, type TagColour } from "./tags.contract.ts";
import { stateRetagged, whyNotMake, whyNotRename, whyNotUndo } from "./tags.rules.ts";
import {
  type ChangeRow,
  countTags,
  deleteChanges,
  deleteTag,
  insertChange,
  lockChange,
  lockTag,
  markUndone,
  type Place,
  selectCarriers,
  selectChange,
  selectChanges,
  selectColours,
  selectUse,
  upsertTag,
} from "./tags.sql.ts";

const READ = "records.tags.read";
const WRITE = "records.tags.write";
const TOPIC = "records.tags";

/** The types that have tags, and where those stand. */
const taggedIn = (types: RecordTypes): (Place & { readonly type: RecordType })[] =>
  types.flatMap((type) => {
    const field = type.fields.find(({ key, kind }) => key === "tags" && kind === "tags");
    const { table, isLive, ownerId } = type;
    return field === undefined ? [] : [{ type, table, isLive, ownerId, tags: field.value }];
  });

export const tagActions = (types: RecordTypes) => ({
  colours: query({
    does: recordTags.colours,
    needs: READ,
    run: async (ctx) => ({ tags: await selectColours(ctx.db) }),
  }),

  list: query({
    does: recordTags.list,
    needs: READ,
    async run(ctx) {
      const colours = new Map((await selectColours(ctx.db)).map((tag) => [tag.name, tag.colour]));
      const counts = new Map<string, Map<string, number>>();
      for (const { type, ...place } of taggedIn(types)) {
        if (ctx.whyNotMay(type.reads) !== null) continue;
        const use = await selectUse(ctx.db, place, ctx.ownersOf(type.reads));
        counts.set(type.name, new Map(use.map(({ name, count }) => [name, count])));
      }
      const names = new Set([
        ...colours.keys(),
        ...[...counts.values()].flatMap((c) => [...c.keys()]),
      ]);
      const used = (type: string, name: string) => counts.get(type)?.get(name) ?? 0;
      const since = new Date(ctx.now.getTime() - KEPT_MS);
      return {
        tags: [...names].sort(byName).map((name) => ({
          name,
          colour: colours.get(name) ?? ("grey" as const),
          customersCount: used("customer", name),
          ordersCount: used("order", name),
          productsCount: used("product", name),
        })),
        changes: (await selectChanges(ctx.db, since)).map((change) => shownOf(ctx, change)),
        blocked: { change: ctx.whyNotMay(WRITE) },
      };
    },
  }),

  colour: command({
    does: recordTags.colour,
    needs: WRITE,
    async run(ctx, { name, colour }) {
      const was = await lockTag(ctx.db, name);
      if (was === null) refuseIf(whyNotMake(await countTags(ctx.db)));

      const id = await upsertTag(ctx.db, { id: was?.id ?? newId<"tag">(), name, colour }, ctx.now);

      const change = changesOf({ colour: was?.colour ?? null }, { colour });
      await ctx.audit({ type: "tag", id, name }, change);
      ctx.tell(TOPIC);
      return { tags: await selectColours(ctx.db) };
    },
  }),

  rename: command({
    does: recordTags.rename,
    needs: WRITE,
    async run(ctx, { name, into }) {
      refuseIf(whyNotRename(name, into));
      return retag(ctx, types, name, into);
    },
  }),

  remove: command({
    does: recordTags.remove,
    needs: WRITE,
    run: (ctx, { name }) => retag(ctx, types, name, null),
  }),

  undo: command({
    does: recordTags.undo,
    needs: WRITE,
    async run(ctx, { id }) {
      const change = await lockChange(ctx.db, id);
      refuseIf(whyNotUndo(change, ctx.now));

      for (const run of change.runs) await takeDeedBack(ctx, run);
      await putBackColours(ctx, change);
      const { name, into } = change;
      if (into !== null && change.intoColour === null)
        await rewriteViews(ctx, (state) => stateRetagged(state, into, name));
      await markUndone(ctx.db, id, ctx.now);

      await ctx.audit({ type: "tag", id, name }, { before: { name: into }, after: { name } });
      ctx.tell(TOPIC);
      return shownOf(ctx, await selectChange(ctx.db, id));
    },
  }),
});

const byName = (one: string, other: string): number =>
  one.toLowerCase() < other.toLowerCase() ? -1 : one.toLowerCase() > other.toLowerCase() ? 1 : 0;

/** Every record that carries a tag carries the other one instead, or none: deeds on many, type by type. */
async function retag(
  ctx: CommandCtx,
  types: RecordTypes,
  name: string,
  into: string | null,
): Promise<TagChange> {
  const actor = actorOf(ctx);
  const [first, second] = await lockBoth(ctx, name, into);
  const carriers: { type: RecordType; ids: string[] }[] = [];
  for (const { type, ...place } of taggedIn(types)) {
    const ids = await selectCarriers(ctx.db, place, name, BULK_MAX + 1);
    if (ids.length > BULK_MAX) throw refused("records.bulk.too_many", { max: BULK_MAX });
    if (ids.length > 0) carriers.push({ type, ids });
  }
  for (const { type } of carriers) refuseUnlessAll(ctx, type);
  if (first === null && carriers.length === 0) throw refused("records.tag.not_there");

  const deed = { does: "tag" as const, add: into === null ? [] : [into], remove: [name] };
  const runs: BulkId[] = [];
  for (const { type, ids } of carriers)
    runs.push(await beginDeed(ctx, { type: type.name, deed, ids, actor }));
  await deleteTag(ctx.db, name);
  if (into !== null) {
    const colour: TagColour = second?.colour ?? first?.colour ?? "grey";
    await upsertTag(ctx.db, { id: second?.id ?? newId<"tag">(), name: into, colour }, ctx.now);
    await rewriteViews(ctx, (state) => stateRetagged(state, name, into));
  }
  await deleteChanges(ctx.db, new Date(ctx.now.getTime() - KEPT_MS));
  const id = newId<"tag_change">();
  await insertChange(ctx.db, {
    id,
    name,
    into,
    colour: first?.colour ?? null,
    intoColour: second?.colour ?? null,
    runs,
    totalCount: carriers.reduce((sum, { ids }) => sum + ids.length, 0),
    actorId: actor.id,
    actorName: actor.name,
    changedAt: ctx.now,
  });

  await ctx.audit({ type: "tag", id, name }, { before: { name }, after: { name: into } });
  ctx.tell(TOPIC);
  return shownOf(ctx, await selectChange(ctx.db, id));
}

/** In the order of their names, so that two people never wait for each other. */
async function lockBoth(ctx: CommandCtx, name: string, into: string | null) {
  const held = new Map<string, Awaited<ReturnType<typeof lockTag>>>();
  for (const one of [name, ...(into === null ? [] : [into])].sort())
    held.set(one, await lockTag(ctx.db, one));
  return [held.get(name) ?? null, into === null ? null : (held.get(into) ?? null)] as const;
}

/** The tag stands as it did, and the other one as it did before it was taken for it. */
async function putBackColours(ctx: CommandCtx, change: ChangeRow): Promise<void> {
  const { name, colour, into, intoColour } = change;
  if (into !== null && intoColour === null) await deleteTag(ctx.db, into);
  if (colour !== null && (await lockTag(ctx.db, name)) === null)
    await upsertTag(ctx.db, { id: newId<"tag">(), name, colour }, ctx.now);
}

/** A tag is everybody's: whoever changes it changes it on all records. */
function refuseUnlessAll(ctx: Ctx, { reads, writes }: RecordType): void {
  for (const needs of [reads, writes]) {
    const closed = ctx.whyNotMay(needs);
    if (closed !== null) throw new Problem("forbidden", closed, { needs });
    if (ctx.ownersOf(needs) !== null)
      throw new Problem("forbidden", "platform.permission.not_own", { needs });
  }
}

/** The deeds are a person's: who did them is told with each. */
function actorOf({ actor }: Ctx): { id: string; name: string } {
  if (actor.id === null) throw new Problem("forbidden", "platform.permission.missing");
  return { id: actor.id, name: actor.name };
}

const shownOf = (ctx: Ctx, change: ChangeRow): TagChange => ({
  id: change.id,
  name: change.name,
  into: change.into,
  totalCount: change.totalCount,
  doneCount: change.doneCount,
  actorName: change.actorName,
  changedAt: change.changedAt,
  undoneAt: change.undoneAt,
  blocked: { undo: ctx.whyNotMay(WRITE) ?? whyNotUndo(change, ctx.now) },
});
