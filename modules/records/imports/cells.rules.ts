import { z } from "zod";
import { COUNTRIES } from "#kernel/countries.ts";
import { dayFrom } from "#kernel/day.ts";
import { digitsOf } from "#kernel/money.ts";
import type { Choice, FieldKind } from "../types/types.contract.ts";
import type { Value } from "./meaning.rules.ts";

/** How a column's texts are to be read, where they do not say it themselves. */
export type Writing = {
  readonly dayOrder: "day_first" | "month_first";
  readonly decimalMark: "." | ",";
  readonly zone: string;
  readonly currency: string;
};

export type ReadCell = Value | { readonly code: string };
const wrong = (code: string) => ({ code });

/** What a cell means as a value of this kind, or what is wrong with it. The text is trimmed and not empty. */
export function readCell(
  text: string,
  kind: FieldKind,
  writing: Writing,
  choices: readonly Choice[] = [],
): ReadCell {
  switch (kind) {
    case "text":
    case "long_text":
    case "phone":
    case "reference":
    case "member":
      return text;
    case "email":
      return emailIn(text) ?? wrong("email.invalid");
    case "number":
      return numberIn(text, writing.decimalMark) ?? wrong("records.import.not_a_number");
    case "money":
      return minorIn(text, writing) ?? wrong("records.import.not_an_amount");
    case "date":
      return dayIn(text, writing.dayOrder)?.day ?? wrong("records.import.not_a_day");
    case "moment":
      return momentIn(text, writing) ?? wrong("records.import.not_a_day");
    case "yes_no":
      return yesNoIn(text) ?? wrong("records.import.not_yes_or_no");
    case "choice":
      return choiceIn(text, choices) ?? wrong("records.import.not_a_choice");
    case "choices": {
      const chosen = listIn(text).map((one) => choiceIn(one, choices));
      return chosen.every((one) => one !== null) ? chosen : wrong("records.import.not_a_choice");
    }
    case "tags":
      return listIn(text);
    case "link":
      return linkIn(text) ?? wrong("records.import.not_a_link");
    case "country":
      return countryIn(text) ?? wrong("country.unknown");
  }
}

/** One that mail can be sent to, as the contracts take it. */
export function emailIn(text: string): string | null {
  const address = /^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text.replace(/^mailto:/i, "");
  const trimmed = address.trim();
  return trimmed.length <= 254 && z.regexes.email.test(trimmed) ? trimmed.toLowerCase() : null;
}

