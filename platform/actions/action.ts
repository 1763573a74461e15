import assert from "node:assert/strict";
import { sign } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Endpoint } from "#kernel/contract.ts";
import { dayIn } from "#kernel/day.ts";
import { type FieldProblem, Problem, type Reason, refuseIf } from "#kernel/errors.ts";
import { auditTrail, type Trail } from "#platform/audit/audit.ts";
import { delicateIn, isDelicate, lookedAt } from "#platform/audit/looks.ts";
import { auditAlone } from "#platform/audit/notes.ts";
import { isFresh } from "#platform/auth/freshness.rules.ts";
import type { Asker, Limit } from "#platform/auth/limits.ts";
import { type Db, isBeaten, isUnreadable, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { addJob } from "#platform/jobs/jobs.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { openWhileClosed } from "#platform/permissions/catalogue.ts";
import { maskedFor, refuseMasked, viewFor } from "#platform/permissions/masks.ts";
import {
  ownersFor,
  refuseUnlessMay,
  seesPlain,
  whyNotMay,
  whyNotMayOn,
} from "#platform/permissions/permissions.ts";
import { withoutCardsIn } from "#platform/privacy/cards.rules.ts";
import { whyNotChange } from "#platform/tenancy/changing.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import type {
  AccountCtx,
  Caller,
  CommandCtx,
  Ctx,
  OpenBefore,
  OpenCtx,
  Subject,
} from "./context.ts";

type Declared<E extends Endpoint, C> = {
  readonly does: E;
  /** The permission, `module.noun.verb`. */
  readonly needs: string;
  /** Tells records apart by their owner (`ctx.ownersOf`): open to roles that may on their own or their team's only. */
  readonly isScoped?: boolean;
  /** Also while an Admin looks with another role's rights: decided by their own. */
  readonly isForViewing?: boolean;
  /** Only for who proved within the last five minutes who they are: keys, exports of everything, deletion. */
  readonly isForFresh?: boolean;
  /** A command that a cancelled company can still ask: it takes out, closes somebody out, or undoes the end. */
  readonly isForCancelled?: boolean;
  /** One that a company can ask which is not paid for: that, and all of the above; it pays, or ends. */
  readonly isForReadOnly?: boolean;
  /** Of a query that shows what is delicate: whose that is. Each look stands in the audit log. */
  looksAt?(shown: z.output<E["output"]>): Subject;
  run(ctx: C, input: z.output<E["input"]>): Promise<z.output<E["output"]>>;
};

type DeclaredOpen<E extends Endpoint, C, P> = {
  readonly does: E;
  /** Its name in logs and limits, `accounts.accounts.sign_in`. */
  readonly named: string;
  /** How often may be tried, counted before anything else happens. */
  limits?(input: z.output<E["input"]>, asker: Asker): readonly Limit[];
  /** No answer before this: its time must not tell which way it went. */
  readonly answersAfterMs?: number;
  /** Slow work before the transaction. */
  before?(ctx: OpenBefore, input: z.output<E["input"]>): Promise<P>;
  run(ctx: C, input: z.output<E["input"]>, before: P): Promise<z.output<E["output"]>>;
};

export type CompanyAction = {
  readonly door: "company";
  readonly kind: "query" | "command";
  readonly does: Endpoint;
  readonly needs: string;
  readonly isScoped?: boolean;
  readonly isForViewing?: boolean;
  readonly isForFresh?: boolean;
  readonly isForCancelled?: boolean;
  readonly isForReadOnly?: boolean;
  looksAt?(shown: never): Subject;
  run(ctx: CommandCtx, input: never): Promise<unknown>;
};

export type ControlAction = {
  readonly door: "open" | "account";
  readonly does: Endpoint;
  readonly named: string;
  /** Whether an account whose address is not verified may ask. Open actions: true. */
  readonly isForUnverified: boolean;
  /** Whether an Admin may ask for this change also while they look with another role's rights. */
  readonly isForViewing?: boolean;
  readonly isForFresh?: boolean;
  /** Whether somebody may ask of whom the company wants a second step first. */
  readonly isForUnenrolled?: boolean;
  /** Whether an account that was closed may ask. */
  readonly isForClosed?: boolean;
  limits?(input: never, asker: Asker): readonly Limit[];
  readonly answersAfterMs?: number;
  before?(ctx: OpenBefore, input: never): Promise<unknown>;
  run(ctx: AccountCtx, input: never, before: never): Promise<unknown>;
};

export type Action = CompanyAction | ControlAction;

/** A query only reads: it runs in a read-only transaction. A look at what people wrote about people is in the log all the same. */
export const query = <E extends Endpoint>(action: Declared<E, Ctx>) => ({
  door: "company" as const,
  kind: "query" as const,
  ...action,
});

/** A command changes something: one transaction, at least one audit entry, jobs only after the commit. */
export const command = <E extends Endpoint>(action: Declared<E, CommandCtx>) => ({
  door: "company" as const,
  kind: "command" as const,
  ...action,
});

/** On the control database, by anybody. */
export const openAction = <E extends Endpoint, P = undefined>(
  action: DeclaredOpen<E, OpenCtx, P>,
) => ({
  door: "open" as const,
  isForUnverified: true,
  ...action,
});

