import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { changeConsent } from "../customers/agreeing.ts";
import { whyNotTouch } from "../customers/customers.rules.ts";
import { requireCustomer } from "../customers/customers.ts";
import { consents } from "./consents.contract.ts";
import { whyNotAt } from "./consents.rules.ts";
import { insertConsent, sayConsents, selectConsents } from "./consents.sql.ts";
import { saidBy } from "./consents.ts";

const READ = "crm.consents.read";
const WRITE = "crm.consents.write";

export const listConsents = query({
  does: consents.list,
  needs: READ,
  async run(ctx, { customerId, after, limit }) {
    const customer = await requireCustomer(ctx, customerId);
    const [from] = after === undefined ? [null] : readCursor(after, 1);
    const past = from === null ? null : Number(from);
    const rows = await selectConsents(ctx.db, customer.id, past, limit + 1);
    const closed = ctx.seesPlain("contact") ? null : "platform.field.masked";
    return {
      ...pageOf(rows, limit, ({ number }) => [number]),
      blocked: { record: ctx.whyNotMay(WRITE) ?? closed ?? whyNotTouch(customer) },
    };
  },
});

export const recordConsent = command({
  does: consents.record,
  needs: WRITE,
  async run(ctx, { customerId, channel, state, at: given, source, proof }) {
    const { id } = await requireCustomer(ctx, customerId);
    const at = given ?? ctx.now;
    refuseIf(whyNotAt(at, ctx.now));

    const said = { ...saidBy(ctx, source), proof };
    await sayConsents(ctx.db, said);
    const isAnother = await changeConsent(ctx, id, channel, { state, at });
    // What was so already, or was given before the newest, stands in the history alone.
    if (!isAnother)
      await insertConsent(ctx.db, { ...said, customerId: id, channel, state, at, now: ctx.now });

    ctx.tell("crm.customers", "crm.consents", "records.timeline");
    return { done: true as const };
  },
});
