import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import { forgetTrashed, putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import type { SupplierContent } from "../suppliers/suppliers.contract.ts";
import { supplierOf } from "../suppliers/suppliers.ts";
import { type BillKind, bills, type NewBillLine } from "./bills.contract.ts";
import { dueOnFor, whyNotChange, whyNotRestore } from "./bills.rules.ts";
import {
  type BillKept,
  countBills,
  insertBill,
  lockBill,
  markBill,
  markTrashed,
  selectAging,
  selectBills,
} from "./bills.sql.ts";
import { reckonedOn } from "./reckoned.ts";
import { readBill, rowOf, told } from "./shown.ts";

const READ = "finance.bills.read";
const WRITE = "finance.bills.write";

export const listBills = query({
  does: bills.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectBills(ctx.db, filter, ctx.today, {
      ...{ sort, after: from, limit: limit + 1 },
    });
    const page = pageOf(rows, limit, (row) => [row.on, row.id]);
    return { rows: page.rows.map((row) => rowOf(row, ctx.today)), next: page.next };
  },
});

export const countListedBills = query({
  does: bills.count,
  needs: READ,
  run: (ctx, filter) => countBills(ctx.db, filter, ctx.today),
});

export const getBillAging = query({
  does: bills.aging,
  needs: READ,
  run: async (ctx) => ({ currencies: await selectAging(ctx.db, ctx.today) }),
});

export const getBill = query({
  does: bills.get,
  needs: READ,
  run: (ctx, { id }) => readBill(ctx, id),
});

export const createBill = command({
  does: bills.create,
  needs: WRITE,
  async run(ctx, said) {
    const kept = await keptFor(ctx, said);

    const id = newId<"bill">();
    await insertBill(ctx.db, { ...kept, id, creditsId: null }, ctx.actor.id, ctx.now);

    return told(ctx, id, { kind: said.kind, payableMinor: kept.figures.payableMinor });
  },
});

export const changeBill = command({
  does: bills.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const before = await lockBill(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    // What answers a bill stays a credit of the same supplier.
    const isBound = before.creditsId !== null;
    const kept = await keptFor(
      ctx,
      isBound ? { ...said, kind: before.kind, supplierId: before.supplierId } : said,
    );

    await markBill(ctx.db, id, kept, ctx.now);

    return told(ctx, id, {
      before: { payableMinor: before.payableMinor },
      after: { payableMinor: kept.figures.payableMinor },
    });
  },
});

export const discardBill = command({
  does: bills.discard,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockBill(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));

    await markTrashed(ctx.db, id, ctx.now, ctx.now);
    await putInTrash(ctx, "bill", [{ id, name: nameOf(before) }]);

    return told(ctx, id, { before: { isInTrash: false }, after: { isInTrash: true } });
  },
});

export const restoreBill = command({
  does: bills.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockBill(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));

    await markTrashed(ctx.db, id, null, ctx.now);
    await forgetTrashed(ctx, "bill", [id]);

    return told(ctx, id, { before: { isInTrash: true }, after: { isInTrash: false } });
  },
});

const nameOf = ({ number, supplier }: { number: string; supplier: { name: string } }): string =>
  [supplier.name, number].filter(Boolean).join(" ");

type Said = Omit<BillKept, "supplier" | "dueOn" | "content" | "figures" | "claimedMinor"> & {
  readonly kind: BillKind;
  readonly supplierName: string;
  readonly dueOn?: string | undefined;
  readonly lines: readonly NewBillLine[];
  readonly roundingMinor: number;
};

/** What was typed, reckoned with the taxes of the supplier's day. Lines that name no account go where the supplier's usually do. */
async function keptFor(ctx: CommandCtx, said: Said): Promise<BillKept> {
  if (!isCurrency(said.currency)) throw invalid({ path: ["currency"], code: "currency.unknown" });
  const supplier =
    said.supplierId === null ? null : await supplierOf(ctx.db, said.supplierId, ctx.today);
  if (supplier?.isInTrash === true)
    throw invalid({ path: ["supplierId"], code: "finance.supplier.in_trash" });
  const dueOn = dueOnOf(said, supplier);
  if (dueOn < said.billedOn)
    throw invalid({ path: ["dueOn"], code: "finance.bill.due_before_billed" });
  const usual = supplier?.expenseAccountId ?? null;
  const lines = said.lines.map((line) => ({ ...line, accountId: line.accountId ?? usual }));
  return {
    ...{ kind: said.kind, supplierId: said.supplierId, number: said.number },
    supplier: {
      name: supplier?.name ?? said.supplierName,
      registration: supplier?.registration ?? "",
      taxNumber: supplier?.taxNumber ?? "",
    },
    ...{ billedOn: said.billedOn, dueOn, currency: said.currency },
    ...{ pricesContainTax: said.pricesContainTax, reference: said.reference, note: said.note },
    accountId: said.kind === "expense" ? said.accountId : null,
    ...(await reckonedOn(ctx, { ...said, lines }, said.billedOn)),
  };
}

/** What is paid at once and what is given back is due on its day. */
const dueOnOf = (said: Said, supplier: Pick<SupplierContent, "termsDays"> | null): string => {
  if (said.kind !== "bill") return said.billedOn;
  return said.dueOn ?? dueOnFor(said.billedOn, supplier?.termsDays ?? 0);
};
