import { refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { lockInvoicesFor } from "../invoices/invoices.ts";
import { type Receipt, receipts } from "./receipts.contract.ts";
import { whyNotUndo, whyNotUse } from "./receipts.rules.ts";
import {
  lockReceipt,
  type ReceiptRow,
  selectAllocation,
  selectReceipt,
  selectReceipts,
} from "./receipts.sql.ts";
import { takeBack, takeIn, takeLeft, unsettle } from "./receipts.ts";

const READ = "finance.receipts.read";
const WRITE = "finance.receipts.write";

export const listReceipts = query({
  does: receipts.list,
  needs: READ,
  async run(ctx, { after, limit, ...filter }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectReceipts(ctx.db, filter, from, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.receivedOn, row.id]);
    return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
  },
});

export const getReceipt = query({
  does: receipts.get,
  needs: READ,
  run: async (ctx, { id }) => shownOf(ctx, await selectReceipt(ctx.db, id)),
});

export const createReceipt = command({
  does: receipts.create,
  needs: WRITE,
  async run(ctx, asked) {
    const receipt = await takeIn(ctx, asked);
    const { receivedOn, amountMinor, leftMinor } = receipt;
    await ctx.audit(subjectOf(receipt), { receivedOn, amountMinor, leftMinor });
    return shownOf(ctx, receipt);
  },
});

export const applyReceipt = command({
  does: receipts.apply,
  needs: WRITE,
  async run(ctx, { id, allocations }) {
    const receipt = await lockReceipt(ctx.db, id);
    refuseIf(whyNotUse(receipt));

    await takeLeft(ctx, receipt, allocations, ctx.today);

    const after = await selectReceipt(ctx.db, id);
    await ctx.audit(subjectOf(receipt), { usedMinor: receipt.leftMinor - after.leftMinor });
    return shownOf(ctx, after);
  },
});

export const undoReceiptAllocation = command({
  does: receipts.undoAllocation,
  needs: WRITE,
  async run(ctx, { id }) {
    const { receiptId, invoiceId, amountMinor } = await selectAllocation(ctx.db, id);
    const receipt = await lockReceipt(ctx.db, receiptId);
    await lockInvoicesFor(ctx.db, [invoiceId]);
    const allocation = await selectAllocation(ctx.db, id);
    refuseIf(allocation.isUndone ? "finance.receipt.allocation_is_undone" : null);
    refuseIf(receipt.customerId === null ? "finance.receipt.whose" : null);

    await unsettle(ctx, receipt, [allocation], ctx.today);

    await ctx.audit(subjectOf(receipt), { undoneMinor: amountMinor });
    return { done: true as const };
  },
});

export const undoReceipt = command({
  does: receipts.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
    const receipt = await takeBack(ctx, id, undoneOn);
    await ctx.audit(subjectOf(receipt), { undoneOn, amountMinor: receipt.amountMinor });
    return shownOf(ctx, receipt);
  },
});

function subjectOf({ id, invoices, payer, reference }: ReceiptRow) {
  const numbers = invoices.map(({ number }) => number);
  const name = [...(numbers.length > 0 ? numbers : [payer]), reference].filter(Boolean).join(" ");
  return { type: "receipt", id, name: name === "" ? showId("receipt", id) : name.slice(0, 500) };
}

function shownOf(ctx: Ctx, row: ReceiptRow): Receipt {
  const may = (reason: string | null) => ctx.whyNotMay(WRITE) ?? reason;
  const {
    rate,
    rateSource: _,
    rateOn: __,
    carriedMinor: ___,
    worthMinor,
    isAtBank,
    ...shown
  } = row;
  return {
    ...shown,
    worth: worthMinor === null ? null : { rate, minor: worthMinor },
    blocked: { use: may(whyNotUse(row)), undo: may(whyNotUndo({ ...row, isAtBank })) },
  };
}
