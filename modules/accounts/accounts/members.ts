import { refused } from "#kernel/errors.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountId } from "./accounts.contract.ts";
import { passwordProblem } from "./accounts.rules.ts";
import { insertAccount, lockAccountByEmail, markAccountVerified } from "./accounts.sql.ts";
import {
  deleteMember,
  insertMemberAs,
  markMemberDisabled,
  markMemberRole,
  markMemberTeam,
} from "./members.sql.ts";
import { deleteSignUps } from "./sign-ups.sql.ts";

export const addMember = insertMemberAs;
export const changeMemberRole = markMemberRole;
export const setMemberDisabled = markMemberDisabled;
export const removeMember = deleteMember;
export const setMemberTeam = markMemberTeam;
export const problemOfPassword = passwordProblem;

/**
 * An account for somebody whose address is proved by the link that came to it. One that waits to be proved becomes theirs,
 * with what they said now: whatever somebody else had entered for it, the password first of all, is gone.
 */
export async function openProvedAccount(
  db: Db,
  account: {
    id: AccountId;
    email: string;
    name: string;
    locale: "en" | "ms";
    passwordHash: string;
  },
  now: Date,
): Promise<AccountId> {
  await insertAccount(db, { ...account, phone: null, now });
  const known = await lockAccountByEmail(db, account.email);
  if (known === null || known.verifiedAt !== null) throw refused("accounts.account.exists");
  await markAccountVerified(db, known.id, { ...account, phone: null }, now);
  await deleteSignUps(db, known.id);
  return known.id;
}
