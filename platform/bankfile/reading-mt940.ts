import { type Day, dayFrom } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import {
  type Balance,
  type BankLine,
  type BankStatement,
  joined,
  type LinePart,
  minorFrom,
  Unreadable,
  wholeYear,
} from "./statement.rules.ts";

/** SWIFT MT940 (and MT942): fields `:20:` to `:86:`, each on lines of its own. */
type Field = { tag: string; text: string; line: number };

type Draft = {
  id: string | null;
  account: string | null;
  opening: Balance | null;
  closing: Balance | null;
  lines: BankLine[];
};

/** SWIFT allows some hundred. */
const FIELD_CHARS_MAX = 8_000;
const FIELD = /^:(\d\d[A-Z]?):(.*)$/;

export function readMt940(text: string): readonly BankStatement[] {
  const statements: Draft[] = [];
  for (const field of fieldsOf(text)) {
    if (field.tag === "20")
      statements.push({ id: null, account: null, opening: null, closing: null, lines: [] });
    const draft = statements.at(-1);
    if (draft === undefined) continue;
    take(field, draft);
  }
  if (statements.length === 0) throw refused("platform.bankfile.unknown");
  return statements.map(({ account, ...draft }) => ({
    ...draft,
    format: "mt940",
    account: { number: account, name: null },
    currency: (draft.opening ?? draft.closing)?.currency ?? null,
  }));
}

function fieldsOf(text: string): readonly Field[] {
  const fields: Field[] = [];
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    // What SWIFT wraps around: {1:…}{2:…}{4: before, -} behind.
    const line = raw.replace(/^(?:\{\d:[^{}]*\})*\{4:/, "").trimEnd();
    const [, tag, rest] = FIELD.exec(line) ?? [];
    if (tag !== undefined) fields.push({ tag, text: rest ?? "", line: at + 1 });
    else if (line !== "" && !/^-\}?$|^-\}\{5:/.test(line)) {
      const last = fields.at(-1);
      if (last === undefined) continue;
      last.text += `\n${line}`;
      if (last.text.length > FIELD_CHARS_MAX) throw new Unreadable(`:${last.tag}:`, line, at + 1);
    }
  }
  return fields;
}

