import { type Day, monthAfter, monthOf } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";

/** An order as the books look at it: amounts in its own currency, days in the company's zone. */
export type PostedOrder = {
  readonly currency: string;
  readonly isSale: boolean;
  /** Deleted or a test: then it is as if it had never been. */
  readonly isGone: boolean;
  readonly paymentStatus: string;
  readonly paymentMethod: string | null;
  readonly taxesIncluded: boolean;
  readonly totalMinor: Minor;
  readonly taxMinor: Minor;
  readonly placedOn: Day;
  readonly paidOn: Day;
  readonly lines: readonly PostedLine[];
  readonly charges: readonly {
    readonly kind: "shipping" | "fee" | "tip" | "tax" | "discount";
    readonly amountMinor: Minor;
    readonly taxMinor: Minor;
  }[];
  /** In the order in which they were made. */
  readonly refunds: readonly {
    readonly currency: string;
    readonly amountMinor: Minor;
    readonly refundedOn: Day;
    readonly hasMovedMoney: boolean | null;
    readonly lines: readonly { readonly lineExternalId: string; readonly quantity: number }[];
  }[];
  readonly payments: readonly {
    readonly kind: string;
    readonly status: string;
    readonly method: string;
    readonly currency: string;
    readonly amountMinor: Minor;
    readonly paidOn: Day;
  }[];
};

export type PostedLine = {
  readonly externalId: string | null;
  readonly netMinor: Minor;
  readonly discountMinor: Minor;
  readonly taxMinor: Minor;
  readonly isGiftCard: boolean;
  readonly quantity: number;
  /** What is left of it after edits and refunds. */
  readonly currentQuantity: number;
  readonly productId: string | null;
  readonly variantId: string | null;
};

/** A part of the chart, an account that was chosen, or the clearing account of a way of paying. */
export type Where =
  | { readonly part: SalesPart }
  | { readonly accountId: string }
  | {
      /** Empty: nobody said how it was paid. */
      readonly method: string;
    };
export type SalesPart =
  | "receivable"
  | "sales"
  | "discounts"
  | "shipping"
  | "charges"
  | "sales_tax"
  | "gift_cards"
  | "differences"
  | "refunds"
  | "inventory"
  | "cost_of_goods";

/** What an order comes to in the books: on which day, where, how much. Each day adds up to nothing, in each currency. */
export type Target = {
  readonly on: Day;
  readonly where: Where;
  /** Left out: that of the order. */
  readonly currency?: string;
  readonly documentMinor: Minor;
};

/**
 * All that an order has to stand for in the books, worked out anew from how it is now. What is posted is the difference to
 * what stands already: so whatever came first, however often, the sums end the same.
 */
export function targetsOf(order: PostedOrder, choices: readonly Choice[] = []): Target[] {
  if (order.isGone) return [];
  const chosen = new Map(choices.map((choice) => [nameOf(choice), choice]));
  const choiceOf = (line: PostedLine) => chosen.get(nameOf(line));
  const targets = [
    ...(order.isSale ? [...saleOf(order, choiceOf), ...costsOf(order, choiceOf)] : []),
    ...paymentsOf(order),
    ...refundsOf(order),
  ];
  return targets.filter(({ documentMinor }) => documentMinor !== 0);
}

type ChoiceOf = (line: PostedLine) => Choice | undefined;

function saleOf(order: PostedOrder, choiceOf: ChoiceOf): Target[] {
  const { lines, charges, placedOn: on, taxesIncluded } = order;
  const untaxed = (amount: Minor, tax: Minor) => amount - (taxesIncluded ? tax : 0);
  const sum = (amounts: readonly Minor[]) => amounts.reduce((total, one) => total + one, 0);
  const goods = lines.filter(({ isGiftCard }) => !isGiftCard);
  const cards = lines.filter(({ isGiftCard }) => isGiftCard);
  const ofKinds = (...kinds: string[]) =>
    sum(
      charges
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ amountMinor, taxMinor }) => untaxed(amountMinor, taxMinor)),
    );
  const sold = goods.map((line) => ({
    accountId: choiceOf(line)?.accountId,
    minor: untaxed(line.netMinor, line.taxMinor) + line.discountMinor,
  }));
  const earned: [SalesPart, Minor][] = [
    ["discounts", -sum(goods.map(({ discountMinor }) => discountMinor))],
    ["gift_cards", sum(cards.map((l) => untaxed(l.netMinor, l.taxMinor)))],
    ["shipping", ofKinds("shipping")],
    ["charges", ofKinds("fee", "tip")],
    ["sales_tax", order.taxMinor],
  ];
  const told = sum([...sold.map(({ minor }) => minor), ...earned.map(([, amount]) => amount)]);
  // What the store's total says beyond its parts is shown and not hidden.
  const all: [SalesPart, Minor][] = [...earned, ["differences", order.totalMinor - told]];
  return [
    { on, where: { part: "receivable" }, documentMinor: order.totalMinor },
    ...sold.map(({ accountId, minor }) => ({
      ...{ on, where: accountId === undefined ? SALES : { accountId } },
      documentMinor: -minor,
    })),
    ...all.map(([part, amount]) => ({ on, where: { part }, documentMinor: -amount })),
  ];
}
const SALES = { part: "sales" } as const;

