import { holdTellings, variantsBySku } from "#modules/catalog/catalog.public.ts";
import {
  bindRollUps,
  type CustomerId,
  gatherRollUps,
  takeBuyers,
} from "#modules/crm/crm.public.ts";
import {
  bindTimeline,
  changedBetween,
  differencesOf,
  gatherTimeline,
  type How,
  type ImportChange,
  type Importer,
  type RowProblem,
  type RowRead,
  type Taken,
  type TakenRows,
  tellTimeline,
  textOf,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { putHandPayment } from "../payments/payments.ts";
import { postOrders } from "../postings/postings.ts";
import { postRefund, readRefunds } from "../refunds/refunds.ts";
import {
  type Bought,
  type Counter,
  changedOf,
  type Draft,
  draftOf,
  madeOf,
  meant,
  refused,
  type Something,
  shownOf,
} from "./imported.rules.ts";
import { AT, CUSTOMER, changedBy, IMPORTED, partsOf, statesFor } from "./imported.ts";
import { customerValues, groupOf } from "./imports.rules.ts";
import { selectNamed, selectPutAway } from "./imports.sql.ts";
import { orderMeanings } from "./imports.targets.rules.ts";
import type { JoinedBy } from "./orders.contract.ts";
import type { KeptOrder } from "./orders.rules.ts";
import { enteredBy } from "./owners.ts";
import { keepOrder } from "./roll-ups.ts";
import { tellOrderStory } from "./story.ts";
import { salesOfTrashed } from "./trash.ts";
import { undoOrders } from "./undoing-imports.ts";

/** Orders out of a file, a line a row: known by their id here, or by number and channel. Who bought is found or made. */
export const orderImporter: Importer = {
  ...orderMeanings,
  makes: ["customer"],
  batchRows: 1_000,
  groupOf,
  keyOf: ({ values }) => groupOf(values, null),
  take,
  undo: undoOrders,
};

async function take(ctx: CommandCtx, rows: readonly RowRead[], how: How): Promise<TakenRows> {
  if (!how.isTrial) await holdTellings(ctx);
  const counter = await counterOf(ctx, rows, !how.isTrial);
  const drafts = [...Map.groupBy(rows, ({ head }) => head).values()].map((together) =>
    draftOf(ctx, counter, together, how),
  );
  if (!how.isTrial) {
    gatherTimeline(ctx);
    gatherRollUps(ctx);
  }
  const buyers = await buyersOf(ctx, counter, drafts, how);
  const taken = drafts.flatMap((draft) =>
    Array.isArray(draft) ? draft : takeOne(ctx, counter, draft, buyers, how),
  );
  if (how.isTrial) return { rows: taken, changes: [] };
  const touched = [...counter.orders.values()].filter(
    ({ before, after }) => before?.order !== after.order,
  );
  for (const one of touched) await write(ctx, one, how);
  await bindRollUps(ctx);
  await bindTimeline(ctx);
  return { rows: taken, changes: [...buyers.changes, ...touched.map((one) => changeOf(ctx, one))] };
}

async function counterOf(
  ctx: CommandCtx,
  rows: readonly RowRead[],
  isHeld: boolean,
): Promise<Counter> {
  const saidIn = (key: string) => [
    ...new Set(rows.flatMap(({ values }) => textOf(values[key]) ?? [])),
  ];
  const ids = saidIn("id");
  const found = await selectNamed(ctx.db, { ids, numbers: saidIn("number") }, isHeld);
  const away = ids.length === 0 ? [] : await selectPutAway(ctx.db, ids);
  const states = await statesFor(ctx, found);
  return {
    orders: new Map(
      states.map((before) => [
        before.order.id,
        { id: before.order.id, before, after: before, refund: null, paidMinor: 0 },
      ]),
    ),
    away: new Map(away.map(({ id, isInTrash }) => [id, isInTrash ? "in_trash" : "not_known"])),
    sold: await variantsBySku(ctx, saidIn("lineSku")),
  };
}

type Buyers = {
  readonly of: ReadonlyMap<number, Bought | readonly RowProblem[]>;
  readonly changes: readonly ImportChange[];
};

/** Who bought what is new here, or nobody's so far. */
async function buyersOf(
  ctx: CommandCtx,
  counter: Counter,
  drafts: readonly (Draft | Taken[])[],
  how: How,
): Promise<Buyers> {
  const asked = drafts.flatMap((draft) => {
    if (Array.isArray(draft)) return [];
    const known = meant(counter, draft.said);
    const order = typeof known === "string" || known === null ? null : known.after.order;
    if (order !== null && (order.customerId !== null || order.joinedBy === "person")) return [];
    const values = customerValues(draft.said, draft.buyer, draft.placedAt);
    return values === null ? [] : [{ line: draft.rows[0]?.line ?? 0, values }];
  });
  if (asked.length === 0) return { of: new Map(), changes: [] };
  const { rows, changes, aftermath } = await takeBuyers(ctx, asked, how);
  if (aftermath !== undefined) await salesOfTrashed.restored?.(ctx, aftermath);
  const joinedBy = (values: Values): JoinedBy =>
    values["id"] !== undefined ? "person" : values["email"] !== undefined ? "email" : "phone";
  const of = new Map<number, Bought | readonly RowProblem[]>();
  for (const [at, { line, values }] of asked.entries()) {
    const answer = rows[at];
    if (answer === undefined) throw new Error("a buyer was not answered");
    if (answer.outcome === "failed") of.set(line, answer.problems);
    else of.set(line, { customerId: answer.recordId as CustomerId, joinedBy: joinedBy(values) });
  }
  return {
    of,
    changes: changes.map((change) => ({ ...change, type: "customer" })),
  };
}

function takeOne(
  ctx: CommandCtx,
  counter: Counter,
  draft: Draft,
  buyers: Buyers,
  how: How,
): Taken[] {
  const { rows, said } = draft;
  const first = rows[0]?.line ?? 0;
  const bought = buyers.of.get(first) ?? null;
  if (bought !== null && "length" in bought) {
    const { target = null, code = "field.invalid" } = bought[0] ?? {};
    return refused(rows, first, { target: target === "id" ? "customer" : target, code });
  }
  const known = meant(counter, said);
  if (typeof known === "string")
    return refused(rows, first, { target: null, code: "field.invalid" });
  const became =
    known === null
      ? madeOf(counter, draft, bought, how)
      : changedOf(ctx, counter, known, draft, bought, how);
  if ("problem" in became) return refused(rows, became.line, became.problem);

  const { one } = became;
  const isFromElsewhere = one.before === null && textOf(said["id"]) !== null;
  const differences =
    known === null ? [] : differencesOf(shownOf(known.after), shownOf(became.after));
  const recordId = one.id;
  if (
    known !== null &&
    differences.length === 0 &&
    became.after.order.customerId === known.after.order.customerId
  )
    return rows.map(() => ({ outcome: "same", recordId, isFromElsewhere }));
  one.after = became.after;
  counter.orders.set(one.id, one);
  const outcome = one.before === null ? "created" : "updated";
  const name = one.after.order.number;
  return rows.map(() => ({ outcome, recordId, isFromElsewhere, name, differences }));
}

async function write(ctx: CommandCtx, one: Something, { importId }: How): Promise<void> {
  const { id, before, after, paidMinor } = one;
  const { order, lines, charges } = after;
  const payments =
    paidMinor > 0
      ? putHandPayment(ctx, {
          ...{ orderId: id, currency: order.currency, amountMinor: paidMinor },
          ...{ method: order.paymentMethod ?? "", paidAt: order.paidAt ?? order.placedAt },
        })
      : null;
  const isPriced = before === null || before.lines !== lines || before.charges !== charges;
  const contents = {
    ...{ lines: isPriced ? lines : null, charges: isPriced ? charges : null },
    ...{ payments, custom: order.custom, ownerId: enteredBy(ctx) },
  };
  await keepOrder(ctx, before?.order ?? null, order, contents, null);
  const refunds = one.refund === null ? [] : [await refunded(ctx, order, one.refund)];
  if (refunds.length > 0) await postOrders(ctx, [id]);
  const hasMoved = before !== null && before.order.customerId !== order.customerId;
  const all = hasMoved ? await readRefunds(ctx.db, id) : refunds;
  await tellOrderStory(ctx, before?.order ?? null, order, { all, changed: refunds });
  const actor = ctx.actor.name;
  await tellTimeline(ctx, [
    {
      ...{ subjectType: "order", subjectId: id, at: ctx.now },
      ...(before === null
        ? { key: IMPORTED, kind: IMPORTED, detail: { actor } }
        : {
            ...{ key: changedBy(importId), kind: CHANGED },
            detail: { actor, ...changedBetween(shownOf(before), shownOf(after)) },
          }),
    },
  ]);
  ctx.tell("crm.customers", "insights.home");
}
const CHANGED = "sales.order.import_changed";

const refunded = (
  ctx: CommandCtx,
  { id, currency }: KeptOrder,
  refund: NonNullable<Something["refund"]>,
) => postRefund(ctx, { orderId: id, currency, reason: "", ...refund });

/** What it takes to set an order back: what changed of it, its lines as a whole, and whose it was when it was written. */
function changeOf(ctx: CommandCtx, { id, before, after }: Something): ImportChange {
  const stamp = { [AT]: ctx.now, [CUSTOMER]: after.order.customerId };
  if (before === null) return { recordId: id, version: 1, before: null, after: stamp };
  const changes = changedBetween(partsOf(before), partsOf(after));
  return {
    recordId: id,
    version: before.order.version + 1,
    before: { ...changes.before, [AT]: before.updatedAt },
    after: { ...changes.after, ...stamp },
  };
}
