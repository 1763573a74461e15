import type { Day } from "#kernel/day.ts";
import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillId, BillKind } from "../bills/bills.contract.ts";
import {
  TOPICS as BILL_TOPICS,
  billOf,
  lockBillsFor,
  markBillsSettled,
  markCreditUsed,
} from "../bills/bills.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { shareOf } from "../journals/rates.rules.ts";
import type { Pricing } from "../rates/pricing.rules.ts";
import { moneyLine, postGain, pricedLine, pricedMoney } from "../rates/rates.ts";
import { whyNotInto, whyNotMoney } from "../receipts/receipts.rules.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import { lockSupplierFor } from "../suppliers/suppliers.ts";
import type { DisbursementId } from "./disbursements.contract.ts";
import {
  allocatedOnFor,
  summed,
  whyNotOn,
  whyNotSettle,
  whyNotSoMuch,
  whyNotUndo,
  whyNotUndoOn,
} from "./disbursements.rules.ts";
import {
  type AllocationRow,
  type DisbursementRow,
  insertAllocations,
  insertDisbursement,
  lockDisbursement,
  markUndone,
  markUsed,
  type NewAllocation,
  selectDisbursement,
  selectSettlements,
  selectStanding,
} from "./disbursements.sql.ts";

export const TOPIC = "finance.disbursements";

export {
  lockDisbursement as lockDisbursementFor,
  markUsed as markDisbursementUsed,
  selectDisbursement as disbursementOf,
} from "./disbursements.sql.ts";

/** What took something off a bill, undone ones included; of a vendor credit what it was taken off. */
export const settlementsOf = (
  db: Db,
  { id, kind }: { readonly id: BillId; readonly kind: BillKind },
): ReturnType<typeof selectSettlements> => selectSettlements(db, id, kind === "vendor_credit");

export type Allocation = { readonly billId: BillId; readonly amountMinor: Minor };
type Path = readonly (string | number)[];
type Bills = Awaited<ReturnType<typeof lockBillsFor>>;

export type Paying = {
  readonly supplierId: SupplierId;
  readonly paidOn: Day;
  readonly accountId: LedgerAccountId;
  readonly amountMinor: Minor;
  readonly moneyMinor?: Minor | undefined;
  readonly rate?: string | undefined;
  readonly reference: string;
  readonly allocations: readonly Allocation[];
  /** Where the allocations stand in what was asked. */
  readonly at?: Path;
};

/** Pays a supplier, in the caller's transaction, and posts it. What is wrong with it is told at its field. */
export async function payOut(ctx: CommandCtx, asked: Paying): Promise<DisbursementRow> {
  const { paidOn, accountId, amountMinor, reference, at = ["allocations"] } = asked;
  const supplier = await lockSupplierFor(ctx.db, asked.supplierId, ctx.today);
  const allocations = summed(asked.allocations);
  const books = await requireBooks(ctx.db);
  refuseAt(["supplierId"], supplier.isInTrash ? "finance.supplier.in_trash" : null);
  refuseAt(["paidOn"], whyNotOn(paidOn, ctx.today));
  const [account] = await accountsAmong(ctx.db, [accountId]);
  refuseAt(["accountId"], whyNotInto(account));
  const usedMinor = sumMinor(allocations.map((one) => one.amountMinor));
  refuseAt(["amountMinor"], whyNotSoMuch(usedMinor, amountMinor));
  const moneyCurrency = account?.currency ?? books.currency;
  const currency = (await currencyOf(ctx, allocations)) ?? moneyCurrency;
  refuseAt(["accountId"], whyNotMoney(moneyCurrency, currency, books.currency));
  const bills = await requireDue(ctx, { supplierId: supplier.id, currency }, allocations, at);
  const money = await pricedMoney(ctx.db, {
    ...{ currency, amountMinor, moneyCurrency, moneyMinor: asked.moneyMinor },
    ...{ on: paidOn, rate: asked.rate },
  });

  const id = newId<"disbursement">();
  const entryId = newId<"journal_entry">();
  const accountOf = await requireParts(ctx.db, ["payable"]);
  const numbers = bills.map(({ number }) => number);
  const memo = [supplier.name, ...numbers, reference].filter(Boolean).join(" · ");
  const { rate, rateSource, rateOn } = money.by;
  await insertDisbursement(
    ctx.db,
    {
      ...{ id, supplierId: supplier.id, supplierName: supplier.name, paidOn, currency },
      ...{ amountMinor, money: money.money, worthMinor: money.worthMinor },
      ...{ rate, rateSource, rateOn, accountId, reference, entryId },
    },
    ctx.actor.id,
    ctx.now,
  );
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: paidOn, aboutOn: paidOn, memo: memo.slice(0, 500) },
    ...{ series: "papers", sourceType: "disbursement", sourceId: id },
    ...{ sourceKey: `disbursement:${id}`, reversesId: null },
    lines: [
      pricedLine(accountOf("payable"), amountMinor, money.booksMinor, money.by),
      moneyLine(accountId, money, amountMinor, -1),
    ],
  });
  await applyPaid(ctx, await selectDisbursement(ctx.db, id), bills, allocations, paidOn);
  return selectDisbursement(ctx.db, id);
}

