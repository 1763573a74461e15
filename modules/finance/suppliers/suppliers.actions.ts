import { refuseAt, refused, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import { forgetTrashed, putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong } from "../chart/chart.ts";
import {
  type Supplier,
  type SupplierContent,
  type SupplierId,
  type SupplierRow,
  suppliers,
} from "./suppliers.contract.ts";
import { hintOf, whyNotChange, whyNotDelete, whyNotRestore } from "./suppliers.rules.ts";
import {
  countSuppliers,
  insertSupplier,
  lockSupplier,
  markBack,
  markBank,
  markSupplier,
  markTrashed,
  type SupplierKept,
  selectNamesake,
  selectSupplier,
  selectSuppliers,
} from "./suppliers.sql.ts";
import { openBank, sealBank, TOPIC } from "./suppliers.ts";

const READ = "finance.suppliers.read";
const WRITE = "finance.suppliers.write";
const BANK = "finance.suppliers.bank";

export const listSuppliers = query({
  does: suppliers.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [key, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { key: String(key), id: String(id) };
    const rows = await selectSuppliers(ctx.db, filter, ctx.today, {
      ...{ sort, after: from, limit: limit + 1 },
    });
    const page = pageOf(rows, limit, (row) => [row.key, row.id]);
    return { rows: page.rows.map(rowOf), next: page.next };
  },
});

export const countListedSuppliers = query({
  does: suppliers.count,
  needs: READ,
  run: (ctx, filter) => countSuppliers(ctx.db, filter, ctx.today),
});

export const getSupplier = query({
  does: suppliers.get,
  needs: READ,
  run: async (ctx, { id }) => shownOf(ctx, await selectSupplier(ctx.db, id, ctx.today)),
});

export const createSupplier = command({
  does: suppliers.create,
  needs: WRITE,
  async run(ctx, { evenIfSame, ...content }) {
    await requireFitting(ctx, content);
    const isTaken = !evenIfSame && (await selectNamesake(ctx.db, content.name, null)) !== null;
    refuseAt(["name"], isTaken ? "finance.supplier.same_name" : null);

    const id = newId<"supplier">();
    await insertSupplier(ctx.db, id, content, ctx.actor.id, ctx.now);

    return told(ctx, id, { termsDays: content.termsDays, currency: content.currency });
  },
});

export const changeSupplier = command({
  does: suppliers.change,
  needs: WRITE,
  async run(ctx, { id, version, ...content }) {
    const before = await lockSupplier(ctx.db, id, ctx.today);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    await requireFitting(ctx, content);

    await markSupplier(ctx.db, id, content, ctx.now);

    return told(ctx, id, changeOf(before, content));
  },
});

export const deleteSupplier = command({
  does: suppliers.delete,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockSupplier(ctx.db, id, ctx.today);
    refuseIfStale(before, version);
    refuseIf(whyNotDelete(before));

    await markTrashed(ctx.db, id, ctx.now);
    await putInTrash(ctx, "supplier", [{ id, name: before.name }]);

    return told(ctx, id, { before: { isInTrash: false }, after: { isInTrash: true } });
  },
});

export const restoreSupplier = command({
  does: suppliers.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockSupplier(ctx.db, id, ctx.today);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));

    await markBack(ctx.db, [id], ctx.now);
    await forgetTrashed(ctx, "supplier", [id]);

    return told(ctx, id, { before: { isInTrash: true }, after: { isInTrash: false } });
  },
});

export const showBank = command({
  does: suppliers.showBank,
  needs: BANK,
  async run(ctx, { id }) {
    const { name, bankSealed } = await selectSupplier(ctx.db, id, ctx.today);
    if (bankSealed === null) throw refused("finance.supplier.no_bank");

    await ctx.audit({ type: "supplier", id, name }, { shown: "bank" });
    return openBank(ctx.sealer, id, bankSealed);
  },
});

export const changeBank = command({
  does: suppliers.changeBank,
  needs: BANK,
  async run(ctx, { id, version, ...details }) {
    const before = await lockSupplier(ctx.db, id, ctx.today);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const isNone = Object.values(details).every((one) => one === "");
    refuseAt(["account"], !isNone && hintOf(details.account) === "" ? "field.required" : null);

    const sealed = isNone ? null : sealBank(ctx.sealer, id, details);
    const hint = isNone ? "" : hintOf(details.account);
    await markBank(ctx.db, id, sealed, hint, ctx.now);

    return told(ctx, id, { before: { bank: before.bankHint }, after: { bank: hint } });
  },
});

async function requireFitting(ctx: CommandCtx, said: SupplierContent): Promise<void> {
  refuseAt(["currency"], isCurrency(said.currency) ? null : "currency.unknown");
  if (said.expenseAccountId === null) return;
  const [account] = await accountsAmong(ctx.db, [said.expenseAccountId as LedgerAccountId]);
  const isFit = account !== undefined && !account.isGroup;
  refuseAt(["expenseAccountId"], isFit ? null : "finance.bill.no_account");
}

/** What of it is different now: names alone where it says how somebody is reached. */
function changeOf(before: SupplierKept, after: SupplierContent): object {
  const keys = (Object.keys(after) as (keyof SupplierContent)[]).filter(
    (key) => before[key] !== after[key],
  );
  const pick = (of: SupplierContent) => Object.fromEntries(keys.map((key) => [key, of[key]]));
  return { before: pick(before), after: pick(after) };
}

async function told(ctx: CommandCtx, id: SupplierId, change: object): Promise<Supplier> {
  const shown = shownOf(ctx, await selectSupplier(ctx.db, id, ctx.today));
  await ctx.audit({ type: "supplier", id, name: shown.name }, change);
  ctx.tell(TOPIC);
  return shown;
}

function shownOf(ctx: Ctx, kept: SupplierKept): Supplier {
  const { bankSealed: _, ...shown } = kept;
  const may = (permission: string, reason: string | null) => ctx.whyNotMay(permission) ?? reason;
  return {
    ...shown,
    blocked: {
      change: may(WRITE, whyNotChange(kept)),
      delete: may(WRITE, whyNotDelete(kept)),
      restore: may(WRITE, whyNotRestore(kept)),
      bill: may("finance.bills.write", whyNotChange(kept)),
      pay: may("finance.disbursements.write", whyNotChange(kept)),
      bank: may(BANK, whyNotChange(kept)),
    },
  };
}

const rowOf = (of: SupplierKept): SupplierRow => ({
  ...{ id: of.id, name: of.name, email: of.email, currency: of.currency },
  ...{ termsDays: of.termsDays, owedMinor: of.owedMinor, overdueMinor: of.overdueMinor },
  ...{ aheadMinor: of.aheadMinor, createdAt: of.createdAt },
});
