import type { Keeper } from "#platform/privacy/keeper.ts";
import { gatherConsents } from "./person.sql.ts";

/** What they agreed to, each time. It cannot be taken back one by one: the database lets it go with its customer. */
export const consentKeeper: Keeper = {
  part: "crm.consents",
  tables: { consent_entries: { fate: "deleted" } },
  gather: async ({ db }, person) => ({
    consent_entries: (await gatherConsents(db, person.customers)).map(({ row }) => row),
  }),
  erase: async ({ db }, person) => ({
    consent_entries: (await gatherConsents(db, person.customers)).length,
  }),
};
