import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import {
  clearingFor,
  convertedParts,
  type LedgerAccountId,
  type NewLine,
  partsOf,
  postJournal,
} from "#modules/finance/finance.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import {
  BY_HAND,
  type Choice,
  choicesFor,
  differencesOf,
  openDayFrom,
  type Posted,
  type Target,
  targetsOf,
} from "./postings.rules.ts";
import {
  beginRun,
  deleteChoices,
  deleteWait,
  holdBooks,
  insertChoices,
  insertWait,
  type OrderRow,
  selectBooks,
  selectOrder,
  selectStanding,
} from "./postings.sql.ts";

export const TOPIC = "sales.postings";
export const FILL = "sales.postings.fill";
export const LINKED = "sales.postings.linked";
export const RERUN = "sales.postings.rerun";

/** Posts every order anew, in the background. */
export async function fillAll(ctx: CommandCtx): Promise<void> {
  await beginRun(ctx.db, ctx.now);
  await ctx.later(FILL, {}, { key: FILL });
}

/** Brings what stands in the books for these orders to what they are now: in the transaction that changed them. */
export async function postOrders(ctx: CommandCtx, ids: readonly string[]): Promise<void> {
  if (!(await areBooksOn(ctx))) return;
  for (const id of ids) await postOrder(ctx, id, decided);
}

/** So many are posted with the word of their product; more in the background. */
const LINKED_AT_ONCE = 20;

/** Lines were given their product after they were sold: only now it is known by what they are posted. */
export async function postLinked(
  ctx: CommandCtx,
  productId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length <= LINKED_AT_ONCE) await postOrders(ctx, ids);
  else await ctx.later(LINKED, { productId }, { key: `${LINKED}:${productId}` });
}

/** The same by the rules of today, whatever these orders were posted by so far. */
export async function postAnew(ctx: CommandCtx, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await deleteChoices(ctx.db, id);
    await postOrder(ctx, id, decided);
  }
}

/** What posting it anew would change on which account; nothing is written. */
export async function changesAnew(
  ctx: CommandCtx,
  id: string,
): Promise<readonly { readonly accountId: string; readonly amountMinor: Minor }[]> {
  const order = await selectOrder(ctx.db, id, ctx.company.zone);
  const rate = order === null ? null : rateOf(order);
  if (order === null || order.books === null || rate === null) return [];
  const { startsOn } = order.books;
  const choices = choicesOf(order, []);
  const targets = targetsOf(order, choices).filter(({ on }) => on >= startsOn);
  const accounts = accountsOf(order);
  // Money on its way waits where it waited: an account that is not there yet is made by the posting itself.
  const wanted = wantedOf(order, targets, rate, (target) => accounts(target) ?? "");
  return differencesOf(wanted, order.standing).flatMap(({ lines }) => lines);
}

/**
 * Books that are on stay on, so a company is asked once. Held first: whoever switches them on waits for us, and sees what we
 * wrote; or we wait for them, and see that they are on. So books that are off stay off to the end of this transaction too.
 */
async function areBooksOn({ db, company }: CommandCtx): Promise<boolean> {
  if (on.has(company.id)) return true;
  if (off.has(db)) return false;
  const [, books] = await Promise.all([holdBooks(db), selectBooks(db)]);
  if (books === null) {
    off.add(db);
    return false;
  }
  if (on.size >= REMEMBERED_MAX) on.clear();
  on.add(company.id);
  return true;
}
const on = new Set<string>();
/** So many companies are remembered; beyond that the list starts anew. */
const REMEMBERED_MAX = 20_000;
const off = new WeakSet<Db>();

/** Before orders are removed as if they had never been: what stands for them is answered. */
export async function unpostOrders(ctx: CommandCtx, ids: readonly string[]): Promise<void> {
  if (!(await areBooksOn(ctx))) return;
  for (const id of ids) await postOrder(ctx, id, async () => []);
}

/** What it stands for by what was decided of its products; what nobody knew before is decided now, and kept. */
async function decided(ctx: CommandCtx, order: OrderRow): Promise<Target[]> {
  const choices = choicesOf(order, order.choices);
  const isNew = (one: Choice) =>
    !order.choices.some(
      ({ productId, variantId, costMinor }) =>
        productId === one.productId && variantId === one.variantId && costMinor === one.costMinor,
    );
  const made = choices.filter(isNew);
  if (made.length > 0) await insertChoices(ctx.db, order.id, made);
  return targetsOf(order, choices);
}

function choicesOf(order: OrderRow, known: readonly Choice[]): Choice[] {
  const salesAccountId = order.parts.find(({ part }) => part === "sales")?.id;
  if (salesAccountId === undefined) return [];
  const { booksCosts, currency } = order;
  const by = { salesAccountId, booksCosts, currency: order.books?.currency ?? currency };
  return choicesFor(order, known, by);
}

async function postOrder(
  ctx: CommandCtx,
  id: string,
  targetsFor: (ctx: CommandCtx, order: OrderRow) => Promise<Target[]>,
): Promise<void> {
  const [, order] = await Promise.all([
    holdBooks(ctx.db),
    selectOrder(ctx.db, id, ctx.company.zone),
  ]);
  if (order === null || order.books === null) return;
  const rate = rateOf(order);
  if (rate === null && !order.isWaiting) await insertWait(ctx.db, id, "no_rate", ctx.now);
  if (rate !== null && order.isWaiting) await deleteWait(ctx.db, id);
  const { startsOn } = order.books;
  const targets = (await targetsFor(ctx, order)).filter(({ on }) => on >= startsOn);
  const wanted =
    rate === null ? [] : wantedOf(order, targets, rate, await accountsFor(ctx, order, targets));
  const differences = differencesOf(wanted, order.standing);
  const locked = new Set(order.lockedMonths);
  let number = order.entriesCount;
  for (const { on, lines } of differences) {
    number += 1;
    const entry = {
      ...{ id: newId<"journal_entry">(), aboutOn: on, postedOn: openDayFrom(on, locked) },
      ...({ memo: order.number, series: "sales", sourceType: "order", sourceId: id } as const),
      ...{ sourceKey: `order:${id}:${number}:${on}`, reversesId: null },
      lines: lines.map((line) => lineOf(order, line)),
    };
    await postJournal(ctx, entry, order.dimensionSetId);
  }
}

