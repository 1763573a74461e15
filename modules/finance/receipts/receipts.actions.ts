import { showId } from "#kernel/ids.ts";
import { command } from "#platform/actions/action.ts";
import { type Receipt, type ReceiptId, receipts } from "./receipts.contract.ts";
import type { ReceiptRow } from "./receipts.sql.ts";
import { takeBack, takeIn } from "./receipts.ts";

const WRITE = "finance.receipts.write";

export const createReceipt = command({
  does: receipts.create,
  needs: WRITE,
  async run(ctx, asked) {
    const { memo, ...receipt } = await takeIn(ctx, asked);
    const { id, receivedOn, amountMinor } = receipt;
    await ctx.audit(subjectOf(id, memo), { receivedOn, amountMinor });
    return shownOf(receipt);
  },
});

export const undoReceipt = command({
  does: receipts.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
    const receipt = await takeBack(ctx, id, undoneOn);
    const { amountMinor, reference } = receipt;
    await ctx.audit(subjectOf(id, reference), { undoneOn, amountMinor });
    return shownOf(receipt);
  },
});

const subjectOf = (id: ReceiptId, name: string) => ({
  type: "receipt",
  id,
  name: name === "" ? showId("receipt", id) : name,
});

const shownOf = ({ accountId: _, entryId: __, isAtBank: ___, ...shown }: ReceiptRow): Receipt =>
  shown;
