import { Problem } from "#kernel/errors.ts";

/** Where a page ended, as opaque text: the values of its sort columns and the last row's id. */
export const cursorOf = (values: readonly (string | number | Date | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** The values back. A cursor that was not made here is bad input, not our bug. */
export function readCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isCursor =
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => v === null || typeof v === "string" || typeof v === "number");
    if (isCursor) return values;
  } catch {
    // Falls through: no cursor of ours.
  }
  throw new Problem("invalid", "input.invalid", [{ path: ["after"], code: "cursor.unknown" }]);
}

/** A page of at most `limit` rows from one more than that, and the cursor after it. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number | Date | null)[],
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null,
  };
}
