import { z } from "zod";
import { invalid, Problem, type Reason, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { filterFor } from "../filters/filters.ts";
import { forgetTrashed, putInTrash } from "../trash/trash.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import {
  classOfField,
  type Field,
  fieldsOf,
  type RecordType,
  type RecordTypes,
  typeOf,
} from "../types/types.ts";
import { GROUPED, selectGroups } from "./groups.sql.ts";
import {
  GROUPED_KINDS,
  recordViews,
  type SavedView,
  type ViewId,
  ViewState,
} from "./views.contract.ts";
import { inOrder, whyNotChange, whyNotOneMore } from "./views.rules.ts";
import {
  countOwn,
  insertView,
  lockView,
  selectChoices,
  selectViews,
  type ViewRow,
  writeArranged,
  writeDefault,
  writeView,
} from "./views.sql.ts";

const READ = "records.views.read";
const WRITE = "records.views.write";
const SHARE = "records.views.share";
const TOPIC = "records.views";

/** What can be asked of the views of the record types there are. */
export const viewActions = (types: RecordTypes) => ({
  list: query({
    does: recordViews.list,
    needs: READ,
    async run(ctx, { type }) {
      refuseUnlessReads(ctx, types, type);
      const rows = await selectViews(ctx.db, type, accountOf(ctx));
      const { defaultView, arranged } = await selectChoices(ctx.db, type, accountOf(ctx));
      const views: SavedView[] = [];
      for (const row of inOrder(rows, arranged))
        if (row.ownerId === ctx.actor.id || (await isOpenTo(ctx, types, row)))
          views.push(shownOf(ctx, row));
      return { views, defaultView };
    },
  }),
  groups: query({
    does: recordViews.groups,
    needs: READ,
    async run(ctx, { type: name, by, bucket, where }) {
      refuseUnlessReads(ctx, types, name);
      const type = typeOf(types, name);
      const field = await groupedBy(ctx, type, by);
      const filter = await filterFor(ctx, types, name, where);
      const { zone } = ctx.company;
      const owners = ctx.ownersOf(type.reads);
      const asked = { type, field, bucket, zone, owners, parts: filter(GROUPED) };
      const groups = await selectGroups(ctx.db, asked);
      const saidOf = (value: string | null) =>
        value === null || field.kind !== "member" ? value : showId("account", value);
      return { groups: groups.map(({ value, count }) => ({ value: saidOf(value), count })) };
    },
  }),
  create: command({
    does: recordViews.create,
    needs: WRITE,
    async run(ctx, { type, name, state }) {
      refuseUnlessReads(ctx, types, type);
      await filterFor(ctx, types, type, state.where, ["state", "where"]);
      refuseIf(whyNotOneMore(await countOwn(ctx.db, type, accountOf(ctx))));

      const owner = { ownerId: accountOf(ctx), ownerName: ctx.actor.name };
      const view = { id: newId<"view">(), type, name, ...owner, state: sentOf(state) };
      const row = await insertView(ctx.db, view, ctx.now);

      await ctx.audit(subjectOf(row), { after: { name, state: view.state } });
      ctx.tell(TOPIC);
      return shownOf(ctx, row);
    },
  }),
  change: command({
    does: recordViews.change,
    needs: WRITE,
    async run(ctx, { id, version, name, state }) {
      const row = await lockOpen(ctx, id, version);
      if (state !== undefined)
        await filterFor(ctx, types, row.type, state.where, ["state", "where"]);
      return write(ctx, row, {
        ...(name === undefined ? {} : { name }),
        ...(state === undefined ? {} : { state: sentOf(state) }),
      });
    },
  }),
  share: command({
    does: recordViews.share,
    needs: SHARE,
    async run(ctx, { id, version, isShared }) {
      return write(ctx, await lockOpen(ctx, id, version), { isShared });
    },
  }),
  remove: command({
    does: recordViews.remove,
    needs: WRITE,
    async run(ctx, { id, version }) {
      const row = await lockOpen(ctx, id, version);
      await putInTrash(ctx, "view", [row]);
      return write(ctx, row, { deletedAt: ctx.now });
    },
  }),
  restore: command({
    does: recordViews.restore,
    needs: WRITE,
    async run(ctx, { id }) {
      const row = await lockView(ctx.db, id, accountOf(ctx));
      refuseIf(whyNotChange(row, whoOf(ctx)));
      await forgetTrashed(ctx, "view", [id]);
      return write(ctx, row, { deletedAt: null });
    },
  }),
  arrange: command({
    does: recordViews.arrange,
    needs: WRITE,
    async run(ctx, { type, views }) {
      refuseUnlessReads(ctx, types, type);
      await writeArranged(ctx.db, type, accountOf(ctx), [...new Set(views)]);
      return noted(ctx, { type, arranged: views.length });
    },
  }),
  choose: command({
    does: recordViews.choose,
    needs: WRITE,
    async run(ctx, { type, view }) {
      refuseUnlessReads(ctx, types, type);
      await writeDefault(ctx.db, type, accountOf(ctx), view);
      return noted(ctx, { type, defaultView: view });
    },
  }),
});

