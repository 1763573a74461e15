import type { Day } from "#kernel/day.ts";
import type { Language } from "#kernel/said.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { dayOn } from "#platform/paper/paper.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { printSheet } from "../reports/printing.ts";
import type { Enclosure } from "../sendings/enclosed.ts";
import { sheetOf } from "./customer-statements.rules.ts";
import { owedBy } from "./customer-statements.ts";

/** The statement as a PDF, as it goes along with a letter or is kept. */
export async function enclosedStatement(
  ctx: Ctx,
  {
    language,
    ...asked
  }: {
    readonly customerId: string;
    readonly from: Day;
    readonly to: Day;
    readonly language: Language;
    readonly currency?: string | undefined;
  },
): Promise<Enclosure> {
  const seller = await letterheadOf(ctx);
  const owed = await owedBy(ctx, asked);
  const dayText = (day: Day) => dayOn(day, language);
  const sheet = sheetOf(owed, { ...asked, dayText }, language);
  const pdf = await printSheet(sheet, { name: seller.legalName, on: asked.to, language });
  return {
    seller,
    name: `${language === "ms" ? "penyata-akaun" : "statement"}-${asked.to}.pdf`,
    pdf,
  };
}
