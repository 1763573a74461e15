import {
  CLEAR,
  customBy,
  customFacts,
  type Facts,
  type How,
  missingCustom,
  putFor,
  type RowProblem,
  tagsBy,
  textOf,
  tooLong,
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
  /** As it is written; where it cannot be read it is taken only as what is kept already. */
  readonly phoneText: string | null;
  readonly name: string;
  readonly problems: readonly RowProblem[];
};

export function askedBy(values: Values, { country }: Pick<How, "country">): Asked {
  const problems = tooLong(values, LENGTHS);
  const tags = values["tags"];
  if (Array.isArray(tags) && tags.some((tag: string) => tag.length > TAG_MAX))
    problems.push({ target: "tags", code: "field.too_big" });
  const phoneText = textOf(values["phone"]);
  const phone = phoneText === null ? null : phoneOf(phoneText, textOf(values["country"]), country);
  return {
    id: textOf(values["id"]),
    email: textOf(values["email"]),
    phone,
    phoneText,
    name: nameIn(values),
    problems,
  };
}

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
  const put = putFor(values, policyOf, found.isNew);

  if (asked.name !== "" && put(values["name"] === undefined ? "firstName" : "name", known.name))
    edits["name"] = asked.name;
  else if (values["name"] === CLEAR && put("name", known.name)) edits["name"] = "";
  if (!found.byEmail && put("email", known.email)) edits["email"] = asked.email;
  // The number that is known, written in another way, is no other.
  const isKnownPhone = asked.phone !== null && asked.phone === known.phone;
  if (!isKnownPhone && put("phone", known.phoneText)) {
    edits["phone"] = asked.phone;
    edits["phoneText"] = textOf(values["phone"]);
  }
  if (put("organisation", known.organisation))
    edits["organisation"] = textOf(values["organisation"]);
  // An address is one thing: half of one and half of another is nobody's.
  const hasNone = ADDRESS.every((part) => known[part] === null);
  for (const part of ADDRESS)
    if (put(part, known[part], hasNone)) edits[part] = textOf(values[part]);
  for (const consent of CONSENTS) {
    const said = values[consent];
    if (typeof said !== "string" || !put(consent, known[consent], known[consent] === "unknown"))
      continue;
    // A file does not take back what somebody said themselves.
    if (known[consent] === "unsubscribed" && said !== "unsubscribed") continue;
    if (known[consent] === said) continue;
    edits[consent] = said;
    edits[`${consent}At`] = found.now;
  }
  const tags = tagsBy(known.tags, values["tags"], policyOf("tags"));
  if (tags !== null) edits["tags"] = tags;

  const edited = withEdits(known, edits as KnownValues, found.now);
  const note = put("note", before.note) ? (textOf(values["note"]) ?? "") : before.note;
  return {
    known: sinceBy(edited, values["created"], found.isNew),
    note,
    custom: customBy(before.custom, values, put),
  };
}

/** Since when they are known: the earlier of the two. */
function sinceBy(known: Known, said: unknown, isNew: boolean): Known {
  if (!(said instanceof Date)) return known;
  return isNew || said < known.createdAt ? { ...known, createdAt: said } : known;
}

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
  return isNew ? missingCustom(custom, required) : null;
}

/** What people see of it, under the names of the targets. */
export const factsOf = ({ known, note, custom }: Written): Facts => {
  const { emailConsentAt: _, phoneConsentAt: __, phone, phoneText, ...seen } = seenOf(known);
  return {
    ...seen,
    phone: phone ?? phoneText,
    note,
    created: known.createdAt.toISOString(),
    ...customFacts(custom),
  };
};
