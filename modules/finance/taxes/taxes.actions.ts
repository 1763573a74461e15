import { invalid, refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { takenAs } from "#platform/db/db.ts";
import { whyNotReady } from "./ready.rules.ts";
import { type TaxCode, type TaxCodeId, taxes } from "./taxes.contract.ts";
import {
  rateOn,
  whyNotChange,
  whyNotCompound,
  whyNotDropRate,
  whyNotRate,
  whyNotRestore,
  whyNotSelfAssessed,
} from "./taxes.rules.ts";
import {
  deleteRate,
  insertRates,
  insertTaxes,
  lockTax,
  markArchived,
  markTax,
  markTouched,
  selectTax,
  selectTaxes,
  type TaxRow,
} from "./taxes.sql.ts";
import { layTaxes, TOPIC } from "./taxes.ts";

const READ = "finance.taxes.read";
const WRITE = "finance.taxes.write";

export const listTaxes = query({
  does: taxes.list,
  needs: READ,
  async run(ctx, { archived }) {
    const rows = await selectTaxes(ctx.db);
    return {
      codes: rows
        .filter(({ archivedAt }) => archived === "with" || archivedAt === null)
        .map((row) => shownOf(ctx, row)),
      blocked: { create: ctx.whyNotMay(WRITE) },
    };
  },
});

export const createTax = command({
  does: taxes.create,
  needs: WRITE,
  async run(ctx, { startsOn, rate, ...said }) {
    refuseAt(["rate"], whyNotRate(said.category, rate));
    refuseAt(["isCompound"], whyNotCompound(said.scheme, said.isCompound));
    refuseAt(["isSelfAssessed"], whyNotSelfAssessed(said));
    const id = newId<"tax_code">();
    const tax = { id, ...said, isWithheld: said.scheme === "WITHHOLDING" };
    const added = await insertTaxes(ctx.db, [blankIsNull(tax)], ctx.now);
    if (added.length === 0) throw CODE_IS_TAKEN;
    await insertRates(ctx.db, [{ taxCodeId: id, startsOn, rate }]);
    await ctx.audit(subjectOf(tax), changesOf({}, { ...said, startsOn, rate }));
    return told(ctx, id);
  },
});

export const changeTax = command({
  does: taxes.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const before = await lockTax(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const { code, name, exemptionReason } = before;
    const after = blankIsNull({ code, name, exemptionReason, ...given(said) });
    await markTax(ctx.db, id, after).catch(takenAs(CODE_IS_TAKEN, "tax_codes_code"));
    await ctx.audit(subjectOf({ id, ...after }), changesOf({ code, name, exemptionReason }, after));
    return told(ctx, id);
  },
});

export const setRate = command({
  does: taxes.setRate,
  needs: WRITE,
  async run(ctx, { id, version, startsOn, rate }) {
    const before = await lockTax(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    refuseAt(["rate"], whyNotRate(before.category, rate));
    await insertRates(ctx.db, [{ taxCodeId: id, startsOn, rate }]);
    await markTouched(ctx.db, id);
    const was = before.rates.find((one) => one.startsOn === startsOn)?.rate ?? null;
    await ctx.audit(subjectOf(before), { startsOn, before: { rate: was }, after: { rate } });
    return told(ctx, id);
  },
});

export const dropRate = command({
  does: taxes.dropRate,
  needs: WRITE,
  async run(ctx, { id, version, startsOn }) {
    const before = await lockTax(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before) ?? whyNotDropRate(before.rates, startsOn));
    await deleteRate(ctx.db, id, startsOn);
    await markTouched(ctx.db, id);
    const was = before.rates.find((one) => one.startsOn === startsOn)?.rate ?? null;
    await ctx.audit(subjectOf(before), { startsOn, before: { rate: was }, after: { rate: null } });
    return told(ctx, id);
  },
});

export const archiveTax = command({
  does: taxes.archive,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockTax(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    await markArchived(ctx.db, id, ctx.now);
    await ctx.audit(subjectOf(before), {
      before: { isArchived: false },
      after: { isArchived: true },
    });
    return told(ctx, id);
  },
});

export const restoreTax = command({
  does: taxes.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockTax(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));
    await markArchived(ctx.db, id, null).catch(takenAs(CODE_IS_TAKEN, "tax_codes_code"));
    await ctx.audit(subjectOf(before), {
      before: { isArchived: true },
      after: { isArchived: false },
    });
    return told(ctx, id);
  },
});

export const addReadyTaxes = command({
  does: taxes.addReady,
  needs: WRITE,
  async run(ctx, { set, country, language }) {
    refuseAt(["country"], whyNotReady(set, country));
    const added = await layTaxes(ctx, set, country, language);
    await ctx.audit({ type: "tax_set", id: ctx.company.id, name: set }, { set, country, added });
    return { added };
  },
});

const CODE_IS_TAKEN = invalid({ path: ["code"], code: "finance.tax.code_is_taken" });

const given = <Of extends object>(said: Of): Partial<{ [K in keyof Of]: NonNullable<Of[K]> }> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as never;

const blankIsNull = <Of extends { exemptionReason: string | null }>(tax: Of): Of => ({
  ...tax,
  exemptionReason: tax.exemptionReason === "" ? null : tax.exemptionReason,
});

const subjectOf = (tax: { id: TaxCodeId; code: string; name: string }) => ({
  type: "tax_code",
  id: tax.id,
  name: `${tax.code} ${tax.name}`,
});

async function told(ctx: CommandCtx, id: TaxCodeId): Promise<TaxCode> {
  ctx.tell(TOPIC);
  return shownOf(ctx, await selectTax(ctx.db, id));
}

function shownOf(ctx: Ctx, row: TaxRow): TaxCode {
  const closed = ctx.whyNotMay(WRITE);
  return {
    ...row,
    rates: [...row.rates],
    rate: rateOn(row.rates, ctx.today),
    blocked: {
      change: closed ?? whyNotChange(row),
      archive: closed ?? whyNotChange(row),
      restore: closed ?? whyNotRestore(row),
    },
  };
}
