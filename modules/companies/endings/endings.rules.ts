import type { Reason } from "#kernel/errors.ts";

const DAY_MS = 86_400_000;

/** So long a cancelled company is read and taken out, as the policies promise. */
const OPEN_DAYS = 30;
/** Counted from the day it was cancelled: by then no copy of a backup is left. */
const BACKUPS_DAYS = 90;
/** On these days its Admins are told: at once, when half of the time is over, and twice at the end. */
const TOLD_DAYS = [0, 14, 27, 29] as const;
export type ToldDay = (typeof TOLD_DAYS)[number];

const daysAfter = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);

export const endsAtOf = (cancelledAt: Date): Date => daysAfter(cancelledAt, OPEN_DAYS);
export const backupsGoByOf = (cancelledAt: Date): Date => daysAfter(cancelledAt, BACKUPS_DAYS);

/** The day that is to be told of now: the last that has come, where it was not told yet. Of a house that slept, that one alone. */
export function dayToTell(
  { cancelledAt, endsAt, toldDay }: { cancelledAt: Date; endsAt: Date; toldDay: number },
  now: Date,
): ToldDay | null {
  if (now >= endsAt) return null;
  const day = TOLD_DAYS.findLast((one) => daysAfter(cancelledAt, one) <= now);
  return day !== undefined && day > toldDay ? day : null;
}

export const whyNotCancel = (isCancelled: boolean): Reason | null =>
  isCancelled ? "companies.ending.cancelled_already" : null;

/** A return that is under way would go on in the middle of the end. */
export const whyNotCancelDuring = (isReturning: boolean): Reason | null =>
  isReturning ? "companies.return.under_way" : null;

export function whyNotUndo(
  { state, endsAt }: { readonly state: string; readonly endsAt: Date },
  now: Date,
): Reason | null {
  if (state === "undone") return "companies.ending.undone_already";
  return state === "cancelled" && now < endsAt ? null : "companies.ending.too_late";
}

/** What a company consists of, as the dry run found it: this and nothing else is destroyed. */
export type Plan = {
  /** Its database, and others that a return or a proof left: `main` is the one that it works in. */
  readonly databases: readonly { readonly name: string; readonly isMain: boolean }[];
  /** Null where its database is not there any more. */
  readonly tables: readonly { table: string; rows: number; hash: string }[] | null;
  readonly bytes: number;
  readonly keys: number;
  readonly backups: readonly string[];
  readonly exports: readonly string[];
};

/** How many more may be destroyed within this hour. */
export const roomFor = (perHour: number, deletedWithinHour: number): number =>
  Math.max(0, perHour - deletedWithinHour);