/** `RM 1,204.50`, `1.204,50`, `(12.30)`, `12%`; null when it is none. */
export function numberIn(text: string, decimalMark: "." | ","): number | null {
  const plain = decimalIn(text, decimalMark);
  if (plain === null) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/** The same as plain decimal text, exact. */
export function decimalIn(text: string, decimalMark: "." | ","): string | null {
  const isNegative = /^\(.*\)$/.test(text) || /^[^\d.,]*[-−]/.test(text) || /\d\s*[-−]$/.test(text);
  const figures = text
    .replace(/^[^\d.,]*?(?:[A-Z]{2,3}|\p{Sc})?[^\d.,]*/u, "")
    .replace(/[^\d.,]*$/u, "");
  if (!/^[\d.,\s'’\u00A0\u202F]+$/u.test(figures) || !/\d/.test(figures)) return null;
  if (/[^\s\d.,()%+−'’\u00A0\u202F$€£¥-]/u.test(text.replace(/\p{Sc}|RM|[A-Z]{3}/gu, "")))
    return null;
  const packed = figures.replace(/[\s'’\u00A0\u202F]/gu, "");
  const [mark, group] = marksOf(packed, decimalMark);
  const whole = packed.replaceAll(group, "");
  const point = mark === "," ? whole.replace(",", ".") : whole;
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(point)) return null;
  if (packed.includes(group) && !isGrouped(packed, mark, group)) return null;
  return isNegative ? `-${point}` : point;
}

/** Of two marks the last divides; of one alone what the column says, unless it stands twice. */
function marksOf(packed: string, decimalMark: "." | ","): ["." | ",", "." | ","] {
  const point = packed.lastIndexOf(".");
  const comma = packed.lastIndexOf(",");
  if (point >= 0 && comma >= 0) return point > comma ? [".", ","] : [",", "."];
  if (comma >= 0 && packed.indexOf(",") !== comma) return [".", ","];
  if (point >= 0 && packed.indexOf(".") !== point) return [",", "."];
  return decimalMark === "." ? [".", ","] : [",", "."];
}

const isGrouped = (packed: string, mark: string, group: string): boolean => {
  const [whole = ""] = packed.split(mark);
  const [first = "", ...rest] = whole.split(group);
  return (
    first.length >= 1 &&
    first.length <= 3 &&
    rest.every((part) => part.length === 3 || part.length === 2)
  );
};

/** Minor units; null when it is no amount, or finer than the currency is. */
export function minorIn(
  text: string,
  { decimalMark, currency }: Pick<Writing, "decimalMark" | "currency">,
): number | null {
  const plain = decimalIn(text, decimalMark);
  if (plain === null) return null;
  const [whole = "0", fraction = ""] = plain.replace("-", "").split(".");
  const digits = digitsOf(currency);
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(`${whole || "0"}${fraction.slice(0, digits).padEnd(digits, "0")}`);
  if (!Number.isSafeInteger(minor)) return null;
  return plain.startsWith("-") && minor !== 0 ? -minor : minor;
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    ["jan", "januari", "january"],
    ["feb", "februari", "february"],
    ["mar", "mac", "march", "mach"],
    ["apr", "april"],
    ["may", "mei"],
    ["jun", "june"],
    ["jul", "julai", "july"],
    ["aug", "ogos", "ogo", "august"],
    ["sep", "sept", "september"],
    ["oct", "okt", "oktober", "october"],
    ["nov", "november"],
    ["dec", "dis", "disember", "december"],
  ].flatMap((names, at) => names.map((name): [string, number] => [name, at + 1])),
);

export type DayRead = {
  readonly day: string;
  /** The rest of the text: the hour, if there is one. */
  readonly rest: string;
  /** Whether the figures could be read in the other order as well. */
  readonly isEither: boolean;
  readonly order: Writing["dayOrder"] | null;
};

/** `2025-11-03`, `3/11/2025`, `03.11.25`, `3 Nov 2025`, `Nov 3, 2025`, `20251103`. */
export function dayIn(text: string, order: Writing["dayOrder"]): DayRead | null {
  let found =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(text);
  if (found !== null) {
    const day = dayFrom(Number(found[1]), Number(found[2]), Number(found[3]));
    return day === null
      ? null
      : { day, rest: text.slice(found[0].length), isEither: false, order: null };
  }
  found = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)/.exec(text);
  if (found !== null) {
    const [one, two, year] = [Number(found[1]), Number(found[2]), yearOf(found[3] ?? "")];
    const isEither = one <= 12 && two <= 12 && one !== two;
    const read = one > 12 ? "day_first" : two > 12 ? "month_first" : order;
    const day = read === "day_first" ? dayFrom(year, two, one) : dayFrom(year, one, two);
    const said = isEither || one === two ? null : read;
    return day === null ? null : { day, rest: text.slice(found[0].length), isEither, order: said };
  }
  found = /^(\d{1,2})(?:st|nd|rd|th|hb)?[- ]([\p{L}]{3,9})\.?,?[- ](\d{4}|\d{2})(?!\d)/iu.exec(
    text,
  );
  if (found !== null) return namedDay(text, found[0], found[1], found[2], found[3]);
  found = /^([\p{L}]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/iu.exec(text);
  return found === null ? null : namedDay(text, found[0], found[2], found[1], found[3]);
}

function namedDay(text: string, all: string, day = "", month = "", year = ""): DayRead | null {
  const at = MONTHS.get(month.toLowerCase());
  const read = at === undefined ? null : dayFrom(yearOf(year), at, Number(day));
  return read === null
    ? null
    : { day: read, rest: text.slice(all.length), isEither: false, order: null };
}

/** Two figures are of this century, unless that is far in the future. */
const yearOf = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) > 69 ? 1900 : 2000);

/** A moment: with an offset as it says, else by the company's clocks. */
export function momentIn(
  text: string,
  { dayOrder, zone }: Pick<Writing, "dayOrder" | "zone">,
): Date | null {
  const read = dayIn(text, dayOrder);
  if (read === null) return null;
  const rest = read.rest.trim().replace(/^T|^,/i, "").trim();
  if (rest === "") return inZone(read.day, 0, 0, 0, zone);
  const hour =
    /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(am|pm|pg|ptg|mlm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*\([^)]*\))?$/i.exec(
      rest,
    );
  if (hour === null) return null;
  const [, h = "0", m = "0", s = "0", half, offset] = hour;
  const hours = hoursOf(Number(h), half?.toLowerCase());
  if (hours > 23 || Number(m) > 59 || Number(s) >= 60) return null;
  if (offset === undefined) return inZone(read.day, hours, Number(m), Number(s), zone);
  const east = /^[+-]/.test(offset) ? offset.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2") : "Z";
  const two = (part: number) => String(part).padStart(2, "0");
  const minute = Date.parse(`${read.day}T${two(hours)}:${two(Number(m))}:00${east}`);
  return new Date(minute + Math.round(Number(s) * 1000));
}

function hoursOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  const isMorning = half === "am" || half === "pg";
  return (hour % 12) + (isMorning ? 0 : 12);
}

/** The moment at which clocks in a zone show this. */
function inZone(day: string, h: number, m: number, s: number, zone: string): Date | null {
  const wall = Date.parse(`${day}T00:00:00Z`) + (h * 60 + m) * 60_000 + Math.round(s * 1000);
  const guess = wall - offsetAt(zone, wall);
  return new Date(wall - offsetAt(zone, guess));
}

function offsetAt(zone: string, ms: number): number {
  let format = zones.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    zones.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}
const zones = new Map<string, Intl.DateTimeFormat>();

const YES = new Set([
  "yes",
  "y",
  "true",
  "1",
  "x",
  "✓",
  "✔",
  "on",
  "ya",
  "betul",
  "setuju",
  "ada",
  "subscribed",
  "opted in",
  "opted-in",
  "opt-in",
  "accepted",
]);
const NO = new Set([
  "no",
  "n",
  "false",
  "0",
  "off",
  "tidak",
  "tak",
  "bukan",
  "tiada",
  "unsubscribed",
  "opted out",
  "opted-out",
  "opt-out",
  "cleaned",
  "non-subscribed",
  "rejected",
]);

export function yesNoIn(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

/** By its value or its words in either language; where one is called Yes and one No, also by the words for these. */
function choiceIn(text: string, choices: readonly Choice[]): string | null {
  const word = text.toLowerCase();
  const named = choices.find(
    ({ value, label }) =>
      value.toLowerCase() === word ||
      label.en.toLowerCase() === word ||
      label.ms.toLowerCase() === word,
  );
  if (named !== undefined) return named.value;
  const yesNo = yesNoIn(text);
  if (yesNo === null) return null;
  return choices.find(({ label }) => label.en === (yesNo ? "Yes" : "No"))?.value ?? null;
}

/** A word in quotes, by what ends it. */
const QUOTED = {
  ";": /\s*"((?:[^"]|"")*)"\s*(?=;|$)/y,
  "|": /\s*"((?:[^"]|"")*)"\s*(?=\||$)/y,
  ",": /\s*"((?:[^"]|"")*)"\s*(?=,|$)/y,
};

