import type { Day } from "#kernel/day.ts";
import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillId, BillKind } from "../bills/bills.contract.ts";
import {
  TOPICS as BILL_TOPICS,
  lockBillsFor,
  markBillsSettled,
  markCreditUsed,
} from "../bills/bills.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import { lineOf } from "../invoices/posting.ts";
import { postJournal } from "../journals/journals.ts";
import { whyNotInto } from "../receipts/receipts.rules.ts";
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

/** What took something off a bill, undone ones included; of a vendor credit what it was taken off. */
export const settlementsOf = (
  db: Db,
  { id, kind }: { readonly id: BillId; readonly kind: BillKind },
): ReturnType<typeof selectSettlements> => selectSettlements(db, id, kind === "vendor_credit");

export type Allocation = { readonly billId: BillId; readonly amountMinor: Minor };
type Path = readonly (string | number)[];

export type Paying = {
  readonly supplierId: SupplierId;
  readonly paidOn: Day;
  readonly accountId: LedgerAccountId;
  readonly amountMinor: Minor;
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
  const { currency } = await requireBooks(ctx.db);
  refuseAt(["supplierId"], supplier.isInTrash ? "finance.supplier.in_trash" : null);
  refuseAt(["paidOn"], whyNotOn(paidOn, ctx.today));
  const [account] = await accountsAmong(ctx.db, [accountId]);
  refuseAt(["accountId"], whyNotInto(account));
  const usedMinor = sumMinor(allocations.map((one) => one.amountMinor));
  refuseAt(["amountMinor"], whyNotSoMuch(usedMinor, amountMinor));
  const from = { supplierId: supplier.id, currency };
  const bills = await requireDue(ctx, from, allocations, at);

  const id = newId<"disbursement">();
  const entryId = newId<"journal_entry">();
  const accountOf = await requireParts(ctx.db, ["payable"]);
  const numbers = bills.map(({ number }) => number);
  const memo = [supplier.name, ...numbers, reference].filter(Boolean).join(" · ");
  await insertDisbursement(
    ctx.db,
    {
      ...{ id, supplierId: supplier.id, supplierName: supplier.name, paidOn, currency },
      ...{ amountMinor, usedMinor, accountId, reference, entryId },
    },
    ctx.actor.id,
    ctx.now,
  );
  await settle(
    ctx,
    allocations.map(({ billId, amountMinor: minor }) => ({
      ...{ id: newId<"bill_allocation">(), billId, disbursementId: id, creditId: null },
      ...{ amountMinor: minor, undoesId: null },
      allocatedOn: allocatedOnFor(paidOn, bills.find((one) => one.id === billId)?.postedOn ?? null),
    })),
  );
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: paidOn, aboutOn: paidOn, memo: memo.slice(0, 500) },
    ...{ series: "papers", sourceType: "disbursement", sourceId: id },
    ...{ sourceKey: `disbursement:${id}`, reversesId: null },
    lines: [
      lineOf(accountOf("payable"), amountMinor, currency),
      lineOf(accountId, -amountMinor, currency),
    ],
  });
  return selectDisbursement(ctx.db, id);
}

/** Takes what a vendor credit has left off the bill it answers, as far as that is due. */
export async function settleByCredit(
  ctx: CommandCtx,
  creditId: BillId,
  billId: BillId,
  on: Day,
): Promise<void> {
  const both = await lockBillsFor(ctx.db, [creditId, billId]);
  const dueOf = (id: BillId): Minor => both.find((one) => one.id === id)?.dueMinor ?? 0;
  const amountMinor = Math.min(dueOf(creditId), dueOf(billId));
  if (amountMinor > 0) await applyCredit(ctx, creditId, [{ billId, amountMinor }], on);
}

/** What of a vendor credit is taken off bills. Whoever calls holds it and them, and knows that it fits. */
export async function applyCredit(
  ctx: CommandCtx,
  creditId: BillId,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  await markCreditUsed(
    ctx.db,
    creditId,
    sumMinor(allocations.map(({ amountMinor }) => amountMinor)),
    ctx.now,
  );
  await settle(
    ctx,
    allocations.map(({ billId, amountMinor }) => ({
      ...{ id: newId<"bill_allocation">(), billId, disbursementId: null, creditId },
      ...{ amountMinor, undoesId: null, allocatedOn: on },
    })),
  );
}

/** What of a payment is taken off bills. Whoever calls holds it and them, and knows that it fits. */
export async function applyPaid(
  ctx: CommandCtx,
  id: DisbursementId,
  allocations: readonly Allocation[],
  on: Day,
): Promise<void> {
  const usedMinor = sumMinor(allocations.map(({ amountMinor }) => amountMinor));
  await markUsed(ctx.db, id, usedMinor);
  await settle(
    ctx,
    allocations.map(({ billId, amountMinor }) => ({
      ...{ id: newId<"bill_allocation">(), billId, disbursementId: id, creditId: null },
      ...{ amountMinor, undoesId: null, allocatedOn: on },
    })),
  );
}

/** Answers allocations by their opposites: their bills are due again, what they took is left again. */
export async function unsettle(
  ctx: CommandCtx,
  allocations: readonly AllocationRow[],
  on: Day,
): Promise<void> {
  for (const { disbursementId, creditId, amountMinor } of allocations) {
    if (disbursementId !== null) await markUsed(ctx.db, disbursementId, -amountMinor);
    if (creditId !== null) await markCreditUsed(ctx.db, creditId, -amountMinor, ctx.now);
  }
  await settle(
    ctx,
    allocations.map(({ id, billId, disbursementId, creditId, amountMinor }) => ({
      ...{ id: newId<"bill_allocation">(), billId, disbursementId, creditId },
      ...{ amountMinor: -amountMinor, undoesId: id, allocatedOn: on },
    })),
  );
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
  const accountOf = await requireParts(ctx.db, ["payable"]);
  const { amountMinor, currency, account, entryId } = paid;

  await unsettle(ctx, allocations, undoneOn);
  await markUndone(ctx.db, id, undoneOn, ctx.now);
  await postJournal(ctx, {
    ...{ id: newId<"journal_entry">(), postedOn: undoneOn, aboutOn: undoneOn },
    ...{ memo: paid.supplierName, series: "papers", sourceType: "disbursement", sourceId: id },
    ...{ sourceKey: `disbursement:${id}:undone`, reversesId: entryId },
    lines: [
      lineOf(accountOf("payable"), -amountMinor, currency),
      lineOf(account.id, amountMinor, currency),
    ],
  });
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
  await insertAllocations(ctx.db, allocations, ctx.actor.id, ctx.now);
  await markBillsSettled(
    ctx.db,
    allocations.map(({ billId, amountMinor, creditId }) => ({
      ...{ billId, amountMinor },
      by: creditId === null ? ("disbursement" as const) : ("credit" as const),
    })),
    ctx.now,
  );
  ctx.tell(TOPIC, ...BILL_TOPICS);
}
