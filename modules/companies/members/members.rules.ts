import type { Reason } from "#kernel/errors.ts";
import { decide, isWider } from "#platform/permissions/decide.rules.ts";
import type { InvitationState } from "./invitations.contract.ts";

export const INVITATION_DAYS = 7;
/** An address is not to be pestered, whoever is behind the company. */
export const SENT_MAX = 5;
export const SENT_PAUSE_MINUTES = 2;
/** Open at once, and begun within a day: nobody sends letters to the world through us. */
export const OPEN_MAX = 200;
export const INVITED_A_DAY_MAX = 200;
/** How long answers, used links and departures are remembered. */
export const REMEMBERED_DAYS = 30;

export const ADMIN = "admin";

export type MemberState = {
  readonly role: string;
  readonly disabledAt: Date | null;
  /** Of those who can come in. */
  readonly adminCount: number;
};

/** The last one who may do everything stays, and stays what they are. */
export const whyNotUnadmin = ({ role, disabledAt, adminCount }: MemberState): Reason | null =>
  role === ADMIN && disabledAt === null && adminCount <= 1 ? "companies.member.last_admin" : null;

/** Oneself one leaves; that is another verb, with another question. */
export const whyNotRemove = (
  member: MemberState & { readonly id: string },
  actorId: string | null,
): Reason | null => (member.id === actorId ? "companies.member.is_you" : whyNotUnadmin(member));

export function whyNotDisable(
  member: MemberState & { readonly id: string },
  actorId: string | null,
): Reason | null {
  if (member.disabledAt !== null) return "companies.member.is_disabled";
  return member.id === actorId ? "companies.member.is_you_open" : whyNotUnadmin(member);
}

export const whyNotEnable = ({ disabledAt }: MemberState): Reason | null =>
  disabledAt === null ? "companies.member.is_enabled" : null;

/** A role as far as it matters here (platform/permissions): rules may see only rules. */
type Rules = Parameters<typeof decide>[0] & { readonly sees: Readonly<Record<string, string>> };
type Giver = {
  readonly permissions: ReadonlySet<string>;
  readonly standing?: {
    readonly narrowed: ReadonlyMap<string, "own" | "team">;
    readonly sees: Readonly<Record<string, string>>;
  };
};

/** Whoever could give more than they have could give it to a second account of theirs. */
export function whyNotGive(
  rules: Rules,
  giver: Giver,
  catalogue: readonly string[],
): Reason | null {
  const known = new Set(catalogue);
  const { standing } = giver;
  const isMore = catalogue.some((permission) => {
    const { scope } = decide(rules, permission, known);
    if (scope === null) return false;
    const own = standing?.narrowed.get(permission) ?? "all";
    return !giver.permissions.has(permission) || isWider(scope, own);
  });
  const seesMore = Object.entries(rules.sees).some(
    ([fieldClass, view]) =>
      VIEWS.indexOf(view) > VIEWS.indexOf(standing?.sees[fieldClass] ?? "plain"),
  );
  return isMore || seesMore ? "companies.member.above_you" : null;
}
const VIEWS = ["hidden", "masked", "plain"];

export type InvitationAsKept = {
  readonly endedAs: "accepted" | "refused" | "revoked" | null;
  readonly sentAt: Date;
  readonly sentCount: number;
  readonly expiresAt: Date;
};

export const stateOf = ({ endedAs, expiresAt }: InvitationAsKept, now: Date): InvitationState =>
  endedAs ?? (expiresAt <= now ? "expired" : "open");

/** Whoever holds the link is told what became of it. */
export function whyNotAnswer(invitation: InvitationAsKept, now: Date): Reason | null {
  const state = stateOf(invitation, now);
  if (state === "open") return null;
  return NOT_OPEN[state];
}
const NOT_OPEN = {
  expired: "companies.invitation.expired",
  accepted: "companies.invitation.accepted",
  refused: "companies.invitation.refused",
  revoked: "companies.invitation.revoked",
} as const satisfies Record<string, Reason>;

export function whyNotResend(invitation: InvitationAsKept, now: Date): Reason | null {
  if (invitation.endedAs !== null) return "companies.invitation.ended";
  if (invitation.sentCount >= SENT_MAX) return "companies.invitation.sent_often";
  const isSoon = now.getTime() - invitation.sentAt.getTime() < SENT_PAUSE_MINUTES * 60_000;
  return isSoon ? "companies.invitation.sent_just_now" : null;
}

export const whyNotRevoke = ({ endedAs }: InvitationAsKept): Reason | null =>
  endedAs === null ? null : "companies.invitation.ended";

export function whyNotInvite(
  counts: { readonly openCount: number; readonly dayCount: number },
  more: number,
): Reason | null {
  if (counts.openCount + more > OPEN_MAX) return "companies.invitation.too_many_open";
  return counts.dayCount + more > INVITED_A_DAY_MAX ? "companies.invitation.too_many_today" : null;
}

/** Bound to the address: the person signed in must have proved it. */
export const whyNotAccept = (
  invitation: { readonly email: string },
  account: { readonly email: string; readonly isVerified: boolean },
): Reason | null =>
  account.isVerified && account.email === invitation.email
    ? null
    : "companies.invitation.other_address";

export const expiryFrom = (now: Date): Date =>
  new Date(now.getTime() + INVITATION_DAYS * 86_400_000);

export const rememberedSince = (now: Date): Date =>
  new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000);
