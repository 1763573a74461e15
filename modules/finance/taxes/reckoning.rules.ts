import { apportion, type Decimal, ONE, PLACES, roundedQuotient } from "#kernel/decimal.ts";
import { digitsOf, type Minor } from "#kernel/money.ts";

/**
 * The one reckoning of sales and purchase papers: what the screen shows while a line is typed, what the paper says, what is posted
 * and what the tax report adds up are its figures, so they agree to the cent.
 *
 * It goes the way of EN 16931. Each line has a net amount (BT-131). Tax is reckoned once for each group of the same scheme,
 * category and rate, from the group's net, rounded half away from zero (BR-CO-17), and then handed out to the lines by the largest
 * remainder; so lines add up to the paper and to the report. Where prices contain tax, the net is taken out of each group's sum; a
 * sum that no net and its exact tax make up (0.03 at 20 %) leaves its cent in the rounding of what is paid (BT-114), not in the tax.
 */
export type Paper = {
  readonly currency: string;
  /** Whether the prices, and discounts and charges with them, contain the taxes. */
  readonly pricesContainTax: boolean;
  readonly lines: readonly PaperLine[];
  /** Discounts and charges on the whole paper. */
  readonly adjustments: readonly PaperAdjustment[];
  /** What is payable is rounded to such steps: 5 where the smallest coin is 5 sen. */
  readonly cashStepMinor?: Minor | undefined;
};

export type PaperLine = {
  /** Both at six places; the price in units of the currency. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly adjustments: readonly Adjustment[];
  /** In the order in which they are levied. */
  readonly taxes: readonly Tax[];
};

export type Adjustment = {
  readonly isCharge: boolean;
  /** An amount, or a percentage (at six places: 10 % is 10_000_000n) of what the line or the paper comes to before it. */
  readonly of: { readonly minor: Minor } | { readonly percent: Decimal };
};

export type PaperAdjustment = Adjustment & {
  /** Spread over the lines' own taxes in proportion where nothing else is said. */
  readonly taxes?: readonly Tax[] | undefined;
};

/** UNCL 5305, as EN 16931 uses it: standard, zero, exempt, reverse charge, within the EU, export, out of scope, IGIC, IPSI. */
export const TAX_CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];

export type Tax = {
  /** Which of the company's tax codes it is: groups may hold several, the report tells them apart. */
  readonly code: string;
  /** VAT, GST, service tax …: taxes of two schemes never share a group. */
  readonly scheme: string;
  readonly category: TaxCategory;
  /** Per cent, at six places. */
  readonly rate: Decimal;
  /** Levied on the net and the taxes before it. */
  readonly isCompound: boolean;
  /** Kept back by whom is invoiced, and paid to the tax office for us: no part of the total. */
  readonly isWithheld: boolean;
};

export type ReckonedTax = { readonly code: string; readonly minor: Minor };

export type ReckonedPart = {
  readonly netMinor: Minor;
  /** The taxes that add to the total. */
  readonly taxMinor: Minor;
  readonly taxes: readonly ReckonedTax[];
  readonly withheldMinor: Minor;
  readonly withheld: readonly ReckonedTax[];
};

export type ReckonedLine = ReckonedPart & {
  /** Quantity times price, and the adjustments, as priced: with tax where prices contain it. */
  readonly grossMinor: Minor;
  readonly adjustmentsMinor: readonly Minor[];
  /** The same without tax, so that gross, discounts and charges make the net. */
  readonly grossNetMinor: Minor;
  readonly adjustmentsNetMinor: readonly Minor[];
};

/** A part of a paper's discount or charge that has one set of taxes. */
export type ReckonedAdjustment = ReckonedPart & {
  readonly at: number;
  readonly isCharge: boolean;
  readonly levied: readonly Tax[];
};

export type TaxGroup = {
  readonly scheme: string;
  readonly category: TaxCategory;
  readonly rate: Decimal;
  readonly isWithheld: boolean;
  /** Of a compound tax it holds the taxes before it too. */
  readonly taxableMinor: Minor;
  readonly taxMinor: Minor;
  readonly codes: readonly { code: string; taxableMinor: Minor; taxMinor: Minor }[];
};