/** Bills of one currency are paid together; which it is, the first says. */
async function currencyOf(
  ctx: CommandCtx,
  [first]: readonly Allocation[],
): Promise<string | undefined> {
  if (first === undefined) return undefined;
  const [bill] = await lockBillsFor(ctx.db, [first.billId]);
  return bill?.currency;
}

/** Takes what a vendor credit has left off the bill it answers, as far as that is due. */
export async function settleByCredit(
  ctx: CommandCtx,
  creditId: BillId,
  billId: BillId,
  on: Day,
): Promise<void> {
  const both = await lockBillsFor(ctx.db, [creditId, billId]);
  const credit = both.find(({ id }) => id === creditId);
  const bill = both.find(({ id }) => id === billId);
  const amountMinor = Math.min(credit?.dueMinor ?? 0, bill?.dueMinor ?? 0);
  if (credit !== undefined && amountMinor > 0)
    await applyCredit(ctx, credit, both, [{ billId, amountMinor }], on);
}

/** What of a vendor credit is taken off bills. Whoever calls holds it and them, and knows that it fits. */
export async function applyCredit(
  ctx: CommandCtx,
  credit: Bills[number],
  bills: Bills,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  const { carriedMinor, dueMinor: leftMinor, number } = credit;
  const of = { disbursementId: null, creditId: credit.id };
  await take(
    ctx,
    { of, leftMinor, carriedMinor, rated: credit, memo: number },
    bills,
    allocations,
    on,
  );
}

/** What of a payment is taken off bills. Whoever calls holds it and them, and knows that it fits. */
export async function applyPaid(
  ctx: CommandCtx,
  paid: DisbursementRow,
  bills: Bills,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  const { leftMinor, carriedMinor, supplierName: memo } = paid;
  const of = { disbursementId: paid.id, creditId: null };
  await take(ctx, { of, leftMinor, carriedMinor, rated: paid, memo }, bills, allocations, on);
}

type Rated = Pick<DisbursementRow, "currency" | "rate" | "rateSource" | "rateOn">;
/** What bills are settled from: money, or a vendor credit; what is left of it, and at what that is carried. */
type Source = {
  readonly of: Pick<NewAllocation, "disbursementId" | "creditId">;
  readonly leftMinor: Minor;
  readonly carriedMinor: Minor;
  readonly rated: Rated;
  readonly memo: string;
};

const pricingOf = ({ currency, rate, rateSource, rateOn }: Rated, to: string): Pricing => ({
  ...{ from: currency, to, rate, rateSource, rateOn },
});

/**
 * Takes of the source what each bill is settled with, and of the bill's carrying amount its share. Where the rates of the two days
 * differ, the difference is posted.
 */
async function take(
  ctx: CommandCtx,
  source: Source,
  bills: Bills,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  const by = pricingOf(source.rated, (await requireBooks(ctx.db)).currency);
  let { leftMinor, carriedMinor } = source;
  const made: NewAllocation[] = [];
  for (const { billId, amountMinor } of allocations) {
    const bill = bills.find((one) => one.id === billId);
    if (bill === undefined) throw new Error(`a bill that nobody holds: ${billId}`);
    const takenMinor = shareOf(bill.carriedMinor, amountMinor, bill.dueMinor);
    const worthMinor = shareOf(carriedMinor, amountMinor, leftMinor);
    leftMinor -= amountMinor;
    carriedMinor -= worthMinor;
    const id = newId<"bill_allocation">();
    // Less went than was carried: that much is gained.
    const gainMinor = takenMinor - worthMinor;
    const allocatedOn = allocatedOnFor(on, bill.postedOn);
    const memo = [source.memo, bill.number].filter(Boolean).join(" · ");
    const entryId = await postGain(ctx, {
      ...{ id, side: "payable", gainMinor, by, on: allocatedOn, memo, undoesEntryId: null },
    });
    made.push({
      ...{ ...source.of, id, billId, amountMinor, allocatedOn, gainMinor, entryId },
      ...{ takenMinor: by.rateOn === null ? null : takenMinor, undoesId: null },
    });
  }
  await settle(ctx, made);
}

