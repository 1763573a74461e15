import { refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import type { InvoiceId } from "./invoices.contract.ts";
import {
  dueOnFor,
  invoiceNumberOf,
  SERIES_OF,
  whyNotCreditSoMuch,
  whyNotIssue,
  whyNotIssuedOn,
} from "./invoices.rules.ts";
import {
  insertLines,
  insertTaxes,
  lockInvoice,
  markCredited,
  markInvoice,
  markIssued,
  selectLastIssuedOn,
  takeNumber,
  type WholeInvoice,
} from "./invoices.sql.ts";
import { TOPIC } from "./invoices.ts";
import { postInvoice } from "./posting.ts";
import { reckonedOn } from "./reckoned.ts";

type Issued = { readonly number: string; readonly issuedOn: string; readonly payableMinor: Minor };

/** Numbers a draft without a gap, posts it, and from then on it stands: in the caller's transaction. */
export async function issueDraft(
  ctx: CommandCtx,
  id: InvoiceId,
  { version, issuedOn }: { readonly version: number | null; readonly issuedOn: string },
): Promise<Issued> {
  const seen = await lockInvoice(ctx.db, id);
  const answered = seen.creditsId === null ? null : await lockInvoice(ctx.db, seen.creditsId);
  if (version !== null) refuseIfStale(seen, version);
  // A credit note goes by the taxes of the invoice it answers, any other paper by those of its own day.
  const reckoned =
    answered === null
      ? await reckonedOn(ctx, { ...seen, ...seen.content }, issuedOn)
      : { content: seen.content, figures: seen.figures };
  const draft: WholeInvoice = {
    ...seen,
    ...reckoned,
    payableMinor: reckoned.figures.payableMinor,
  };
  refuseIf(whyNotIssue(draft, (await booksOf(ctx.db))?.currency ?? null));
  if (answered !== null) refuseIf(whyNotCreditSoMuch(answered, draft.payableMinor));

  const series = SERIES_OF[draft.kind];
  const year = Number(issuedOn.slice(0, 4));
  // Taken first: whoever has it decides alone which day comes after the last.
  const ordinal = await takeNumber(ctx.db, series, year);
  refuseAt(
    ["issuedOn"],
    whyNotIssuedOn(issuedOn, ctx.today, await selectLastIssuedOn(ctx.db, draft.kind, year)),
  );
  const number = invoiceNumberOf(series, year, ordinal);

  await markInvoice(ctx.db, id, draft, ctx.now);
  const entryId = await postInvoice(ctx, draft, number, issuedOn);
  const { version: _, ...seller } = await letterheadOf(ctx);
  const dueOn = draft.kind === "invoice" ? dueOnFor(issuedOn, draft.termsDays) : issuedOn;
  await markIssued(ctx.db, id, { number, issuedOn, dueOn, seller, entryId }, ctx.now);
  await keepForReports(ctx.db, draft, issuedOn);
  if (answered !== null) await markCredited(ctx.db, answered.id, draft.payableMinor, ctx.now);
  ctx.tell(TOPIC, "finance.taxes");
  return { number, issuedOn, payableMinor: draft.payableMinor };
}

async function keepForReports(
  db: Parameters<typeof insertLines>[0],
  { id, kind, content, figures }: WholeInvoice,
  issuedOn: string,
): Promise<void> {
  const way = kind === "invoice" ? 1 : -1;
  const lines = content.lines.map(({ variantId, name, quantity }, at) => ({
    ...{ variantId, name, quantity },
    netMinor: (figures.lines[at]?.netMinor ?? 0) * way || 0,
    taxMinor: (figures.lines[at]?.taxMinor ?? 0) * way || 0,
  }));
  await insertLines(db, id, lines);
  const taxes = content.taxes.map((tax) => {
    const shares = figures.groups.flatMap(({ codes }) =>
      codes.filter(({ code }) => code === tax.code),
    );
    const sum = (of: "taxableMinor" | "taxMinor") =>
      shares.reduce((all, share) => all + share[of], 0) * way || 0;
    return {
      ...{ taxCodeId: tax.id, rate: tax.rate, isWithheld: tax.isWithheld },
      ...{ taxableMinor: sum("taxableMinor"), taxMinor: sum("taxMinor") },
    };
  });
  await insertTaxes(db, id, issuedOn, taxes);
}
