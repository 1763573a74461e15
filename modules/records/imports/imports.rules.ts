import type { Reason } from "#kernel/errors.ts";
import { type ReadCell, readCell, type Writing } from "./cells.rules.ts";
import type { CellProblem, Column, ImportState, Match } from "./imports.contract.ts";
import type { TargetRead } from "./matching.rules.ts";
import { CLEAR, type RowProblem, type Value } from "./meaning.rules.ts";

const KEEP_FILE_DAYS = 7;
const UNDO_DAYS = 30;
const DAY_MS = 86_400_000;
export const fileDueAtOf = (at: Date): Date => new Date(at.getTime() + KEEP_FILE_DAYS * DAY_MS);
export const undoUntilOf = (at: Date): Date => new Date(at.getTime() + UNDO_DAYS * DAY_MS);

type Stands = {
  readonly state: ImportState;
  readonly undoUntil: Date | null;
  readonly fileGoneAt: Date | null;
};

const WORKING: ReadonlySet<ImportState> = new Set(["reading", "trying", "running", "undoing"]);
const AFTER: ReadonlySet<ImportState> = new Set(["done", "undoing", "undone"]);

/** What has been here for its time, and is not being worked on. */
export function dueOf(
  { state, createdAt, undoUntil, fileGoneAt }: Stands & { readonly createdAt: Date },
  now: Date,
): { readonly file: boolean; readonly changes: boolean } {
  if (WORKING.has(state)) return { file: false, changes: false };
  return {
    file: fileGoneAt === null && now >= fileDueAtOf(createdAt),
    changes: undoUntil !== null && now >= undoUntil,
  };
}

/** While it works nothing about it changes; after it ran nothing about how it was meant. */
function whyNotPrepare({ state, fileGoneAt }: Stands): Reason | null {
  if (WORKING.has(state)) return "records.import.works";
  if (AFTER.has(state)) return "records.import.has_run";
  return fileGoneAt === null ? null : "records.import.file_gone";
}

export function whyNotRead(one: Stands): Reason | null {
  return whyNotPrepare(one);
}

export function whyNotMatch(one: Stands): Reason | null {
  const closed = whyNotPrepare(one);
  if (closed !== null) return closed;
  return one.state === "matching" || one.state === "tried" ? null : "records.import.not_read";
}

/** Nothing is written that was not tried before. */
export function whyNotRun(one: Stands): Reason | null {
  const closed = whyNotMatch(one);
  if (closed !== null) return closed;
  return one.state === "tried" ? null : "records.import.not_tried";
}

export function whyNotFix(one: Stands): Reason | null {
  if (WORKING.has(one.state)) return "records.import.works";
  return one.state === "tried" || one.state === "done" ? null : "records.import.not_tried";
}

export function whyNotRerun(one: Stands, fixedCount: number): Reason | null {
  if (WORKING.has(one.state)) return "records.import.works";
  if (one.state !== "done") return "records.import.has_not_run";
  return fixedCount > 0 ? null : "records.import.nothing_fixed";
}

export const whyNotStop = ({ state }: Stands): Reason | null =>
  state === "trying" || state === "running" ? null : "records.import.works_not";

export function whyNotUndo(one: Stands, now: Date): Reason | null {
  if (WORKING.has(one.state)) return "records.import.works";
  if (one.state === "undone") return "records.import.undone";
  if (one.state !== "done") return "records.import.has_not_run";
  return one.undoUntil !== null && now < one.undoUntil ? null : "records.import.too_late";
}

export function whyNotDiscard({ state }: Stands): Reason | null {
  if (WORKING.has(state)) return "records.import.works";
  return AFTER.has(state) ? "records.import.has_run" : null;
}

/** What the columns must say before rows can be taken. */
export function whyNotMeant(
  matches: readonly Match[],
  importer: { readonly needsOneOf: readonly string[] },
): Reason | null {
  const given = matches.map(({ target }) => target).filter((target) => target !== null);
  if (new Set(given).size < given.length) return "records.import.target_twice";
  return given.some((target) => importer.needsOneOf.includes(target))
    ? null
    : "records.import.no_target";
}

/** How each column is read: what it is, and how its days and numbers are written. */
export type ColumnRead = {
  readonly target: TargetRead;
  readonly at: number;
  readonly writing: Writing;
};

export function columnsRead(
  columns: readonly Pick<Column, "found">[],
  matches: readonly Match[],
  targets: readonly TargetRead[],
  of: { readonly zone: string; readonly currency: string; readonly isTyped: boolean },
): ColumnRead[] {
  return matches.flatMap(({ target: key }, at) => {
    const target = targets.find((one) => one.key === key);
    if (target === undefined) return [];
    const found = columns[at]?.found;
    const writing: Writing = {
      dayOrder: found?.dayOrder ?? "day_first",
      decimalMark: of.isTyped ? "." : (found?.decimalMark ?? "."),
      zone: of.zone,
      currency: of.currency,
    };
    return [{ target, at, writing }];
  });
}

/** A row as the file has it. */
type Row = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly formulas?: readonly number[];
};

export type RowMeant = {
  readonly line: number;
  readonly values: Record<string, Value | undefined>;
  readonly problems: readonly RowProblem[];
};

/** `-`: what is known goes. An empty cell says nothing. */
const CLEARS = new Set(["-", "–", "—"]);

export function rowMeant({ line, cells, formulas }: Row, columns: readonly ColumnRead[]): RowMeant {
  const values: Record<string, Value | undefined> = {};
  const problems: RowProblem[] = [];
  for (const { target, at, writing } of columns) {
    const text = (cells[at] ?? "").trim();
    if (text === "") continue;
    const { key, kind, choices, read, keeps } = target;
    if (formulas?.includes(at) === true)
      problems.push({ target: key, code: "records.import.formula" });
    else if (CLEARS.has(text)) values[key] = CLEAR;
    else if (!isKeepable(text)) problems.push({ target: key, code: "field.invalid" });
    else {
      const value = read?.(text, writing) ?? readCell(text, kind, writing, choices);
      const kept = keeps === undefined || isWrong(value) ? value : keeps(sentOf(value));
      if (isWrong(kept)) problems.push({ target: key, code: kept.code });
      else values[key] = kept;
    }
  }
  return { line, values, problems };
}

/** As it would be sent by a screen. */
const sentOf = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/** PostgreSQL keeps no NUL, and half a character is none. */
const isKeepable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

const isWrong = (value: ReadCell): value is { readonly code: string } =>
  typeof value === "object" && value !== null && "code" in value;

/** Where in the row a problem stands. */
export const problemsAt = (
  problems: readonly RowProblem[],
  columns: readonly ColumnRead[],
): CellProblem[] =>
  problems.map(({ target, code }) => ({
    column: columns.find((column) => column.target.key === target)?.at ?? null,
    code,
  }));
