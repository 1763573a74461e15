import { randomInt } from "node:crypto";

export const RECOVERY_CODES = 10;
/** Between being shown the secret and giving its first code. */
export const ENROLMENT_MINUTES = 30;
/** Between the right password and the code. */
export const TICKET_MINUTES = 10;

/** Without what is mistaken for something else when read from paper: no 0, 1, i, l, o, u. */
const LETTERS = "23456789abcdefghjkmnpqrstvwxyz";
const HALF = 5;

/** Ten signs of thirty: 49 bits, in two halves that can be copied from paper. */
export function newRecoveryCode(): string {
  const half = () =>
    Array.from({ length: HALF }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${half()}-${half()}`;
}

/** What was typed as what it can be: six digits of an app, or a recovery code however it is spaced. */
export function readCode(typed: string): { kind: "totp" | "recovery"; code: string } | null {
  const bare = typed.replace(/[\s-]/g, "").toLowerCase();
  if (/^\d{6}$/.test(bare)) return { kind: "totp", code: bare };
  return bare.length === 2 * HALF && [...bare].every((letter) => LETTERS.includes(letter))
    ? { kind: "recovery", code: bare }
    : null;
}