/** Answers allocations by their opposites: their bills are due again, what they took is left again. */
export async function unsettle(
  ctx: CommandCtx,
  allocations: readonly AllocationRow[],
  on: Day,
): Promise<void> {
  const to = (await requireBooks(ctx.db)).currency;
  const answers: NewAllocation[] = [];
  for (const { supplierId: _, isUndone: __, ...one } of allocations) {
    const id = newId<"bill_allocation">();
    const rated =
      one.disbursementId === null
        ? await billOf(ctx.db, one.creditId as BillId)
        : await selectDisbursement(ctx.db, one.disbursementId);
    const entryId = await postGain(ctx, {
      ...{ id, side: "payable", gainMinor: -one.gainMinor, by: pricingOf(rated, to), on, memo: "" },
      undoesEntryId: one.entryId,
    });
    answers.push({
      ...{ ...one, id, entryId, allocatedOn: on, amountMinor: -one.amountMinor, undoesId: one.id },
      gainMinor: -one.gainMinor || 0,
      takenMinor: one.takenMinor === null ? null : -one.takenMinor,
    });
  }
  await settle(ctx, answers);
}

/** Answers a payment by a reversing entry, and what it was taken off is due again. */
export async function takeBackPaid(
  ctx: CommandCtx,
  id: DisbursementId,
  undoneOn: Day,
): Promise<DisbursementRow> {
  const { supplierId } = await selectDisbursement(ctx.db, id);
  if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
  const paid = await lockDisbursement(ctx.db, id);
  refuseIf(whyNotUndo(paid));
  const allocations = await selectStanding(ctx.db, id);
  const days = [paid.paidOn, ...allocations.map(({ allocatedOn }) => allocatedOn)];
  refuseAt(["undoneOn"], whyNotUndoOn(undoneOn, days, ctx.today));
  await lockBillsFor(
    ctx.db,
    allocations.map(({ billId }) => billId),
  );
  const entryId = paid.entryId as JournalEntryId;

  await unsettle(ctx, allocations, undoneOn);
  await markUndone(ctx.db, id, undoneOn, ctx.now);
  await postJournal(ctx, {
    ...{ id: newId<"journal_entry">(), postedOn: undoneOn, aboutOn: undoneOn },
    ...{ memo: paid.supplierName, series: "papers", sourceType: "disbursement", sourceId: id },
    ...{ sourceKey: `disbursement:${id}:undone`, reversesId: entryId },
    lines: reversedLines(await linesOfEntry(ctx.db, entryId)),
  });
  ctx.tell(TOPIC, ...BILL_TOPICS);
  return selectDisbursement(ctx.db, id);
}

/** The bills, held: each is the supplier's, and so much of it is due. */
export async function requireDue(
  ctx: CommandCtx,
  from: { readonly supplierId: SupplierId | null; readonly currency: string },
  allocations: readonly Allocation[],
  place: Path,
): ReturnType<typeof lockBillsFor> {
  const bills = await lockBillsFor(
    ctx.db,
    allocations.map(({ billId }) => billId),
  );
  for (const [at, { billId, amountMinor }] of allocations.entries()) {
    const bill = bills.find(({ id }) => id === billId);
    if (bill === undefined)
      throw invalid({ path: [...place, at, "billId"], code: "finance.bill.not_found" });
    refuseAt([...place, at, "amountMinor"], whyNotSettle(bill, { ...from, amountMinor }));
  }
  return bills;
}

async function settle(ctx: CommandCtx, allocations: readonly NewAllocation[]): Promise<void> {
  if (allocations.length === 0) return;
  await insertAllocations(ctx.db, allocations, ctx.actor.id, ctx.now);
  await markBillsSettled(
    ctx.db,
    allocations.map(({ billId, amountMinor, takenMinor, creditId }) => ({
      ...{ billId, amountMinor, takenMinor },
      by: creditId === null ? ("disbursement" as const) : ("credit" as const),
    })),
    ctx.now,
  );
  for (const {
    disbursementId,
    creditId,
    amountMinor: minor,
    takenMinor,
    gainMinor,
  } of allocations) {
    const used = { minor, worthMinor: (takenMinor ?? 0) - gainMinor };
    if (disbursementId !== null) await markUsed(ctx.db, disbursementId, used);
    if (creditId !== null) await markCreditUsed(ctx.db, creditId, used, ctx.now);
  }
  ctx.tell(TOPIC, ...BILL_TOPICS);
}
