import type { Day } from "#kernel/day.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { requireParts } from "../chart/chart.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { type NewLine, NO_DIMENSIONS } from "../journals/journals.rules.ts";
import { postJournal } from "../journals/journals.ts";
import { postingsFor } from "./invoices.rules.ts";
import type { WholeInvoice } from "./invoices.sql.ts";

/** Posts an issued paper: what customers owe, what was sold, whose tax it is. Its figures are the paper's own. */
export async function postInvoice(
  ctx: CommandCtx,
  invoice: WholeInvoice,
  number: string,
  issuedOn: Day,
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
    lines: postings.map(({ part, minor }) => lineOf(accountOf(part), minor, invoice.currency)),
  });
  return id;
}

export const lineOf = (
  accountId: NewLine["accountId"],
  minor: number,
  currency: string,
): NewLine => ({
  ...{ accountId, amountMinor: minor, documentMinor: minor, currency },
  ...{ rate: "1", rateSource: "", rateOn: null, dimensions: NO_DIMENSIONS, memo: "" },
});
