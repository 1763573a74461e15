import type { Day } from "#kernel/day.ts";
import { showId } from "#kernel/ids.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { settlementsOf } from "../disbursements/disbursements.ts";
import type { Bill, BillId, BillRow } from "./bills.contract.ts";
import {
  NEAR_DAYS,
  standingOf,
  twinsOf,
  whyNotApprove,
  whyNotChange,
  whyNotCredit,
  whyNotRestore,
  whyNotUndo,
  whyNotUse,
} from "./bills.rules.ts";
import {
  type BillRowKept,
  selectAlike,
  selectBill,
  selectCreditsOf,
  type WholeBill,
} from "./bills.sql.ts";
import { TOPIC } from "./bills.ts";

const WRITE = "finance.bills.write";
const APPROVE = "finance.bills.approve";
const PAY = "finance.disbursements.write";

export const rowOf = (row: BillRowKept, today: Day): BillRow => ({
  ...{ id: row.id, kind: row.kind, standing: standingOf(row, today), number: row.number },
  ...{ supplierId: row.supplierId, supplierName: row.supplier.name, currency: row.currency },
  ...{ billedOn: row.billedOn, dueOn: row.dueOn, payableMinor: row.payableMinor },
  dueMinor: row.status === "approved" ? row.dueMinor : 0,
  createdAt: row.createdAt,
});

/** A paper with all that hangs on it, and why each verb is closed. */
export async function readBill(ctx: Ctx, id: BillId): Promise<Bill> {
  const bill = await selectBill(ctx.db, id);
  const books = await booksOf(ctx.db);
  const may = (permission: string, reason: string | null) => ctx.whyNotMay(permission) ?? reason;
  const { lines, roundingMinor } = bill.content;
  const answered = bill.creditsId === null ? null : await selectBill(ctx.db, bill.creditsId);
  return {
    ...rowOf(bill, ctx.today),
    ...{ postedOn: bill.postedOn, pricesContainTax: bill.pricesContainTax, roundingMinor },
    ...{ reference: bill.reference, note: bill.note, lines: [...lines] },
    ...{ accountId: bill.accountId, figures: bill.figures, claimedMinor: bill.claimedMinor },
    worth: worthShown(bill, books?.currency ?? bill.currency),
    ...{ paidMinor: bill.paidMinor, creditedMinor: bill.creditedMinor, usedMinor: bill.usedMinor },
    settlements: await settlementsOf(ctx.db, bill),
    credits: answered && { id: answered.id, number: answered.number },
    creditedBy: await selectCreditsOf(ctx.db, id),
    twins: await twinsShown(ctx, bill),
    ...{ entryId: bill.entryId, undoneOn: bill.undoneOn, version: bill.version },
    blocked: {
      change: may(WRITE, whyNotChange(bill)),
      discard: may(WRITE, whyNotChange(bill)),
      restore: may(WRITE, whyNotRestore(bill)),
      approve: may(APPROVE, whyNotApprove(bill, lines, books?.currency ?? null)),
      credit: may(WRITE, whyNotCredit(bill)),
      pay: may(PAY, whyNotCredit(bill)),
      use: may(PAY, whyNotUse(bill)),
      undo: may(APPROVE, whyNotUndo(bill)),
    },
  };
}

const worthShown = (bill: WholeBill, currency: string): Bill["worth"] =>
  bill.rateOn === null
    ? null
    : {
        ...{ currency, rate: bill.rate, rateSource: bill.rateSource, rateOn: bill.rateOn },
        ...{ payableMinor: bill.booksMinor, carriedMinor: bill.carriedMinor },
      };

/** Asked of drafts: what is approved has been looked at. */
const twinsShown = async (ctx: Ctx, bill: WholeBill): Promise<Bill["twins"]> =>
  bill.status === "draft" && !bill.isInTrash && bill.kind !== "vendor_credit"
    ? twinsOf(bill, await selectAlike(ctx.db, bill, NEAR_DAYS))
    : [];

/** The reply to a change, and its place in the audit log. */
export async function told(ctx: CommandCtx, id: BillId, change: object): Promise<Bill> {
  const shown = await readBill(ctx, id);
  const name = [shown.supplierName, shown.number].filter(Boolean).join(" ");
  await ctx.audit({ type: "bill", id, name: name === "" ? showId("bill", id) : name }, change);
  ctx.tell(TOPIC);
  return shown;
}
