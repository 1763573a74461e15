import type { Day } from "#kernel/day.ts";
import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { requireParts } from "../chart/chart.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { type NewLine, NO_DIMENSIONS } from "../journals/journals.rules.ts";
import { postJournal } from "../journals/journals.ts";
import { type Pricing, worthsOf } from "../rates/pricing.rules.ts";
import { pricedLine } from "../rates/rates.ts";
import { type Posting, postingsFor } from "./invoices.rules.ts";
import type { WholeInvoice } from "./invoices.sql.ts";

/** Posts an issued paper: what customers owe, what was sold, whose tax it is. Its figures are the paper's own. */
export async function postInvoice(
  ctx: CommandCtx,
  invoice: WholeInvoice,
  { number, issuedOn, by, worth }: Posted,
): Promise<JournalEntryId> {
  const postings = postingsFor(invoice.kind, invoice.figures);
  const accountOf = await requireParts(
    ctx.db,
    postings.map(({ part }) => part),
  );
  const id = newId<"journal_entry">();
  await postJournal(ctx, {
    ...{ id, postedOn: issuedOn, aboutOn: issuedOn, memo: `${number} ${invoice.buyer.name}` },
    ...{ series: "papers", sourceType: invoice.kind, sourceId: invoice.id },
    ...{ sourceKey: `${invoice.kind}:${invoice.id}`, reversesId: null },
    lines: pricedPostings(invoice.kind, postings, worth, by)
      .filter(({ worthMinor }) => worthMinor !== 0)
      .map(({ part, minor, worthMinor }) => pricedLine(accountOf(part), minor, worthMinor, by)),
  });
  return id;
}

type Posted = {
  readonly number: string;
  readonly issuedOn: Day;
  readonly by: Pricing;
  /** In the currency of the books. */
  readonly worth: { readonly payableMinor: Minor; readonly taxMinor: Minor };
};

/** What is owed and its tax are worth what the paper says; what was sold bears what rounding leaves. */
function pricedPostings(
  kind: WholeInvoice["kind"],
  postings: readonly Posting[],
  { payableMinor, taxMinor }: Posted["worth"],
  by: Pricing,
) {
  const way = kind === "invoice" ? 1 : -1;
  const known: Partial<Record<Posting["part"], Minor>> = {
    ...{ receivable: payableMinor * way, sales_tax: -taxMinor * way },
  };
  const worths = worthsOf(
    postings.map(({ part, minor }) => ({ minor, worthMinor: known[part] })),
    by,
  );
  return postings.map((posting, at) => ({ ...posting, worthMinor: worths[at] ?? 0 }));
}

export const lineOf = (
  accountId: NewLine["accountId"],
  minor: number,
  currency: string,
): NewLine => ({
  ...{ accountId, amountMinor: minor, documentMinor: minor, currency },
  ...{ rate: "1", rateSource: "", rateOn: null, dimensions: NO_DIMENSIONS, memo: "" },
});