/** On the control database, by somebody signed in whose address is verified. */
export const accountAction = <E extends Endpoint, P = undefined>(
  action: DeclaredOpen<E, AccountCtx, P> & {
    readonly isForUnverified?: boolean;
    readonly isForUnenrolled?: boolean;
    readonly isForClosed?: boolean;
    readonly isForViewing?: boolean;
    /** Only for who proved within the last five minutes who they are: factors, e-mail, password. */
    readonly isForFresh?: boolean;
  },
) => ({ door: "account" as const, isForUnverified: false, ...action });

/** The one way in. Whoever calls (HTTP, a job, an import, the CLI), the same five steps happen. */
export async function perform(
  action: CompanyAction,
  house: House,
  caller: Caller,
  raw: unknown,
): Promise<unknown> {
  refuseUnlessMay(action, caller.actor);
  refuseWhileClosed(action, house, caller);
  refuseMasked(caller.actor, action.does.input, raw);
  const input = readInput(action.does.input, action.kind === "query" ? raw : withoutCardsIn(raw));
  // After the input: nobody is asked for a password over a form that is wrong anyway.
  if (action.isForFresh) refuseUnlessFresh(caller);

  const mode = action.kind === "query" ? "read only" : "read write";
  let looked: Subject | undefined;
  let concerned: Subject | undefined;
  const shown = new Set<string>();
  const { output, topics, leftJobs } = await againIfBeaten((outside) =>
    inCompany(house, caller, action.needs, mode, async (inside, trail) => {
      const ctx: CommandCtx = {
        ...inside,
        inControl: outside(inside.inControl),
        concerns: (subject) => {
          concerned = subject;
        },
        shows: (fieldClass, field) => {
          if (isDelicate(fieldClass)) shown.add(field);
        },
      };
      const result = await action.run(ctx, input as never).catch(orBadInputOf(action));
      assert(
        action.kind === "query" || trail.count() > 0,
        `${action.needs} changed something and audited nothing`,
      );
      looked = action.looksAt?.(result as never);
      // Before the commit: a reply that breaks its promise is our bug, and then nothing has happened.
      const reply = z.encode(action.does.output, result as never);
      return maskedFor(caller.actor, action.does.output, reply);
    }),
  );
  afterCommit(house, caller, topics, leftJobs);
  // Nothing delicate is shown that the log does not know of. A command says itself in the log what it did.
  const look = { doer: caller, action: action.needs };
  if (looked !== undefined)
    await auditAlone(house, caller.access, { ...look, subject: looked, change: {} });
  else if (action.kind === "query" && caller.actor.kind === "person") {
    for (const field of delicateIn(caller.actor, action.does.output, output)) shown.add(field);
    const subject = () => concerned ?? lookedAt(caller.access.company, raw, output);
    if (shown.size > 0) await house.looks.note(house, caller.access, look, subject(), [...shown]);
  }
  return output;
}

type InControl = Ctx["inControl"];

/** The one that won must have got its rows before they are asked for again. */
const BEATEN_PAUSES_MS = [30, 150];

/**
 * Who met a transaction that wanted the same rows the other way round, and lost, asks again instead of failing: all of
 * it is undone. Unless something of it was committed elsewhere, which would then be done twice.
 */
async function againIfBeaten<T>(work: (outside: (ask: InControl) => InControl) => Promise<T>) {
  let isOutside = false;
  const noted =
    (ask: InControl): InControl =>
    (inside) => {
      isOutside = true;
      return ask(inside);
    };
  for (const pauseMs of BEATEN_PAUSES_MS) {
    try {
      return await work(noted);
    } catch (error) {
      if (isOutside || !isForAgain(error)) throw error;
      if (isBeaten(error)) await sleep(pauseMs);
    }
  }
  return work(noted);
}

/** What a command took to be so is not so any more. It is asked again, and then knows better. */
export class Outdated extends Error {}

const isForAgain = (error: unknown): boolean => isBeaten(error) || error instanceof Outdated;

function refuseWhileClosed(
  action: CompanyAction,
  house: House,
  { access: { company }, now }: Caller,
): void {
  if (action.kind === "command" && !isForClosed(action, company))
    refuseIf(whyNotChange({ house, company, now }));
}

type ForClosed = Pick<CompanyAction, "isForCancelled" | "isForReadOnly">;

/** What a company may still be asked for whose changes are closed. */
const isForClosed = (of: ForClosed, { status }: Company): boolean =>
  of.isForCancelled === true || (of.isForReadOnly === true && status !== "cancelled");

/** The same for who shows a verb. */
const whyNotWhileClosed = (
  house: House,
  { access: { company }, now }: Caller,
  permission: string,
): Reason | null =>
  isForClosed(openWhileClosed(permission), company) ? null : whyNotChange({ house, company, now });

/** The house itself (a job, the command line) has nobody to ask; a key or a store can never prove who they are. */
function refuseUnlessFresh({ actor, provedAt, now }: Caller): void {
  if (actor.kind !== "system" && !isFresh(provedAt, now))
    throw new Problem("forbidden", "accounts.session.stale");
}

