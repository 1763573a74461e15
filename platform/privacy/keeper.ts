import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";

/** Everything that leads to one person: what is kept of them is found by these, and by nothing else. */
export type Person = {
  /** Customers, with those that became part of them. */
  readonly customers: readonly string[];
  readonly emails: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  /** `<connection id>:<id in the store>`. */
  readonly accounts: readonly string[];
  /** What else is theirs, by its type: what hangs on those is found through them. */
  readonly records: Records;
};
export type Records = Readonly<Record<string, readonly string[]>>;

/** The ids of all that is theirs of one type. */
export const recordsOf = (person: Person, type: string): readonly string[] =>
  type === "customer" ? person.customers : (person.records[type] ?? []);

/** Why something stays: the law wants books, what came in is counted, who did what is chained, an answer has to be proved. */
export type WhyKept = "books" | "log" | "chain" | "proof";

/**
 * What becomes of a table's rows when somebody is erased: they go · they stay without the words that say who it was ·
 * they stay, for nothing in them says who it was.
 */
export type Keeping =
  | { readonly fate: "deleted" }
  | { readonly fate: "kept"; readonly why: WhyKept }
  | {
      readonly fate: "masked";
      readonly why: WhyKept;
      /** The columns that are emptied, and all others that hold text: a new one has to be put into either list. */
      readonly masks: readonly string[];
      readonly stays: readonly string[];
    };

/** Something that somebody is known by, in one spelling: `email aina@example.my`, a phone in E.164, a customer's id. */
export type Mark = {
  readonly kind: "email" | "phone" | "store" | "customer";
  readonly key: string;
};

/** As it is hashed. */
export const markText = ({ kind, key }: Mark): string =>
  `${kind}:${kind === "email" ? key.trim().toLowerCase() : key}`;

/** Rows as they are kept, by their table. */
export type Gathered = Readonly<Record<string, readonly object[]>>;
/** How many rows of each table it concerned. */
export type Counts = Readonly<Record<string, number>>;

/**
 * What a slice keeps of people, and how it hands that out and erases it: gathered in modules.ts, for imports go downstairs
 * only. tests/persons.test.ts holds that every table of a company is in one of these, or in the list of those that hold
 * nobody.
 */
export type Keeper = {
  /** The slice: `sales.orders`. */
  readonly part: string;
  readonly tables: Readonly<Record<string, Keeping>>;
  /** Records of theirs that others hang something on. */
  find?(db: Db, person: Person): Promise<Records>;
  /** Those of these customers whom something else than this store has told of as well. */
  elsewhere?(db: Db, customers: readonly string[], connectionId: string): Promise<string[]>;
  /** Every word that anybody is known by here: a restored database is looked through for those who were erased. */
  marks?(db: Db): AsyncIterable<readonly Mark[]>;
  gather(ctx: Ctx, person: Person): Promise<Gathered>;
  /** Leaves nothing of them, as of a moment; safe to do again. Locks in the order of the registry. */
  erase(ctx: CommandCtx, person: Person, at: Date): Promise<Counts>;
};
