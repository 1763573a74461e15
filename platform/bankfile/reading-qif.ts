import type { Day } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import { type DayOrder, dayReader } from "./days.rules.ts";
import {
  type BankLine,
  type BankStatement,
  joined,
  looseMinor,
  Unreadable,
} from "./statement.rules.ts";

export type QifOptions = { readonly currency: string; readonly dayOrder: DayOrder | null };

type Record = { readonly fields: ReadonlyMap<string, string>; readonly line: number };

const BOOKINGS = /^!Type:(Bank|Cash|CCard|Oth A|Oth L)\b/i;

/** QIF: a letter to a line, `^` behind each booking. It tells no currency, and the order of a day's parts only by its days. */
export function readQif(
  text: string,
  { currency, dayOrder }: QifOptions,
): readonly BankStatement[] {
  const records = recordsOf(text);
  const days = dayReader(
    records.map(({ fields }) => fields.get("D") ?? ""),
    dayOrder,
  );
  return [
    {
      format: "qif",
      id: null,
      account: { number: null, name: null },
      currency,
      opening: null,
      closing: null,
      lines: records.map((record) => lineOf(record, currency, days)),
    },
  ];
}

function recordsOf(text: string): readonly Record[] {
  const records: Record[] = [];
  let isBookings = false;
  let hasType = false;
  let fields = new Map<string, string>();
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.startsWith("!")) {
      isBookings = BOOKINGS.test(line);
      hasType ||= isBookings;
      fields = new Map();
    } else if (line.startsWith("^")) {
      if (isBookings && fields.size > 0) records.push({ fields, line: at + 1 });
      fields = new Map();
    } else if (line !== "" && !fields.has(line.charAt(0)))
      // Of a booking that is split the first of each letter is the whole's.
      fields.set(line.charAt(0), line.slice(1).trim());
  }
  if (!hasType) throw refused("platform.bankfile.unknown");
  if (isBookings && fields.size > 0) records.push({ fields, line: text.split("\n").length });
  return records;
}

function lineOf(
  { fields, line }: Record,
  currency: string,
  readDay: (text: string) => Day | null,
): BankLine {
  const day = fields.get("D") ?? "";
  const amount = fields.get("T") ?? fields.get("U") ?? "";
  const on = readDay(day);
  if (on === null) throw new Unreadable("D", day, line);
  const minor = looseMinor(amount, currency, null);
  if (minor === null) throw new Unreadable("T", amount, line);
  const name = fields.get("P") || null;
  return {
    bankId: null,
    on,
    valueOn: null,
    minor,
    currency,
    isPending: false,
    counterparty: name === null ? null : { name, account: null },
    reference: fields.get("N") || null,
    text: joined([fields.get("M") || name]),
    parts: [],
  };
}
