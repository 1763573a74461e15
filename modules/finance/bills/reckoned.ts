import type { Day } from "#kernel/day.ts";
import { refuseIf } from "#kernel/errors.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { figuresOf } from "../invoices/invoices.rules.ts";
import { keptOf } from "../invoices/invoices.ts";
import { reckon, type Tax } from "../taxes/reckoning.rules.ts";
import { requireTaxesOn } from "../taxes/taxes.ts";
import type { NewBillLine } from "./bills.contract.ts";
import {
  type BillContent,
  claimedOf,
  claimsBy,
  paperOf,
  roundedBy,
  whyNotReckon,
} from "./bills.rules.ts";
import type { BillKept } from "./bills.sql.ts";

/** The content with the taxes of the supplier's day, and what it comes to with them. */
export async function reckonedOn(
  ctx: CommandCtx,
  content: Omit<BillContent, "lines"> & {
    readonly lines: readonly NewBillLine[];
    readonly roundingMinor: number;
  },
  day: Day,
): Promise<Pick<BillKept, "content" | "figures" | "claimedMinor">> {
  const { roundingMinor } = content;
  const ids = content.lines.flatMap(({ taxCodeIds }) => taxCodeIds);
  const taxes = await requireTaxesOn(ctx.db, ids, day);
  const kept = [...taxes.values()].map(keptOf);
  const lines = content.lines.map((line) => ({
    ...line,
    claimsTax: line.claimsTax ?? claimsBy(line.taxCodeIds.map((id) => taxes.get(id)?.scheme ?? "")),
  }));
  const paper = paperOf(content, (id) => taxes.get(id) as Tax);
  refuseIf(whyNotReckon(paper));
  const reckoned = reckon(paper);
  const figures = roundedBy(figuresOf(reckoned), roundingMinor);
  const hasAside = kept.some(({ isWithheld }) => isWithheld);
  const aside = reckoned.lines.map(({ withheld }) => [...withheld]);
  return {
    content: { lines, taxes: kept, roundingMinor, ...(hasAside && { aside }) },
    figures,
    claimedMinor: claimedOf(lines, figures),
  };
}
