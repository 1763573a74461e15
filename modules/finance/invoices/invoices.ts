import { decimalText, readDecimal } from "#kernel/decimal.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import type { Party } from "#platform/einvoice/invoice.rules.ts";
import { booksOf } from "../books/books.ts";
import type { Letterhead } from "../letterheads/letterheads.contract.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { worthOf } from "../rates/pricing.rules.ts";
import { pricingIfKnown } from "../rates/rates.ts";
import { type Paper, reckon, type Tax, type TaxCategory } from "../taxes/reckoning.rules.ts";
import type { TaxInUse } from "../taxes/taxes.ts";
import type { PaperToTell } from "./einvoice.rules.ts";
import type { Buyer, InvoiceId } from "./invoices.contract.ts";
import { type ContentKept, dueOnFor, paperOf, type TaxKept } from "./invoices.rules.ts";
import {
  lockInvoices,
  markPaid,
  markWrittenOff,
  selectInvoice,
  type WholeInvoice,
} from "./invoices.sql.ts";

export const TOPIC = "finance.invoices";

export {
  lockInvoices as lockInvoicesFor,
  markPaid as markInvoicesPaid,
  markWrittenOff as markInvoiceWrittenOff,
};

/** What an invoice is called; null while it is a draft. */
export const numberOfInvoice = async (db: Db, id: InvoiceId): Promise<string | null> =>
  (await selectInvoice(db, id)).number;

export const keptOf = (tax: TaxInUse): TaxKept => ({
  id: tax.id,
  code: tax.code,
  name: tax.name,
  scheme: tax.scheme,
  category: tax.category,
  rate: decimalText(tax.rate),
  isCompound: tax.isCompound,
  isWithheld: tax.isWithheld,
  exemptionReason: tax.exemptionReason,
});

const taxOf = (kept: TaxKept): Tax => ({
  code: kept.code,
  scheme: kept.scheme,
  category: kept.category as TaxCategory,
  rate: readDecimal(kept.rate) ?? 0n,
  isCompound: kept.isCompound,
  isWithheld: kept.isWithheld,
});

/** A paper as it was reckoned: with the taxes of its day. */
export function keptPaper({
  content,
  currency,
  pricesContainTax,
}: {
  readonly content: ContentKept;
  readonly currency: string;
  readonly pricesContainTax: boolean;
}): Paper {
  const taxes = new Map(content.taxes.map((kept) => [kept.id, taxOf(kept)]));
  return paperOf({ ...content, currency, pricesContainTax }, (id) => {
    const tax = taxes.get(id);
    if (tax === undefined) throw new Error(`a paper without its tax ${id}`);
    return tax;
  });
}

/** The invoice that a credit note answers. */
export const creditedBy = async (
  ctx: Ctx,
  { creditsId }: WholeInvoice,
): Promise<WholeInvoice | null> => (creditsId === null ? null : selectInvoice(ctx.db, creditsId));

/** What an e-invoice says of it. A draft speaks as if it were issued today. */
export async function toldOf(ctx: Ctx, invoice: WholeInvoice): Promise<PaperToTell> {
  const paper = keptPaper(invoice);
  const seller = invoice.seller ?? (await letterheadOf(ctx));
  const issuedOn = invoice.issuedOn ?? ctx.today;
  const credits = await creditedBy(ctx, invoice);
  const reasons = new Map(invoice.content.taxes.map((tax) => [tax.code, tax.exemptionReason]));
  const number = invoice.number ?? "DRAFT";
  return {
    isCreditNote: invoice.kind === "credit_note",
    number,
    issuedOn,
    dueOn: invoice.dueOn ?? dueOnFor(issuedOn, invoice.termsDays),
    terms: undefined,
    note: told(invoice.note),
    buyerReference: told(invoice.reference),
    preceding: credits?.number
      ? [{ id: credits.number, issuedOn: credits.issuedOn ?? undefined }]
      : [],
    seller: sellerOf(seller, ctx.company.country),
    buyer: buyerOf(invoice.buyer),
    delivery: undefined,
    payment: paymentOf(seller, number),
    // What is paid meanwhile is no part of the paper as it was issued.
    prepaidMinor: 0,
    accounted: await accountedOf(ctx, invoice, issuedOn),
    paper,
    reckoned: reckon(paper),
    names: invoice.content.lines.map(({ name, description, sku, unit }) => ({
      ...{ name, unit },
      ...{ description: told(description), sku: told(sku) },
    })),
    reasons: invoice.content.adjustments.map(({ reason }) => reason),
    exemptionOf: (code) => reasons.get(code) ?? null,
  };
}

