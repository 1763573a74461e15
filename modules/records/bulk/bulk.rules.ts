import type { Reason } from "#kernel/errors.ts";
import type { BulkState } from "./bulk.contract.ts";

const DAY_MS = 86_400_000;
/** How long a deed can be undone. */
export const KEPT_MS = 30 * DAY_MS;

export const whyNotUndo = (
  run: { readonly state: BulkState; readonly createdAt: Date },
  now: Date,
): Reason | null => {
  if (run.state === "undoing" || run.state === "undone") return "records.bulk.already_undone";
  return now.getTime() - run.createdAt.getTime() > KEPT_MS ? "records.bulk.too_late" : null;
};

/** So many at once, so that what is short finds a lane of the worker. */
const UNDERWAY_MAX = 2;

export const whyNotOneMore = (underway: number): Reason | null =>
  underway < UNDERWAY_MAX ? null : "records.bulk.others_run";

/** Values of a row's columns, as jsonb has them. */
export type Raw = Readonly<Record<string, unknown>>;

/** The same whatever order a record's keys come in. */
export const isSameRaw = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);

const textOf = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

type Undone = { readonly now: Raw; readonly before: Raw; readonly after: Raw };

/**
 * What puts a record back: exactly as it was where nothing of it changed since; its value alone where something else did;
 * null where the value itself is another now.
 */
export function backOf(
  { now, before, after }: Undone,
  bookkeeping: readonly string[],
  at: string,
  merged: (of: Undone) => Raw,
): Raw | null {
  const columns = Object.keys(after);
  const own = ownOf({ now, before, after });
  const isAsLeft = (column: string) => isSameRaw(now[column], after[column]);
  const values = columns.filter((column) => !bookkeeping.includes(column));
  if (!values.every((column) => (column === "custom" ? own.isAsLeft : isAsLeft(column))))
    return null;
  if (columns.every(isAsLeft)) return before;
  const kept = Object.fromEntries(columns.map((column) => [column, now[column]]));
  const back = Object.fromEntries(values.map((column) => [column, before[column]]));
  const custom = after["custom"] === undefined ? {} : { custom: own.back };
  return { ...kept, ...back, ...custom, ...merged({ now, before, after }), updated_at: at };
}

/** Of the company's own fields only those that were set are looked at, and put back. */
function ownOf({ now, before, after }: Undone): { isAsLeft: boolean; back: Raw } {
  const [is, was, made] = [now, before, after].map((raw) => (raw["custom"] ?? {}) as Raw);
  const back: Record<string, unknown> = { ...is };
  const keys = [...new Set([...Object.keys(was ?? {}), ...Object.keys(made ?? {})])].filter(
    (key) => !isSameRaw(was?.[key], made?.[key]),
  );
  for (const key of keys)
    if (was?.[key] === undefined) delete back[key];
    else back[key] = was[key];
  return { isAsLeft: keys.every((key) => isSameRaw(is?.[key], made?.[key])), back };
}

/** Tags with some added and some taken off, in one order. */
export const tagged = (
  tags: readonly string[],
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): string[] =>
  [...new Set([...tags, ...add])]
    .filter((tag) => !remove.includes(tag))
    .sort((one, other) => (one < other ? -1 : 1));

/** The company's own fields with one set, or taken out. */
export function withOwn(raw: Raw, key: string, kept: unknown): Raw {
  const { [key]: _, ...others } = raw["custom"] as Raw;
  return kept === undefined ? others : { ...others, [key]: kept };
}
