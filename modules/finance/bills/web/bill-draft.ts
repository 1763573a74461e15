import { readDecimal } from "#kernel/decimal.ts";
import { decimalOf, readMinor } from "#kernel/money.ts";
import type { TaxCode } from "#modules/finance/taxes/web/taxes.client.ts";
import { reckon, type Tax } from "../../taxes/reckoning.rules.ts";
import { type BillContent, paperOf, roundedBy } from "../bills.rules.ts";
import type { Bill, NewBill } from "./bills.client.ts";

export type DraftLine = {
  readonly key: string;
  readonly accountId: string | null;
  readonly variantId: string | null;
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
  /** `10 %`, or an amount. */
  readonly discount: string;
  readonly taxCodeIds: string[];
  /** Null: where such a tax can be. */
  readonly claimsTax: boolean | null;
  readonly channel: string;
  readonly dimensions: Bill["lines"][number]["dimensions"];
};

/** A paper as it stands in the editor: figures as they were typed. */
export type BillDraft = Pick<
  Bill,
  "kind" | "supplierId" | "supplierName" | "number" | "currency" | "pricesContainTax"
> & {
  readonly billedOn: string | null;
  /** Null: by the supplier's terms. */
  readonly dueOn: string | null;
  readonly roundingMinor: number | null;
  readonly accountId: string | null;
  readonly reference: string;
  readonly note: string;
  readonly lines: DraftLine[];
};

let made = 0;
const nextKey = (): string => {
  made += 1;
  return `new-${made}`;
};

const NO_DIMENSIONS = { channel: "", storeId: null, own: {} };

/** Like the one before it: the same account, tax and claim. */
export const emptyLine = (like?: DraftLine): DraftLine => ({
  ...{ key: nextKey(), accountId: like?.accountId ?? null, variantId: null, name: "" },
  ...{ quantity: "1", price: "", discount: "", taxCodeIds: [...(like?.taxCodeIds ?? [])] },
  ...{ claimsTax: like?.claimsTax ?? null, channel: like?.channel ?? "" },
  dimensions: NO_DIMENSIONS,
});

export const newBill = (
  kind: Bill["kind"],
  currency: string,
  today: string,
  supplierId: string | null,
): BillDraft => ({
  ...{
    kind,
    supplierId,
    supplierName: "",
    number: "",
    currency,
    pricesContainTax: kind === "expense",
  },
  ...{
    billedOn: today,
    dueOn: null,
    roundingMinor: null,
    accountId: null,
    reference: "",
    note: "",
  },
  lines: [emptyLine()],
});

export const draftOf = (of: Bill): BillDraft => ({
  ...{ kind: of.kind, supplierId: of.supplierId, supplierName: of.supplierName },
  ...{ number: of.number, currency: of.currency, pricesContainTax: of.pricesContainTax },
  ...{ billedOn: of.billedOn, dueOn: of.dueOn, accountId: of.accountId },
  ...{ roundingMinor: of.roundingMinor === 0 ? null : of.roundingMinor },
  ...{ reference: of.reference, note: of.note },
  lines: of.lines.map((line, at) => ({
    ...line,
    ...{ key: `kept-${at}`, channel: line.dimensions.channel, taxCodeIds: [...line.taxCodeIds] },
    discount: line.discount === null ? "" : shareText(line.discount, of.currency),
  })),
});

type Share = NonNullable<Bill["lines"][number]["discount"]>;
const shareText = (share: Share, currency: string): string =>
  "percent" in share ? `${share.percent} %` : decimalOf(share.minor, currency);

/** `10 %` is a share, `5.00` an amount; null is neither. */
function readShare(text: string, currency: string): Share | null {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(text.trim()) ?? [];
  if (percent !== undefined) return { percent };
  const minor = readMinor(text, currency);
  return minor === null || minor < 0 ? null : { minor };
}

const plainNumber = (text: string): string => text.trim().replaceAll(",", "").replace("−", "-");
const isQuantity = (text: string): boolean => /^-?\d{1,9}(\.\d{1,6})?$/.test(plainNumber(text));
const isPrice = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(plainNumber(text));

/** What is wrong with what is typed, by its field. What a draft may still lack is told when it is approved. */
export function checkDraft(draft: BillDraft) {
  const { kind, lines, currency } = draft;
  return Object.fromEntries([
    ["billedOn", draft.billedOn === null ? "field.required" : null],
    ["supplierId", kind !== "expense" && draft.supplierId === null ? "field.required" : null],
    ...lines.flatMap((line, at) => [
      [`lines.${at}.name`, line.name.trim() === "" ? "field.required" : null],
      [`lines.${at}.quantity`, isQuantity(line.quantity) ? null : "finance.bill.no_quantity"],
      [`lines.${at}.price`, isPrice(line.price) ? null : "finance.bill.no_price"],
      [
        `lines.${at}.discount`,
        line.discount.trim() === "" || readShare(line.discount, currency) !== null
          ? null
          : "field.not_an_amount",
      ],
    ]),
  ]);
}

/** What can be read of it: a line that is still being typed counts as nothing. */
const contentOf = ({ currency, pricesContainTax, lines }: BillDraft) => ({
  ...{ currency, pricesContainTax },
  lines: lines.map(({ key: _, discount, quantity, price, channel, dimensions, ...line }) => ({
    ...line,
    dimensions: { ...dimensions, channel: channel.trim() },
    quantity: isQuantity(quantity) ? plainNumber(quantity) : "0",
    price: isPrice(price) ? plainNumber(price) : "0",
    discount: discount.trim() === "" ? null : readShare(discount, currency),
  })),
});

export const toNewBill = (draft: BillDraft): NewBill => ({
  ...contentOf(draft),
  ...{ kind: draft.kind, supplierId: draft.supplierId, supplierName: draft.supplierName },
  ...{ number: draft.number, billedOn: draft.billedOn ?? "", reference: draft.reference },
  ...{ note: draft.note, roundingMinor: draft.roundingMinor ?? 0, accountId: draft.accountId },
  ...(draft.dueOn !== null && draft.kind === "bill" && { dueOn: draft.dueOn }),
});

/** What it comes to while it is typed, by the very rules that the server reckons with; null where it is too large to tell. */
export function liveFigures(draft: BillDraft, taxes: ReadonlyMap<string, TaxCode>) {
  const known = (ids: readonly string[]) => ids.filter((id) => taxes.get(id)?.rate != null);
  const content = contentOf(draft);
  const lines = content.lines.map((line) => ({ ...line, taxCodeIds: known(line.taxCodeIds) }));
  try {
    const reckoned = reckon(
      paperOf({ ...content, lines } as unknown as BillContent, (id) =>
        taxOf(taxes.get(id) as TaxCode),
      ),
    );
    return roundedBy(reckoned, draft.roundingMinor ?? 0);
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