/**
 * What was sold leaves the inventory on the day of the sale, at what it cost then; what was taken off the order was never sold,
 * and what a refund names comes back on its day. Nothing where no cost is known.
 */
function costsOf(order: PostedOrder, choiceOf: ChoiceOf): Target[] {
  const { placedOn, refunds } = order;
  return order.lines.flatMap((line): Target[] => {
    const { costMinor = null, costCurrency: currency = null } = choiceOf(line) ?? {};
    if (costMinor === null || currency === null || line.isGiftCard) return [];
    const back = refunds
      .flatMap((refund) => refund.lines.map((of) => ({ ...of, on: refund.refundedOn })))
      .filter(({ lineExternalId }) => lineExternalId === line.externalId);
    const backCount = back.reduce((sum, { quantity }) => sum + quantity, 0);
    let left = Math.min(line.quantity, Math.max(line.currentQuantity + backCount, 0));
    const costs = [{ on: placedOn, minor: costFor(costMinor, left) }];
    for (const { on, quantity } of back) {
      const after = Math.max(left - quantity, 0);
      costs.push({ on, minor: costFor(costMinor, after) - costFor(costMinor, left) });
      left = after;
    }
    return costs.flatMap(({ on, minor }): Target[] => [
      { on, where: { part: "cost_of_goods" }, currency, documentMinor: minor },
      { on, where: { part: "inventory" }, currency, documentMinor: -minor },
    ]);
  });
}

/** Quantities have up to three decimals; half a cent is rounded up. */
const costFor = (costMinor: Minor, quantity: number): Minor =>
  Number((BigInt(costMinor) * BigInt(Math.round(quantity * 1000)) + 500n) / 1000n);

/** By what a product of an order is posted. */
export type Choice = {
  readonly productId: string;
  readonly variantId: string | null;
  readonly accountId: string;
  readonly costMinor: Minor | null;
  readonly costCurrency: string | null;
};

/** What the catalogue and the rules say today of what a line sold. */
export type Ruled = {
  /** Of the narrowest rule its category has; null: none. */
  readonly ruledAccountId: string | null;
  readonly costMinor: Minor | null;
  readonly costCurrency: string | null;
};

/**
 * By what each product of the order is posted: what was decided stays decided; what nobody knew is decided now. A cost counts
 * where it is told in the currency of the books or of the order, the two whose worth is known.
 */
export function choicesFor(
  order: Pick<PostedOrder, "isSale" | "isGone" | "currency"> & {
    readonly lines: readonly (PostedLine & Ruled)[];
  },
  decided: readonly Choice[],
  by: { readonly salesAccountId: string; readonly booksCosts: boolean; readonly currency: string },
): Choice[] {
  if (order.isGone || !order.isSale) return [...decided];
  const choices = new Map(decided.map((choice) => [nameOf(choice), choice]));
  const currencies = [by.currency, order.currency];
  for (const line of order.lines) {
    const { productId, variantId } = line;
    if (productId === null || line.isGiftCard) continue;
    const known = choices.get(nameOf(line));
    const hasCost =
      by.booksCosts && line.costMinor !== null && currencies.includes(line.costCurrency ?? "");
    const cost = hasCost ? line : NO_COST;
    choices.set(nameOf(line), {
      ...{ productId, variantId },
      accountId: known?.accountId ?? line.ruledAccountId ?? by.salesAccountId,
      costMinor: known?.costMinor ?? cost.costMinor,
      costCurrency: known?.costCurrency ?? cost.costCurrency,
    });
  }
  return [...choices.values()];
}
const NO_COST = { costMinor: null, costCurrency: null };

const nameOf = (of: { readonly productId: string | null; readonly variantId: string | null }) =>
  `${of.productId} ${of.variantId}`;

type Payment = { readonly on: Day; readonly method: string; readonly amountMinor: Minor };

const WAS_PAID = ["paid", "part_refunded", "refunded", "disputed"];

/** The payments that were told; or, of a store that tells none, that the order is paid. */
function paidOf(order: PostedOrder): Payment[] {
  const told = order.payments
    .filter(({ kind, status }) => kind === "payment" && status === "succeeded")
    .filter(({ currency }) => currency === order.currency)
    .map(({ paidOn, method, amountMinor }) => ({ on: paidOn, method, amountMinor }));
  if (told.length > 0 || !order.isSale || !WAS_PAID.includes(order.paymentStatus)) return told;
  const { paidOn: on, paymentMethod, totalMinor: amountMinor } = order;
  return [{ on, method: paymentMethod ?? "", amountMinor }];
}

