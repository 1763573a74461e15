import { inCoins } from "#kernel/coins.ts";
import type { Day } from "#kernel/day.ts";
import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import { requireCustomer } from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import { TOPIC as INVOICES, lockInvoicesFor, markInvoicesPaid } from "../invoices/invoices.ts";
import { reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { shareOf } from "../journals/rates.rules.ts";
import { ownPricing, type Pricing } from "../rates/pricing.rules.ts";
import { moneyLine, postGain, pricedLine, pricedMoney } from "../rates/rates.ts";
import type { ReceiptAllocationId, ReceiptId } from "./receipts.contract.ts";
import {
  whyNotCash,
  whyNotInto,
  whyNotMoney,
  whyNotOn,
  whyNotSoMuch,
  whyNotTake,
  whyNotUndo,
  whyNotUndoOn,
} from "./receipts.rules.ts";
import {
  type Allocation,
  type AllocationRow,
  insertAllocations,
  insertReceipt,
  lockReceipt,
  markTaken,
  markUndone,
  type NewAllocation,
  type ReceiptRow,
  selectReceipt,
  selectReceiptsOf,
  selectStanding,
} from "./receipts.sql.ts";

export const TOPIC = "finance.receipts";
const TOPICS = [TOPIC, INVOICES];

/** What came in for an invoice, what was undone again included. */
export const receiptsOf = (db: Db, id: InvoiceId): ReturnType<typeof selectReceiptsOf> =>
  selectReceiptsOf(db, id);

export { markMoved as moveReceipts } from "./receipts.sql.ts";

type Path = readonly (string | number)[];
type Invoices = Awaited<ReturnType<typeof lockInvoicesFor>>;

export type Taking = {
  readonly receivedOn: Day;
  readonly accountId: LedgerAccountId;
  readonly reference: string;
  readonly allocations: readonly Allocation[];
  readonly customerId?: ReceiptRow["customerId"];
  readonly amountMinor?: Minor | undefined;
  readonly moneyMinor?: Minor | undefined;
  readonly isCash?: boolean;
  readonly rate?: string | undefined;
  /** Where the allocations stand in what was asked. */
  readonly at?: Path;
};

/** Takes money in, in the caller's transaction, and posts it: for invoices, or as a deposit. What is wrong is told at its field. */
export async function takeIn(ctx: CommandCtx, asked: Taking): Promise<ReceiptRow> {
  const { receivedOn, accountId, reference, customerId = null, at = ["allocations"] } = asked;
  const allocations = summed(asked.allocations);
  const payer = customerId === null ? null : await requireCustomer(ctx, customerId);
  const books = await requireBooks(ctx.db);
  refuseAt(["receivedOn"], whyNotOn(receivedOn, ctx.today));
  const [account] = await accountsAmong(ctx.db, [accountId]);
  refuseAt(["accountId"], whyNotInto(account));
  const moneyCurrency = account?.currency ?? books.currency;
  const invoices = await lockInvoicesFor(
    ctx.db,
    allocations.map(({ invoiceId }) => invoiceId),
  );
  const currency = invoices[0]?.currency ?? moneyCurrency;
  refuseAt(["accountId"], whyNotMoney(moneyCurrency, currency, books.currency));
  requireTakable(invoices, allocations, { currency, customerId: payer?.id ?? null }, at);
  const usedMinor = sumMinor(allocations.map((one) => one.amountMinor));
  const amountMinor = asked.amountMinor ?? usedMinor;
  refuseAt(["amountMinor"], whyNotSoMuch(usedMinor, amountMinor, payer?.id ?? null));
  refuseAt(["amountMinor"], amountMinor === 0 ? "field.required" : null);
  const isCash = asked.isCash ?? false;
  refuseAt(["isCash"], whyNotCash(isCash, currency, books.currency, amountMinor));
  const cashRoundingMinor = isCash ? inCoins(amountMinor, currency) - amountMinor : 0;
  const money = await pricedMoney(ctx.db, {
    ...{ currency, amountMinor, moneyCurrency, moneyMinor: asked.moneyMinor },
    ...{ on: receivedOn, rate: asked.rate },
  });

  const id = newId<"receipt">();
  const entryId = newId<"journal_entry">();
  const numbers = invoices.map(({ number }) => number);
  const memo = [...(numbers.length > 0 ? numbers : [payer?.name]), reference];
  const accountOf = await requireParts(ctx.db, ["receivable", "rounding"]);
  const ownLine = (id: LedgerAccountId, minor: Minor) =>
    pricedLine(id, minor, minor, ownPricing(books.currency));
  await insertReceipt(
    ctx.db,
    {
      ...{ id, customerId: payer?.id ?? null, payer: payer?.name ?? "", receivedOn, currency },
      ...{ amountMinor, money: money.money, worthMinor: money.worthMinor, ...rateOf(money.by) },
      ...{ cashRoundingMinor, accountId, reference, entryId },
    },
    ctx.actor.id,
    ctx.now,
  );
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: receivedOn, aboutOn: receivedOn },
    memo: memo.filter(Boolean).join(" ").slice(0, 500),
    ...{ series: "papers", sourceType: "receipt", sourceId: id, sourceKey: `receipt:${id}` },
    reversesId: null,
    lines: [
      cashRoundingMinor === 0
        ? moneyLine(accountId, money, amountMinor, 1)
        : ownLine(accountId, amountMinor + cashRoundingMinor),
      ownLine(accountOf("rounding"), -cashRoundingMinor),
      pricedLine(accountOf("receivable"), -amountMinor, -money.booksMinor, money.by),
    ].filter((line) => line.amountMinor !== 0),
  });
  await settle(ctx, await selectReceipt(ctx.db, id), invoices, allocations, receivedOn);
  return selectReceipt(ctx.db, id);
}

