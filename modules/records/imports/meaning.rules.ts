import type { FieldClass } from "#kernel/classes.ts";
import type { Said } from "#kernel/said.ts";
import type { Choice, FieldKind, RecordTypeName } from "../types/types.contract.ts";
import type { Writing } from "./cells.rules.ts";
import type { Policy } from "./imports.contract.ts";

/** What the columns of a file can mean for one type of records. */
export type Meanings = {
  readonly type: RecordTypeName;
  /** What a column can be besides the fields of the record type that people enter. */
  readonly targets: readonly ImportTarget[];
  /** Fields of the type that cannot be brought in. */
  readonly without?: readonly string[];
  /** Other words that files use for a target, by its key: as they stand in a header, in lower case. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** By which targets a record is found. */
  readonly keys: readonly string[];
  /** What is usual for a field that is known already; `fill` where nothing is said. */
  readonly policies?: Readonly<Record<string, readonly Policy[]>>;
  /** Without one of these a file says nothing of such records. */
  readonly needsOneOf: readonly string[];
};

export type ImportTarget = {
  readonly key: string;
  readonly label: Said;
  readonly kind: FieldKind;
  readonly class?: FieldClass;
  readonly choices?: readonly Choice[];
  readonly isCustom?: boolean;
  /** Reads a cell in its own way. */
  readonly read?: (text: string, writing: Writing) => Value | { readonly code: string };
};

/** Asked for by a `-` in the cell: what is known goes. */
export const CLEAR = Symbol("clear");

/** A value of a field that the company made, as it is kept. */
export type Kept = { readonly kept: unknown };

export type Value = string | number | boolean | Date | readonly string[] | Kept | typeof CLEAR;
/** By target. What the row does not say is left out. */
export type Values = Readonly<Record<string, Value | undefined>>;

export type RowProblem = { readonly target: string | null; readonly code: string };

export type Difference = {
  readonly target: string;
  readonly before: string;
  readonly after: string;
};

export type ImportChange = {
  readonly recordId: string;
  /** Left out: the import's own. */
  readonly type?: RecordTypeName;
  readonly version: number;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};
