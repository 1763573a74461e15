import { invalid, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/audit.ts";
import {
  type Customer,
  type CustomerChange,
  type CustomerId,
  customers,
} from "./customers.contract.ts";
import {
  whyNotArchive,
  whyNotKept,
  whyNotRestore,
  whyNotTag,
  whyNotTouch,
} from "./customers.rules.ts";
import { markArchived, selectCustomer, selectTags } from "./customers.sql.ts";
import { subjectOf, tellCreated } from "./history.ts";
import {
  dropTypedEmail,
  insertCustomer,
  insertTypedCustomer,
  linkIdentities,
  lockKnownCustomer,
  lockLinks,
  selectOwnerOfEmail,
  writeEdited,
} from "./identities.sql.ts";
import {
  clocksToKeep,
  isSame,
  type Known,
  knownAnew,
  seenOf,
  type Values,
  withEdits,
} from "./known.rules.ts";
import { selectCount, selectCustomers } from "./list.sql.ts";
import { phoneOf } from "./phones.rules.ts";
import { DELETE } from "./trash.ts";

const READ = "crm.customers.read";
const WRITE = "crm.customers.write";
export const TOPICS = ["crm.customers", "records.timeline"];

export const listCustomers = query({
  does: customers.list,
  needs: READ,
  run: (ctx, asked) => selectCustomers(ctx.db, asked, ctx.company),
});

export const countCustomers = query({
  does: customers.count,
  needs: READ,
  run: (ctx, filter) => selectCount(ctx.db, filter, ctx.company),
});

export const getCustomer = query({
  does: customers.get,
  needs: READ,
  run: (ctx, { id }) => readCustomer(ctx, id),
});

export const listTags = query({
  does: customers.tags,
  needs: READ,
  run: async (ctx) => ({ tags: await selectTags(ctx.db) }),
});

export const createCustomer = command({
  does: customers.create,
  needs: WRITE,
  async run(ctx, { note, ...typed }) {
    const known = withEdits(knownAnew(ctx.now), editsOf(typed, ctx), ctx.now);
    refuseIf(whyNotKept(known));

    const id = newId<"customer">();
    const { email } = known;
    const made = { clocks: clocksToKeep(known.clocks), note, now: ctx.now };
    if (email === null) await insertCustomer(ctx.db, id, known, made);
    else if (!(await insertTypedCustomer(ctx.db, id, known, email, made)))
      await refuseIfTaken(ctx, email);

    await tellCreated(ctx, id, known);
    await ctx.audit(subjectOf(id, known), { after: { ...seenOf(known), note } });
    ctx.tell(...TOPICS);
    return readCustomer(ctx, id);
  },
});

export const changeCustomer = command({
  does: customers.change,
  needs: WRITE,
  async run(ctx, { id, version, note: newNote, ...typed }) {
    const email = emailOf(typed.email);
    if (email !== null) await refuseIfTaken(ctx, email, id);
    const customer = await lockKnownCustomer(ctx.db, id);
    refuseIfStale(customer, version);
    refuseIf(whyNotTouch(customer));

    const { known } = customer;
    const note = newNote ?? customer.note;
    const after = withEdits(known, editsOf(typed, ctx, known.country), ctx.now);
    refuseIf(whyNotKept(after));

    const before = { ...seenOf(known), note: customer.note };
    if (!isSame(before, { ...seenOf(after), note })) {
      await writeEdited(ctx.db, id, after, {
        clocks: clocksToKeep(after.clocks),
        note,
        now: ctx.now,
      });
      await writeEmail(ctx, id, known, after);
    }

    await ctx.audit(subjectOf(id, after), changesOf(before, { ...seenOf(after), note }));
    ctx.tell(...TOPICS);
    return readCustomer(ctx, id);
  },
});

export const archiveCustomer = command({
  does: customers.archive,
  needs: WRITE,
  run: (ctx, { id, version }) => setArchived(ctx, id, version, ctx.now),
});

export const restoreCustomer = command({
  does: customers.restore,
  needs: WRITE,
  run: (ctx, { id, version }) => setArchived(ctx, id, version, null),
});

async function setArchived(
  ctx: CommandCtx,
  id: CustomerId,
  version: number,
  at: Date | null,
): Promise<Customer> {
  const customer = await lockKnownCustomer(ctx.db, id);
  refuseIfStale(customer, version);
  refuseIf(at === null ? whyNotRestore(customer) : whyNotArchive(customer));

  await markArchived(ctx.db, id, at, ctx.now);

  await ctx.audit(subjectOf(id, customer.known), {
    before: { archivedAt: customer.archivedAt },
    after: { archivedAt: at },
  });
  ctx.tell(...TOPICS);
  return readCustomer(ctx, id);
}

/** An address belongs to one customer. Whose it is, is said with the refusal. */
async function refuseIfTaken(ctx: CommandCtx, email: string, by?: CustomerId): Promise<void> {
  await lockLinks(ctx.db, [`email:${email}`]);
  const owner = await selectOwnerOfEmail(ctx.db, email);
  if (owner === null || owner === by) return;
  const taken = {
    path: ["email"],
    code: "crm.customer.email_taken",
    customer: showId("customer", owner),
  };
  throw invalid(taken);
}

/** Orders that name the new address find them; the old one still does where a store told it. */
async function writeEmail(
  ctx: CommandCtx,
  id: CustomerId,
  before: Known,
  after: Known,
): Promise<void> {
  if (after.email === before.email) return;
  if (before.email !== null) await dropTypedEmail(ctx.db, id, before.email);
  if (after.email !== null)
    await linkIdentities(ctx.db, [{ kind: "email", key: after.email }], id, false);
}

type Typed = Partial<Omit<CustomerChange, "id" | "version" | "note">>;

/** What a person typed, as it is kept: only the fields that were named. */
function editsOf(typed: Typed, ctx: Ctx, country: string | null = null): Values {
  const { email, phone, emailConsent, phoneConsent, tags, ...rest } = typed;
  refuseIf(whyNotTag(tags ?? []));
  const named = Object.entries(rest).filter(([, value]) => value !== undefined);
  const texts = named.map(([field, value]) => [field, field === "name" ? value : value || null]);
  const region = typed.country ?? country ?? ctx.company.country;
  return {
    ...Object.fromEntries(texts),
    ...(tags === undefined ? {} : { tags }),
    ...(email === undefined ? {} : { email: emailOf(email) }),
    ...(phone === undefined
      ? {}
      : { phone: phoneOf(phone || null, region), phoneText: phone || null }),
    ...(emailConsent === undefined ? {} : { emailConsent, emailConsentAt: ctx.now }),
    ...(phoneConsent === undefined ? {} : { phoneConsent, phoneConsentAt: ctx.now }),
  };
}

const emailOf = (typed: string | null | undefined): string | null =>
  typed === null || typed === undefined ? null : typed.trim().toLowerCase();

export async function readCustomer(ctx: Ctx, id: CustomerId): Promise<Customer> {
  const customer = await selectCustomer(ctx.db, id);
  const closed = ctx.whyNotMay(WRITE);
  return {
    ...customer,
    blocked: {
      change: closed ?? whyNotTouch(customer),
      trash: ctx.whyNotMay(DELETE) ?? whyNotTouch(customer),
      archive: closed ?? whyNotArchive(customer),
      restore: closed ?? whyNotRestore(customer),
    },
  };
}
