import { FIELD_CLASSES } from "#kernel/classes.ts";
import { type Problem, refused } from "#kernel/errors.ts";
import type { Id } from "#kernel/ids.ts";
import type { Account, OpenBefore, OpenCtx } from "#platform/actions/context.ts";
import type { Asker, Limit } from "#platform/auth/limits.ts";
import { linkHashOf } from "#platform/auth/tokens.ts";
import type { Db } from "#platform/db/db.ts";
import { isLoopbackIp } from "#platform/http/hosts.rules.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import { noteSignIn } from "../sessions/sessions.ts";
import type { AccountId, Me } from "./accounts.contract.ts";
import {
  type AccountRow,
  deleteClosedAccount,
  deleteUnverifiedAccount,
  lockAccount,
  markAccountClosed,
  markAccountReopened,
  markClosingTold,
  markEmailChanged,
  selectAccount,
  selectAccountByEmail,
  selectMemberName,
} from "./accounts.sql.ts";
import {
  deleteLinksOf,
  type LinkRow,
  markLinkUsed,
  selectLink,
  selectUsedLink,
} from "./links.sql.ts";

/** Who is signed in, as the screens are told. */
export async function readMe(ctx: OpenCtx, { id, company, ...session }: Account): Promise<Me> {
  const account = await selectAccount(ctx.db, id);
  return {
    account: {
      id: id as AccountId,
      name: account.name,
      email: account.email,
      phone: account.phone,
      isVerified: account.verifiedAt !== null,
      locale: account.locale,
      closesAt: session.closesAt,
    },
    company: company === null ? null : shownCompanyOf(ctx, company),
    hasFactor: session.hasFactor,
    mustEnrol: session.mustEnrol,
    permissions: [...session.permissions],
    role: session.standing === null ? null : shownRoleOf(session.standing.role),
    isViewing: session.viewedBy !== null,
    unseen: FIELD_CLASSES.filter((one) => (session.standing?.sees[one] ?? "plain") !== "plain"),
    sessionExpiresAt: session.expiresAt,
    mailboxUrl: mailboxUrlFor(ctx),
  };
}

function shownCompanyOf({ house }: OpenCtx, company: Company): Me["company"] {
  const isBilled = house.config.stripe !== null;
  const { id, readOnlyAt, ...rest } = company;
  return { ...rest, id: id as Id<"company">, isBilled, readOnlyAt: isBilled ? readOnlyAt : null };
}

/** What a password of theirs is compared with. */
export const passwordHashOf = async (db: Db, id: string): Promise<string> =>
  (await selectAccount(db, id)).passwordHash;

export const emailOf = async (db: Db, id: string): Promise<string> =>
  (await selectAccount(db, id)).email;

/** Raised by whatever ends all sessions. */
export const epochOf = async (db: Db, id: string): Promise<number> =>
  (await selectAccount(db, id)).epoch;

export const accountOf = selectAccount;
export const lockedAccount = lockAccount;
export const closeAccount = markAccountClosed;
export const reopenAccount = markAccountReopened;
export const noteClosingTold = markClosingTold;
export const removeClosedAccount = deleteClosedAccount;
export const accountWithEmail = selectAccountByEmail;

/** False: somebody else has proved the address first. Links to set a new password went to the old one. */
export async function changeEmail(db: Db, id: string, email: string, now: Date): Promise<boolean> {
  await deleteUnverifiedAccount(db, email);
  if ((await markEmailChanged(db, id, email, now)) === 0) return false;
  await deleteLinksOf(db, id, "reset");
  return true;
}

/** A member's name; null for whoever is none of this company. */
export const memberNameOf = async (db: Db, companyId: string, id: string): Promise<string | null> =>
  (await selectMemberName(db, companyId, id))?.name ?? null;

/** Signs somebody in, and tells the owner when it is from where they never were. */
export async function openSession(ctx: OpenCtx, id: string): Promise<Me> {
  const account = await selectAccount(ctx.db, id);
  const session = await ctx.signIn(id);
  await noteSignIn(ctx, { ...account, zone: session.company?.zone ?? null });
  return readMe(ctx, session);
}

const shownRoleOf = ({ key, name }: { key: string; name: string | null }) => ({ key, name });

/** Only who sits at this machine can open the built-in mailbox; nobody else is led there. */
export const mailboxUrlFor = ({ house, request }: OpenCtx): string | null =>
  house.config.smtpUrl === null && isLoopbackIp(request.ip ?? "")
    ? `${house.config.publicUrl}/mailbox`
    : null;

/**
 * Uses a link up. The account is locked first: of many that try at once, with one link or with several of the account,
 * each passes after the other, and the link is gone for all but the first. If that one fails, it is back.
 */
export async function takeLink(
  ctx: OpenCtx,
  token: string,
  purpose: LinkPurpose,
): Promise<{ account: AccountRow; link: LinkRow }> {
  const hash = linkHashOf(token);
  const found = await selectLink(ctx.db, hash, purpose, ctx.now);
  if (found === null) throw await notValid(ctx, (work) => work(ctx.db), hash, purpose);
  const account = await lockAccount(ctx.db, found.accountId);
  const link = await markLinkUsed(ctx.db, hash, purpose, ctx.now);
  if (link === null) throw await notValid(ctx, (work) => work(ctx.db), hash, purpose);
  return { account, link };
}

/** The same, before anything is held: whose link it is. */
export async function requireLink(
  before: OpenBefore,
  token: string,
  purpose: LinkPurpose,
): Promise<LinkRow> {
  const hash = linkHashOf(token);
  const link = await before.read((db) => selectLink(db, hash, purpose, before.now));
  if (link === null) throw await notValid(before, before.read, hash, purpose);
  return link;
}

type LinkPurpose = "verify" | "reset";

/** Whoever holds it is told the same of every link. One that was used and comes again may be in somebody else's hands. */
async function notValid(
  { house, request }: Pick<OpenBefore, "house" | "request">,
  read: OpenBefore["read"],
  hash: Buffer,
  purpose: LinkPurpose,
): Promise<Problem> {
  const used = await read((db) => selectUsedLink(db, hash, purpose));
  if (used !== null)
    noteSecurityEvent(house, {
      ...{ kind: "link.replayed", accountId: used.accountId, ip: request.ip },
      detail: { link: purpose },
    });
  return refused("accounts.link.not_valid");
}

const QUARTER_HOUR = 15;
const HOUR = 60;

/** Guesses at one account: by one network soon, by all of them together later, so that nobody can lock a person out alone. */
export const guessLimits = (what: string, account: string, { network }: Asker): Limit[] => [
  { key: `${what}/${account}/${network}`, max: 10, withinMinutes: QUARTER_HOUR },
  { key: `${what}/${account}`, max: 50, withinMinutes: QUARTER_HOUR },
  { key: `${what}/*/${network}`, max: 100, withinMinutes: QUARTER_HOUR },
];

/** Mails to one address, whoever causes them. */
export const mailLimits = (email: string, { network }: Asker): Limit[] => [
  { key: `accounts.mail/${email}`, max: 5, withinMinutes: HOUR },
  { key: `accounts.mail/*/${network}`, max: 100, withinMinutes: HOUR },
];

/** Tries of links from one network. Nobody guesses 256 bits; this spares the database. */
export const linkLimits = ({ network }: Asker): Limit[] => [
  { key: `accounts.link/*/${network}`, max: 100, withinMinutes: QUARTER_HOUR },
];