/** A query's values are what was asked: one that no column can hold (a day of the year 0, a count past 2³¹) is bad input. */
const orBadInputOf =
  ({ kind }: CompanyAction) =>
  (error: unknown): never => {
    throw kind === "query" && isUnreadable(error)
      ? new Problem("invalid", "input.invalid", [])
      : error;
  };

/** One transaction on the caller's company with everything a command may use. For perform() and for jobs. */
export async function inCompany<T>(
  house: House,
  caller: Caller,
  action: string,
  mode: "read only" | "read write",
  work: (ctx: CommandCtx, trail: Trail) => Promise<T>,
): Promise<{ output: T; topics: ReadonlySet<string>; leftJobs: boolean }> {
  const { company, pool, sealer } = caller.access;
  const topics = new Set<string>();
  let leftJobs = false;
  const inside = async (db: Db) => {
    const presumed: Promise<void>[] = [];
    const trail = auditTrail(db, caller, action);
    const ctx: CommandCtx = {
      company,
      actor: caller.actor,
      now: caller.now,
      today: dayIn(company.zone, caller.now),
      db,
      sealer,
      publicUrl: house.config.publicUrl,
      regions: house.config.regions,
      stripe: house.config.stripe,
      whyNotMay: (permission, ownerId) =>
        (ownerId === undefined
          ? whyNotMay(caller.actor, permission)
          : whyNotMayOn(caller.actor, permission, ownerId)) ??
        whyNotWhileClosed(house, caller, permission),
      ownersOf: (permission) => ownersFor(caller.actor, permission),
      seesPlain: (fieldClass) => seesPlain(caller.actor, fieldClass),
      viewOf: (fieldClass) => viewFor(caller.actor, fieldClass),
      // Outside of an action nobody is shown anything.
      shows: () => undefined,
      concerns: () => undefined,
      pseudonymOf: (text) => house.keys.pseudonymOf(company.id, text),
      audit: trail.record,
      auditAs: trail.recordAs,
      presume: (check) => {
        presumed.push(check);
      },
      later: async (job, payload, options) => {
        leftJobs = true;
        await addJob(db, job, payload, options);
      },
      mail: (control, mail) => postMail(house, control, mail, caller.now),
      tell: (...named) => {
        for (const topic of named) topics.add(topic);
      },
      attest: (statement) => {
        const { current, publicKeys } = house.keys.audit;
        return {
          keyId: current.id,
          publicKey: publicKeys[String(current.id)] ?? "",
          signature: sign(null, Buffer.from(statement), current.privateKey),
        };
      },
      inControl: (inside) => transaction(house.control, mode, inside),
    };
    const output = await onlyIf(presumed, work(ctx, trail));
    if (leftJobs) await house.wakes.wake(company.id);
    return { output, trail };
  };
  const bind = mode === "read write" ? (made: { trail: Trail }) => made.trail.bind() : undefined;
  const { output, trail } = await transaction(pool, mode, inside, bind);
  house.tips.note(company.id, trail.tips());
  return { output, topics, leftJobs };
}

/** Whatever comes of it, a refusal too, counts only where what it went by holds. */
async function onlyIf<T>(presumed: readonly Promise<void>[], done: Promise<T>): Promise<T> {
  try {
    return await done;
  } finally {
    await Promise.all(presumed);
  }
}

export function afterCommit(
  house: House,
  caller: Caller,
  topics: ReadonlySet<string>,
  leftJobs: boolean,
): void {
  if (leftJobs) house.wakes.poke(caller.access.company.id);
  if (topics.size > 0) house.live.publish(caller.access.company.id, [...topics]);
}

/** Reads what was sent; what does not fit is answered at its field with a stable code. */
export function readInput(schema: z.ZodType, raw: unknown): unknown {
  const unkeepable = [...unkeepableIn(raw, [])];
  if (unkeepable.length > 0) throw new Problem("invalid", "input.invalid", unkeepable);
  const result = z.safeDecode(schema, raw as never);
  if (result.success) return result.data;
  throw new Problem("invalid", "input.invalid", result.error.issues.map(fieldProblemOf));
}

/** Texts that PostgreSQL cannot keep: with a NUL, or with half of a character. */
function* unkeepableIn(value: unknown, path: FieldProblem["path"]): Generator<FieldProblem> {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed()) yield { path, code: "field.invalid" };
  } else if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield* unkeepableIn(one, [...path, at]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) yield* unkeepableIn(one, [...path, key]);
  }
}

/** Zod's own words become codes; a code written in the contract (`field.required`) stays. */
function fieldProblemOf(issue: z.core.$ZodIssue): FieldProblem {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  if (/^[a-z_]+(\.[a-z_]+)+$/.test(issue.message)) return { path, code: issue.message };
  const wasLeftOut = issue.code === "invalid_type" && issue.input === undefined;
  if (wasLeftOut) return { path, code: "field.required" };
  if (issue.code === "too_small") return { path, code: "field.too_small" };
  if (issue.code === "too_big") return { path, code: "field.too_big" };
  return { path, code: "field.invalid" };
}