function take(field: Field, draft: Draft): void {
  switch (field.tag) {
    case "20":
      draft.id = field.text.trim() || null;
      break;
    case "25":
      draft.account = field.text.trim().replace(/^.*\//, "") || null;
      break;
    case "28C":
      draft.id = [draft.id, field.text.trim()].filter((part) => part !== null).join(" ");
      break;
    case "60F":
    case "60M":
      draft.opening ??= balanceOf(field);
      break;
    case "62F":
    case "62M":
      draft.closing = balanceOf(field);
      break;
    case "61":
      draft.lines.push(lineOf(field, draft.opening?.currency));
      break;
    case "86":
      describe(field, draft);
      break;
    default:
  }
}

function balanceOf({ tag, text, line }: Field): Balance {
  const [, sign, year, month, day, currency = "", amount = ""] =
    /^([CD])(\d\d)(\d\d)(\d\d)([A-Z]{3})([\d,]+)/.exec(text) ?? [];
  const on = dayFrom(wholeYear(Number(year)), Number(month), Number(day));
  if (on === null) throw new Unreadable(`:${tag}:`, text, line);
  return { minor: signed(sign === "D", pointed(amount), currency, tag, line), currency, on };
}

const pointed = (amount: string): string => amount.replace(",", ".").replace(/\.$/, "");

function signed(isDebit: boolean, amount: string, currency: string, tag: string, line: number) {
  const minor = minorFrom(amount, currency, `:${tag}:`, line);
  return isDebit && minor !== 0 ? -minor : minor;
}

/** Value day, booking day, side, amount, kind, what the owner knows it by, what the bank knows it by, and more of it. */
const BOOKING =
  /^(\d\d)(\d\d)(\d\d)(\d{4})?(R?[CD])([A-Z])?([\d,]{1,15})([A-Z][A-Z0-9]{3})([^\n]*?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

function lineOf({ text, line }: Field, currency: string | undefined): BankLine {
  const match = BOOKING.exec(text);
  if (match === null || currency === undefined) throw new Unreadable(":61:", text, line);
  const [, yy, mm, dd, booked, side = "", , amount = "", , own = "", bank, more] = match;
  const valueOn = dayFrom(wholeYear(Number(yy)), Number(mm), Number(dd));
  if (valueOn === null) throw new Unreadable(":61:", text, line);
  // A reversed credit takes away.
  const isDebit = side === "D" || side === "RC";
  return {
    bankId: told(bank),
    on: bookedOn(booked, valueOn) ?? valueOn,
    valueOn,
    minor: signed(isDebit, pointed(amount), currency, "61", line),
    currency,
    isPending: false,
    counterparty: null,
    reference: told(own),
    text: joined([more]),
    parts: [],
  };
}

const told = (text: string | undefined): string | null => {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || trimmed === "NONREF" ? null : trimmed;
};

/** The booking day has no year: it is the one nearest to the value day. */
function bookedOn(monthAndDay: string | undefined, valueOn: Day): Day | null {
  if (monthAndDay === undefined) return null;
  const year = Number(valueOn.slice(0, 4));
  const near = [year - 1, year, year + 1].flatMap(
    (one) => dayFrom(one, Number(monthAndDay.slice(0, 2)), Number(monthAndDay.slice(2))) ?? [],
  );
  const off = (day: Day) => Math.abs(Date.parse(day) - Date.parse(valueOn));
  return near.toSorted((a, b) => off(a) - off(b))[0] ?? null;
}

function describe({ text }: Field, draft: Draft): void {
  const last = draft.lines.at(-1);
  // Before the first booking, and after the closing balance, it speaks of the statement.
  if (last === undefined || draft.closing !== null) return;
  const about = descriptionOf(text);
  draft.lines[draft.lines.length - 1] = {
    ...last,
    counterparty: about.counterparty,
    reference: last.reference ?? about.reference,
    text: joined([about.text === "" ? last.text : about.text]),
  };
}

/** Three ways of telling: `166?20SVWZ+…?32Name`, `/REMI/…/NAME/…/`, and plain text. */
function descriptionOf(text: string): LinePart {
  const flat = text.replaceAll("\n", "");
  if (/^\d{3}\?\d\d/.test(flat)) return germanOf(flat);
  if (/^\/[A-Z]{3,5}\//.test(flat)) return slashedOf(flat);
  return { counterparty: null, reference: null, text: text.replaceAll("\n", " ") };
}

function germanOf(flat: string): LinePart {
  const parts = new Map(
    flat
      .split("?")
      .slice(1)
      .map((part) => [part.slice(0, 2), part.slice(2)]),
  );
  const of = (from: number, to: number) =>
    [...parts]
      .filter(([key]) => Number(key) >= from && Number(key) <= to)
      .map(([, value]) => value);
  const purpose = [...of(20, 29), ...of(60, 63)].join("");
  const marked = new Map(
    [
      ...purpose.matchAll(
        /(EREF|KREF|MREF|CRED|SVWZ|ABWA)\+(.*?)(?=(?:EREF|KREF|MREF|CRED|SVWZ|ABWA)\+|$)/g,
      ),
    ].map(([, key = "", value = ""]) => [key, value.trim()]),
  );
  const name = of(32, 33).join("").trim();
  const account = (parts.get("31") ?? "").trim();
  return {
    counterparty:
      name === "" && account === "" ? null : { name: name || null, account: account || null },
    reference: told(marked.get("EREF")?.replace(/^NOTPROVIDED$/, "")),
    text: marked.get("SVWZ") ?? purpose,
  };
}

function slashedOf(flat: string): LinePart {
  const marked = new Map(
    [...flat.matchAll(/\/([A-Z]{3,5})\/(.*?)(?=\/[A-Z]{3,5}\/|$)/g)].map(
      ([, key = "", value = ""]) => [key, value.replace(/\/+$/, "").trim()],
    ),
  );
  const name = marked.get("NAME") || null;
  const account = marked.get("IBAN") || null;
  return {
    counterparty: name === null && account === null ? null : { name, account },
    reference: told(marked.get("EREF")?.replace(/^NOTPROVIDED$/, "")),
    text: marked.get("REMI")?.replace(/^USTD\/+/, "") ?? "",
  };
}
