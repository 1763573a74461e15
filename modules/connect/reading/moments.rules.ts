const MOMENT = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * A moment as stores write it, `2026-11-11T09:30:00` with or without an offset; one without is in `zone`.
 * Null when it is none. Years are bounded so that a slip of a plugin cannot leave the calendar.
 */
export function momentOf(text: string, zone: string): Date | null {
  const match = MOMENT.exec(text.trim());
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", offset] = match;
  const clock = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  if (+year < 1970 || +year > 2200 || +month < 1 || +month > 12 || +hour > 23 || +minute > 59) {
    return null;
  }
  // 31 February would slip into March.
  if (new Date(clock).getUTCDate() !== +day || +second > 59) return null;
  if (offset === undefined) return zone === "UTC" ? new Date(clock) : inZone(clock, zone);
  return new Date(clock - offsetMs(offset));
}

/** WordPress writes "no date" as a day zero. */
export const isNoMoment = (text: string): boolean => text === "" || text.startsWith("0000-00-00");

function offsetMs(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** The moment when clocks of a zone show this; asked twice, since the offset may change in between. */
function inZone(clockMs: number, zone: string): Date {
  const first = clockMs - zoneOffsetMs(clockMs, zone);
  return new Date(clockMs - zoneOffsetMs(first, zone));
}

function zoneOffsetMs(momentMs: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(momentMs).find(({ type }) => type === "timeZoneName")?.value;
  const offset = /[+-]\d\d:\d\d/.exec(name ?? "")?.[0];
  return offset === undefined ? 0 : offsetMs(offset);
}
const formats = new Map<string, Intl.DateTimeFormat>();
