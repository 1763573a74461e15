import { refuseAt, refuseIf } from "#kernel/errors.ts";
import { sumMinor } from "#kernel/money.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { whyNotUse as whyNotUseCredit } from "../bills/bills.rules.ts";
import { billOf, lockBillFor } from "../bills/bills.ts";
import { lockSupplierFor } from "../suppliers/suppliers.ts";
import { type Disbursement, disbursements } from "./disbursements.contract.ts";
import { summed, whyNotSoMuch, whyNotUndo, whyNotUse } from "./disbursements.rules.ts";
import {
  type DisbursementRow,
  lockDisbursement,
  selectAllocation,
  selectDisbursement,
  selectDisbursements,
} from "./disbursements.sql.ts";
import {
  applyCredit,
  applyPaid,
  payOut,
  requireDue,
  takeBackPaid,
  unsettle,
} from "./disbursements.ts";

const READ = "finance.disbursements.read";
const WRITE = "finance.disbursements.write";
const AT = ["allocations"];

export const listDisbursements = query({
  does: disbursements.list,
  needs: READ,
  async run(ctx, { supplier, after, limit }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectDisbursements(ctx.db, supplier, from, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.paidOn, row.id]);
    return { rows: page.rows.map((row) => shownOf(ctx, row)), next: page.next };
  },
});

export const getDisbursement = query({
  does: disbursements.get,
  needs: READ,
  run: async (ctx, { id }) => shownOf(ctx, await selectDisbursement(ctx.db, id)),
});

export const createDisbursement = command({
  does: disbursements.create,
  needs: WRITE,
  async run(ctx, asked) {
    const paid = await payOut(ctx, asked);
    const { paidOn, amountMinor, usedMinor } = paid;
    await ctx.audit(subjectOf(paid), { paidOn, amountMinor, usedMinor });
    return shownOf(ctx, paid);
  },
});

export const applyDisbursement = command({
  does: disbursements.apply,
  needs: WRITE,
  async run(ctx, { id, allocations: asked }) {
    const { supplierId } = await selectDisbursement(ctx.db, id);
    if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
    const paid = await lockDisbursement(ctx.db, id);
    refuseIf(whyNotUse(paid));
    const allocations = summed(asked);
    const usedMinor = sumMinor(allocations.map(({ amountMinor }) => amountMinor));
    refuseAt(AT, whyNotSoMuch(usedMinor, paid.leftMinor));
    const due = await requireDue(ctx, paid, allocations, AT);

    await applyPaid(ctx, paid, due, allocations, ctx.today);

    await ctx.audit(subjectOf(paid), { usedMinor });
    return shownOf(ctx, await selectDisbursement(ctx.db, id));
  },
});

export const applyVendorCredit = command({
  does: disbursements.applyCredit,
  needs: WRITE,
  async run(ctx, { id, allocations: asked }) {
    const allocations = summed(asked);
    const { supplierId } = await billOf(ctx.db, id);
    if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
    const seen = await lockBillFor(ctx.db, id);
    refuseIf(whyNotUseCredit(seen));
    const usedMinor = sumMinor(allocations.map(({ amountMinor }) => amountMinor));
    refuseAt(AT, whyNotSoMuch(usedMinor, seen.dueMinor));
    const due = await requireDue(ctx, seen, allocations, AT);

    await applyCredit(ctx, seen, due, allocations, ctx.today);

    await ctx.audit(
      { type: "bill", id, name: [seen.supplier.name, seen.number].filter(Boolean).join(" ") },
      { usedMinor },
    );
    return { done: true as const };
  },
});

export const undoBillAllocation = command({
  does: disbursements.undoAllocation,
  needs: WRITE,
  async run(ctx, { id }) {
    const { supplierId, billId, amountMinor } = await selectAllocation(ctx.db, id);
    if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
    const { supplier, number } = await lockBillFor(ctx.db, billId);
    const allocation = await selectAllocation(ctx.db, id);
    refuseIf(allocation.isUndone ? "finance.disbursement.allocation_is_undone" : null);

    await unsettle(ctx, [allocation], ctx.today);

    await ctx.audit(
      { type: "bill", id: billId, name: [supplier.name, number].filter(Boolean).join(" ") },
      { undoneMinor: amountMinor },
    );
    return { done: true as const };
  },
});

export const undoDisbursement = command({
  does: disbursements.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
    const paid = await takeBackPaid(ctx, id, undoneOn);
    await ctx.audit(subjectOf(paid), { undoneOn, amountMinor: paid.amountMinor });
    return shownOf(ctx, paid);
  },
});

const subjectOf = ({ id, supplierName, reference }: DisbursementRow) => ({
  type: "disbursement",
  id,
  name: [supplierName, reference].filter(Boolean).join(" "),
});

function shownOf(ctx: Ctx, row: DisbursementRow): Disbursement {
  const {
    rate,
    rateSource: _,
    rateOn: __,
    carriedMinor: ___,
    worthMinor,
    isAtBank,
    ...shown
  } = row;
  const may = (reason: string | null) => ctx.whyNotMay(WRITE) ?? reason;
  return {
    ...shown,
    worth: worthMinor === null ? null : { rate, minor: worthMinor },
    blocked: { use: may(whyNotUse(row)), undo: may(whyNotUndo({ ...row, isAtBank })) },
  };
}
