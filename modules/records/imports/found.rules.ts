import { dayIn, numberIn, yesNoIn } from "./cells.rules.ts";
import type { Found } from "./imports.contract.ts";

const KINDS_MAX = 10;
const SAMPLE_CHARS = 120;
const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const LOOKS_LIKE_PHONE = /^\+?[\d\s().-]{7,20}$/;

/** What a column holds, gathered row by row. */
export type Tally = {
  count(cell: string): void;
  found(): Found;
  sample(): string;
};

export function tallyOf(): Tally {
  const found = { filled: 0, emails: 0, phones: 0, numbers: 0, days: 0, yesNo: 0 };
  const orders = { day_first: 0, month_first: 0 };
  const marks = { ".": 0, ",": 0 };
  const kinds = new Set<string>();
  let hasManyKinds = false;
  let first = "";
  return {
    count(cell) {
      const text = cell.trim();
      if (text === "" || text === "-") return;
      found.filled += 1;
      if (first === "") first = text.slice(0, SAMPLE_CHARS);
      if (!hasManyKinds) {
        kinds.add(text.slice(0, SAMPLE_CHARS));
        hasManyKinds = kinds.size > KINDS_MAX;
      }
      if (text.length > 40) return;
      if (text.includes("@")) {
        if (LOOKS_LIKE_EMAIL.test(text)) found.emails += 1;
        return;
      }
      if (yesNoIn(text) !== null) found.yesNo += 1;
      if (!DIGIT.test(text)) return;
      if (LOOKS_LIKE_PHONE.test(text)) {
        const digits = text.replace(/\D/g, "").length;
        if (digits >= 7 && digits <= 15) found.phones += 1;
      }
      countNumber(text, found, marks);
      countDay(text, found, orders);
    },
    found: () => ({
      ...found,
      dayOrder:
        orders.day_first === orders.month_first
          ? null
          : greater(orders, "day_first", "month_first"),
      decimalMark: marks["."] === marks[","] ? null : greater(marks, ".", ","),
      kinds: hasManyKinds ? null : kinds.size,
    }),
    sample: () => first,
  };
}
const DIGIT = /\d/;

const greater = <K extends string>(counts: Record<K, number>, one: K, other: K): K =>
  counts[one] > counts[other] ? one : other;

/** A mark before any other count of figures than three can only divide; a mark that stands twice cannot. */
function countNumber(
  text: string,
  found: { numbers: number },
  marks: Record<"." | ",", number>,
): void {
  if (numberIn(text, ".") === null && numberIn(text, ",") === null) return;
  found.numbers += 1;
  const divides = /([.,])(\d+)\D*$/.exec(text);
  if (divides === null) return;
  const mark = divides[1] as "." | ",";
  const other = mark === "." ? "," : ".";
  const isTwice = text.indexOf(mark) !== text.lastIndexOf(mark);
  if (isTwice) marks[other] += 1;
  else if (text.includes(other) || divides[2]?.length !== 3) marks[mark] += 1;
}

function countDay(
  text: string,
  found: { days: number },
  orders: Record<"day_first" | "month_first", number>,
): void {
  const read = dayIn(text, "day_first") ?? dayIn(text, "month_first");
  if (read === null) return;
  found.days += 1;
  if (read.order !== null) orders[read.order] += 1;
}
