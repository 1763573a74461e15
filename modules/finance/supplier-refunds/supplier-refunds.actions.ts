import { refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { BillId } from "../bills/bills.contract.ts";
import { whyNotUse as whyNotUseCredit } from "../bills/bills.rules.ts";
import { TOPICS as BILL_TOPICS, billOf, lockBillFor, markCreditUsed } from "../bills/bills.ts";
import { requireBooks } from "../books/books.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import type { DisbursementId } from "../disbursements/disbursements.contract.ts";
import { whyNotSoMuch, whyNotUse } from "../disbursements/disbursements.rules.ts";
import {
  TOPIC as DISBURSEMENTS,
  disbursementOf,
  lockDisbursementFor,
  markDisbursementUsed,
} from "../disbursements/disbursements.ts";
import { reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { shareOf } from "../journals/rates.rules.ts";
import { ownPricing } from "../rates/pricing.rules.ts";
import { moneyLine, pricedLine, pricedMoney } from "../rates/rates.ts";
import { whyNotInto, whyNotMoney } from "../receipts/receipts.rules.ts";
import type { SupplierId } from "../suppliers/suppliers.contract.ts";
import { lockSupplierFor } from "../suppliers/suppliers.ts";
import { type SupplierRefund, supplierRefunds } from "./supplier-refunds.contract.ts";
import { whyNotOn, whyNotUndo } from "./supplier-refunds.rules.ts";
import {
  insertRefund,
  lockRefund,
  markUndone,
  type RefundRow,
  selectRefund,
  selectRefunds,
} from "./supplier-refunds.sql.ts";

const WRITE = "finance.disbursements.write";

export const listSupplierRefunds = query({
  does: supplierRefunds.list,
  needs: "finance.disbursements.read",
  run: async (ctx, of) => ({ refunds: (await selectRefunds(ctx.db, of)).map(shownOf) }),
});

export const createSupplierRefund = command({
  does: supplierRefunds.create,
  needs: WRITE,
  async run(ctx, asked) {
    const { refundedOn, accountId, amountMinor, reference } = asked;
    const source = await heldSource(ctx, asked.from);
    refuseIf(source.whyNot);
    refuseAt(["amountMinor"], whyNotSoMuch(amountMinor, source.leftMinor));
    refuseAt(["refundedOn"], whyNotOn(refundedOn, ctx.today));
    const [account] = await accountsAmong(ctx.db, [accountId]);
    refuseAt(["accountId"], whyNotInto(account));
    const books = await requireBooks(ctx.db);
    const { currency } = source;
    const moneyCurrency = account?.currency ?? books.currency;
    refuseAt(["accountId"], whyNotMoney(moneyCurrency, currency, books.currency));
    const money = await pricedMoney(ctx.db, {
      ...{ currency, amountMinor, moneyCurrency, moneyMinor: asked.moneyMinor },
      ...{ on: refundedOn, rate: asked.rate },
    });
    // What came beyond what was carried is gained (IAS 21.28).
    const carriedMinor = shareOf(source.carriedMinor, amountMinor, source.leftMinor);
    const gainMinor = money.booksMinor - carriedMinor;

    const id = newId<"supplier_refund">();
    const entryId = newId<"journal_entry">();
    const accountOf = await requireParts(ctx.db, ["payable", "exchange"]);
    const memo = [source.supplierName, reference].filter(Boolean).join(" · ").slice(0, 500);
    await postJournal(ctx, {
      ...{ id: entryId, postedOn: refundedOn, aboutOn: refundedOn, memo, series: "papers" },
      ...{ sourceType: "supplier_refund", sourceId: id, sourceKey: `supplier_refund:${id}` },
      reversesId: null,
      lines: [
        moneyLine(accountId, money, amountMinor, 1),
        pricedLine(accountOf("payable"), -amountMinor, -carriedMinor, money.by),
        pricedLine(accountOf("exchange"), -gainMinor, -gainMinor, ownPricing(books.currency)),
      ].filter((line) => line.amountMinor !== 0),
    });
    const takenMinor = money.by.rateOn === null ? null : carriedMinor;
    await insertRefund(
      ctx.db,
      {
        ...{ id, supplierId: source.supplierId, supplierName: source.supplierName, refundedOn },
        ...{ currency, amountMinor, money: money.money, takenMinor, gainMinor, accountId },
        ...{ reference, entryId, ...source.of },
      },
      ctx.actor.id,
      ctx.now,
    );
    await markTaken(ctx, source.of, { minor: amountMinor, worthMinor: carriedMinor });

    return told(ctx, await selectRefund(ctx.db, id), { refundedOn, amountMinor });
  },
});

export const undoSupplierRefund = command({
  does: supplierRefunds.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
    const { disbursementId, creditId } = await selectRefund(ctx.db, id);
    await heldSource(
      ctx,
      disbursementId === null ? { creditId: creditId as BillId } : { disbursementId },
    );
    const before = await lockRefund(ctx.db, id);
    refuseIf(whyNotUndo(before, undoneOn, ctx.today));

    await postJournal(ctx, {
      ...{ id: newId<"journal_entry">(), postedOn: undoneOn, aboutOn: undoneOn },
      ...{ memo: before.supplierName, series: "papers", sourceType: "supplier_refund" },
      ...{ sourceId: id, sourceKey: `supplier_refund:${id}:undone`, reversesId: before.entryId },
      lines: reversedLines(await linesOfEntry(ctx.db, before.entryId)),
    });
    await markUndone(ctx.db, id, undoneOn, ctx.now);
    await markTaken(ctx, before, {
      minor: -before.amountMinor,
      worthMinor: -(before.takenMinor ?? before.amountMinor),
    });

    return told(ctx, await selectRefund(ctx.db, id), { undoneOn });
  },
});

type Of = Pick<RefundRow, "disbursementId" | "creditId">;
type Source = {
  readonly of: Of;
  readonly supplierId: SupplierId | null;
  readonly supplierName: string;
  readonly currency: string;
  readonly leftMinor: Minor;
  readonly carriedMinor: Minor;
  readonly whyNot: string | null;
};

/** What is given back, held after its supplier as all that settles is. */
async function heldSource(
  ctx: CommandCtx,
  from: { readonly disbursementId: DisbursementId } | { readonly creditId: BillId },
): Promise<Source & { readonly whyNot: ReturnType<typeof whyNotUse> }> {
  if ("disbursementId" in from) {
    const { supplierId } = await disbursementOf(ctx.db, from.disbursementId);
    if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
    const paid = await lockDisbursementFor(ctx.db, from.disbursementId);
    const { supplierName, currency, leftMinor, carriedMinor } = paid;
    const of = { disbursementId: paid.id, creditId: null };
    return {
      of,
      supplierId,
      supplierName,
      currency,
      leftMinor,
      carriedMinor,
      whyNot: whyNotUse(paid),
    };
  }
  const { supplierId } = await billOf(ctx.db, from.creditId);
  if (supplierId !== null) await lockSupplierFor(ctx.db, supplierId, ctx.today);
  const credit = await lockBillFor(ctx.db, from.creditId);
  const { supplier, currency, dueMinor: leftMinor, carriedMinor } = credit;
  return {
    ...{ of: { disbursementId: null, creditId: credit.id }, supplierId, currency, leftMinor },
    ...{ supplierName: supplier.name, carriedMinor, whyNot: whyNotUseCredit(credit) },
  };
}

async function markTaken(
  ctx: CommandCtx,
  { disbursementId, creditId }: Of,
  taken: { readonly minor: Minor; readonly worthMinor: Minor },
): Promise<void> {
  if (disbursementId !== null) await markDisbursementUsed(ctx.db, disbursementId, taken);
  if (creditId !== null) await markCreditUsed(ctx.db, creditId, taken, ctx.now);
  ctx.tell(DISBURSEMENTS, ...BILL_TOPICS);
}

async function told(ctx: CommandCtx, row: RefundRow, change: object): Promise<SupplierRefund> {
  const { id, supplierName, reference } = row;
  const name = [supplierName, reference].filter(Boolean).join(" ");
  await ctx.audit({ type: "supplier_refund", id, name }, change);
  return shownOf(row);
}

const shownOf = ({
  disbursementId: _,
  creditId: __,
  takenMinor: ___,
  isAtBank: ____,
  ...shown
}: RefundRow): SupplierRefund => shown;
