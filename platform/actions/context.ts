import type { FieldClass, View } from "#kernel/classes.ts";
import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Audit, Doer } from "#platform/audit/audit.ts";
import type { Limit } from "#platform/auth/limits.ts";
import type { Config } from "#platform/config/config.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import type { Db } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { JobOptions } from "#platform/jobs/jobs.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { RoleKey } from "#platform/permissions/roles.ts";
import type { Standing } from "#platform/permissions/standing.ts";
import type { Company, CompanyAccess } from "#platform/tenancy/companies.ts";

/** Who asks: a member, a store's connection, or the house itself (a scheduled job, the CLI). */
export type Actor = {
  readonly kind: "person" | "connection" | "system";
  readonly id: string | null;
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  /**
   * What else the role says: scopes, and which fields are seen. The house itself and stores have none and need none; a
   * person without one reaches only what is their own and is shown nothing delicate.
   */
  readonly standing?: Standing;
  /** Of an Admin who looks with another role's rights: their own. Meanwhile they change nothing. */
  readonly viewedBy?: Standing;
  /** Where a person is signed in: none for keys, stores and the house. */
  readonly sessionId?: string;
};

/** From where: for logs and the audit trail. */
export type Request = {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
};

/** Who calls a company's action, and for which company. */
export type Caller = {
  readonly access: CompanyAccess;
  readonly actor: Actor;
  readonly request: Request;
  /** When the person last proved who they are. A store or a key never did: such actions are closed to them. */
  readonly provedAt?: Date | null;
  readonly now: Date;
};

/** What a query may use: who asks, for which company, when, and a read-only transaction on its database. */
export type Ctx = {
  readonly company: Company;
  readonly actor: Actor;
  readonly now: Date;
  /** The day it is for this company. */
  readonly today: Day;
  readonly db: Db;
  readonly sealer: Sealer;
  /** Through which the service is paid; null where nobody is billed. */
  readonly stripe: Config["stripe"];
  /** The house's public address, without a slash at the end: for links that leave it. */
  readonly publicUrl: string;
  /** Where companies can be: fixed by the configuration. */
  readonly regions: Config["regions"];
  /** The one pure decision: null when this person may, else why not. With an owner, of the record that is theirs. */
  whyNotMay(permission: string, ownerId?: string | null): Reason | null;
  /** Whose records this person reaches by a permission: the accounts, or null for all there are. */
  ownersOf(permission: string): readonly string[] | null;
  /** Whether fields of a class are seen as they are. What is not, is in no filter, order, search and derived text either. */
  seesPlain(fieldClass: FieldClass): boolean;
  /** How fields of a class are shown: for values whose class no contract can say. */
  viewOf(fieldClass: FieldClass): View;
  /**
   * Names fields whose values are in the reply and whose class no contract can say: a look at delicate ones stands in the
   * audit log (platform/audit/looks.ts).
   */
  shows(fieldClass: FieldClass, field: string): void;
  /** Whose the reply is, where neither it nor the question names the record: the log says so of a look. */
  concerns(subject: Subject): void;
  /** What stands for a word that must not be kept: a keyed hash of this company's own. */
  pseudonymOf(text: string): Buffer;
  /**
   * Work on the control database within a transaction of its own, read-only in a query. In a command it commits before
   * the company's does, so it comes last. For addresses and the company's own row only.
   */
  inControl<T>(work: (db: Db) => Promise<T>): Promise<T>;
};

export type Subject = { readonly type: string; readonly id: string; readonly name: string };

/** What a command may use besides. */
export type CommandCtx = Ctx & {
  /** Writes who did what. `change` is `{before, after}` of what changed, or the deed's own facts. */
  audit(subject: Subject, change: object): Promise<void>;
  /** The same for deeds of somebody else within this transaction: of the stores whose deliveries it reads. */
  auditAs(doer: Doer): Audit;
  /**
   * What is taken for granted while the database is asked, so that nothing waits for its answer. The check throws `Outdated`
   * where it is not so: then nothing of the command has happened, and it is done again.
   */
  presume(check: Promise<void>): void;
  /** Leaves a job, seen by the worker only if this transaction commits. One with the same `key` that waits is replaced. */
  later(job: string, payload: object, options?: JobOptions): Promise<void>;
  /** Puts a mail into the outbox, in the transaction that `inControl` opened: it leaves if that one commits. */
  mail(control: Db, mail: Mail): Promise<void>;
  /** Names what screens should ask for again, after the commit: `sales.orders`. */
  tell(...topics: string[]): void;
  /** Signs a statement as the house, for whoever must be able to believe it later. */
  attest(statement: string): Attested;
};

/** Ed25519, and the key that verifies it (SPKI, base64): the same that goes with every download of the audit log. */
export type Attested = {
  readonly keyId: number;
  readonly publicKey: string;
  readonly signature: Buffer;
};

/** Who is signed in, and for which company: as it stands at this request. */
export type Account = {
  readonly id: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** When the person last proved who they are: at sign-in, or by confirming it since. */
  readonly provedAt: Date | null;
  /** As it is kept: at most a minute old, however busy the session is. */
  readonly lastUsedAt: Date | null;
  readonly name: string;
  readonly email: string;
  readonly isVerified: boolean;
  /** They closed it: until then it can be opened again, and opens nothing else. */
  readonly closesAt: Date | null;
  /** Signs in with a second step. */
  readonly hasFactor: boolean;
  /** The company wants a second step of this role, and there is none yet: nothing else is open to them until there is. */
  readonly mustEnrol: boolean;
  /** Null until the address is verified; then the company this session works for. */
  readonly company: Company | null;
  /** The role they have, also while they look with another's rights. */
  readonly role: RoleKey | null;
  /** What the role may do there. Empty without a company. */
  readonly permissions: ReadonlySet<string>;
  /** The rest of what the role says; null without a company. */
  readonly standing: Standing | null;
  /** Of an Admin who looks with another role's rights: their own. */
  readonly viewedBy: Standing | null;
};

/** Before the transaction: for slow work (hashing) that must not hold a connection. */
export type OpenBefore = {
  readonly house: House;
  readonly now: Date;
  readonly request: Request;
  /** Null where nobody is signed in. */
  readonly account: Account | null;
  read<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Counts a try under what is only known here, and refuses it when any is full. */
  count(limits: readonly Limit[]): Promise<void>;
  /** It was who it said: this try does not count against the action's limits, nor against these. */
  forgive(more?: readonly Limit[]): Promise<void>;
};

/** Of an action on the control database that anybody may ask for. */
export type OpenCtx = {
  readonly house: House;
  readonly now: Date;
  readonly request: Request;
  readonly account: Account | null;
  readonly db: Db;
  /** Puts a mail into the outbox; it leaves only if this transaction commits. */
  mail(mail: Mail): Promise<void>;
  /** Starts a session: the door sets the cookie after the commit. */
  signIn(accountId: string): Promise<Account>;
  /** The door clears the cookie after the commit. */
  signOut(): void;
};

/** Of an action on the control database for somebody signed in. */
export type AccountCtx = OpenCtx & {
  readonly account: Account;
  /** They proved who they are: goes on under a new token, which the door sets after the commit. */
  prove(): Promise<void>;
  /** Writes into a company's log what they did beside its database; carried over after the commit. */
  note(companyId: string, subject: Subject, change: object): Promise<void>;
  /** Names what a company's screens should ask for again, after the commit. */
  tell(companyId: string, ...topics: string[]): void;
};
