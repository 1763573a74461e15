/** What can be noted, and what it says. Rules over these raise alerts (modules/trust/alerts). */
export const SECURITY_EVENTS = {
  "sign_in.failed":
    "A wrong password, or an address without an account. `detail.mark` is addressMark().",
  "sign_in.succeeded": "Somebody signed in.",
  "totp.failed": "A wrong one-time code, after the password was right.",
  "totp.replayed": "A one-time code that had been used already.",
  "recovery_code.failed": "A wrong recovery code, after the password was right.",
  "recovery_code.used": "A recovery code opened the account.",
  "session.new_country": "A sign-in from a country the account was never in. `detail.country`.",
  "session.new_network":
    "A sign-in from a device or country that the account never had; its owner is told by mail.",
  "session.ended_by_admin": "An Admin ended a member's session.",
  "token.replayed":
    "A session that had ended was shown again. `detail.isElsewhere`: by another network.",
  "link.replayed": "A single-use link of a mail was used again.",
  "records.exported": "Records left in a file. `detail.count`.",
  "records.deleted": "Records went to the trash. `detail.count`.",
  "permission.refused": "Something was asked for that the role may not. `detail.permission`.",
  "permission.raised": "Somebody may do more than before. `detail.to`: the role; `detail.isSelf`.",
  "company.probed":
    "A well-formed id was asked for that this company does not have. `detail.door`.",
  "api_key.new_network":
    "An API key was used by a network that it never was used by. `detail.key`.",
  "api_key.failed": "A key that does not exist, has expired or was taken back.",
  "webhook.refused": "A delivery without a right signature. `detail.connection`, `detail.reason`.",
} as const;

export type SecurityEventKind = keyof typeof SECURITY_EVENTS;

export type SecurityEvent = {
  readonly kind: SecurityEventKind;
  readonly at: Date;
  readonly companyId: string | null;
  readonly accountId: string | null;
  readonly network: string | null;
  readonly times: number;
  readonly detail: Readonly<Record<string, unknown>>;
};
