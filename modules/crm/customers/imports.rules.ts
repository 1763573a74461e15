import { CUSTOM } from "#kernel/classes.ts";
import {
  CLEAR,
  type How,
  type RowProblem,
  type ImportValues as Values,
} from "#modules/records/records.public.ts";
import { whyNotKept, whyNotTag } from "./customers.rules.ts";
import { type Known, type Values as KnownValues, seenOf, withEdits } from "./known.rules.ts";
import { phoneOf } from "./phones.rules.ts";

/** A customer as an import writes them: what is known, and what only people write. */
export type Written = {
  readonly known: Known;
  readonly note: string;
  readonly custom: Readonly<Record<string, unknown>>;
};

/** As long as the contract lets people type. */
const LENGTHS: Readonly<Record<string, number>> = {
  name: 200,
  firstName: 100,
  lastName: 100,
  phone: 40,
  organisation: 200,
  street: 200,
  street2: 200,
  city: 100,
  postcode: 20,
  state: 100,
  note: 5000,
};
const TAG_MAX = 50;

/** What the row says, each text within its length, and the number in E.164. */
export type Asked = {
  readonly id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string;
  readonly problems: readonly RowProblem[];
};

export function askedBy(values: Values, { country }: Pick<How, "country">): Asked {
  const problems: RowProblem[] = [];
  for (const [target, max] of Object.entries(LENGTHS))
    if (lengthOf(values[target]) > max) problems.push({ target, code: "field.too_big" });
  const tags = values["tags"];
  if (Array.isArray(tags) && tags.some((tag: string) => tag.length > TAG_MAX))
    problems.push({ target: "tags", code: "field.too_big" });
  const phoneText = textOf(values["phone"]);
  const phone =
    phoneText === null ? null : phoneOf(phoneText, textOf(values["country"]) ?? country);
  if (phoneText !== null && phone === null)
    problems.push({ target: "phone", code: "crm.customer.not_a_phone" });
  return {
    id: textOf(values["id"]),
    email: textOf(values["email"]),
    phone,
    name: nameIn(values),
    problems,
  };
}

const lengthOf = (value: unknown): number => (typeof value === "string" ? value.length : 0);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The name, or its two parts. */
const nameIn = (values: Values): string =>
  textOf(values["name"]) ??
  [textOf(values["firstName"]), textOf(values["lastName"])]
    .filter((part) => part !== null)
    .join(" ");

const ADDRESS = ["street", "street2", "city", "postcode", "state", "country"] as const;
const CONSENTS = ["emailConsent", "phoneConsent"] as const;

/** What becomes of a customer by one row of a file, column by column as each is meant. */
export function writtenBy(
  before: Written,
  values: Values,
  asked: Pick<Asked, "phone" | "name" | "email">,
  { policyOf }: Pick<How, "policyOf">,
  found: { readonly now: Date; readonly isNew: boolean; readonly byEmail: boolean },
): Written {
  const { known } = before;
  const edits: Record<string, unknown> = {};
  /** Whether a value is written where this stands now, and what: nothing, where it was asked to go. */
  const put = (target: string, isEmpty: boolean): boolean => {
    const value = values[target];
    if (value === undefined) return false;
    if (value === CLEAR) return policyOf(target) === "overwrite";
    return found.isNew || isEmpty || policyOf(target) === "overwrite";
  };

  if (
    asked.name !== "" &&
    put(values["name"] === undefined ? "firstName" : "name", known.name === "")
  )
    edits["name"] = asked.name;
  else if (values["name"] === CLEAR && put("name", false)) edits["name"] = "";
  if (!found.byEmail && put("email", known.email === null)) edits["email"] = asked.email;
  if (put("phone", known.phoneText === null)) {
    edits["phone"] = asked.phone;
    edits["phoneText"] = textOf(values["phone"]);
  }
  if (put("organisation", known.organisation === null))
    edits["organisation"] = textOf(values["organisation"]);
  // An address is one thing: half of one and half of another is nobody's.
  const hasNone = ADDRESS.every((part) => known[part] === null);
  for (const part of ADDRESS) if (put(part, hasNone)) edits[part] = textOf(values[part]);
  for (const consent of CONSENTS) {
    const said = values[consent];
    if (typeof said !== "string" || !put(consent, known[consent] === "unknown")) continue;
    // A file does not take back what somebody said themselves.
    if (known[consent] === "unsubscribed" && said !== "unsubscribed") continue;
    if (known[consent] === said) continue;
    edits[consent] = said;
    edits[`${consent}At`] = found.now;
  }
  const tags = tagsBy(known.tags, values["tags"], policyOf("tags"));
  if (tags !== null) edits["tags"] = tags;

  const edited = withEdits(known, edits as KnownValues, found.now);
  const note = put("note", before.note === "") ? (textOf(values["note"]) ?? "") : before.note;
  return {
    known: sinceBy(edited, values["created"], found.isNew),
    note,
    custom: customBy(before.custom, values, put),
  };
}

function tagsBy(tags: readonly string[], said: unknown, policy: string): readonly string[] | null {
  if (said === CLEAR) return policy === "overwrite" ? [] : null;
  if (!Array.isArray(said)) return null;
  return policy === "overwrite"
    ? said
    : [...tags, ...said.filter((tag: string) => !tags.includes(tag))];
}

/** Since when they are known: the earlier of the two. */
function sinceBy(known: Known, said: unknown, isNew: boolean): Known {
  if (!(said instanceof Date)) return known;
  return isNew || said < known.createdAt ? { ...known, createdAt: said } : known;
}

function customBy(
  custom: Written["custom"],
  values: Values,
  put: (target: string, isEmpty: boolean) => boolean,
): Written["custom"] {
  const after = new Map(Object.entries(custom));
  for (const [target, value] of Object.entries(values)) {
    if (!target.startsWith(CUSTOM)) continue;
    const key = target.slice(CUSTOM.length);
    if (!put(target, custom[key] === undefined)) continue;
    const kept = typeof value === "object" && "kept" in value ? value.kept : null;
    if (kept === null) after.delete(key);
    else after.set(key, kept);
  }
  return sortedCustom(after);
}

/** In one order of keys, so that the same values are the same text. */
export const sortedCustom = (values: ReadonlyMap<string, unknown>): Written["custom"] =>
  Object.fromEntries([...values].sort(([one], [other]) => (one < other ? -1 : 1)));

/** Somebody has to be known by something, and has what the company asks of everybody new. */
export function whyNotWritten(
  { known, custom }: Written,
  { required }: How["own"],
  isNew: boolean,
): RowProblem | null {
  const nothing = whyNotKept(known);
  if (nothing !== null) return { target: null, code: nothing };
  const tags = whyNotTag(known.tags);
  if (tags !== null) return { target: "tags", code: tags };
  const missing = isNew ? required.find((key) => custom[key] === undefined) : undefined;
  return missing === undefined ? null : { target: `${CUSTOM}${missing}`, code: "field.required" };
}

/** What people see of it, under the names of the targets. */
export const factsOf = ({ known, note, custom }: Written): Record<string, unknown> => {
  const { emailConsentAt: _, phoneConsentAt: __, phone, phoneText, ...seen } = seenOf(known);
  return {
    ...seen,
    phone: phone ?? phoneText,
    note,
    created: known.createdAt.toISOString(),
    ...Object.fromEntries(
      Object.entries(custom).map(([key, value]) => [`${CUSTOM}${key}`, shownCustom(value)]),
    ),
  };
};

/** A number is shown as it was typed. */
const shownCustom = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "text" in value ? value.text : value;
