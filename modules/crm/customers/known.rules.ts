import type { Address, Consent } from "./customers.contract.ts";
import type { StoreCustomer } from "./customers.rules.ts";

/**
 * What is known of a customer, and where each part of it comes from. Two of these merge into one, the same in whatever
 * order and however often: each field is decided by itself, by the highest clock among those that say something.
 */
export type Known = Address & {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
  readonly organisation: string | null;
  readonly tags: readonly string[];
  readonly emailConsent: Consent;
  readonly emailConsentAt: Date | null;
  readonly phoneConsent: Consent;
  readonly phoneConsentAt: Date | null;
  /** The earliest that anybody knew of them, and where. */
  readonly createdAt: Date;
  readonly firstConnectionId: string | null;
  readonly clocks: Clocks;
};

export type Field = keyof typeof FIELDS;
export type Values = Partial<Omit<Known, "clocks" | "createdAt" | "firstConnectionId">>;

export type Clocks = {
  /** The clock of the telling each field came from. */
  readonly of: Readonly<Partial<Record<Field, string>>>;
  /** What a store said where a person then wrote something else: told again it does not come back. */
  readonly over: Readonly<Partial<Record<Field, Values>>>;
  /** The tags the store sees; the others are our own. */
  readonly storeTags: readonly string[];
  /** The latest that a store told of them, in ms. */
  readonly toldAtMs: number;
  /** The name of the store where they were first seen. */
  readonly storeName: string | null;
};

/** The fields that are decided by themselves, and what belongs to each. */
const FIELDS = {
  email: ["email"],
  name: ["name"],
  phone: ["phone", "phoneText"],
  organisation: ["organisation"],
  address: ["street", "street2", "city", "postcode", "state", "country"],
  emailConsent: ["emailConsent", "emailConsentAt"],
  phoneConsent: ["phoneConsent", "phoneConsentAt"],
  tags: [],
} as const satisfies Record<string, readonly (keyof Known)[]>;
const NAMES = Object.keys(FIELDS) as Field[];

const NOTHING: Omit<Known, "createdAt" | "firstConnectionId" | "clocks"> = {
  name: "",
  email: null,
  phone: null,
  phoneText: null,
  organisation: null,
  street: null,
  street2: null,
  city: null,
  postcode: null,
  state: null,
  country: null,
  tags: [],
  emailConsent: "unknown",
  emailConsentAt: null,
  phoneConsent: "unknown",
  phoneConsentAt: null,
};

/** One telling of a store, as what is known when nothing else is. */
export function knownFrom(
  told: StoreCustomer,
  phone: string | null,
  { now, storeName }: { readonly now: Date; readonly storeName: string | null },
): Known {
  const said = saidBy(told, phone);
  const seenAt = told.createdAt ?? told.clock.updatedAt ?? now;
  return {
    ...NOTHING,
    ...Object.assign({}, ...said.map(({ values }) => values)),
    createdAt: seenAt > now ? now : seenAt,
    firstConnectionId: told.connectionId,
    clocks: {
      of: Object.fromEntries(said.map(({ field, clock }) => [field, clock])),
      over: {},
      storeTags: said.find(({ field }) => field === "tags")?.values.tags ?? [],
      toldAtMs: told.clock.updatedAt?.getTime() ?? 0,
      storeName,
    },
  };
}

type Said = { readonly field: Field; readonly clock: string; readonly values: Values };

/** What a telling says something about, each with its clock: a store's account stands above what was typed in an order. */
function saidBy(told: StoreCustomer, phone: string | null): Said[] {
  const { updatedAt, tie } = told.clock;
  const rank = told.isAccount ? "1" : "0";
  const clock = `${rank}${sortable(updatedAt)}:${tie}`;
  const said = (field: Field, isSaid: boolean, values: Values, at = clock): Said[] =>
    isSaid ? [{ field, clock: at, values }] : [];
  const { phoneText, emailConsent, phoneConsent } = told;
  // Consent goes by when it was given, not by when something else of the customer changed.
  const consentClock = (consent: StoreCustomer["emailConsent"]) =>
    `${rank}${sortable(consent?.at ?? updatedAt)}:${sortable(updatedAt)}:${tie}`;
  const isStated = (consent: StoreCustomer["emailConsent"]) =>
    consent !== undefined && consent.state !== "unknown";

  return [
    ...said("email", told.email !== null, { email: told.email }),
    ...said("name", told.name !== "", { name: told.name }),
    // A number that cannot be read stands below any that can.
    ...said(
      "phone",
      phoneText !== null,
      { phone, phoneText },
      phone === null ? `-${clock}` : clock,
    ),
    ...said("organisation", told.organisation !== null, { organisation: told.organisation }),
    ...said("address", hasAddress(told.address), addressOf(told.address)),
    ...said("tags", told.tags !== undefined, { tags: tagsOf(told.tags ?? []) }),
    ...said(
      "emailConsent",
      isStated(emailConsent),
      {
        emailConsent: emailConsent?.state ?? "unknown",
        emailConsentAt: emailConsent?.at ?? null,
      },
      consentClock(emailConsent),
    ),
    ...said(
      "phoneConsent",
      isStated(phoneConsent),
      {
        phoneConsent: phoneConsent?.state ?? "unknown",
        phoneConsentAt: phoneConsent?.at ?? null,
      },
      consentClock(phoneConsent),
    ),
  ];
}

