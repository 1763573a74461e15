import type { Applied } from "#kernel/applied.ts";
import { dayIn } from "#kernel/day.ts";
import { newId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { customersWith } from "../customers/person.ts";
import { phoneOf } from "../customers/phones.rules.ts";
import { dueOnFor, remindedOn } from "./due.rules.ts";
import { tellStep } from "./history.ts";
import type { RequestId, RequestKind } from "./requests.contract.ts";
import { insertRequest, type NewRequest, selectByKey, selectMorning } from "./requests.sql.ts";

/** The job that reminds Admins of a request that nobody has answered. */
export const REMIND = "crm.requests.remind";

/** A privacy request that a store passes on. */
export type StoreRequest = {
  readonly connectionId: string;
  readonly kind: RequestKind;
  /** The store's own name for it: told again it is the same. */
  readonly key: string;
  /** The store's id of the account. */
  readonly account: string | null;
  readonly email: string | null;
  readonly phoneText: string | null;
  readonly receivedAt: Date;
};

/** Opens one in the inbox, also where nobody is known by what the store says. Told again it changes nothing. */
export async function openStoreRequest(ctx: CommandCtx, told: StoreRequest): Promise<Applied> {
  const { connectionId, account } = told;
  const key = `${connectionId}:${told.key}`;
  const email = told.email?.trim().toLowerCase() || null;
  const people = await customersWith(ctx, {
    customers: [],
    emails: email === null ? [] : [email],
    accounts: account === null ? [] : [`${connectionId}:${account}`],
  });
  const isNew = await open(ctx, {
    id: newId<"privacy_request">(),
    kind: told.kind,
    channel: "store",
    name: "",
    email,
    phoneText: told.phoneText,
    phone: phoneOf(told.phoneText, ctx.company.country),
    customerId: people.length === 1 ? (people[0] ?? null) : null,
    store: { connectionId, account, key },
    receivedOn: dayIn(ctx.company.zone, told.receivedAt),
    note: "",
  });
  const { id } = await selectByKey(ctx.db, key);
  return {
    outcome: isNew ? "created" : "seen",
    subject: { type: "privacy_request", id, name: "" },
    topics: isNew ? ["crm.requests"] : [],
  };
}

/** Writes it down, tells of it and sees to it that nobody forgets it. False when it was told before. */
export async function open(ctx: CommandCtx, request: Omit<NewRequest, "dueOn">): Promise<boolean> {
  const { id, kind, channel, receivedOn } = request;
  const dueOn = dueOnFor(ctx.company.country, kind, receivedOn);
  if (!(await insertRequest(ctx.db, { ...request, dueOn }, ctx.now))) return false;

  await tellStep(ctx, id, "received");
  // Without who it is: the log keeps that somebody asked, and when.
  await ctx.audit(subjectOf(id), { kind, channel, receivedOn, dueOn });
  await leaveReminder(ctx, id, dueOn);
  ctx.tell("crm.requests", "records.timeline");
  return true;
}

export const subjectOf = (id: RequestId) => ({ type: "privacy_request", id, name: "" });

/** For the next day on which somebody should be reminded, if there is one left. */
export async function leaveReminder(ctx: CommandCtx, id: RequestId, dueOn: string): Promise<void> {
  const next = remindedOn(dueOn).find((day) => day > ctx.today);
  if (next === undefined) return;
  const { at } = await selectMorning(ctx.db, next, ctx.company.zone);
  await ctx.later(REMIND, { id }, { runAt: at, key: `${REMIND}:${id}` });
}
