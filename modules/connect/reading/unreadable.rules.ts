import type { Reason } from "#kernel/errors.ts";

/** Why a body cannot be read. Each has words in every language. */
export const UNREADABLE = {
  notJson: "connect.reading.not_json",
  tooDeep: "connect.reading.too_deep",
  notAnObject: "connect.reading.not_an_object",
  fieldMissing: "connect.reading.field_missing",
  notMoney: "connect.reading.not_money",
  notAMoment: "connect.reading.not_a_moment",
  notANumber: "connect.reading.not_a_number",
  notAnId: "connect.reading.not_an_id",
  notAList: "connect.reading.not_a_list",
  listTooLong: "connect.reading.list_too_long",
  unknownCurrency: "connect.reading.unknown_currency",
  /** Our own bug: kept as a failed delivery, so that a corrected version can read it again. */
  unexpected: "connect.reading.unexpected",
} as const satisfies Record<string, Reason>;

const DETAIL_MAX = 200;

/** Thrown while a body is read and caught where its mapping ends (reading.rules.ts); it goes no further. */
export class Unreadable extends Error {
  readonly reason: Reason;
  readonly path: string;
  readonly detail: string;

  constructor(reason: Reason, path: string, detail: string) {
    super(reason);
    this.reason = reason;
    this.path = path;
    this.detail = detail;
  }
}

export const unreadable = (reason: Reason, path: string, stood: unknown): Unreadable =>
  new Unreadable(reason, path, shortly(stood));

/** What stood there, as one short line that any column can hold. */
function shortly(stood: unknown): string {
  const text = typeof stood === "string" ? stood : String(JSON.stringify(stood));
  return text.slice(0, DETAIL_MAX).replaceAll("\0", "").toWellFormed();
}
