import { z } from "zod";
import { readId, showId } from "#kernel/ids.ts";
import { phoneOf } from "#kernel/phone.ts";
import type { OwnField } from "./fields.contract.ts";

/** The part of a definition that says what a value may be. */
export type ValueField = Pick<OwnField, "key" | "kind" | "related" | "choices">;

/** Values of one record, by key, as they are kept. A field without a value has no key. */
export type Custom = Readonly<Record<string, unknown>>;

/** What was sent, as it is kept: null is no value. Or why it cannot stay, as a stable code. */
export type ReadValue = { readonly kept: unknown } | { readonly code: string };

export type PhoneValue = { readonly e164: string | null; readonly text: string };

/** What it takes to read a value: where the company is, and what stood before. */
export type Reading = { readonly country: string | null; readonly before?: unknown };

const kept = (value: unknown): ReadValue => ({ kept: value });
const wrong = (code: string): ReadValue => ({ code });

/**
 * One form for each value, so that equal ones are equal as text, in an index and in the audit log:
 * number a JSON number of at most 15 digits, which PostgreSQL and JavaScript both hold exactly · money whole minor units in
 * the company's currency · date `2026-11-30` · moment ISO 8601 in UTC, always 24 letters · choices their values, sorted ·
 * phone E.164 with what was typed · reference a uuid.
 */
export function readValue(field: ValueField, sent: unknown, reading: Reading): ReadValue {
  if (isNothing(sent)) return kept(null);
  switch (field.kind) {
    case "text":
      return textOf(sent, TEXT_MAX, (text) => text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " "));
    case "long_text":
      return textOf(sent, LONG_TEXT_MAX, (text) => text.replace(/\r\n?/g, "\n"));
    case "number":
      return numberOf(sent);
    case "money":
      return Number.isSafeInteger(sent) ? kept((sent as number) + 0) : wrong("field.not_an_amount");
    case "date":
      return dayOf(sent);
    case "moment":
      return momentOf(sent);
    case "yes_no":
      return typeof sent === "boolean" ? kept(sent) : wrong("field.invalid");
    case "choice":
      return choicesOf(field, [sent], reading, ([value]) => value);
    case "choices":
      return choicesOf(field, sent, reading, (values) => values);
    case "link":
      return linkOf(sent);
    case "email":
      return emailOf(sent);
    case "phone":
      return phoneValueOf(sent, reading);
    case "reference":
      return referenceOf(field, sent);
  }
}

/** A value as it goes over the wire. What was kept under an earlier kind is shown as the present one has it. */
export function showValue(field: ValueField, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (field.kind === "reference" && field.related !== null)
    return typeof value === "string" ? showId(field.related, value) : null;
  if (field.kind === "choices" && typeof value === "string") return [value];
  return value;
}

/** The values of a choice or of choices, whichever it was kept as. */
export const chosenIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");

export const TEXT_MAX = 500;
export const LONG_TEXT_MAX = 10_000;
export const LINK_MAX = 1000;
const PHONE_MAX = 40;
const CHOSEN_MAX = 100;
const NUMBER_LIMIT = 1e15;

const isNothing = (sent: unknown): boolean =>
  sent === null ||
  sent === undefined ||
  (typeof sent === "string" && sent.trim() === "") ||
  (Array.isArray(sent) && sent.length === 0);

function textOf(sent: unknown, max: number, tidied: (text: string) => string): ReadValue {
  if (typeof sent !== "string") return wrong("field.invalid");
  const text = tidied(sent.trim());
  return text.length > max ? wrong("field.too_long") : kept(text);
}

function numberOf(sent: unknown): ReadValue {
  const isDecimal = typeof sent === "string" && /^\s*-?\d{1,30}(\.\d{1,30})?\s*$/.test(sent);
  const number = typeof sent === "number" || isDecimal ? Number(sent) : Number.NaN;
  if (!Number.isFinite(number)) return wrong("field.not_a_number");
  if (Math.abs(number) >= NUMBER_LIMIT) return wrong("field.too_big");
  // Ten decimals are enough for anything a company counts; zero has no sign.
  return kept(Number(Number(number.toPrecision(15)).toFixed(10)) + 0);
}

const Day = z.iso.date();
const dayOf = (sent: unknown): ReadValue =>
  Day.safeParse(sent).success && !String(sent).startsWith("0000")
    ? kept(sent)
    : wrong("field.not_a_day");

const Moment = z.iso.datetime({ offset: true });
function momentOf(sent: unknown): ReadValue {
  if (!Moment.safeParse(sent).success) return wrong("records.field.not_a_moment");
  const moment = new Date(String(sent));
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999
    ? kept(moment.toISOString())
    : wrong("records.field.not_a_moment");
}

function choicesOf(
  field: ValueField,
  sent: unknown,
  { before }: Reading,
  as: (values: readonly string[]) => unknown,
): ReadValue {
  if (!Array.isArray(sent) || sent.length > CHOSEN_MAX) return wrong("field.invalid");
  const had = chosenIn(before);
  const isOffered = (value: unknown) =>
    field.choices.some(
      (choice) => choice.value === value && (!choice.isRetired || had.includes(choice.value)),
    );
  if (!sent.every(isOffered)) return wrong("records.field.no_such_choice");
  return kept(as([...new Set<string>(sent)].sort((one, other) => (one < other ? -1 : 1))));
}

function linkOf(sent: unknown): ReadValue {
  if (typeof sent !== "string") return wrong("records.field.not_a_link");
  const typed = sent.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes(".");
  if (!isWeb || /\s/.test(typed)) return wrong("records.field.not_a_link");
  return url.href.length > LINK_MAX ? wrong("field.too_long") : kept(url.href);
}

const Email = z.email();
function emailOf(sent: unknown): ReadValue {
  if (typeof sent !== "string") return wrong("email.invalid");
  const email = sent.trim().toLowerCase();
  return email.length <= 254 && Email.safeParse(email).success
    ? kept(email)
    : wrong("email.invalid");
}

/** As typed, or as it was shown: then what was read of it holds, wherever the company is now. */
function phoneValueOf(sent: unknown, { country }: Reading): ReadValue {
  const shown = typeof sent === "object" ? (sent as Partial<PhoneValue>) : { text: sent };
  if (typeof shown.text !== "string") return wrong("phone.invalid");
  const text = shown.text.trim();
  if (text.length > PHONE_MAX) return wrong("field.too_long");
  if (text.replace(/\P{Nd}/gu, "").length < 3) return wrong("phone.invalid");
  const { e164 } = shown as { readonly e164?: unknown };
  const isRead = typeof e164 === "string" && phoneOf(e164, null) === e164;
  return kept({ e164: isRead ? e164 : phoneOf(text, country), text });
}

function referenceOf({ related }: ValueField, sent: unknown): ReadValue {
  const id = related !== null && typeof sent === "string" ? readId(related, sent) : null;
  return id === null ? wrong("records.field.names_nothing") : kept(id);
}
