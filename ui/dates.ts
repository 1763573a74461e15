import { addDays, type Day, dayIn, daysBetween } from "#kernel/day.ts";
import type { Language } from "./words.ts";

const MONTHS = {
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  ms: ["Jan", "Feb", "Mac", "Apr", "Mei", "Jun", "Jul", "Ogos", "Sep", "Okt", "Nov", "Dis"],
};
const MONTHS_LONG = {
  en: [
    ...["January", "February", "March", "April", "May", "June", "July"],
    ...["August", "September", "October", "November", "December"],
  ],
  ms: [
    ...["Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai"],
    ...["Ogos", "September", "Oktober", "November", "Disember"],
  ],
};
const WEEKDAYS = {
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  ms: ["Ahad", "Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu"],
};
const SPOKEN = {
  en: { today: "Today", yesterday: "Yesterday" },
  ms: { today: "Hari ini", yesterday: "Semalam" },
};

/** In which zone and language dates are said, and what day it is there. */
export type Calendar = { zone: string; language: Language; today: Day };

/** `Today`, `Yesterday`, `3 Nov`, `3 Nov 2025` in another year. */
export function dayText(day: Day, { language, today }: Calendar): string {
  const ago = daysBetween(day, today);
  if (ago === 0) return SPOKEN[language].today;
  if (ago === 1) return SPOKEN[language].yesterday;
  return dateText(day, { language, today });
}

/** `3 Nov`, `3 Nov 2025` in another year; never "Today": for axes, ranges and forms. */
export function dateText(day: Day, { language, today }: Omit<Calendar, "zone">): string {
  const { year, month, date } = partsOf(day);
  const text = `${date} ${MONTHS[language][month]}`;
  return today.startsWith(`${year}-`) ? text : `${text} ${year}`;
}

/** `Nov 2026` for a point that is a month. */
export function monthText(day: Day, language: Language): string {
  const { year, month } = partsOf(day);
  return `${MONTHS[language][month]} ${year}`;
}

/** `24 Oct – 22 Nov`. */
export function rangeText(from: Day, to: Day, calendar: Calendar): string {
  if (from === to) return dateText(from, calendar);
  return `${dateText(from, calendar)} – ${dateText(to, calendar)}`;
}

/** `Thu, 12 Nov 2026`, for a chart's tip. */
export function weekdayText(day: Day, language: Language): string {
  const { year, month, date, weekday } = partsOf(day);
  return `${WEEKDAYS[language][weekday]?.slice(0, 3)}, ${date} ${MONTHS[language][month]} ${year}`;
}

/** `Today, Sunday 22 November`, `Friday 20 November`, `3 November 2025`: over a timeline's days. */
export function dayHeading(day: Day, { language, today }: Calendar): string {
  const { year, month, date, weekday } = partsOf(day);
  const ago = daysBetween(day, today);
  const text = `${date} ${MONTHS_LONG[language][month]}`;
  const named = `${WEEKDAYS[language][weekday]} ${text}`;
  if (ago === 0) return `${SPOKEN[language].today}, ${named}`;
  if (ago > 0 && ago < 7) return named;
  return today.startsWith(`${year}-`) ? text : `${text} ${year}`;
}

/** `Today, 14:06`, `Yesterday, 09:12`; further back the day alone says enough. */
export function momentText(moment: string, calendar: Calendar): string {
  const day = dayIn(calendar.zone, new Date(moment));
  const text = dayText(day, calendar);
  const ago = daysBetween(day, calendar.today);
  return ago === 0 || ago === 1 ? `${text}, ${timeText(moment, calendar.zone)}` : text;
}

/** The day and the time, always both: `3 Nov, 16:50`. */
export const momentTextFull = (moment: string, calendar: Calendar): string =>
  `${dayText(dayIn(calendar.zone, new Date(moment)), calendar)}, ${timeText(moment, calendar.zone)}`;

/** `14:06`, or `14:31:08` where seconds tell things apart. */
export function timeText(moment: string, zone: string, withSeconds = false): string {
  return clockIn(zone, withSeconds).format(new Date(moment));
}

/** The exact moment with its zone, shown on hover: `Tue, 3 Nov 2026, 16:50:12 (Asia/Kuala_Lumpur)`. */
export function exactText(moment: string, { zone, language }: Calendar): string {
  const day = dayIn(zone, new Date(moment));
  return `${weekdayText(day, language)}, ${timeText(moment, zone, true)} (${zone})`;
}

export const dayOf = (moment: string, zone: string): Day => dayIn(zone, new Date(moment));

/** The first moment of a day in a zone, as the API takes it. */
export const startOfDay = (day: Day, zone: string): string => momentAt(day, "00:00", zone);

/** The moment when clocks in a zone show this day and time, "14:06". */
export function momentAt(day: Day, time: string, zone: string): string {
  const shown = Date.parse(`${day}T${time}:00Z`);
  // The offset is looked up twice: it may change between the guess and what is meant.
  let at = shown;
  for (let round = 0; round < 2; round += 1) at = shown - offsetMs(at, zone);
  return new Date(at).toISOString();
}

/** The last moment of a day in a zone. */
export const endOfDay = (day: Day, zone: string): string =>
  new Date(Date.parse(startOfDay(addDays(day, 1), zone)) - 1).toISOString();

/**
 * Reads a day as people type it: `3 Nov`, `3 nov 2025`, `3/11/2025` (day first), `2025-11-03`,
 * `today`, `semalam`. Null when it is none.
 */
export function readDay(text: string, today: Day): Day | null {
  const typed = text.trim().toLowerCase();
  if (typed === "today" || typed === "hari ini") return today;
  if (typed === "yesterday" || typed === "semalam") return addDays(today, -1);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso !== null) return dayFrom(iso[1], iso[2], iso[3]);
  const figures = /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}))?$/.exec(typed);
  if (figures !== null) return dayFrom(figures[3] ?? today.slice(0, 4), figures[2], figures[1]);
  const named = /^(\d{1,2})\s+(\p{L}{3,})\.?(?:,?\s+(\d{4}))?$/u.exec(typed);
  if (named === null) return null;
  const month = monthNamed(named[2] ?? "");
  return month === null ? null : dayFrom(named[3] ?? today.slice(0, 4), String(month), named[1]);
}

function monthNamed(typed: string): number | null {
  for (const names of [MONTHS_LONG.en, MONTHS_LONG.ms, MONTHS.ms]) {
    const at = names.findIndex((name) => name.toLowerCase().startsWith(typed));
    if (at >= 0) return at + 1;
  }
  return null;
}

function dayFrom(year = "", month = "", date = ""): Day | null {
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const read = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day ? null : day;
}

function partsOf(day: Day) {
  const moment = new Date(`${day}T00:00:00Z`);
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth(),
    date: moment.getUTCDate(),
    weekday: moment.getUTCDay(),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockIn(zone: string, withSeconds: boolean): Intl.DateTimeFormat {
  const key = `${zone} ${withSeconds}`;
  let clock = clocks.get(key);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      ...(withSeconds ? { second: "2-digit" } : {}),
    });
    clocks.set(key, clock);
  }
  return clock;
}

function offsetMs(at: number, zone: string): number {
  const moment = new Date(at);
  const wall = `${dayIn(zone, moment)}T${timeText(moment.toISOString(), zone, true)}Z`;
  return Date.parse(wall) - Math.floor(at / 1000) * 1000;
}
