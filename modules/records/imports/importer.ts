import type { CommandCtx } from "#platform/actions/context.ts";
import type { OwnReading } from "../fields/fields.ts";
import type { Aftermath } from "../trash/trash.ts";
import type { RecordTypeName } from "../types/types.contract.ts";
import type { Policy } from "./imports.contract.ts";
import type { Difference, ImportChange, Meanings, RowProblem, Values } from "./meaning.rules.ts";

/** What a module tells of how its records are brought in: gathered in modules.ts, for imports go downstairs only. */
export type Importer = Meanings & {
  /**
   * Rows that follow each other and name the same belong to one record: an order's lines, a product's variants. `before` is
   * what the row before named.
   */
  groupOf?(values: Values, before: string | null): string | null;
  /** Rows of one transaction, where each costs more than usual. */
  readonly batchRows?: number;
  /** What it makes beside its own records, and so sets back after them. */
  readonly makes?: readonly RecordTypeName[];
  /** What two rows of one record have in common; null: it cannot be told from another. Of several rows together the first is asked. */
  keyOf(row: RowRead, how: How): string | null;
  /**
   * Finds the records that the rows speak of, decides each, and writes them unless it is only tried. Answers in the order
   * of the rows; of several rows together one that failed fails all, and else the first one's answer counts. Whatever is
   * wrong with a row is an answer, never thrown.
   */
  take(ctx: CommandCtx, rows: readonly RowRead[], how: How): Promise<TakenRows>;
  /** Sets back what an import wrote, where it still stands. */
  undo(ctx: CommandCtx, changes: readonly ImportChange[], how: UndoHow): Promise<Undone>;
};

export type RowRead = {
  readonly line: number;
  readonly values: Values;
  /** The first of the rows that speak of the record together: itself, where it stands alone. */
  readonly head: number;
  /** The earlier row of the file that speaks of the same record. */
  readonly sameAs: number | null;
};

export type How = {
  readonly importId: string;
  readonly isTrial: boolean;
  readonly policyOf: (target: string) => Policy;
  /** The program whose export the file is, where its headers tell. */
  readonly preset: string | null;
  readonly country: string;
  readonly currency: string;
  /** Of fields that the company made: what a new record begins with, and what it must have. */
  readonly own: Pick<OwnReading, "begin" | "required">;
};

export type TakenRows = {
  readonly rows: readonly Taken[];
  /** What was written, once a record. */
  readonly changes: readonly ImportChange[];
  /** Records that turned out to be one, for whoever further up has to follow. */
  readonly aftermath?: Aftermath;
};

export type Taken =
  | { readonly outcome: "failed"; readonly problems: readonly RowProblem[] }
  | { readonly outcome: "same"; readonly recordId: string; readonly isFromElsewhere?: boolean }
  | {
      readonly outcome: "created" | "updated";
      readonly recordId: string;
      /** The row names an id that is not known here: its record was found by what else it says, or is new under that id. */
      readonly isFromElsewhere?: boolean;
      readonly name: string;
      readonly differences: readonly Difference[];
    };

export type UndoHow = {
  readonly importId: string;
  /** Which of these other records hang on: they cannot go without a trace. */
  readonly heldOf: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
};

/** Records taken away, set back, kept because something hangs on them or they changed, and fields left to later edits. */
export type Undone = {
  readonly removed: readonly string[];
  readonly restored: readonly string[];
  readonly kept: number;
  readonly changedSince: number;
  readonly aftermath?: Aftermath;
};

/** Tells which records of a type others hang on. */
export type Holder = {
  readonly holds: RecordTypeName;
  heldOf(ctx: CommandCtx, ids: readonly string[]): Promise<readonly string[]>;
};
