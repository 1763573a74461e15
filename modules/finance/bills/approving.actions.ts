import { refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { booksOf, requireBooks } from "../books/books.ts";
import { settleByCredit } from "../disbursements/disbursements.ts";
import { shareOf } from "../journals/rates.rules.ts";
import { type Pricing, worthOf, worthsWithin } from "../rates/pricing.rules.ts";
import { pricingFor } from "../rates/rates.ts";
import { lockSupplierFor } from "../suppliers/suppliers.ts";
import { bills } from "./bills.contract.ts";
import {
  NEAR_DAYS,
  ownClaimedOf,
  selfAssessedOf,
  taxSharesOf,
  twinsOf,
  whyNotApprove,
  whyNotCredit,
  whyNotPostOn,
  whyNotTwice,
  whyNotUndo,
  whyNotUndoOn,
  withheldOf,
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
  type Worth,
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
  async run(ctx, { id, version, postedOn: asked, evenIfTwin, rate }) {
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
    const by = await pricingOf(ctx, draft, rate);
    const worth = await worthFor(ctx, draft, by);
    refuseIf(worth.payableMinor <= 0 ? "finance.bill.is_nothing" : null);
    await requireAccounts(ctx, draft, by);
    const twins = twinsOf(draft, await selectAlike(ctx.db, draft, NEAR_DAYS));
    if (!evenIfTwin && draft.kind !== "vendor_credit") refuseIf(whyNotTwice(twins));

    await markBill(ctx.db, id, draft, ctx.now);
    const entryId = await postBill(ctx, draft, { postedOn, by, worth });
    await markApproved(ctx.db, id, { postedOn, entryId, worth: worth.kept }, ctx.now);
    await insertTaxes(ctx.db, id, postedOn, sharesOf(draft, by, worth));
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

/** By the rate of the supplier's day; what answers a bill goes by that of the bill. */
async function pricingOf(
  ctx: CommandCtx,
  bill: WholeBill,
  rate: string | undefined,
): Promise<Pricing> {
  const { currency, billedOn, creditsId } = bill;
  if (creditsId === null) return pricingFor(ctx.db, { currency, on: billedOn, rate });
  const answered = await selectBill(ctx.db, creditsId);
  const { rateSource, rateOn } = answered;
  const to = (await requireBooks(ctx.db)).currency;
  return { from: currency, to, rate: answered.rate, rateSource, rateOn };
}

/** What a paper is worth in the books. One that answers a bill takes its share of what that is carried at, to the unit. */
async function worthFor(ctx: CommandCtx, bill: WholeBill, by: Pricing) {
  const { payableMinor: payable, creditsId, figures } = bill;
  const answered = creditsId === null ? null : await lockBill(ctx.db, creditsId);
  const payableMinor =
    answered !== null && payable <= answered.dueMinor
      ? shareOf(answered.carriedMinor, payable, answered.dueMinor)
      : worthOf(payable, by);
  const claimedMinor = worthOf(bill.claimedMinor, by);
  const costMinor = worthOf(figures.taxMinor - bill.claimedMinor, by);
  const ownClaimed = ownClaimedOf(bill.content);
  const ownClaimedMinor = worthOf(ownClaimed, by);
  const ownCostMinor = worthOf(selfAssessedOf(figures) - ownClaimed, by);
  const withheldMinor = worthOf(withheldOf(figures), by);
  const { rate, rateSource, rateOn } = by;
  const kept: Worth | null =
    rateOn === null
      ? null
      : {
          ...{ rate, rateSource, rateOn, worthMinor: payableMinor },
          ...{ worthTaxMinor: claimedMinor + costMinor, worthClaimedMinor: claimedMinor },
        };
  return {
    ...{ payableMinor, claimedMinor, costMinor, kept },
    ...{ ownClaimedMinor, ownCostMinor, withheldMinor },
  };
}
type Worths = Awaited<ReturnType<typeof worthFor>>;

/** What the tax report adds up is in the currency of the books. */
function sharesOf({ kind, content, figures }: WholeBill, by: Pricing, worth: Worths) {
  const way = kind === "vendor_credit" ? -1 : 1;
  const shares = taxSharesOf(kind, content, figures);
  const sums = [
    { kind: "charged", isClaimed: true, minor: worth.claimedMinor },
    { kind: "charged", isClaimed: false, minor: worth.costMinor },
    { kind: "self_assessed", isClaimed: true, minor: worth.ownClaimedMinor },
    { kind: "self_assessed", isClaimed: false, minor: worth.ownCostMinor },
    { kind: "withheld", isClaimed: false, minor: worth.withheldMinor },
  ];
  return sums.flatMap((sum) => {
    const some = shares.filter((one) => one.kind === sum.kind && one.isClaimed === sum.isClaimed);
    const worths = worthsWithin(
      sum.minor * way || 0,
      some.map(({ taxMinor }) => taxMinor),
      by,
    );
    return some.map((share, at) => ({
      ...share,
      taxableMinor: worthOf(share.taxableMinor, by),
      taxMinor: worths[at] ?? 0,
      rate: content.taxes.find(({ id }) => id === share.taxCodeId)?.rate ?? "0",
    }));
  });
}