/** By commas, or by semicolons where there are any; bars as some programs write them. A word in quotes holds what it holds. */
export function listIn(text: string): string[] {
  const plain = text.replace(/(^|[,;|])\s*"(?:[^"]|"")*"(?=\s*(?:[,;|]|$))/g, "$1");
  const between = plain.includes(";") ? ";" : plain.includes("|") ? "|" : ",";
  const quoted = QUOTED[between];
  const words: string[] = [];
  for (let at = 0; at <= text.length; ) {
    quoted.lastIndex = at;
    const found = quoted.exec(text);
    const end = found === null ? text.indexOf(between, at) : quoted.lastIndex;
    const until = end < 0 ? text.length : end;
    words.push(found?.[1]?.replaceAll('""', '"') ?? text.slice(at, until));
    at = until + 1;
  }
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))];
}

function linkIn(text: string): string | null {
  const address = /^https?:\/\//i.test(text)
    ? text
    : /^[\w-]+(\.[\w-]+)+(\/|$)/.test(text)
      ? `https://${text}`
      : null;
  if (address === null) return null;
  return URL.canParse(address) ? address : null;
}

/** `MY`, `MYS`, `Malaysia`, `Jerman`. */
export function countryIn(text: string): string | null {
  const word = text.toLowerCase().trim();
  return countries().get(word) ?? null;
}

const countries = (): ReadonlyMap<string, string> => (known ??= countriesByName());
let known: ReadonlyMap<string, string> | undefined;

function countriesByName(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const language of ["en", "ms"]) {
    const shown = new Intl.DisplayNames([language], { type: "region" });
    for (const code of COUNTRIES) names.set((shown.of(code) ?? code).toLowerCase(), code);
  }
  for (const code of COUNTRIES) names.set(code.toLowerCase(), code);
  for (const [name, code] of OTHER_NAMES) names.set(name, code);
  return names;
}

const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ["mys", "MY"],
  ["sgp", "SG"],
  ["idn", "ID"],
  ["brn", "BN"],
  ["tha", "TH"],
  ["chn", "CN"],
  ["usa", "US"],
  ["u.s.a.", "US"],
  ["united states of america", "US"],
  ["uk", "GB"],
  ["great britain", "GB"],
  ["england", "GB"],
  ["gbr", "GB"],
  ["aus", "AU"],
  ["singapura", "SG"],
  ["viet nam", "VN"],
  ["south korea", "KR"],
  ["hong kong", "HK"],
  ["macau", "MO"],
  ["taiwan", "TW"],
];
