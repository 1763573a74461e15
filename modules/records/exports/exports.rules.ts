import { MASK } from "#kernel/classes.ts";
import type { Reason } from "#kernel/errors.ts";
import { type IdKind, showId } from "#kernel/ids.ts";
import { decimalOf } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import { type Cell, guarded, type Head, zonedText } from "#platform/transfer/writing.rules.ts";
import type { Choice, FieldKind } from "../types/types.contract.ts";
import type { ExportState } from "./exports.contract.ts";

const HOUR_MS = 3_600_000;
/** A file can be fetched so long, and then nothing of it is left. */
export const FILE_KEPT_MS = 24 * HOUR_MS;
/** Its address opens it so long. */
export const LINK_MS = 2 * 60_000;

type State = { readonly state: ExportState; readonly expiresAt: Date | null };

export function whyNotFetch({ state, expiresAt }: State, now: Date): Reason | null {
  if (state !== "done" || expiresAt === null) return "records.export.not_done";
  return expiresAt > now ? null : "records.export.expired";
}

export const whyNotStop = ({ state }: Pick<State, "state">): Reason | null =>
  state === "waiting" || state === "running" ? null : "records.export.is_over";

/** What a column of the file holds of each record. */
export type Column = {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind | "id";
  readonly choices: readonly Choice[];
  /** What an id names. */
  readonly related: IdKind | null;
  /** Shown as `•••` where there is something. */
  readonly isMasked: boolean;
};

/** What a file is written with: whose clock, in which words, and what accounts are called. */
export type Hand = {
  readonly zone: string;
  readonly language: Language;
  readonly members: ReadonlyMap<string, string>;
};

const AS: Partial<Record<Column["kind"], Head["as"]>> = {
  number: "number",
  money: "money",
  date: "day",
  moment: "moment",
  yes_no: "yes_no",
};

export const headOf = ({ label, kind, isMasked }: Column): Head => ({
  label,
  as: isMasked ? "text" : (AS[kind] ?? "text"),
});

/** A value as the database gives it; of money with its currency. */
export type Read = { readonly value: unknown; readonly currency: string | null };

/** A value as a typed cell. Money is a decimal number in its currency; an amount without one has no digits to show. */
export function cellOf(column: Column, { value, currency }: Read, hand: Hand): Cell {
  if (value === null || value === undefined) return null;
  if (column.isMasked) return MASK;
  switch (column.kind) {
    case "id":
    case "reference":
      return column.related === null ? null : showId(column.related, String(value));
    case "member":
      return hand.members.get(String(value)) ?? "";
    case "number":
      return Number(value);
    case "money":
      return currency === null ? null : Number(decimalOf(Number(value), currency));
    case "date":
      return { day: String(value) };
    case "moment":
      return new Date(String(value instanceof Date ? value.toISOString() : value));
    case "yes_no":
      return value === true;
    case "choice":
      return labelOf(column.choices, String(value), hand.language);
    case "choices":
      return listed(texts(value).map((one) => labelOf(column.choices, one, hand.language)));
    case "tags":
      return listed(texts(value));
    default:
      return String(value);
  }
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const labelOf = (choices: readonly Choice[], value: string, language: Language): string =>
  choices.find((choice) => choice.value === value)?.label[language] ?? value;

/** With commas between them; one that holds what could stand between them is in quotes. */
const listed = (words: readonly string[]): string =>
  words.map((word) => (/[,;|"]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word)).join(", ");

const YES_NO: Readonly<Record<Language, readonly [yes: string, no: string]>> = {
  en: ["Yes", "No"],
  ms: ["Ya", "Tidak"],
};

/** The same as text of a CSV: exact, with no formula that a spreadsheet would run. */
export function csvText(column: Column, read: Read, hand: Hand): string {
  const cell = cellOf(column, read, hand);
  if (cell === null) return "";
  if (cell instanceof Date) return zonedText(cell, hand.zone);
  if (typeof cell === "object") return cell.day;
  if (typeof cell === "boolean") return YES_NO[hand.language][cell ? 0 : 1];
  if (column.kind === "money" && !column.isMasked && read.currency !== null)
    return decimalOf(Number(read.value), read.currency);
  return typeof cell === "number" ? String(cell) : guarded(cell);
}
