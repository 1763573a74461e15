import type { FieldClass } from "#kernel/classes.ts";
import type { Said } from "#kernel/said.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { Sql } from "#platform/db/sql.ts";
import { ownFieldsOf } from "../fields/fields.ts";
import type { Choice, FieldKind, RecordTypeName } from "./types.contract.ts";

export type { Choice };

/**
 * What a module tells of a record type, gathered in modules.ts, for imports go downstairs only. Lists, filters, views,
 * bulk edits, imports and exports are written once over this.
 */
export type RecordType = {
  readonly name: RecordTypeName;
  readonly label: { readonly one: Said; readonly many: Said };
  /** The permissions to see such records, to enter and change them, and to delete them. */
  readonly reads: string;
  readonly writes: string;
  readonly deletes: string;
  /** What screens ask for again when one changed. */
  readonly topics: readonly string[];
  /** The table's name, as text of a statement. Every piece of SQL below is given the alias that a query reads it under. */
  readonly table: Sql;
  /** Those that are in lists: not put away, not in the trash. */
  readonly isLive: (of: Sql) => Sql;
  /** Whose each is; null where the type knows no owners. */
  readonly ownerId: ((of: Sql) => Sql) | null;
  /** What one is called, where it is named in a line. */
  readonly title: (of: Sql) => Sql;
  /** The texts whose words are learnt, so that one typed wrong finds its neighbour. Nothing of how people are reached. */
  readonly words?: (of: Sql) => Sql;
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
};

export type Field = {
  /** Stable, and its name on the wire. */
  readonly key: string;
  readonly label: Said;
  readonly help?: Said;
  readonly kind: FieldKind;
  /** Left out: business. */
  readonly class?: FieldClass;
  /**
   * Its value as PostgreSQL has it: text, text[] for `tags` and `choices`, numeric or bigint for `number`, bigint of
   * minor units for `money`, date, timestamptz, boolean, uuid for `reference` and `member`. Null is unknown.
   */
  readonly value: (of: Sql) => Sql;
  /** Of money: each row's ISO 4217 code. Left out: the company's currency. */
  readonly currency?: (of: Sql) => Sql;
  readonly choices?: readonly Choice[];
  readonly related?: RecordTypeName;
  /**
   * Its name in what is sent to enter or change a record; left out where people do not set it. `custom.size` stands in
   * `custom` there.
   */
  readonly change?: string;
  /** An order that has an index, with the id after it: `key`, and `cast` for its value as text (`::timestamptz`). */
  readonly sort?: { readonly key: (of: Sql) => Sql; readonly cast: Sql };
  /** A text that holds this one as `search_form` spells it, and has an index of its parts. */
  readonly foundIn?: (of: Sql) => Sql;
  /** Whether an index has its small letters: the same text is found there, and nothing has to be looked for. */
  readonly hasIndex?: boolean;
  /** Kept in the type's `custom` column under the part of its key after `custom.`. */
  readonly isCustom?: boolean;
};

/** Other records that hang on one. `joins` says which, of the one's alias and of theirs. */
export type Relation = {
  readonly key: string;
  readonly label: Said;
  readonly type: RecordTypeName;
  readonly joins: (one: Sql, others: Sql) => Sql;
  /**
   * Where what ties them lies in a table between: that table, and how it joins. Said so, the planner may begin with either
   * side; `joins` counts each of theirs once.
   */
  readonly through?: { readonly table: Sql; readonly joins: (one: Sql, others: Sql) => Sql };
  /** Of theirs, the column that names the one; left out where they hang on several. */
  readonly names?: (others: Sql) => Sql;
  readonly tally?: Tally;
};

/** What is kept with the one: how many of theirs have each value of a field that always has one. */
export type Tally = {
  /** As far as is counted: this stands for more, too. */
  readonly most: number;
  /** A field by whose values all of theirs are counted. */
  readonly total: string;
  /** Null where it is not kept: a field or a value that it does not know. */
  readonly count: (one: Sql, field: string, value: string) => Sql | null;
};

export type RecordTypes = readonly RecordType[];

export function typeOf(types: RecordTypes, name: RecordTypeName): RecordType {
  const found = types.find((type) => type.name === name);
  if (found === undefined) throw new Error(`nothing is known of a ${name}`);
  return found;
}

/** The fields there are of a type, the company's own last. */
export const fieldsOf = async (ctx: Ctx, type: RecordType): Promise<readonly Field[]> => [
  ...type.fields,
  ...(await ownFieldsOf(ctx, type.name)),
];

export const classOfField = (field: Pick<Field, "class">): FieldClass => field.class ?? "business";
