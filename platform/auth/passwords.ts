import { createHmac } from "node:crypto";
import { hashInTurn } from "./hashing.ts";

const COST = 12;

/**
 * bcrypt over base64(HMAC-SHA256(pepper, password)): bcrypt itself reads 72 bytes and no NUL, this way every letter
 * counts, and a stolen table alone, without the pepper, cannot be guessed at. NFC, for keyboards spell é in two ways.
 */
export const hashPassword = async (pepper: Buffer, password: string): Promise<string> =>
  String(await hashInTurn({ does: "hash", text: prehash(pepper, password), cost: COST }));

/** Takes as long where there is nothing to compare with, so that time does not tell who has an account. */
export async function isPassword(
  pepper: Buffer,
  password: string,
  known: string | null,
): Promise<boolean> {
  const text = prehash(pepper, password);
  const isRight = await hashInTurn({ does: "compare", text, known: known ?? NOBODYS });
  return isRight === true && known !== null;
}

/** A hash of 16 random bytes that nobody kept. */
const NOBODYS = "$2b$12$fL7jAcrDJmougJqGHve8Y.i9Q947HWSoagz59Yjd5bRv.jYP.7HsS";

const prehash = (pepper: Buffer, password: string): string =>
  createHmac("sha256", pepper).update(password.normalize("NFC")).digest("base64");
