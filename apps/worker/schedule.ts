import { endClosedAccounts, forgetUnproved } from "#modules/accounts/accounts.public.ts";
import { keepBilling, measureLimits, tellOfBilling } from "#modules/billing/billing.public.ts";
import {
  doReturns,
  endLeftMoves,
  forgetInvitations,
  keepBackups,
  keepEndings,
  keepOpenings,
  makeTakeouts,
  replayEndings,
} from "#modules/companies/companies.public.ts";
import { replayAllErasures, replayErasures } from "#modules/crm/crm.public.ts";
import { checkAllBooks, inspectBooks } from "#modules/finance/finance.public.ts";
import { inspectLog, signLogs } from "#modules/trust/trust.public.ts";
import { carryLeftNotes } from "#platform/audit/notes.ts";
import { deleteOldKeyUses } from "#platform/auth/keys.sql.ts";
import { deleteOldSessions } from "#platform/auth/sessions.sql.ts";
import { deleteOverTries } from "#platform/auth/tries.sql.ts";
import { transaction } from "#platform/db/db.ts";
import type { BuiltHouse } from "#platform/house/build.ts";
import { refillAll } from "#platform/tenancy/clones.ts";
import { BESIDE_TODAY, FILED, KEEPERS, METERS, SEALED } from "../../modules/modules.ts";
import type { Recurring } from "./scheduling.ts";

const DAY_MS = 86_400_000;
/** Where one was signed in is shown for so long. */
const SESSIONS_KEPT_MS = 30 * DAY_MS;

/** A network that a key was not used from for so long is a new one when it comes again. */
const KEY_USES_KEPT_MS = 90 * DAY_MS;

/** One process at a time, the operator's commands too. */
export const BACKUPS = "companies.backups.keep";
export async function workOnBackups(built: BuiltHouse): Promise<void> {
  await endLeftMoves(built);
  await doReturns(built, (house, access) => replayErasures(house, access, KEEPERS));
  await keepOpenings(built, {
    ...BESIDE_TODAY,
    beforeSeen: (house, access) => replayErasures(house, access, KEEPERS),
  });
  await keepEndings(built);
  await keepBackups(built, [inspectBooks, inspectLog]);
  await makeTakeouts(built, SEALED, FILED);
}

/** What the house does again and again, whoever uses it. */
export const SCHEDULE: readonly Recurring[] = [
  {
    name: "companies.ready.refill",
    everyMs: 1_000,
    run: ({ house, workshop }) => refillAll(workshop, house.config.readyCompanies, house.log),
  },
  {
    name: BACKUPS,
    everyMs: 5_000,
    run: workOnBackups,
  },
  {
    name: "billing.billing.keep",
    everyMs: 5_000,
    run: ({ house }) => keepBilling(house),
  },
  {
    name: "billing.billing.tell",
    everyMs: DAY_MS / 288,
    run: ({ house }) => tellOfBilling(house),
  },
  {
    name: "billing.limits.measure",
    everyMs: DAY_MS / 288,
    run: ({ house }) => measureLimits(house, METERS),
  },
  {
    name: "platform.audit.carry",
    everyMs: 60_000,
    run: ({ house }) => carryLeftNotes(house),
  },
  {
    name: "trust.audit.sign",
    everyMs: DAY_MS / 24,
    run: ({ house }) => signLogs(house),
  },
  {
    // At the start first of all: a database that was put back to an earlier day must not bring anybody back.
    name: "crm.erasures.replay",
    everyMs: DAY_MS,
    run: ({ house }) => replayAllErasures(house, KEEPERS),
  },
  {
    // At the start too: a control database of an earlier day brings no company back that has ended since.
    name: "companies.endings.replay",
    everyMs: DAY_MS,
    run: async (built) => {
      await replayEndings(built);
    },
  },
  {
    name: "finance.books.check",
    everyMs: DAY_MS,
    run: ({ house }) => checkAllBooks(house),
  },
  {
    name: "accounts.sessions.purge",
    everyMs: DAY_MS / 24,
    run: async ({ house }) => {
      const before = new Date(house.now().getTime() - SESSIONS_KEPT_MS);
      await transaction(house.control, "read write", (db) => deleteOldSessions(db, before));
    },
  },
  {
    name: "accounts.tries.forget",
    everyMs: DAY_MS / 96,
    run: async ({ house }) =>
      transaction(house.control, "read write", async (db) => {
        await deleteOverTries(db, house.now());
      }),
  },
  {
    name: "accounts.unproved.forget",
    everyMs: DAY_MS / 24,
    run: async ({ house }) =>
      transaction(house.control, "read write", (db) => forgetUnproved(db, house.now())),
  },
  {
    name: "accounts.closing.end",
    everyMs: DAY_MS / 288,
    run: ({ house }) => endClosedAccounts(house),
  },
  {
    name: "companies.invitations.forget",
    everyMs: DAY_MS / 24,
    run: async ({ house }) =>
      transaction(house.control, "read write", (db) => forgetInvitations(db, house.now())),
  },
  {
    name: "companies.keys.forget",
    everyMs: DAY_MS / 24,
    run: async ({ house }) => {
      const before = new Date(house.now().getTime() - KEY_USES_KEPT_MS);
      await transaction(house.control, "read write", (db) => deleteOldKeyUses(db, before));
    },
  },
];
