import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { invalid, Problem, refused } from "#kernel/errors.ts";
import type { AccountCtx, OpenBefore } from "#platform/actions/context.ts";
import { hashInTurn } from "#platform/auth/hashing.ts";
import type { Asker, Limit } from "#platform/auth/limits.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { noteSecurityEvent, noteSecurityEventIn } from "#platform/security/events.ts";
import { newRecoveryCode, RECOVERY_CODES, readCode, TICKET_MINUTES } from "./factors.rules.ts";
import {
  deleteOldEnrolments,
  deleteRecoveryCodes,
  insertRecoveryCodes,
  markRecoveryCodeUsed,
  markStepUsed,
  selectFactor,
  selectIsUnused,
  selectRecoverySalt,
  selectStanding,
} from "./factors.sql.ts";
import { stepOf } from "./totp.rules.ts";

export const hasFactor = async (db: Db, accountId: string): Promise<boolean> =>
  (await selectFactor(db, accountId)) !== null;

export const standingOf = selectStanding;
/** For the probe that takes one step twice (modules/trust/promises). */
export const takeStep = markStepUsed;
export const forgetEnrolments = deleteOldEnrolments;

/** A code that is right, as far as can be said before the transaction in which it is used up. */
export type ProvedCode =
  | { readonly kind: "totp"; readonly step: number }
  | { readonly kind: "recovery"; readonly hash: string };

type Before = Pick<OpenBefore, "house" | "now" | "request" | "read" | "count" | "forgive">;

/** Guesses at codes, by whoever knows the password: nobody else can lock the person out with them. */
const codeLimits = (accountId: string): Limit[] => [
  { key: `accounts.code/${accountId}`, max: 10, withinMinutes: 15 },
  { key: `accounts.code/${accountId}`, max: 30, withinMinutes: 24 * 60 },
];

/** Compares a code with what the account has, counted; refuses a wrong one at its field. */
export async function proveCode(
  before: Before,
  accountId: string,
  typed: string,
): Promise<ProvedCode> {
  const limits = codeLimits(accountId);
  await before.count(limits);
  const read = readCode(typed);
  const proved =
    read === null
      ? null
      : read.kind === "totp"
        ? await proveTotp(before, accountId, read.code)
        : await proveRecovery(before, accountId, read.code);
  if (proved === null) {
    noteSecurityEvent(before.house, {
      kind: read?.kind === "recovery" ? "recovery_code.failed" : "totp.failed",
      accountId,
      ip: before.request.ip,
    });
    throw invalid({ path: ["code"], code: "code.wrong" });
  }
  await before.forgive(limits);
  return proved;
}

async function proveTotp(
  { house, now, read }: Before,
  accountId: string,
  code: string,
): Promise<ProvedCode | null> {
  const factor = await read((db) => selectFactor(db, accountId));
  if (factor === null) return null;
  const step = stepOf(openSecret(house, "factors", accountId, factor.sealed), code, now);
  return step === null ? null : { kind: "totp", step };
}

async function proveRecovery(
  { house, read }: Before,
  accountId: string,
  code: string,
): Promise<ProvedCode | null> {
  const known = await read((db) => selectRecoverySalt(db, accountId));
  if (known === null) return null;
  const hash = await hashRecovery(house, code, known.salt);
  return (await read((db) => selectIsUnused(db, accountId, hash)))
    ? { kind: "recovery", hash }
    : null;
}

/** Uses the code up, in the transaction of what it opens: of many at once a single one passes. */
export async function spendCode(
  { db, house, now, request }: Pick<AccountCtx, "db" | "house" | "now" | "request">,
  accountId: string,
  proved: ProvedCode,
): Promise<void> {
  const told = { accountId, ip: request.ip };
  if (proved.kind === "totp") {
    if ((await markStepUsed(db, accountId, proved.step)) === 1) return;
    noteSecurityEvent(house, { kind: "totp.replayed", ...told });
    throw invalid({ path: ["code"], code: "code.used" });
  }
  if ((await markRecoveryCodeUsed(db, accountId, proved.hash, now)) === 0) {
    noteSecurityEvent(house, { kind: "recovery_code.failed", ...told });
    throw invalid({ path: ["code"], code: "code.wrong" });
  }
  await noteSecurityEventIn(db, { kind: "recovery_code.used", ...told }, now);
}

export type NewCodes = {
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
  readonly salt: Buffer;
};

/** Ten codes with their hashes: slow, so before the transaction. */
export async function newRecoveryCodes(house: House): Promise<NewCodes> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const salt = randomBytes(16);
  const hashes = await Promise.all(
    codes.map((code) => hashRecovery(house, code.replace("-", ""), salt)),
  );
  return { codes, hashes, salt };
}

export async function keepRecoveryCodes(
  db: Db,
  accountId: string,
  { hashes, salt }: NewCodes,
  now: Date,
): Promise<void> {
  await deleteRecoveryCodes(db, accountId);
  await insertRecoveryCodes(db, { accountId, hashes, salt, now });
}

const RECOVERY_COST = 10;

const hashRecovery = async (house: House, code: string, salt: Buffer): Promise<string> => {
  const text = createHmac("sha256", house.keys.pepper).update(`recovery:${code}`).digest("base64");
  return String(await hashInTurn({ does: "hash", text, cost: RECOVERY_COST, salt }));
};

type Kept = "factors" | "factor_enrolments";
const PURPOSE = "factors";
const placeOf = (table: Kept, accountId: string): string => `${table}.sealed:${accountId}`;

export const sealSecret = (house: House, table: Kept, accountId: string, secret: Buffer): string =>
  house.keys.sealForHouse(PURPOSE, placeOf(table, accountId), secret);

export const openSecret = (house: House, table: Kept, accountId: string, sealed: string): Buffer =>
  house.keys.openForHouse(PURPOSE, placeOf(table, accountId), sealed);

const Ticket = z.object({ accountId: z.string(), epoch: z.int(), until: z.number() });
export type Ticket = z.output<typeof Ticket>;
const TICKET = "sign-in-ticket";

/** Says to whoever holds it that the password was right: for the second step, and while nothing ended the account's sessions. */
export const newTicket = (house: House, accountId: string, epoch: number, now: Date): string =>
  house.keys.sealForHouse(
    TICKET,
    TICKET,
    JSON.stringify({ accountId, epoch, until: now.getTime() + TICKET_MINUTES * 60_000 }),
  );

export function readTicket(house: House, ticket: string, now: Date): Ticket {
  const read = openTicket(house, ticket);
  if (read === null || read.until <= now.getTime()) throw refused("accounts.ticket.not_valid");
  return read;
}

function openTicket(house: House, ticket: string): Ticket | null {
  try {
    return Ticket.parse(JSON.parse(house.keys.openForHouse(TICKET, TICKET, ticket).toString()));
  } catch {
    return null;
  }
}

/** Tries of the second step by one network, before anything is opened. */
export const ticketLimits = ({ network }: Asker): Limit[] => [
  { key: `accounts.second_step/*/${network}`, max: 100, withinMinutes: 15 },
];

/** What only somebody with the second step on may do. */
export async function requireFactor(db: Db, accountId: string): Promise<void> {
  if (!(await hasFactor(db, accountId))) throw new Problem("refused", "accounts.factor.not_on");
}
