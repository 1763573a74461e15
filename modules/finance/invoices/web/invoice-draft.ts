import { readDecimal } from "#kernel/decimal.ts";
import { decimalOf, readMinor } from "#kernel/money.ts";
import type { TaxCode } from "#modules/finance/taxes/web/taxes.client.ts";
import { reckon, type Tax } from "../../taxes/reckoning.rules.ts";
import { type InvoiceContent, paperOf } from "../invoices.rules.ts";
import type { Invoice, NewInvoice } from "./invoices.client.ts";

export type DraftLine = {
  readonly key: string;
  readonly variantId: string | null;
  readonly name: string;
  readonly description: string;
  readonly sku: string;
  readonly unit: string;
  readonly quantity: string;
  readonly price: string;
  /** `10 %`, or an amount. */
  readonly discount: string;
  readonly taxCodeIds: string[];
};

export type DraftAdjustment = {
  readonly key: string;
  readonly isCharge: boolean;
  readonly reason: string;
  readonly amount: string;
  readonly taxCodeIds: string[] | null;
};

/** A paper as it stands in the editor: figures as they were typed. */
export type InvoiceDraft = Pick<
  Invoice,
  "customerId" | "buyer" | "currency" | "pricesContainTax" | "reference" | "note"
> & {
  readonly termsDays: number | null;
  readonly lines: DraftLine[];
  readonly adjustments: DraftAdjustment[];
};

let made = 0;
const nextKey = (): string => {
  made += 1;
  return `new-${made}`;
};

export const emptyLine = (taxCodeIds: readonly string[] = []): DraftLine => ({
  ...{ key: nextKey(), variantId: null, name: "", description: "", sku: "", unit: "C62" },
  ...{ quantity: "1", price: "", discount: "", taxCodeIds: [...taxCodeIds] },
});

export const emptyAdjustment = (isCharge: boolean, reason: string): DraftAdjustment => ({
  ...{ key: nextKey(), isCharge, reason, amount: "", taxCodeIds: null },
});

export const newInvoice = (currency: string, termsDays: number, customerId: string | null) => ({
  ...{ customerId, currency, termsDays, pricesContainTax: false, reference: "", note: "" },
  buyer: {
    ...{ name: "", attention: "", email: "", street: "", street2: "", city: "", postcode: "" },
    ...{ state: "", country: null, registration: "", taxNumber: "" },
  },
  lines: [emptyLine()],
  adjustments: [],
});

/** What any paper to a customer is written with, as it is kept. */
type Written = Pick<
  Invoice,
  | "customerId"
  | "buyer"
  | "currency"
  | "pricesContainTax"
  | "reference"
  | "note"
  | "termsDays"
  | "lines"
  | "adjustments"
>;

export const draftOf = (of: Written): InvoiceDraft => ({
  ...{ customerId: of.customerId, buyer: of.buyer, currency: of.currency },
  ...{ pricesContainTax: of.pricesContainTax, reference: of.reference, note: of.note },
  termsDays: of.termsDays,
  lines: of.lines.map((line, at) => ({
    ...line,
    key: `kept-${at}`,
    discount: line.discount === null ? "" : shareText(line.discount, of.currency),
    taxCodeIds: [...line.taxCodeIds],
  })),
  adjustments: of.adjustments.map(({ isCharge, of: share, reason, taxCodeIds }, at) => ({
    ...{ key: `kept-${at}`, isCharge, reason, taxCodeIds },
    amount: shareText(share, of.currency),
  })),
});

type Share = NonNullable<Invoice["lines"][number]["discount"]>;
const shareText = (share: Share, currency: string): string =>
  "percent" in share ? `${share.percent} %` : decimalOf(share.minor, currency);

/** `10 %` is a share, `5.00` an amount; null is neither. */
export function readShare(text: string, currency: string): Share | null {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(text.trim()) ?? [];
  if (percent !== undefined) return { percent };
  const minor = readMinor(text, currency);
  return minor === null || minor < 0 ? null : { minor };
}

const plainNumber = (text: string): string => text.trim().replaceAll(",", "").replace("−", "-");
const isQuantity = (text: string): boolean => /^-?\d{1,9}(\.\d{1,6})?$/.test(plainNumber(text));
const isPrice = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(plainNumber(text));

/** What is wrong with what is typed, by its field. */
export function checkDraft({ buyer, lines, adjustments, currency, termsDays }: InvoiceDraft) {
  return Object.fromEntries([
    ["buyer.name", buyer.name.trim() === "" ? "field.required" : null],
    ["termsDays", termsDays === null ? "field.required" : null],
    ...lines.flatMap((line, at) => [
      [`lines.${at}.name`, line.name.trim() === "" ? "field.required" : null],
      [`lines.${at}.quantity`, isQuantity(line.quantity) ? null : "finance.invoice.no_quantity"],
      [`lines.${at}.price`, isPrice(line.price) ? null : "finance.invoice.no_price"],
      [
        `lines.${at}.discount`,
        line.discount.trim() === "" || readShare(line.discount, currency) !== null
          ? null
          : "field.not_an_amount",
      ],
    ]),
    ...adjustments.flatMap((one, at) => [
      [`adjustments.${at}.reason`, one.reason.trim() === "" ? "field.required" : null],
      [
        `adjustments.${at}.amount`,
        readShare(one.amount, currency) === null ? "field.not_an_amount" : null,
      ],
    ]),
  ]);
}

/** What can be read of it: a line that is still being typed counts as nothing. */
export function contentOf({ currency, pricesContainTax, lines, adjustments }: InvoiceDraft) {
  return {
    ...{ currency, pricesContainTax },
    lines: lines.map(({ key: _, discount, quantity, price, ...line }) => ({
      ...line,
      quantity: isQuantity(quantity) ? plainNumber(quantity) : "0",
      price: isPrice(price) ? plainNumber(price) : "0",
      discount: discount.trim() === "" ? null : readShare(discount, currency),
    })),
    adjustments: adjustments.map(({ key: _, amount, ...one }) => ({
      ...one,
      of: readShare(amount, currency) ?? { minor: 0 },
    })),
  };
}

export const toNewInvoice = (draft: InvoiceDraft): NewInvoice => ({
  ...contentOf(draft),
  ...{ customerId: draft.customerId, buyer: draft.buyer, reference: draft.reference },
  ...{ note: draft.note, termsDays: draft.termsDays ?? 0 },
});

/** What it comes to while it is typed, by the very rules that the server reckons with; null where it is too large to tell. */
export function liveFigures(draft: InvoiceDraft, taxes: ReadonlyMap<string, TaxCode>) {
  const known = (ids: readonly string[]) => ids.filter((id) => taxes.get(id)?.rate != null);
  const content = contentOf(draft);
  try {
    return reckon(
      paperOf(
        {
          ...content,
          lines: content.lines.map((line) => ({ ...line, taxCodeIds: known(line.taxCodeIds) })),
          adjustments: content.adjustments.map((one) => ({
            ...one,
            taxCodeIds: one.taxCodeIds && known(one.taxCodeIds),
          })),
        } as unknown as InvoiceContent,
        (id) => taxOf(taxes.get(id) as TaxCode),
      ),
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const taxOf = (of: TaxCode): Tax => ({
  ...{ code: of.code, scheme: of.scheme, category: of.category },
  ...{ isCompound: of.isCompound, isWithheld: of.isWithheld || of.isSelfAssessed },
  rate: readDecimal(of.rate ?? "0") ?? 0n,
});
