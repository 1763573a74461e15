import { addDays, type Day } from "#kernel/day.ts";
import { type Reason, refuseIf } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { requireParts } from "../chart/chart.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { type NewLine, reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { passesSoftLock } from "../periods/periods.ts";
import { ownPricing } from "../rates/pricing.rules.ts";
import { newestRates, pricedLine } from "../rates/rates.ts";
import {
  ITEMS_MAX,
  type Revaluation,
  type RevaluedItem,
  revaluations,
} from "./revaluations.contract.ts";
import {
  gainOf,
  movesOf,
  type Revalued,
  revaluedBy,
  whyNotBook,
  whyNotUndo,
} from "./revaluations.rules.ts";
import {
  holdBooksAlone,
  insertItems,
  insertRevaluation,
  isBookedOn,
  lockRevaluation,
  markUndone,
  type RevaluationRow,
  selectItems,
  selectOpenItems,
  selectRevaluation,
  selectRevaluations,
  selectWhyClosed,
} from "./revaluations.sql.ts";

const READ = "finance.revaluations.read";
const BOOK = "finance.revaluations.book";
const TOPIC = "finance.revaluations";
const SHOWN_MAX = 200;

export const listRevaluations = query({
  does: revaluations.list,
  needs: READ,
  run: async (ctx) => ({
    revaluations: (await selectRevaluations(ctx.db, SHOWN_MAX)).map((row) => shownOf(ctx, row)),
  }),
});

export const previewRevaluation = query({
  does: revaluations.preview,
  needs: READ,
  async run(ctx, { on }) {
    const { currency } = await requireBooks(ctx.db);
    const { items, withoutRate, reason } = await tried(ctx, on, currency);
    return {
      ...{ on, currency, items: items.map(itemShown), gainMinor: gainOf(items) },
      withoutRate: [...withoutRate],
      blocked: { book: ctx.whyNotMay(BOOK) ?? reason },
    };
  },
});

export const getRevaluation = query({
  does: revaluations.get,
  needs: READ,
  async run(ctx, { id }) {
    const revaluation = await selectRevaluation(ctx.db, id);
    const { currency } = await requireBooks(ctx.db);
    const items = (await selectItems(ctx.db, id)).map(itemShown);
    return { ...shownOf(ctx, revaluation), currency, items };
  },
});

export const bookRevaluation = command({
  does: revaluations.book,
  needs: BOOK,
  async run(ctx, { on }) {
    await holdBooksAlone(ctx.db);
    const { currency } = await requireBooks(ctx.db);
    const { items, reason } = await tried(ctx, on, currency);
    refuseIf(reason);

    const id = newId<"revaluation">();
    const entryId = newId<"journal_entry">();
    const reversalId = newId<"journal_entry">();
    const lines = await linesFor(ctx, items, currency);
    await posted(ctx, id, { entryId, on, lines, key: `revaluation:${id}`, reversesId: null });
    await posted(ctx, id, {
      ...{ entryId: reversalId, on: addDays(on, 1), lines: reversedLines(lines) },
      ...{ key: `revaluation:${id}:reversed`, reversesId: entryId },
    });
    await insertRevaluation(
      ctx.db,
      { id, revaluedOn: on, entryId, reversalId },
      ctx.actor.id,
      ctx.now,
    );
    await insertItems(ctx.db, id, items);

    return told(ctx, await selectRevaluation(ctx.db, id), { gainMinor: gainOf(items) });
  },
});

export const undoRevaluation = command({
  does: revaluations.undo,
  needs: BOOK,
  async run(ctx, { id }) {
    const before = await lockRevaluation(ctx.db, id);
    refuseIf(whyNotUndo(before));

    // Each is answered on its own day: so the day looks as if it had never been.
    const days = { [before.entryId]: before.revaluedOn };
    for (const entryId of [before.entryId, before.reversalId]) {
      const isAnswered = entryId === before.entryId;
      await posted(ctx, id, {
        ...{
          entryId: newId<"journal_entry">(),
          on: days[entryId] ?? addDays(before.revaluedOn, 1),
        },
        lines: reversedLines(await linesOfEntry(ctx.db, entryId)),
        key: `revaluation:${id}:undone:${isAnswered ? "entry" : "reversal"}`,
        // The first is answered by its reversal already.
        reversesId: isAnswered ? null : entryId,
      });
    }
    await markUndone(ctx.db, id, ctx.now);

    return told(ctx, await selectRevaluation(ctx.db, id), { undone: true });
  },
});

/** All that would be revalued on a day, and why it cannot be booked, if so. */
async function tried(ctx: Ctx, on: Day, currency: string) {
  const open = await selectOpenItems(ctx.db, on, ITEMS_MAX + 1);
  const revalued = revaluedBy(open, await newestRates(ctx.db, on), currency);
  const reason = whyNotBook({
    ...{ on, today: ctx.today, isBooked: await isBookedOn(ctx.db, on) },
    ...{ movesCount: movesOf(revalued.items).length, withoutRate: revalued.withoutRate },
    closed: (await selectWhyClosed(ctx.db, on, passesSoftLock(ctx))) as Reason | null,
  });
  const isTooMany = open.length > ITEMS_MAX;
  return { ...revalued, reason: isTooMany ? ("finance.revaluation.too_many" as const) : reason };
}

async function linesFor(
  ctx: CommandCtx,
  items: readonly Revalued[],
  currency: string,
): Promise<NewLine[]> {
  const accountOf = await requireParts(ctx.db, ["exchange"]);
  return movesOf(items).flatMap(({ accountId, minor, ...by }) => [
    pricedLine(accountId as LedgerAccountId, 0, minor, { ...by, from: by.currency, to: currency }),
    pricedLine(accountOf("exchange"), -minor, -minor, ownPricing(currency)),
  ]);
}

type Posting = {
  readonly entryId: JournalEntryId;
  readonly on: Day;
  readonly lines: readonly NewLine[];
  readonly key: string;
  readonly reversesId: JournalEntryId | null;
};

async function posted(
  ctx: CommandCtx,
  sourceId: string,
  { entryId, on, lines, key, reversesId }: Posting,
): Promise<void> {
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: on, aboutOn: on, memo: "", series: "papers" as const },
    ...{ sourceType: "revaluation" as const, sourceId, sourceKey: key, reversesId },
    lines: [...lines],
  });
}

async function told(ctx: CommandCtx, row: RevaluationRow, change: object): Promise<Revaluation> {
  await ctx.audit({ type: "revaluation", id: row.id, name: row.revaluedOn }, change);
  ctx.tell(TOPIC);
  return shownOf(ctx, row);
}

const shownOf = (ctx: Ctx, row: RevaluationRow): Revaluation => ({
  ...row,
  blocked: { undo: ctx.whyNotMay(BOOK) ?? whyNotUndo(row) },
});

const ID_KIND = {
  invoice: "invoice",
  bill: "bill",
  vendor_credit: "bill",
  account: "ledger_account",
} as const;

const itemShown = (item: Revalued): RevaluedItem => {
  const { accountId: _, itemId, rateSource: __, ...shown } = item;
  return { ...shown, id: showId(ID_KIND[item.kind], itemId) };
};
