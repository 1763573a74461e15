import { MASK } from "#kernel/classes.ts";
import { invalid } from "#kernel/errors.ts";
import { ID_PREFIX, type IdKind, readId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { countUnlisted } from "./batches.sql.ts";
import { blankedBody } from "./blanking.rules.ts";
import { type DeliveryFilter, type DeliveryRow, deliveries } from "./deliveries.contract.ts";
import {
  type DeliveryRowRow,
  markWaitingByFilter,
  markWaitingByIds,
  type Search,
  selectDeliveries,
  selectDelivery,
  selectStateCounts,
  selectTopics,
} from "./deliveries.sql.ts";
import { PROCESS } from "./names.ts";
import { unpackBody } from "./packing.ts";

const READ = "connect.deliveries.read";
const SHOWN_MAX = 1_000_000;
/** So many at most are read again at once; the newest first. */
const REPLAY_MAX = 100_000;

export const listDeliveries = query({
  does: deliveries.list,
  needs: READ,
  async run(ctx, { after, limit, ...filter }) {
    const [receivedAt, id] = after === undefined ? [] : readCursor(after, 2);
    const rows = await selectDeliveries(
      ctx.db,
      filter,
      searchOf(ctx, filter),
      after === undefined ? null : { receivedAt: String(receivedAt), id: String(id) },
      limit + 1,
    );
    const page = pageOf(rows, limit, (row) => [row.receivedAt, row.id]);
    return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
  },
});

export const countDeliveries = query({
  does: deliveries.count,
  needs: READ,
  async run(ctx, filter) {
    const states = await selectStateCounts(ctx.db, filter, searchOf(ctx, filter));
    const topics = await selectTopics(ctx.db);
    const unlisted = await countUnlisted(ctx.db, filter);
    const byState = new Map<string, number>(states.map(({ state, count }) => [state, count]));
    if (unlisted > 0) byState.set("waiting", (byState.get("waiting") ?? 0) + unlisted);
    return {
      count: [...byState.values()].reduce((sum, count) => sum + count, 0),
      byState: Object.fromEntries(byState),
      topics: topics.map(({ topic }) => topic),
    };
  },
});

export const getDelivery = query({
  does: deliveries.get,
  needs: READ,
  // What a store sent about people, as it came.
  looksAt: ({ id }) => ({ type: "delivery", id, name: showId("delivery", id) }),
  async run(ctx, { id }) {
    const row = await selectDelivery(ctx.db, id);
    // Blanked before it is cut: half a secret is one too many.
    const text = blankedBody(unpackBody(ctx.sealer, id, row.body).toString("utf8"));
    return {
      ...shownOf(ctx, row),
      headers: row.headers,
      eventId: row.eventId,
      body: text.slice(0, SHOWN_MAX),
      bodyBytes: row.bodyBytes,
      isBodyCut: text.length > SHOWN_MAX,
      finishedAt: row.finishedAt,
    };
  },
});

export const replayDeliveries = command({
  does: deliveries.replay,
  needs: "connect.deliveries.replay",
  async run(ctx, { ids, filter }) {
    const named = ids ?? [];
    if (named.length === 0 && filter === undefined)
      throw invalid({ path: ["ids"], code: "field.required" });

    const count =
      filter === undefined
        ? await markWaitingByIds(ctx.db, named)
        : await markWaitingByFilter(ctx.db, filter, searchOf(ctx, filter), REPLAY_MAX);

    if (count > 0) await ctx.later(PROCESS, {}, { key: PROCESS });
    const [only] = named;
    const subject =
      only !== undefined && named.length === 1
        ? { type: "delivery", id: only, name: showId("delivery", only) }
        : { type: "company", id: ctx.company.id, name: ctx.company.name };
    await ctx.audit(subject, {
      replayed: count,
      ...(filter === undefined ? { ids: named } : { filter }),
    });
    ctx.tell("connect.deliveries", "connect.connections");
    return { count };
  },
});

/** A shown id is looked up exactly: a delivery's own, or that of the record it became. */
function searchOf(ctx: Ctx, { search = "" }: DeliveryFilter): Search | null {
  if (search === "") return null;
  const kind = (Object.keys(ID_PREFIX) as IdKind[]).find((one) =>
    search.startsWith(`${ID_PREFIX[one]}_`),
  );
  const uuid = kind === undefined ? null : readId(kind, search);
  const isDelivery = kind === "delivery";
  return {
    text: search,
    seesContact: ctx.seesPlain("contact"),
    deliveryId: isDelivery ? uuid : null,
    subjectId: isDelivery ? null : uuid,
  };
}

function shownOf(ctx: Ctx, row: DeliveryRowRow): DeliveryRow {
  const { subjectType, subjectId, finishedAt: _, ...shown } = row;
  const { name } = shown.summary;
  // Whoever has no name is called by how they are reached.
  const isReach = String(shown.summary["kind"]).startsWith("crm.customer.");
  const summary =
    isReach && name !== undefined && !ctx.seesPlain("contact")
      ? { ...shown.summary, name: MASK }
      : shown.summary;
  const isShown = subjectType !== null && subjectId !== null && subjectType in ID_PREFIX;
  return { ...shown, summary, subject: isShown ? showId(subjectType as IdKind, subjectId) : null };
}