/** What it comes to in the currency of the books, where that is another. A draft goes by the rate that it would be issued with today. */
async function accountedOf(ctx: Ctx, invoice: WholeInvoice, issuedOn: string) {
  const { currency, rateOn, rate, worthTaxMinor, booksMinor, figures } = invoice;
  const own = (await booksOf(ctx.db))?.currency ?? null;
  if (own === null || own === currency) return undefined;
  if (rateOn !== null)
    return { currency: own, rate, taxMinor: worthTaxMinor ?? 0, payableMinor: booksMinor };
  const by = await pricingIfKnown(ctx.db, { currency, on: issuedOn }, own);
  if (by === null) return undefined;
  const [taxMinor, payableMinor] = [figures.taxMinor, figures.payableMinor].map((minor) =>
    worthOf(minor, by),
  );
  return { currency: own, rate: by.rate, taxMinor: taxMinor ?? 0, payableMinor: payableMinor ?? 0 };
}

/** What is printed of it. A draft looks as if it were issued today. */
export async function printableOf(ctx: Ctx, invoice: WholeInvoice) {
  const issuedOn = invoice.issuedOn ?? ctx.today;
  const credits = await creditedBy(ctx, invoice);
  return {
    drawn: { ...invoice, isDraft: invoice.status !== "issued" },
    seller: invoice.seller ?? (await letterheadOf(ctx)),
    sellerCountry: ctx.company.country,
    credits: credits?.number ?? null,
    accounted: await accountedOf(ctx, invoice, issuedOn),
    issuedOn,
    dueOn: invoice.dueOn ?? dueOnFor(issuedOn, invoice.termsDays),
  };
}

const told = (text: string): string | undefined => (text === "" ? undefined : text);

const sellerOf = (l: Letterhead, country: string): Party => ({
  name: told(l.legalName),
  ids: [],
  legalId: told(l.registration),
  ...taxNumbersOf(l.taxNumber, country),
  address: addressOf({ ...l, country }),
  email: told(l.email),
  phone: told(l.phone),
});

const buyerOf = (b: Buyer): Party => ({
  name: told(b.name),
  tradingName: told(b.attention),
  ids: [],
  legalId: told(b.registration),
  ...taxNumbersOf(b.taxNumber, b.country ?? ""),
  address: b.country === null && b.city === "" && b.street === "" ? undefined : addressOf(b),
  email: told(b.email),
});

/** What begins with its country's letters is a VAT number; any other is a number of the tax office. */
function taxNumbersOf(number: string, country: string): Pick<Party, "vatId" | "taxId"> {
  if (number === "") return {};
  const isVat = country !== "" && (number.startsWith(country) || number.startsWith("EL"));
  return isVat ? { vatId: number } : { taxId: number };
}

const addressOf = (
  a: Pick<Buyer, "street" | "street2" | "city" | "postcode" | "state" | "country">,
): Party["address"] => ({
  street: told(a.street),
  more: told(a.street2),
  city: told(a.city),
  postcode: told(a.postcode),
  state: told(a.state),
  country: a.country ?? undefined,
});

const CREDIT_TRANSFER = "30";
const paymentOf = (l: Letterhead, number: string): PaperToTell["payment"] =>
  l.bankAccount === ""
    ? undefined
    : {
        code: CREDIT_TRANSFER,
        reference: number,
        account: { id: l.bankAccount, name: told(l.legalName), bic: told(l.bankBic) },
      };
