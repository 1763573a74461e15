import { refuseAt, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { shareOf } from "../journals/rates.rules.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { isForeign, type Pricing, worthOf, worthsWithin } from "../rates/pricing.rules.ts";
import { pricingFor } from "../rates/rates.ts";
import type { InvoiceId } from "./invoices.contract.ts";
import {
  dueOnFor,
  invoiceNumberOf,
  SERIES_OF,
  type TaxKept,
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
  type Worth,
} from "./invoices.sql.ts";
import { TOPIC } from "./invoices.ts";
import { postInvoice } from "./posting.ts";
import { reckonedOn } from "./reckoned.ts";

type Issued = { readonly number: string; readonly issuedOn: string; readonly payableMinor: Minor };

/** Numbers a draft without a gap, posts it, and from then on it stands: in the caller's transaction. */
export async function issueDraft(
  ctx: CommandCtx,
  id: InvoiceId,
  {
    version,
    issuedOn,
    rate,
  }: {
    readonly version: number | null;
    readonly issuedOn: string;
    readonly rate?: string | undefined;
  },
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
  const booksCurrency = (await booksOf(ctx.db))?.currency ?? null;
  refuseIf(whyNotIssue(draft, booksCurrency));
  if (answered !== null) refuseIf(whyNotCreditSoMuch(answered, draft.payableMinor));

  const by =
    answered === null
      ? await pricingFor(ctx.db, { currency: draft.currency, on: issuedOn, rate })
      : pricingOf(answered, booksCurrency ?? draft.currency);
  const worth = worthFor(draft, answered, by);
  refuseIf(worth.payableMinor <= 0 ? "finance.invoice.is_nothing" : null);

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
  const entryId = await postInvoice(ctx, draft, { number, issuedOn, by, worth });
  const { version: _, ...seller } = await letterheadOf(ctx);
  const dueOn = draft.kind === "invoice" ? dueOnFor(issuedOn, draft.termsDays) : issuedOn;
  await markIssued(
    ctx.db,
    id,
    { number, issuedOn, dueOn, seller, entryId, worth: worth.kept },
    ctx.now,
  );
  await keepForReports(ctx.db, draft, { issuedOn, by, taxMinor: worth.taxMinor });
  if (answered !== null) {
    const takenMinor = isForeign(by) ? worth.payableMinor : null;
    await markCredited(ctx.db, answered.id, { minor: draft.payableMinor, takenMinor }, ctx.now);
  }
  ctx.tell(TOPIC, "finance.taxes");
  return { number, issuedOn, payableMinor: draft.payableMinor };
}

const pricingOf = (paper: WholeInvoice, to: string): Pricing => ({
  ...{ from: paper.currency, to, rate: paper.rate },
  ...{ rateSource: paper.rateSource, rateOn: paper.rateOn },
});

/** What a paper is worth in the books. One that answers another takes its share of what that one is carried at, to the unit. */
function worthFor(draft: WholeInvoice, answered: WholeInvoice | null, by: Pricing) {
  const payableMinor =
    answered === null
      ? worthOf(draft.payableMinor, by)
      : shareOf(answered.carriedMinor, draft.payableMinor, answered.dueMinor);
  const taxMinor = worthOf(draft.figures.taxMinor, by);
  const { rate, rateSource, rateOn } = by;
  const kept: Worth | null =
    rateOn === null
      ? null
      : { rate, rateSource, rateOn, worthMinor: payableMinor, worthTaxMinor: taxMinor };
  return { payableMinor, taxMinor, kept };
}

/** What reports add up is in the currency of the books. */
async function keepForReports(
  db: Parameters<typeof insertLines>[0],
  { id, kind, content, figures }: WholeInvoice,
  { issuedOn, by, taxMinor }: { issuedOn: string; by: Pricing; taxMinor: Minor },
): Promise<void> {
  const way = kind === "invoice" ? 1 : -1;
  const lines = content.lines.map(({ variantId, name, quantity }, at) => ({
    ...{ variantId, name, quantity },
    netMinor: worthOf(figures.lines[at]?.netMinor ?? 0, by) * way || 0,
    taxMinor: worthOf(figures.lines[at]?.taxMinor ?? 0, by) * way || 0,
  }));
  await insertLines(db, id, lines);
  const sumOf = (tax: TaxKept, of: "taxableMinor" | "taxMinor"): Minor =>
    figures.groups
      .flatMap(({ codes }) => codes.filter(({ code }) => code === tax.code))
      .reduce((all, share) => all + share[of], 0);
  const levied = content.taxes.filter(({ isWithheld }) => !isWithheld);
  const shares = worthsWithin(
    taxMinor,
    levied.map((tax) => sumOf(tax, "taxMinor")),
    by,
  );
  const taxes = content.taxes.map((tax) => {
    const at = levied.indexOf(tax);
    const minor = at < 0 ? worthOf(sumOf(tax, "taxMinor"), by) : (shares[at] ?? 0);
    return {
      ...{ taxCodeId: tax.id, rate: tax.rate, isWithheld: tax.isWithheld },
      taxableMinor: worthOf(sumOf(tax, "taxableMinor"), by) * way || 0,
      taxMinor: minor * way || 0,
    };
  });
  await insertTaxes(db, id, issuedOn, taxes);
}
