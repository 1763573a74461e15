import type { Day } from "#kernel/day.ts";
import { digitsOf, isCurrency, type Minor, readMinor } from "#kernel/money.ts";

/** What a bank says of one account, in whatever format it came. */
export type BankStatement = {
  readonly format: BankFormat;
  /** The bank's own number of the statement. */
  readonly id: string | null;
  readonly account: { readonly number: string | null; readonly name: string | null };
  /** Null where the file says none: then it is the account's. */
  readonly currency: string | null;
  readonly opening: Balance | null;
  readonly closing: Balance | null;
  readonly lines: readonly BankLine[];
};

export const BANK_FORMATS = ["camt", "ofx", "qif", "mt940", "csv"] as const;
export type BankFormat = (typeof BANK_FORMATS)[number];

export type Balance = { readonly minor: Minor; readonly currency: string; readonly on: Day | null };

export type BankLine = LinePart & {
  /** What the bank knows the line by, for ever; null where it says nothing of the kind. */
  readonly bankId: string | null;
  readonly on: Day;
  readonly valueOn: Day | null;
  /** In the account's favour where above 0. */
  readonly minor: Minor;
  readonly currency: string;
  /** Told, but not booked yet. */
  readonly isPending: boolean;
  /** The payments of a batch, where they are told and make up the line. */
  readonly parts: readonly (LinePart & { readonly minor: Minor })[];
};

export type LinePart = {
  readonly counterparty: { readonly name: string | null; readonly account: string | null } | null;
  /** What both sides know it by: an invoice's number, an end-to-end id, a cheque's number. */
  readonly reference: string | null;
  readonly text: string;
};

/** Where a file cannot be read, and what stands there. */
export class Unreadable extends Error {
  readonly line: number | null;
  readonly field: string;
  readonly value: string;

  constructor(field: string, value: string, line: number | null) {
    super(`${field}: ${value}`);
    this.field = field;
    this.value = value.slice(0, 80);
    this.line = line;
  }
}

/** Two digits mean this century until eighty. */
export const wholeYear = (year: number): number =>
  year >= 100 ? year : year < 80 ? 2000 + year : 1900 + year;

/** Reads a decimal amount of a currency: more decimals than it has are read only where they are zeros. */
export function minorFrom(
  text: string,
  currency: string,
  field: string,
  line: number | null,
): Minor {
  if (!isCurrency(currency)) throw new Unreadable("currency", currency, line);
  const plain = text.trim().replace(/^\+/, "");
  const minor = /^-?\d*\.?\d*$/.test(plain) ? readMinor(plain.replace(/\.$/, ""), currency) : null;
  if (minor === null) throw new Unreadable(field, text, line);
  return minor;
}

/**
 * An amount as people write them: `1.234,50`, `(12.00)`, `12.00-`, `1,234.50 DR`. Which sign is the decimal one follows from
 * where it stands; null where it could be either.
 */
export function looseMinor(
  text: string,
  currency: string,
  decimal: "." | "," | null,
): Minor | null {
  const trimmed = text.trim().toUpperCase();
  const isDebit = /^\(.*\)$|-$|\bDR$|^-|^−/.test(trimmed);
  const bare = trimmed
    .replace(/\b(?:CR|DR)$/, "")
    .replace(/^[A-Z]{2,3}|^[$€£¥]/, "")
    .replace(/[()+\-−\s']/g, "")
    .replace(/^[A-Z]{2,3}|^[$€£¥]/, "");
  const sign = decimal ?? decimalSignOf(bare, currency);
  if (sign === null) return null;
  const plain = bare.replaceAll(sign === "." ? "," : ".", "").replace(",", ".");
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) return null;
  const minor = readMinor(plain.replace(/\.$/, ""), currency);
  return minor === null ? null : isDebit && minor !== 0 ? -minor : minor;
}

function decimalSignOf(bare: string, currency: string): "." | "," | null {
  const dot = bare.lastIndexOf(".");
  const comma = bare.lastIndexOf(",");
  if (dot === -1 && comma === -1) return ".";
  if (dot !== -1 && comma !== -1) return dot > comma ? "." : ",";
  const sign = dot === -1 ? "," : ".";
  if (bare.split(sign).length > 2) return sign === "." ? "," : ".";
  const behind = bare.length - bare.lastIndexOf(sign) - 1;
  // `1,234` is one thousand or one and a bit: only a currency with three decimals leaves that open.
  if (behind !== 3) return sign;
  return digitsOf(currency) === 3 ? null : sign === "." ? "," : ".";
}

/** Texts side by side, each once, without what is blank. */
export const joined = (texts: readonly (string | null | undefined)[]): string =>
  [...new Set(texts.map((text) => text?.replace(/\s+/g, " ").trim() ?? ""))]
    .filter((text) => text !== "")
    .join(" · ");