async function groupedBy(ctx: Ctx, type: RecordType, by: string): Promise<Field> {
  const field = (await fieldsOf(ctx, type)).find(({ key }) => key === by);
  if (field === undefined || !GROUPED_KINDS.includes(field.kind))
    throw invalid({ path: ["by"], code: "records.filter.unknown_field" });
  if (!ctx.seesPlain(classOfField(field)))
    throw new Problem("forbidden", "platform.field.masked", [
      { path: ["by"], code: "platform.field.masked" },
    ]);
  return field;
}

/** Views are people's: the house itself and stores have none. */
function accountOf({ actor }: Ctx): string {
  if (actor.id === null) throw new Problem("forbidden", "platform.permission.missing");
  return actor.id;
}

function refuseUnlessReads(ctx: Ctx, types: RecordTypes, type: RecordTypeName): void {
  const { reads } = typeOf(types, type);
  const closed = ctx.whyNotMay(reads);
  if (closed !== null) throw new Problem("forbidden", closed, { needs: reads });
}

const whoOf = (ctx: Ctx): { id: string | null; whyNotShare: Reason | null } => ({
  id: ctx.actor.id,
  whyNotShare: ctx.whyNotMay(SHARE),
});

/** What somebody shared by a field that another does not see is not shown to them: its words would tell what it holds. */
async function isOpenTo(ctx: Ctx, types: RecordTypes, row: ViewRow): Promise<boolean> {
  const { where, filter } = stateOf(row);
  if (filter["search"] !== undefined && !ctx.seesPlain("contact")) return false;
  try {
    await filterFor(ctx, types, row.type, where);
    return true;
  } catch (error) {
    if (error instanceof Problem) return error.kind === "invalid";
    throw error;
  }
}

async function lockOpen(ctx: CommandCtx, id: ViewId, version: number): Promise<ViewRow> {
  const row = await lockView(ctx.db, id, accountOf(ctx));
  refuseIf(whyNotChange(row, whoOf(ctx)));
  refuseIfStale(row, version);
  refuseIf(row.deletedAt === null ? null : "records.view.deleted");
  return row;
}

type Change = Partial<Pick<ViewRow, "name" | "isShared" | "state" | "deletedAt">>;

async function write(ctx: CommandCtx, row: ViewRow, change: Change): Promise<SavedView> {
  const after = await writeView(ctx.db, { ...row, ...change }, ctx.now);
  await ctx.audit(subjectOf(after), changesOf(toldOf(row), toldOf(after)));
  ctx.tell(TOPIC);
  return shownOf(ctx, after);
}

const toldOf = ({ name, isShared, state, deletedAt }: ViewRow) => ({
  name,
  isShared,
  state,
  isDeleted: deletedAt !== null,
});

const subjectOf = ({ id, name }: Pick<ViewRow, "id" | "name">) => ({ type: "view", id, name });

async function noted(ctx: CommandCtx, change: object): Promise<{ done: true }> {
  await ctx.audit({ type: "account", id: accountOf(ctx), name: ctx.actor.name }, change);
  ctx.tell(TOPIC);
  return { done: true };
}

const sentOf = (state: ViewState): unknown => z.encode(ViewState, state);

/** As it was kept; what an earlier version of the house kept otherwise is a view without it. */
function stateOf({ state }: ViewRow): ViewState {
  const read = z.safeDecode(ViewState, state as never);
  return read.success ? read.data : { kind: "list", filter: {} };
}

function shownOf(ctx: Ctx, row: ViewRow): SavedView {
  const { id, type, name, isShared, ownerId, ownerName, updatedAt, version } = row;
  const closed = ctx.whyNotMay(WRITE) ?? whyNotChange(row, whoOf(ctx));
  return {
    id,
    type,
    name,
    isShared,
    isOwn: ownerId === ctx.actor.id,
    ownerName,
    state: stateOf(row),
    updatedAt,
    version,
    blocked: { change: closed, share: ctx.whyNotMay(SHARE) ?? closed },
  };
}