const rateOf = ({ rate, rateSource, rateOn }: Pricing) => ({ rate, rateSource, rateOn });

/** Takes what is left of a deposit for invoices, in the caller's transaction. Whoever calls holds it. */
export async function takeLeft(
  ctx: CommandCtx,
  receipt: ReceiptRow,
  asked: readonly Allocation[],
  on: Day,
): Promise<void> {
  const allocations = summed(asked);
  const invoices = await lockInvoicesFor(
    ctx.db,
    allocations.map(({ invoiceId }) => invoiceId),
  );
  requireTakable(invoices, allocations, receipt, ["allocations"]);
  const usedMinor = sumMinor(allocations.map((one) => one.amountMinor));
  refuseAt(
    ["allocations"],
    usedMinor > receipt.leftMinor ? "finance.receipt.more_than_came" : null,
  );
  await settle(ctx, receipt, invoices, allocations, on);
}

/** Answers allocations by their opposites: their invoices are due again, what they took is left again. */
export async function unsettle(
  ctx: CommandCtx,
  receipt: ReceiptRow,
  allocations: readonly AllocationRow[],
  on: Day,
): Promise<void> {
  const by = pricingOf(receipt, (await requireBooks(ctx.db)).currency);
  const answers: NewAllocation[] = [];
  for (const { id: undoesId, isUndone: _, ...one } of allocations) {
    const id = newId<"receipt_allocation">();
    const entryId = await postGain(ctx, {
      ...{ id, side: "receivable", gainMinor: -one.gainMinor, by, on, memo: receipt.reference },
      undoesEntryId: one.entryId,
    });
    answers.push({
      ...{ ...one, id, undoesId, entryId, allocatedOn: on, amountMinor: -one.amountMinor },
      gainMinor: -one.gainMinor || 0,
      takenMinor: one.takenMinor === null ? null : -one.takenMinor,
    });
  }
  await keep(ctx, receipt.id, answers);
}

/** Answers it by a reversing entry: its invoices are due again. */
export async function takeBack(ctx: CommandCtx, id: ReceiptId, undoneOn: Day): Promise<ReceiptRow> {
  const receipt = await lockReceipt(ctx.db, id);
  refuseIf(whyNotUndo(receipt));
  const allocations = await selectStanding(ctx.db, id);
  const days = [receipt.receivedOn, ...allocations.map(({ allocatedOn }) => allocatedOn)];
  refuseAt(["undoneOn"], whyNotUndoOn(undoneOn, days, ctx.today));
  await lockInvoicesFor(
    ctx.db,
    allocations.map(({ invoiceId }) => invoiceId),
  );

  await unsettle(ctx, receipt, allocations, undoneOn);
  await markUndone(ctx.db, id, undoneOn, ctx.now);
  await postJournal(ctx, {
    ...{ id: newId<"journal_entry">(), postedOn: undoneOn, aboutOn: undoneOn, memo: "" },
    ...{ series: "papers", sourceType: "receipt", sourceId: id },
    ...{ sourceKey: `receipt:${id}:undone`, reversesId: receipt.entryId },
    lines: reversedLines(await linesOfEntry(ctx.db, receipt.entryId)),
  });
  ctx.tell(...TOPICS);
  return selectReceipt(ctx.db, id);
}

