import type { Day } from "#kernel/day.ts";
import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { sumMinor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import type { InvoiceId } from "../invoices/invoices.contract.ts";
import { lockInvoicesFor, markInvoicesPaid, TOPIC } from "../invoices/invoices.ts";
import { lineOf } from "../invoices/posting.ts";
import { postJournal } from "../journals/journals.ts";
import type { ReceiptId } from "./receipts.contract.ts";
import { whyNotInto, whyNotOn, whyNotTake, whyNotUndo } from "./receipts.rules.ts";
import {
  type Allocation,
  insertAllocations,
  insertReceipt,
  lockReceipt,
  markUndone,
  type ReceiptRow,
  selectAllocations,
  selectReceiptsOf,
} from "./receipts.sql.ts";

/** What came in for an invoice, what was undone again included. */
export const receiptsOf = (db: Db, id: InvoiceId): ReturnType<typeof selectReceiptsOf> =>
  selectReceiptsOf(db, id);

export type Taking = {
  readonly receivedOn: Day;
  readonly accountId: LedgerAccountId;
  readonly reference: string;
  readonly allocations: readonly Allocation[];
  /** Where the allocations stand in what was asked. */
  readonly at?: readonly string[];
};

/** Takes money in for invoices, in the caller's transaction, and posts it. What is wrong with it is told at its field. */
export async function takeIn(
  ctx: CommandCtx,
  { receivedOn, accountId, reference, allocations: asked, at: place = ["allocations"] }: Taking,
): Promise<ReceiptRow & { readonly memo: string }> {
  const allocations = summed(asked);
  const invoices = await lockInvoicesFor(
    ctx.db,
    allocations.map(({ invoiceId }) => invoiceId),
  );
  const { currency } = await requireBooks(ctx.db);
  refuseAt(["receivedOn"], whyNotOn(receivedOn, ctx.today));
  const [account] = await accountsAmong(ctx.db, [accountId]);
  refuseAt(["accountId"], whyNotInto(account));
  for (const [at, { invoiceId, amountMinor }] of allocations.entries()) {
    const invoice = invoices.find(({ id }) => id === invoiceId);
    if (invoice === undefined)
      throw invalid({ path: [...place, at, "invoiceId"], code: "finance.invoice.not_found" });
    refuseAt(
      [...place, at, "amountMinor"],
      whyNotTake(invoice, { amountMinor, receivedOn, currency }),
    );
  }

  const id = newId<"receipt">();
  const entryId = newId<"journal_entry">();
  const amountMinor = sumMinor(allocations.map((one) => one.amountMinor));
  const receipt = { id, receivedOn, currency, amountMinor, accountId, reference, entryId };
  const memo = [...invoices.map(({ number }) => number), reference].filter(Boolean).join(" ");
  const accountOf = await requireParts(ctx.db, ["receivable"]);

  await insertReceipt(ctx.db, receipt, ctx.actor.id, ctx.now);
  await insertAllocations(ctx.db, id, allocations);
  await markInvoicesPaid(ctx.db, allocations, ctx.now);
  await postJournal(ctx, {
    ...{ id: entryId, postedOn: receivedOn, aboutOn: receivedOn, memo: memo.slice(0, 500) },
    ...{ series: "papers", sourceType: "receipt", sourceId: id, sourceKey: `receipt:${id}` },
    reversesId: null,
    lines: [
      lineOf(accountId, amountMinor, currency),
      lineOf(accountOf("receivable"), -amountMinor, currency),
    ],
  });
  ctx.tell(TOPIC);
  return { ...receipt, undoneOn: null, isAtBank: false, memo };
}

/** Answers it by a reversing entry: its invoices are due again. */
export async function takeBack(ctx: CommandCtx, id: ReceiptId, undoneOn: Day): Promise<ReceiptRow> {
  const receipt = await lockReceipt(ctx.db, id);
  refuseIf(whyNotUndo(receipt, undoneOn));
  refuseAt(["undoneOn"], whyNotOn(undoneOn, ctx.today));
  const allocations = await selectAllocations(ctx.db, id);
  await lockInvoicesFor(
    ctx.db,
    allocations.map(({ invoiceId }) => invoiceId),
  );
  const { amountMinor, currency, accountId, entryId } = receipt;
  const accountOf = await requireParts(ctx.db, ["receivable"]);

  await markUndone(ctx.db, id, undoneOn, ctx.now);
  await markInvoicesPaid(
    ctx.db,
    allocations.map((one) => ({ ...one, amountMinor: -one.amountMinor })),
    ctx.now,
  );
  await postJournal(ctx, {
    ...{ id: newId<"journal_entry">(), postedOn: undoneOn, aboutOn: undoneOn, memo: "" },
    ...{ series: "papers", sourceType: "receipt", sourceId: id },
    ...{ sourceKey: `receipt:${id}:undone`, reversesId: entryId },
    lines: [
      lineOf(accountId, -amountMinor, currency),
      lineOf(accountOf("receivable"), amountMinor, currency),
    ],
  });
  ctx.tell(TOPIC);
  return { ...receipt, undoneOn };
}

/** The same invoice named twice is one allocation. */
function summed(asked: readonly Allocation[]): readonly Allocation[] {
  const byInvoice = new Map<Allocation["invoiceId"], number>();
  for (const { invoiceId, amountMinor } of asked)
    byInvoice.set(invoiceId, (byInvoice.get(invoiceId) ?? 0) + amountMinor);
  return [...byInvoice].map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor }));
}
