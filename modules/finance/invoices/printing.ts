import type { Day } from "#kernel/day.ts";
import { digitsOf, type Minor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import {
  bare,
  type Doc,
  dayOn,
  drawPaper,
  grouped,
  heightOf,
  INK,
  MARGIN,
  QUIET,
  rule as ruleTo,
  say,
} from "#platform/paper/paper.ts";
import type { Letterhead } from "../letterheads/letterheads.contract.ts";
import type { Buyer, Figures, InvoiceKind } from "./invoices.contract.ts";
import type { ContentKept } from "./invoices.rules.ts";
import { type PaperWords, paperWords } from "./paper-words.rules.ts";

const RIGHT = 595.28 - MARGIN;
const INNER = 595.28 - 2 * MARGIN;
const FOOT = 841.89 - 78;

/** Where each column of the lines begins, and how wide it is. */
const COLUMNS = [
  { key: "item", x: MARGIN, width: 225, align: "left" },
  { key: "quantity", x: MARGIN + 230, width: 55, align: "right" },
  { key: "price", x: MARGIN + 290, width: 75, align: "right" },
  { key: "tax", x: MARGIN + 370, width: 50, align: "right" },
  { key: "amount", x: MARGIN + 425, width: INNER - 425, align: "right" },
] as const;

/** What is drawn of any paper to a customer. */
export type DrawnPaper = {
  readonly kind: InvoiceKind | "quote";
  readonly isDraft: boolean;
  readonly number: string | null;
  readonly buyer: Buyer;
  readonly currency: string;
  readonly reference: string;
  readonly note: string;
  readonly content: ContentKept;
  readonly figures: Figures;
};

type Accounted = {
  readonly currency: string;
  readonly rate: string;
  readonly taxMinor: Minor;
  readonly payableMinor: Minor;
};

export type PaperToPrint = {
  readonly drawn: DrawnPaper;
  readonly seller: Letterhead;
  readonly sellerCountry: string;
  readonly credits: string | null;
  /** What it comes to in the seller's own currency, where it is in another: for whoever accounts for its tax. */
  readonly accounted?: Accounted | undefined;
  readonly issuedOn: Day;
  /** Until when it is to be paid; of a quote, until when it holds. */
  readonly dueOn: Day;
  readonly language: Language;
};

/** The paper as a business sends it: A4, as many pages as it takes, in English or Malay. The figures are those that were posted. */
export function printInvoice(paper: PaperToPrint): Promise<Buffer> {
  const words = paperWords(paper.language);
  const title = titleOf(paper, words);
  const about = {
    title: `${title} ${paper.drawn.number ?? ""}`.trim(),
    author: paper.seller.legalName,
    on: paper.issuedOn,
    language: paper.language,
  };
  return drawPaper(about, ({ doc }) => {
    const below = head(doc, paper, words, title);
    const end = sums(doc, paper, words, lines(doc, paper, words, Math.max(below + 24, 250)));
    closing(doc, paper, words, end);
    feet(doc, paper, words);
  });
}

export const titleOf = ({ drawn }: Pick<PaperToPrint, "drawn">, words: PaperWords): string =>
  drawn.isDraft ? `${words[drawn.kind]} (${words.draft})` : words[drawn.kind];

function head(doc: Doc, paper: PaperToPrint, words: PaperWords, title: string): number {
  const { drawn, seller } = paper;
  const below = say(doc, seller.legalName, MARGIN, MARGIN, { bold: true, size: 13, width: 270 });
  say(
    doc,
    [...addressLines(seller, paper.sellerCountry), seller.phone, seller.email]
      .filter(Boolean)
      .join("\n"),
    MARGIN,
    below + 3,
    { size: 8.5, color: QUIET, width: 270 },
  );
  say(doc, title, MARGIN + 275, MARGIN - 3, {
    bold: true,
    size: 18,
    width: INNER - 275,
    align: "right",
  });

  const facts: [string, string | null][] = [
    [words.number, drawn.number],
    [words.issued, dayOn(paper.issuedOn, paper.language)],
    [
      drawn.kind === "quote" ? words.validUntil : words.due,
      drawn.kind === "credit_note" ? null : dayOn(paper.dueOn, paper.language),
    ],
    [words.credits, paper.credits],
    [words.reference, drawn.reference || null],
  ];
  let y = MARGIN + 34;
  for (const [label, value] of facts) {
    if (value === null) continue;
    say(doc, label, MARGIN + 275, y, { size: 8.5, color: QUIET, width: 95, align: "right" });
    y = say(doc, value, MARGIN + 378, y, { size: 8.5, width: INNER - 378, align: "right" }) + 2;
  }

  say(doc, words.to, MARGIN, 158, { size: 8, color: QUIET });
  const { buyer } = drawn;
  const name = say(doc, buyer.name, MARGIN, 170, { bold: true, size: 10, width: 270 });
  return say(
    doc,
    [
      buyer.attention,
      ...addressLines(buyer, buyer.country ?? ""),
      buyer.registration && `${words.registration} ${buyer.registration}`,
      buyer.taxNumber && `${words.taxNumber} ${buyer.taxNumber}`,
    ]
      .filter(Boolean)
      .join("\n"),
    MARGIN,
    name + 2,
    { size: 8.5, width: 270 },
  );
}

type Place = { street: string; street2: string; city: string; postcode: string; state: string };

export const addressLines = (of: Place, country: string): string[] =>
  [
    of.street,
    of.street2,
    [of.postcode, of.city].filter(Boolean).join(" "),
    [of.state, country].filter(Boolean).join(", "),
  ].filter(Boolean);

function lineHead(doc: Doc, words: PaperWords, y: number, currency: string): number {
  for (const { key, x, width, align } of COLUMNS)
    say(doc, key === "amount" ? `${words.amount} (${currency})` : words[key], x, y, {
      ...{ size: 8, color: QUIET, width, align },
    });
  rule(doc, y + 15);
  return y + 21;
}

const rule = (doc: Doc, y: number, from = MARGIN): void => ruleTo(doc, y, from, RIGHT);

function lines(doc: Doc, { drawn }: PaperToPrint, words: PaperWords, from: number): number {
  const { content, figures, currency } = drawn;
  let y = lineHead(doc, words, from, currency);
  for (const [at, line] of content.lines.entries()) {
    const reckoned = figures.lines[at];
    const about = [line.description, discountOf(reckoned?.discountMinor ?? 0, currency, words)]
      .filter(Boolean)
      .join("\n");
    const nameHeight = heightOf(doc, line.name, COLUMNS[0].width);
    const height = nameHeight + (about === "" ? 0 : heightOf(doc, about, COLUMNS[0].width, 8));
    if (y + height > FOOT - 20) {
      doc.addPage();
      y = lineHead(doc, words, MARGIN, currency);
    }
    const cells = {
      item: line.name,
      quantity: line.quantity,
      price: priceOf(line.price, currency),
      tax: (reckoned?.taxes ?? []).map(({ code }) => code).join(", "),
      amount: bare(reckoned?.netMinor ?? 0, currency),
    };
    for (const { key, x, width, align } of COLUMNS) say(doc, cells[key], x, y, { width, align });
    if (about !== "")
      say(doc, about, MARGIN, y + nameHeight, { size: 8, color: QUIET, width: COLUMNS[0].width });
    y += height + 6;
    rule(doc, y - 3);
  }
  return y;
}

export const discountOf = (minor: Minor, currency: string, words: PaperWords): string =>
  minor === 0 ? "" : `${words.discount} ${bare(minor, currency)}`;

/** As it was typed, with at least the decimals that the currency has. */
export function priceOf(price: string, currency: string): string {
  const [whole = "", fraction = ""] = price.split(".");
  const decimals = fraction.padEnd(digitsOf(currency), "0");
  return decimals === "" ? grouped(whole) : `${grouped(whole)}.${decimals}`;
}

/** How the total comes about, line by line: nothing that is zero, but for taxes. */
export function sumRows(
  { figures, currency }: DrawnPaper,
  words: PaperWords,
): readonly (readonly [label: string, minor: Minor])[] {
  const rows: [string, Minor][] = [
    [words.lines, figures.linesMinor],
    [words.discount, -figures.discountMinor],
    [words.charges, figures.chargeMinor],
    ...figures.groups
      .filter(({ isWithheld }) => !isWithheld)
      .map((group): [string, Minor] => [
        `${[...new Set(group.codes.map(({ code }) => code))].join(", ")} ${group.rate} % ${words.of} ${bare(group.taxableMinor, currency)}`,
        group.taxMinor,
      ]),
    [words.rounding, figures.roundingMinor],
  ];
  return rows.filter(([, minor], at) => minor !== 0 || (at > 2 && at < rows.length - 1));
}

function sums(doc: Doc, { drawn }: PaperToPrint, words: PaperWords, from: number): number {
  const { figures, currency } = drawn;
  const shown = sumRows(drawn, words);
  let y = from + 8;
  if (y + shown.length * 15 + 60 > FOOT) {
    doc.addPage();
    y = MARGIN;
  }
  const left = MARGIN + 230;
  for (const [label, minor] of shown) {
    say(doc, label, left, y, { size: 8.5, color: QUIET, width: 185, align: "right" });
    say(doc, bare(minor, currency), MARGIN + 425, y, {
      size: 9,
      width: INNER - 425,
      align: "right",
    });
    y += 15;
  }
  rule(doc, y + 1, left);
  say(doc, `${words.total} ${currency}`, left, y + 7, {
    bold: true,
    size: 11,
    width: 185,
    align: "right",
  });
  say(doc, bare(figures.payableMinor, currency), MARGIN + 425, y + 7, {
    ...{ bold: true, size: 11, width: INNER - 425, align: "right" },
  });
  return y + 36;
}

function closing(doc: Doc, paper: PaperToPrint, words: PaperWords, from: number): void {
  const { drawn, seller } = paper;
  const texts: string[] = [];
  if (paper.accounted !== undefined) {
    const { currency, rate, taxMinor, payableMinor } = paper.accounted;
    const inOwn = (minor: Minor) => `${currency} ${bare(minor, currency)}`;
    texts.push(words.accounted(drawn.currency, inOwn(payableMinor), inOwn(taxMinor), rate));
  }
  const reasons = drawn.content.taxes.flatMap(({ exemptionReason }) => exemptionReason ?? []);
  if (reasons.length > 0) texts.push([...new Set(reasons)].join(" · "));
  if (drawn.note !== "") texts.push(drawn.note);
  const pay =
    drawn.kind === "invoice" && seller.bankAccount !== ""
      ? [
          `${words.payTo} ${[seller.bankName, seller.bankAccount, seller.bankBic].filter(Boolean).join(" · ")}`,
          `${words.payReference} ${drawn.number ?? "–"}`,
        ].join("\n")
      : "";
  let y = from;
  for (const text of [pay, ...texts].filter(Boolean)) {
    if (y + heightOf(doc, text, INNER) > FOOT) {
      doc.addPage();
      y = MARGIN;
    }
    y = say(doc, text, MARGIN, y, { size: 9, color: text === pay ? INK : QUIET }) + 8;
  }
}

/** On each page who it is from, and which page it is. */
function feet(doc: Doc, { seller }: PaperToPrint, words: PaperWords): void {
  const { start, count } = doc.bufferedPageRange();
  const who = [
    seller.legalName,
    seller.registration && `${words.registration} ${seller.registration}`,
    seller.taxNumber && `${words.taxNumber} ${seller.taxNumber}`,
  ]
    .filter(Boolean)
    .join(" · ");
  for (let at = start; at < start + count; at += 1) {
    doc.switchToPage(at);
    rule(doc, FOOT + 8);
    say(doc, [who, seller.footer].filter(Boolean).join("\n"), MARGIN, FOOT + 14, {
      ...{ size: 7.5, color: QUIET, width: INNER - 130 },
    });
    say(doc, words.page(at + 1, count), RIGHT - 120, FOOT + 14, {
      ...{ size: 7.5, color: QUIET, width: 120, align: "right" },
    });
  }
}
