/** A value as a cell of a file holds it. A moment is a Date; a day is `{ day: "2026-11-30" }`, which no zone moves. */
export type Cell = string | number | boolean | Date | { readonly day: string } | null;

/** One line of a file's head: what a column is called, and how a spreadsheet shows it. */
export type Head = {
  readonly label: string;
  readonly as: "text" | "number" | "money" | "day" | "moment" | "yes_no";
};

/** A text that a spreadsheet would take for a formula (OWASP, CSV Injection). Plain numbers and phone numbers are none. */
const isFormula = (text: string): boolean =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d\s().,/-]+$/.test(text);

/** What reading takes an apostrophe from: `'=1+1`, and the `'0123` with which people keep a number's zeros. */
const isGuarded = (text: string): boolean =>
  text.charCodeAt(0) === APOSTROPHE && /^'+[=+\-@\t\r\d]/.test(text);
const APOSTROPHE = 39;

/** So that no spreadsheet runs it, and what looks guarded and is not is read as it was. */
export const guarded = (text: string): string =>
  isFormula(text) || isGuarded(text) ? `'${text}` : text;

/** What a guarded text was. */
export const unguarded = (text: string): string => (isGuarded(text) ? text.slice(1) : text);

/** RFC 4180 §2: lines end in CRLF, a cell with a quote, a comma or a line break stands in quotes. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(",")}\r\n`;

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A moment as a company's own clock shows it, with its distance from UTC: `2026-11-30T14:06:07+08:00`. */
export function zonedText(moment: Date, zone: string): string {
  const shown = wallClock(moment, zone)
    .toISOString()
    .replace(/(\.000)?Z$/, "");
  const minutes = Math.trunc(offsetMsAt(moment, zone) / 60_000);
  const two = (count: number) => String(count).padStart(2, "0");
  const distance = Math.abs(minutes);
  return `${shown}${minutes < 0 ? "-" : "+"}${two(Math.trunc(distance / 60))}:${two(distance % 60)}`;
}

/** The moment that the same clock would show if it went by UTC: what a spreadsheet's cell, which knows no zones, can hold. */
export const wallClock = (moment: Date, zone: string): Date =>
  new Date(moment.getTime() + offsetMsAt(moment, zone));

/** Zones move their clocks on quarters of an hour: each is asked for once. */
const QUARTER_MS = 15 * 60_000;
const REMEMBERED_MAX = 200_000;
const offsets = new Map<string, Map<number, number>>();

function offsetMsAt(moment: Date, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const quarter = Math.floor(moment.getTime() / QUARTER_MS);
  const remembered = known.get(quarter);
  if (remembered !== undefined) return remembered;
  if (known.size >= REMEMBERED_MAX) known.clear();
  const found = askOffsetMs(new Date(quarter * QUARTER_MS), zone);
  known.set(quarter, found);
  return found;
}

/** "GMT+08:00", "GMT", or "GMT+06:55:25" of long ago. */
function askOffsetMs(moment: Date, zone: string): number {
  const name = formatOf(zone)
    .formatToParts(moment)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(name ?? "") ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -ms : ms;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, format);
  return format;
}