/** Each is an invoice of this currency and customer, and so much of it is due. */
function requireTakable(
  invoices: Invoices,
  allocations: readonly Allocation[],
  by: { readonly currency: string; readonly customerId: string | null },
  place: Path,
): void {
  for (const [at, { invoiceId, amountMinor }] of allocations.entries()) {
    const invoice = invoices.find(({ id }) => id === invoiceId);
    if (invoice === undefined)
      throw invalid({ path: [...place, at, "invoiceId"], code: "finance.invoice.not_found" });
    refuseAt([...place, at, "amountMinor"], whyNotTake(invoice, { ...by, amountMinor }));
  }
}

const pricingOf = (of: ReceiptRow, to: string): Pricing => ({
  ...{ from: of.currency, to, rate: of.rate, rateSource: of.rateSource, rateOn: of.rateOn },
});

/**
 * Takes of the money what each invoice is paid with, and of the invoice's carrying amount its share. Where the rates of the two
 * days differ, the difference is posted.
 */
async function settle(
  ctx: CommandCtx,
  receipt: ReceiptRow,
  invoices: Invoices,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  const by = pricingOf(receipt, (await requireBooks(ctx.db)).currency);
  let { leftMinor, carriedMinor } = receipt;
  const made: NewAllocation[] = [];
  for (const { invoiceId, amountMinor } of allocations) {
    const invoice = invoices.find(({ id }) => id === invoiceId);
    if (invoice === undefined) throw new Error(`an invoice that nobody holds: ${invoiceId}`);
    const takenMinor = shareOf(invoice.carriedMinor, amountMinor, invoice.dueMinor);
    const worthMinor = shareOf(carriedMinor, amountMinor, leftMinor);
    leftMinor -= amountMinor;
    carriedMinor -= worthMinor;
    const id: ReceiptAllocationId = newId<"receipt_allocation">();
    const gainMinor = worthMinor - takenMinor;
    const allocatedOn = [on, invoice.issuedOn ?? on, receipt.receivedOn].reduce((a, b) =>
      a > b ? a : b,
    );
    const memo = [invoice.number, receipt.reference].filter(Boolean).join(" ");
    const entryId = await postGain(ctx, {
      ...{ id, side: "receivable", gainMinor, by, on: allocatedOn, memo, undoesEntryId: null },
    });
    made.push({
      ...{ id, receiptId: receipt.id, invoiceId, amountMinor, allocatedOn, gainMinor, entryId },
      ...{ takenMinor: by.rateOn === null ? null : takenMinor, undoesId: null },
    });
  }
  await keep(ctx, receipt.id, made);
}

async function keep(
  ctx: CommandCtx,
  id: ReceiptId,
  allocations: readonly NewAllocation[],
): Promise<void> {
  if (allocations.length === 0) return;
  await insertAllocations(ctx.db, allocations, ctx.now);
  await markInvoicesPaid(ctx.db, allocations, ctx.now);
  await markTaken(ctx.db, id, {
    minor: sumMinor(allocations.map(({ amountMinor }) => amountMinor)),
    worthMinor: sumMinor(
      allocations.map(({ takenMinor, gainMinor }) => (takenMinor ?? 0) + gainMinor),
    ),
  });
  ctx.tell(...TOPICS);
}

/** The same invoice named twice is one allocation. */
function summed(asked: readonly Allocation[]): readonly Allocation[] {
  const byInvoice = new Map<Allocation["invoiceId"], number>();
  for (const { invoiceId, amountMinor } of asked)
    byInvoice.set(invoiceId, (byInvoice.get(invoiceId) ?? 0) + amountMinor);
  return [...byInvoice].map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor }));
}
