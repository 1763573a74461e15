import type pg from "pg";
import type { Logger } from "pino";
import type { Looks } from "#platform/audit/looks.ts";
import type { Tips } from "#platform/audit/tips.ts";
import type { Config } from "#platform/config/config.ts";
import type { Keyring } from "#platform/crypto/keyring.ts";
import type { Live } from "#platform/live/live.ts";
import type { Companies } from "#platform/tenancy/companies.ts";
import type { Wakes } from "#platform/tenancy/wakes.ts";

/** What one process stands on. Made once at the start (apps/house.ts) and handed down; nothing of it is ambient. */
export type House = {
  readonly config: Config;
  readonly log: Logger;
  /** The control database: accounts, sessions, companies, wakes, the outbox. */
  readonly control: pg.Pool;
  /** The house's own keys: sealing under the master key, session signing, the password pepper. */
  readonly keys: Keyring;
  /** From a company's id to its database. */
  readonly companies: Companies;
  /** What open screens should look at again. */
  readonly live: Live;
  /** Which companies have work waiting. */
  readonly wakes: Wakes;
  /** The newest entries of companies' audit logs. */
  readonly tips: Tips;
  /** Who saw what is delicate. */
  readonly looks: Looks;
  readonly now: () => Date;
};