export type Reckoned = {
  readonly lines: readonly ReckonedLine[];
  readonly adjustments: readonly ReckonedAdjustment[];
  readonly groups: readonly TaxGroup[];
  /** BT-106, BT-107, BT-108. */
  readonly linesMinor: Minor;
  readonly discountMinor: Minor;
  readonly chargeMinor: Minor;
  /** BT-109, BT-110, BT-112. */
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor;
  /** BT-114, and what is to be paid before anything was. */
  readonly roundingMinor: Minor;
  readonly payableMinor: Minor;
  /** Kept back of it when it is paid. */
  readonly withheldMinor: Minor;
};

export function reckon(paper: Paper): Reckoned {
  const lines = paper.lines.map((line) => pricedOf(line, paper.currency));
  const pieces = [
    ...lines.map(({ pricedMinor, taxes }) => pieceOf(pricedMinor, taxes)),
    ...paper.adjustments.flatMap((adjustment, at) => piecesFor(adjustment, at, lines)),
  ];
  if (paper.pricesContainTax) takeTaxesOut(pieces);
  const groups = levy(pieces);

  const net = sum(pieces.map((piece) => piece.net));
  const tax = sum(groups.filter((group) => !group.isWithheld).map((group) => group.tax));
  const priced = paper.pricesContainTax ? sum(pieces.map((piece) => piece.priced)) : net + tax;
  const payable = cashOf(priced, paper.cashStepMinor);
  const others = pieces.slice(lines.length);
  return {
    lines: lines.map((line, at) => reckonedLine(line, pieces[at] as Piece)),
    adjustments: others.map((piece) => ({
      ...reckonedPart(piece),
      ...(piece.adjustment as { at: number; isCharge: boolean }),
      levied: piece.taxes,
    })),
    groups: groups.map(reckonedGroup),
    linesMinor: minorOf(sum(pieces.slice(0, lines.length).map((piece) => piece.net))),
    discountMinor: minorOf(-sum(others.filter(isDiscount).map((piece) => piece.net))),
    chargeMinor: minorOf(
      sum(others.filter((piece) => !isDiscount(piece)).map((piece) => piece.net)),
    ),
    netMinor: minorOf(net),
    taxMinor: minorOf(tax),
    totalMinor: minorOf(net + tax),
    roundingMinor: minorOf(payable - net - tax),
    payableMinor: minorOf(payable),
    withheldMinor: minorOf(sum(groups.filter((g) => g.isWithheld).map((g) => g.tax))),
  };
}

type Priced = {
  gross: bigint;
  adjustments: bigint[];
  pricedMinor: bigint;
  taxes: readonly Tax[];
};

/** What stands in the paper for one net amount: a line, or the part of an adjustment that has one set of taxes. */
type Piece = {
  readonly priced: bigint;
  readonly taxes: readonly Tax[];
  readonly adjustment: { at: number; isCharge: boolean } | null;
  net: bigint;
  /** One to each of the taxes. */
  readonly levied: bigint[];
};

function pricedOf(line: PaperLine, currency: string): Priced {
  const gross = roundedQuotient(
    line.quantity * line.price * 10n ** BigInt(digitsOf(currency)),
    10n ** BigInt(2 * PLACES),
  );
  const adjustments = line.adjustments.map((adjustment) => signedOf(adjustment, gross));
  return { gross, adjustments, pricedMinor: sum([gross, ...adjustments]), taxes: line.taxes };
}

/** What it adds: a discount takes away. */
function signedOf({ of, isCharge }: Adjustment, before: bigint): bigint {
  const amount =
    "minor" in of ? BigInt(of.minor) : roundedQuotient(before * of.percent, 100n * ONE);
  return isCharge ? amount : -amount;
}

