import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { sumMinor } from "#kernel/money.ts";
import { command } from "#platform/actions/action.ts";
import { requireBooks } from "../books/books.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import { lockInvoicesFor, markInvoicesPaid, TOPIC } from "../invoices/invoices.ts";
import { lineOf } from "../invoices/posting.ts";
import { postJournal } from "../journals/journals.ts";
import { type Receipt, type ReceiptId, receipts } from "./receipts.contract.ts";
import { whyNotInto, whyNotOn, whyNotTake, whyNotUndo } from "./receipts.rules.ts";
import {
  type Allocation,
  insertAllocations,
  insertReceipt,
  lockReceipt,
  markUndone,
  type ReceiptRow,
  selectAllocations,
} from "./receipts.sql.ts";

const WRITE = "finance.receipts.write";

export const createReceipt = command({
  does: receipts.create,
  needs: WRITE,
  async run(ctx, { receivedOn, accountId, reference, allocations: asked }) {
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
        throw invalid({
          path: ["allocations", at, "invoiceId"],
          code: "finance.invoice.not_found",
        });
      refuseAt(
        ["allocations", at, "amountMinor"],
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
    await ctx.audit(subjectOf(id, memo), { receivedOn, amountMinor });
    ctx.tell(TOPIC);
    return shownOf({ ...receipt, undoneOn: null });
  },
});

export const undoReceipt = command({
  does: receipts.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
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
    await ctx.audit(subjectOf(id, receipt.reference), { undoneOn, amountMinor });
    ctx.tell(TOPIC);
    return shownOf({ ...receipt, undoneOn });
  },
});

/** The same invoice named twice is one allocation. */
function summed(asked: readonly Allocation[]): readonly Allocation[] {
  const byInvoice = new Map<Allocation["invoiceId"], number>();
  for (const { invoiceId, amountMinor } of asked)
    byInvoice.set(invoiceId, (byInvoice.get(invoiceId) ?? 0) + amountMinor);
  return [...byInvoice].map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor }));
}

const subjectOf = (id: ReceiptId, name: string) => ({
  type: "receipt",
  id,
  name: name === "" ? showId("receipt", id) : name,
});

const shownOf = ({ accountId: _, entryId: __, ...shown }: ReceiptRow): Receipt => shown;
