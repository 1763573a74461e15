import {
  beginPolicies,
  raiseAlerts,
  tellOfPolicies,
  tryPromises,
} from "#modules/trust/trust.public.ts";
import { transaction } from "#platform/db/db.ts";
import { deleteOldSecurityEvents } from "#platform/security/events.sql.ts";
import { groundOf } from "../trust.ts";
import type { Recurring } from "./scheduling.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const EVENTS_KEPT_MS = 30 * 24 * HOUR_MS;

/** What keeps the Trust pages true. */
export const TRUST_SCHEDULE: readonly Recurring[] = [
  {
    name: "trust.policies.tell",
    everyMs: 10 * 60 * SECOND_MS,
    run: async ({ house }) => {
      await beginPolicies(house);
      await tellOfPolicies(house);
    },
  },
  {
    name: "trust.promises.try",
    everyMs: 5 * SECOND_MS,
    run: (built) => tryPromises(groundOf(built)),
  },
  {
    name: "trust.alerts.raise",
    everyMs: 10 * SECOND_MS,
    run: async ({ house }) => {
      await raiseAlerts(house);
    },
  },
  {
    name: "platform.security.forget",
    everyMs: HOUR_MS,
    run: async ({ house }) => {
      const before = new Date(house.now().getTime() - EVENTS_KEPT_MS);
      await transaction(house.control, "read write", (db) => deleteOldSecurityEvents(db, before));
    },
  },
];
