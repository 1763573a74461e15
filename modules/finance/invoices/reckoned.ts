import type { Day } from "#kernel/day.ts";
import { refuseIf } from "#kernel/errors.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { reckon, type Tax } from "../taxes/reckoning.rules.ts";
import { requireTaxesOn } from "../taxes/taxes.ts";
import { figuresOf, type InvoiceContent, paperOf, whyNotReckon } from "./invoices.rules.ts";
import type { InvoiceKept } from "./invoices.sql.ts";
import { keptOf } from "./invoices.ts";

/** The content with the taxes of a day, and what it comes to with them. */
export async function reckonedOn(
  ctx: CommandCtx,
  content: InvoiceContent,
  day: Day,
): Promise<Pick<InvoiceKept, "content" | "figures">> {
  const { lines, adjustments } = content;
  const ids = [
    ...lines.flatMap(({ taxCodeIds }) => taxCodeIds),
    ...adjustments.flatMap(({ taxCodeIds }) => taxCodeIds ?? []),
  ];
  const taxes = await requireTaxesOn(ctx.db, ids, day);
  const isBuyers = [...taxes.values()].some(
    ({ isWithheld, scheme }) => isWithheld && scheme !== "WITHHOLDING",
  );
  refuseIf(isBuyers ? "finance.invoice.self_assessed" : null);
  const paper = paperOf(content, (id) => taxes.get(id) as Tax);
  refuseIf(whyNotReckon(paper));
  return {
    content: { lines, adjustments, taxes: [...taxes.values()].map(keptOf) },
    figures: figuresOf(reckon(paper)),
  };
}