const addressOf = ({ street, street2, city, postcode, state, country }: Address): Address => ({
  street,
  street2,
  city,
  postcode,
  state,
  country,
});
const hasAddress = (address: Address): boolean =>
  Object.values(addressOf(address)).some((part) => part !== null);

/** What both say together. */
export function mergeKnown(one: Known, other: Known): Known {
  const of: Partial<Record<Field, string>> = {};
  const over: Partial<Record<Field, Values>> = {};
  const values: Record<string, unknown> = {};
  for (const field of NAMES) {
    const from = higher(field, one, other);
    if (from.clocks.of[field] !== undefined) of[field] = from.clocks.of[field];
    if (from.clocks.over[field] !== undefined) over[field] = from.clocks.over[field];
    for (const part of FIELDS[field]) values[part] = from[part];
  }
  const first = firstSeen(one, other);
  return {
    ...one,
    ...values,
    ...mergeTags(one, other),
    createdAt: first.createdAt,
    firstConnectionId: first.firstConnectionId,
    clocks: {
      of,
      over,
      storeTags: higher("tags", one, other).clocks.storeTags,
      toldAtMs: Math.max(one.clocks.toldAtMs, other.clocks.toldAtMs),
      storeName: first.clocks.storeName,
    },
  };
}

function higher(field: Field, one: Known, other: Known): Known {
  const isOther = (other.clocks.of[field] ?? "") > (one.clocks.of[field] ?? "");
  const [high, low] = isOther ? [other, one] : [one, other];
  const over = low.clocks.over[field];
  const isToldAgain = over !== undefined && FIELDS[field].every((p) => isSame(over[p], high[p]));
  return isToldAgain ? low : high;
}

const firstSeen = (one: Known, other: Known): Known =>
  seenKey(other) < seenKey(one) ? other : one;
const seenKey = ({ createdAt, firstConnectionId }: Known): string =>
  `${sortable(createdAt)}:${firstConnectionId ?? ""}`;

/** The store's tags as the newest telling has them, with what people here added to and took from them. */
function mergeTags(one: Known, other: Known): Pick<Known, "tags"> {
  const added = [
    ...without(one.tags, one.clocks.storeTags),
    ...without(other.tags, other.clocks.storeTags),
  ];
  const taken = [
    ...without(one.clocks.storeTags, one.tags),
    ...without(other.clocks.storeTags, other.tags),
  ];
  const { storeTags } = higher("tags", one, other).clocks;
  return { tags: tagsOf([...without(storeTags, taken), ...added]) };
}
const without = (tags: readonly string[], those: readonly string[]): string[] =>
  tags.filter((tag) => !those.includes(tag));

/** What a person wrote, at a moment of our own clock: it stands above what any order says, and until a store says anew. */
export function withEdits(known: Known, edits: Values, now: Date): Known {
  const of = { ...known.clocks.of };
  const over = { ...known.clocks.over };
  for (const field of NAMES) {
    const parts: readonly (keyof Values)[] = FIELDS[field];
    if (parts.every((part) => !(part in edits) || isSame(known[part], edits[part]))) continue;
    if (of[field] !== undefined && !of[field].endsWith(BY_PERSON))
      over[field] = valuesOf(field, known);
    of[field] = `1${sortable(now)}${BY_PERSON}`;
  }
  return {
    ...known,
    ...edits,
    tags: tagsOf(edits.tags ?? known.tags),
    clocks: { ...known.clocks, of, over },
  };
}
const BY_PERSON = ":person";

/** These fields of it alone, with their clocks: merged with anything they decide no other. */
export function pickedFrom(known: Known, fields: readonly Field[]): Known {
  const nothing: Known = { ...NOTHING, ...FIRST_OF_NOTHING, clocks: NO_CLOCKS };
  return put(nothing, known, fields);
}

/** Later than anybody was first known. */
const FIRST_OF_NOTHING = {
  createdAt: new Date("9999-12-31T00:00:00Z"),
  firstConnectionId: null,
} as const;
const NO_CLOCKS: Clocks = { of: {}, over: {}, storeTags: [], toldAtMs: 0, storeName: null };