const paymentsOf = (order: PostedOrder): Target[] =>
  paidOf(order).flatMap(({ on, method, amountMinor }) => [
    { on, where: { method }, documentMinor: amountMinor },
    { on, where: { part: "receivable" }, documentMinor: -amountMinor },
  ]);

/** What no gateway moved was given back by hand. */
export const BY_HAND = "by hand";

/** A refund takes back what was earned with its share of the tax, and the money where any had come. */
function refundsOf(order: PostedOrder): Target[] {
  const paid = paidOf(order);
  const shareOf = taxShares(order);
  const method = paid[0]?.method ?? order.paymentMethod ?? "";
  return order.refunds
    .filter(({ currency }) => currency === order.currency)
    .flatMap(({ amountMinor, refundedOn: on, hasMovedMoney }) => {
      const taxMinor = shareOf(amountMinor);
      const earned: Target[] = [
        { on, where: { part: "refunds" }, documentMinor: amountMinor - taxMinor },
        { on, where: { part: "sales_tax" }, documentMinor: taxMinor },
        { on, where: { part: "receivable" }, documentMinor: -amountMinor },
      ];
      const money: Target[] = [
        { on, where: { part: "receivable" }, documentMinor: amountMinor },
        {
          on,
          where: { method: hasMovedMoney === false ? BY_HAND : method },
          documentMinor: -amountMinor,
        },
      ];
      return [...(order.isSale ? earned : []), ...(paid.length > 0 ? money : [])];
    });
}

/** Of all that was given back so far, so that a full refund gives back all of the tax, to the cent. */
function taxShares({ taxMinor, totalMinor }: PostedOrder): (amountMinor: Minor) => Minor {
  let refunded = 0n;
  let shared = 0n;
  return (amountMinor) => {
    if (totalMinor <= 0) return 0;
    refunded += BigInt(amountMinor);
    const [tax, total] = [BigInt(taxMinor), BigInt(totalMinor)];
    const capped = refunded > total ? total : refunded;
    const due = (2n * tax * capped + total) / (2n * total);
    const share = due - shared;
    shared = due;
    return Number(share);
  };
}

export type Posted = {
  readonly on: Day;
  readonly accountId: string;
  readonly currency: string;
  readonly rate: string;
  readonly rateSource: string;
  readonly rateOn: Day | null;
  readonly amountMinor: Minor;
  readonly documentMinor: Minor;
};

/** What has to be posted, a day each, so that what stands becomes what should. Days without a difference are left out. */
export function differencesOf(
  wanted: readonly Posted[],
  standing: readonly Posted[],
): { readonly on: Day; readonly lines: readonly Omit<Posted, "on">[] }[] {
  const sums = new Map<string, Posted>();
  const add = (posted: Posted, sign: 1 | -1) => {
    const key = [posted.on, posted.accountId, posted.currency, posted.rate].join(" ");
    const before = sums.get(key);
    sums.set(key, {
      ...posted,
      amountMinor: (before?.amountMinor ?? 0) + sign * posted.amountMinor,
      documentMinor: (before?.documentMinor ?? 0) + sign * posted.documentMinor,
    });
  };
  for (const one of wanted) add(one, 1);
  for (const one of standing) add(one, -1);
  const left = [...sums.values()].filter(({ amountMinor }) => amountMinor !== 0);
  return [...Map.groupBy(left, ({ on }) => on)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, lines]) => ({ on, lines: lines.map(({ on: _, ...line }) => line) }));
}

/** Where something of that day counts: on the day itself, or on the first day of the first month after it that is open. */
export function openDayFrom(on: Day, lockedMonths: ReadonlySet<Day>): Day {
  let day = on;
  while (lockedMonths.has(monthOf(day))) day = monthAfter(day);
  return day;
}

/** Why a rule cannot book to that account. */
export const whyNotRule = (
  account: { readonly type: string; readonly isGroup: boolean } | undefined,
): Reason | null =>
  account === undefined || account.isGroup || account.type !== "income"
    ? "sales.postings.no_income_account"
    : null;

export type RerunState = "trying" | "tried" | "posting" | "posted";

export function whyNotTry(areBooksOn: boolean, rerun: RerunState | null): Reason | null {
  if (!areBooksOn) return "sales.postings.books_off";
  return rerun === "trying" || rerun === "posting" ? "sales.postings.is_running" : null;
}

/** Nobody posts anew what they have not seen. */
export function whyNotPostAnew(
  rerun: { readonly state: RerunState; readonly changedCount: number } | null,
): Reason | null {
  if (rerun?.state !== "tried") return "sales.postings.not_tried";
  return rerun.changedCount === 0 ? "sales.postings.nothing_changes" : null;
}

export function whyNotFill(areBooksOn: boolean, run: "running" | "done" | null): Reason | null {
  if (!areBooksOn) return "sales.postings.books_off";
  return run === "running" ? "sales.postings.is_running" : null;
}
