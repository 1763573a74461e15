import { refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { settleByCredit } from "../disbursements/disbursements.ts";
import { lockSupplierFor } from "../suppliers/suppliers.ts";
import { bills } from "./bills.contract.ts";
import {
  NEAR_DAYS,
  taxSharesOf,
  twinsOf,
  whyNotApprove,
  whyNotCredit,
  whyNotPostOn,
  whyNotTwice,
  whyNotUndo,
  whyNotUndoOn,
} from "./bills.rules.ts";
import {
  insertBill,
  insertTaxes,
  insertUndoneTaxes,
  lockBill,
  markApproved,
  markBill,
  markUndone,
  selectAlike,
  selectBill,
  type WholeBill,
} from "./bills.sql.ts";
import { TOPICS } from "./bills.ts";
import { postBill, postUndo, requireAccounts } from "./posting.ts";
import { reckonedOn } from "./reckoned.ts";
import { told } from "./shown.ts";

const APPROVE = "finance.bills.approve";

/** Posts the paper, and from then on it stands. Whoever has the supplier decides alone whether it came twice. */
export const approveBill = command({
  does: bills.approve,
  needs: APPROVE,
  async run(ctx, { id, version, postedOn: asked, evenIfTwin }) {
    const { supplierId } = await selectBill(ctx.db, id);
    const supplier =
      supplierId === null ? null : await lockSupplierFor(ctx.db, supplierId, ctx.today);
    const seen = await lockBill(ctx.db, id);
    refuseIfStale(seen, version);
    const draft = await asApproved(ctx, seen);
    refuseIf(whyNotApprove(draft, draft.content.lines, (await booksOf(ctx.db))?.currency ?? null));
    refuseIf(supplier?.isInTrash === true ? "finance.supplier.in_trash" : null);
    const postedOn = asked ?? draft.billedOn;
    refuseAt(["postedOn"], whyNotPostOn(postedOn, draft.billedOn, ctx.today));
    await requireAccounts(ctx, draft);
    const twins = twinsOf(draft, await selectAlike(ctx.db, draft, NEAR_DAYS));
    if (!evenIfTwin && draft.kind !== "vendor_credit") refuseIf(whyNotTwice(twins));

    await markBill(ctx.db, id, draft, ctx.now);
    const entryId = await postBill(ctx, draft, postedOn);
    await markApproved(ctx.db, id, { postedOn, entryId }, ctx.now);
    await insertTaxes(ctx.db, id, postedOn, sharesOf(draft));
    if (draft.creditsId !== null) await settleByCredit(ctx, id, draft.creditsId, postedOn);

    ctx.tell(...TOPICS);
    return told(ctx, id, {
      ...{ number: draft.number, postedOn, payableMinor: draft.payableMinor },
      ...(twins.length > 0 && { twins: twins.map(({ why }) => why) }),
    });
  },
});

/** A draft that answers a bill: all that is still due, to be approved as it is or lessened first. */
export const creditBill = command({
  does: bills.credit,
  needs: "finance.bills.write",
  async run(ctx, { id, version }) {
    const bill = await lockBill(ctx.db, id);
    refuseIfStale(bill, version);
    refuseIf(whyNotCredit(bill));

    const credit = newId<"bill">();
    const content = { ...bill, id: credit, kind: "vendor_credit" as const, creditsId: id };
    await insertBill(
      ctx.db,
      { ...content, number: "", billedOn: ctx.today, dueOn: ctx.today },
      ctx.actor.id,
      ctx.now,
    );

    return told(ctx, credit, { credits: bill.number });
  },
});

/** Answers an expense by a reversing entry: it was never paid. */
export const undoExpense = command({
  does: bills.undo,
  needs: APPROVE,
  async run(ctx, { id, version, undoneOn = ctx.today }) {
    const bill = await lockBill(ctx.db, id);
    refuseIfStale(bill, version);
    refuseIf(whyNotUndo(bill));
    refuseAt(["undoneOn"], whyNotUndoOn(undoneOn, bill.postedOn ?? bill.billedOn, ctx.today));

    const entryId = await postUndo(ctx, bill, undoneOn);
    await markUndone(ctx.db, id, { undoneOn, entryId }, ctx.now);
    await insertUndoneTaxes(ctx.db, id, undoneOn);

    ctx.tell(...TOPICS);
    return told(ctx, id, { undoneOn, payableMinor: bill.payableMinor });
  },
});

/** With the taxes of the supplier's day; what answers a bill goes by those of that bill. */
async function asApproved(ctx: CommandCtx, bill: WholeBill): Promise<WholeBill> {
  if (bill.creditsId !== null || bill.status !== "draft") return bill;
  const { lines, roundingMinor } = bill.content;
  const reckoned = await reckonedOn(ctx, { ...bill, lines, roundingMinor }, bill.billedOn);
  const { netMinor, payableMinor } = reckoned.figures;
  return { ...bill, ...reckoned, netMinor, payableMinor };
}

const sharesOf = ({ kind, content, figures }: WholeBill) =>
  taxSharesOf(kind, content.taxes, content.lines, figures).map((share) => ({
    ...share,
    rate: content.taxes.find(({ id }) => id === share.taxCodeId)?.rate ?? "0",
  }));