/** The one with these fields of the other, whatever either's clocks say. */
export function put(one: Known, other: Known, fields: readonly Field[]): Known {
  const of = { ...one.clocks.of };
  const over = { ...one.clocks.over };
  let values: Values = {};
  for (const field of fields) {
    const clock = other.clocks.of[field];
    if (clock !== undefined) of[field] = clock;
    const was = other.clocks.over[field];
    if (was !== undefined) over[field] = was;
    values = { ...values, ...valuesOf(field, other) };
  }
  return { ...one, ...values, clocks: { ...one.clocks, of, over } };
}

/** What was written is taken back: these fields stand again as they were told before. */
export function setBack(known: Known, values: Values, earlier: Clocks): Known {
  const of = { ...known.clocks.of };
  const over = { ...known.clocks.over };
  for (const field of NAMES) {
    if (!FIELDS[field].some((part) => part in values)) continue;
    delete of[field];
    delete over[field];
    if (earlier.of[field] !== undefined) of[field] = earlier.of[field];
    if (earlier.over[field] !== undefined) over[field] = earlier.over[field];
  }
  return {
    ...known,
    ...values,
    tags: tagsOf(values.tags ?? known.tags),
    clocks: { ...known.clocks, of, over },
  };
}

/** Nothing yet, for what a person enters. */
export const knownAnew = (now: Date): Known => ({
  ...NOTHING,
  createdAt: now,
  firstConnectionId: null,
  clocks: NO_CLOCKS,
});

/** What people see of it: the rest is where it comes from. */
export function seenOf(known: Known): Omit<Known, "clocks" | "createdAt" | "firstConnectionId"> {
  const { clocks: _, createdAt: __, firstConnectionId: ___, ...seen } = known;
  return seen;
}

/** As they would be kept. */
export const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  ((isComposed(one) || isComposed(other)) && JSON.stringify(one) === JSON.stringify(other));

const isComposed = (value: unknown): boolean => typeof value === "object" && value !== null;

export const valuesOf = (field: Field, known: Known): Values =>
  Object.fromEntries(FIELDS[field].map((part) => [part, known[part]]));

const tagsOf = (tags: readonly string[]): readonly string[] =>
  tags.length < 2 ? tags : [...new Set(tags)].sort((a, b) => (a < b ? -1 : 1));

/** A moment as text that sorts like it. None is older than any. */
const sortable = (moment: Date | null): string =>
  String(Math.max(0, moment?.getTime() ?? 0)).padStart(14, "0");

/** Clocks as they are kept: fields of one telling share its clock. */
export type KeptClocks = {
  readonly of?: Readonly<Record<string, readonly Field[]>>;
  readonly over?: Clocks["over"];
  readonly tags?: readonly string[];
  readonly toldAtMs?: number;
  readonly store?: string;
};

export function clocksFrom(kept: KeptClocks): Clocks {
  const of: Partial<Record<Field, string>> = {};
  for (const [clock, fields] of Object.entries(kept.of ?? {}))
    for (const field of fields) of[field] = clock;
  return {
    of,
    over: kept.over ?? {},
    storeTags: kept.tags ?? [],
    toldAtMs: kept.toldAtMs ?? 0,
    storeName: kept.store ?? null,
  };
}

export function clocksToKeep(clocks: Clocks): KeptClocks {
  const of: Record<string, Field[]> = {};
  for (const field of NAMES) {
    const clock = clocks.of[field];
    if (clock !== undefined) of[clock] = [...(of[clock] ?? []), field];
  }
  return {
    of,
    ...(Object.keys(clocks.over).length > 0 ? { over: clocks.over } : {}),
    ...(clocks.storeTags.length > 0 ? { tags: clocks.storeTags } : {}),
    toldAtMs: clocks.toldAtMs,
    ...(clocks.storeName === null ? {} : { store: clocks.storeName }),
  };
}

export const isSameKnown = (one: Known, other: Known): boolean =>
  isSame(knownToKeep(one), knownToKeep(other));

/** The whole, for a jsonb column, and back. */
export const knownToKeep = (known: Known): object => ({
  ...known,
  clocks: clocksToKeep(known.clocks),
});

export function knownFromKept(kept: unknown): Known {
  const row = kept as Omit<Known, "clocks"> & { readonly clocks: KeptClocks };
  const moment = (at: unknown) => (at === null ? null : new Date(String(at)));
  return {
    ...row,
    createdAt: new Date(String(row.createdAt)),
    emailConsentAt: moment(row.emailConsentAt),
    phoneConsentAt: moment(row.phoneConsentAt),
    clocks: clocksFrom(row.clocks),
  };
}