const pieceOf = (
  priced: bigint,
  taxes: readonly Tax[],
  adjustment: Piece["adjustment"] = null,
): Piece => ({ priced, taxes, adjustment, net: priced, levied: taxes.map(() => 0n) });

const isDiscount = ({ adjustment }: Piece): boolean => adjustment?.isCharge === false;

function piecesFor(
  adjustment: PaperAdjustment,
  at: number,
  lines: readonly Priced[],
): readonly Piece[] {
  const all = sum(lines.map(({ pricedMinor }) => pricedMinor));
  const signed = signedOf(adjustment, all);
  if (signed === 0n) return [];
  const as = { at, isCharge: adjustment.isCharge };
  if (adjustment.taxes !== undefined) return [pieceOf(signed, adjustment.taxes, as)];
  const sets = taxSetsOf(lines, all < 0n ? -1n : 1n);
  const weights = sets.map(({ weight }) => weight);
  const weight = sum(weights);
  const parts =
    weight === 0n
      ? [signed]
      : apportion(
          signed,
          weights.map((w) => signed * w),
          weight,
        );
  return parts.flatMap((part, i) => {
    const taxes = sets[i]?.taxes ?? [];
    return part === 0n ? [] : [pieceOf(part, taxes, as)];
  });
}

/** The sets of taxes on the lines, weighed by what goes the paper's own way: what is taken back bears no discount. */
function taxSetsOf(
  lines: readonly Priced[],
  way: bigint,
): readonly { taxes: readonly Tax[]; weight: bigint }[] {
  const sets = new Map<string, { taxes: readonly Tax[]; amount: bigint }>();
  for (const { taxes, pricedMinor } of lines) {
    const set = sets.get(setKeyOf(taxes)) ?? { taxes, amount: 0n };
    set.amount += pricedMinor;
    sets.set(setKeyOf(taxes), set);
  }
  return [...sets.values()].map(({ taxes, amount }) => ({
    taxes,
    weight: amount * way > 0n ? amount : 0n,
  }));
}

/** Whoever has the same taxes in the same order. Codes count: the report tells them apart. */
const setKeyOf = (taxes: readonly Tax[]): string =>
  taxes.map((tax) => `${tax.code}|${kindKeyOf(tax)}`).join(" ");

const kindKeyOf = (tax: Tax): string =>
  `${tax.scheme}|${tax.category}|${tax.rate}${tax.isCompound ? "|on top" : ""}${tax.isWithheld ? "|withheld" : ""}`;

function takeTaxesOut(pieces: readonly Piece[]): void {
  for (const alike of grouped(pieces, ({ taxes }) => taxes.map(kindKeyOf).join(" "))) {
    const [numerator, denominator] = factorOf(alike[0]?.taxes ?? []);
    const priced = sum(alike.map((piece) => piece.priced));
    const net = roundedQuotient(priced * denominator, numerator);
    const nets = apportion(
      net,
      alike.map((piece) => piece.priced * denominator),
      numerator,
    );
    for (const [at, piece] of alike.entries()) piece.net = nets[at] as bigint;
  }
}

/** What a net of 1 comes to with its taxes, as a fraction. */
function factorOf(taxes: readonly Tax[]): [numerator: bigint, denominator: bigint] {
  const whole = 100n * ONE;
  let total = 1n;
  let scale = 1n;
  for (const { rate, isCompound, isWithheld } of taxes) {
    if (isWithheld) continue;
    total = total * whole + (isCompound ? total : scale) * rate;
    scale *= whole;
  }
  return [total, scale];
}

type Levied = {
  readonly tax: bigint;
  readonly base: bigint;
  readonly isWithheld: boolean;
  readonly of: Tax;
  readonly members: readonly { code: string; base: bigint; share: bigint }[];
};

