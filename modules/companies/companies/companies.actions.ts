import { invalid, Problem, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import { type Company, companies } from "./companies.contract.ts";
import { phoneFor, problemsOf, whyNotCurrency } from "./companies.rules.ts";
import {
  type CompanyRow,
  markCompanyChanged,
  selectCompany,
  selectInCurrency,
} from "./companies.sql.ts";

export const getCompany = query({
  does: companies.get,
  needs: "companies.companies.read",
  run: async (ctx) => shownOf(ctx, await readCompany(ctx)),
});

export const changeCompany = command({
  does: companies.change,
  needs: "companies.companies.write",
  async run(ctx, { version, ...said }) {
    const before = await readCompany(ctx);
    refuseIfStale(before, version);

    const wanted = mergedWith(before, said);
    const isPhoneNew = wanted.phone !== before.phone;
    const problems = problemsOf(wanted, isPhoneNew);
    if (problems.length > 0) throw invalid(...problems);
    const kept = await selectInCurrency(ctx.db);
    refuseIf(whyNotCurrency(before.currency, wanted.currency, kept));
    const after = isPhoneNew && wanted.phone !== null ? withPhone(wanted) : wanted;

    const subject = { type: "company", id: before.id, name: after.name };
    await ctx.audit(subject, changesOf(before, after));
    ctx.tell("companies.companies");
    // Last, for it commits on its own: whatever is refused or fails before has changed nothing.
    const changed = await ctx.inControl((control) => markCompanyChanged(control, after, ctx.now));
    if (changed === 0) throw new Problem("stale", "record.changed_meanwhile");
    return shownOf(ctx, { ...after, version: version + 1 });
  },
});

const readCompany = (ctx: Ctx): Promise<CompanyRow> =>
  ctx.inControl((control) => selectCompany(control, ctx.company.id));

const withPhone = (row: CompanyRow): CompanyRow => ({
  ...row,
  phone: phoneFor(row.phone ?? "", row.country),
});

const shownOf = (ctx: Ctx, row: CompanyRow): Company => ({
  ...row,
  regionName: ctx.regions.find(({ id }) => id === row.region)?.name ?? row.region,
});

/** Fields that were left out stay as they are; an emptied phone is none. */
const mergedWith = (before: CompanyRow, said: Partial<Nullable<CompanyRow>>): CompanyRow => ({
  ...before,
  name: said.name ?? before.name,
  country: said.country ?? before.country,
  zone: said.zone ?? before.zone,
  currency: said.currency ?? before.currency,
  phone: said.phone === undefined ? before.phone : said.phone || null,
});
type Nullable<T> = { [K in keyof T]: T[K] | undefined };