type Rate = NonNullable<OrderRow["keptRate"]>;

/** One rate for all of an order: the one it was first posted with. What its payout gains or loses is told by the payout. */
const rateOf = (order: OrderRow): Rate | null =>
  order.currency === order.books?.currency
    ? { rate: "1", source: "", on: order.placedOn }
    : (order.keptRate ?? order.knownRate);

const lineOf = (order: OrderRow, line: Omit<Posted, "on">): NewLine => ({
  ...line,
  accountId: line.accountId as LedgerAccountId,
  dimensions: {
    channel: order.channel,
    storeId: order.connectionId as NewLine["dimensions"]["storeId"],
    own: {},
  },
  memo: "",
});

/** The targets on accounts and in the currency of the books, each day balanced to the cent. */
function wantedOf(
  order: OrderRow,
  targets: readonly Target[],
  orders: Rate,
  accounts: (target: Target) => string,
): Posted[] {
  const home = order.books?.currency ?? order.currency;
  const currencyOf = (target: Target) => target.currency ?? order.currency;
  const posted: Posted[] = [];
  for (const all of Map.groupBy(targets, (one) => `${one.on} ${currencyOf(one)}`).values()) {
    const [{ on }, currency] = [all[0] as Target, currencyOf(all[0] as Target)];
    const { rate, source, on: ratedOn } = currency === home ? { ...AT_HOME, on } : orders;
    const sums = new Map<string, number>();
    for (const target of all) {
      const accountId = accounts(target);
      sums.set(accountId, (sums.get(accountId) ?? 0) + target.documentMinor);
    }
    const parts = [...sums].filter(([, minor]) => minor !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
    const converted = convertedParts(
      parts.map(([, minor]) => minor),
      ...([rate, currency, home] as const),
    );
    for (const [at, [accountId, documentMinor]] of parts.entries())
      posted.push({
        ...{ on, accountId, currency, rate, rateSource: source },
        rateOn: source === "" ? null : ratedOn,
        ...{ documentMinor, amountMinor: converted[at] ?? 0 },
      });
  }
  return posted;
}
const AT_HOME = { rate: "1", source: "" };

/** Clearing accounts that are not there are made first. */
async function accountsFor(
  ctx: CommandCtx,
  order: OrderRow,
  targets: readonly Target[],
): Promise<(target: Target) => string> {
  const known = accountsOf(order);
  const made = new Map<string, string>();
  for (const target of targets)
    if ("method" in target.where && known(target) === undefined && !made.has(target.where.method))
      made.set(target.where.method, await makeClearing(ctx, order, target.where.method));
  return (target) => {
    const { where } = target;
    const id = known(target) ?? ("method" in where ? made.get(where.method) : undefined);
    if (id === undefined) throw new Error(`no account for ${JSON.stringify(where)}`);
    return id;
  };
}

/** Where each target stands as far as it is there; a part that the chart lacks falls back on sales. */
function accountsOf(order: OrderRow): (target: Target) => string | undefined {
  const parts = new Map(order.parts.map(({ id, part }) => [part, id]));
  const clearing = new Map(order.clearing.map(({ id, method }) => [method, id]));
  return ({ where }) =>
    "accountId" in where
      ? where.accountId
      : "method" in where
        ? clearing.get(where.method)
        : (parts.get(where.part) ?? parts.get("sales"));
}

async function makeClearing(ctx: CommandCtx, order: OrderRow, method: string): Promise<string> {
  const group = (await partsOf(ctx.db)).get("clearing");
  if (group === undefined) throw new Error("the chart has no group for money on its way");
  const { connectionId, storeName, channel } = order;
  const how = method === BY_HAND ? "cash" : method;
  const name = [storeName ?? channel, how].filter((one) => one !== "").join(", ");
  const { id } = await clearingFor(ctx, group, {
    ...{ storeId: connectionId, method },
    name: name.slice(0, 200) || group.name,
  });
  return id;
}

/** Before a store's orders go without a trace: all that stands for them is answered, a month each. */
export async function unpostStore(ctx: CommandCtx, connectionId: string): Promise<void> {
  await holdBooks(ctx.db);
  const books = await selectBooks(ctx.db);
  if (books === null) return;
  const locked = new Set(books.lockedMonths);
  const standing = await selectStanding(ctx.db, connectionId);
  for (const [month, lines] of Map.groupBy(standing, (one) => one.month)) {
    const entry = {
      ...{ id: newId<"journal_entry">(), aboutOn: month, postedOn: openDayFrom(month, locked) },
      ...({ memo: "", series: "sales", sourceType: "order", sourceId: null } as const),
      ...{
        sourceKey: `store-gone:${connectionId}:${month}:${ctx.now.getTime()}`,
        reversesId: null,
      },
      lines: lines.map((line) => ({
        accountId: line.accountId as LedgerAccountId,
        amountMinor: -line.amountMinor,
        currency: line.currency,
        documentMinor: -line.documentMinor,
        ...{ rate: "1", rateSource: "", rateOn: null, memo: "" },
        dimensions: { channel: "", storeId: null, own: {} },
      })),
    };
    await postJournal(
      ctx,
      entry,
      lines.map(({ dimensionSetId }) => dimensionSetId),
    );
  }
}
