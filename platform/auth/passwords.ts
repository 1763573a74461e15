import { createHmac } from "node:crypto";
import { hash, verify } from "@node-rs/bcrypt";
import { Problem } from "#kernel/errors.ts";

const COST = 12;
const AT_ONCE = 2;
const WAITING_MAX = 64;

/**
 * bcrypt over base64(HMAC-SHA256(pepper, password)): bcrypt itself reads 72 bytes and no NUL, this way every letter
 * counts, and a stolen table alone, without the pepper, cannot be guessed at. NFC, for keyboards spell é in two ways.
 */
export const hashPassword = (pepper: Buffer, password: string): Promise<string> =>
  inTurn(() => hash(prehash(pepper, password), { cost: COST, version: "2b" }));

/** Takes as long where there is nothing to compare with, so that time does not tell who has an account. */
export async function isPassword(
  pepper: Buffer,
  password: string,
  known: string | null,
): Promise<boolean> {
  const isRight = await inTurn(() => verify(prehash(pepper, password), known ?? NOBODYS));
  return isRight && known !== null;
}

/** A hash of 16 random bytes that nobody kept. */
const NOBODYS = "$2b$12$fL7jAcrDJmougJqGHve8Y.i9Q947HWSoagz59Yjd5bRv.jYP.7HsS";

const prehash = (pepper: Buffer, password: string): string =>
  createHmac("sha256", pepper).update(password.normalize("NFC")).digest("base64");

/** A hash takes a quarter of a second of a core: two at a time leave room for everything else, a long queue helps nobody. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= WAITING_MAX)
    throw new Problem("too_many", "platform.auth.busy", { retryAfterS: 10 });
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
let running = 0;
const waiting: (() => void)[] = [];
