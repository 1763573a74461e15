import { carryNotes, insertNote } from "#platform/audit/notes.ts";
import type { StripePlace } from "#platform/config/values.ts";
import { type Db, eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { isReadOnly, markReadOnlyAt } from "#platform/tenancy/changing.ts";
import { asked, isMissing, stripeAt } from "../stripe/client.ts";
import { settleEvents, waitingEvents } from "../stripe/events.ts";
import { TOLD_NOTHING, type Told, toldOf } from "../stripe/objects.rules.ts";
import { readOnlyAtOf } from "./billing.rules.ts";
import { type BillingRow, lockBilling, markTold, takeAskedNo } from "./billing.sql.ts";

/** More subscriptions or open invoices than this no company has. */
const LIMIT = 100;

/**
 * Asks Stripe how a company stands and keeps the answer: the one way in which anything of it is ever learnt. Questions are
 * numbered, so that of two at once the later one's answer stays, and what had come before the question is settled by it.
 */
export async function askStripe(
  house: House,
  place: StripePlace,
  companyId: string,
): Promise<void> {
  const control = eachAlone(house.control);
  const waiting = await waitingEvents(control, companyId);
  const question = await takeAskedNo(control, companyId);
  if (question === null) return;
  const { askedNo, customer } = question;
  const told = customer === null ? TOLD_NOTHING : await toldBy(place, customer);
  const notes: string[] = [];
  const change = await transaction(house.control, "read write", async (db) => {
    const before = await lockBilling(db, companyId);
    if (before === null) return null;
    const now = house.now();
    await settleEvents(db, waiting, now);
    if ((await markTold(db, companyId, { askedNo, told, now })) === 0) return null;
    const changed = await keepStanding(db, { ...before, ...told });
    const differs = differenceOf(before, told);
    if (Object.keys(differs).length > 0) notes.push(await noted(house, db, companyId, differs));
    return changed || notes.length > 0 ? { before } : null;
  });
  await carryNotes(house, notes);
  if (change !== null) await seenEverywhere(house, companyId);
}

/** From when on the company is read-only follows from how it stands, and from nothing else. */
export const keepStanding = async (control: Db, row: BillingRow): Promise<boolean> =>
  (await markReadOnlyAt(control, row.companyId, readOnlyAtOf(row))) > 0;

async function toldBy(place: StripePlace, customer: string): Promise<Told> {
  const stripe = await stripeAt(place);
  try {
    const [subscriptions, invoices] = await Promise.all([
      stripe.subscriptions.list({ customer, status: "all", limit: LIMIT }),
      stripe.invoices.list({ customer, status: "open", limit: LIMIT }),
    ]);
    return toldOf(subscriptions.data, invoices.data);
  } catch (error) {
    // Somebody deleted them at Stripe: there is nothing any more that could be charged.
    if (isMissing(error)) return TOLD_NOTHING;
    return asked(Promise.reject(error));
  }
}

/** What its screens say, and what waited while it was closed to changes. */
async function seenEverywhere(house: House, companyId: string): Promise<void> {
  house.live.publish(companyId, ["billing.billing", "accounts.me"]);
  const access = await house.companies.accessUnlessBehind(companyId);
  if (access === null || isReadOnly({ house, company: access.company, now: house.now() })) return;
  await house.wakes.wake(companyId);
  house.wakes.poke(companyId);
}

const AUDITED = [
  ...["status", "plan", "currency", "interval", "amountMinor", "cancelsAt", "endedAt"],
  "unpaidSince",
] as readonly (keyof Told)[];

type Difference = Record<string, { before: unknown; after: unknown }>;

function differenceOf(before: Told, after: Told): Difference {
  const said = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  return Object.fromEntries(
    AUDITED.filter((name) => said(before[name]) !== said(after[name])).map((name) => [
      name,
      { before: said(before[name]), after: said(after[name]) },
    ]),
  );
}

const noted = async (
  house: House,
  db: Db,
  companyId: string,
  change: Difference,
): Promise<string> =>
  insertNote(house, db, companyId, {
    doer: {
      actor: { kind: "system", id: null, name: "Stripe" },
      request: { id: "billing.billing.ask", ip: null, userAgent: null },
      now: house.now(),
    },
    action: "billing.billing.learn",
    subject: { type: "company", id: companyId, name: "plan" },
    change,
  });
