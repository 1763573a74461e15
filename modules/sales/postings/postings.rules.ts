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
  readonly lines: readonly {
    readonly netMinor: Minor;
    readonly discountMinor: Minor;
    readonly taxMinor: Minor;
    readonly isGiftCard: boolean;
  }[];
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

/** A part of the chart, or the clearing account of a way of paying. */
export type Where =
  | { readonly part: SalesPart }
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
  | "refunds";

/** What an order comes to in the books: on which day, where, how much. Each day adds up to nothing. */
export type Target = { readonly on: Day; readonly where: Where; readonly documentMinor: Minor };

/**
 * All that an order has to stand for in the books, worked out anew from how it is now. What is posted is the difference to
 * what stands already: so whatever came first, however often, the sums end the same.
 */
export function targetsOf(order: PostedOrder): Target[] {
  if (order.isGone) return [];
  const targets = [
    ...(order.isSale ? saleOf(order) : []),
    ...paymentsOf(order),
    ...refundsOf(order),
  ];
  return targets.filter(({ documentMinor }) => documentMinor !== 0);
}

function saleOf(order: PostedOrder): Target[] {
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
  const earned: [SalesPart, Minor][] = [
    ["sales", sum(goods.map((l) => untaxed(l.netMinor, l.taxMinor) + l.discountMinor))],
    ["discounts", -sum(goods.map(({ discountMinor }) => discountMinor))],
    ["gift_cards", sum(cards.map((l) => untaxed(l.netMinor, l.taxMinor)))],
    ["shipping", ofKinds("shipping")],
    ["charges", ofKinds("fee", "tip")],
    ["sales_tax", order.taxMinor],
  ];
  const told = sum(earned.map(([, amount]) => amount));
  // What the store's total says beyond its parts is shown and not hidden.
  const all: [SalesPart, Minor][] = [...earned, ["differences", order.totalMinor - told]];
  return [
    { on, where: { part: "receivable" }, documentMinor: order.totalMinor },
    ...all.map(([part, amount]) => ({ on, where: { part }, documentMinor: -amount })),
  ];
}

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

export function whyNotFill(areBooksOn: boolean, run: "running" | "done" | null): Reason | null {
  if (!areBooksOn) return "sales.postings.books_off";
  return run === "running" ? "sales.postings.is_running" : null;
}