/** Levies what stands on the net alone, then what stands on taxes before it, in their order. */
function levy(pieces: readonly Piece[]): readonly Levied[] {
  const members = pieces.flatMap((piece) =>
    piece.taxes.map((tax, position) => ({ piece, tax, position })),
  );
  const simple = grouped(
    members.filter(({ tax }) => !tax.isCompound),
    ({ tax }) => kindKeyOf(tax),
  );
  const compound = grouped(
    members.filter(({ tax }) => tax.isCompound),
    ({ piece, position }) =>
      piece.taxes
        .slice(0, position + 1)
        .map(kindKeyOf)
        .join(" "),
  ).toSorted((a, b) => (a[0]?.position ?? 0) - (b[0]?.position ?? 0));
  return [...simple, ...compound].map(levyOn);
}

function levyOn(members: readonly { piece: Piece; tax: Tax; position: number }[]): Levied {
  const of = (members[0] as { tax: Tax }).tax;
  const bases = members.map(({ piece, position }) =>
    of.isCompound ? piece.net + before(piece, position) : piece.net,
  );
  const base = sum(bases);
  const whole = 100n * ONE;
  const tax = roundedQuotient(base * of.rate, whole);
  const shares = apportion(
    tax,
    bases.map((b) => b * of.rate),
    whole,
  );
  for (const [at, { piece, position }] of members.entries())
    piece.levied[position] = shares[at] as bigint;
  return {
    tax,
    base,
    of,
    isWithheld: of.isWithheld,
    members: members.map(({ tax: { code } }, at) => ({
      code,
      base: bases[at] as bigint,
      share: shares[at] as bigint,
    })),
  };
}

const before = (piece: Piece, position: number): bigint =>
  sum(piece.levied.filter((_, at) => at < position && piece.taxes[at]?.isWithheld === false));

function reckonedLine(line: Priced, piece: Piece): ReckonedLine {
  const [numerator, denominator] = piece.net === piece.priced ? [1n, 1n] : factorOf(piece.taxes);
  const parts = [line.gross, ...line.adjustments];
  const [grossNet = 0n, ...adjustmentsNet] = apportion(
    piece.net,
    parts.map((part) => part * denominator),
    numerator,
  );
  return {
    ...reckonedPart(piece),
    grossMinor: minorOf(line.gross),
    adjustmentsMinor: line.adjustments.map(minorOf),
    grossNetMinor: minorOf(grossNet),
    adjustmentsNetMinor: adjustmentsNet.map(minorOf),
  };
}

function reckonedPart(piece: Piece): ReckonedPart {
  const taxes = piece.taxes.map(({ code, isWithheld }, at) => ({
    code,
    isWithheld,
    minor: minorOf(piece.levied[at] as bigint),
  }));
  const of = (isWithheld: boolean) =>
    taxes
      .filter((tax) => tax.isWithheld === isWithheld)
      .map(({ code, minor }) => ({ code, minor }));
  const total = (some: readonly ReckonedTax[]) => some.reduce((all, { minor }) => all + minor, 0);
  return {
    netMinor: minorOf(piece.net),
    taxes: of(false),
    taxMinor: total(of(false)),
    withheld: of(true),
    withheldMinor: total(of(true)),
  };
}

function reckonedGroup({ of, base, tax, members }: Levied): TaxGroup {
  return {
    scheme: of.scheme,
    category: of.category,
    rate: of.rate,
    isWithheld: of.isWithheld,
    taxableMinor: minorOf(base),
    taxMinor: minorOf(tax),
    codes: grouped(members, ({ code }) => code).map((some) => ({
      code: some[0]?.code ?? "",
      taxableMinor: minorOf(sum(some.map((member) => member.base))),
      taxMinor: minorOf(sum(some.map((member) => member.share))),
    })),
  };
}

const cashOf = (amount: bigint, step: Minor | undefined): bigint =>
  step === undefined ? amount : roundedQuotient(amount, BigInt(step)) * BigInt(step);

/** In the order in which each key first came. */
function grouped<Of>(all: readonly Of[], keyOf: (one: Of) => string): readonly (readonly Of[])[] {
  const groups = new Map<string, Of[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

function minorOf(amount: bigint): Minor {
  const minor = Number(amount);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`too large an amount: ${amount}`);
  return minor;
}
